# What every page shares: navigation, actions, fields, times.

language-name = English
format-date = %-d %B %Y
format-datetime = %-d %B %Y, %H:%M
format-datetime-full = %A, %-d %B %Y, %H:%M:%S %Z

skip-to-content = Skip to content

nav-main = Main navigation
nav-menu = Menu
nav-breadcrumbs = Breadcrumbs
nav-account-pages = Account pages
nav-home = Home
nav-account = Account
nav-overview = Overview
nav-profile = Profile
nav-email = Email address
nav-password = Password
nav-security = Security
nav-dashboard = Dashboard
nav-users = Users
nav-clients = Clients
nav-members = Staff
nav-adoption = Adoption
nav-recoveries = Recovery
nav-audit = Audit log
nav-mails = Mail
nav-jobs = Jobs
nav-plugins = Plugins
nav-settings = Settings

foot-language = Language:
foot-scheme = Colours:
foot-support = Write to support
scheme-auto = Automatic
scheme-light = Light
scheme-dark = Dark

action-sign-in = Sign in
action-sign-out = Sign out
action-sign-out-everywhere = Sign out everywhere
action-switch-account = Switch account
action-switch = Switch
action-switch-to = Switch to { $client }
action-register = Register
action-enable = Enable
action-get-started = Get started
action-continue = Continue
action-verify = Verify
action-check-again = Check again
action-cancel = Cancel
action-another-way = Try another way
action-back = Back
action-recover = I have lost all of this
action-back-to-sign-in = Back to sign-in
action-copy = Copy
action-download = Download
action-print = Print
action-save = Save
action-check-up = Try it
action-mend = Codes refused?
action-rename = Rename
action-replace = Set up again
action-remove = Remove
action-search = Search
action-filter = Apply filters
action-clear = Clear
action-dismiss = Dismiss
action-show-secret = Show what is typed
action-home = Go to the start page
action-forgot = Ask for a new link
action-account = Go to your account
action-add-factor = Set up a second factor
action-make-codes = Make new codes
action-skip = Skip for now
action-security = Go to Security
action-try-again = Try again
action-show-mails = Show mail

field-name = Name
field-email = Email
field-new-email = New email address
field-password = Password
field-current-password = Current password
field-new-password = New password
field-locale = Language
field-time-zone = Time zone
field-label = Name for it
field-role = Role
field-id = ID
field-password-changed = Password changed
field-reason = Reason
field-notify = Tell the person by mail
field-optional = optional

device-browser-on-system = { $browser } on { $system }
device-unknown = Unknown device

time-now = just now
time-soon = in less than a minute
time-minutes-ago =
    { $count ->
        [one] 1 minute ago
       *[other] { $count } minutes ago
    }
time-hours-ago =
    { $count ->
        [one] 1 hour ago
       *[other] { $count } hours ago
    }
time-days-ago =
    { $count ->
        [one] yesterday
       *[other] { $count } days ago
    }
time-months-ago =
    { $count ->
        [one] 1 month ago
       *[other] { $count } months ago
    }
time-years-ago =
    { $count ->
        [one] 1 year ago
       *[other] { $count } years ago
    }
time-in-minutes =
    { $count ->
        [one] in 1 minute
       *[other] in { $count } minutes
    }
time-in-hours =
    { $count ->
        [one] in 1 hour
       *[other] in { $count } hours
    }
time-in-days =
    { $count ->
        [one] tomorrow
       *[other] in { $count } days
    }
time-in-months =
    { $count ->
        [one] in 1 month
       *[other] in { $count } months
    }
time-in-years =
    { $count ->
        [one] in 1 year
       *[other] in { $count } years
    }

fact-added = Added { $when }
fact-last-used = Last used { $when }
fact-never-used = Never used
fact-last-seen = Last active { $when }
fact-signed-in = Signed in { $when }
fact-last-sign-in = last sign-in { $when }
fact-locked-until = Locked until { $when }
fact-password-changed = Last changed { $when }
fact-password-never-changed = Never changed
fact-never = Never

two-factor = Two-factor authentication
two-factor-short = Second factor
two-factor-on = On
two-factor-off = Off
two-factor-required = Required
backup-codes = Backup codes
backup-codes-left =
    { $left ->
        [0] None left: make new ones now
        [one] 1 code left
       *[other] { $left } codes left
    }

home-title = Welcome to { $brand }
home-lead = Your services, invoices and people in one place, behind a door that only you can open.
home-to-account = Go to your account
home-keys-title = Keys of your own
home-keys-text = Protect your account with an authenticator app and backup codes, set up in two minutes.
home-team-title = Room for your team
home-team-text = One sign-in for every client you belong to, each person with their own permissions.
home-help-title = Somebody at the desk
home-help-text = Questions? Write to
