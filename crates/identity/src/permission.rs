//! What people may do: staff by role, users by what the client's owner granted them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::text_enum::{UnknownWord, text_enum};

text_enum! {
    /// What a staff member is at the provider's.
    pub enum Role {
        /// May do everything.
        Owner => "owner",
        /// The billing desk.
        Billing => "billing",
        /// A support agent.
        Support => "support",
    }
}

text_enum! {
    /// One thing that staff may do, or not.
    pub enum StaffPermission {
        /// See users and their security state.
        ViewUsers => "view-users",
        /// Change, disable and enable users, start their password reset.
        ManageUsers => "manage-users",
        /// See clients.
        ViewClients => "view-clients",
        /// Change, open and close clients.
        ManageClients => "manage-clients",
        /// See staff members.
        ViewStaff => "view-staff",
        /// Create, change and disable staff members.
        ManageStaff => "manage-staff",
        /// Read the audit log.
        ViewAudit => "view-audit",
        /// See the list of mails.
        ViewMails => "view-mails",
        /// Read what mails say.
        ReadMailBodies => "read-mail-bodies",
        /// See background jobs.
        ViewJobs => "view-jobs",
        /// Retry background jobs.
        ManageJobs => "manage-jobs",
        /// Change the panel's settings.
        ManageSettings => "manage-settings",
        /// See, install, grant, set, switch and remove plugins (R127).
        ManagePlugins => "manage-plugins",
        /// End other people's sessions (R157).
        EndSessions => "end-sessions",
        /// Clear locks of second factors (R37).
        ClearLocks => "clear-locks",
        /// Remove the second factors of a person who lost them (R179).
        ResetFactors => "reset-factors",
    }
}

text_enum! {
    /// One thing that a user may do for a client, or not.
    pub enum ClientPermission {
        /// See and change the client's profile.
        ManageProfile => "manage-profile",
        /// See services and products.
        ViewServices => "view-services",
        /// Change and cancel services.
        ManageServices => "manage-services",
        /// Place orders.
        PlaceOrders => "place-orders",
        /// See invoices.
        ViewInvoices => "view-invoices",
        /// Pay invoices and keep payment methods.
        PayInvoices => "pay-invoices",
        /// Open and answer tickets.
        ManageTickets => "manage-tickets",
        /// See the mails that the client got.
        ViewMails => "view-mails",
        /// Invite, change and remove the client's users.
        ManageTeam => "manage-team",
    }
}

impl Role {
    /// Whether this role includes that permission.
    pub fn may(self, permission: StaffPermission) -> bool {
        use StaffPermission as P;
        match self {
            Self::Owner => true,
            Self::Billing => matches!(
                permission,
                P::ViewUsers
                    | P::ManageUsers
                    | P::ViewClients
                    | P::ManageClients
                    | P::ViewAudit
                    | P::ViewMails
                    | P::EndSessions
                    | P::ClearLocks
                    | P::ResetFactors
            ),
            Self::Support => matches!(
                permission,
                P::ViewUsers | P::ViewClients | P::ViewMails | P::EndSessions | P::ClearLocks
            ),
        }
    }

    /// Everything this role includes.
    pub fn permissions(self) -> impl Iterator<Item = StaffPermission> {
        StaffPermission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.may(*permission))
    }

    fn rank(self) -> u8 {
        match self {
            Self::Owner => 1,
            Self::Billing | Self::Support => 0,
        }
    }
}

/// Whether a staff member may reset, disable or end the sessions of another (R180): only of those who
/// stand lower. An owner who lost everything is helped on the command line.
pub fn may_act_on(actor: Role, other: Role) -> bool {
    actor.rank() > other.rank()
}

/// What a user may do for one client. Stored and spoken as a list of names; a name that nobody knows
/// is refused, not dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(BTreeSet<ClientPermission>);

impl Permissions {
    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// All there are.
    pub fn all() -> Self {
        ClientPermission::ALL.iter().copied().collect()
    }

    /// The set of these names.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, UnknownWord> {
        names.into_iter().map(str::parse).collect()
    }

    /// The names, in the order in which pages list them.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.iter().map(ClientPermission::as_str)
    }

    /// The permissions, in the order in which pages list them.
    pub fn iter(&self) -> impl Iterator<Item = ClientPermission> {
        self.0.iter().copied()
    }

    /// Whether this one is among them.
    pub fn contains(&self, permission: ClientPermission) -> bool {
        self.0.contains(&permission)
    }
}

impl FromIterator<ClientPermission> for Permissions {
    fn from_iter<I: IntoIterator<Item = ClientPermission>>(permissions: I) -> Self {
        Self(permissions.into_iter().collect())
    }
}

/// Whether a member of a client may do something for it. Its owner may do everything, also what was
/// added since.
pub fn member_may(owner: bool, granted: &Permissions, permission: ClientPermission) -> bool {
    owner || granted.contains(permission)
}
