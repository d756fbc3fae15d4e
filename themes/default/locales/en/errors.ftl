# What went wrong, what was done, and standing notes above a page.

error-required = Please fill this in.
error-email-invalid = This does not look like an email address.
error-email-taken = Somebody has this address already.
error-email-unchanged = This is the address you use already.
error-name-invalid = This name has characters that cannot be shown.
error-label-invalid = Please choose a short name without special characters.
error-label-taken = Another of your factors has this name.
error-too-long = At most { $max } characters, please.
error-too-short = At least { $min } characters, please.
error-number-range = Please type a whole number from { $min } to { $max }.
error-choice-invalid = Please choose one of the options.
error-confirm-required = Please tick this box to go on.
error-date-future = Choose a day that is still to come.
error-date-year = Choose a day within the next year.
error-name-taken = Another one already has this name.
error-password-too-short = Please use at least { $min } characters.
error-password-too-long = Please use at most { $max } characters.
error-password-too-common = Many people use this password, so it is easily guessed. Please choose another one.
error-password-leaked = This password was stolen from some site and is in lists that attackers try. Choose another one.
error-password-personal = This is too close to your name or address. Please choose another one.
error-password-unchanged = This is your current password. Please choose a new one.
error-password-wrong = This is not your current password.
error-code-wrong = This code is not right.

error-form-invalid = Please look at the marked fields.
error-sign-in-failed = The address or the password is not right.
error-too-many-attempts =
    { $seconds ->
        [one] Too many attempts. Please wait 1 second.
       *[other] Too many attempts. Please wait { $seconds } seconds.
    }
error-verify-failed = That did not work. Please try again.
error-locked = Too many wrong answers. You can try again at { $until }.
error-code-wait = A code is on its way already. You can ask for another one in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
error-factor-unavailable = This factor cannot be checked at the moment. Please try another way.
error-check-up-enough = That was often enough for now. Set it up again, or try once more after you signed in anew.
error-check-up-expired = That took too long. Please begin again.
error-factor-limit = You hold as many of these as possible. Remove one first.
error-factor-taken = This authenticator is set up here already, for this account or another one. Use another one.
error-passkey-unknown = That passkey cannot sign you in here. Sign in with your password, or use another passkey.
error-passkey-expired = That took too long. Please begin again.
error-factor-required = Your provider asks for a second factor, so the last one stays. Add another one first.
error-enrolment-expired = Setting up took too long or had too many wrong answers. Please start again.
error-form-expired = This page was open for too long. Please send it once more.
error-conflict = This was changed elsewhere in the meantime. Please look at it again.
error-last-owner = The house needs at least one owner.
error-mobile-invalid = There is no such number in this country.
error-mobile-missing = Enter your mobile number first. Then set codes by SMS up.
error-mobile-country = We send no messages to the country of your mobile number. Please choose another way.
error-mobile-kind = This is not the number of a mobile phone. Messages would not arrive.
error-team-member = Somebody with this address belongs to the team already.
error-team-last-owner = A client must keep at least one owner. Make somebody else an owner first.
error-team-owners-only = Only an owner can change or remove owners.
error-team-not-theirs = You can give and take only permissions that you have yourself.
error-not-allowed = You may not do this.
error-step-up-failed = That did not work. Please try again.

flash-profile-saved = Your profile is saved.
flash-preferences-saved = Your preferences are saved.
flash-everybody-signed-out = { $count ->
    [0] Nobody else was signed in.
    [one] One session was ended.
   *[other] { $count } sessions were ended.
}
flash-email-change-sent = We have sent a link to { $email }. Follow it to change your address.
flash-email-changed = Your address is { $email } now.
flash-password-changed = Your password is changed. You were signed out everywhere else.
flash-factor-added = { $factor } is on. From now on signing in takes it too.
flash-factor-replaced = { $factor } is set up anew. The earlier one does not work any more.
flash-factor-checked = { $label } works.
flash-factor-mended = { $label } works again.
flash-factor-removed = { $factor } was removed.
flash-factor-renamed = It is called { $label } now.
flash-backup-codes-made = Your new backup codes work from now on. Earlier ones do not.
flash-enrolment-cancelled = Cancelled. Nothing was changed.
flash-device-distrusted = That device is asked for the second factor again.
flash-session-ended = That session was ended.
flash-sessions-ended = All other sessions were ended.
flash-client-switched = You now act for { $name }.
flash-team-invited = An invitation is on its way to { $email }.
flash-team-resent = The invitation was sent again. The earlier link does not work any more.
flash-team-withdrawn = The invitation to { $email } was withdrawn.
flash-team-gone = This invitation is not there any more.
flash-team-saved = The changes to { $name } were saved.
flash-team-removed = { $name } does not belong to the team any more.
flash-team-joined = You belong to { $client } now, and act for it here.
flash-team-declined = The invitation was declined.
flash-client-saved = The client details were saved.
flash-mobile-saved = Your mobile number was saved.
flash-signed-out = You are signed out.
flash-user-disabled = { $name } cannot sign in any more.
flash-user-enabled = { $name } can sign in again.
flash-user-sessions-ended = { $name } was signed out everywhere.
flash-user-device-distrusted = A device of { $name } is asked for the second factor again.
flash-user-reset-sent = A link to set a new password is on its way to { $email }.
flash-network-admitted = { $network } can try passwords again.
flash-user-locks-cleared = The locks of { $name } are cleared.
flash-user-factors-reset = The second factors of { $name } were removed.
flash-member-invited = An invitation is on its way to { $email }.
flash-member-saved = Saved.
flash-job-retried = The job runs again.
flash-settings-saved = The settings are saved.
flash-rule-saved = The rule was saved and holds from now on.
flash-exempted = { $name } is exempt from the rules for now.
flash-exemption-ended = The exemption has ended.
flash-group-saved = The group { $name } was saved.
flash-group-deleted = The group was deleted.
flash-client-grouped = The client’s group was saved.
flash-reminders-started =
    { $count ->
        [one] 1 person is being reminded.
       *[other] { $count } people are being reminded.
    }
