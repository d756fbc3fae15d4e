//! Background work, put into the same unit of work as the change that caused it (outbox).
//!
//! A worker claims a job for a time. If the worker dies, another claims it when that time is over, so a
//! job may run twice: jobs are idempotent by law. Who does recurring work is in `leases`.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::JobId;
use serde_json::Value;

use crate::db::Tx;
use crate::error::Result;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::sql::{list_sql, sql};

/// Where a job is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "kebab-case")]
pub enum JobStatus {
    /// To be done.
    Queued,
    /// A worker has it.
    Running,
    /// Done.
    Done,
    /// Given up; staff may have it tried again.
    Dead,
}

/// A piece of background work.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Job {
    /// The job.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// How often it was begun.
    pub attempts: i64,
    /// How often it may be.
    pub max_attempts: i64,
    /// Where it is in its life.
    pub status: JobStatus,
    /// The worker that has it.
    pub locked_by: Option<String>,
    /// For how long.
    pub locked_until: Option<DateTime<Utc>>,
    /// Why the latest attempt failed.
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was done or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Placed for Job {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id.0,
        }
    }
}

/// A job to be put into the queue.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// The job.
    pub id: JobId,
    /// What is to be done.
    pub kind: &'a str,
    /// With what.
    pub payload: Value,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// How often it may be begun.
    pub max_attempts: i64,
}

macro_rules! columns {
    () => {
        "id, kind, payload, run_at, attempts, max_attempts, status, locked_by, locked_until, last_error, created_at, \
         finished_at"
    };
}

/// Puts a job into the queue. The commit wakes a worker of this process; others poll.
pub async fn enqueue(tx: &mut Tx, job: NewJob<'_>, now: DateTime<Utc>) -> Result<()> {
    tx.queued = true;
    let sql = sql!(
        "INSERT INTO jobs (id, kind, payload, run_at, max_attempts, status, created_at) ",
        "VALUES ($1, $2, $3, $4, $5, 'queued', $6)"
    );
    tx.execute(
        sql,
        (
            job.id,
            job.kind,
            job.payload,
            job.run_at,
            job.max_attempts,
            now,
        ),
    )
    .await?;
    Ok(())
}

/// Which jobs may be claimed: those that are due, and those whose worker has not come back. The second
/// condition beside the inner one keeps two claims at once from taking the same job on either engine.
macro_rules! claim {
    ($(for $engine:ident,)? $lock:literal) => {
        sql!(
            $(for $engine,)?
            "UPDATE jobs SET status = 'running', attempts = attempts + 1, locked_by = $1, locked_until = $3 ",
            "WHERE id IN (SELECT id FROM jobs WHERE (status = 'queued' AND run_at <= $2) ",
            "OR (status = 'running' AND locked_until < $2 AND attempts < max_attempts) ",
            "ORDER BY run_at, id LIMIT $4", $lock, ") ",
            "AND (status = 'queued' OR (status = 'running' AND locked_until < $2)) RETURNING ", columns!()
        )
    };
}

/// Takes up to `limit` jobs that are due, until `lease_until`, the longest waiting first.
pub async fn claim(
    tx: &mut Tx,
    worker: &str,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Job>> {
    let sql = tx.pick(
        claim!(for Sqlite, ""),
        claim!(for Postgres, " FOR UPDATE SKIP LOCKED"),
    );
    let mut jobs: Vec<Job> = tx.all(sql, (worker, now, lease_until, limit)).await?;
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

/// Keeps a claimed job for longer; false if the worker no longer has it.
pub async fn extend(
    tx: &mut Tx,
    id: JobId,
    worker: &str,
    lease_until: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE jobs SET locked_until = $3 WHERE id = $1 AND locked_by = $2 AND status = 'running'"
    );
    Ok(tx.execute(sql, (id, worker, lease_until)).await? == 1)
}

/// Notes that a job is done; false if the worker no longer has it.
pub async fn finish(tx: &mut Tx, id: JobId, worker: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "UPDATE jobs SET status = 'done', finished_at = $3, locked_by = NULL, locked_until = NULL, last_error = NULL ",
        "WHERE id = $1 AND locked_by = $2 AND status = 'running'"
    );
    Ok(tx.execute(sql, (id, worker, now)).await? == 1)
}

