//! Counters of attempts. What they mean is decided by `identity`'s throttle rules; here they are raised
//! before the check, each in one statement, so that a hundred guesses at once count as a hundred (R30).

use chrono::{DateTime, Utc};
use innkeeper_identity::throttle::{OnSuccess, Rules, State, ThrottleScope};

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ThrottleRow {
    /// What is counted.
    pub scope: ThrottleScope,
    /// For whom or what.
    pub subject: String,
    /// Failures in a row.
    pub streak: i64,
    /// When the window began.
    pub window_start: DateTime<Utc>,
    /// Attempts in the window.
    pub window_count: i64,
    /// Until when nothing is admitted.
    pub locked_until: Option<DateTime<Utc>>,
}

impl ThrottleRow {
    /// The counter as the rules look at it.
    pub fn state(&self) -> State {
        State {
            streak: self.streak,
            window_start: self.window_start,
            window_count: self.window_count,
            locked_until: self.locked_until,
        }
    }
}

/// Counts an attempt and returns the counter with it: `State::raised` in one statement.
pub async fn raise(
    tx: &mut Tx,
    scope: ThrottleScope,
    subject: &str,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<ThrottleRow> {
    let sql = sql!(
        "INSERT INTO throttles (scope, subject, streak, window_start, window_count, locked_until) ",
        "VALUES ($1, $2, 1, $3, 1, NULL) ON CONFLICT (scope, subject) DO UPDATE SET ",
        "streak = CASE WHEN throttles.window_start > $4 OR $5 THEN throttles.streak + 1 ELSE 1 END, ",
        "window_start = CASE WHEN throttles.window_start > $4 THEN throttles.window_start ELSE excluded.window_start END, ",
        "window_count = CASE WHEN throttles.window_start > $4 THEN throttles.window_count + 1 ELSE 1 END ",
        "RETURNING scope, subject, streak, window_start, window_count, locked_until"
    );
    let oldest_window = now - rules.window;
    tx.one(
        sql,
        (scope, subject, now, oldest_window, rules.streak_lasts),
    )
    .await
}

/// Takes back what a success does not count for: `after_success` of the rules, in one statement.
pub async fn succeed(
    tx: &mut Tx,
    scope: ThrottleScope,
    subject: &str,
    rules: &Rules,
) -> Result<()> {
    match rules.on_success {
        OnSuccess::ForgetStreak => {
            let sql = sql!(
                "UPDATE throttles SET streak = 0, locked_until = NULL, ",
                "window_count = CASE WHEN window_count > 0 THEN window_count - 1 ELSE 0 END ",
                "WHERE scope = $1 AND subject = $2"
            );
            tx.execute(sql, (scope, subject)).await?;
        }
        OnSuccess::TakeBack => {
            let sql = sql!(
                "UPDATE throttles SET streak = CASE WHEN streak > 0 THEN streak - 1 ELSE 0 END, ",
                "window_count = CASE WHEN window_count > 0 THEN window_count - 1 ELSE 0 END, ",
                "locked_until = CASE WHEN window_count - 1 >= $3 THEN locked_until ELSE NULL END ",
                "WHERE scope = $1 AND subject = $2"
            );
            tx.execute(sql, (scope, subject, rules.limit)).await?;
        }
        OnSuccess::Count => {}
    }
    Ok(())
}

/// Takes an attempt back that was none, and the lock that it would have cost.
pub async fn take_back(tx: &mut Tx, scope: ThrottleScope, subject: &str) -> Result<()> {
    let sql = sql!(
        "UPDATE throttles SET streak = CASE WHEN streak > 0 THEN streak - 1 ELSE 0 END, ",
        "window_count = CASE WHEN window_count > 0 THEN window_count - 1 ELSE 0 END, locked_until = NULL ",
        "WHERE scope = $1 AND subject = $2"
    );
    tx.execute(sql, (scope, subject)).await?;
    Ok(())
}

/// A counter, if anything was counted.
pub async fn find(tx: &mut Tx, scope: ThrottleScope, subject: &str) -> Result<Option<ThrottleRow>> {
    let sql = sql!(
        "SELECT scope, subject, streak, window_start, window_count, locked_until FROM throttles ",
        "WHERE scope = $1 AND subject = $2"
    );
    tx.optional(sql, (scope, subject)).await
}

/// How many subjects one statement of [`list`] takes.
const BATCH: usize = 8;

/// The counters of these subjects, whatever their scope.
pub async fn list(tx: &mut Tx, subjects: &[&str]) -> Result<Vec<ThrottleRow>> {
    let sql = sql!(
        "SELECT scope, subject, streak, window_start, window_count, locked_until FROM throttles ",
        "WHERE subject IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY scope, subject"
    );
    let mut rows = Vec::new();
    for batch in subjects.chunks(BATCH) {
        // What is not there is NULL, which equals nothing.
        let at = |place: usize| batch.get(place).map(|subject| (*subject).to_owned());
        rows.extend(
            tx.all(
                sql,
                (at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)),
            )
            .await?,
        );
    }
    Ok(rows)
}

