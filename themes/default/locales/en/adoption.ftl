# Who has which second factors.

adoption-title = Adoption of second factors
adoption-lead-users = Who of your customers has which second factor, and who has none.
adoption-lead-staff = Who of your staff has which second factor, and who has none.
adoption-kinds = Whose factors
adoption-kind-users = Customers
adoption-kind-staff = Staff
adoption-people =
    { $count ->
        [one] Person who may sign in
       *[other] People who may sign in
    }
adoption-level-strong = With a strong factor
adoption-level-basic = With a basic one only
adoption-level-without = Without a second factor
adoption-percent = { $percent } %
adoption-codes-only =
    { $count ->
        [one] 1 of those without a second factor has backup codes, which do not count as one.
       *[other] { $count } of those without a second factor have backup codes, which do not count as one.
    }
adoption-factors = By factor
adoption-factors-text = Somebody who holds several is counted with each of them.
adoption-factors-empty = Nobody has set up a second factor yet.
adoption-factor = Factor
adoption-holders = People
adoption-share = Share
adoption-used = Used in 30 days
adoption-list = People
adoption-holds = Second factors
adoption-best = Best class: { $class }
adoption-unusable = Can use none of them
adoption-factor-none = None
adoption-class = Class
adoption-class-strong = Strong or better
adoption-class-basic = Basic only
adoption-class-without = None, or backup codes alone
adoption-rule = Rule
adoption-rule-free = Asks for nothing
adoption-rule-met = Met
adoption-rule-due = Missing, still time
adoption-rule-confined = Missing, overdue
adoption-rule-exempt = Exempt
adoption-until = Until { $when }
adoption-grace-unbegun = Grace begins at the next sign-in
adoption-empty-users = Nobody has registered yet.
adoption-empty-staff = There is no staff yet.
adoption-export = Export as CSV

adoption-chart = Over time
adoption-chart-text = Shares of the people who could sign in on each day, by the best they could use.
adoption-chart-desc = A chart of the last { $days } days. At the latest count { $strong } % had a strong factor, { $basic } % a basic one only, and { $without } % none. The table below has the numbers of each day.
adoption-chart-missing =
    { $count ->
        [one] 1 day was not counted and is a gap.
       *[other] { $count } days were not counted and are gaps.
    }
adoption-chart-empty = There is nothing to draw yet. Each day is counted from now on.
adoption-chart-numbers = The numbers of each day
adoption-spans = Length of the chart
adoption-span =
    { $days ->
        [365] One year
       *[other] { $days } days
    }
adoption-day = Day (UTC)

adoption-remind = Remind by mail
remind-title = Remind people of the second factor
remind-lead = A mail that asks for a second factor. Nothing is sent before you confirm.
remind-who = Who gets it
remind-due =
    { $count ->
        [0] Nobody would get the mail.
        [one] 1 person would get the mail.
       *[other] { $count } people would get the mail.
    }
remind-left-out = Of those in the list these would not:
reminder-protected =
    { $count ->
        [one] 1 holds a strong factor
       *[other] { $count } hold a strong factor
    }
reminder-reminded =
    { $count ->
        [one] 1 was reminded within 30 days
       *[other] { $count } were reminded within 30 days
    }
reminder-disabled =
    { $count ->
        [one] 1 is disabled
       *[other] { $count } are disabled
    }
reminder-unconfirmed =
    { $count ->
        [one] 1 has not confirmed the address
       *[other] { $count } have not confirmed their addresses
    }
reminder-changed =
    { $count ->
        [one] 1 no longer fitted when the mail was due
       *[other] { $count } no longer fitted when the mail was due
    }
remind-mail = What it says
remind-mail-text = As { $name } would get it; times, names and deadlines are each person’s own.
remind-html = Show as designed
remind-languages = Language of the mail
remind-understood =
    { $count ->
        [one] Yes, send this mail to 1 person
       *[other] Yes, send this mail to { $count } people
    }
remind-understood-help = It cannot be taken back. Who sets up a second factor before their mail is written gets none.
remind-send = Send reminders
remind-nobody = There is nobody to remind.
campaigns-title = Latest reminders
campaign-sent =
    { $count ->
        [one] { $sent } of 1 mail written
       *[other] { $sent } of { $count } mails written
    }
campaign-running = Under way
campaign-finished = Finished
campaign-by = { $name }, { $when }
campaign-who = Who fits today
