# A client's own pages: its team, its details, and the invitations that lead there.

nav-team = Team
nav-client = Client details

client-acting-for = You act for

team-title = Team
team-lead = The people who act for { $client }, and what they may do.
team-invite = Invite somebody
team-members = Users
team-you = You
team-disabled = Cannot sign in
team-edit = Edit
team-edit-this = Edit { $name }
team-factor-since = { $factor } since { $when }
team-factor-none = No second factor
team-never-signed-in = Never signed in
team-last-sign-in = Last sign-in { $when }

team-invitations = Invitations
team-invitations-text = Each link works once, for a week, for the address that it was sent to.
team-invitations-empty = Nobody is invited at the moment.
team-invited-by = Invited { $when } by { $by }
team-invitation-sent = Sent again { $when }
team-invitation-expires = Expires { $when }
team-invitation-expired = Expired
team-resend = Send again
team-resend-this = Send again: { $email }
team-withdraw = Withdraw
team-withdraw-this = Withdraw the invitation to { $email }

team-invite-title = Invite somebody
team-invite-lead = We send a link with which they join { $client }.
team-invite-email-help = Only whoever reads mail at this address can accept.
team-invite-button = Send invitation
team-permissions = What they may do
team-permissions-help = You can give and take only what you may do yourself.

team-member-about = About them
team-member-own = Name and number are theirs: they also act for other clients, or for themselves, and change both on their profile.
team-member-self = Change your name and your number on your profile.
team-member-locked = Only an owner can change an owner.
team-owner = Owner
team-owner-help = May do everything, also what is added later, and may make others owners.
team-remove = Remove from the team
team-remove-title = Remove { $name } from the team?
team-remove-text = { $name } loses access to { $client } at once. Their own account stays, and you can invite them again.
team-remove-self-title = Leave the team?
team-remove-self-text = You lose access to { $client } at once. Somebody who manages the team can invite you again.
team-remove-button = Remove
team-leave-button = Leave

client-title = Client details
client-lead = What we call this client on pages, in mails and on documents.
client-field-name = Client name

field-country = Country
field-mobile = Mobile number
mobile-title = Mobile number
mobile-lead = So that we can reach you. Nobody proves who they are by it.
mobile-help = Leave it empty to remove the number.
mobile-none = No number
mobile-change = Change
mobile-add = Add a number
mobile-change-this = Change mobile number
mobile-country-none = Choose a country

invitations-title = Invitations
invitations-lead = Clients that ask you to join them.
invitations-empty = There is no invitation for you at the moment. Links in older mails may have been used, withdrawn, or be too old.
invitations-join = Join
invitations-join-this = Join { $client }
invitations-decline = Decline
invitations-decline-this = Decline the invitation to { $client }

invitation-title = Join { $client }
invitation-lead = { $by } invites you to act for { $client } at { $brand }.
invitation-for = This invitation is for { $email }.
invitation-newcomer = Choose a name and a password, and you are in.
invitation-button = Create account and join
invitation-sign-in = There is an account with this address. Sign in, then confirm that you want to join.
invitation-other-title = This invitation is for somebody else
invitation-other-text = It was sent to { $email }. You are signed in as { $own }. Sign out to accept it with that address.
notice-joined-title = You are in
notice-joined-text = Your account for { $email } is ready. You can sign in now.