/// Puts a job back for another attempt; false if the worker no longer has it.
pub async fn retry(
    tx: &mut Tx,
    id: JobId,
    worker: &str,
    run_at: DateTime<Utc>,
    error: &str,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE jobs SET status = 'queued', run_at = $3, last_error = $4, locked_by = NULL, locked_until = NULL ",
        "WHERE id = $1 AND locked_by = $2 AND status = 'running'"
    );
    Ok(tx.execute(sql, (id, worker, run_at, error)).await? == 1)
}

/// Gives a job up; false if the worker no longer has it.
pub async fn give_up(
    tx: &mut Tx,
    id: JobId,
    worker: &str,
    now: DateTime<Utc>,
    error: &str,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE jobs SET status = 'dead', finished_at = $3, last_error = $4, locked_by = NULL, locked_until = NULL ",
        "WHERE id = $1 AND locked_by = $2 AND status = 'running'"
    );
    Ok(tx.execute(sql, (id, worker, now, error)).await? == 1)
}

/// Gives up jobs whose worker did not come back from the last attempt: they may be what killed it.
pub async fn give_up_lost(tx: &mut Tx, now: DateTime<Utc>, error: &str) -> Result<u64> {
    let sql = sql!(
        "UPDATE jobs SET status = 'dead', finished_at = $1, last_error = $2, locked_by = NULL, locked_until = NULL ",
        "WHERE status = 'running' AND locked_until < $1 AND attempts >= max_attempts"
    );
    tx.execute(sql, (now, error)).await
}

/// Has a job tried again that was given up; false if it was not.
pub async fn retry_dead(tx: &mut Tx, id: JobId, now: DateTime<Utc>) -> Result<bool> {
    tx.queued = true;
    let sql = sql!(
        "UPDATE jobs SET status = 'queued', attempts = 0, run_at = $2, finished_at = NULL ",
        "WHERE id = $1 AND status = 'dead'"
    );
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// The job with this id.
pub async fn find(tx: &mut Tx, id: JobId) -> Result<Option<Job>> {
    tx.optional(
        sql!("SELECT ", columns!(), " FROM jobs WHERE id = $1"),
        (id,),
    )
    .await
}

/// Jobs, newest first.
pub async fn list(tx: &mut Tx, status: Option<JobStatus>, page: Page) -> Result<Paged<Job>> {
    let sql = list_sql!(
        page,
        by("created_at", "id"),
        from("$2", "$3", "$4"),
        "SELECT ",
        columns!(),
        " FROM jobs WHERE (CAST($1 AS TEXT) IS NULL OR status = $1)"
    );
    let (at, id) = page.bound();
    let rows = tx.all(sql, (status, at, id, page.fetch())).await?;
    Ok(page.cut(rows))
}

/// How many jobs there are in each status; a status without jobs is left out.
pub async fn count_by_status(tx: &mut Tx) -> Result<Vec<(JobStatus, i64)>> {
    tx.all(
        sql!("SELECT status, COUNT(*) FROM jobs GROUP BY status ORDER BY status"),
        (),
    )
    .await
}

/// When the next queued job is due, so that a worker can sleep until then.
pub async fn next_due(tx: &mut Tx) -> Result<Option<DateTime<Utc>>> {
    let sql = sql!("SELECT run_at FROM jobs WHERE status = 'queued' ORDER BY run_at LIMIT 1");
    let row: Option<(DateTime<Utc>,)> = tx.optional(sql, ()).await?;
    Ok(row.map(|(run_at,)| run_at))
}

/// Sweeps out what was done before a moment.
pub async fn delete_done(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM jobs WHERE status = 'done' AND finished_at < $1"),
        (before,),
    )
    .await
}
