//! A publisher takes a new key: a statement about it, signed with the old one.
//!
//! ```text
//! innkeeper key rotation 1
//! id: dev.acme.sms-code
//! from: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3
//! to: RWSGOq2NVecA2UPNdBUZykf1CCb147pkmdtYxgb3Ti+JO/wCYvhbAb/U
//! untrusted comment: …
//! …
//! trusted comment: key rotation of dev.acme.sms-code
//! …
//! ```
//!
//! The first four lines are what is signed; the others are the signature as minisign writes it.

use std::fmt;
use std::str::FromStr;

use crate::PluginId;
use crate::signature::{PublisherKey, SignatureError};

/// One after the other, and no further.
const LONGEST_CHAIN: usize = 32;

const TITLE: &str = "innkeeper key rotation 1";
const SIGNATURE: &str = "untrusted comment:";

/// A change of keys. Outside of this crate there is none but those that the old key signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    id: PluginId,
    from: PublisherKey,
    to: PublisherKey,
}

/// Why a text is no rotation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// It is not written as one.
    #[error("is no statement about a new key: `innkeeper plugin rotate-key` writes one")]
    Form,
    /// From a key to the same one.
    #[error("names the same key twice")]
    Same,
    /// The old key did not sign it.
    #[error("was not signed with the old key: {0}")]
    Signature(SignatureError),
    /// The signature was made for something else.
    #[error("has the signature of something else")]
    Comment,
}

impl Rotation {
    /// Of which plugin.
    pub fn id(&self) -> &PluginId {
        &self.id
    }

    /// The old key.
    pub fn from(&self) -> &PublisherKey {
        &self.from
    }

    /// The new key.
    pub fn to(&self) -> &PublisherKey {
        &self.to
    }

    #[cfg(feature = "sign")]
    pub(crate) fn new(id: PluginId, from: PublisherKey, to: PublisherKey) -> Self {
        Self { id, from, to }
    }

    pub(crate) fn comment(id: &PluginId) -> String {
        format!("key rotation of {id}")
    }
}

/// What is signed.
impl fmt::Display for Rotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, from, to } = self;
        write!(f, "{TITLE}\nid: {id}\nfrom: {from}\nto: {to}\n")
    }
}

impl FromStr for Rotation {
    type Err = RotationError;

    fn from_str(text: &str) -> Result<Self, RotationError> {
        let at = text.find(SIGNATURE).ok_or(RotationError::Form)?;
        let (said, signature) = text.split_at_checked(at).ok_or(RotationError::Form)?;
        let mut lines = said.lines();
        let mut line = |start: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(start));
            line.ok_or(RotationError::Form)
        };
        line(TITLE)?;
        let rotation = Self {
            id: line("id: ")?.parse().map_err(|_| RotationError::Form)?,
            from: line("from: ")?.parse().map_err(|_| RotationError::Form)?,
            to: line("to: ")?.parse().map_err(|_| RotationError::Form)?,
        };
        if rotation.to_string() != said {
            return Err(RotationError::Form);
        }
        if rotation.from == rotation.to {
            return Err(RotationError::Same);
        }
        let comment = rotation.from.verify(said.as_bytes(), signature);
        if comment.map_err(RotationError::Signature)? == Self::comment(&rotation.id) {
            Ok(rotation)
        } else {
            Err(RotationError::Comment)
        }
    }
}

/// Whether the rotations lead from one key of a plugin to another, each signed by the one before.
pub fn leads(
    id: &PluginId,
    from: &PublisherKey,
    to: &PublisherKey,
    rotations: &[Rotation],
) -> bool {
    let mut reached = vec![from];
    for _ in 0..LONGEST_CHAIN {
        let next = rotations.iter().find(|rotation| {
            rotation.id == *id
                && reached.contains(&&rotation.from)
                && !reached.contains(&&rotation.to)
        });
        let Some(next) = next else {
            return false;
        };
        if next.to == *to {
            return true;
        }
        reached.push(&next.to);
    }
    false
}
