# The staff area.

role-owner = Owner
role-owner-text = May do everything, staff and settings included.
role-billing = Billing
role-billing-text = Looks after clients and their accounts, and resets second factors.
role-support = Support
role-support-text = Helps users and sees what happened.

party-system = Innkeeper
person-status-active = Active
person-status-disabled = Disabled
person-unconfirmed = Not confirmed
person-title = Person
person-actions = Actions
person-locks = Locks
person-activity = Recent activity
person-no-factors = No second factor is set up.
person-sessions-title = Open sessions
person-no-sessions = Signed in nowhere at the moment.
person-devices-title = Trusted devices
person-device-end = End trust
client-status-active = Active
client-status-closed = Closed

column-name = Name
column-status = Status
column-since = Since
column-created = Created
column-last-sign-in = Last sign-in

list-pages = Pages of the list
list-total =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    }
list-first = First page
list-previous = Previous
list-next = Next
list-filter = Filters
list-all = All
list-nothing-found = Nothing matches. Try other words or fewer filters.
list-show-all = Show all

dashboard-lead = What is going on at { $brand }.
dashboard-mails-failed =
    { $count ->
        [one] 1 mail could not be sent.
       *[other] { $count } mails could not be sent.
    }
dashboard-jobs-dead =
    { $count ->
        [one] 1 job was given up.
       *[other] { $count } jobs were given up.
    }
dashboard-networks = Shut out for a while
dashboard-networks-text = Too many wrong pairs of address and password came from here, each another one: somebody tries a stolen list. Browsers that signed in before are not affected, nor are passkeys.
dashboard-network-pairs =
    { $count ->
        [one] One wrong pair
       *[other] { $count } wrong pairs
    }
dashboard-network-admit = Let in again
dashboard-see-mails = Look at the failed mail
dashboard-see-jobs = Look at the failed jobs
figure-users = Users
figure-two-factor = With a second factor
figure-clients = Clients
figure-staff = Staff members
figure-sessions = Open sessions

users-lead = People who sign in to the customer area.
users-search = Name or email address
users-empty = Nobody has registered yet.
user-no-clients = Belongs to no client.
user-action-disable = Disable account
user-action-enable = Enable account
user-action-end-sessions = Sign out everywhere
user-action-reset-password = Send password link
user-action-clear-locks = Clear locks
user-action-reset-factors = Reset second factors

ask-disable-title = Disable { $name }?
ask-disable-text = { $name } is signed out at once and cannot sign in until the account is enabled again. Nothing is deleted.
ask-disable-button = Disable account
ask-enable-title = Enable { $name }?
ask-enable-text = { $name } can sign in again, with the same password and second factors as before.
ask-enable-button = Enable account
ask-end-sessions-title = Sign { $name } out everywhere?
ask-end-sessions-text = Every browser and device has to sign in again.
ask-end-sessions-button = Sign out everywhere
ask-distrust-title = End trust in this device of { $name }?
ask-distrust-text = It is asked for the second factor again. Sessions that are open stay open.
ask-distrust-button = End trust
ask-reset-password-title = Send a password link to { $name }?
ask-reset-password-text = { $name } gets a mail with a link to set a new password. The current password works until then, and the second factor is still asked.
ask-reset-password-button = Send link
ask-clear-locks-title = Clear the locks of { $name }?
ask-clear-locks-text = Wrong answers are forgotten, and { $name } can try again right away. Make sure that it is really them who asks.
ask-clear-locks-button = Clear locks
ask-reset-factors-title = Remove all second factors of { $name }?
ask-reset-factors-text = Afterwards the password alone opens the account. Check the person’s identity first. { $name } is told by mail, and the reason is kept in the audit log.
ask-reset-factors-button = Remove all factors

lock-password = Password
lock-second-factor = Second factor
lock-credential = Credential
lock-failures =
    { $count ->
        [one] 1 wrong answer
       *[other] { $count } wrong answers in a row
    }

