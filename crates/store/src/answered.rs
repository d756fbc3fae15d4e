//! Answers that plugins were given lately. One row changed is the only sign that an answer is new (R128).

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PrincipalId;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// Takes an answer, by its digest, until a moment; false if it was given before and is still remembered.
pub async fn claim(
    tx: &mut Tx,
    principal: PrincipalId,
    digest: &[u8],
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO answered (principal_id, digest, until) VALUES ($1, $2, $4) ",
        "ON CONFLICT (principal_id, digest) DO UPDATE SET until = excluded.until WHERE answered.until <= $3"
    );
    Ok(tx.execute(sql, (principal, digest, now, until)).await? == 1)
}

/// Forgets an answer of which nothing came.
pub async fn release(tx: &mut Tx, principal: PrincipalId, digest: &[u8]) -> Result<()> {
    let sql = sql!("DELETE FROM answered WHERE principal_id = $1 AND digest = $2");
    tx.execute(sql, (principal, digest)).await?;
    Ok(())
}

/// Sweeps out what need not be remembered any longer.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(sql!("DELETE FROM answered WHERE until <= $1"), (now,))
        .await
}
