//! What a plugin would like to use for a call. It may only ask: the provider's ceilings win.

use std::time::Duration;

use super::section::Section;
use crate::quantity::{self, Size};

const MOST_MEMORY: Size = Size::mib(128);
const MOST_CPU: Duration = Duration::from_secs(5);
const MOST_TIME: Duration = Duration::from_mins(1);

/// What a plugin would like to use for a call; where it asks for nothing, it gets what everybody gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Memory, of all its parts together.
    pub memory: Option<Size>,
    /// Time in which it computes.
    pub cpu: Option<Duration>,
    /// Time altogether, waiting for others included.
    pub time: Option<Duration>,
}

impl Limits {
    /// What everybody gets.
    pub const USUAL: Self = Self {
        memory: Some(Size::mib(64)),
        cpu: Some(Duration::from_secs(1)),
        time: Some(Duration::from_secs(10)),
    };
}

pub(super) fn read(section: Option<Section<'_>>) -> Limits {
    let Some(mut section) = section else {
        return Limits::default();
    };
    let memory = section.get("memory").and_then(|entry| {
        let size: Size = entry.parsed()?;
        if size > MOST_MEMORY {
            entry.fault(format!(
                "is more than any panel gives; ask for at most \"{MOST_MEMORY}\""
            ));
        }
        Some(size)
    });
    let mut span = |key, most: Duration| {
        let entry = section.get(key)?;
        let time = entry.read(quantity::time)?;
        if time > most {
            let most = most.as_secs();
            entry.fault(format!(
                "is more than any panel gives; ask for at most \"{most} s\""
            ));
        }
        Some(time)
    };
    let cpu = span("cpu", MOST_CPU);
    let time = span("time", MOST_TIME);
    section.finish();
    Limits { memory, cpu, time }
}
