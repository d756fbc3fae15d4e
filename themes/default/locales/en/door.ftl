# Signing in, registering, getting back in.

door-staff-area = This is the staff area. Customers sign in on the customer page.

login-title = Sign in
login-title-staff = Staff sign-in
login-lead = to { $brand }
login-forgot = Forgot it?
login-no-account = No account yet?
login-passkey = Sign in with a passkey
passkey-title = Sign in with a passkey

register-title = Create an account
register-lead = at { $brand }
register-email-help = We send a link there to confirm it.
register-have-account = Already have an account?

password-help = At least { $min } characters. A few words in a row are good; a password manager is better.

verify-title = Confirm it is you
resend-button = Send a new code
resend-wait = You can ask for another code { $when }.
verify-trust = Remember this device for 30 days
verify-trust-help = You will be asked for your password only. Choose this on a device that is yours alone.
verify-expires = This sign-in expires { $when }.
verify-wait =
    { $seconds ->
        [one] Please wait 1 second before the next try.
       *[other] Please wait { $seconds } seconds before the next try.
    }

choose-title = Try another way
choose-lead = Choose how to confirm that it is you.
choose-empty = There is no other way for this account.

forgot-title = Set a new password
forgot-lead = Tell us your address, and we send you a link.
forgot-button = Send the link

reset-title = Set a new password
reset-title-welcome = Welcome to the team
reset-lead = for { $email }
reset-lead-welcome = Choose a password for { $email }.
reset-factor-text = A new password needs your second factor too.
reset-button = Set password

confirm-registration-title = Confirm your address
confirm-registration-text = Is { $email } your address? Then your account is ready.
confirm-registration-button = Confirm address
confirm-email-undo-title = Take the change back
confirm-email-undo-text = { $email } becomes the address of your account again, and everybody is signed out.
confirm-email-undo-button = Use my old address
confirm-email-change-title = Confirm your new address
confirm-email-change-text = From now on you sign in with { $email }.
confirm-email-change-button = Use this address

notice-check-mail-title = Check your mail
notice-check-mail-text = We have sent a link to { $email }. Follow it to go on.
notice-confirmed-title = Your address is confirmed
notice-confirmed-text = Your account is ready. You can sign in now.
notice-link-expired-title = This link does not work any more
notice-link-expired-text = It was used already, or it is too old. Ask for a new one.
notice-reset-sent-title = Check your mail
notice-reset-sent-text = If there is an account with this address, a link to set a new password is on its way.
notice-recovery-sent-title = Check your mail
notice-recovery-sent-text = If address and password are right, a link to go on is on its way.
notice-password-reset-title = Your password is set
notice-password-reset-text = Sign in with your new password. Everywhere else you were signed out.
notice-signed-out-title = You are signed out
notice-signed-out-text = See you soon.
notice-signed-out-everywhere-title = You are signed out everywhere
notice-signed-out-everywhere-text = Every browser and device has to sign in again, this one too.
notice-sign-in-cancelled-title = Sign-in cancelled
notice-sign-in-cancelled-text = Nothing was changed.
notice-sign-in-expired-title = Let us start again
notice-sign-in-expired-text = This sign-in took too long or had too many wrong answers. Please begin with your password.
notice-email-undone-title = Your address is back
notice-email-undone-text = You sign in with { $email } again. Now set a new password, for somebody knew the old one.
notice-email-changed-title = Your address is changed
notice-email-changed-text = From now on you sign in with { $email }.
notice-registration-closed-title = Registration is closed
notice-registration-closed-text = New accounts cannot be created here at the moment. Please ask our support.
notice-contact-support-title = We need to help you here
notice-contact-support-text = None of your second factors can be used at the moment. Please write to our support.

recover-title = Recover your account
recover-lead = For when your phone, your keys and your backup codes are all gone. Your password is still needed.
recover-button = Send the link
recover-first = One backup code is enough to sign in, and any other factor of yours. Ask for recovery only if you have none of them.
recovery-words = Anything that we should know?
recovery-words-help = For example how we can reach you. Never write a password or a code here.
recovery-send = Ask for recovery
recovery-cancel = Call it off
recovery-until = On { $when }
recovery-asked-title = Ask for recovery
recovery-asked-text = We will check that it is you, and tell you by mail. Then all your second factors are removed, and you sign in with your password and set up new ones.
recovery-open-title = We are looking at it
recovery-open-text = Your request is with our staff. We tell you by mail how it goes on.
recovery-approved-title = We are looking at it
recovery-approved-text = Your request is with our staff. We tell you by mail how it goes on.
recovery-waiting-title = Your second factors will be removed
recovery-waiting-text = If you did not ask for this, call it off now. Otherwise there is nothing to do but wait.
recovery-done-title = Your second factors were removed
recovery-done-text = Sign in with your password and set up a new factor.
recovery-refused-title = We could not help you this way
recovery-refused-text = Nothing was changed. Please write to us if you need help.
recovery-cancelled-title = It was called off
recovery-cancelled-text = Nothing was changed.
recovery-expired-title = This request has ended
recovery-expired-text = Nothing was changed. You can ask again.
