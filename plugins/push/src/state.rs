//! What conversations remember between two answers.

use chrono::{DateTime, Utc};
use innkeeper_module::{Account, Failure, Held, Secret};
use serde::{Deserialize, Serialize};

use crate::ask::Ask;

/// What an enrolment remembers: the topic that the phone was told, and the notification that tries it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enrolling {
    pub(crate) whom: String,
    pub(crate) topic: String,
    pub(crate) tried: Option<Ask>,
    pub(crate) until: DateTime<Utc>,
}

impl Enrolling {
    pub(crate) fn open(state: &Secret, account: &Account) -> Result<Self, Failure> {
        let state: Option<Self> = state.unpack();
        let is_of_this = |state: &Self| {
            state.whom == account.pseudonym && state.tried.as_ref().is_none_or(Ask::is_sound)
        };
        state.filter(is_of_this).ok_or_else(Failure::foreign_state)
    }
}

/// What a challenge remembers: whom and which phone it is about, and the question.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Challenged {
    pub(crate) whom: String,
    pub(crate) held: String,
    pub(crate) ask: Ask,
    pub(crate) until: DateTime<Utc>,
}

impl Challenged {
    pub(crate) fn open(state: &Secret, account: &Account, held: &Held) -> Result<Self, Failure> {
        let state: Option<Self> = state.unpack();
        let is_of_this = |state: &Self| {
            state.whom == account.pseudonym && state.held == held.id && state.ask.is_sound()
        };
        state.filter(is_of_this).ok_or_else(Failure::foreign_state)
    }
}
