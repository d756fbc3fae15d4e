//! Whether a credential may go, and what goes with it (R13).
//!
//! The step-up that it needs (R11) is in [`step_up`](crate::step_up).

use crate::credential::{Held, Holdings};
use crate::ids::CredentialId;
use crate::policy::FactorPolicy;

/// What a removal that may be done entails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Whether it turns two-factor authentication off.
    pub last: bool,
    /// What must be removed in the same transaction: ways back in, for there is nothing left to get
    /// back to.
    pub also: Vec<CredentialId>,
}

/// Why a credential may not go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemovalRefused {
    /// There is no such credential among the person's.
    #[error("the person does not hold this credential")]
    NotHeld,
    /// The provider requires a factor, and this is the last that fulfils it.
    #[error("a second factor is required and this is the last")]
    Required,
    /// What would be left cannot be used, so the owner could not sign in again.
    #[error("nothing that is left can be used")]
    LocksOut,
}

/// Whether `credential` may be removed.
pub fn may_remove(
    holdings: &Holdings,
    credential: CredentialId,
    policy: &FactorPolicy,
) -> Result<Removal, RemovalRefused> {
    let removed = holdings.find(credential).ok_or(RemovalRefused::NotHeld)?;
    let left: Vec<&Held> = holdings
        .held()
        .filter(|held| held.id != credential)
        .collect();
    let enough = left
        .iter()
        .any(|held| held.is_usable() && policy.is_met_by(held.class));
    if policy.is_required() && !removed.is_recovery() && !enough {
        return Err(RemovalRefused::Required);
    }
    if !removed.is_recovery() && left.iter().all(|held| held.is_recovery()) {
        return Ok(Removal {
            last: true,
            also: left.iter().map(|held| held.id).collect(),
        });
    }
    // One that cannot be used opens nothing, so its going locks nobody out.
    if removed.is_usable() && !left.is_empty() && !left.iter().any(|held| held.is_usable()) {
        return Err(RemovalRefused::LocksOut);
    }
    Ok(Removal {
        last: false,
        also: Vec::new(),
    })
}