clients-lead = The accounts that are billed. Users belong to them.
clients-search = Name
clients-empty = There are no clients yet. The first one comes with the first registration.
client-members = People
client-since = Client since { $when }
client-no-members = Nobody belongs to this client.

members-lead = The people who run this house.
members-add = Add staff member
members-empty = There is no staff yet.
member-new-lead = We send them a link with which they choose a password.
member-new-button = Send invitation
member-you = You
member-change-role = Change role
member-self-title = This is you
member-self-text = Your own password and second factors are in your account.

audit-lead = What happened in the house, newest first. Nothing is ever removed from here.
audit-chain-checked = Every line was last checked { $at }, and all were as they were written.
audit-chain-unchecked = The lines are chained, so that changes show. They have not been checked yet; that happens once a day.
audit-chain-head-is = Last line: { $head }
audit-chain-broken-at = Found { $at }. Ask your operator to run “innkeeper audit verify”.
audit-chain-changed = The audit log was changed: line { $line } is not what was written there.
audit-chain-missing = The audit log was changed: line { $line } is missing.
audit-chain-stray = The audit log was changed: it has a line that the panel did not write.
audit-chain-cut-off = The audit log was changed: everything from line { $line } on is missing.
audit-chain-head = The audit log was changed: its end is not what the panel wrote.
audit-empty = Nothing has happened yet.
audit-at = When
audit-event = Event
audit-actor = Who
audit-subject = To whom or what
audit-where = From where
audit-ip = IP address
audit-actor-id = ID of who did it
audit-subject-id = ID of what it was done to
audit-from = From
audit-to = To

mails-lead = What the panel has written to people.
mails-empty = No mail has been written yet.
mail-status-queued = Waiting
mail-status-caught = Kept here
mail-status-sent = Sent
mail-status-failed = Failed
mail-to = To
mail-subject = Subject
mail-template = Template
mail-facts = About this mail
mail-sent-at = Sent
mail-html = HTML version
mail-html-open = Open
mail-text = Text version
mail-not-yours = Your role does not let you read what mails say.
mail-text-wiped = The text was wiped after sending, because it held a link.

jobs-lead = What the panel does in the background.
jobs-empty = There are no jobs.
job-status-queued = Waiting
job-status-running = Running
job-status-done = Done
job-status-dead = Given up
job-kind = Job
job-attempts = Attempts
job-attempts-of = { $attempts } of { $max }
job-run-at = Due or done
job-retry = Run again
job-last-error = Last error

settings-lead = How the house presents itself, and who comes in.
settings-brand = Brand
settings-brand-text = What customers see on every page and in every mail.
settings-brand-name = Name
settings-support-email = Support address
settings-support-email-help = Where customers write to.
settings-door = The door
settings-door-text = Who may come in, and with which keys.
settings-registration = Visitors may register
settings-registration-help = Without this, staff add every user.
settings-trusted-devices = Customers may trust a device
settings-trusted-devices-help = After a strong second factor, for 30 days. It counts while a second factor is not required. NIST advises against it; staff never get it.
settings-password-length = Shortest password
settings-password-length-help = In characters, from 8 to 64. It holds for passwords chosen from now on.
settings-password-length-alone = Shortest without a second factor
settings-password-length-alone-help = For people who hold none; 15 is a good choice. Never less than the other.
settings-factors = Second factors
settings-factors-text = Who may use which, and what a proof by it is worth. A factor that is switched off opens nothing, also for those who hold it.
settings-factor-for-users = Customers may use it
settings-factor-for-staff = Staff may use it
settings-factor-class = Class
settings-factor-suggested = Suggested: { $class }
settings-factor-test = Test { $factor }
settings-factor-holders = { $count ->
    [one] One person holds it.
   *[other] { $count } people hold it.
}
settings-factor-sole = { $count ->
    [one] One holds nothing else and would be locked out without it.
   *[other] { $count } hold nothing else and would be locked out without it.
}
ask-sign-out-all-title = Sign everybody out?
ask-sign-out-all-text = Every customer must sign in again, on every device; mailed links and sign-ins under way stop working. Do this when a key or a backup may have got into wrong hands.
ask-sign-out-all-button = Sign everybody out
ask-sign-out-all-staff = Other staff members, too
settings-sign-out-all = Sign everybody out
settings-sign-out-all-text = Ends every session but your own, for the day you do not trust them any more.
settings-sign-out-all-button = Sign everybody out …
settings-test-mail = Test mail
settings-test-mail-text = Sends a mail to your own address.
settings-test-mail-button = Send test mail

