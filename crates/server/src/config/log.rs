//! `[log]`: what is logged, and how.

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "log.format",
        Kind::Text,
        "\"auto\"",
        "\"human\", \"json\", or \"auto\": human on a terminal, JSON otherwise.",
    ),
    Key::new(
        "log.level",
        Kind::Text,
        "\"info\"",
        "error, warn, info, debug or trace; per part as well: \"info,innkeeper_server::mail=debug\".",
    ),
];

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct Log {
    /// The form of a line.
    pub format: LogFormat,
    /// The filter.
    pub level: String,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Human on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Human,
    /// For programs.
    Json,
}

impl Log {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let words = [
            ("auto", LogFormat::Auto),
            ("human", LogFormat::Human),
            ("json", LogFormat::Json),
        ];
        let level = values.text("log.level")?;
        tracing_subscriber::EnvFilter::try_new(&level).map_err(|error| {
            values.invalid(
                "log.level",
                format!("is \"{level}\", which is no filter: {error}"),
            )
        })?;
        Ok(Self {
            format: values.one_of("log.format", &words)?,
            level,
        })
    }
}
