//! Hooks: what a module hears of the panel's life, what it is asked, and what it shows.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{Assurance, Block, Failure, Host, View};

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

/// A sign-in whose password was right, before it is decided what else is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Whose it is: a name for that person that only this module sees.
    pub subject: String,
    /// Where to: `user` or `staff`.
    pub area: String,
    /// The address on the network that it comes from, if the provider granted to know it.
    pub network: Option<String>,
}

/// What a sign-in is to have beyond what the rules ask. There is no way to ask for less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The least class of the second factor, of those that the person has.
    pub class: Option<Assurance>,
    /// Whether a device that the person trusts is to be no substitute for it.
    pub distrust: bool,
}

/// A module that hears of what happens, is asked, and shows something. Like every module it holds no state of its own.
#[async_trait]
pub trait Hooks: Send + Sync {
    /// Hears of one event. Events about one person come in order, each at least once.
    ///
    /// # Errors
    /// [`Failure`] where it is to be told again later.
    async fn deliver(&self, _: &dyn Host, _: &Event) -> Result<(), Failure> {
        Ok(())
    }

    /// What is to be asked of somebody whose password was right. There is little time for the answer.
    ///
    /// # Errors
    /// [`Failure`], which is as if it had not been asked, and is counted.
    async fn assess(&self, _: &dyn Host, _: &SignIn) -> Result<Demand, Failure> {
        Ok(Demand::default())
    }

    /// What it shows in a place of a page. There is little time for that too.
    ///
    /// # Errors
    /// [`Failure`], after which nothing is shown.
    async fn fill(&self, _: &dyn Host, _: &View) -> Result<Vec<Block>, Failure> {
        Ok(Vec::new())
    }
}
