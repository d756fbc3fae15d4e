//! Changing one's address: it takes effect when the new one is confirmed (R79, R171).

use chrono::{DateTime, Utc};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::token::{EMAIL_UNDO_LIFETIME, TokenPurpose};
use innkeeper_store::email_undos::{self, EmailUndo};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Tx, tokens};

use super::events::{Event, EventName};
use super::links::Link;
use super::notices::Notice;
use super::sessions::{Token, hash_token};
use super::{Caller, links, sessions};
use crate::Panel;

/// Sends a link to the new address. Whether another account has it already is told to that address only.
pub async fn request_change(
    panel: &Panel,
    principal: &Principal,
    new: &EmailAddress,
    caller: &Caller,
) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    match principals::find_by_email(&mut tx, principal.kind, &new.key()).await? {
        Some(other) if other.id != principal.id => {
            Notice {
                panel,
                to: &other,
                caller,
            }
            .account_exists(&mut tx)
            .await?;
        }
        _ => {
            let payload = Some(new.as_str().to_owned());
            let link = links::issue(
                &mut tx,
                panel,
                principal,
                TokenPurpose::ChangeEmail,
                payload,
                "/account/email/confirm",
            )
            .await?;
            Notice {
                panel,
                to: principal,
                caller,
            }
            .email_change_confirm(&mut tx, new, &link)
            .await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// What became of a confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// This address holds from now on; every session is over.
    Done(String),
    /// The link is used, too old or made up, or somebody else has the address now.
    Gone,
}

/// Makes the new address the address. The old one hears of it.
pub async fn confirm_change(
    panel: &Panel,
    kind: PrincipalKind,
    token: &str,
    caller: &Caller,
) -> anyhow::Result<Confirmed> {
    let now = panel.clock.now();
    let Some((row, principal)) = links::find(panel, token, TokenPurpose::ChangeEmail).await? else {
        return Ok(Confirmed::Gone);
    };
    let new = row
        .payload
        .as_deref()
        .and_then(|payload| EmailAddress::parse(payload).ok());
    let Some(new) = new.filter(|_| principal.kind == kind) else {
        return Ok(Confirmed::Gone);
    };
    let mut tx = panel.db.begin().await?;
    if tokens::consume(&mut tx, &row.token_hash, row.purpose, now)
        .await?
        .is_none()
    {
        return Ok(Confirmed::Gone);
    }
    if !take_address(&mut tx, panel, &principal, &new, caller).await? {
        return Ok(Confirmed::Gone);
    }
    Event::by(EventName::EmailChanged, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    let undo = offer_undo(&mut tx, panel, &principal).await?;
    Notice {
        panel,
        to: &principal,
        caller,
    }
    .email_changed(&mut tx, &new, Some(&undo))
    .await?;
    tx.commit().await?;
    Ok(Confirmed::Done(new.into()))
}

/// Makes an address the person's and ends every session. False where somebody else has it.
async fn take_address(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    address: &EmailAddress,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let (now, key) = (panel.clock.now(), address.key());
    match principals::set_email(tx, principal.id, address.as_str(), &key, now).await {
        Ok(true) => {}
        Ok(false) => return Ok(false),
        Err(error) if error.is_conflict() => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    sessions::end_others(tx, panel, principal.id, None, caller).await?;
    Ok(true)
}

/// A link that makes the address of old, which `principal` still has, the address again.
async fn offer_undo(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
) -> Result<Link, innkeeper_store::Error> {
    let (now, token) = (panel.clock.now(), Token::generate(panel));
    let undo = EmailUndo {
        token_hash: token.hash(),
        principal_id: principal.id,
        email: principal.email.clone(),
        created_at: now,
        expires_at: now + EMAIL_UNDO_LIFETIME,
    };
    email_undos::insert(tx, &undo).await?;
    let page = "/account/email/undo";
    Ok(links::link(panel, principal, page, &token, undo.expires_at))
}

/// What a link to take a change back stands for, without going it (R81).
pub async fn find_undo(
    panel: &Panel,
    kind: PrincipalKind,
    token: &str,
) -> anyhow::Result<Option<EmailUndo>> {
    let mut tx = panel.db.read().await?;
    let Some(undo) = email_undos::find(&mut tx, &hash_token(token), panel.clock.now()).await?
    else {
        return Ok(None);
    };
    let principal = principals::find(&mut tx, undo.principal_id).await?;
    Ok(principal
        .filter(|principal| principal.kind == kind)
        .map(|_| undo))
}

/// Takes a change of address back. The password is whoever's who changed the address, so the person is
/// sent on to choose a new one; ways back to addresses that came after this one are closed.
pub async fn undo_change(
    panel: &Panel,
    kind: PrincipalKind,
    token: &str,
    caller: &Caller,
) -> anyhow::Result<Confirmed> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let Some(undo) = email_undos::consume(&mut tx, &hash_token(token), now).await? else {
        return Ok(Confirmed::Gone);
    };
    let principal = principals::take(&mut tx, undo.principal_id).await?;
    let address = EmailAddress::parse(&undo.email).ok();
    let Some((principal, address)) = principal
        .filter(|principal| principal.kind == kind)
        .zip(address)
    else {
        return Ok(Confirmed::Gone);
    };
    if !take_address(&mut tx, panel, &principal, &address, caller).await? {
        return Ok(Confirmed::Gone);
    }
    email_undos::delete_since(&mut tx, principal.id, undo.created_at).await?;
    Event::by(EventName::EmailChangeUndone, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    Notice {
        panel,
        to: &principal,
        caller,
    }
    .email_changed(&mut tx, &address, None)
    .await?;
    tx.commit().await?;
    Ok(Confirmed::Done(address.into()))
}

/// The new address that waits for its confirmation, and until when.
pub async fn pending(
    panel: &Panel,
    principal: PrincipalId,
) -> anyhow::Result<Option<(String, DateTime<Utc>)>> {
    let mut tx = panel.db.read().await?;
    let row = tokens::find_for_principal(
        &mut tx,
        principal,
        TokenPurpose::ChangeEmail,
        panel.clock.now(),
    )
    .await?;
    Ok(row.and_then(|row| row.payload.map(|email| (email, row.expires_at))))
}