factor-check-title = Test of { $factor }
factor-check-lead = This is what the factor depends on, tried just now with the settings that are saved. Nobody’s own code or device was used for it.
factor-check-failed = It could not be tried. The log says why.
factor-check-took = Took { $milliseconds } ms
factor-check-works = Works
factor-check-fault = Does not work
factor-check-again = Test again
client-invitations = Invitations
client-no-invitations = Nobody is invited at the moment.
settings-rules-link = Who must have a second factor: rules, days of grace and exemptions
rules-title = Rules about second factors
rules-lead = Who must have a second factor, of which kind, and from when on.
rules-list = Rules
rules-list-text = Each person is bound by the strictest rule that applies to them. The rule for all customers is your brand’s rule.
rule-scope-users = All customers
rule-scope-staff = All staff
rule-scope-role-owner = Owners
rule-scope-role-billing = Billing desk
rule-scope-role-support = Support agents
rule-scope-group = Client group: { $name }
rule-lead-users = Your brand’s rule: it holds for everybody who signs in to the customer area.
rule-lead-staff = It holds for everybody who signs in to the staff area.
rule-lead-role-owner = It adds to the rule for all staff and can only make it stricter.
rule-lead-role-billing = It adds to the rule for all staff and can only make it stricter.
rule-lead-role-support = It adds to the rule for all staff and can only make it stricter.
rule-lead-group = For everybody who belongs to a client in this group. It adds to the rule for all customers and can only make it stricter. Customers never see the group’s name.
demand-inherit = No rule of its own
demand-off = Off: people may have one
demand-encouraged = Encouraged: pages invite people
demand-required = Required
demand-required-from = Required from a date
demand-from = Required from { $when }
rule-demand = A second factor is
rule-from = Date
rule-from-help = Only for “required from a date”. Until then it is encouraged.
rule-least = At least
rule-least-help = A lesser class does not count.
rule-grace = Days of grace
rule-grace-help = From 0 to 90, for each person from the first time they are seen once it is required. Nobody gets grace twice.
rule-at-least = At least: { $class }
rule-grace-days = { $count ->
    [one] 1 day of grace
   *[other] { $count } days of grace
}
rule-show-preview = Show what it would do
rule-preview = What this rule would do
rule-preview-inherit = There would be no rule of its own; the one for everybody holds.
rule-preview-off = Nobody would be asked for a second factor by this rule.
rule-preview-encouraged = Pages would invite people to set one up.
rule-preview-required = Required, at least of the class “{ $class }”.
rule-preview-required-from = Required from the date on, at least of the class “{ $class }”.
rule-preview-people = { $count ->
    [one] It is about 1 person.
   *[other] It is about { $count } people.
}
rule-preview-bound = { $count ->
    [0] Nobody would be bound.
    [one] 1 would be bound, now or by a date.
   *[other] { $count } would be bound, now or by a date.
}
rule-preview-lacking = { $count ->
    [0] All of them hold what it takes today.
    [one] 1 of them does not hold what it takes today.
   *[other] { $count } of them do not hold what it takes today.
}
rule-preview-exempt = { $count ->
    [one] 1 is exempt for now.
   *[other] { $count } are exempt for now.
}
rule-preview-at-once = { $count ->
    [one] 1 person could do nothing but set one up, from their next click on.
   *[other] { $count } people could do nothing but set one up, from their next click on.
}
rule-preview-first = The first of the others would be confined on { $when } at the earliest.
rule-preview-you = You are one of them: you would have to set up a second factor before anything else.
rule-understood = I know that this confines people at once
rule-save = Save rule
exemptions-title = Exemptions
exemptions-text = People for whom the rules do not hold for a while. You exempt somebody on their page.
exemptions-empty = Nobody is exempt.
exemption-until = Until { $when }
exemption-given = Given by { $name } on { $when }
exemption-end = End now
exemption-end-of = End the exemption of { $name } now
exempt-link = Exempt from the rules about second factors
exempt-title = Exempt { $name }
exempt-lead = A second factor is not required of them for a while. Everybody who may change rules sees who is exempt and why.
exempt-until = Until
exempt-until-help = It ends by itself when this day begins, within a year at most.
exempt-button = Exempt
groups-title = Client groups
groups-lead = Clients that belong together, such as resellers. A client is in one group at most.
groups-list = Groups
groups-empty = There are no groups yet.
group-new = New group
group-new-button = Add group
group-name-help = For staff only; customers never see it.
group-clients = { $count ->
    [0] No clients
    [one] 1 client
   *[other] { $count } clients
}
group-has-rule = Has a rule about second factors of its own
group-rule = Change rule
group-delete = Delete group
ask-delete-group-title = Delete the group { $name }?
ask-delete-group-text = { $count ->
    [0] No client is in it. Its rule about second factors goes with it.
    [one] 1 client is in it and will be in no group. The group’s rule about second factors no longer holds for its people.
   *[other] { $count } clients are in it and will be in no group. The group’s rule about second factors no longer holds for their people.
}
ask-delete-group-button = Delete group
client-group = Group
client-group-none = In no group
client-group-help = Its rule about second factors holds for everybody who belongs to this client.


