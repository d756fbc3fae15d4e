//! Recurring work, done by whichever node holds its name for the time being.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// Takes the name until a moment, or keeps it; false while another holds it.
pub async fn acquire(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $4) ON CONFLICT (name) DO UPDATE SET ",
        "holder = excluded.holder, until = excluded.until WHERE leases.until <= $3 OR leases.holder = excluded.holder"
    );
    Ok(tx.execute(sql, (name, holder, now, until)).await? == 1)
}

/// Takes the name until a moment, and not again before, not even for its holder: for work that is due
/// once in a while. False if it is not due.
pub async fn acquire_once(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $4) ON CONFLICT (name) DO UPDATE SET ",
        "holder = excluded.holder, until = excluded.until WHERE leases.until <= $3"
    );
    Ok(tx.execute(sql, (name, holder, now, until)).await? == 1)
}

/// Gives the name back; false if somebody else holds it.
pub async fn release(tx: &mut Tx, name: &str, holder: &str) -> Result<bool> {
    Ok(tx
        .execute(
            sql!("DELETE FROM leases WHERE name = $1 AND holder = $2"),
            (name, holder),
        )
        .await?
        == 1)
}
