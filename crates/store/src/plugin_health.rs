//! What became of the calls of plugins, hour by hour.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// Calls of a plugin in an hour that came to the same.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Outcome {
    /// The hour's beginning.
    pub hour: DateTime<Utc>,
    /// What they came to: `ok`, or the kind of the fault.
    pub outcome: String,
    /// How many.
    pub calls: i64,
    /// How long they took altogether, in microseconds.
    pub micros: i64,
}

/// Adds calls to those of an hour. Calls of a plugin that is gone are dropped.
pub async fn add(tx: &mut Tx, plugin: &str, outcome: &Outcome) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plugin_health (plugin_id, hour, outcome, calls, micros) ",
        "SELECT id, $2, $3, $4, $5 FROM plugins WHERE id = $1 ",
        "ON CONFLICT (plugin_id, hour, outcome) DO UPDATE SET ",
        "calls = plugin_health.calls + excluded.calls, micros = plugin_health.micros + excluded.micros"
    );
    let o = outcome;
    let args = (plugin, o.hour, &o.outcome, o.calls, o.micros);
    tx.execute(sql, args).await?;
    Ok(())
}

/// What became of a plugin's calls since a moment, the oldest first.
pub async fn list(tx: &mut Tx, plugin: &str, since: DateTime<Utc>) -> Result<Vec<Outcome>> {
    let sql = sql!(
        "SELECT hour, outcome, calls, micros FROM plugin_health WHERE plugin_id = $1 AND hour >= $2 ",
        "ORDER BY hour, outcome"
    );
    tx.all(sql, (plugin, since)).await
}

/// What became of the calls of a plugin altogether.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Totals {
    /// The plugin.
    pub plugin_id: String,
    /// How many there were.
    pub calls: i64,
    /// How many of them came to nothing.
    pub failures: i64,
    /// How long all of them took together, in microseconds.
    pub micros: i64,
}

/// What became of the calls of every plugin since a moment. Plugins that nobody called are not there.
pub async fn totals(tx: &mut Tx, since: DateTime<Utc>) -> Result<Vec<Totals>> {
    let sql = sql!(
        "SELECT plugin_id, CAST(SUM(calls) AS BIGINT) AS calls, ",
        "CAST(SUM(CASE WHEN outcome = 'ok' THEN 0 ELSE calls END) AS BIGINT) AS failures, ",
        "CAST(SUM(micros) AS BIGINT) AS micros FROM plugin_health WHERE hour >= $1 ",
        "GROUP BY plugin_id ORDER BY plugin_id"
    );
    tx.all(sql, (since,)).await
}

/// Sweeps out what is from before a moment.
pub async fn delete_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    tx.execute(sql!("DELETE FROM plugin_health WHERE hour < $1"), (before,))
        .await
}
