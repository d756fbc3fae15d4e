//! Joining a client: by an account that has the address already, or by a new one.
//!
//! The link proves the address, so nobody confirms it a second time. It never signs anybody in: whoever
//! has an account comes through the usual door first, with whatever factors that asks for.

use innkeeper_identity::ids::{InvitationId, PrincipalId, SessionId};
use innkeeper_identity::names::PersonName;
use innkeeper_identity::password::PasswordProblem;
use innkeeper_identity::permission::ClientPermission;
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_module::Secret;
use innkeeper_store::clients::{self, Client, Membership};
use innkeeper_store::invitations::{self, Invitation, NamedInvitation};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{PasswordHash, Tx};
use innkeeper_theme::contexts::TeamJoinedMail;

use super::standing;
use crate::Panel;
use crate::app::events::{Event, EventName};
use crate::app::notices::Notice;
use crate::app::sessions::{self, hash_token};
use crate::app::{Caller, password};

/// What a mailed link leads to.
pub struct Found {
    /// The invitation.
    pub named: NamedInvitation,
    /// Whether somebody has the address, and it is confirmed.
    pub has_account: bool,
}

/// What somebody without an account fills in.
pub struct Newcomer {
    /// Their name.
    pub name: PersonName,
    /// The password they chose.
    pub password: Secret,
    /// The language of the page they used.
    pub locale: String,
    /// The time zone of the panel until they pick their own.
    pub time_zone: String,
}

/// What became of it.
#[derive(Debug)]
pub enum Registered {
    /// They have an account and belong to the client.
    Done,
    /// The link is used, too old or withdrawn.
    Gone,
    /// The address has an account by now.
    HasAccount,
    /// The password will not do.
    BadPassword(PasswordProblem),
}

/// What a mailed link stands for. Opening it changes nothing (R81).
pub async fn find_by_token(panel: &Panel, token: &str) -> anyhow::Result<Option<Found>> {
    let mut tx = panel.db.read().await?;
    let found = invitations::find_by_token(&mut tx, &hash_token(token), panel.clock.now()).await?;
    let Some(named) = found else {
        return Ok(None);
    };
    let key = &named.invitation.email_key;
    let known = principals::find_by_email(&mut tx, PrincipalKind::User, key).await?;
    Ok(Some(Found {
        has_account: known.is_some_and(|known| known.email_confirmed_at.is_some()),
        named,
    }))
}

/// What a signed-in person is asked to join.
pub async fn list_for(panel: &Panel, person: &Principal) -> anyhow::Result<Vec<NamedInvitation>> {
    let mut tx = panel.db.read().await?;
    Ok(invitations::list_for(&mut tx, &person.email_key, panel.clock.now()).await?)
}

/// A signed-in person joins the client and acts for it from here on; its name, or none where the
/// invitation is not theirs or not there any more.
pub async fn join(
    panel: &Panel,
    person: &Principal,
    session: SessionId,
    id: InvitationId,
    caller: &Caller,
) -> anyhow::Result<Option<String>> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let consumed = invitations::consume(&mut tx, id, &person.email_key, now).await?;
    let Some(invitation) = consumed else {
        return Ok(None);
    };
    // Taken, so that nobody edits them as somebody who belongs to one client alone meanwhile.
    let taken = principals::take(&mut tx, person.id).await?;
    let still_theirs = |taken: &Principal| {
        taken.email_key == invitation.email_key && taken.email_confirmed_at.is_some()
    };
    let Some(person) = taken.filter(still_theirs) else {
        return Ok(None);
    };
    let Some(client) = enter(&mut tx, panel, &invitation, &person, caller).await? else {
        return Ok(None);
    };
    innkeeper_store::sessions::set_client(&mut tx, session, Some(client.id)).await?;
    tx.commit().await?;
    Ok(Some(client.name))
}

