//! Traces of the browsers that people signed in with: digests, and when each was last seen.

use chrono::{DateTime, Utc};
use innkeeper_identity::browser::KNOWN_FOR;
use innkeeper_identity::ids::PrincipalId;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::KeyedDigest;
use crate::sql::sql;

/// Notes since when traces of a person are kept. True the first time only.
pub async fn begin(tx: &mut Tx, principal: PrincipalId, now: DateTime<Utc>) -> Result<bool> {
    let sql =
        sql!("UPDATE principals SET traced_since = $2 WHERE id = $1 AND traced_since IS NULL");
    Ok(tx.execute(sql, (principal, now)).await? == 1)
}

/// Adds a trace, or takes up one that is too old. **True is the only sign that it is new**: of many that
/// leave the same one, one adds it.
pub async fn insert(
    tx: &mut Tx,
    principal: PrincipalId,
    trace: &KeyedDigest,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO browser_traces (principal_id, trace, seen_at) VALUES ($1, $2, $3) ",
        "ON CONFLICT (principal_id, trace) DO UPDATE SET seen_at = excluded.seen_at ",
        "WHERE browser_traces.seen_at <= $4"
    );
    let args = (principal, trace, now, now - KNOWN_FOR);
    Ok(tx.execute(sql, args).await? == 1)
}

/// Notes that a trace was left again; false if it is none of the person's.
pub async fn touch(
    tx: &mut Tx,
    principal: PrincipalId,
    trace: &KeyedDigest,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE browser_traces SET seen_at = $3 ",
        "WHERE principal_id = $1 AND trace = $2 AND seen_at > $4"
    );
    let args = (principal, trace, now, now - KNOWN_FOR);
    Ok(tx.execute(sql, args).await? == 1)
}

/// Whether a trace is one of the person's.
pub async fn is_known(
    tx: &mut Tx,
    principal: PrincipalId,
    trace: &KeyedDigest,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "SELECT COUNT(*) FROM browser_traces WHERE principal_id = $1 AND trace = $2 AND seen_at > $3"
    );
    let (found,): (i64,) = tx.one(sql, (principal, trace, now - KNOWN_FOR)).await?;
    Ok(found > 0)
}

/// Forgets every trace of a person's but two.
pub async fn delete_others(
    tx: &mut Tx,
    principal: PrincipalId,
    [one, other]: [&KeyedDigest; 2],
) -> Result<u64> {
    let sql =
        sql!("DELETE FROM browser_traces WHERE principal_id = $1 AND trace <> $2 AND trace <> $3");
    tx.execute(sql, (principal, one, other)).await
}

/// Forgets all but so many of a person's traces, those first that were not seen for longest.
pub async fn delete_beyond(tx: &mut Tx, principal: PrincipalId, most: i64) -> Result<u64> {
    let sql = sql!(
        "DELETE FROM browser_traces WHERE principal_id = $1 AND trace NOT IN (SELECT trace FROM browser_traces ",
        "WHERE principal_id = $1 ORDER BY seen_at DESC, trace LIMIT $2)"
    );
    tx.execute(sql, (principal, most)).await
}

/// Sweeps out what was not seen for too long.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM browser_traces WHERE seen_at <= $1");
    tx.execute(sql, (now - KNOWN_FOR,)).await
}
