//! How a plugin is doing, for staff.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::fault::Fault;

/// What became of a plugin's calls since it was loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// How many there were.
    pub calls: u64,
    /// How many came to nothing, by the kind of fault.
    pub faults: BTreeMap<&'static str, u64>,
    /// The latest fault that was the plugin's own, and when.
    pub latest: Option<(DateTime<Utc>, Fault)>,
    /// How long they took altogether, with everything they waited for.
    pub took: Duration,
}

impl Health {
    pub(crate) fn count(&mut self, now: DateTime<Utc>, took: Duration, fault: Option<&Fault>) {
        self.calls += 1;
        self.took += took;
        if let Some(fault) = fault {
            *self.faults.entry(fault.kind()).or_default() += 1;
            if fault.is_the_plugins() {
                self.latest = Some((now, fault.clone()));
            }
        }
    }

    /// How a plugin is doing that is two things at once.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.calls += other.calls;
        self.took += other.took;
        for (kind, count) in &other.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        let at = |health: &Self| health.latest.as_ref().map(|(at, _)| *at);
        if at(other) > at(&self) {
            self.latest.clone_from(&other.latest);
        }
        self
    }
}
