//! What plugins were told of the audit log, and what they are to be told again.
//!
//! A plugin's cursor only moves by compare-and-set, and what was not told is parked in the same unit of work that
//! moves it: nothing is forgotten, whoever dies where. Parked lines of one subject keep their order.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::ParkedId;

use crate::audit::AuditEntry;
use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A line that a plugin is to be told of again, or that waits behind such a one.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Parked {
    /// Names it for staff.
    pub id: ParkedId,
    /// The plugin.
    pub plugin_id: String,
    /// The line.
    pub seq: i64,
    /// Whose order it keeps.
    pub subject: String,
    /// How often the plugin was told.
    pub attempts: i64,
    /// Not before.
    pub due_at: DateTime<Utc>,
    /// Why it did not take it.
    pub why: Option<String>,
    /// When it was laid aside for staff.
    pub dead_at: Option<DateTime<Utc>>,
}

/// A parked line with what happened, for staff.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Undelivered {
    /// The line.
    #[sqlx(flatten)]
    pub parked: Parked,
    /// What happened.
    pub event: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A line of the audit log with its number.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Line {
    /// The line.
    #[sqlx(flatten)]
    pub entry: AuditEntry,
    /// Its number.
    pub seq: i64,
}

macro_rules! columns {
    () => {
        "p.id, p.plugin_id, p.seq, p.subject, p.attempts, p.due_at, p.why, p.dead_at"
    };
}

macro_rules! line_columns {
    () => {
        "id, at, event, actor_kind, actor_id, subject_kind, subject_id, client_id, ip, user_agent, request_id, detail, seq"
    };
}

/// Has a plugin hear of what happens after this line, unless it heard before.
pub async fn begin(tx: &mut Tx, plugin: &str, seq: i64) -> Result<()> {
    let sql = sql!(
        "INSERT INTO hook_cursors (plugin_id, seq) VALUES ($1, $2) ON CONFLICT (plugin_id) DO NOTHING"
    );
    tx.execute(sql, (plugin, seq)).await?;
    Ok(())
}

/// How far a plugin has come.
pub async fn cursor(tx: &mut Tx, plugin: &str) -> Result<Option<i64>> {
    let sql = sql!("SELECT seq FROM hook_cursors WHERE plugin_id = $1");
    let row: Option<(i64,)> = tx.optional(sql, (plugin,)).await?;
    Ok(row.map(|(seq,)| seq))
}

/// Moves a plugin's cursor; false if it is elsewhere than it was seen.
pub async fn advance(tx: &mut Tx, plugin: &str, seen: i64, to: i64) -> Result<bool> {
    let sql = sql!("UPDATE hook_cursors SET seq = $3 WHERE plugin_id = $1 AND seq = $2");
    Ok(tx.execute(sql, (plugin, seen, to)).await? == 1)
}

/// The lines of the audit log after one, in order.
pub async fn following(tx: &mut Tx, seq: i64, limit: i64) -> Result<Vec<Line>> {
    let sql = sql!(
        "SELECT ",
        line_columns!(),
        " FROM audit_log WHERE seq > $1 ORDER BY seq LIMIT $2"
    );
    tx.all(sql, (seq, limit)).await
}

/// One line of the audit log.
pub async fn line(tx: &mut Tx, seq: i64) -> Result<Option<Line>> {
    let sql = sql!("SELECT ", line_columns!(), " FROM audit_log WHERE seq = $1");
    tx.optional(sql, (seq,)).await
}

/// Parks a line.
pub async fn park(tx: &mut Tx, parked: &Parked) -> Result<()> {
    let sql = sql!(
        "INSERT INTO hook_parked (id, plugin_id, seq, subject, attempts, due_at, why, dead_at) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (plugin_id, seq) DO NOTHING"
    );
    let p = parked;
    let args = (
        p.id,
        &p.plugin_id,
        p.seq,
        &p.subject,
        p.attempts,
        p.due_at,
        &p.why,
        p.dead_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The subjects of which something is parked for a plugin: what else happened to them must wait as well.
pub async fn waiting_subjects(tx: &mut Tx, plugin: &str) -> Result<Vec<String>> {
    let sql = sql!(
        "SELECT DISTINCT subject FROM hook_parked WHERE plugin_id = $1 AND dead_at IS NULL ORDER BY subject"
    );
    let rows: Vec<(String,)> = tx.all(sql, (plugin,)).await?;
    Ok(rows.into_iter().map(|(subject,)| subject).collect())
}

/// The first parked line of each subject whose time has come.
pub async fn due(tx: &mut Tx, plugin: &str, now: DateTime<Utc>, limit: i64) -> Result<Vec<Parked>> {
    let sql = sql!(
        "SELECT ",
        columns!(),
        " FROM hook_parked p WHERE p.plugin_id = $1 AND p.dead_at IS NULL AND p.due_at <= $2 AND NOT EXISTS ",
        "(SELECT 1 FROM hook_parked q WHERE q.plugin_id = p.plugin_id AND q.subject = p.subject ",
        "AND q.dead_at IS NULL AND q.seq < p.seq) ORDER BY p.due_at, p.seq LIMIT $3"
    );
    tx.all(sql, (plugin, now, limit)).await
}

/// Notes that a plugin took a parked line; false if somebody else did.
pub async fn delete(tx: &mut Tx, id: ParkedId) -> Result<bool> {
    let sql = sql!("DELETE FROM hook_parked WHERE id = $1");
    Ok(tx.execute(sql, (id,)).await? == 1)
}

/// Notes that a plugin did not take a parked line, as it was seen; with a `dead_at` it is laid aside.
pub async fn save(tx: &mut Tx, seen: &Parked, now: &Parked) -> Result<bool> {
    let sql = sql!(
        "UPDATE hook_parked SET attempts = $3, due_at = $4, why = $5, dead_at = $6 ",
        "WHERE id = $1 AND attempts = $2 AND dead_at IS NULL"
    );
    let args = (
        seen.id,
        seen.attempts,
        now.attempts,
        now.due_at,
        &now.why,
        now.dead_at,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// What plugins were not told of yet: what waits, and what was laid aside.
pub async fn list(tx: &mut Tx, plugin: Option<&str>, limit: i64) -> Result<Vec<Undelivered>> {
    let sql = sql!(
        "SELECT ",
        columns!(),
        ", a.event, a.at FROM hook_parked p JOIN audit_log a ON a.seq = p.seq ",
        "WHERE (CAST($1 AS TEXT) IS NULL OR p.plugin_id = $1) ORDER BY p.plugin_id, p.seq LIMIT $2"
    );
    tx.all(sql, (plugin.map(str::to_owned), limit)).await
}

/// How many lines were laid aside for staff.
pub async fn count_dead(tx: &mut Tx) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) FROM hook_parked WHERE dead_at IS NOT NULL");
    let (count,): (i64,) = tx.one(sql, ()).await?;
    Ok(count)
}

/// Has a plugin told again of what was laid aside: one line, or all of them. Returns how many.
pub async fn revive(
    tx: &mut Tx,
    plugin: &str,
    one: Option<ParkedId>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = sql!(
        "UPDATE hook_parked SET attempts = 0, due_at = $3, dead_at = NULL WHERE plugin_id = $1 ",
        "AND dead_at IS NOT NULL AND (CAST($2 AS UUID) IS NULL OR id = $2)"
    );
    tx.execute(sql, (plugin, one, now)).await
}

/// Sweeps out what nobody had told again.
pub async fn delete_dead(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM hook_parked WHERE dead_at < $1");
    tx.execute(sql, (before,)).await
}
