//! How people are reached by telephone.
//!
//! The number is contact data. A factor that sends messages may offer it, but proves it anew and keeps
//! what it proved in its own credential; changing the number here neither adds nor breaks a factor.

use innkeeper_identity::ids::ClientId;
use innkeeper_identity::mobile::MobileNumber;
use innkeeper_store::Tx;
use innkeeper_store::principals::{self, Principal};
use innkeeper_theme::contexts::MobileChangedMail;

use super::Caller;
use super::events::{Event, EventName};
use super::notices::Notice;
use crate::Panel;

/// Who changes a number.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// The person themselves.
    Owner,
    /// Somebody who manages the team of that client, the only one the person belongs to.
    Manager(&'a Principal, ClientId),
}

/// The number of a person, if they gave one.
pub fn of(person: &Principal) -> Option<MobileNumber> {
    person.mobile.as_deref()?.parse().ok()
}

/// A person changes their own number, or takes it away. False where that changes nothing.
pub async fn set(
    panel: &Panel,
    person: &Principal,
    number: Option<&MobileNumber>,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let Some(taken) = principals::take(&mut tx, person.id).await? else {
        return Ok(false);
    };
    let changed = change(&mut tx, panel, &taken, By::Owner, number, caller).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Changes the number of a person who is taken, and tells them. False where it is that already.
pub async fn change(
    tx: &mut Tx,
    panel: &Panel,
    person: &Principal,
    by: By<'_>,
    number: Option<&MobileNumber>,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let wanted = number.map(MobileNumber::as_str);
    if person.mobile.as_deref() == wanted {
        return Ok(false);
    }
    principals::set_mobile(tx, person.id, wanted).await?;
    let hidden = Caller::default();
    let (event, seen, name) = match by {
        By::Owner => (
            Event::by(EventName::MobileChanged, person.kind, person.id),
            caller,
            None,
        ),
        By::Manager(manager, client) => (
            Event::by(EventName::MobileChanged, manager.kind, manager.id)
                .about(person.id)
                .of_client(client),
            &hidden,
            Some(manager.name.clone()),
        ),
    };
    event
        .with("removed", number.is_none())
        .record(tx, panel, caller)
        .await?;
    let notice = Notice {
        panel,
        to: person,
        caller: seen,
    };
    let mail = MobileChangedMail {
        mobile: number.map(ToString::to_string),
        by: name,
        profile_href: notice.href("/account/profile"),
        occasion: notice.occasion(),
    };
    notice.queue(tx, &mail).await?;
    Ok(true)
}
