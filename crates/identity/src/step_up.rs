//! Step-up: a fresh proof before something sensitive (R140-R145).

use chrono::{DateTime, TimeDelta, Utc};

use crate::assurance::Assurance;
use crate::credential::{CredentialState, Holdings};
use crate::principal::PrincipalKind;
use crate::session::Restriction;

/// How many failed step-ups end the session (R145).
pub const STEP_UP_ATTEMPTS: i64 = 5;

/// How far the clock of the node that wrote a stamp may be ahead of ours.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(1);

/// What needs a step-up; all of these do (R140). Renaming a credential changes nothing and is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See which credentials there are.
    ViewFactors,
    /// Enrol another credential (R10).
    AddFactor,
    /// Replace a credential by a new one of the same factor (R11).
    ReplaceFactor,
    /// Remove a credential (R11).
    RemoveFactor,
    /// Put a credential right whose proofs are refused (R54).
    MendFactor,
    /// Make new backup codes (R65).
    MakeBackupCodes,
    /// Change the password.
    ChangePassword,
    /// Change the e-mail address (R171).
    ChangeEmail,
    /// Change one's own mobile number.
    ChangeMobile,
    /// Invite, change and remove the users of a client.
    ManageTeam,
    /// Make, see and end keys for programs.
    ManageTokens,
    /// End other sessions (R157).
    EndSessions,
    /// Staff: change, disable or enable a user, start a reset, end sessions, clear locks.
    ManageUsers,
    /// Staff: create, change or disable staff members, change roles.
    ManageStaff,
    /// Staff: remove the second factors of a person (R179).
    ResetFactors,
    /// Staff: take a list of people along.
    ExportPeople,
    /// Staff: write to many people at once.
    RemindPeople,
    /// Staff: change the panel's settings.
    ChangeSettings,
    /// Staff: install, grant, set, switch or remove plugins (R127).
    ManagePlugins,
    /// Staff: read what a mail to somebody else says.
    ReadMailBody,
}

/// The stamp on a session that a step-up leaves (R141). A sign-in leaves one as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepUp {
    /// When.
    pub at: DateTime<Utc>,
    /// The class of the second factor; None where the password alone was due.
    pub class: Option<Assurance>,
}

/// What a step-up must consist of (R142).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUpNeed {
    /// The password: no second factor is held.
    Password,
    /// A second factor of at least this class; the password is not asked.
    Factor {
        /// The least class that will do.
        least: Assurance,
    },
    /// The password and a code by a channel that others may read, never the code alone.
    PasswordAndBasic,
}

impl StepUpNeed {
    /// Whether a step-up with a second factor of that class was what is needed.
    ///
    /// [`StepUpNeed::PasswordAndBasic`] takes a stamp's word that the password was given: whoever
    /// stamps a basic class has asked for it.
    pub fn is_met_by(self, class: Option<Assurance>) -> bool {
        match self {
            Self::Password => true,
            Self::Factor { least } => class.is_some_and(|class| class >= least),
            Self::PasswordAndBasic => class.is_some_and(|class| class >= Assurance::Basic),
        }
    }

    /// Whether the password is part of it.
    pub fn asks_password(self) -> bool {
        matches!(self, Self::Password | Self::PasswordAndBasic)
    }

    /// The least class of the second factor that is part of it.
    pub fn least_class(self) -> Option<Assurance> {
        match self {
            Self::Password => None,
            Self::Factor { least } => Some(least),
            Self::PasswordAndBasic => Some(Assurance::Basic),
        }
    }
}

/// How long a step-up lasts; activity never renews it (R141).
pub const fn lifetime(kind: PrincipalKind) -> TimeDelta {
    match kind {
        PrincipalKind::User => TimeDelta::minutes(10),
        PrincipalKind::Staff => TimeDelta::minutes(5),
    }
}

/// Whether a stamp is young enough. [`settled`] also looks at what it is worth.
pub fn fresh(stamp: &StepUp, kind: PrincipalKind, now: DateTime<Utc>) -> bool {
    let age = now - stamp.at;
    -CLOCK_SKEW <= age && age < lifetime(kind)
}

/// Whether a session with that stamp may do what needs `need`.
pub fn settled(
    stamp: Option<&StepUp>,
    need: StepUpNeed,
    kind: PrincipalKind,
    now: DateTime<Utc>,
) -> bool {
    stamp.is_some_and(|stamp| fresh(stamp, kind, now) && need.is_met_by(stamp.class))
}

/// What a step-up of this person must consist of (R142).
///
/// A held factor counts although it cannot be used: else a hundred wrong codes would turn the strong
/// proof into the password.
pub fn required(holdings: &Holdings) -> StepUpNeed {
    match holdings.factors().map(|held| held.class).max() {
        Some(class) if class >= Assurance::Strong => StepUpNeed::Factor {
            least: Assurance::Strong,
        },
        Some(_) => StepUpNeed::PasswordAndBasic,
        None => StepUpNeed::Password,
    }
}

/// What this person needs for this action in a session with that restriction.
///
/// Binding a factor needs the highest class in working order (R10). Who came in by a backup code has
/// nothing better, so the backup code's own stamp is enough to set up a new factor (R67), or to put one
/// right by its own codes, which is less; and for nothing else.
pub fn required_for(action: Action, restriction: Restriction, holdings: &Holdings) -> StepUpNeed {
    let need = required(holdings);
    match (action, need) {
        (Action::AddFactor | Action::MendFactor, _) if restriction == Restriction::Recovery => {
            StepUpNeed::Factor {
                least: Assurance::Recovery,
            }
        }
        (Action::AddFactor, StepUpNeed::Factor { least }) => {
            let highest = holdings
                .factors()
                .filter(|held| held.state == CredentialState::Active)
                .map(|held| held.class)
                .max();
            StepUpNeed::Factor {
                least: highest.map_or(least, |class| class.max(least)),
            }
        }
        _ => need,
    }
}

/// Whether the session ends after that many failed step-ups (R145).
pub fn ends_session(failures: i64) -> bool {
    failures >= STEP_UP_ATTEMPTS
}
