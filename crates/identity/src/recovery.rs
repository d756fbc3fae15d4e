//! Recovery: what becomes of the request of somebody who lost every second factor (R181).
//!
//! Whoever asks gives the password, and then proves the mailbox; staff look at the request, one or two
//! of them approve, a waiting time may follow, and then the factors are reset. Until that moment it can
//! be called off.

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids::PrincipalId;
use crate::text_enum::text_enum;

/// How long the link works that proves the mailbox.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// How long a request waits for staff.
pub const REQUEST_LIFETIME: TimeDelta = TimeDelta::days(14);

/// The longest waiting time that can be set, in hours.
pub const MAX_WAIT_HOURS: u32 = 168;

text_enum! {
    /// How far a request came.
    pub enum RecoveryState {
        /// The password was right; the mailbox is still to be proved.
        Asked => "asked",
        /// It is for staff to look at.
        Open => "open",
        /// One staff member approved; another one has to.
        Approved => "approved",
        /// Approved; the factors will be reset when the waiting time is over.
        Waiting => "waiting",
        /// The factors were reset.
        Done => "done",
        /// Staff said no.
        Refused => "refused",
        /// It was called off.
        Cancelled => "cancelled",
        /// Nobody went on with it in time.
        Expired => "expired",
    }
}

impl RecoveryState {
    /// Whether staff still have to do something about it.
    pub const fn is_for_review(self) -> bool {
        matches!(self, Self::Open | Self::Approved)
    }

    /// Whether it may still lead to a reset, and so can be called off.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::Approved | Self::Waiting)
    }
}

/// What the provider asks for before a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Whether a second staff member must approve.
    pub second_approver: bool,
    /// How long the owner of the account can call it off after that.
    pub wait: TimeDelta,
}

/// What an approval leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Another staff member has to approve.
    Second,
    /// The factors are reset at that moment.
    Wait(DateTime<Utc>),
    /// The factors are reset now.
    Reset,
}

/// Why an approval does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotApproved {
    /// The request is not for staff to look at any more.
    #[error("the request is not open")]
    NotOpen,
    /// The second approval must be another person's.
    #[error("the same person approved already")]
    SamePerson,
}

/// What becomes of a request that `by` approves, where `first` approved it already.
pub fn approve(
    state: RecoveryState,
    first: Option<PrincipalId>,
    by: PrincipalId,
    rules: Rules,
    now: DateTime<Utc>,
) -> Result<Approval, NotApproved> {
    if !state.is_for_review() {
        return Err(NotApproved::NotOpen);
    }
    match first {
        None if rules.second_approver => return Ok(Approval::Second),
        Some(first) if first == by => return Err(NotApproved::SamePerson),
        None | Some(_) => {}
    }
    Ok(if rules.wait > TimeDelta::zero() {
        Approval::Wait(now + rules.wait)
    } else {
        Approval::Reset
    })
}

/// Whether a request's factors are to be reset now.
pub fn is_due(state: RecoveryState, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    state == RecoveryState::Waiting && until.is_some_and(|until| now >= until)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn person(number: u8) -> PrincipalId {
        PrincipalId::new(NOW, [number; 10])
    }

    fn rules(second_approver: bool, hours: i64) -> Rules {
        Rules {
            second_approver,
            wait: TimeDelta::hours(hours),
        }
    }

    #[test]
    fn r181_one_approval_resets_or_begins_the_waiting_time() {
        let approved = |hours| {
            approve(
                RecoveryState::Open,
                None,
                person(1),
                rules(false, hours),
                NOW,
            )
        };
        assert_eq!(approved(0), Ok(Approval::Reset));
        assert_eq!(approved(24), Ok(Approval::Wait(NOW + TimeDelta::hours(24))));
    }

    #[test]
    fn r181_where_two_must_approve_they_are_two_people() {
        let (state, rules) = (RecoveryState::Approved, rules(true, 0));
        let first = approve(RecoveryState::Open, None, person(1), rules, NOW);
        assert_eq!(first, Ok(Approval::Second));
        let again = approve(state, Some(person(1)), person(1), rules, NOW);
        assert_eq!(again, Err(NotApproved::SamePerson));
        let other = approve(state, Some(person(1)), person(2), rules, NOW);
        assert_eq!(other, Ok(Approval::Reset));
        let relaxed = Rules {
            second_approver: false,
            ..rules
        };
        let again = approve(state, Some(person(1)), person(1), relaxed, NOW);
        assert_eq!(
            again,
            Err(NotApproved::SamePerson),
            "it began under the rule"
        );
    }

    #[test]
    fn nothing_comes_of_a_request_that_is_over_or_not_proved() {
        for state in RecoveryState::ALL {
            let outcome = approve(*state, None, person(1), rules(false, 0), NOW);
            assert_eq!(outcome.is_ok(), state.is_for_review(), "{state}");
            assert!(!state.is_for_review() || state.is_pending(), "{state}");
            let due = is_due(*state, Some(NOW), NOW);
            assert_eq!(due, *state == RecoveryState::Waiting, "{state}");
        }
        let later = Some(NOW + TimeDelta::seconds(1));
        assert!(!is_due(RecoveryState::Waiting, later, NOW));
        assert!(!is_due(RecoveryState::Waiting, None, NOW));
    }
}
