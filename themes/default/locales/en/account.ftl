# A person's own pages.

account-home-title = Your account
account-home-greeting = Good to see you, { $name }
account-two-factor-on = On: signing in takes your password and a second factor
account-two-factor-off = Off: whoever knows your password can sign in
account-clients-title = Your clients
account-clients-text = The accounts you may act for, and what you may do there.
account-clients-empty = You do not belong to a client yet.
account-client-current = In use

permission-owner = Owner, with every permission
permission-none = No permissions
permission-manage-profile = See and change the client’s details
permission-view-services = See services
permission-manage-services = Change and cancel services
permission-place-orders = Place orders
permission-view-invoices = See invoices
permission-pay-invoices = Pay invoices
permission-manage-tickets = Open and answer tickets
permission-view-mails = Read the client’s mails
permission-manage-team = Manage the team

profile-title = Profile
profile-lead = What we call you, and how we write languages and times for you.

email-title = Email address
email-lead = You sign in with it, and we write to it.
email-current = Current address
email-help = We send a link there. The address changes once you follow it.
email-pending = A link was sent to { $email }. Your address changes once you follow it.
email-pending-expires = The link expires { $when }.
email-button = Send the link

password-title = Password
password-lead = Changing it signs you out everywhere else.
password-button = Change password

security-title = Security
security-lead = The keys to your account: what you sign in with, and where you are signed in.
security-two-factor-on = Signing in takes your password and one of these.
security-two-factor-off = With a second factor, a stolen password alone opens nothing. It takes about two minutes to set up.
security-add = Add another
security-one-device = Your only passkey is bound to one device and is lost with it. Add another factor, such as a passkey on a second device.
security-rename-this = Rename { $label }
security-replace-this = Set up again: { $label }
security-remove-this = Remove { $label }
security-recovery-text = Each code gets you in once when your other factor is lost.
security-recovery-none = You have no backup codes. Make some now and keep them in a safe place.
security-recovery-make = Make backup codes
security-recovery-again = Make new codes
security-more = More about your security

credential-locked = Locked
credential-disabled = Disabled
credential-removed = Removed

factors-title = Add a second factor
factors-lead = Choose what you want to sign in with, besides your password.
factors-required = Your provider asks for a second factor. Please set one up to go on.
factors-enrolled =
    { $count ->
        [one] Set up
       *[other] { $count } set up
    }
factors-unavailable = You hold as many of these as possible.
factors-empty = No factor can be set up at the moment. Please ask our support.
class-phishing-resistant = Safe from phishing
class-strong = Strong
class-basic = Basic
class-recovery = For emergencies

enrol-step = Step { $step } of { $steps }
enrol-replaces = This takes the place of { $label }, which works until you are done.
enrol-label-help = So that you can tell your factors apart, such as “Work phone”.
enrol-expires = Expires { $when }

remove-title = Remove this factor?
remove-title-last = Turn off two-factor authentication?
remove-text = It will not be accepted at sign-in any more. Your other factors stay.
remove-text-last = This is your last factor. After it, your password alone opens your account. Your backup codes go with it.
remove-text-recovery = Your backup codes will stop working at once. If you lose your other factor, nothing but our support can help you.
remove-button-last = Turn off

rename-title = Rename
rename-lead = Only you see this name.

check-up-title = Try it out
check-up-lead = Use it once while you are signed in. It works as at a sign-in, and nothing else happens.
check-up-button = Try it
check-up-send = Send me a code
check-up-trouble-title = It does not work?
check-up-trouble-text = Set it up again: what you have keeps working until the new one is proved. If you are asked for a proof that you cannot give, sign in with a backup code and set it up there.
check-up-mend = It may be only your phone's clock.
check-up-mend-link = Resynchronise it
mend-title = Codes refused?
mend-lead = Put { $label } right without setting it up again.
mend-button = Resynchronise
security-check-this = Try it: { $label }
security-mend-this = Codes refused? { $label }

devices-title = Trusted devices
devices-lead = These browsers are asked for your password only. That ends by itself, when you change your password or your factors, and when you sign out everywhere.
devices-note = Where your password alone is asked for
devices-empty = Every device is asked for your second factor. When you sign in, you can choose to have one remembered for 30 days.
devices-until = Until { $when }
devices-last-used = Last used { $when }
devices-end = End trust
sessions-title = Where you are signed in
sessions-lead = Browsers and devices that can use your account. End the ones you do not know.
sessions-count =
    { $count ->
        [one] 1 browser or device
       *[other] { $count } browsers and devices
    }
sessions-current = This one
sessions-everywhere-help = Ends every session, this one too.

step-up-title = Confirm it is you
step-up-lead = What comes next is sensitive, so we ask once more.

prompt-brought = You are back. Continue here to finish.
prompt-unknown = This step cannot be shown here. Please try another way or ask our support.
prompt-copied = Copied
prompt-copy-failed = Copying did not work. Please select the text by hand.
prompt-code-life = New code in { $seconds } s
prompt-passkey-create = Create passkey
prompt-passkey-get = Use passkey
prompt-passkey-needs-script = Passkeys need JavaScript and a browser that knows them. Without them, take another way or go back.
prompt-passkey-failed = That did not work. Please try again.
prompt-passkey-not-allowed = Your browser stopped: the question was cancelled, or it took too long. Please try again.
prompt-passkey-exists = That device or key has a passkey for this account already. Use another one.
prompt-passkey-insecure = Passkeys do not work at this address. Please open the panel at its usual address.

recovered-title = You are back in
recovered-lead =
    { $left ->
        [0] You used your last backup code. Before you go on, please tell us about your other factors.
        [one] You used a backup code, and 1 is left. Before you go on, please tell us about your other factors.
       *[other] You used a backup code, and { $left } are left. Before you go on, please tell us about your other factors.
    }
recovered-new-title = My factor is lost
recovered-new-text = Set up a new one now. You can remove the lost one afterwards.
recovered-new-button = Set up a factor
recovered-keep-title = I still have my factors
recovered-keep-text = They were only out of reach. Everything stays as it is.
recovered-keep-button = Keep my factors

tokens-title = API keys
tokens-lead = Keys with which programs use your account through the API.
tokens-note = Keys for programs that use the API
tokens-empty = You have no API keys.
tokens-factor-first = Your provider asks for a second factor before you can make API keys.
token-new = New API key
token-new-lead = A key does what you tick here and never more than you may yourself. Changing your password ends it.
token-new-button = Make key
token-made = Made { $when }
token-ends = Ends { $when }
token-never-used = Never used
token-revoke = End
token-made-title = Your new API key
token-made-once = Copy the key now. It is not shown again, and we cannot look it up.
token-made-ends = It ends on { $when }.
token-made-done = I have copied it
token-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
field-token-name = Name
field-token-name-help = Which program the key is for.
field-token-client = Account
field-token-client-help = The key works for this account only.
field-token-scopes = The program may
field-token-days = Ends after
scope-read-own-factors = See your second factors
scope-read-own-sessions = See where you are signed in
scope-read-users = See users
scope-read-factors = See users’ second factors
scope-reset-factors = Reset users’ second factors
scope-read-audit = Read the audit log
scope-stands-for-step-up = no further proof is asked when the program does this
error-token-scopes = Tick at least one thing that the program may do.
error-tokens-too-many = You have too many keys. End one that you no longer need.
flash-token-revoked = The API key has been ended.
