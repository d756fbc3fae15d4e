//! What may be asked of a sign-in beyond the rules: by a plugin that finds something odd about it. It makes a sign-in
//! stricter or leaves it as it is, and it shuts nobody out who has nothing of the kind that it asks for.

use crate::assurance::Assurance;
use crate::credential::Holdings;
use crate::policy::{FactorPolicy, Requirement};

/// What is demanded of one sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The least class of the second factor.
    pub class: Option<Assurance>,
    /// Whether a trusted device is no substitute for it.
    pub distrust: bool,
}

impl Demand {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            class: self.class.max(other.class),
            distrust: self.distrust || other.distrust,
        }
    }
}

/// The policy by which a sign-in is decided of which a class was demanded: never laxer than the rules.
///
/// Whoever has nothing of that class is asked for what the rules ask, and whoever has no second factor at all comes in as
/// ever: to have them set one up now would let whoever stole the password set theirs up. What was disabled after too
/// many wrong answers counts as theirs, so that giving wrong answers opens no way to something lesser. What the
/// provider took away does not.
pub fn policy_under(
    demanded: Option<Assurance>,
    holdings: &Holdings,
    policy: &FactorPolicy,
) -> FactorPolicy {
    let Some(class) = demanded else {
        return *policy;
    };
    let least = if policy.is_required() {
        policy.least.max(class)
    } else {
        class
    };
    let stricter = FactorPolicy {
        requirement: Requirement::Required,
        least,
    };
    let mut theirs = holdings.held().filter(|held| held.available);
    if theirs.any(|held| stricter.is_met_by(held.class)) {
        stricter
    } else {
        *policy
    }
}
