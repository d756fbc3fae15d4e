# Mails. Each says what happened, when and where, and what to do.

mail-greeting = Hello,
mail-greeting-name = Hello { $name },
mail-when = When
mail-where = IP address
mail-device = Browser
mail-link-until = The link works once, until { $when }.
mail-link-instead = If the button does not work, open this address:
mail-foot = { $brand } wrote this because it concerns your account.
mail-foot-support = Questions? Write to

mail-confirm-email-subject = Confirm your address for { $brand }
mail-confirm-email-text = Somebody, most likely you, registered at { $brand } with this address. Please confirm that it is yours. Then the account is ready.
mail-confirm-email-button = Confirm address
mail-confirm-email-todo = If this was not you, do nothing: without the confirmation nobody can use the account.

mail-account-exists-subject = You already have an account at { $brand }
mail-account-exists-text = Somebody, most likely you, wanted to register at { $brand } with this address. There is an account with it already, so you can simply sign in.
mail-account-exists-button = Sign in
mail-account-exists-second = You do not remember your password?
mail-account-exists-second-button = Set a new password
mail-account-exists-todo = If this was not you, do nothing: nothing was changed.

mail-reset-password-subject = Set a new password for { $brand }
mail-reset-password-text = A new password was asked for your account at { $brand }.
mail-reset-password-text-staff = Our team at { $brand } sends you this link, so that you can set a new password.
mail-reset-password-button = Set a new password
mail-reset-password-todo = If you did not ask for it, do nothing: your password stays as it is.

mail-password-changed-subject = Your password for { $brand } was changed
mail-password-changed-text = The password of your account at { $brand } was changed. Everywhere else you were signed out.
mail-password-changed-todo = If this was you, all is well. If not, set a new password now and write to us.
mail-password-changed-button = Set a new password

mail-email-change-confirm-subject = Confirm your new address for { $brand }
mail-email-change-confirm-text = { $email } is to become the address of an account at { $brand }. Please confirm it.
mail-email-change-confirm-button = Confirm address
mail-email-change-confirm-todo = If this was not you, do nothing: the account keeps its address.

mail-email-changed-subject = Your address for { $brand } was changed
mail-email-changed-text = The address of your account at { $brand } was changed from { $old } to { $new }. From now on we write there.
mail-email-changed-todo = If this was you, all is well. If not, take the change back now: the old address is yours again, everybody is signed out, and you can set a new password.
mail-email-changed-button = Take the change back
mail-email-changed-todo-final = Somebody with access to the old address took the change back. If you think this is wrong, write to us.

mail-factor-added-subject = A second factor was added at { $brand }
mail-factor-added-text = “{ $label }” ({ $factor }) was added to your account. From now on signing in can take it.
mail-factor-added-text-replaced = “{ $label }” ({ $factor }) was set up anew. The earlier one does not work any more.
mail-factor-added-todo = If this was you, all is well. If not, remove it, change your password and write to us.
mail-factor-added-button = Check your security

mail-factor-removed-subject = A second factor was removed at { $brand }
mail-factor-removed-text = “{ $label }” ({ $factor }) was removed from your account.
mail-factor-removed-last = It was the last one: your password alone opens your account now.
mail-factor-removed-todo = If this was you, all is well. If not, change your password, set up a new factor and write to us.
mail-factor-removed-button = Check your security

mail-backup-codes-made-subject = New backup codes for { $brand }
mail-backup-codes-made-text =
    { $count ->
        [one] 1 new backup code was made for your account. Earlier codes do not work any more.
       *[other] { $count } new backup codes were made for your account. Earlier codes do not work any more.
    }
mail-backup-codes-made-todo = If this was you, keep them in a safe place. If not, change your password, make new codes and write to us.
mail-backup-codes-made-button = Check your security

mail-backup-code-used-subject = A backup code was used at { $brand }
mail-backup-code-used-text =
    { $remaining ->
        [0] Somebody signed in to your account with a backup code. It was the last one.
        [one] Somebody signed in to your account with a backup code. 1 is left.
       *[other] Somebody signed in to your account with a backup code. { $remaining } are left.
    }
mail-backup-code-used-todo = If this was you, set up a new factor and make new codes soon. If not, change your password now and write to us.
mail-backup-code-used-button = Check your security

