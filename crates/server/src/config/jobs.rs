//! `[jobs]`: background work.

use std::time::Duration;

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "jobs.workers",
        Kind::Integer,
        "2",
        "How many jobs run at once. 0: this process serves pages only.",
    ),
    Key::new(
        "jobs.poll",
        Kind::Duration,
        "\"5s\"",
        "How often a worker looks for work that other processes left or that became due; its own work begins at once.",
    ),
];

/// Background work.
#[derive(Clone, Debug)]
pub struct Jobs {
    /// How many at once.
    pub workers: usize,
    /// How often to look.
    pub poll: Duration,
}

impl Jobs {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        Ok(Self {
            workers: values.integer("jobs.workers", 0, 64)?,
            poll: values.duration("jobs.poll", "100ms", "1h")?,
        })
    }
}
