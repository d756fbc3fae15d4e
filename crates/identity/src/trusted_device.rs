//! Trusted devices (R130-R139): browsers in which a second factor was proved and is not asked for a while.
//!
//! A device is a series and a secret that changes with each use. Whoever comes with the series and an old
//! secret has a copy, or is the owner whose copy was used: both lose it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::assurance::Assurance;
use crate::policy::FactorPolicy;
use crate::principal::PrincipalKind;
use crate::session::Restriction;

/// How long a device is trusted; use never extends it (R134).
pub const LIFETIME: TimeDelta = TimeDelta::days(30);

/// How many devices of a person are trusted; the oldest makes room (R137).
pub const MAX_DEVICES: usize = 10;

/// How long the secret before the last one is excused from the same address (R135): two tabs at once.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);

/// Whether devices count for people of that kind: never for staff (R130), and not where a second factor
/// is required, for a trusted device is none (R138).
pub fn count_for(kind: PrincipalKind, allowed: bool, policy: &FactorPolicy) -> bool {
    allowed && kind == PrincipalKind::User && !policy.is_required()
}

/// Whether a sign-in that ended like this may trust its device (R131).
pub fn may_trust(class: Assurance, restriction: Restriction) -> bool {
    class >= Assurance::Strong && restriction == Restriction::None
}

/// A device as stored, as far as these rules look at it; hashes are compared by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presented {
    /// Whether the secret is the one that counts now.
    pub is_current: bool,
    /// Whether it is the one before, and comes from the address that used it.
    pub is_previous_from_there: bool,
    /// When the secret changed last.
    pub rotated_at: DateTime<Utc>,
    /// When trust ends.
    pub expires_at: DateTime<Utc>,
    /// The person's security epoch when the device was trusted.
    pub epoch: i64,
}

/// What a device's cookie comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No second factor is asked, and the secret changes.
    Trusted,
    /// No second factor is asked; the secret changed a moment ago.
    TrustedByGrace,
    /// A known series with a wrong secret: trust ends and the owner hears of it (R135).
    Stolen,
    /// Too old, or from before something that ends trust (R136).
    Over,
}

/// Judges what a browser presented for a series of the person's.
pub fn judge(presented: &Presented, epoch: i64, now: DateTime<Utc>) -> Verdict {
    let in_grace = now - presented.rotated_at < GRACE && presented.is_previous_from_there;
    if now >= presented.expires_at || presented.epoch != epoch {
        Verdict::Over
    } else if presented.is_current {
        Verdict::Trusted
    } else if in_grace {
        Verdict::TrustedByGrace
    } else {
        Verdict::Stolen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    const PRESENTED: Presented = Presented {
        is_current: true,
        is_previous_from_there: false,
        rotated_at: DateTime::UNIX_EPOCH,
        expires_at: DateTime::UNIX_EPOCH,
        epoch: 3,
    };

    fn presented() -> Presented {
        Presented {
            expires_at: at(0) + LIFETIME,
            ..PRESENTED
        }
    }

    #[test]
    fn r134_trust_ends_when_it_was_to_end() {
        let last = at(0) + LIFETIME - TimeDelta::seconds(1);
        assert_eq!(judge(&presented(), 3, last), Verdict::Trusted);
        assert_eq!(judge(&presented(), 3, at(0) + LIFETIME), Verdict::Over);
    }

    #[test]
    fn r135_an_old_secret_is_excused_for_ten_seconds_at_its_own_address() {
        let old = Presented {
            is_current: false,
            is_previous_from_there: true,
            ..presented()
        };
        assert_eq!(judge(&old, 3, at(9)), Verdict::TrustedByGrace);
        assert_eq!(judge(&old, 3, at(10)), Verdict::Stolen);
        let elsewhere = Presented {
            is_previous_from_there: false,
            ..old
        };
        assert_eq!(judge(&elsewhere, 3, at(1)), Verdict::Stolen);
    }

    #[test]
    fn r136_another_epoch_ends_trust_and_is_no_theft() {
        assert_eq!(judge(&presented(), 4, at(1)), Verdict::Over);
    }

    #[test]
    fn r130_r138_devices_count_for_users_to_whom_a_factor_is_no_duty() {
        let users = FactorPolicy::default_for(PrincipalKind::User);
        assert!(count_for(PrincipalKind::User, true, &users));
        assert!(!count_for(PrincipalKind::User, false, &users));
        let staff = FactorPolicy::default_for(PrincipalKind::Staff);
        assert!(!count_for(PrincipalKind::Staff, true, &users));
        assert!(!count_for(PrincipalKind::User, true, &staff), "required");
    }

    #[test]
    fn r131_only_a_real_factor_makes_a_device_trusted() {
        assert!(may_trust(Assurance::Strong, Restriction::None));
        assert!(!may_trust(Assurance::Basic, Restriction::None));
        assert!(!may_trust(Assurance::Recovery, Restriction::Recovery));
        assert!(!may_trust(Assurance::Strong, Restriction::EnrolOnly));
    }
}
