//! A key as it is kept: its name, and where it was when it was last accepted.

use innkeeper_module::{Failure, Secret};
use serde::{Deserialize, Serialize};

use crate::otp;
use crate::response::Counters;

/// The version of what is stored.
const VERSION: u32 = 1;

/// What the module stores of one key. The key's own secret is with the validation servers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credential {
    version: u32,
    public_id: String,
    /// The session counter of the last accepted one-time password, and the touch in that session.
    /// Nothing that is not larger is ever accepted again, whatever the servers say.
    session: u32,
    touch: u32,
}

impl Credential {
    /// The key that has just proved itself.
    pub(crate) fn new(public_id: &str, counters: Counters) -> Self {
        Self {
            version: VERSION,
            public_id: public_id.to_owned(),
            session: counters.session,
            touch: counters.touch,
        }
    }

    /// Reads what was stored.
    pub(crate) fn open(stored: &Secret) -> Result<Self, Failure> {
        let credential: Self = stored.unpack().ok_or_else(unusable)?;
        let sound = credential.version == VERSION && otp::is_public_id(&credential.public_id);
        if sound {
            Ok(credential)
        } else {
            Err(unusable())
        }
    }

    /// What is to be stored.
    pub(crate) fn seal(&self) -> Result<Secret, Failure> {
        Secret::pack(self).ok_or_else(unusable)
    }

    /// The key's name.
    pub(crate) fn public_id(&self) -> &str {
        &self.public_id
    }

    /// The key after a one-time password that it made there; None where the key had been there before.
    pub(crate) fn moved_to(&self, counters: Counters) -> Option<Self> {
        let last = Counters {
            session: self.session,
            touch: self.touch,
        };
        (counters > last).then(|| Self::new(&self.public_id, counters))
    }
}

/// Says nothing of what was found.
pub(crate) fn unusable() -> Failure {
    Failure::Misconfigured("the stored key cannot be read".into())
}
