//! Sign-ins that begin with a passkey, before anybody knows whose they are: one for each browser.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::{Sealed, TokenHash};
use crate::sql::sql;

/// A question to whoever it may be.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Discovery {
    /// The question.
    pub id: Uuid,
    /// The hash of what the browser is known by.
    pub bound_to: TokenHash,
    /// The module that asks.
    pub factor: String,
    /// The prompts shown and what the module remembers.
    pub step: Sealed,
    /// Where to go afterwards: a path of ours.
    pub next_path: String,
    /// When it was put.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Puts a question; an earlier one to the same browser is gone.
pub async fn put(tx: &mut Tx, discovery: &Discovery) -> Result<()> {
    let sql = sql!(
        "INSERT INTO discoveries (id, bound_to, factor, step, next_path, created_at, expires_at) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ",
        "ON CONFLICT (bound_to) DO UPDATE SET id = excluded.id, factor = excluded.factor, step = excluded.step, ",
        "next_path = excluded.next_path, created_at = excluded.created_at, expires_at = excluded.expires_at"
    );
    let d = discovery;
    let args = (
        d.id,
        &d.bound_to,
        &d.factor,
        &d.step,
        &d.next_path,
        d.created_at,
        d.expires_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The question to a browser.
pub async fn find(
    tx: &mut Tx,
    bound_to: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<Discovery>> {
    let sql = sql!(
        "SELECT id, bound_to, factor, step, next_path, created_at, expires_at FROM discoveries ",
        "WHERE bound_to = $1 AND expires_at > $2"
    );
    tx.optional(sql, (bound_to, now)).await
}

/// Uses a question up, before its answer is looked at (R107). Of many that try at once, one gets it.
pub async fn consume(
    tx: &mut Tx,
    bound_to: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<Discovery>> {
    let sql = sql!(
        "DELETE FROM discoveries WHERE bound_to = $1 AND expires_at > $2 ",
        "RETURNING id, bound_to, factor, step, next_path, created_at, expires_at"
    );
    tx.optional(sql, (bound_to, now)).await
}

/// Sweeps out what has ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM discoveries WHERE expires_at <= $1"),
        (now,),
    )
    .await
}