mail-factor-locked-subject = Too many wrong answers at { $brand }
mail-factor-locked-text = “{ $label }” ({ $factor }) is locked for a while, because there were too many wrong answers. The password before them was right.
mail-factor-locked-text-disabled = “{ $label }” ({ $factor }) does not work any more and has to be set up again, because there were far too many wrong answers. The password before them was right.
mail-factor-locked-until = You can use it again from { $when }.
mail-factor-locked-todo = If this was not you, somebody knows your password. Set a new one now.
mail-factor-locked-button = Set a new password

mail-factors-reset-subject = Your second factors at { $brand } were removed
mail-factors-reset-text = { $by } of { $brand } removed all second factors of your account, and you were signed out everywhere. Sign in with your password and set up a new factor.
mail-factors-reset-reason = Reason:
mail-factors-reset-button = Sign in
mail-factors-reset-todo = If you did not ask for this, write to us at once.

mail-break-glass-used-subject = Second factors of a staff member at { $brand } were removed
mail-break-glass-used-text = { $by } removed all second factors of { $person } ({ $email }) at the server's command line. { $person } was signed out everywhere and has to set up a new one.
mail-break-glass-used-reason = Reason:
mail-break-glass-used-button = Open the audit log
mail-break-glass-used-todo = You get this because you are an owner. If nobody of yours did this, somebody else is at your server.

mail-sign-in-unfinished-subject = Somebody knows your password for { $brand }
mail-sign-in-unfinished-text = Somebody entered your right password at { $brand }, but did not get past the second factor.
mail-sign-in-unfinished-todo = If this was you, all is well. If not, set a new password now: somebody knows the current one.
mail-sign-in-unfinished-button = Set a new password

mail-welcome-staff-subject = Welcome to the team of { $brand }
mail-welcome-staff-text = There is an account for you in the staff area of { $brand }. Your role: { $role }.
mail-welcome-staff-text-by = { $by } has made an account for you in the staff area of { $brand }. Your role: { $role }.
mail-welcome-staff-button = Choose a password
mail-welcome-staff-todo = If you do not know what this is about, do nothing: without a password nobody can use the account.

mail-test-mail-subject = Test mail from { $brand }
mail-test-mail-text = This mail has arrived, so the mail settings of { $brand } work. { $by } asked for it.

mail-code-subject = Your security code for { $brand }
mail-code-text = This is the code that was asked for at { $brand }:
mail-code-todo = If you did not ask for it, somebody knows your password: set a new one now. Nobody gets in without this code.
mail-code-button = Set a new password

mail-new-browser-subject = New sign-in at { $brand }
mail-new-browser-text = Somebody signed in to your account at { $brand } with a browser that we do not know yet.
mail-new-browser-todo = If this was you, all is well: we know the browser now. If not, set a new password at once. That signs everybody out of your account.
mail-new-browser-button = Set a new password
mail-new-browser-second = Would you like to check first?
mail-new-browser-second-button = See where you are signed in

mail-device-trusted-subject = A device is trusted at { $brand }
mail-device-trusted-text = Until { $when } this device is not asked for a second factor at { $brand }, only for your password.
mail-device-trusted-todo = If this was you, all is well. If not, change your password: that ends it everywhere.
mail-device-trusted-button = See where you are signed in

mail-device-stolen-subject = Somebody copied a trusted device of yours at { $brand }
mail-device-stolen-text = Somebody gave your right password at { $brand } with an old copy of what one of your trusted devices keeps. The second factor was asked for, and that device is trusted no longer.
mail-device-stolen-todo = Somebody knows your password, or had a copy of your browser's data. Set a new password now.
mail-device-stolen-button = Set a new password

mail-permissions = What you may do there:

mail-invitation-subject = { $by } invites you to { $client }
mail-invitation-text = { $by } invites you to act for { $client } at { $brand }.
mail-invitation-button = See the invitation
mail-invitation-todo = If you do not know { $by }, or want nothing to do with this, do nothing: the link ends by itself.

mail-team-joined-subject = { $person } joined { $client }
mail-team-joined-text = { $person } ({ $email }) accepted the invitation and belongs to { $client } at { $brand } now.
mail-team-joined-button = Open the team
mail-team-joined-todo = If you do not know { $person }, remove them from the team and write to us.

mail-team-removed-subject = You do not belong to { $client } any more
mail-team-removed-text = { $by } removed you from { $client } at { $brand }. Your own account stays as it is.
mail-team-removed-todo = If you think this is wrong, ask { $by }.

