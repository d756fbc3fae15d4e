//! Tokens that mails carry. Each works once: using it deletes it (R166).

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::token::TokenPurpose;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::sql::sql;

/// A token that somebody got by mail.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Token {
    /// The hash of what the mail carries.
    pub token_hash: TokenHash,
    /// The one thing it is good for.
    pub purpose: TokenPurpose,
    /// Whose it is.
    pub principal_id: PrincipalId,
    /// The person's security epoch when it was made.
    pub epoch: i64,
    /// What belongs to the purpose, such as a new address.
    pub payload: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Adds a token; an earlier one of the same person and purpose is dead from here on.
pub async fn insert(tx: &mut Tx, token: &Token) -> Result<()> {
    let sql = sql!(
        "INSERT INTO tokens (token_hash, purpose, principal_id, epoch, payload, created_at, expires_at) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (principal_id, purpose) DO UPDATE SET ",
        "token_hash = excluded.token_hash, epoch = excluded.epoch, payload = excluded.payload, ",
        "created_at = excluded.created_at, expires_at = excluded.expires_at"
    );
    let t = token;
    tx.execute(
        sql,
        (
            &t.token_hash,
            t.purpose,
            t.principal_id,
            t.epoch,
            &t.payload,
            t.created_at,
            t.expires_at,
        ),
    )
    .await?;
    Ok(())
}

/// Looks at a token without using it, for the page that asks whether to.
pub async fn find(
    tx: &mut Tx,
    hash: &TokenHash,
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<Option<Token>> {
    let sql = sql!(
        "SELECT token_hash, purpose, principal_id, epoch, payload, created_at, expires_at FROM tokens ",
        "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3"
    );
    tx.optional(sql, (hash, purpose, now)).await
}

/// Uses a token up. Of many that try at once, one gets it. The epoch is the caller's to compare.
pub async fn consume(
    tx: &mut Tx,
    hash: &TokenHash,
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<Option<Token>> {
    let sql = sql!(
        "DELETE FROM tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 ",
        "RETURNING token_hash, purpose, principal_id, epoch, payload, created_at, expires_at"
    );
    tx.optional(sql, (hash, purpose, now)).await
}

/// The token of a person for a purpose, such as the change of address that waits to be confirmed.
pub async fn find_for_principal(
    tx: &mut Tx,
    principal: PrincipalId,
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<Option<Token>> {
    let sql = sql!(
        "SELECT token_hash, purpose, principal_id, epoch, payload, created_at, expires_at FROM tokens ",
        "WHERE principal_id = $1 AND purpose = $2 AND expires_at > $3"
    );
    tx.optional(sql, (principal, purpose, now)).await
}

/// Ends every token of a person.
pub async fn delete_for_principal(tx: &mut Tx, principal: PrincipalId) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM tokens WHERE principal_id = $1"),
        (principal,),
    )
    .await
}

/// Sweeps out what has ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(sql!("DELETE FROM tokens WHERE expires_at <= $1"), (now,))
        .await
}
