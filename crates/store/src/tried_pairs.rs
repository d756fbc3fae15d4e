//! Which wrong pairs of address and password were tried from a network lately: a few bits of a digest each.

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::KeyedDigest;
use crate::sql::sql;

/// Notes a pair. True if it was not tried from there within that time: a pair that is tried again and again
/// counts once.
pub async fn insert(
    tx: &mut Tx,
    network: &str,
    pair: &KeyedDigest,
    within: TimeDelta,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO tried_pairs (network, pair, tried_at) VALUES ($1, $2, $3) ",
        "ON CONFLICT (network, pair) DO UPDATE SET tried_at = excluded.tried_at ",
        "WHERE tried_pairs.tried_at <= $4"
    );
    let args = (network, pair, now, now - within);
    Ok(tx.execute(sql, args).await? == 1)
}

/// Forgets what was tried from a network, as when staff let it in again.
pub async fn delete_for_network(tx: &mut Tx, network: &str) -> Result<u64> {
    let sql = sql!("DELETE FROM tried_pairs WHERE network = $1");
    tx.execute(sql, (network,)).await
}

/// Sweeps out what was tried before a moment.
pub async fn delete_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM tried_pairs WHERE tried_at <= $1");
    tx.execute(sql, (before,)).await
}
