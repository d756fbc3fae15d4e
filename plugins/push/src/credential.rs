//! A phone as it is kept: the topic that it listens to, and which notifications it answered of late.

use chrono::{DateTime, Utc};
use innkeeper_module::{Failure, Secret};
use serde::{Deserialize, Serialize};

use crate::ntfy;

/// The version of what is stored.
const VERSION: u32 = 1;

/// How many answered notifications can be remembered at once; far more than can be sent while one of them lives.
const REMEMBERED: usize = 32;

/// A phone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credential {
    version: u32,
    topic: String,
    used: Vec<Used>,
}

/// A notification that was answered, until its time is over.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Used {
    answer: String,
    until: DateTime<Utc>,
}

impl Credential {
    pub(crate) fn of(topic: String) -> Self {
        Self {
            version: VERSION,
            topic,
            used: Vec::new(),
        }
    }

    /// Reads what was stored.
    pub(crate) fn open(stored: &Secret) -> Result<Self, Failure> {
        let credential: Option<Self> = stored.unpack();
        let sound = |credential: &Self| {
            credential.version == VERSION
                && credential.topic.starts_with(ntfy::ASK)
                && credential.used.len() <= REMEMBERED
        };
        credential.filter(sound).ok_or_else(unusable)
    }

    /// What is to be stored.
    pub(crate) fn seal(&self) -> Result<Secret, Failure> {
        Secret::pack(self).ok_or_else(unusable)
    }

    pub(crate) fn topic(&self) -> &str {
        &self.topic
    }

    /// Whether the notification that is answered there was answered before.
    pub(crate) fn has_used(&self, answer: &str) -> bool {
        self.used.iter().any(|used| used.answer == answer)
    }

    /// The phone after it answered the notification whose time is over at `until`.
    pub(crate) fn using(
        &self,
        answer: &str,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        let alive = self.used.iter().filter(|used| used.until > now).cloned();
        let mut used: Vec<Used> = alive.collect();
        if used.len() >= REMEMBERED {
            return Err(Failure::Unavailable(
                "too many notifications at a time".into(),
            ));
        }
        let answer = answer.to_owned();
        used.push(Used { answer, until });
        Ok(Self {
            used,
            ..self.clone()
        })
    }
}

/// Says nothing of what was found.
fn unusable() -> Failure {
    Failure::Misconfigured("the stored record of the phone cannot be read".into())
}
