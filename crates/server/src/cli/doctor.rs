//! `innkeeper doctor`: looks at everything an installation needs and changes nothing.

mod checks;
mod clock;
mod plugins;

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::output;
use crate::config::{Config, Sources, reference};

/// Options of `doctor`.
#[derive(Args)]
pub struct Doctor {
    /// For programs.
    #[arg(long)]
    json: bool,
    /// Print every setting with its default and meaning instead.
    #[arg(long)]
    config_reference: bool,
    /// The time server to compare the clock with, if not that of the configuration.
    #[arg(long, value_name = "HOST:PORT")]
    time_server: Option<String>,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Ok,
    /// Works, and should be looked at.
    Warning,
    Failed,
    /// Could not be found out.
    Skipped,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    status: Status,
    message: String,
}

impl Check {
    fn new(name: &'static str, status: Status, message: impl Into<String>) -> Self {
        Self {
            name,
            status,
            message: message.into(),
        }
    }

    fn failed(name: &'static str, error: &anyhow::Error) -> Self {
        Self::new(name, Status::Failed, format!("{error:#}"))
    }
}

#[derive(Serialize)]
struct Findings<'a> {
    ok: bool,
    checks: &'a [Check],
}

impl Doctor {
    pub async fn run(self, sources: &Sources) -> anyhow::Result<ExitCode> {
        if self.config_reference {
            output::say(&reference())?;
            return Ok(ExitCode::SUCCESS);
        }
        let checks = self.examine(sources).await;
        let ok = checks.iter().all(|check| check.status != Status::Failed);
        if self.json {
            output::json(&Findings {
                ok,
                checks: &checks,
            })?;
        } else {
            for check in &checks {
                output::say(&line(check))?;
            }
        }
        Ok(if ok {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    async fn examine(&self, sources: &Sources) -> Vec<Check> {
        let config = match Config::load(sources) {
            Ok(config) => config,
            Err(error) => return vec![Check::failed("configuration", &error.into())],
        };
        let mut found = vec![checks::configuration(sources)];
        let time_server = self.time_server.as_ref();
        let time_server = time_server.or(config.server.time_server.as_ref());
        found.push(clock::check(time_server.map(String::as_str)).await);
        found.push(checks::base_url(&config).await);
        found.extend(checks::database_and_keys(&config).await);
        found.push(checks::theme(&config));
        found.push(checks::mail(&config).await);
        found.push(checks::hashing(&config).await);
        found.push(checks::file_modes(&config, sources));
        found
    }
}

fn line(check: &Check) -> String {
    let mark = match check.status {
        Status::Ok => "ok      ",
        Status::Warning => "WARNING ",
        Status::Failed => "FAILED  ",
        Status::Skipped => "skipped ",
    };
    let indented = check.message.replace('\n', "\n                         ");
    format!("{mark} {:<15} {indented}", check.name)
}
