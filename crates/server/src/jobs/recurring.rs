//! Work that is due every so often: done by whichever node takes its lease, which lasts as long as the interval.

use chrono::TimeDelta;
use innkeeper_store::leases;

use super::registry::{self, Running};
use crate::Panel;

/// Work that is due every so often. Like a job it may be done twice, and a fault waits for the next time.
#[derive(Clone, Copy)]
pub struct Recurring {
    /// Names it in the database.
    pub name: &'static str,
    /// How often it is due.
    pub every: TimeDelta,
    run: fn(Panel) -> Running<anyhow::Result<()>>,
}

impl Recurring {
    /// Work of that name.
    pub fn new(
        name: &'static str,
        every: TimeDelta,
        run: fn(Panel) -> Running<anyhow::Result<()>>,
    ) -> Self {
        Self { name, every, run }
    }
}

/// Does what is due and nobody else has taken. Returns the names of what was done.
///
/// # Errors
/// Where the database is away; faults of the work itself are logged.
pub async fn run_recurring(panel: &Panel) -> Result<Vec<&'static str>, innkeeper_store::Error> {
    let mut done = Vec::new();
    for work in registry::recurring() {
        let now = panel.clock.now();
        let mut tx = panel.db.begin().await?;
        let is_ours =
            leases::acquire_once(&mut tx, work.name, panel.node(), now, now + work.every).await?;
        tx.commit().await?;
        if !is_ours {
            continue;
        }
        if let Err(error) = (work.run)(panel.clone()).await {
            tracing::error!(
                work = work.name,
                error = format!("{error:#}"),
                "recurring work failed"
            );
        }
        done.push(work.name);
    }
    Ok(done)
}
