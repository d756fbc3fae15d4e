//! Links in mails: a token that works once, for one purpose, for a while (R166).
//!
//! A link's origin is the configured base URL, whatever a request claimed to be sent to (R167).

use chrono::{DateTime, Utc};
use innkeeper_identity::token::TokenPurpose;
use innkeeper_store::Tx;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::tokens::{self, Token as Row};

use super::sessions::{Token, hash_token};
use crate::Panel;
use crate::web::area::Area;

/// A link to be mailed.
pub struct Link {
    /// The whole address, with the token.
    pub href: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link; one that the person had for the same purpose dies.
pub async fn issue(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    purpose: TokenPurpose,
    payload: Option<String>,
    page: &str,
) -> Result<Link, innkeeper_store::Error> {
    let now = panel.clock.now();
    let token = Token::generate(panel);
    let row = Row {
        token_hash: token.hash(),
        purpose,
        principal_id: principal.id,
        epoch: principal.security_epoch,
        payload,
        created_at: now,
        expires_at: now + purpose.lifetime(),
    };
    tokens::insert(tx, &row).await?;
    Ok(link(panel, principal, page, &token, row.expires_at))
}

/// The link that carries a token to a page of the person's area.
pub fn link(
    panel: &Panel,
    principal: &Principal,
    page: &str,
    token: &Token,
    expires_at: DateTime<Utc>,
) -> Link {
    let path = Area::for_kind(principal.kind).path(page);
    Link {
        href: panel.absolute(&format!("{path}?token={}", token.reveal())),
        expires_at,
    }
}

/// What a link stands for, without using it up: opening a page changes nothing (R81).
pub async fn find(
    panel: &Panel,
    token: &str,
    purpose: TokenPurpose,
) -> anyhow::Result<Option<(Row, Principal)>> {
    let mut tx = panel.db.read().await?;
    let Some(row) = tokens::find(&mut tx, &hash_token(token), purpose, panel.clock.now()).await?
    else {
        return Ok(None);
    };
    let principal = principals::find(&mut tx, row.principal_id).await?;
    Ok(principal
        .filter(|principal| principal.security_epoch == row.epoch && principal.status.is_active())
        .map(|principal| (row, principal)))
}
