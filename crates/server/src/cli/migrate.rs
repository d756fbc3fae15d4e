//! `innkeeper migrate`: brings the database up to date.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::output;
use crate::config::Config;
use crate::open_database;

/// Options of `migrate`.
#[derive(Args)]
pub struct Migrations {
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
}

impl Migrations {
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let db = open_database(&config).await?;
        let pending = db
            .pending_migrations()
            .await
            .context("cannot see which migrations the database has had")?;
        if pending.is_empty() {
            output::say("The database is up to date.")?;
            return Ok(ExitCode::SUCCESS);
        }
        if !self.dry_run {
            db.migrate()
                .await
                .context("cannot bring the database up to date; it is as it was before")?;
        }
        let done = if self.dry_run {
            "would apply"
        } else {
            "applied"
        };
        for migration in &pending {
            output::say(&format!("{done} {migration}"))?;
        }
        db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
