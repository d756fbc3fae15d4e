//! Credentials, holdings and instants for the tests of this folder.

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::{CredentialState, Held, Holdings};
use innkeeper_identity::ids::CredentialId;
use innkeeper_identity::policy::{FactorPolicy, Requirement};

/// The instant at which most tests begin.
pub fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// `seconds` after noon.
pub fn at(seconds: i64) -> DateTime<Utc> {
    noon() + TimeDelta::seconds(seconds)
}

/// The id of the n-th credential.
pub fn id(n: u8) -> CredentialId {
    CredentialId::new(noon(), [n; 10])
}

/// A usable credential that was never used.
pub fn held(n: u8, class: Assurance) -> Held {
    let factor = match class {
        Assurance::Recovery => "backup-codes",
        Assurance::Basic => "email-code",
        Assurance::Strong => "totp",
        Assurance::PhishingResistant => "passkey",
    };
    Held {
        id: id(n),
        factor: factor.to_owned(),
        class,
        state: CredentialState::Active,
        available: true,
        position: i64::from(n),
        last_used_at: None,
    }
}

/// One that too many failures disabled.
pub fn disabled(n: u8, class: Assurance) -> Held {
    Held {
        state: CredentialState::Disabled,
        ..held(n, class)
    }
}

/// One whose module is gone.
pub fn unavailable(n: u8, class: Assurance) -> Held {
    Held {
        available: false,
        ..held(n, class)
    }
}

/// One that its owner removed.
pub fn removed(n: u8, class: Assurance) -> Held {
    Held {
        state: CredentialState::Removed,
        ..held(n, class)
    }
}

/// One that was used `seconds` after noon.
pub fn used(n: u8, class: Assurance, seconds: i64) -> Held {
    Held {
        last_used_at: Some(at(seconds)),
        ..held(n, class)
    }
}

/// What a person holds.
pub fn holdings(credentials: &[Held]) -> Holdings {
    credentials.iter().cloned().collect()
}

/// A policy.
pub fn policy(requirement: Requirement, least: Assurance) -> FactorPolicy {
    FactorPolicy { requirement, least }
}
