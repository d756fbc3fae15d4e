//! A passkey as it is kept: its public key and what is known of it, and which questions it answered.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use innkeeper_module::{Fact, Failure, Secret, Text};
use serde::{Deserialize, Serialize};
use webauthn_rs_core::proto::{
    AttestationFormat, AuthenticationResult, AuthenticatorTransport, Credential, ParsedAttestation,
};

use crate::texts;

/// The version of what is stored.
const VERSION: u32 = 1;

/// How many answered questions can be remembered at once; they are forgotten when their time is over.
const REMEMBERED: usize = 32;

/// What the module stores of one passkey.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passkey {
    version: u32,
    pub(crate) credential: Credential,
    /// Which kind of authenticator made it, as far as it says; nobody vouches for that.
    aaguid: Option<String>,
    answered: Vec<Answered>,
}

/// A question that this passkey answered, until its time is over.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    mark: Secret,
    until: DateTime<Utc>,
}

impl Passkey {
    /// A passkey that was just verified. Its certificates are not kept: nothing is decided by them.
    pub(crate) fn new(
        mut credential: Credential,
        aaguid: Option<String>,
        transports: Vec<AuthenticatorTransport>,
    ) -> Self {
        credential.attestation = ParsedAttestation::default();
        credential.attestation_format = AttestationFormat::None;
        credential.transports = (!transports.is_empty()).then_some(transports);
        Self {
            version: VERSION,
            credential,
            aaguid,
            answered: Vec::new(),
        }
    }

    /// Reads what was stored.
    pub(crate) fn open(stored: &Secret) -> Result<Self, Failure> {
        let passkey: Option<Self> = stored.unpack();
        let sound = |passkey: &Self| {
            passkey.version == VERSION
                && !passkey.credential.cred_id.is_empty()
                && passkey.answered.len() <= REMEMBERED
        };
        passkey.filter(sound).ok_or_else(unusable)
    }

    /// What is to be stored.
    pub(crate) fn seal(&self) -> Result<Secret, Failure> {
        Secret::pack(self).ok_or_else(unusable)
    }

    /// What the authenticator calls it.
    pub(crate) fn identifier(&self) -> String {
        identifier(&self.credential.cred_id)
    }

    /// Whether it answered that question already.
    pub(crate) fn has_answered(&self, mark: &Secret) -> bool {
        self.answered.iter().any(|answered| answered.mark == *mark)
    }

    /// The passkey after it answered that question; None where it answered too many at a time.
    pub(crate) fn answering(
        &self,
        result: &AuthenticationResult,
        mark: &Secret,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let mut passkey = self.clone();
        passkey.credential.counter = result.counter();
        passkey.credential.backup_state = result.backup_state();
        passkey.credential.backup_eligible = result.backup_eligible();
        passkey.answered.retain(|answered| answered.until > now);
        let mark = mark.clone();
        passkey.answered.push(Answered { mark, until });
        (passkey.answered.len() <= REMEMBERED).then_some(passkey)
    }

    /// What its owner and staff may see (R113, R114).
    pub(crate) fn facts(&self) -> Vec<Fact> {
        let credential = &self.credential;
        let backup = if credential.backup_eligible {
            fact("backup", "synced", texts::SYNCED.text())
        } else {
            fact("backup", "bound", texts::BOUND.text())
        };
        let verification = if credential.user_verified {
            fact("user-verification", "verified", texts::VERIFIES.text())
        } else {
            fact("user-verification", "present", texts::PRESENT_ONLY.text())
        };
        let transports = credential.transports.as_ref().map(|transports| {
            let names: Vec<&str> = transports.iter().map(AsRef::as_ref).collect();
            let names = names.join(", ");
            let text = texts::TRANSPORTS.text().with("transports", &names);
            fact("transports", &names, text)
        });
        let aaguid = self.aaguid.as_ref().map(|aaguid| {
            let text = texts::AAGUID.text().with("aaguid", aaguid);
            fact("aaguid", aaguid, text)
        });
        [Some(backup), Some(verification), transports, aaguid]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// A credential's id as the panel keeps it.
pub(crate) fn identifier(id: &[u8]) -> String {
    BASE64URL_NOPAD.encode(id)
}

fn fact(name: &str, value: &str, text: Text) -> Fact {
    Fact {
        name: name.into(),
        value: value.into(),
        text,
        warning: false,
    }
}

/// Says nothing of what was found.
fn unusable() -> Failure {
    Failure::Misconfigured("the stored passkey cannot be read".into())
}
