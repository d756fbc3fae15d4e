//! Changing one's address: it takes effect when the new one is confirmed (R79, R171).

use chrono::{DateTime, Utc};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::tokens;

use super::events::{Event, EventName};
use super::notices::Notice;
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
    panel.jobs_ready();
    Ok(())
}

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The new address holds; every session is over.
    Done,
    /// The link is used, too old or made up, or a sign-in is under way.
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
    match principals::set_email(&mut tx, principal.id, new.as_str(), &new.key(), now).await {
        Ok(true) => {}
        // Somebody registered it meanwhile.
        Ok(false) => return Ok(Confirmed::Gone),
        Err(error) if error.is_conflict() => return Ok(Confirmed::Gone),
        Err(error) => return Err(error.into()),
    }
    sessions::end_others(&mut tx, panel, principal.id, None).await?;
    Event::by(EventName::EmailChanged, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    Notice {
        panel,
        to: &principal,
        caller,
    }
    .email_changed(&mut tx, &new)
    .await?;
    tx.commit().await?;
    panel.jobs_ready();
    Ok(Confirmed::Done)
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