/// A signed-in person does not want to join. False where the invitation is gone already.
pub async fn decline(
    panel: &Panel,
    person: &Principal,
    id: InvitationId,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let consumed = invitations::consume(&mut tx, id, &person.email_key, now).await?;
    let Some(invitation) = consumed else {
        return Ok(false);
    };
    Event::by(EventName::TeamInvitationDeclined, person.kind, person.id)
        .of_client(invitation.client_id)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// Somebody without an account makes one by their link, and joins.
pub async fn register(
    panel: &Panel,
    token: &str,
    newcomer: Newcomer,
    caller: &Caller,
) -> anyhow::Result<Registered> {
    let Some(found) = find_by_token(panel, token).await? else {
        return Ok(Registered::Gone);
    };
    let email = &found.named.invitation.email;
    let words = [newcomer.name.as_str(), email, &panel.brand().name];
    let chosen = match password::check(panel, &newcomer.password, &words, false).await {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(Registered::BadPassword(problem)),
    };
    let hash = PasswordHash(panel.hasher.hash(chosen).await?);
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let consumed = invitations::consume_by_token(&mut tx, &hash_token(token), now).await?;
    let Some(invitation) = consumed else {
        return Ok(Registered::Gone);
    };
    let Some(person) = settle(&mut tx, panel, &invitation, &newcomer, hash, caller).await? else {
        return Ok(Registered::HasAccount);
    };
    for event in [EventName::UserRegistered, EventName::EmailConfirmed] {
        Event::by(event, person.kind, person.id)
            .with("by", "invitation")
            .record(&mut tx, panel, caller)
            .await?;
    }
    if enter(&mut tx, panel, &invitation, &person, caller)
        .await?
        .is_none()
    {
        return Ok(Registered::Gone);
    }
    tx.commit().await?;
    Ok(Registered::Done)
}

/// The account of a newcomer. One that was registered with the address and never confirmed is nobody's:
/// whoever proves the address now has it, and nothing that was chosen before counts any more.
async fn settle(
    tx: &mut Tx,
    panel: &Panel,
    invitation: &Invitation,
    newcomer: &Newcomer,
    hash: PasswordHash,
    caller: &Caller,
) -> Result<Option<Principal>, innkeeper_store::Error> {
    let (now, kind) = (panel.clock.now(), PrincipalKind::User);
    let known = principals::find_by_email(tx, kind, &invitation.email_key).await?;
    if let Some(known) = known {
        let taken = principals::take(tx, known.id).await?;
        let is_nobodys =
            |known: &Principal| known.email_confirmed_at.is_none() && known.status.is_active();
        let Some(known) = taken.filter(is_nobodys) else {
            return Ok(None);
        };
        principals::set_name(tx, known.id, newcomer.name.as_str()).await?;
        principals::set_password(tx, known.id, &hash, now).await?;
        principals::confirm_email(tx, known.id, now).await?;
        sessions::end_others(tx, panel, known.id, None, caller).await?;
        return principals::find(tx, known.id).await;
    }
    let person = Principal {
        id: PrincipalId::new(now, panel.random.id_bytes()),
        kind,
        email: invitation.email.clone(),
        email_key: invitation.email_key.clone(),
        email_confirmed_at: Some(now),
        name: newcomer.name.as_str().to_owned(),
        password_hash: Some(hash),
        locale: newcomer.locale.clone(),
        time_zone: newcomer.time_zone.clone(),
        mobile: None,
        status: PrincipalStatus::Active,
        security_epoch: 0,
        password_changed_at: Some(now),
        last_sign_in_at: None,
        created_at: now,
        version: 0,
    };
    let is_new = principals::insert(tx, &person).await?;
    Ok(is_new.then_some(person))
}

/// Makes a person one of the client's, and tells those who asked for it. None where the client is closed.
async fn enter(
    tx: &mut Tx,
    panel: &Panel,
    invitation: &Invitation,
    person: &Principal,
    caller: &Caller,
) -> anyhow::Result<Option<Client>> {
    let found = clients::find(tx, invitation.client_id).await?;
    let Some(client) = found.filter(|client| client.status.is_active()) else {
        return Ok(None);
    };
    let membership = Membership {
        client_id: client.id,
        principal_id: person.id,
        owner: false,
        permissions: invitation.permissions.clone(),
        created_at: panel.clock.now(),
    };
    clients::add_member(tx, &membership).await?;
    Event::by(EventName::TeamJoined, person.kind, person.id)
        .of_client(client.id)
        .record(tx, panel, caller)
        .await?;
    let mail = TeamJoinedMail {
        person: person.name.clone(),
        email: person.email.clone(),
        client: client.name.clone(),
        team_href: panel.absolute("/clients/team"),
        occasion: Notice {
            panel,
            to: person,
            caller: &Caller::default(),
        }
        .occasion(),
    };
    for member in clients::members_of(tx, client.id).await? {
        let own = member.membership.principal_id;
        let manages = standing(&member.membership).may(ClientPermission::ManageTeam);
        let concerned = member.membership.owner || (own == invitation.invited_by && manages);
        if own == person.id || !concerned {
            continue;
        }
        if let Some(to) = principals::find(tx, own).await? {
            let notice = Notice {
                panel,
                to: &to,
                caller,
            };
            notice.queue(tx, &mail).await?;
        }
    }
    Ok(Some(client))
}
