//! Every sentence that Rust code may send to a theme, by key: the other half of the contract with theme
//! designers, beside the contexts. The sentences themselves live in the theme's locale files.
//!
//! Keys that only templates use are not here. A theme lacking one of these keys fails `theme check`.

macro_rules! keys {
    ($($name:ident = $key:literal: $doc:literal;)*) => {
        $(#[doc = concat!("`", $key, "`: ", $doc)] pub const $name: &str = $key;)*

        /// All of them.
        pub const ALL: &[&str] = &[$($key),*];
    };
}

keys! {
    // What is wrong with a field.
    ERROR_REQUIRED = "error-required": "nothing was typed.";
    ERROR_EMAIL_INVALID = "error-email-invalid": "not an address.";
    ERROR_EMAIL_TAKEN = "error-email-taken": "staff only: somebody has this address already.";
    ERROR_EMAIL_UNCHANGED = "error-email-unchanged": "it is the address in use.";
    ERROR_NAME_INVALID = "error-name-invalid": "no name: it has control or invisible characters.";
    ERROR_LABEL_INVALID = "error-label-invalid": "not fit to name a credential.";
    ERROR_LABEL_TAKEN = "error-label-taken": "another credential has this name.";
    ERROR_TOO_LONG = "error-too-long": "more than `$max` characters.";
    ERROR_TOO_SHORT = "error-too-short": "fewer than `$min` characters.";
    ERROR_NUMBER_RANGE = "error-number-range": "no whole number from `$min` to `$max`.";
    ERROR_CHOICE_INVALID = "error-choice-invalid": "none of the choices.";
    ERROR_CONFIRM_REQUIRED = "error-confirm-required": "the box must be ticked.";
    ERROR_DATE_FUTURE = "error-date-future": "no date, or none to come.";
    ERROR_DATE_YEAR = "error-date-year": "no date, or none within a year from now.";
    ERROR_NAME_TAKEN = "error-name-taken": "staff: another one has this name.";
    ERROR_PASSWORD_TOO_SHORT = "error-password-too-short": "a new password has fewer than `$min` characters.";
    ERROR_PASSWORD_TOO_LONG = "error-password-too-long": "a new password has more than `$max` characters.";
    ERROR_PASSWORD_TOO_COMMON = "error-password-too-common": "a new password that many people use.";
    ERROR_PASSWORD_LEAKED = "error-password-leaked": "a new password that was stolen somewhere before.";
    ERROR_PASSWORD_PERSONAL = "error-password-personal": "a new password made of the person's name or address.";
    ERROR_PASSWORD_UNCHANGED = "error-password-unchanged": "the new password is the old one.";
    ERROR_PASSWORD_WRONG = "error-password-wrong": "not the current password.";
    ERROR_CODE_WRONG = "error-code-wrong": "a code that the module has no sentence for is wrong.";

    ERROR_MOBILE_INVALID = "error-mobile-invalid": "no number of that country.";
    ERROR_MOBILE_MISSING = "error-mobile-missing": "codes by SMS need a number, and there is none yet.";
    ERROR_MOBILE_COUNTRY = "error-mobile-country": "the provider sends no messages to the country of the number.";
    ERROR_MOBILE_KIND = "error-mobile-kind": "the number of something that gets no messages.";
    ERROR_TEAM_MEMBER = "error-team-member": "the address belongs to the team already.";

    // What is wrong with a form as a whole.
    ERROR_FORM_INVALID = "error-form-invalid": "some fields are wrong.";
    ERROR_SIGN_IN_FAILED = "error-sign-in-failed": "address or password wrong, or nobody by that address.";
    ERROR_TOO_MANY_ATTEMPTS = "error-too-many-attempts": "nothing is accepted for `$seconds` seconds.";
    ERROR_VERIFY_FAILED = "error-verify-failed": "the second step failed.";
    ERROR_LOCKED = "error-locked": "nothing is accepted until `$until`.";
    ERROR_FACTOR_UNAVAILABLE = "error-factor-unavailable": "the factor cannot be asked now; another way may do.";
    ERROR_CODE_WAIT = "error-code-wait": "a code was sent, and another one can be asked for in `$seconds` seconds.";
    ERROR_CHECK_UP_ENOUGH = "error-check-up-enough": "trying a factor out failed as often as a session may.";
    ERROR_CHECK_UP_EXPIRED = "error-check-up-expired": "trying out or putting right took too long; begin again.";
    ERROR_FACTOR_LIMIT = "error-factor-limit": "the person holds as many as may be.";
    ERROR_PASSKEY_UNKNOWN = "error-passkey-unknown": "nobody can sign in here by that passkey; why is not told.";
    ERROR_PASSKEY_EXPIRED = "error-passkey-expired": "the question for a passkey is over; begin again.";
    ERROR_FACTOR_TAKEN = "error-factor-taken": "the authenticator is enrolled already, for this account or another.";
    ERROR_FACTOR_REQUIRED = "error-factor-required": "the last factor stays, the provider requires one.";
    ERROR_ENROLMENT_EXPIRED = "error-enrolment-expired": "setting up took too long or had too many wrong answers.";
    ERROR_FORM_EXPIRED = "error-form-expired": "the page was open for too long; send it again.";
    ERROR_CONFLICT = "error-conflict": "somebody else changed it meanwhile.";
    ERROR_LAST_OWNER = "error-last-owner": "the house must keep one owner.";
    ERROR_TEAM_LAST_OWNER = "error-team-last-owner": "a client must keep one owner.";
    ERROR_TEAM_OWNERS_ONLY = "error-team-owners-only": "only owners of a client change its owners.";
    ERROR_TEAM_NOT_THEIRS = "error-team-not-theirs": "nobody gives or takes permissions that they do not have.";
    ERROR_NOT_ALLOWED = "error-not-allowed": "the viewer may not do this.";
    ERROR_STEP_UP_FAILED = "error-step-up-failed": "the fresh proof failed.";

    // The outcome of what a person did.
    FLASH_PROFILE_SAVED = "flash-profile-saved": "the profile was saved.";
    FLASH_PREFERENCES_SAVED = "flash-preferences-saved": "language and colours were saved.";
    FLASH_EVERYBODY_SIGNED_OUT = "flash-everybody-signed-out": "staff: `$count` sessions were ended.";
    FLASH_EMAIL_CHANGE_SENT = "flash-email-change-sent": "a link went to `$email`.";
    FLASH_EMAIL_CHANGED = "flash-email-changed": "the address is `$email` now.";
    FLASH_PASSWORD_CHANGED = "flash-password-changed": "other sessions have ended.";
    FLASH_FACTOR_ADDED = "flash-factor-added": "`$factor` is on.";
    FLASH_FACTOR_REPLACED = "flash-factor-replaced": "`$factor` was set up anew.";
    FLASH_FACTOR_CHECKED = "flash-factor-checked": "the second factor `$label` was tried out and works.";
    FLASH_FACTOR_MENDED = "flash-factor-mended": "the second factor `$label` was put right.";
    FLASH_FACTOR_REMOVED = "flash-factor-removed": "`$factor` was removed.";
    FLASH_FACTOR_RENAMED = "flash-factor-renamed": "its name is `$label` now.";
    FLASH_BACKUP_CODES_MADE = "flash-backup-codes-made": "earlier ones are void.";
    FLASH_ENROLMENT_CANCELLED = "flash-enrolment-cancelled": "nothing was changed.";
    FLASH_DEVICE_DISTRUSTED = "flash-device-distrusted": "a browser is trusted no longer.";
    FLASH_SESSION_ENDED = "flash-session-ended": "one session was ended.";
    FLASH_SESSIONS_ENDED = "flash-sessions-ended": "all other sessions were ended.";
    FLASH_CLIENT_SWITCHED = "flash-client-switched": "acting for `$name` now.";
    FLASH_TEAM_INVITED = "flash-team-invited": "an invitation went to `$email`.";
    FLASH_TEAM_RESENT = "flash-team-resent": "it was sent again; the earlier link is dead.";
    FLASH_TEAM_WITHDRAWN = "flash-team-withdrawn": "the invitation to `$email` is void.";
    FLASH_TEAM_GONE = "flash-team-gone": "the invitation is not there any more.";
    FLASH_TEAM_SAVED = "flash-team-saved": "the changes to `$name` hold.";
    FLASH_TEAM_REMOVED = "flash-team-removed": "`$name` belongs to the team no longer.";
    FLASH_TEAM_JOINED = "flash-team-joined": "the person belongs to `$client` now.";
    FLASH_TEAM_DECLINED = "flash-team-declined": "the invitation was declined.";
    FLASH_CLIENT_SAVED = "flash-client-saved": "the client's details were saved.";
    FLASH_MOBILE_SAVED = "flash-mobile-saved": "the number was saved.";
    FLASH_SIGNED_OUT = "flash-signed-out": "signed out here.";
    FLASH_USER_DISABLED = "flash-user-disabled": "staff disabled `$name`.";
    FLASH_USER_ENABLED = "flash-user-enabled": "staff enabled `$name`.";
    FLASH_USER_SESSIONS_ENDED = "flash-user-sessions-ended": "staff ended the sessions of `$name`.";
    FLASH_USER_DEVICE_DISTRUSTED = "flash-user-device-distrusted": "staff ended trust in a device of `$name`.";
    FLASH_USER_RESET_SENT = "flash-user-reset-sent": "a link to set a password went to `$email`.";
    FLASH_NETWORK_ADMITTED = "flash-network-admitted": "`$network` may try passwords again.";
    FLASH_USER_LOCKS_CLEARED = "flash-user-locks-cleared": "the locks of `$name` are gone.";
    FLASH_RECOVERY_APPROVED = "flash-recovery-approved": "staff: it needs another approval.";
    FLASH_RECOVERY_WAITING = "flash-recovery-waiting": "staff: approved, the waiting time runs.";
    FLASH_RECOVERY_DONE = "flash-recovery-done": "staff: approved, the factors are gone.";
    FLASH_RECOVERY_REFUSED = "flash-recovery-refused": "staff: refused.";
    FLASH_RECOVERY_CANCELLED = "flash-recovery-cancelled": "staff: called off.";
    ERROR_RECOVERY_SAME_PERSON = "error-recovery-same-person": "staff: the second approval must be another person's.";
    RECOVERY_CHECK_CALLBACK = "recovery-check-callback": "staff: called back at a known number.";
    RECOVERY_CHECK_INVOICE = "recovery-check-invoice": "staff: they know their latest invoice.";
    RECOVERY_CHECK_SERVICES = "recovery-check-services": "staff: they know their services.";
    RECOVERY_CHECK_ORIGIN = "recovery-check-origin": "staff: network and device fit.";
    FLASH_USER_FACTORS_RESET = "flash-user-factors-reset": "the factors of `$name` are gone.";
    FLASH_MEMBER_INVITED = "flash-member-invited": "a link went to `$email`.";
    FLASH_MEMBER_SAVED = "flash-member-saved": "the role was saved.";
    FLASH_JOB_RETRIED = "flash-job-retried": "the job is queued again.";
    FLASH_SETTINGS_SAVED = "flash-settings-saved": "the settings were saved.";
    FLASH_RULE_SAVED = "flash-rule-saved": "staff: a rule about second factors was saved.";
    FLASH_EXEMPTED = "flash-exempted": "staff: `$name` is exempt from the rules about second factors.";
    FLASH_EXEMPTION_ENDED = "flash-exemption-ended": "staff: an exemption was ended.";
    FLASH_GROUP_SAVED = "flash-group-saved": "staff: the group of clients `$name` was saved.";
    FLASH_GROUP_DELETED = "flash-group-deleted": "staff: a group of clients was deleted.";
    FLASH_CLIENT_GROUPED = "flash-client-grouped": "staff: the client's group was saved.";
    FLASH_REMINDERS_STARTED = "flash-reminders-started": "staff: `$count` people are being reminded.";
    FLASH_REMINDERS_ALREADY = "flash-reminders-already": "staff: that was confirmed before.";
    FLASH_REMINDERS_NOBODY = "flash-reminders-nobody": "staff: nobody is left to be reminded.";
    FLASH_PLUGIN_ENABLED = "flash-plugin-enabled": "staff: the plugin `$name` works.";
    FLASH_PLUGIN_DISABLED = "flash-plugin-disabled": "staff: the plugin `$name` does nothing any more.";
    FLASH_PLUGIN_INSTALLED = "flash-plugin-installed": "staff: the plugin `$name` `$version` is installed.";
    FLASH_PLUGIN_UPDATED = "flash-plugin-updated": "staff: version `$version` of the plugin `$name` took the place of the older one.";
    FLASH_PLUGIN_DECLINED = "flash-plugin-declined": "staff: the newer version of the plugin `$name` was declined.";
    FLASH_PLUGIN_DISCARDED = "flash-plugin-discarded": "staff: a package was not installed.";
    FLASH_PLUGIN_TRIED = "flash-plugin-tried": "staff: the plugin `$name` said what it is within `$time`.";
    FLASH_PLUGIN_REMOVED = "flash-plugin-removed": "staff: the plugin `$name` is gone.";
    FLASH_TEST_MAIL_SENT = "flash-test-mail-sent": "it goes to `$email`.";

    // Standing notes above a page.
    BANNER_BACKUP_CODES_FEW = "banner-backup-codes-few": "`$left` are left, at least one.";
    BANNER_BACKUP_CODES_NONE = "banner-backup-codes-none": "none are left.";
    BANNER_FACTOR_REQUIRED = "banner-factor-required": "a second factor must be set up first.";
    BANNER_FACTOR_ENCOURAGED = "banner-factor-encouraged": "a second factor would be good.";
    BANNER_FACTOR_DUE = "banner-factor-due": "from `$until` on a second factor of at least `$class` is required.";
    BANNER_FACTOR_DUE_ROLE = "banner-factor-due-role": "the same, because of the person's role.";
    BANNER_FACTOR_DUE_CLIENT = "banner-factor-due-client": "the same, because of a client that the person belongs to.";
    BANNER_CHECK_UP = "banner-check-up": "the second factor `$label` was never used since it was set up.";
    BANNER_RECOVERY_SESSION = "banner-recovery-session": "signed in by a backup code: set up a new factor.";
    BANNER_MAILS_FAILED = "banner-mails-failed": "staff: `$count` mails could not be sent.";
    BANNER_CLOCK = "banner-clock": "staff: the machine's clock is off by `$seconds`.";
    BANNER_DEMO = "banner-demo": "this is the demo.";

    // Buttons and links that a page or an error offers.
    ACTION_HOME = "action-home": "to the start page.";
    ACTION_SIGN_IN = "action-sign-in": "to the sign-in.";
    ACTION_REGISTER = "action-register": "to the registration.";
    ACTION_FORGOT = "action-forgot": "to ask for a new link to set a password.";
    ACTION_ACCOUNT = "action-account": "to the person's account.";
    ACTION_SECURITY = "action-security": "to the security page.";
    ACTION_ADD_FACTOR = "action-add-factor": "to the second factors there are.";
    ACTION_CHECK_UP = "action-check-up": "to trying a second factor out.";
    ACTION_SKIP = "action-skip": "not now; the reminder comes again.";
    ACTION_MAKE_CODES = "action-make-codes": "to where backup codes are made.";
    ACTION_BACK = "action-back": "to where the person came from.";
    ACTION_TRY_AGAIN = "action-try-again": "the same again.";
    ACTION_SHOW_MAILS = "action-show-mails": "staff: to the mails.";

    // Pages for what went wrong.
    PROBLEM_BAD_REQUEST_TITLE = "problem-bad-request-title": "400.";
    PROBLEM_BAD_REQUEST_TEXT = "problem-bad-request-text": "400.";
    PROBLEM_FORM_EXPIRED_TITLE = "problem-form-expired-title": "403, the form's token is missing or old.";
    PROBLEM_FORM_EXPIRED_TEXT = "problem-form-expired-text": "403, the form's token is missing or old.";
    PROBLEM_FORBIDDEN_TITLE = "problem-forbidden-title": "403.";
    PROBLEM_FORBIDDEN_TEXT = "problem-forbidden-text": "403.";
    PROBLEM_NOT_FOUND_TITLE = "problem-not-found-title": "404.";
    PROBLEM_NOT_FOUND_TEXT = "problem-not-found-text": "404.";
    PROBLEM_CONFLICT_TITLE = "problem-conflict-title": "409.";
    PROBLEM_CONFLICT_TEXT = "problem-conflict-text": "409.";
    PROBLEM_TOO_LARGE_TITLE = "problem-too-large-title": "413.";
    PROBLEM_TOO_LARGE_TEXT = "problem-too-large-text": "413.";
    PROBLEM_TOO_MANY_TITLE = "problem-too-many-title": "429.";
    PROBLEM_TOO_MANY_TEXT = "problem-too-many-text": "429.";
    PROBLEM_INTERNAL_TITLE = "problem-internal-title": "500.";
    PROBLEM_INTERNAL_TEXT = "problem-internal-text": "500.";
    PROBLEM_UNAVAILABLE_TITLE = "problem-unavailable-title": "503.";
    PROBLEM_UNAVAILABLE_TEXT = "problem-unavailable-text": "503.";

    // Questions before something that cannot be taken back; sentences get `$name`.
    ASK_SIGN_OUT_ALL_TITLE = "ask-sign-out-all-title": "staff: sign everybody out?";
    ASK_SIGN_OUT_ALL_TEXT = "ask-sign-out-all-text": "staff: what that does.";
    ASK_SIGN_OUT_ALL_BUTTON = "ask-sign-out-all-button": "staff: do it.";
    ASK_SIGN_OUT_ALL_STAFF = "ask-sign-out-all-staff": "staff: other staff members too.";
    ASK_DELETE_GROUP_TITLE = "ask-delete-group-title": "staff: delete the group `$name`?";
    ASK_DELETE_GROUP_TEXT = "ask-delete-group-text": "staff: what that does; `$count` clients are in it.";
    ASK_DELETE_GROUP_BUTTON = "ask-delete-group-button": "staff: do it.";
    ASK_DISABLE_TITLE = "ask-disable-title": "disable a person?";
    ASK_DISABLE_TEXT = "ask-disable-text": "what it does.";
    ASK_DISABLE_BUTTON = "ask-disable-button": "do it.";
    ASK_ENABLE_TITLE = "ask-enable-title": "enable a person?";
    ASK_ENABLE_TEXT = "ask-enable-text": "what it does.";
    ASK_ENABLE_BUTTON = "ask-enable-button": "do it.";
    ASK_END_SESSIONS_TITLE = "ask-end-sessions-title": "end a person's sessions?";
    ASK_END_SESSIONS_TEXT = "ask-end-sessions-text": "what it does.";
    ASK_END_SESSIONS_BUTTON = "ask-end-sessions-button": "do it.";
    ASK_DISTRUST_TITLE = "ask-distrust-title": "end trust in a person's device?";
    ASK_DISTRUST_TEXT = "ask-distrust-text": "what it does.";
    ASK_DISTRUST_BUTTON = "ask-distrust-button": "do it.";
    ASK_RESET_PASSWORD_TITLE = "ask-reset-password-title": "send a link to set a password?";
    ASK_RESET_PASSWORD_TEXT = "ask-reset-password-text": "what it does.";
    ASK_RESET_PASSWORD_BUTTON = "ask-reset-password-button": "do it.";
    ASK_CLEAR_LOCKS_TITLE = "ask-clear-locks-title": "clear a person's locks?";
    ASK_CLEAR_LOCKS_TEXT = "ask-clear-locks-text": "what it does.";
    ASK_CLEAR_LOCKS_BUTTON = "ask-clear-locks-button": "do it.";
    ASK_RESET_FACTORS_TITLE = "ask-reset-factors-title": "remove all of a person's factors?";
    ASK_RESET_FACTORS_TEXT = "ask-reset-factors-text": "what it does.";
    ASK_RESET_FACTORS_BUTTON = "ask-reset-factors-button": "do it.";
    FIELD_REASON = "field-reason": "the label of the field for the reason of an action.";
    FIELD_NOTIFY = "field-notify": "the label of the box that tells the person by mail.";

    // The same about plugins; sentences get `$name`, `$holders` who hold its factor and `$sole` who hold no other.
    ASK_PLUGIN_ENABLE_TITLE = "ask-plugin-enable-title": "staff: let the plugin work?";
    ASK_PLUGIN_ENABLE_TEXT = "ask-plugin-enable-text": "staff: what that does.";
    ASK_PLUGIN_ENABLE_BUTTON = "ask-plugin-enable-button": "staff: do it.";
    ASK_PLUGIN_DISABLE_TITLE = "ask-plugin-disable-title": "staff: have the plugin do nothing?";
    ASK_PLUGIN_DISABLE_TEXT = "ask-plugin-disable-text": "staff: what that does, and to whom.";
    ASK_PLUGIN_DISABLE_BUTTON = "ask-plugin-disable-button": "staff: do it.";
    ASK_PLUGIN_REMOVE_TITLE = "ask-plugin-remove-title": "staff: remove the plugin?";
    ASK_PLUGIN_REMOVE_TEXT = "ask-plugin-remove-text": "staff: what that does, and to whom.";
    ASK_PLUGIN_REMOVE_BUTTON = "ask-plugin-remove-button": "staff: do it.";
    ERROR_PLUGIN_SETTINGS = "error-plugin-settings": "staff: the settings `$names` must be set first.";
    ERROR_PLUGIN_NOT_CONFIRMED = "error-plugin-not-confirmed": "staff: what was confirmed is not what is here now; look again.";
    ERROR_PLUGIN_GONE = "error-plugin-gone": "staff: the package is not kept any more; bring it again.";
    ERROR_PLUGIN_LOST = "error-plugin-lost": "staff: an installation ended with the process that did it; nothing changed.";
    ERROR_PLUGIN_TOO_LARGE = "error-plugin-too-large": "staff: packages have at most `$size`.";
    ERROR_PLUGIN_PACKAGE = "error-plugin-package": "staff: it is no package; `$why` is technical.";
    ERROR_PLUGIN_KEY_MISSING = "error-plugin-key-missing": "staff: it is signed, and no known key did it.";
    ERROR_PLUGIN_KEY_INVALID = "error-plugin-key-invalid": "staff: no public key.";
    ERROR_PLUGIN_OTHER_KEY = "error-plugin-other-key": "staff: another key signed it.";
    ERROR_PLUGIN_SIGNATURE_FORM = "error-plugin-signature-form": "staff: no signature.";
    ERROR_PLUGIN_SIGNATURE_WRONG = "error-plugin-signature-wrong": "staff: package or signature was changed.";
    ERROR_PLUGIN_SIGNATURE_COMMENT = "error-plugin-signature-comment": "staff: the signature does not say what it is for.";
    ERROR_PLUGIN_SIGNATURE_OTHER = "error-plugin-signature-other": "staff: it is for `$says`, the package is `$is`.";
    ERROR_PLUGIN_ROTATION = "error-plugin-rotation": "staff: no statement about a new key.";
    ERROR_PLUGIN_KEY_CHANGED = "error-plugin-key-changed": "staff: `$offered` signed it, the plugin was installed with `$pinned`.";
    ERROR_PLUGIN_SIGNATURE_DROPPED = "error-plugin-signature-dropped": "staff: nobody signed it, the plugin was installed with `$pinned`.";
    ERROR_PLUGIN_UNSIGNED = "error-plugin-unsigned": "staff: nobody signed it.";
    ERROR_PLUGIN_DOWNGRADE = "error-plugin-downgrade": "staff: `$offered` is older than `$installed`.";
    ERROR_PLUGIN_REPUBLISHED = "error-plugin-republished": "staff: another package of version `$version` is installed.";
    ERROR_PLUGIN_UNFIT = "error-plugin-unfit": "staff: the component is not what the manifest says.";
    ERROR_PLUGIN_INDEX_ADDRESS = "error-plugin-index-address": "staff: no address of an index.";
    ERROR_PLUGIN_INDEX_SERVER = "error-plugin-index-server": "staff: no file came; `$why` is technical.";
    ERROR_PLUGIN_INDEX = "error-plugin-index": "staff: it is no index; `$why` is technical.";
    ERROR_PLUGIN_INDEX_UNKNOWN = "error-plugin-index-unknown": "staff: the index offers no such plugin.";
    ERROR_PLUGIN_INDEX_INCOMPATIBLE = "error-plugin-index-incompatible": "staff: this panel can run no version; `$why` is technical.";
    ERROR_PLUGIN_INDEX_CHANGED = "error-plugin-index-changed": "staff: the package is not the one that the index names.";
    ERROR_PLUGIN_LINE = "error-plugin-line": "staff: no single line without spaces around it.";
    ERROR_PLUGIN_LENGTH = "error-plugin-length": "staff: not `$min` to `$max` characters.";
    ERROR_PLUGIN_URL = "error-plugin-url": "staff: no full address by https.";
    ERROR_PLUGIN_URLS = "error-plugin-urls": "staff: more than `$max` addresses.";
    ERROR_PLUGIN_HOST = "error-plugin-host": "staff: no host that a plugin may ask; `$why` is technical.";
    ERROR_PLUGIN_CANNOT_RUN = "error-plugin-cannot-run": "staff: the plugin does not run here; `$why` is technical.";

    // What a plugin may do: short, and without a full stop.
    PERMISSION_ROLE = "permission-role": "be a `$role`: `second-factor`, `channel` or `hooks`.";
    PERMISSION_HOST = "permission-host": "ask the server `$host`.";
    PERMISSION_HOSTS_BELOW = "permission-hosts-below": "ask every server at `$host`, which begins with a star.";
    PERMISSION_HOST_OF_SETTING = "permission-host-of-setting": "ask the servers in its setting `$setting`.";
    PERMISSION_STORE = "permission-store": "keep `$size` for itself.";
    PERMISSION_STORE_PER_USER = "permission-store-per-user": "keep `$size` for each person.";
    PERMISSION_PROFILE = "permission-profile": "know a person's `$field`: `mobile`, `email`, `network` or `name`.";
    PERMISSION_CHANNEL = "permission-channel": "send messages through `$channel`.";
    PERMISSION_EVENT = "permission-event": "hear of `$event`.";
    PERMISSION_EVENT_UNKNOWN = "permission-event-unknown": "hear of `$event`, which never happens in this panel.";
    PERMISSION_FILTER = "permission-filter": "answer `$filter`, which this panel never asks.";
    PERMISSION_FILTER_SIGN_IN = "permission-filter-sign-in": "ask for a stronger second factor at a sign-in.";
    PERMISSION_SLOT = "permission-slot": "fill the place `$slot`, which no page has.";
    PERMISSION_SLOT_CUSTOMER_HOME = "permission-slot-customer-home": "show something on customers' first page.";
    PERMISSION_SLOT_ACCOUNT_SECURITY = "permission-slot-account-security": "show something on one's own security page.";
    PERMISSION_SLOT_STAFF_PERSON = "permission-slot-staff-person": "show staff something about a person.";
    PERMISSION_MEMORY = "permission-memory": "use `$size` of memory.";
    PERMISSION_CPU = "permission-cpu": "compute for `$milliseconds`.";
    PERMISSION_TIME = "permission-time": "take `$milliseconds`.";

    // What calls of plugins came to.
    PLUGIN_FAULT_CPU = "plugin-fault-cpu": "more processor time than a call may take.";
    PLUGIN_FAULT_MEMORY = "plugin-fault-memory": "more memory.";
    PLUGIN_FAULT_STACK = "plugin-fault-stack": "endless recursion.";
    PLUGIN_FAULT_WALL = "plugin-fault-wall": "more time on the clock.";
    PLUGIN_FAULT_PANIC = "plugin-fault-panic": "it gave up by itself.";
    PLUGIN_FAULT_TRAP = "plugin-fault-trap": "it did what the machine forbids.";
    PLUGIN_FAULT_EXCHANGE = "plugin-fault-exchange": "more data at once than may be exchanged.";
    PLUGIN_FAULT_ASKED = "plugin-fault-asked": "more of the panel than a call may ask for.";
    PLUGIN_FAULT_BAD_RETURN = "plugin-fault-bad-return": "an answer that is none.";
    PLUGIN_FAULT_BUSY = "plugin-fault-busy": "too many calls at once.";
    PLUGIN_FAULT_RESTING = "plugin-fault-resting": "it rested after failures.";
    PLUGIN_FAULT_OFF = "plugin-fault-off": "it was switched off.";
    PLUGIN_TOOK_MICROSECONDS = "plugin-took-microseconds": "`$count` microseconds.";
    PLUGIN_TOOK_MILLISECONDS = "plugin-took-milliseconds": "`$count` milliseconds.";

    // What a key for a program can be for.
    SCOPE_READ_OWN_FACTORS = "scope-read-own-factors": "see one's own second factors.";
    SCOPE_READ_OWN_SESSIONS = "scope-read-own-sessions": "see where one is signed in.";
    SCOPE_READ_USERS = "scope-read-users": "see users.";
    SCOPE_READ_FACTORS = "scope-read-factors": "see users' second factors.";
    SCOPE_RESET_FACTORS = "scope-reset-factors": "reset users' second factors.";
    SCOPE_READ_AUDIT = "scope-read-audit": "read the audit log.";
    ERROR_TOKEN_SCOPES = "error-token-scopes": "a key is for something.";
    ERROR_TOKENS_TOO_MANY = "error-tokens-too-many": "there are enough keys.";
    FLASH_TOKEN_REVOKED = "flash-token-revoked": "a key was ended.";

    // What is wrong with the audit log's chain.
    AUDIT_CHAIN_CHANGED = "audit-chain-changed": "line `$line` is not what was written there.";
    AUDIT_CHAIN_MISSING = "audit-chain-missing": "line `$line` is missing.";
    AUDIT_CHAIN_STRAY = "audit-chain-stray": "there is a line that the panel did not write.";
    AUDIT_CHAIN_CUT_OFF = "audit-chain-cut-off": "everything from line `$line` on is missing.";
    AUDIT_CHAIN_HEAD = "audit-chain-head": "the end of the chain is not what the panel wrote.";

    // What happened, as the audit log tells it: short, and without a full stop.
    EVENT_USER_REGISTERED = "event-user-registered": "a user registered.";
    EVENT_EMAIL_CONFIRMED = "event-email-confirmed": "an address was proved by a mail.";
    EVENT_EVERYBODY_SIGNED_OUT = "event-everybody-signed-out": "staff signed everybody out.";
    EVENT_NETWORK_SHUT_OUT = "event-network-shut-out": "a network tried too many stolen passwords.";
    EVENT_NETWORK_ADMITTED = "event-network-admitted": "staff let a network in again.";
    EVENT_DEVICE_TRUSTED = "event-device-trusted": "a browser needs no second factor for a while.";
    EVENT_DEVICE_DISTRUSTED = "event-device-distrusted": "its owner or staff ended that.";
    EVENT_DEVICE_STOLEN = "event-device-stolen": "an old copy of a trusted browser's cookie was used.";
    EVENT_EMAIL_CHANGED = "event-email-changed": "an address was changed.";
    EVENT_EMAIL_CHANGE_UNDONE = "event-email-change-undone": "a change of address was taken back.";
    EVENT_PROFILE_CHANGED = "event-profile-changed": "name, language or time zone changed.";
    EVENT_SIGN_IN_SUCCEEDED = "event-sign-in-succeeded": "the password was right and nothing else was due.";
    EVENT_SIGN_IN_FAILED = "event-sign-in-failed": "the password or the code was wrong.";
    EVENT_SIGN_IN_PENDING = "event-sign-in-pending": "the password was right; a second factor is due.";
    EVENT_SIGN_IN_UNFINISHED = "event-sign-in-unfinished": "the second step was left unfinished.";
    EVENT_SESSION_ENDED = "event-session-ended": "a session was signed out.";
    EVENT_SESSIONS_ENDED = "event-sessions-ended": "several sessions of a person were ended.";
    EVENT_STEP_UP_SUCCEEDED = "event-step-up-succeeded": "a fresh proof was given.";
    EVENT_STEP_UP_FAILED = "event-step-up-failed": "a fresh proof failed.";
    EVENT_PASSWORD_CHANGED = "event-password-changed": "the password was changed by its owner.";
    EVENT_PASSWORD_RESET_REQUESTED = "event-password-reset-requested": "a link to choose a new password was asked for.";
    EVENT_PASSWORD_RESET = "event-password-reset": "a new password was chosen by such a link.";
    EVENT_PASSWORD_RESET_FAILED = "event-password-reset-failed": "the second factor failed on the way to a new password.";
    EVENT_FACTOR_ENROLLED = "event-factor-enrolled": "a factor was set up.";
    EVENT_FACTOR_REPLACED = "event-factor-replaced": "a factor was set up anew.";
    EVENT_FACTOR_RENAMED = "event-factor-renamed": "a factor got another label.";
    EVENT_FACTOR_REMOVED = "event-factor-removed": "a factor was removed by its owner.";
    EVENT_FACTOR_CHECKED = "event-factor-checked": "a factor was tried out by its owner, and works.";
    EVENT_FACTOR_CHECK_FAILED = "event-factor-check-failed": "a factor was tried out by its owner, and was refused.";
    EVENT_FACTOR_MENDED = "event-factor-mended": "a factor was put right, such as an app whose clock is off.";
    EVENT_FACTOR_MEND_FAILED = "event-factor-mend-failed": "a factor was to be put right, and the answers were wrong.";
    EVENT_FACTOR_LOCKED = "event-factor-locked": "a factor was locked for a while after failures.";
    EVENT_FACTOR_DISABLED = "event-factor-disabled": "a factor was disabled for good after too many failures.";
    EVENT_FACTOR_UNAVAILABLE = "event-factor-unavailable": "a factor could not be asked, through no fault of the person.";
    EVENT_MESSAGE_SENT = "event-message-sent": "a message went to a mobile.";
    EVENT_FACTORS_RESET = "event-factors-reset": "all factors of a person were reset.";
    EVENT_TOKEN_MADE = "event-token-made": "a key for a program was made.";
    EVENT_TOKEN_REVOKED = "event-token-revoked": "its owner ended a key for a program.";
    EVENT_RECOVERY_ASKED = "event-recovery-asked": "somebody who lost every factor asked for recovery.";
    EVENT_RECOVERY_REQUESTED = "event-recovery-requested": "the mailbox was proved, staff look at it.";
    EVENT_RECOVERY_APPROVED = "event-recovery-approved": "a staff member approved it.";
    EVENT_RECOVERY_REFUSED = "event-recovery-refused": "a staff member refused it.";
    EVENT_RECOVERY_CANCELLED = "event-recovery-cancelled": "it was called off.";
    EVENT_BACKUP_CODES_MADE = "event-backup-codes-made": "backup codes were made.";
    EVENT_BACKUP_CODE_USED = "event-backup-code-used": "a backup code was used.";
    EVENT_FACTORS_KEPT = "event-factors-kept": "somebody who came in by a backup code kept their factors.";
    EVENT_LOCKS_CLEARED = "event-locks-cleared": "staff cleared a person's locks.";
    EVENT_PERSON_DISABLED = "event-person-disabled": "a person was disabled.";
    EVENT_PERSON_ENABLED = "event-person-enabled": "a person was enabled again.";
    EVENT_STAFF_ADDED = "event-staff-added": "a staff member was added.";
    EVENT_STAFF_ROLE_CHANGED = "event-staff-role-changed": "a staff member's role changed.";
    EVENT_ADOPTION_EXPORTED = "event-adoption-exported": "staff took the list of people and their factors along.";
    EVENT_REMINDERS_STARTED = "event-reminders-started": "staff had people reminded to set up a second factor.";
    EVENT_REMINDERS_FINISHED = "event-reminders-finished": "everybody was reminded, or it was noted why not.";
    EVENT_SETTINGS_CHANGED = "event-settings-changed": "a setting changed.";
    EVENT_RULE_CHANGED = "event-rule-changed": "a rule about second factors changed.";
    EVENT_EXEMPTION_GIVEN = "event-exemption-given": "somebody was exempted from the rules.";
    EVENT_EXEMPTION_ENDED = "event-exemption-ended": "an exemption was ended before its time.";
    EVENT_GROUP_CREATED = "event-group-created": "a group of clients was made.";
    EVENT_GROUP_RENAMED = "event-group-renamed": "a group of clients got another name.";
    EVENT_GROUP_DELETED = "event-group-deleted": "a group of clients was deleted.";
    EVENT_CLIENT_GROUPED = "event-client-grouped": "a client was put into a group or out of one.";
    EVENT_MAIL_READ = "event-mail-read": "staff read what a mail says to somebody else.";
    EVENT_JOB_RETRIED = "event-job-retried": "a dead job was put back into the queue.";
    EVENT_TEAM_INVITED = "event-team-invited": "somebody was asked to join a client.";
    EVENT_TEAM_INVITATION_RESENT = "event-team-invitation-resent": "an invitation was sent again.";
    EVENT_TEAM_INVITATION_WITHDRAWN = "event-team-invitation-withdrawn": "an invitation was taken back.";
    EVENT_TEAM_INVITATION_DECLINED = "event-team-invitation-declined": "somebody did not want to join.";
    EVENT_TEAM_JOINED = "event-team-joined": "somebody joined a client.";
    EVENT_TEAM_PERMISSIONS_CHANGED = "event-team-permissions-changed": "a member may do other things.";
    EVENT_TEAM_REMOVED = "event-team-removed": "a member was removed from a client.";
    EVENT_MOBILE_CHANGED = "event-mobile-changed": "the number of a mobile changed.";
    EVENT_CLIENT_CHANGED = "event-client-changed": "a client's details changed.";
    EVENT_PLUGIN_INSTALLED = "event-plugin-installed": "a plugin was installed.";
    EVENT_PLUGIN_UPDATED = "event-plugin-updated": "another version took the place of a plugin.";
    EVENT_PLUGIN_OFFERED = "event-plugin-offered": "a newer version of a plugin asks for more and waits.";
    EVENT_PLUGIN_DECLINED = "event-plugin-declined": "it was not granted that.";
    EVENT_PLUGIN_ENABLED = "event-plugin-enabled": "a plugin was enabled.";
    EVENT_PLUGIN_DISABLED = "event-plugin-disabled": "a plugin was disabled.";
    EVENT_PLUGIN_FAULTED = "event-plugin-faulted": "an enabled plugin could not be loaded.";
    EVENT_PLUGIN_STOPPED = "event-plugin-stopped": "the panel switched a plugin off that failed again and again.";
    EVENT_PLUGIN_SET = "event-plugin-set": "settings of a plugin changed.";
    EVENT_PLUGIN_RETOLD = "event-plugin-retold": "a plugin was told again of what it could not be told of.";
    EVENT_PLUGIN_REMOVED = "event-plugin-removed": "a plugin was removed.";
    EVENT_KEYS_ROTATED = "event-keys-rotated": "the sealing keys were rotated.";

    // Devices.
    DEVICE_BROWSER_ON_SYSTEM = "device-browser-on-system": "`$browser` on `$system`.";
    DEVICE_UNKNOWN = "device-unknown": "neither is known.";

    // What the filters for moments and the language switch need.
    LANGUAGE_NAME = "language-name": "the language in its own words.";
    FORMAT_DATE = "format-date": "a strftime pattern: `%-d %B %Y`.";
    FORMAT_DATETIME = "format-datetime": "a strftime pattern: `%-d %B %Y, %H:%M`.";
    FORMAT_DATETIME_FULL = "format-datetime-full": "a strftime pattern with weekday, seconds and zone.";
    TIME_NOW = "time-now": "less than a minute ago.";
    TIME_SOON = "time-soon": "in less than a minute.";
    TIME_MINUTES_AGO = "time-minutes-ago": "`$count` minutes ago.";
    TIME_HOURS_AGO = "time-hours-ago": "`$count` hours ago.";
    TIME_DAYS_AGO = "time-days-ago": "`$count` days ago.";
    TIME_MONTHS_AGO = "time-months-ago": "`$count` months ago.";
    TIME_YEARS_AGO = "time-years-ago": "`$count` years ago.";
    TIME_IN_MINUTES = "time-in-minutes": "in `$count` minutes.";
    TIME_IN_HOURS = "time-in-hours": "in `$count` hours.";
    TIME_IN_DAYS = "time-in-days": "in `$count` days.";
    TIME_IN_MONTHS = "time-in-months": "in `$count` months.";
    TIME_IN_YEARS = "time-in-years": "in `$count` years.";
}

/// The entries of the staff area's navigation; a theme names them `nav-<key>`.
pub const STAFF_NAV: [&str; 11] = [
    "dashboard",
    "users",
    "clients",
    "members",
    "adoption",
    "recoveries",
    "audit",
    "mails",
    "jobs",
    "plugins",
    "settings",
];

/// The roles of staff members; a theme names them `role-<key>`.
pub const ROLES: [&str; 3] = ["owner", "billing", "support"];

/// What staff may do to a person; a theme names the buttons `user-action-<key>`.
pub const USER_ACTIONS: [&str; 6] = [
    "disable",
    "enable",
    "end-sessions",
    "reset-password",
    "clear-locks",
    "reset-factors",
];

/// What failed calls of plugins come to.
pub const PLUGIN_FAULTS: [&str; 12] = [
    PLUGIN_FAULT_CPU,
    PLUGIN_FAULT_MEMORY,
    PLUGIN_FAULT_STACK,
    PLUGIN_FAULT_WALL,
    PLUGIN_FAULT_PANIC,
    PLUGIN_FAULT_TRAP,
    PLUGIN_FAULT_EXCHANGE,
    PLUGIN_FAULT_ASKED,
    PLUGIN_FAULT_BAD_RETURN,
    PLUGIN_FAULT_BUSY,
    PLUGIN_FAULT_RESTING,
    PLUGIN_FAULT_OFF,
];

/// What staff check before they approve a recovery, where the provider wrote no list.
pub const RECOVERY_CHECKS: [&str; 4] = [
    RECOVERY_CHECK_CALLBACK,
    RECOVERY_CHECK_INVOICE,
    RECOVERY_CHECK_SERVICES,
    RECOVERY_CHECK_ORIGIN,
];

/// The sentences of a question before an action.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The question.
    pub title: &'static str,
    /// What will happen.
    pub text: &'static str,
    /// What the button says.
    pub button: &'static str,
}

/// The questions for [`USER_ACTIONS`], in the same order.
pub const USER_ACTION_QUESTIONS: [Question; 6] = [
    Question {
        title: ASK_DISABLE_TITLE,
        text: ASK_DISABLE_TEXT,
        button: ASK_DISABLE_BUTTON,
    },
    Question {
        title: ASK_ENABLE_TITLE,
        text: ASK_ENABLE_TEXT,
        button: ASK_ENABLE_BUTTON,
    },
    Question {
        title: ASK_END_SESSIONS_TITLE,
        text: ASK_END_SESSIONS_TEXT,
        button: ASK_END_SESSIONS_BUTTON,
    },
    Question {
        title: ASK_RESET_PASSWORD_TITLE,
        text: ASK_RESET_PASSWORD_TEXT,
        button: ASK_RESET_PASSWORD_BUTTON,
    },
    Question {
        title: ASK_CLEAR_LOCKS_TITLE,
        text: ASK_CLEAR_LOCKS_TEXT,
        button: ASK_CLEAR_LOCKS_BUTTON,
    },
    Question {
        title: ASK_RESET_FACTORS_TITLE,
        text: ASK_RESET_FACTORS_TEXT,
        button: ASK_RESET_FACTORS_BUTTON,
    },
];
