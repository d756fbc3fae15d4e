//! Check-ups: a credential that was set up and never used since is tried out once, while its owner is
//! signed in and another one can still be set up (R16). It is asked for, never insisted on.

use chrono::{DateTime, TimeDelta, Utc};

use crate::step_up::STEP_UP_ATTEMPTS;

/// How long after it was set up a credential is left alone: it has just been proved.
pub const FROM: TimeDelta = TimeDelta::days(1);

/// Until when after it was set up people are asked.
pub const UNTIL: TimeDelta = TimeDelta::days(28);

/// For how long nobody is asked who put it off.
pub const SKIPPED_FOR: TimeDelta = TimeDelta::days(7);

/// Whether to ask for a check-up of a credential that was set up then and never used since.
pub fn is_due(
    set_up_at: DateTime<Utc>,
    skipped_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> bool {
    let age = now - set_up_at;
    let skipped = skipped_at.is_some_and(|at| now - at < SKIPPED_FOR);
    (FROM..UNTIL).contains(&age) && !skipped
}

/// Whether a session may try, after that many failed proofs in a row. Failed check-ups count as failed
/// step-ups do, but the last of those is never theirs: whoever finds out that their new factor does not
/// work is not signed out for it, and somebody at a stranger's screen guesses no more than a step-up allows.
pub fn may_try(failures: i64) -> bool {
    failures < STEP_UP_ATTEMPTS - 1
}