recoveries-lead = Customers who lost every second factor and proved their password and their mailbox.
recoveries-empty = Nobody has asked for recovery.
recovery-of = Recovery of { $name }
recovery-state-asked = Not proved
recovery-state-open = To be checked
recovery-state-approved = Needs a second approval
recovery-state-waiting = Waiting time
recovery-state-done = Done
recovery-state-refused = Refused
recovery-state-cancelled = Called off
recovery-state-expired = Expired
recovery-asked-at = Asked
recovery-ends-at = Until
recovery-ended-at = Ended
recovery-request = The request
recovery-from = From
recovery-words-of = They write
recovery-no-words = Nothing
recovery-earlier = Earlier requests
recovery-approved-by = Approved by
recovery-checked = Checked
recovery-approve-title = Is it the owner of the account?
recovery-approve-text = The password and the mailbox were proved. Both can be stolen: check in another way that it is them.
recovery-checklist = What I have checked
recovery-reason-help = At least 10 characters. The person and the audit log get it.
recovery-then-second = Then another staff member must approve.
recovery-then-wait =
    { $hours ->
        [0] Then all second factors are removed, and the person is signed out everywhere.
        [one] Then the person has 1 hour to call it off, before all second factors are removed.
       *[other] Then the person has { $hours } hours to call it off, before all second factors are removed.
    }
recovery-approve = Approve
recovery-refuse-title = Refuse
recovery-refusal = Why it is refused
recovery-refusal-help = At least 10 characters, for the audit log.
recovery-answer = What the person is told
recovery-answer-help = Optional. It goes into the mail as it is.
recovery-refuse = Refuse
recovery-cancel-title = Call it off
recovery-cancel-text = The factors stay as they are, and the person is told.
recovery-show-user = Show the user
recovery-check-callback = I called back at a number that we had before this request.
recovery-check-invoice = They know the number and amount of their latest invoice.
recovery-check-services = They know the services they have with us.
recovery-check-origin = The network and the device fit earlier sign-ins.
settings-recovery = Recovery
settings-recovery-text = When a customer has lost every second factor.
settings-recovery-second = Two staff members must approve
settings-recovery-second-help = Nobody can reset the factors of a customer alone in this way.
settings-recovery-wait = Waiting time in hours
settings-recovery-wait-help = 0 to 168. So long the customer can call an approved recovery off. 24 is a good choice where accounts hold credit or many services.
settings-recovery-checklist = What staff check
settings-recovery-checklist-help = One check a line, at most ten. Empty for the list that comes with the panel.
