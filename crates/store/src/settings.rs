//! What staff set. What a setting means, and what it is when nobody set it, is not known here.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// Every setting that somebody set, by key.
pub async fn all(tx: &mut Tx) -> Result<Vec<(String, Value)>> {
    tx.all(sql!("SELECT key, value FROM settings ORDER BY key"), ())
        .await
}

/// One setting, if somebody set it.
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<Value>> {
    let row: Option<(Value,)> = tx
        .optional(sql!("SELECT value FROM settings WHERE key = $1"), (key,))
        .await?;
    Ok(row.map(|(value,)| value))
}

/// Sets a setting.
pub async fn put(tx: &mut Tx, key: &str, value: &Value, now: DateTime<Utc>) -> Result<()> {
    let sql = sql!(
        "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3) ",
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"
    );
    tx.execute(sql, (key, value, now)).await?;
    Ok(())
}

/// Sets a setting back to what it is when nobody set it; false if nobody did.
pub async fn delete(tx: &mut Tx, key: &str) -> Result<bool> {
    Ok(tx
        .execute(sql!("DELETE FROM settings WHERE key = $1"), (key,))
        .await?
        == 1)
}