/// The counters whose subject begins with a prefix, such as an address's from every network.
pub async fn list_beginning(tx: &mut Tx, prefix: &str, limit: i64) -> Result<Vec<ThrottleRow>> {
    let sql = sql!(
        "SELECT scope, subject, streak, window_start, window_count, locked_until FROM throttles ",
        "WHERE subject LIKE $1 ESCAPE '\\' ORDER BY scope, subject LIMIT $2"
    );
    let Some(pattern) = crate::search::beginning(Some(prefix)) else {
        return Ok(Vec::new());
    };
    tx.all(sql, (pattern, limit)).await
}

/// The counters of a scope that lock at the moment, the longest lock first.
pub async fn list_locked(
    tx: &mut Tx,
    scope: ThrottleScope,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ThrottleRow>> {
    let sql = sql!(
        "SELECT scope, subject, streak, window_start, window_count, locked_until FROM throttles ",
        "WHERE scope = $1 AND locked_until > $2 ORDER BY locked_until DESC, subject LIMIT $3"
    );
    tx.all(sql, (scope, now, limit)).await
}

/// Admits nothing until a moment; a lock that lasts longer already stays.
pub async fn lock_until(
    tx: &mut Tx,
    scope: ThrottleScope,
    subject: &str,
    until: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE throttles SET locked_until = $3 WHERE scope = $1 AND subject = $2 ",
        "AND (locked_until IS NULL OR locked_until < $3)"
    );
    Ok(tx.execute(sql, (scope, subject, until)).await? == 1)
}

/// Ends streak and lock, and keeps what the window counted.
pub async fn reset(tx: &mut Tx, scope: ThrottleScope, subject: &str) -> Result<bool> {
    let sql = sql!(
        "UPDATE throttles SET streak = 0, locked_until = NULL WHERE scope = $1 AND subject = $2"
    );
    Ok(tx.execute(sql, (scope, subject)).await? == 1)
}

/// Forgets a counter, as when staff clear a lock (R37).
pub async fn clear(tx: &mut Tx, scope: ThrottleScope, subject: &str) -> Result<bool> {
    let sql = sql!("DELETE FROM throttles WHERE scope = $1 AND subject = $2");
    Ok(tx.execute(sql, (scope, subject)).await? == 1)
}

/// Sweeps out counters whose window began before a moment, unless they lock or are `lasting`: those of
/// credentials hold a streak that only a success ends (R31).
pub async fn delete_stale(
    tx: &mut Tx,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    lasting: ThrottleScope,
) -> Result<u64> {
    let sql = sql!(
        "DELETE FROM throttles WHERE window_start < $1 AND (locked_until IS NULL OR locked_until < $2) ",
        "AND (scope <> $3 OR streak = 0)"
    );
    tx.execute(sql, (before, now, lasting)).await
}