mail-team-permissions-subject = Your permissions for { $client } changed
mail-team-permissions-text = { $by } changed what you may do for { $client } at { $brand }.
mail-team-permissions-text-owner = { $by } made you an owner of { $client } at { $brand }. You may do everything there.
mail-team-permissions-none = From now on you may do nothing there.
mail-team-permissions-button = Open your account
mail-team-permissions-todo = If you think this is wrong, ask { $by }.

mail-mobile-changed-subject = Your mobile number at { $brand } was changed
mail-mobile-changed-text = The mobile number of your account at { $brand } is { $mobile } now.
mail-mobile-changed-text-by = { $by } changed the mobile number of your account at { $brand } to { $mobile }.
mail-mobile-changed-text-removed = The mobile number of your account at { $brand } was removed.
mail-mobile-changed-text-removed-by = { $by } removed the mobile number of your account at { $brand }.
mail-mobile-changed-todo = If this is right, all is well. If not, change it on your profile and write to us.
mail-mobile-changed-button = Open your profile
mail-recovery-asked-subject = Recover your account at { $brand }
mail-recovery-asked-text = Somebody gave your password at { $brand } and said that all second factors are lost. If this was you, follow the link to ask our staff for recovery.
mail-recovery-asked-button = Ask for recovery
mail-recovery-asked-todo = If this was not you, somebody knows your password. Do not follow the link, and set a new password now.

mail-recovery-received-subject = Your request for recovery at { $brand }
mail-recovery-received-text = Your request to remove all second factors of your account at { $brand } is with our staff. We will check that it is you, and write to you again.
mail-recovery-received-todo = If this was not you, somebody knows your password and reads your mail. Set a new password now: that ends the request.

mail-recovery-approved-subject = Your second factors at { $brand } will be removed
mail-recovery-approved-text = Our staff approved the recovery of your account at { $brand }. On { $when } all your second factors will be removed. After that you sign in with your password and set up a new factor.
mail-recovery-approved-button = Look at it or call it off
mail-recovery-approved-todo = If you did not ask for this, call it off now and write to us. A sign-in with one of your factors calls it off too.

mail-recovery-ended-subject = Your request for recovery at { $brand } has ended
mail-recovery-ended-text-refused = Our staff at { $brand } could not tell that it was you who asked for recovery. Nothing was changed.
mail-recovery-ended-text-cancelled = The recovery of your account at { $brand } was called off. Nothing was changed.
mail-recovery-ended-button = Sign in
mail-recovery-ended-todo = If you have questions, write to us.

mail-factor-reminder-subject = Protect your account at { $brand } with a second factor
mail-factor-reminder-text = Your account at { $brand } is guarded by its password alone. With a second factor, such as an app on your phone, nobody gets in who merely learned the password. Setting one up takes about two minutes.
mail-factor-reminder-text-basic = Your account at { $brand } has a second factor, which is good. Somebody who reads along could use it as well, though: an app on your phone or a security key is safer. Setting one up takes about two minutes.
mail-factor-reminder-due = You have time until { $when }. From then on you need it to use your account.
mail-factor-reminder-confined = You will be asked to set it up the next time you sign in.
mail-factor-reminder-button = Open Security
mail-factor-reminder-never = We never ask for a password or a code by mail. If you are in doubt about this mail, do not follow the link: type our address into your browser yourself, sign in and open Security.
mail-factor-reminder-why = You get this because you have an account at { $brand } that could be safer. We remind you of it once in 30 days at most; it ends when you have set one up.

mail-plugin-stopped-subject = The plugin { $plugin } at { $brand } does not work
mail-plugin-stopped-why-stopped = The plugin { $plugin } ({ $version }) failed again and again, and the panel switched it off ({ $when }).
mail-plugin-stopped-why-faulted = The plugin { $plugin } ({ $version }) is enabled and cannot be loaded any more ({ $when }).
mail-plugin-stopped-holders =
    { $count ->
        [0] Nobody holds its second factor.
        [one] One person holds its second factor and cannot use it now.
       *[other] { $count } people hold its second factor and cannot use it now.
    }
mail-plugin-stopped-sole =
    { $count ->
        [one] One holds no other and cannot sign in without your help. All accounts stay protected.
       *[other] { $count } hold no other and cannot sign in without your help. All accounts stay protected.
    }
mail-plugin-stopped-button = Open the plugin’s page
mail-plugin-stopped-todo = You get this because you are an owner. Its page shows what it wrote to its log and how its calls went. Enable it again when the reason is gone, or ask its author.
