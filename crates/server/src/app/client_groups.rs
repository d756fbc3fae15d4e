//! Groups of clients: made, renamed, deleted, and which client is in which.

use innkeeper_identity::ids::{ClientGroupId, ClientId};
use innkeeper_identity::names::ClientName;
use innkeeper_store::client_groups::{self, ClientGroup};
use innkeeper_store::clients;
use innkeeper_store::principals::Principal;

use super::Caller;
use super::events::{Event, EventName};
use crate::Panel;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is done.
    Done,
    /// There is no such group, or no such client.
    Missing,
    /// Another group has the name.
    NameTaken,
}

/// Makes a group. None where there is one of that name.
pub async fn create(
    panel: &Panel,
    staff: &Principal,
    name: &ClientName,
    caller: &Caller,
) -> anyhow::Result<Option<ClientGroupId>> {
    let now = panel.clock.now();
    let group = ClientGroup {
        id: ClientGroupId::new(now, panel.random.id_bytes()),
        name: name.as_str().to_owned(),
        rule: None,
        created_at: now,
    };
    let mut tx = panel.db.begin().await?;
    if !client_groups::insert(&mut tx, &group).await? {
        return Ok(None);
    }
    event(EventName::GroupCreated, staff, &group)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Some(group.id))
}

/// Gives a group another name.
pub async fn rename(
    panel: &Panel,
    staff: &Principal,
    id: ClientGroupId,
    name: &ClientName,
    caller: &Caller,
) -> anyhow::Result<Changed> {
    let mut tx = panel.db.begin().await?;
    let Some(group) = client_groups::take(&mut tx, id).await? else {
        return Ok(Changed::Missing);
    };
    match client_groups::rename(&mut tx, id, name.as_str()).await {
        Ok(true) => {}
        Ok(false) => return Ok(Changed::NameTaken),
        Err(error) if error.is_conflict() => return Ok(Changed::NameTaken),
        Err(error) => return Err(error.into()),
    }
    event(EventName::GroupRenamed, staff, &group)
        .with("now", name.as_str())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Changed::Done)
}

/// Deletes a group. Its clients are in none afterwards, and its rule holds no longer.
pub async fn delete(
    panel: &Panel,
    staff: &Principal,
    id: ClientGroupId,
    caller: &Caller,
) -> anyhow::Result<Changed> {
    let mut tx = panel.db.begin().await?;
    let Some(group) = client_groups::take(&mut tx, id).await? else {
        return Ok(Changed::Missing);
    };
    client_groups::delete(&mut tx, id).await?;
    event(EventName::GroupDeleted, staff, &group)
        .with("rule", group.rule.clone())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Changed::Done)
}

/// Puts a client into a group, or out of the one it is in.
pub async fn put_client(
    panel: &Panel,
    staff: &Principal,
    client: ClientId,
    group: Option<ClientGroupId>,
    caller: &Caller,
) -> anyhow::Result<Changed> {
    let mut tx = panel.db.begin().await?;
    if clients::take(&mut tx, client).await?.is_none() {
        return Ok(Changed::Missing);
    }
    let before = client_groups::of_client(&mut tx, client).await?;
    let after = match group {
        None => None,
        // Taken, so that it is not deleted meanwhile.
        Some(id) => match client_groups::take(&mut tx, id).await? {
            None => return Ok(Changed::Missing),
            found => found,
        },
    };
    if before.as_ref().map(|group| group.id) != group {
        client_groups::put_client(&mut tx, client, group).await?;
        Event::by(EventName::ClientGrouped, staff.kind, staff.id)
            .of_client(client)
            .with("before", before.map(|group| group.name))
            .with("after", after.map(|group| group.name))
            .record(&mut tx, panel, caller)
            .await?;
    }
    tx.commit().await?;
    Ok(Changed::Done)
}

fn event(name: EventName, staff: &Principal, group: &ClientGroup) -> Event {
    Event::by(name, staff.kind, staff.id)
        .with("group", group.id.to_string())
        .with("name", group.name.as_str())
}
