//! Ways back to an address that was changed (R171), mailed to the address of old.
//!
//! Unlike other tokens they outlive the person's epoch, for whoever changed the address can raise that,
//! and a later change does not take an earlier one's way back.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PrincipalId;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::sql::sql;

/// A way back.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EmailUndo {
    /// The hash of what the mail carries.
    pub token_hash: TokenHash,
    /// Whose address it was.
    pub principal_id: PrincipalId,
    /// The address of old.
    pub email: String,
    /// When it was changed.
    pub created_at: DateTime<Utc>,
    /// When the way back ends.
    pub expires_at: DateTime<Utc>,
}

/// Adds a way back.
pub async fn insert(tx: &mut Tx, undo: &EmailUndo) -> Result<()> {
    let sql = sql!(
        "INSERT INTO email_undos (token_hash, principal_id, email, created_at, expires_at) ",
        "VALUES ($1, $2, $3, $4, $5)"
    );
    let u = undo;
    let args = (
        &u.token_hash,
        u.principal_id,
        &u.email,
        u.created_at,
        u.expires_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// Looks at a way back without going it.
pub async fn find(tx: &mut Tx, hash: &TokenHash, now: DateTime<Utc>) -> Result<Option<EmailUndo>> {
    let sql = sql!(
        "SELECT token_hash, principal_id, email, created_at, expires_at FROM email_undos ",
        "WHERE token_hash = $1 AND expires_at > $2"
    );
    tx.optional(sql, (hash, now)).await
}

/// The addresses that a person had before and can still go back to.
pub async fn list_addresses(
    tx: &mut Tx,
    principal: PrincipalId,
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    let sql = sql!(
        "SELECT DISTINCT email FROM email_undos WHERE principal_id = $1 AND expires_at > $2 ",
        "ORDER BY email"
    );
    let rows: Vec<(String,)> = tx.all(sql, (principal, now)).await?;
    Ok(rows.into_iter().map(|(email,)| email).collect())
}

/// Uses a way back up. Of many that try at once, one gets it.
pub async fn consume(
    tx: &mut Tx,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<EmailUndo>> {
    let sql = sql!(
        "DELETE FROM email_undos WHERE token_hash = $1 AND expires_at > $2 ",
        "RETURNING token_hash, principal_id, email, created_at, expires_at"
    );
    tx.optional(sql, (hash, now)).await
}

/// Closes the ways back to addresses that came after a change: they belong to whoever made it.
pub async fn delete_since(
    tx: &mut Tx,
    principal: PrincipalId,
    since: DateTime<Utc>,
) -> Result<u64> {
    let sql = sql!("DELETE FROM email_undos WHERE principal_id = $1 AND created_at >= $2");
    tx.execute(sql, (principal, since)).await
}

/// Sweeps out what has ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM email_undos WHERE expires_at <= $1"),
        (now,),
    )
    .await
}
