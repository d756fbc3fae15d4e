//! Hooks: what a module hears of the panel's life.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{Failure, Host};

/// Something that happened, as far as this module may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for every try to tell of this event.
    pub id: String,
    /// What happened, such as `factor.enrolled`.
    pub name: String,
    /// The version of what `detail` means for this name.
    pub version: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Whom it happened to: a name for that person that only this module sees.
    pub subject: Option<String>,
    /// A JSON object with what else there is to know.
    pub detail: String,
    /// Who did it, and about the person what the provider granted.
    pub attributes: BTreeMap<String, String>,
}

/// A module that hears of what happens. Like every module it holds no state of its own.
#[async_trait]
pub trait Hooks: Send + Sync {
    /// Hears of one event. Events about one person come in order, each at least once.
    ///
    /// # Errors
    /// [`Failure`] where it is to be told again later.
    async fn deliver(&self, host: &dyn Host, event: &Event) -> Result<(), Failure>;
}
