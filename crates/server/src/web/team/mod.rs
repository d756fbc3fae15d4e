//! The pages of the client that one acts for: its team and its details. Each handler takes an
//! [`Acting`](super::acting::Acting), which the census of routes ties to a permission.

pub mod client;
pub mod invite;
pub mod list;
pub mod member;
pub mod mobile;

use innkeeper_identity::permission::{ClientPermission, Permissions};
use innkeeper_identity::team::{Refusal, Standing};
use innkeeper_theme::contexts::{Form, Message, PermissionChoice};
use innkeeper_theme::keys;

use super::form::Posted;

/// The field of a permission.
fn field(permission: ClientPermission) -> String {
    format!("permission_{permission}")
}

/// Every permission, and which of them the viewer may give and take.
fn choices(own: &Standing) -> Vec<PermissionChoice> {
    ClientPermission::ALL
        .iter()
        .map(|permission| PermissionChoice {
            name: permission.to_string(),
            enabled: own.may(*permission),
        })
        .collect()
}

/// What was ticked. What the viewer may not give or take is not theirs to send: it stays as it was.
fn ticked(form: &Posted, own: &Standing, before: &Permissions) -> Permissions {
    ClientPermission::ALL
        .iter()
        .copied()
        .filter(|permission| {
            if own.may(*permission) {
                form.is_ticked(&field(*permission))
            } else {
                before.contains(*permission)
            }
        })
        .collect()
}

/// The boxes as they should stand.
fn with_permissions(form: Form, permissions: &Permissions) -> Form {
    permissions.iter().fold(form, |form, permission| {
        form.checked(field(permission), true)
    })
}

/// Why a change of the team is refused.
fn refusal(refusal: Refusal) -> Message {
    Message::new(match refusal {
        Refusal::Forbidden => keys::ERROR_NOT_ALLOWED,
        Refusal::OwnersOnly => keys::ERROR_TEAM_OWNERS_ONLY,
        Refusal::NotTheirs => keys::ERROR_TEAM_NOT_THEIRS,
        Refusal::LastOwner => keys::ERROR_TEAM_LAST_OWNER,
    })
}
