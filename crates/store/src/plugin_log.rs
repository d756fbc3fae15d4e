//! What plugins wrote to their logs lately. Only the newest lines of each are kept.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PluginLineId;
use innkeeper_identity::plugin::LogLevel;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// The line.
    pub id: PluginLineId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// How loud it is.
    pub level: LogLevel,
    /// What it says, in the plugin's own words.
    pub message: String,
}

/// Adds a line. A line of a plugin that is gone is dropped.
pub async fn insert(tx: &mut Tx, plugin: &str, line: &Line) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plugin_log (id, plugin_id, at, level, message) SELECT $1, id, $3, $4, $5 FROM plugins WHERE id = $2"
    );
    let args = (line.id, plugin, line.at, line.level, &line.message);
    tx.execute(sql, args).await?;
    Ok(())
}

/// The newest lines of a plugin, the latest first.
pub async fn list(tx: &mut Tx, plugin: &str, limit: i64) -> Result<Vec<Line>> {
    let sql = sql!(
        "SELECT id, at, level, message FROM plugin_log WHERE plugin_id = $1 ORDER BY at DESC, id DESC LIMIT $2"
    );
    tx.all(sql, (plugin, limit)).await
}

/// Sweeps out all but the newest lines of a plugin.
pub async fn keep_newest(tx: &mut Tx, plugin: &str, kept: i64) -> Result<u64> {
    let sql = sql!(
        "DELETE FROM plugin_log WHERE plugin_id = $1 AND id NOT IN (SELECT id FROM plugin_log ",
        "WHERE plugin_id = $1 ORDER BY at DESC, id DESC LIMIT $2)"
    );
    tx.execute(sql, (plugin, kept)).await
}
