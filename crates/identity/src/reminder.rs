//! Who is reminded by mail to set up a second factor, and why others are not.

use chrono::{DateTime, TimeDelta, Utc};

use crate::assurance::Assurance;
use crate::text_enum::text_enum;

/// Nobody is reminded more often than this, whoever asks for it.
pub const REST: TimeDelta = TimeDelta::days(30);

text_enum! {
    /// What becomes of a person among those whom staff want to remind.
    pub enum Reminder {
        /// The mail is to be written.
        Due => "due",
        /// It was written.
        Sent => "sent",
        /// They hold a strong factor: there is nothing to ask of them.
        Protected => "protected",
        /// They were reminded lately.
        Reminded => "reminded",
        /// They may not sign in.
        Disabled => "disabled",
        /// Nobody has shown that the address is theirs.
        Unconfirmed => "unconfirmed",
        /// They are no longer among those whom staff had in mind.
        Changed => "changed",
    }
}

/// What is known of a person who may be reminded.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Whether they may sign in.
    pub active: bool,
    /// Whether the address is known to be theirs.
    pub confirmed: bool,
    /// The class of the best second factor that they can use.
    pub best: Option<Assurance>,
    /// When they were last reminded.
    pub reminded_at: Option<DateTime<Utc>>,
}

/// Whoever was reminded at this moment or before may be again.
pub fn rested_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - REST
}

/// Whether that person is reminded now, or why not.
pub fn verdict(candidate: Candidate, now: DateTime<Utc>) -> Reminder {
    let is_reminded = candidate
        .reminded_at
        .is_some_and(|at| at > rested_since(now));
    if !candidate.active {
        Reminder::Disabled
    } else if candidate.best >= Some(Assurance::Strong) {
        Reminder::Protected
    } else if !candidate.confirmed {
        Reminder::Unconfirmed
    } else if is_reminded {
        Reminder::Reminded
    } else {
        Reminder::Due
    }
}
