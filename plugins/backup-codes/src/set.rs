//! A set of codes as it is kept: selectors, slow hashes, and when each was used.

use chrono::{DateTime, Utc};
use innkeeper_module::{Denied, Failure, Host, Secret};
use serde::{Deserialize, Serialize};

use crate::code::Code;

/// The version of what is stored.
const VERSION: u32 = 1;

/// The most codes that a set may have, whoever stored it.
const LARGEST: usize = 64;

/// What the module stores.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeSet {
    version: u32,
    codes: Vec<Kept>,
}

/// One code, as far as it is kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    selector: String,
    hash: Secret,
    used_at: Option<DateTime<Utc>>,
}

/// What became of a code.
pub(crate) enum Spending {
    /// It was one of the set and is now spent, in this new set.
    Spent(CodeSet),
    /// It is one of the set, and was spent before.
    SpentBefore,
    /// It is none of the set.
    Unknown,
}

impl CodeSet {
    /// Hashes new codes.
    pub(crate) async fn of(host: &dyn Host, codes: &[Code]) -> Result<Self, Failure> {
        let mut kept = Vec::with_capacity(codes.len());
        for code in codes {
            kept.push(Kept {
                selector: code.selector().into(),
                hash: host.hash(&code.secret()).await.map_err(no_hashing)?,
                used_at: None,
            });
        }
        Ok(Self {
            version: VERSION,
            codes: kept,
        })
    }

    /// Reads what was stored.
    pub(crate) fn open(stored: &Secret) -> Result<Self, Failure> {
        let set: Self = stored.unpack().ok_or_else(unusable)?;
        let sound = set.version == VERSION && (1..=LARGEST).contains(&set.codes.len());
        if sound { Ok(set) } else { Err(unusable()) }
    }

    /// What is to be stored.
    pub(crate) fn seal(&self) -> Result<Secret, Failure> {
        Secret::pack(self).ok_or_else(unusable)
    }

    /// Compares a code with the one hash that its selector names. A selector that names none is
    /// compared with some hash of the set all the same, so that time does not tell.
    pub(crate) async fn spend(&self, host: &dyn Host, code: &Code) -> Result<Spending, Failure> {
        let place = self
            .codes
            .iter()
            .position(|k| k.selector == code.selector());
        let kept = self.codes.get(place.unwrap_or(0)).ok_or_else(unusable)?;
        let verified = host.verify_hash(&code.secret(), &kept.hash).await;
        if !verified.map_err(no_hashing)? || place.is_none() {
            return Ok(Spending::Unknown);
        }
        if kept.used_at.is_some() {
            return Ok(Spending::SpentBefore);
        }
        let mut set = self.clone();
        for kept in &mut set.codes {
            if kept.selector == code.selector() {
                kept.used_at = Some(host.now());
            }
        }
        Ok(Spending::Spent(set))
    }

    /// How many codes there were.
    pub(crate) fn total(&self) -> usize {
        self.codes.len()
    }

    /// How many codes are left.
    pub(crate) fn remaining(&self) -> usize {
        self.codes.iter().filter(|k| k.used_at.is_none()).count()
    }

    /// When codes were used, the first use first.
    pub(crate) fn uses(&self) -> Vec<DateTime<Utc>> {
        let mut uses: Vec<_> = self.codes.iter().filter_map(|kept| kept.used_at).collect();
        uses.sort_unstable();
        uses
    }
}

fn no_hashing(denied: Denied) -> Failure {
    match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    }
}

/// Says nothing of what was found: it may be a secret.
fn unusable() -> Failure {
    Failure::Misconfigured("the stored backup codes cannot be read".into())
}
