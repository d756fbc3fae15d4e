//! The one decision that every way of signing in ends in (R1): is a second factor due, and which?
//!
//! Whether the password was right, and whether the person may sign in at all
//! ([`PrincipalStatus`](crate::principal::PrincipalStatus)), is settled before; how often anybody may
//! try is in [`throttle`](crate::throttle).

use chrono::{DateTime, TimeDelta, Utc};

use crate::assurance::Assurance;
use crate::credential::{Held, Holdings};
use crate::policy::FactorPolicy;
use crate::session::Restriction;

/// How long the second step may take, unless set otherwise (R22).
pub const PENDING_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// How many wrong second factors end a pending sign-in (R23).
pub const PENDING_ATTEMPTS: i64 = 5;

/// After how long the owner hears of a second step that nobody finished (R28).
pub const UNFINISHED_AFTER: TimeDelta = TimeDelta::minutes(3);

/// What a right password leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// A session. No second factor is held and none is required.
    Full,
    /// A pending sign-in: one of these must be proved.
    Challenge {
        /// What may be used, in the order to offer it; never empty.
        usable: Vec<Held>,
    },
    /// A session that can only set up a second factor: one is required and nothing is held.
    EnrolOnly,
    /// Nothing: a second factor is held and none can be used. Support must help (R9).
    Refused,
}

/// Decides what follows a right password (R1, R5, R9).
///
/// Whoever holds anything at all, be it disabled or of a module that is gone, is challenged or refused
/// and never let in: failing closed is the point. Where a class is required and held, lesser
/// credentials are not offered, so that disabling the better one gains nothing.
pub fn after_password(holdings: &Holdings, policy: &FactorPolicy) -> NextStep {
    if holdings.is_empty() {
        return if policy.is_required() {
            NextStep::EnrolOnly
        } else {
            NextStep::Full
        };
    }
    let meets_held = holdings.held().any(|held| policy.is_met_by(held.class));
    let only_meeting = policy.is_required() && meets_held;
    let usable: Vec<Held> = holdings
        .usable()
        .filter(|held| !only_meeting || held.is_recovery() || policy.is_met_by(held.class))
        .cloned()
        .collect();
    if usable.is_empty() {
        NextStep::Refused
    } else {
        NextStep::Challenge {
            usable: order_options(usable),
        }
    }
}

/// What the session may reach whose second factor was of `class` (R67, R172).
pub fn after_factor(class: Assurance, policy: &FactorPolicy) -> Restriction {
    if class == Assurance::Recovery {
        Restriction::Recovery
    } else if policy.is_required() && !policy.is_met_by(class) {
        Restriction::EnrolOnly
    } else {
        Restriction::None
    }
}

/// What a living session may reach today (R175); None where it must be signed in again.
///
/// A policy that was switched on since binds sessions that began without it. The reverse never widens
/// a session that came in by a backup code, nor one whose person has got a factor elsewhere.
pub fn restriction_now(
    stored: Restriction,
    class: Option<Assurance>,
    holdings: &Holdings,
    policy: &FactorPolicy,
) -> Option<Restriction> {
    match stored {
        Restriction::Recovery => return Some(Restriction::Recovery),
        Restriction::EnrolOnly if policy.is_required() || !holdings.is_empty() => {
            return Some(Restriction::EnrolOnly);
        }
        Restriction::EnrolOnly | Restriction::None => {}
    }
    if !policy.is_required() {
        return Some(Restriction::None);
    }
    let holds_enough = holdings.usable().any(|held| policy.is_met_by(held.class));
    match class {
        _ if !holds_enough => Some(Restriction::EnrolOnly),
        // Came by a backup code, and chose to keep the factors.
        Some(Assurance::Recovery) => Some(Restriction::None),
        Some(class) if policy.is_met_by(class) => Some(Restriction::None),
        _ => None,
    }
}

/// What a session becomes in which a factor of class `proved` was just enrolled and proved: its
/// restriction, and its class.
///
/// A restricted session is freed by what the policy wants (R9, R67). One that came in by a backup code
/// keeps its class, which says how the person came in.
pub fn after_enrolment(
    stored: Restriction,
    class: Option<Assurance>,
    proved: Assurance,
    policy: &FactorPolicy,
) -> (Restriction, Option<Assurance>) {
    let frees = match stored {
        Restriction::None => true,
        Restriction::Recovery => proved > Assurance::Recovery,
        Restriction::EnrolOnly => policy.is_met_by(proved),
    };
    let restriction = if frees { Restriction::None } else { stored };
    let class = match class {
        _ if proved == Assurance::Recovery => class,
        Some(Assurance::Recovery) => class,
        class => class.max(Some(proved)),
    };
    (restriction, class)
}

/// Puts what may be used in the order to offer it (R190): the owner's, with the last used in front;
/// codes by channels that others may read after the rest, ways back in last.
pub fn order_options(mut options: Vec<Held>) -> Vec<Held> {
    let last_used = options
        .iter()
        .filter(|held| held.last_used_at.is_some())
        .max_by_key(|held| (tier_of_preference(held.class), held.last_used_at))
        .map(|held| held.id);
    options.sort_by_key(|held| {
        (
            std::cmp::Reverse(tier_of_preference(held.class)),
            Some(held.id) != last_used,
            held.position,
            held.id,
        )
    });
    options
}

fn tier_of_preference(class: Assurance) -> u8 {
    match class {
        Assurance::Recovery => 0,
        Assurance::Basic => 1,
        Assurance::Strong | Assurance::PhishingResistant => 2,
    }
}

/// How long the second step may take where the provider set `minutes`: between 2 and 15 (R22).
pub fn pending_lifetime(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes.clamp(2, 15))
}

/// A sign-in whose password was right, as far as these rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingState {
    /// The person's security epoch when it began.
    pub epoch: i64,
    /// How many second factors were tried.
    pub attempts: i64,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

impl PendingState {
    /// Whether a second factor may still be tried (R22, R23, R158).
    pub fn alive(&self, security_epoch: i64, now: DateTime<Utc>) -> bool {
        self.epoch == security_epoch && self.attempts < PENDING_ATTEMPTS && now < self.expires_at
    }
}
