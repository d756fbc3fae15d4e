//! Teams: who may change what about whom in a client, and how long an invitation lasts.
//!
//! Two rules keep permissions from growing by themselves: only owners touch owners, and whoever is none
//! gives and takes only what they have. One rule keeps the client alive: it always has an owner.

use chrono::TimeDelta;

use crate::permission::{ClientPermission, Permissions, member_may};

/// How long an invitation can be accepted.
pub const INVITATION_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How long an invitation stays on the list after that, so that it can be sent again.
pub const INVITATION_KEPT: TimeDelta = TimeDelta::days(30);

/// How a user stands in a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether the user may do everything.
    pub owner: bool,
    /// What the user may do otherwise.
    pub permissions: Permissions,
}

/// Why somebody's standing stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Whoever asks does not manage the team.
    #[error("not a manager of the team")]
    Forbidden,
    /// It is about an owner, and whoever asks is none.
    #[error("only owners change owners")]
    OwnersOnly,
    /// Whoever asks does not have what would be given or taken.
    #[error("nobody gives or takes what they do not have")]
    NotTheirs,
    /// The client would have no owner.
    #[error("a client keeps an owner")]
    LastOwner,
}

impl Standing {
    /// An owner's.
    pub fn owner() -> Self {
        Self {
            owner: true,
            permissions: Permissions::all(),
        }
    }

    /// That of somebody who may do so much and no more.
    pub fn member(permissions: Permissions) -> Self {
        Self {
            owner: false,
            permissions,
        }
    }

    /// Whether they may do something for the client.
    pub fn may(&self, permission: ClientPermission) -> bool {
        member_may(self.owner, &self.permissions, permission)
    }

    fn manages(&self) -> Result<(), Refusal> {
        if self.may(ClientPermission::ManageTeam) {
            Ok(())
        } else {
            Err(Refusal::Forbidden)
        }
    }
}

/// Whether `actor` may ask somebody in who will have these permissions. Owners are made of members, never
/// by an invitation.
pub fn invite(actor: &Standing, permissions: &Permissions) -> Result<(), Refusal> {
    actor.manages()?;
    if permissions.iter().all(|permission| actor.may(permission)) {
        Ok(())
    } else {
        Err(Refusal::NotTheirs)
    }
}

/// Whether `actor` may make a member's standing `wanted`; the client has that many owners now.
pub fn change(
    actor: &Standing,
    before: &Standing,
    wanted: &Standing,
    owners: i64,
) -> Result<(), Refusal> {
    actor.manages()?;
    if !actor.owner && (before.owner || wanted.owner) {
        return Err(Refusal::OwnersOnly);
    }
    if before.owner && !wanted.owner && owners <= 1 {
        return Err(Refusal::LastOwner);
    }
    let differs = |permission: &ClientPermission| {
        before.permissions.contains(*permission) != wanted.permissions.contains(*permission)
    };
    let mut changed = ClientPermission::ALL.iter().filter(|it| differs(it));
    if changed.all(|permission| actor.may(*permission)) {
        Ok(())
    } else {
        Err(Refusal::NotTheirs)
    }
}

/// Whether `actor` may remove a member; the client has that many owners now.
pub fn remove(actor: &Standing, member: &Standing, owners: i64) -> Result<(), Refusal> {
    actor.manages()?;
    if member.owner && !actor.owner {
        return Err(Refusal::OwnersOnly);
    }
    if member.owner && owners <= 1 {
        return Err(Refusal::LastOwner);
    }
    Ok(())
}

/// Whether `actor` may change the name and the number of a member, who belongs to that many clients.
///
/// Both are the person's own. Whoever belongs to one client alone is there on its behalf, and it keeps
/// its people's data right; nobody changes what other clients see as well.
pub fn may_edit_person(actor: &Standing, member: &Standing, clients: i64) -> bool {
    actor.manages().is_ok() && (actor.owner || !member.owner) && clients == 1
}
