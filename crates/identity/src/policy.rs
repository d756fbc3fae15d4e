//! What the provider asks of people: a second factor or none, and of which class (R172).
//!
//! How rules, dates, grace and exemptions come to what holds for one person is in
//! [`enforcement`](crate::enforcement).

use crate::assurance::Assurance;
use crate::principal::PrincipalKind;
use crate::text_enum::text_enum;

text_enum! {
    /// How much a second factor is wanted.
    pub enum Requirement {
        /// People may have one.
        Off => "off",
        /// People are asked to have one.
        Encouraged => "encouraged",
        /// People reach nothing but the enrolment before they have one.
        Required => "required",
    }
}

/// What the provider makes of one factor: who may use it, and what a proof by it is worth (R17, R126).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorRule {
    /// Whether users may set it up and use it.
    pub users: bool,
    /// Whether staff may.
    pub staff: bool,
    /// Its class here.
    pub class: Assurance,
}

impl FactorRule {
    /// The rule where nobody changed it: as the module suggests, and nothing that others may read for
    /// staff (R80).
    pub const fn suggested(class: Assurance) -> Self {
        Self {
            users: true,
            staff: !matches!(class, Assurance::Basic),
            class,
        }
    }

    /// Whether people of that kind may use it.
    pub const fn allows(self, kind: PrincipalKind) -> bool {
        match kind {
            PrincipalKind::User => self.users,
            PrincipalKind::Staff => self.staff,
        }
    }
}

/// What holds for a person at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorPolicy {
    /// How much a second factor is wanted.
    pub requirement: Requirement,
    /// The least class that fulfils a requirement.
    pub least: Assurance,
}

impl FactorPolicy {
    /// The rule of a panel where nobody changed it: staff must have a strong factor.
    pub const fn default_for(kind: PrincipalKind) -> Self {
        match kind {
            PrincipalKind::Staff => Self {
                requirement: Requirement::Required,
                least: Assurance::Strong,
            },
            PrincipalKind::User => Self {
                requirement: Requirement::Encouraged,
                least: Assurance::Basic,
            },
        }
    }

    /// Whether people must have a second factor.
    pub fn is_required(self) -> bool {
        self.requirement == Requirement::Required
    }

    /// Whether a credential or session of `class` is what the rule wants. A way back in never is.
    pub fn is_met_by(self, class: Assurance) -> bool {
        class > Assurance::Recovery && class >= self.least
    }
}
