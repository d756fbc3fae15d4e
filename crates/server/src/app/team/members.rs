//! Changing and removing a client's users, and what the client is called.

use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::mobile::MobileNumber;
use innkeeper_identity::names::{ClientName, PersonName};
use innkeeper_identity::permission::ClientPermission;
use innkeeper_identity::team::{self, Refusal, Standing};
use innkeeper_store::clients::{self, Client, Membership};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Tx, invitations};
use innkeeper_theme::contexts::{TeamPermissionsMail, TeamRemovedMail};

use super::{Member, leave, standing, take};
use crate::Panel;
use crate::app::events::EventName;
use crate::app::notices::Notice;
use crate::app::{Caller, mobile};

/// What a member's page changes.
pub struct Edit {
    /// What they may do from here on.
    pub standing: Standing,
    /// Name and number, where they are the client's to change.
    pub person: Option<Person>,
}

/// What is a person's own.
pub struct Person {
    /// What to call them.
    pub name: PersonName,
    /// How to reach them.
    pub mobile: Option<MobileNumber>,
}

/// What became of a change.
#[derive(Debug)]
pub enum Changed {
    /// It holds from now on; says about whom it was.
    Done(Box<Principal>),
    /// They do not belong to the client.
    Missing,
    /// Whoever asks may not.
    Refused(Refusal),
}

/// A member, as whoever acts finds them.
struct Subject {
    own: Standing,
    person: Principal,
    membership: Membership,
    owners: i64,
}

async fn subject(
    tx: &mut Tx,
    actor: &Member,
    user: PrincipalId,
) -> anyhow::Result<Result<Subject, Changed>> {
    let own = match take(tx, actor).await? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(Changed::Refused(refusal))),
    };
    let Some(membership) = clients::find_member(tx, actor.client.id, user).await? else {
        return Ok(Err(Changed::Missing));
    };
    let Some(person) = principals::take(tx, user).await? else {
        return Ok(Err(Changed::Missing));
    };
    let owners = clients::count_owners(tx, actor.client.id).await?;
    Ok(Ok(Subject {
        own,
        person,
        membership,
        owners,
    }))
}

/// Changes what a member may do, and their name and number where they belong to this client alone.
pub async fn edit(
    panel: &Panel,
    actor: &Member,
    user: PrincipalId,
    edit: &Edit,
    caller: &Caller,
) -> anyhow::Result<Changed> {
    let mut tx = panel.db.begin().await?;
    let subject = match subject(&mut tx, actor, user).await? {
        Ok(subject) => subject,
        Err(ended) => return Ok(ended),
    };
    let before = standing(&subject.membership);
    let wanted = if edit.standing.owner {
        Standing::owner()
    } else {
        edit.standing.clone()
    };
    if let Err(refusal) = team::change(&subject.own, &before, &wanted, subject.owners) {
        return Ok(Changed::Refused(refusal));
    }
    if let Some(person) = &edit.person {
        let clients = clients::count_of(&mut tx, user).await?;
        if !team::may_edit_person(&subject.own, &before, clients) {
            return Ok(Changed::Refused(Refusal::Forbidden));
        }
        edit_person(&mut tx, panel, actor, &subject.person, person, caller).await?;
    }
    if wanted != before {
        let membership = Membership {
            owner: wanted.owner,
            permissions: wanted.permissions.clone(),
            ..subject.membership
        };
        clients::save_member(&mut tx, &membership).await?;
        if !wanted.may(ClientPermission::ManageTeam) {
            invitations::delete_by_inviter(&mut tx, actor.client.id, user).await?;
        }
        tell_permissions(&mut tx, panel, actor, &subject.person, &wanted, caller).await?;
    }
    tx.commit().await?;
    Ok(Changed::Done(Box::new(subject.person)))
}

async fn edit_person(
    tx: &mut Tx,
    panel: &Panel,
    actor: &Member,
    before: &Principal,
    person: &Person,
    caller: &Caller,
) -> anyhow::Result<()> {
    if person.name.as_str() != before.name {
        principals::set_name(tx, before.id, person.name.as_str()).await?;
        actor
            .event(EventName::ProfileChanged)
            .about(before.id)
            .record(tx, panel, caller)
            .await?;
    }
    let by = mobile::By::Manager(&actor.principal, actor.client.id);
    mobile::change(tx, panel, before, by, person.mobile.as_ref(), caller).await?;
    Ok(())
}

async fn tell_permissions(
    tx: &mut Tx,
    panel: &Panel,
    actor: &Member,
    person: &Principal,
    now: &Standing,
    caller: &Caller,
) -> anyhow::Result<()> {
    let names: Vec<&str> = now.permissions.names().collect();
    actor
        .event(EventName::TeamPermissionsChanged)
        .about(person.id)
        .with("owner", now.owner)
        .with("permissions", names)
        .record(tx, panel, caller)
        .await?;
    // Those who are told what somebody else did hear when, but not from where.
    let hidden = Caller::default();
    let notice = Notice {
        panel,
        to: person,
        caller: if person.id == actor.principal.id {
            caller
        } else {
            &hidden
        },
    };
    let mail = TeamPermissionsMail {
        client: actor.client.name.clone(),
        by: actor.principal.name.clone(),
        owner: now.owner,
        permissions: now.permissions.names().map(str::to_owned).collect(),
        account_href: notice.href("/account"),
        occasion: notice.occasion(),
    };
    notice.queue(tx, &mail).await
}

/// Removes a member, who loses the client at once, and what they had sent out in its name.
pub async fn remove(
    panel: &Panel,
    actor: &Member,
    user: PrincipalId,
    caller: &Caller,
) -> anyhow::Result<Changed> {
    let mut tx = panel.db.begin().await?;
    let subject = match subject(&mut tx, actor, user).await? {
        Ok(subject) => subject,
        Err(ended) => return Ok(ended),
    };
    let standing = standing(&subject.membership);
    if let Err(refusal) = team::remove(&subject.own, &standing, subject.owners) {
        return Ok(Changed::Refused(refusal));
    }
    if !clients::remove_member(&mut tx, actor.client.id, user).await? {
        return Ok(Changed::Missing);
    }
    invitations::delete_by_inviter(&mut tx, actor.client.id, user).await?;
    leave(&mut tx, user, actor.client.id).await?;
    actor
        .event(EventName::TeamRemoved)
        .about(user)
        .record(&mut tx, panel, caller)
        .await?;
    let notice = Notice {
        panel,
        to: &subject.person,
        caller: &Caller::default(),
    };
    let mail = TeamRemovedMail {
        client: actor.client.name.clone(),
        by: actor.principal.name.clone(),
        occasion: notice.occasion(),
    };
    notice.queue(&mut tx, &mail).await?;
    tx.commit().await?;
    Ok(Changed::Done(Box::new(subject.person)))
}

/// Calls the client by another name. False where whoever asks may not any more.
pub async fn rename_client(
    panel: &Panel,
    actor: &Member,
    name: &ClientName,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let standing = take(&mut tx, actor).await?;
    let may = |standing: &Standing| standing.may(ClientPermission::ManageProfile);
    if !standing.as_ref().is_ok_and(may) {
        return Ok(false);
    }
    let Some(before) = clients::find(&mut tx, actor.client.id).await? else {
        return Ok(false);
    };
    let client = Client {
        name: name.as_str().to_owned(),
        ..before.clone()
    };
    clients::save(&mut tx, &client).await?;
    actor
        .event(EventName::ClientChanged)
        .with("name", name.as_str())
        .with("was", before.name)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(true)
}
