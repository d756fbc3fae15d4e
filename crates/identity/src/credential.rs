//! Credentials, the enrolled instances of factors, and what a person holds of them.
//!
//! What a credential's secret is, and whether an answer matches it, is its factor's affair.

use chrono::{DateTime, TimeDelta, Utc};

use crate::assurance::Assurance;
use crate::ids::CredentialId;
use crate::text_enum::text_enum;

/// How long an enrolment may take from its beginning to its proof (R7).
pub const ENROLMENT_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// How many wrong answers end an enrolment. Nobody gains by guessing here, so it is generous.
pub const ENROLMENT_ATTEMPTS: i64 = 10;

/// How long a challenge may be answered.
pub const CHALLENGE_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// How long a sign-in without a password waits for an answer (R107).
pub const DISCOVERY_LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// How many credentials of one factor a person may hold (R2).
pub const MAX_PER_FACTOR: usize = 10;

text_enum! {
    /// Where a credential is in its life. It is born active: what is not yet proved is an enrolment (R5).
    pub enum CredentialState {
        /// Usable.
        Active => "active",
        /// Held, and not usable: too many failures in a row (R31).
        Disabled => "disabled",
        /// No longer held; the record stays (R4).
        Removed => "removed",
    }
}

text_enum! {
    /// What a challenge was opened for; a proof for one purpose is none for another.
    pub enum ChallengePurpose {
        /// The second step of signing in.
        SignIn => "sign-in",
        /// A fresh proof before something sensitive.
        StepUp => "step-up",
        /// The second factor before a forgotten password is replaced (R168).
        ResetPassword => "reset-password",
        /// Trying a credential out (R16); a proof opens nothing.
        CheckUp => "check-up",
        /// Putting a credential right (R54); it opens nothing either.
        Mend => "mend",
    }
}

/// A credential as far as the door's rules look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub id: CredentialId,
    /// The factor's module id, such as `totp`.
    pub factor: String,
    /// The class that the provider gives its factor today.
    pub class: Assurance,
    /// Where it is in its life.
    pub state: CredentialState,
    /// Whether its factor can be used at all: the module is there, it loads, and staff have it on.
    pub available: bool,
    /// The owner's order.
    pub position: i64,
    /// When it last proved something.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Held {
    /// Whether it counts as the person's, usable or not.
    pub fn is_held(&self) -> bool {
        self.state != CredentialState::Removed
    }

    /// Whether a challenge may be opened for it.
    pub fn is_usable(&self) -> bool {
        self.state == CredentialState::Active && self.available
    }

    /// Whether it only gets its owner back in.
    pub fn is_recovery(&self) -> bool {
        self.class == Assurance::Recovery
    }
}

/// All credentials of one person. Removed ones may be among them; they change no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings(Vec<Held>);

impl Holdings {
    /// What a person holds.
    pub fn new(credentials: impl IntoIterator<Item = Held>) -> Self {
        Self(credentials.into_iter().filter(Held::is_held).collect())
    }

    /// Every credential that counts as the person's, usable or not.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        self.0.iter()
    }

    /// Those that a challenge may be opened for.
    pub fn usable(&self) -> impl Iterator<Item = &Held> {
        self.held().filter(|held| held.is_usable())
    }

    /// Those that are second factors, not a way back in.
    pub fn factors(&self) -> impl Iterator<Item = &Held> {
        self.held().filter(|held| !held.is_recovery())
    }

    /// Whether there is nothing at all, neither usable nor unusable (R9).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the person has two-factor authentication: a factor is held, usable or not.
    pub fn is_protected(&self) -> bool {
        self.factors().next().is_some()
    }

    /// The credential of that id.
    pub fn find(&self, id: CredentialId) -> Option<&Held> {
        self.held().find(|held| held.id == id)
    }

    /// Whether another credential of `factor` may be enrolled; `several` is what the factor says.
    pub fn may_add(&self, factor: &str, several: bool) -> bool {
        let held = self.held().filter(|held| held.factor == factor).count();
        held < if several { MAX_PER_FACTOR } else { 1 }
    }
}

impl FromIterator<Held> for Holdings {
    fn from_iter<I: IntoIterator<Item = Held>>(credentials: I) -> Self {
        Self::new(credentials)
    }
}
