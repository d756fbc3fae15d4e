//! When people are asked to try a new factor out, and how often they may.

use chrono::TimeDelta;
use innkeeper_identity::check_up::{is_due, may_try};
use innkeeper_identity::step_up::ends_session;

use crate::people::noon;

#[test]
fn r16_people_are_asked_from_the_second_day_to_the_28th() {
    let asked = |days, minutes| {
        let age = TimeDelta::days(days) + TimeDelta::minutes(minutes);
        is_due(noon(), None, noon() + age)
    };
    assert!(!asked(0, 0));
    assert!(!asked(1, -1));
    assert!(asked(1, 0));
    assert!(asked(28, -1));
    assert!(!asked(28, 0));
    assert!(!asked(0, -10), "a clock that is behind asks nobody");
}

#[test]
fn r16_who_puts_it_off_is_left_alone_for_a_week() {
    let skipped = noon() + TimeDelta::days(3);
    let asked = |days| is_due(noon(), Some(skipped), noon() + TimeDelta::days(days));
    let days: Vec<i64> = (3..30).filter(|day| asked(*day)).collect();
    assert_eq!(days, (10..28).collect::<Vec<_>>());
}

#[test]
fn r145_no_check_up_is_the_failure_that_ends_a_session() {
    for failures in (0..10).filter(|failures| may_try(*failures)) {
        assert!(!ends_session(failures + 1), "{failures}");
    }
    assert!(may_try(0) && !may_try(4));
}
