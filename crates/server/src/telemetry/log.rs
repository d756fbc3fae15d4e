//! Log lines on standard error: for people on a terminal, JSON otherwise.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, LogFormat};

/// The database driver repeats whole statements at length; whoever wants to see them names it.
const QUIET: &str = "sqlx=error";

/// Starts logging for the whole process. A second call changes nothing.
pub fn start_logging(settings: &Log) {
    let level = &settings.level;
    let level = if level.contains("sqlx") {
        level.clone()
    } else {
        format!("{QUIET},{level}")
    };
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    let is_human = match settings.format {
        LogFormat::Human => true,
        LogFormat::Json => false,
        LogFormat::Auto => stderr().is_terminal(),
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr);
    let started = if is_human {
        builder.with_target(false).finish().try_init()
    } else {
        builder
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .finish()
            .try_init()
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
