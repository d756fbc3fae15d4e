# What happened, as the audit log, the dashboard and people's pages tell it: short, and without a full stop.
# Who did it and to whom stands beside it.

event-user-registered = Registered
event-email-confirmed = Confirmed the email address
event-email-changed = Changed the email address
event-profile-changed = Changed the profile
event-sign-in-succeeded = Signed in
event-sign-in-failed = Failed to sign in
event-sign-in-pending = Password right, second step asked for
event-sign-in-unfinished = Left the second step of signing in unfinished
event-session-ended = Signed out
event-sessions-ended = Sessions were ended
event-step-up-succeeded = Confirmed their identity
event-step-up-failed = Failed to confirm their identity
event-password-changed = Changed the password
event-password-reset-requested = Asked for a password link
event-password-reset = Set a new password by a mailed link
event-factor-enrolled = Set up a second factor
event-factor-replaced = Set up a second factor anew
event-factor-renamed = Renamed a second factor
event-factor-removed = Removed a second factor
event-factor-locked = Second factor locked for a while
event-factor-disabled = Second factor disabled after too many failures
event-factor-unavailable = Second factor could not be asked for
event-factors-reset = All second factors were reset
event-backup-codes-made = Made new backup codes
event-backup-code-used = Used a backup code
event-factors-kept = Kept the second factors after a backup code
event-locks-cleared = Locks were cleared
event-person-disabled = Account disabled
event-person-enabled = Account enabled
event-staff-added = Staff member added
event-staff-role-changed = Role of a staff member changed
event-settings-changed = Settings changed
event-mail-read = Read a mail to somebody else
event-job-retried = Failed job queued again
event-keys-rotated = Sealing keys were rotated
