//! Who stands before the door: users and staff members, and the clients that users belong to.
//!
//! The two kinds share the engine and never a cookie. Names and addresses are in `names` and `email`.

use crate::text_enum::text_enum;

text_enum! {
    /// The two kinds of people who sign in.
    pub enum PrincipalKind {
        /// A customer's person; belongs to clients.
        User => "user",
        /// A person of the provider's; has a role.
        Staff => "staff",
    }
}

text_enum! {
    /// Whether a person may sign in at all.
    pub enum PrincipalStatus {
        /// May sign in.
        Active => "active",
        /// May not: every session has ended and none begins (R156).
        Disabled => "disabled",
    }
}

text_enum! {
    /// Whether a client does business with the provider.
    pub enum ClientStatus {
        /// Does.
        Active => "active",
        /// No longer does; kept for the books.
        Closed => "closed",
    }
}

text_enum! {
    /// Who did something that the audit log tells of.
    pub enum ActorKind {
        /// A user.
        User => "user",
        /// A staff member.
        Staff => "staff",
        /// The panel itself: a job, a command line.
        System => "system",
    }
}

impl PrincipalStatus {
    /// Whether it lets a person in.
    pub fn is_active(self) -> bool {
        self == Self::Active
    }
}

impl ClientStatus {
    /// Whether anything is done for the client.
    pub fn is_active(self) -> bool {
        self == Self::Active
    }
}

impl From<PrincipalKind> for ActorKind {
    fn from(kind: PrincipalKind) -> Self {
        match kind {
            PrincipalKind::User => Self::User,
            PrincipalKind::Staff => Self::Staff,
        }
    }
}
