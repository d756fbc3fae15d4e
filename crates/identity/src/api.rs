//! What programs may do with a key that a person made for them.
//!
//! A key never does more than its person may at the moment: its scopes are a further limit, not a grant.

use chrono::TimeDelta;

use crate::assurance::Assurance;
use crate::credential::Holdings;
use crate::permission::StaffPermission;
use crate::policy::FactorPolicy;
use crate::principal::PrincipalKind;
use crate::session::Restriction;
use crate::sign_in::restriction_now;
use crate::text_enum::text_enum;

/// How many keys a person has at most.
pub const MAX_TOKENS: usize = 50;
/// How long a key lives where nobody says otherwise.
pub const DEFAULT_LIFE: TimeDelta = TimeDelta::days(90);
/// The lives to choose from, in days.
pub const LIVES: [i64; 5] = [7, 30, 90, 180, 365];

text_enum! {
    /// One thing that a key is for.
    pub enum Scope {
        /// See which second factors its own person holds, without a secret.
        ReadOwnFactors => "read-own-factors",
        /// See where its own person is signed in.
        ReadOwnSessions => "read-own-sessions",
        /// See users.
        ReadUsers => "read-users",
        /// See which second factors users hold, without a secret.
        ReadFactors => "read-factors",
        /// Reset the second factors of a user who lost them.
        ResetFactors => "reset-factors",
        /// Read the audit log.
        ReadAudit => "read-audit",
    }
}

impl Scope {
    /// What its person's role must include; none where a scope is about the person alone.
    pub const fn permission(self) -> Option<StaffPermission> {
        match self {
            Self::ReadOwnFactors | Self::ReadOwnSessions => None,
            Self::ReadUsers | Self::ReadFactors => Some(StaffPermission::ViewUsers),
            Self::ResetFactors => Some(StaffPermission::ResetFactors),
            Self::ReadAudit => Some(StaffPermission::ViewAudit),
        }
    }

    /// Whether it lets a program do what people need a fresh proof for: a key has it because that proof
    /// was given when the key was made (R146).
    pub const fn stands_for_step_up(self) -> bool {
        matches!(self, Self::ResetFactors)
    }

    /// Whether a person may have it in a key today.
    pub fn is_open_to(self, may: impl Fn(StaffPermission) -> bool) -> bool {
        self.permission().is_none_or(may)
    }
}

/// Whether a person's keys get no answer, because a second factor is due first. The keys stay (R173, R176).
pub fn is_held_back(holdings: &Holdings, policy: &FactorPolicy) -> bool {
    let proved = Some(Assurance::PhishingResistant);
    restriction_now(Restriction::None, proved, holdings, policy) != Some(Restriction::None)
}

/// Whether a person may make keys: not before they hold what the provider asks for (R176).
pub fn may_make_tokens(holdings: &Holdings, policy: &FactorPolicy) -> bool {
    !policy.is_required() || holdings.usable().any(|held| policy.is_met_by(held.class))
}

/// The life in days that was asked for, if it may be.
pub fn life(days: i64) -> Option<TimeDelta> {
    LIVES.contains(&days).then(|| TimeDelta::days(days))
}

/// Whether people of that kind make keys for one of their clients.
pub const fn is_for_a_client(kind: PrincipalKind) -> bool {
    matches!(kind, PrincipalKind::User)
}
