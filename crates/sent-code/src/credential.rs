//! A credential as it is kept: there is no key in it, only which codes were used of late.

use chrono::{DateTime, Utc};
use innkeeper_module::{Failure, Secret};
use serde::{Deserialize, Serialize};

use crate::code::Digest;

/// The version of what is stored.
const VERSION: u32 = 1;

/// How many used codes can be remembered at once; far more than can be sent while one of them lives.
const REMEMBERED: usize = 32;

/// What is stored of one person's codes.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credential {
    version: u32,
    used: Vec<Used>,
    /// Where the codes go, masked, as the panel said when it was proved; what was stored of old does not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

/// A code that was accepted, until its time is over.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Used {
    mark: Vec<u8>,
    until: DateTime<Utc>,
}

impl Credential {
    /// A credential that was proved by this code, which went there.
    pub(crate) fn proved_by(digest: &Digest, until: DateTime<Utc>, to: String) -> Self {
        let mark = digest.mark();
        Self {
            version: VERSION,
            used: vec![Used { mark, until }],
            to: Some(to),
        }
    }

    /// Where the codes go, masked.
    pub(crate) fn to(&self) -> Option<&str> {
        self.to.as_deref()
    }

    /// Reads what was stored.
    pub(crate) fn open(stored: &Secret) -> Result<Self, Failure> {
        let credential: Option<Self> = stored.unpack();
        let sound = |credential: &Self| {
            credential.version == VERSION && (1..=REMEMBERED).contains(&credential.used.len())
        };
        credential.filter(sound).ok_or_else(unusable)
    }

    /// What is to be stored.
    pub(crate) fn seal(&self) -> Result<Secret, Failure> {
        Secret::pack(self).ok_or_else(unusable)
    }

    /// Whether this code was accepted before.
    pub(crate) fn has_used(&self, digest: &Digest) -> bool {
        let mark = digest.mark();
        self.used.iter().any(|used| used.mark == mark)
    }

    /// The credential after this code was accepted, whose time is over at `until`.
    pub(crate) fn using(
        &self,
        digest: &Digest,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        let alive = self.used.iter().filter(|used| used.until > now).cloned();
        let mut used: Vec<Used> = alive.collect();
        if used.len() >= REMEMBERED {
            return Err(Failure::Unavailable("too many codes at a time".into()));
        }
        let mark = digest.mark();
        used.push(Used { mark, until });
        Ok(Self {
            version: VERSION,
            used,
            to: self.to.clone(),
        })
    }
}

/// Says nothing of what was found.
fn unusable() -> Failure {
    Failure::Misconfigured("the stored record of used codes cannot be read".into())
}
