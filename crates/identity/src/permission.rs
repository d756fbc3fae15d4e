//! What people may do: staff by role, users by what the client's owner granted them.

use crate::text_enum::text_enum;

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
