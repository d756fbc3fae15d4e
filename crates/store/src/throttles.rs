//! Counters of attempts. What they mean is decided by `identity`'s throttle rules; here they are raised
//! before the check, all of an attempt in one statement, so that a hundred guesses at once count as a hundred (R30).

use chrono::{DateTime, Utc};
use innkeeper_identity::throttle::{OnSuccess, Rules, State, ThrottleScope};

use crate::db::{Args, Param, Tx};
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

/// A counter to count on, by its rules.
#[derive(Clone, Copy, Debug)]
pub struct Counter<'a> {
    /// What is counted.
    pub scope: ThrottleScope,
    /// For whom or what.
    pub subject: &'a str,
    /// How it counts.
    pub rules: Rules,
}

/// How many counters one statement takes.
const AT_ONCE: usize = 4;

/// The counters of a statement, of which those beyond the last are NULL: `scope`, `subject` and two values
/// each, from `$2` on. They are taken in this order, so that no two units of work wait for each other.
macro_rules! counters {
    () => {
        "FROM (SELECT $2 AS scope, $3 AS subject UNION ALL SELECT $6, $7 UNION ALL SELECT $10, $11 \
         UNION ALL SELECT $14, $15) AS counters WHERE subject IS NOT NULL \
         ON CONFLICT (scope, subject) DO UPDATE SET "
    };
}

/// The first of the two values of the row's counter, which is of the type of `$other`.
macro_rules! first {
    ($other:literal) => {
        concat!(
            "CASE throttles.scope WHEN $2 THEN $4 WHEN $6 THEN $8 WHEN $10 THEN $12 WHEN $14 THEN $16 ELSE ",
            $other,
            " END"
        )
    };
}

/// The second.
macro_rules! second {
    ($other:literal) => {
        concat!(
            "CASE throttles.scope WHEN $2 THEN $5 WHEN $6 THEN $9 WHEN $10 THEN $13 WHEN $14 THEN $17 ELSE ",
            $other,
            " END"
        )
    };
}

/// The arguments of such a statement.
fn args<First, Second>(
    now: DateTime<Utc>,
    counters: &[Counter<'_>],
    first: impl Fn(&Counter<'_>) -> First,
    second: impl Fn(&Counter<'_>) -> Second,
) -> impl Args
where
    Option<First>: Param,
    Option<Second>: Param,
{
    let at = |place: usize| counters.get(place);
    let scope = |place| at(place).map(|counter| counter.scope);
    let subject = |place| at(place).map(|counter| counter.subject.to_owned());
    let (first, second) = (
        |place| at(place).map(&first),
        |place| at(place).map(&second),
    );
    (
        now,
        scope(0),
        subject(0),
        first(0),
        second(0),
        scope(1),
        subject(1),
        first(1),
        second(1),
        scope(2),
        subject(2),
        first(2),
        second(2),
        scope(3),
        subject(3),
        first(3),
        second(3),
    )
}

/// Counts an attempt on each of the counters, which are of different scopes, and returns them with it, in
/// this order: `State::raised` in one statement.
pub async fn raise(
    tx: &mut Tx,
    counters: &[Counter<'_>],
    now: DateTime<Utc>,
) -> Result<Vec<ThrottleRow>> {
    let sql = sql!(
        "INSERT INTO throttles (scope, subject, streak, window_start, window_count, locked_until) ",
        "SELECT scope, subject, 1, $1, 1, NULL ",
        counters!(),
        "streak = CASE WHEN throttles.window_start > ",
        first!("throttles.window_start"),
        " OR ",
        second!("FALSE"),
        " THEN throttles.streak + 1 ELSE 1 END, ",
        "window_start = CASE WHEN throttles.window_start > ",
        first!("throttles.window_start"),
        " THEN throttles.window_start ELSE excluded.window_start END, ",
        "window_count = CASE WHEN throttles.window_start > ",
        first!("throttles.window_start"),
        " THEN throttles.window_count + 1 ELSE 1 END ",
        "RETURNING scope, subject, streak, window_start, window_count, locked_until"
    );
    let mut raised: Vec<ThrottleRow> = Vec::with_capacity(counters.len());
    for some in counters.chunks(AT_ONCE) {
        let oldest_window = |counter: &Counter<'_>| now - counter.rules.window;
        let lasts = |counter: &Counter<'_>| counter.rules.streak_lasts;
        raised.extend(tx.all(sql, args(now, some, oldest_window, lasts)).await?);
    }
    raised.sort_by_key(|row| {
        counters
            .iter()
            .position(|counter| counter.scope == row.scope)
    });
    Ok(raised)
}

/// Counts an attempt on one counter and returns it with it.
pub async fn raise_one(
    tx: &mut Tx,
    counter: Counter<'_>,
    now: DateTime<Utc>,
) -> Result<ThrottleRow> {
    let raised = raise(tx, &[counter], now).await?;
    raised
        .into_iter()
        .next()
        .ok_or(sqlx::Error::RowNotFound.into())
}

/// Takes back what a success does not count for: `after_success` of the rules, in one statement.
pub async fn succeed(tx: &mut Tx, counters: &[Counter<'_>], now: DateTime<Utc>) -> Result<()> {
    let forgiving = counters.iter().copied();
    let forgiving: Vec<_> = forgiving
        .filter(|counter| counter.rules.on_success != OnSuccess::Count)
        .collect();
    let streak = |counter: &Counter<'_>| match counter.rules.on_success {
        OnSuccess::ForgetStreak => i64::MAX,
        OnSuccess::TakeBack | OnSuccess::Count => 1,
    };
    let limit = |counter: &Counter<'_>| match counter.rules.on_success {
        OnSuccess::ForgetStreak => i64::MAX,
        OnSuccess::TakeBack | OnSuccess::Count => counter.rules.limit,
    };
    lower(tx, &forgiving, now, streak, limit).await
}

/// Takes an attempt back that was none, and the locks that it would have cost.
pub async fn take_back(tx: &mut Tx, counters: &[Counter<'_>], now: DateTime<Utc>) -> Result<()> {
    lower(tx, counters, now, |_| 1, |_| i64::MAX).await
}

/// Takes an attempt off the window, and as many as `streak` says off the streak; a lock stays where the window
/// has as many attempts as `limit` even so.
async fn lower(
    tx: &mut Tx,
    counters: &[Counter<'_>],
    now: DateTime<Utc>,
    streak: fn(&Counter<'_>) -> i64,
    limit: fn(&Counter<'_>) -> i64,
) -> Result<()> {
    // An upsert, for it takes the rows in order; a counter that was cleared meanwhile is an empty one.
    let sql = sql!(
        "INSERT INTO throttles (scope, subject, streak, window_start, window_count, locked_until) ",
        "SELECT scope, subject, 0, $1, 0, NULL ",
        counters!(),
        "streak = CASE WHEN throttles.streak > ",
        first!("throttles.streak"),
        " THEN throttles.streak - ",
        first!("throttles.streak"),
        " ELSE 0 END, ",
        "window_count = CASE WHEN throttles.window_count > 0 THEN throttles.window_count - 1 ELSE 0 END, ",
        "locked_until = CASE WHEN throttles.window_count - 1 >= ",
        second!("throttles.window_count"),
        " THEN throttles.locked_until END"
    );
    for some in counters.chunks(AT_ONCE) {
        tx.execute(sql, args(now, some, streak, limit)).await?;
    }
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