flash-reminders-already = These reminders were confirmed before; nothing is sent twice.
flash-reminders-nobody = Nobody is left to be reminded.
flash-test-mail-sent = A test mail is on its way to { $email }.

banner-backup-codes-few =
    { $left ->
        [one] You have 1 backup code left. Make new ones in time.
       *[other] You have { $left } backup codes left. Make new ones in time.
    }
banner-backup-codes-none = You have no backup codes left. Make new ones so that you are never locked out.
banner-factor-required = Please set up a second factor. Until then you can do nothing else here.
banner-factor-due = From { $until } on, a { $class ->
    [basic] second factor
    [phishing-resistant] phishing-resistant second factor, such as a passkey,
   *[other] strong second factor
} is required here. Until then you can skip this.
banner-factor-due-role = From { $until } on, your role requires a { $class ->
    [basic] second factor
    [phishing-resistant] phishing-resistant second factor, such as a passkey,
   *[other] strong second factor
}. Until then you can skip this.
banner-factor-due-client = From { $until } on, an account that you belong to requires a { $class ->
    [basic] second factor
    [phishing-resistant] phishing-resistant second factor, such as a passkey,
   *[other] strong second factor
}. Until then you can skip this.
banner-factor-encouraged = A password alone can be guessed or stolen. A second factor keeps your account yours.
banner-check-up = You have not used { $label } since you set it up. Try it once now, while you are signed in: then you know that it works when you need it.
banner-recovery-session = You signed in with a backup code. Please set up a new factor, or keep the ones you have.
banner-mails-failed =
    { $count ->
        [one] 1 mail could not be sent.
       *[other] { $count } mails could not be sent.
    }
banner-clock = The clock of this machine is off by { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}. Codes of authenticator apps may be refused; let a time service keep it.
banner-demo = This is a demo. Mail stays in the panel, and the data are made up.

error-status = Error { $status }
error-request = for our support:
problem-bad-request-title = We did not understand that
problem-bad-request-text = Something in this request was not right. Go back and try again.
problem-form-expired-title = This page was open for too long
problem-form-expired-text = For your safety it was not sent. Go back, reload the page and try again.
problem-forbidden-title = This door stays closed
problem-forbidden-text = You may not see or do this. If you think you should, ask whoever manages your account.
problem-not-found-title = Nobody lives here
problem-not-found-text = This page does not exist, or not any more.
problem-conflict-title = Somebody was faster
problem-conflict-text = This was changed in the meantime. Go back, look at it again and repeat your change.
problem-too-large-title = That is too much
problem-too-large-text = What you sent is larger than we accept.
problem-too-many-title = One moment, please
problem-too-many-text = Those were too many requests in a short time. Wait a minute and try again.
problem-internal-title = Something broke on our side
problem-internal-text = It is not your fault, and we have made a note of it. Please try again in a moment.
problem-unavailable-title = We will be right back
problem-unavailable-text = The house is being looked after. Please try again in a few minutes.
flash-recovery-approved = Approved. Another staff member must approve, too.
flash-recovery-waiting = Approved. The person was told, and the waiting time runs.
flash-recovery-done = Approved. All second factors are removed, and the person was told.
flash-recovery-refused = Refused. The person was told.
flash-recovery-cancelled = Called off. The person was told.
error-recovery-same-person = You approved it already. The second approval must be another person’s.
