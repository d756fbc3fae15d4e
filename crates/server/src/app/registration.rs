//! How somebody becomes a user: an address, a client of their own, and a mail that proves the address.

use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::{ClientId, PrincipalId};
use innkeeper_identity::names::PersonName;
use innkeeper_identity::password::PasswordProblem;
use innkeeper_identity::permission::Permissions;
use innkeeper_identity::principal::{ClientStatus, PrincipalKind, PrincipalStatus};
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_module::Secret;
use innkeeper_store::clients::{self, Client, Membership};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{PasswordHash, Tx, tokens};

use super::events::{Event, EventName};
use super::notices::Notice;
use super::sessions::hash_token;
use super::{Caller, links, password, throttling};
use crate::Panel;

/// What a person filled in.
pub struct Application {
    /// Their name.
    pub name: PersonName,
    /// Their address.
    pub email: EmailAddress,
    /// The password they chose.
    pub password: Secret,
    /// The language of the page they used.
    pub locale: String,
    /// The time zone of the panel until they pick their own.
    pub time_zone: String,
}

/// What became of it. Whether the address was taken is told by mail alone.
#[derive(Debug)]
pub enum Registered {
    /// A mail is on its way, whoever has the address.
    CheckMail,
    /// The password will not do.
    BadPassword(PasswordProblem),
    /// Too many from here.
    Wait(chrono::Duration),
}

/// Registers a user, or tells the address's owner that somebody tried to.
pub async fn register(
    panel: &Panel,
    application: Application,
    caller: &Caller,
) -> anyhow::Result<Registered> {
    let Application {
        name,
        email,
        password: chosen,
        locale,
        time_zone,
    } = application;
    let words = [name.as_str(), email.as_str(), &panel.brand().name];
    let normalised = match password::check(panel, &chosen, &words, false).await {
        Ok(normalised) => normalised,
        Err(problem) => return Ok(Registered::BadPassword(problem)),
    };
    if let Some(wait) = throttling::count_from(panel, ThrottleScope::Register, caller).await? {
        return Ok(Registered::Wait(wait));
    }
    // Hashed even where the address is taken, so that both take the same time.
    let hash = panel.hasher.hash(normalised).await?;
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    if let Some(known) =
        principals::find_by_email(&mut tx, PrincipalKind::User, &email.key()).await?
    {
        if known.email_confirmed_at.is_some() {
            Notice {
                panel,
                to: &known,
                caller,
            }
            .account_exists(&mut tx)
            .await?;
        } else {
            mail_confirmation(&mut tx, panel, &known, caller).await?;
        }
    } else {
        let principal = Principal {
            id: PrincipalId::new(now, panel.random.id_bytes()),
            kind: PrincipalKind::User,
            email: email.as_str().to_owned(),
            email_key: email.key(),
            email_confirmed_at: None,
            name: name.as_str().to_owned(),
            password_hash: Some(PasswordHash(hash)),
            locale,
            time_zone,
            status: PrincipalStatus::Active,
            mobile: None,
            security_epoch: 0,
            password_changed_at: Some(now),
            last_sign_in_at: None,
            created_at: now,
            version: 0,
        };
        principals::insert(&mut tx, &principal).await?;
        let client = insert_client(&mut tx, panel, &principal).await?;
        Event::by(EventName::UserRegistered, principal.kind, principal.id)
            .of_client(client)
            .record(&mut tx, panel, caller)
            .await?;
        mail_confirmation(&mut tx, panel, &principal, caller).await?;
    }
    tx.commit().await?;
    Ok(Registered::CheckMail)
}

/// Every user starts with a client of their own.
pub async fn insert_client(
    tx: &mut Tx,
    panel: &Panel,
    owner: &Principal,
) -> Result<ClientId, innkeeper_store::Error> {
    let now = panel.clock.now();
    let client = Client {
        id: ClientId::new(now, panel.random.id_bytes()),
        name: owner.name.clone(),
        status: ClientStatus::Active,
        created_at: now,
        version: 0,
    };
    clients::insert(tx, &client).await?;
    let membership = Membership {
        client_id: client.id,
        principal_id: owner.id,
        owner: true,
        permissions: Permissions::all(),
        created_at: now,
    };
    clients::add_member(tx, &membership).await?;
    Ok(client.id)
}

/// Sends a fresh link to an address that was never confirmed.
pub async fn send_confirmation(
    panel: &Panel,
    principal: &Principal,
    caller: &Caller,
) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let on = vec![(ThrottleScope::Reset, principal.id.to_string())];
    if throttling::raise(&mut tx, on, panel.clock.now())
        .await?
        .wait
        .is_none()
    {
        mail_confirmation(&mut tx, panel, principal, caller).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn mail_confirmation(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    caller: &Caller,
) -> anyhow::Result<()> {
    let link = links::issue(
        tx,
        panel,
        principal,
        TokenPurpose::ConfirmEmail,
        None,
        "/register/confirm",
    )
    .await?;
    Notice {
        panel,
        to: principal,
        caller,
    }
    .confirm_email(tx, &link)
    .await
}

/// Confirms the address that a link was sent to. None where the link is used, too old or made up.
pub async fn confirm(
    panel: &Panel,
    token: &str,
    caller: &Caller,
) -> anyhow::Result<Option<PrincipalId>> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let consumed =
        tokens::consume(&mut tx, &hash_token(token), TokenPurpose::ConfirmEmail, now).await?;
    let Some(consumed) = consumed else {
        return Ok(None);
    };
    principals::confirm_email(&mut tx, consumed.principal_id, now).await?;
    Event::by(
        EventName::EmailConfirmed,
        PrincipalKind::User,
        consumed.principal_id,
    )
    .record(&mut tx, panel, caller)
    .await?;
    tx.commit().await?;
    Ok(Some(consumed.principal_id))
}
