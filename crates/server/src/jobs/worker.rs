//! Workers: each claims one job at a time for as long as its lease lasts.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use innkeeper_store::jobs::{self, Job as Row};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::registry::{self, Kind};
use super::telling::tell;
use super::{JobError, run_recurring, wait_after};
use crate::Panel;
use crate::telemetry::Outcome;

/// How long a worker may take; then another one takes over.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// A job that takes longer is ended, well before its lease is over.
const LONGEST_RUN: Duration = Duration::from_mins(4);
/// How often recurring work is looked for.
const RECURRING_POLL: Duration = Duration::from_secs(10);
/// Errors are kept up to this length.
const ERROR_CHARS: usize = 1000;

/// The workers of this process.
pub struct Workers {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Workers {
    /// Starts as many as the settings want, one that looks after recurring work, and one that tells plugins.
    pub fn start(panel: &Panel) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let workers = panel.config.jobs.workers;
        for index in 0..workers {
            let name = format!("{}/{index}", panel.node());
            tasks.spawn(work(panel.clone(), name, stopped.clone()));
        }
        if workers > 0 {
            tasks.spawn(recur(panel.clone(), stopped.clone()));
            tasks.spawn(tell(panel.clone(), stopped));
        }
        Self { stop, tasks }
    }

    /// Lets everybody finish what they have begun, for at most `patience`. What is cut off then is taken
    /// over by another worker when its lease ends.
    pub async fn stop(mut self, patience: Duration) {
        self.stop.send_replace(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("stopped although a job was under way; it will be taken over");
        }
    }
}

/// Runs every job that is due, one after another, and returns how many: for tests and the command line.
///
/// # Errors
/// Where the database is away; faults of the jobs themselves are kept in their rows.
pub async fn run_due(panel: &Panel) -> Result<usize, innkeeper_store::Error> {
    let kinds = registry::registry();
    let mut ran = 0;
    while run_one(panel, &kinds, panel.node()).await? {
        ran += 1;
    }
    Ok(ran)
}

async fn work(panel: Panel, name: String, mut stopped: watch::Receiver<bool>) {
    let kinds = registry::registry();
    while !*stopped.borrow() {
        match run_one(&panel, &kinds, &name).await {
            // There may be more: somebody else should look as well.
            Ok(true) => {
                panel.db.wake_worker();
                continue;
            }
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "cannot look for jobs"),
        }
        tokio::select! {
            () = panel.db.job_queued() => {}
            () = tokio::time::sleep(panel.config.jobs.poll) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn recur(panel: Panel, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = run_recurring(&panel).await {
            tracing::error!(%error, "cannot look for recurring work");
        }
        tokio::select! {
            () = tokio::time::sleep(RECURRING_POLL) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Claims and runs one job; false if none is due.
pub(super) async fn run_one(
    panel: &Panel,
    kinds: &[Kind],
    worker: &str,
) -> Result<bool, innkeeper_store::Error> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let claimed = jobs::claim(&mut tx, worker, now, now + LEASE, 1)
        .await?
        .pop();
    tx.commit().await?;
    let Some(row) = claimed else { return Ok(false) };

    let started = Instant::now();
    let kind = kinds.iter().find(|kind| kind.name == row.kind);
    let result = match kind {
        Some(kind) => run_guarded(panel, kind, &row).await,
        None => Err(JobError::GiveUp(anyhow::anyhow!(
            "this version of the panel has no job `{}`",
            row.kind
        ))),
    };
    let outcome = record(panel, &row, worker, result).await?;
    let name = kind.map_or("unknown", |kind| kind.name);
    panel.metrics.job(name, outcome.kind, started.elapsed());
    if let (Outcome::Failed, Some(kind)) = (outcome.kind, kind)
        && let Err(error) = (kind.given_up)(panel.clone(), row.payload, outcome.why).await
    {
        tracing::error!(job = %row.id, error = format!("{error:#}"), "cannot note that a job was given up");
    }
    Ok(true)
}

/// Runs a job on a task of its own, so that a panic or an endless wait is its own fault only.
async fn run_guarded(panel: &Panel, kind: &Kind, row: &Row) -> Result<(), JobError> {
    let running = tokio::spawn((kind.run)(panel.clone(), row.payload.clone()));
    let abort = running.abort_handle();
    match tokio::time::timeout(LONGEST_RUN, running).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(anyhow::anyhow!("the job panicked; the log says where").into()),
        Err(_) => {
            abort.abort();
            Err(anyhow::anyhow!("the job took longer than {} s", LONGEST_RUN.as_secs()).into())
        }
    }
}

/// How a run ended.
struct Ended {
    kind: Outcome,
    why: String,
}

async fn record(
    panel: &Panel,
    row: &Row,
    worker: &str,
    result: Result<(), JobError>,
) -> Result<Ended, innkeeper_store::Error> {
    let now = panel.clock.now();
    let (id, job) = (row.id, row.kind.as_str());
    let mut tx = panel.db.begin().await?;
    let ended = match result {
        Ok(()) => {
            jobs::finish(&mut tx, id, worker, now).await?;
            Ended {
                kind: Outcome::Done,
                why: String::new(),
            }
        }
        Err(JobError::Retry { after, why }) if row.attempts < row.max_attempts => {
            let (why, after) = (
                shortened(&why),
                after.unwrap_or_else(|| wait_after(row.attempts)),
            );
            tracing::warn!(job, %id, attempt = row.attempts, why, "a job failed and will be tried again");
            jobs::retry(&mut tx, id, worker, now + after, &why).await?;
            Ended {
                kind: Outcome::Retried,
                why,
            }
        }
        Err(JobError::Retry { why, .. } | JobError::GiveUp(why)) => {
            let why = shortened(&why);
            tracing::error!(job, %id, attempt = row.attempts, why, "a job was given up; staff can retry it");
            jobs::give_up(&mut tx, id, worker, now, &why).await?;
            Ended {
                kind: Outcome::Failed,
                why,
            }
        }
    };
    tx.commit().await?;
    Ok(ended)
}

fn shortened(error: &anyhow::Error) -> String {
    format!("{error:#}").chars().take(ERROR_CHARS).collect()
}
