//! How long a session lives (R153, R154, R158), and what it may reach before the second factor is settled.

use chrono::{DateTime, TimeDelta, Utc};

use crate::principal::{PrincipalKind, PrincipalStatus};
use crate::text_enum::text_enum;

/// By how much a session's idle limit must move before it is worth a write.
const WORTH_A_WRITE: TimeDelta = TimeDelta::minutes(1);

text_enum! {
    /// What a signed-in browser may reach.
    pub enum Restriction {
        /// Everything its person may.
        None => "none",
        /// The pages on which a due second factor is set up, and signing out (R9, R173).
        EnrolOnly => "enrol-only",
        /// Signed in by a backup code: setting up a factor, keeping the factors, signing out (R67).
        Recovery => "recovery",
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Without a request.
    pub idle: TimeDelta,
    /// At all.
    pub absolute: TimeDelta,
}

impl Lifetimes {
    /// The limits of a panel where nobody changed them (R153).
    pub const fn default_for(kind: PrincipalKind) -> Self {
        match kind {
            PrincipalKind::Staff => Self {
                idle: TimeDelta::minutes(30),
                absolute: TimeDelta::hours(12),
            },
            PrincipalKind::User => Self {
                idle: TimeDelta::hours(24),
                absolute: TimeDelta::days(30),
            },
        }
    }

    /// When a session that begins `now` ends if nobody uses it.
    pub fn idle_until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        (now + self.idle).min(self.absolute_until(now))
    }

    /// When a session that begins `now` ends whatever happens.
    pub fn absolute_until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + self.absolute
    }
}

/// A session as far as these rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// The person's security epoch when it began.
    pub epoch: i64,
    /// When it ends if nobody uses it.
    pub idle_until: DateTime<Utc>,
    /// When it ends whatever happens.
    pub absolute_until: DateTime<Utc>,
    /// When somebody ended it.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl SessionState {
    /// Whether it still opens anything for a person of that status and epoch (R153, R156, R158).
    pub fn alive(&self, status: PrincipalStatus, security_epoch: i64, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none()
            && status.is_active()
            && self.epoch == security_epoch
            && now < self.idle_until
            && now < self.absolute_until
    }

    /// The idle limit after a request at `now`, where it moves far enough to be written: pages that
    /// follow each other within a minute write nothing.
    pub fn touch(&self, lifetimes: &Lifetimes, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let idle_until = (now + lifetimes.idle).min(self.absolute_until);
        let moved = (idle_until - self.idle_until).abs();
        (moved > WORTH_A_WRITE).then_some(idle_until)
    }
}
