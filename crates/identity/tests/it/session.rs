//! How long sessions live.

use chrono::TimeDelta;
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_identity::session::{Lifetimes, SessionState};

use crate::people::{at, noon};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

fn begun(kind: PrincipalKind) -> (Lifetimes, SessionState) {
    let lifetimes = Lifetimes::default_for(kind);
    let session = SessionState {
        epoch: 7,
        idle_until: lifetimes.idle_until(noon()),
        absolute_until: lifetimes.absolute_until(noon()),
        revoked_at: None,
    };
    (lifetimes, session)
}

fn alive(session: &SessionState, seconds: i64) -> bool {
    session.alive(PrincipalStatus::Active, 7, at(seconds))
}

#[test]
fn r153_an_idle_staff_session_ends_after_half_an_hour_and_a_users_after_a_day() {
    for (kind, idle) in [
        (PrincipalKind::Staff, 30 * MINUTE),
        (PrincipalKind::User, 24 * HOUR),
    ] {
        let (_, session) = begun(kind);
        assert!(alive(&session, 0) && alive(&session, idle - 1), "{kind}");
        assert!(!alive(&session, idle), "{kind}");
    }
}

#[test]
fn r153_no_use_carries_a_session_over_its_absolute_end() {
    for (kind, absolute) in [
        (PrincipalKind::Staff, 12 * HOUR),
        (PrincipalKind::User, 30 * 24 * HOUR),
    ] {
        let (lifetimes, mut session) = begun(kind);
        let mut time = 0;
        while alive(&session, time) {
            if let Some(idle_until) = session.touch(&lifetimes, at(time)) {
                session.idle_until = idle_until;
            }
            time += 10 * MINUTE;
        }
        assert_eq!(time, absolute, "{kind}");
    }
}

#[test]
fn pages_that_follow_each_other_within_a_minute_write_nothing() {
    let (lifetimes, session) = begun(PrincipalKind::Staff);
    for seconds in [0, 1, 60] {
        assert_eq!(session.touch(&lifetimes, at(seconds)), None);
    }
    assert_eq!(
        session.touch(&lifetimes, at(61)),
        Some(at(61 + 30 * MINUTE))
    );
}

#[test]
fn a_shorter_setting_binds_sessions_that_are_open() {
    let (_, session) = begun(PrincipalKind::User);
    let shorter = Lifetimes {
        idle: TimeDelta::minutes(5),
        absolute: TimeDelta::hours(1),
    };
    assert_eq!(session.touch(&shorter, noon()), Some(at(5 * MINUTE)));
}

#[test]
fn r158_another_epoch_ends_a_session() {
    let (_, session) = begun(PrincipalKind::User);
    for epoch in [6, 8, 0] {
        assert!(!session.alive(PrincipalStatus::Active, epoch, noon()));
    }
}

#[test]
fn r156_a_disabled_person_has_no_living_session() {
    let (_, session) = begun(PrincipalKind::User);
    assert!(!session.alive(PrincipalStatus::Disabled, 7, noon()));
}

#[test]
fn r154_a_revoked_session_is_dead() {
    let (_, mut session) = begun(PrincipalKind::User);
    session.revoked_at = Some(at(3600));
    assert!(!alive(&session, 0));
}

#[test]
fn the_absolute_end_binds_whatever_the_idle_limit_says() {
    let lifetimes = Lifetimes {
        idle: TimeDelta::hours(2),
        absolute: TimeDelta::hours(1),
    };
    assert_eq!(lifetimes.idle_until(noon()), at(HOUR));
    let session = SessionState {
        epoch: 7,
        idle_until: at(30 * MINUTE),
        absolute_until: at(HOUR),
        revoked_at: None,
    };
    assert_eq!(session.touch(&lifetimes, at(60)), Some(at(HOUR)));
    let overlong = SessionState {
        idle_until: at(2 * HOUR),
        ..session
    };
    assert!(!alive(&overlong, HOUR));
}
