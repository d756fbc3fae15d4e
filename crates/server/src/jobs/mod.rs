//! Background work: rows of the unit of work that caused them, run by workers of any node.
//!
//! A job may run twice, for its worker may die after the work and before it said so: jobs are
//! idempotent by law. Why this is no library: `docs/decisions/0001-jobs.md`.

mod clean_up;
mod recurring;
mod registry;
mod telling;
mod worker;

use std::future::Future;

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::ids::JobId;
use innkeeper_store::jobs::NewJob;
use innkeeper_store::{Tx, jobs};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use recurring::{Recurring, run_recurring};
pub use registry::registry;
pub use worker::{Workers, run_due};

use crate::Panel;

/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(10);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// A piece of background work.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Names the work in the database; never changed once rows may exist.
    const KIND: &'static str;
    /// How often it is tried before it is given up.
    const MAX_ATTEMPTS: i64 = 10;

    /// Does the work. Any error means "try again later".
    fn run(&self, panel: &Panel) -> impl Future<Output = Result<(), JobError>> + Send;

    /// Told when the work was given up, with the reason.
    fn given_up(
        &self,
        _panel: &Panel,
        _why: &str,
    ) -> impl Future<Output = anyhow::Result<()>> + Send {
        async { Ok(()) }
    }
}

/// Why a job did not do its work.
///
/// It is no `std::error::Error`, so that `?` takes any error in and makes it "try again later".
#[derive(Debug)]
pub enum JobError {
    /// Try again, after that time or, if none is named, after the usual one.
    Retry {
        /// When.
        after: Option<TimeDelta>,
        /// Why.
        why: anyhow::Error,
    },
    /// Trying again cannot help.
    GiveUp(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry {
            after: None,
            why: error.into(),
        }
    }
}

/// Puts a job into the queue, as part of the unit of work that makes it necessary; the
/// commit wakes a worker.
pub async fn enqueue<J: Job>(
    tx: &mut Tx,
    panel: &Panel,
    job: &J,
    run_at: DateTime<Utc>,
) -> Result<JobId, innkeeper_store::Error> {
    let now = panel.clock.now();
    let id = JobId::new(now, panel.random.id_bytes());
    let payload = serde_json::to_value(job)
        .expect("a job is made of plain fields, which always have a JSON form");
    let row = NewJob {
        id,
        kind: J::KIND,
        payload,
        run_at,
        max_attempts: J::MAX_ATTEMPTS,
    };
    jobs::enqueue(tx, row, now).await?;
    Ok(id)
}

/// How long to wait after the given number of attempts.
pub(crate) fn wait_after(attempts: i64) -> TimeDelta {
    // After twenty doublings any wait is the longest.
    let doublings = attempts.saturating_sub(1).clamp(0, 20);
    FIRST_WAIT
        .checked_mul(1 << doublings)
        .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests;
