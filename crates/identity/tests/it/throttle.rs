//! How often anybody may try: the tables.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::throttle::{
    Rules, State, ThrottleScope, Verdict, Wait, account_lock_binds, account_subject, admit,
    after_failure, after_success, ip_subject, password_subject, rules,
};

use crate::people::{at, noon};

/// A counter that is used in the order that the rules ask for.
pub struct Counter {
    pub rules: Rules,
    pub state: Option<State>,
}

impl Counter {
    pub fn new(scope: ThrottleScope) -> Self {
        Self {
            rules: rules(scope),
            state: None,
        }
    }

    /// One attempt; what it costs, or how long to wait.
    pub fn attempt(&mut self, now: DateTime<Utc>, right: bool) -> Result<Verdict, Wait> {
        admit(self.state.as_ref(), now)?;
        let mut raised = self
            .state
            .unwrap_or_else(|| State::new(now))
            .raised(&self.rules, now);
        let verdict = after_failure(&self.rules, &raised, now);
        raised.locked_until = verdict.locked_until;
        self.state = Some(if right {
            after_success(&self.rules, &raised)
        } else {
            raised
        });
        Ok(verdict)
    }

    /// Fails as early as admitted, from `now` on; the waits in seconds after each failure.
    pub fn fail_times(&mut self, times: usize) -> Vec<i64> {
        let mut now = noon();
        (0..times)
            .map(|_| {
                let verdict = self.attempt(now, false).unwrap();
                let free = verdict.locked_until.unwrap_or(now).max(now);
                let wait = (free - now).num_seconds();
                now = free;
                wait
            })
            .collect()
    }
}

#[test]
fn r32_waits_double_from_the_fourth_failure_and_the_tenth_costs_a_quarter_of_an_hour() {
    for scope in [ThrottleScope::Credential, ThrottleScope::Password] {
        let waits = Counter::new(scope).fail_times(21);
        assert_eq!(
            waits,
            [
                0, 0, 0, 1, 2, 4, 8, 16, 32, 900, 128, 256, 512, 900, 900, 900, 900, 900, 900, 900,
                900
            ],
            "{scope}"
        );
    }
}

#[test]
fn r31_a_hundred_failures_in_a_row_disable_the_factor() {
    let mut counter = Counter::new(ThrottleScope::Credential);
    let mut now = noon();
    for n in 1..=101 {
        now += TimeDelta::hours(7);
        assert_eq!(
            counter.attempt(now, false).unwrap().disable,
            n >= 100,
            "{n}"
        );
    }
}

#[test]
fn r32_twenty_failures_in_a_day_lock_the_account_for_an_hour() {
    let mut counter = Counter::new(ThrottleScope::Account);
    let waits = counter.fail_times(22);
    assert!(waits[..19].iter().all(|wait| *wait == 0));
    assert_eq!(waits[19..], [3600, 3600, 3600]);
}

#[test]
fn a_patient_attacker_has_few_tries_in_a_day() {
    let mut counter = Counter::new(ThrottleScope::Account);
    let tries = (0..24 * 60)
        .filter(|minute| counter.attempt(at(minute * 60), false).is_ok())
        .count();
    assert!(tries <= 20 + 24, "{tries}");
}

#[test]
fn r32_an_account_lock_does_not_bind_passkeys() {
    for class in Assurance::ALL {
        let expected = *class != Assurance::PhishingResistant;
        assert_eq!(account_lock_binds(*class), expected);
    }
}

#[test]
fn r33_the_account_forgets_nothing_because_of_a_success() {
    let mut counter = Counter::new(ThrottleScope::Account);
    for n in 0..19 {
        counter.attempt(at(n), false).unwrap();
        counter.attempt(at(n), true).unwrap();
    }
    let verdict = counter.attempt(at(20), false).unwrap();
    assert_eq!(verdict.locked_until, Some(at(20 + 3600)));
}

#[test]
fn r33_a_right_password_does_not_clear_its_network() {
    let mut counter = Counter::new(ThrottleScope::PasswordIp);
    for n in 0..50 {
        counter.attempt(at(n), true).unwrap();
        counter.attempt(at(n), false).unwrap();
    }
    assert_eq!(counter.attempt(at(60), true), Err(Wait { until: at(600) }));
}

#[test]
fn r43_a_hundred_wrong_pairs_in_three_hours_shut_a_network_out_for_an_hour() {
    let mut counter = Counter::new(ThrottleScope::Stuffing);
    counter.fail_times(99);
    assert_eq!(counter.state.unwrap().locked_until, None);
    counter.fail_times(1);
    let until = counter.state.unwrap().locked_until.unwrap();
    let again = counter.attempt(until, false).unwrap();
    assert_eq!(
        again.locked_until,
        Some(until + TimeDelta::hours(1)),
        "the list goes on"
    );
    let later = noon() + TimeDelta::hours(4);
    assert!(
        counter.attempt(later, false).unwrap().locked_until < Some(later),
        "another window"
    );
}

#[test]
fn r35_during_a_lock_nothing_is_admitted_and_nothing_counted() {
    let mut counter = Counter::new(ThrottleScope::Credential);
    counter.fail_times(10);
    let before = counter.state;
    let until = before.unwrap().locked_until.unwrap();
    for right in [true, false] {
        let just_before = until - TimeDelta::microseconds(1);
        assert_eq!(counter.attempt(just_before, right), Err(Wait { until }));
        assert_eq!(counter.state, before);
    }
    assert!(counter.attempt(until, true).is_ok());
    assert_eq!(counter.state.unwrap().streak, 0);
}

#[test]
fn r36_no_number_of_wrong_passwords_from_everywhere_locks_the_owner_out() {
    let mut counter = Counter::new(ThrottleScope::PasswordAccount);
    for n in 0..10_000_i64 {
        let verdict = counter.attempt(at(n / 100), false).unwrap();
        let expected = (n >= 19).then(|| TimeDelta::seconds(1));
        assert_eq!(
            (verdict.locked_until, verdict.slow_by, verdict.disable),
            (None, expected, false)
        );
    }
}

#[test]
fn r36_wrong_passwords_lock_the_network_that_they_come_from_and_no_other() {
    let subject =
        |ip: &str| password_subject(PrincipalKind::User, "ada@example.com", ip.parse().unwrap());
    assert_ne!(subject("203.0.113.7"), subject("203.0.113.8"));
    assert_eq!(subject("2001:db8::1"), subject("2001:db8::2"));
}

#[test]
fn a_streak_of_passwords_is_forgotten_after_a_day_and_one_of_factors_never() {
    for (scope, streak) in [(ThrottleScope::Password, 1), (ThrottleScope::Credential, 4)] {
        let mut counter = Counter::new(scope);
        for n in [0, 1, 2, 24 * 3600] {
            counter.attempt(at(n), false).unwrap();
        }
        assert_eq!(counter.state.unwrap().streak, streak, "{scope}");
    }
}

#[test]
fn r42_an_address_has_thirty_second_factors_a_minute_and_fifty_in_ten() {
    for (scope, limit, seconds) in [
        (ThrottleScope::Ip, 50, 600),
        (ThrottleScope::IpMinute, 30, 60),
        (ThrottleScope::Register, 10, 3600),
        (ThrottleScope::Reset, 3, 3600),
    ] {
        let mut counter = Counter::new(scope);
        for _ in 0..limit {
            counter.attempt(noon(), true).unwrap();
        }
        let wait = counter.attempt(at(1), true).unwrap_err();
        assert_eq!(wait.until, at(seconds), "{scope}");
        assert!(counter.attempt(at(seconds), true).is_ok(), "{scope}");
    }
}

#[test]
fn r38_a_wait_is_told_in_whole_seconds_and_never_too_short() {
    let wait = Wait { until: at(10) };
    for (millis, seconds) in [
        (0, 10),
        (1, 10),
        (999, 10),
        (1000, 9),
        (9999, 1),
        (10_000, 1),
        (99_999, 1),
    ] {
        assert_eq!(
            wait.seconds(noon() + TimeDelta::milliseconds(millis)),
            seconds,
            "{millis}"
        );
    }
}

#[test]
fn r29_addresses_are_counted_by_network() {
    for (ip, subject) in [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
    ] {
        assert_eq!(ip_subject(ip.parse::<IpAddr>().unwrap()), subject);
    }
}

#[test]
fn a_user_and_a_staff_member_of_one_address_are_counted_apart() {
    assert_ne!(
        account_subject(PrincipalKind::User, "ada@example.com"),
        account_subject(PrincipalKind::Staff, "ada@example.com")
    );
}

#[test]
fn a_lock_that_stands_is_never_shortened() {
    let raised = State {
        streak: 5,
        locked_until: Some(at(500)),
        ..State::new(noon())
    };
    let verdict = after_failure(&rules(ThrottleScope::Credential), &raised, noon());
    assert_eq!(verdict.locked_until, Some(at(500)));
}

#[test]
fn an_owner_who_gets_it_right_after_an_account_lock_is_not_locked_again() {
    let mut counter = Counter::new(ThrottleScope::Account);
    counter.fail_times(20);
    let until = counter.state.unwrap().locked_until.unwrap();
    counter.attempt(until, true).unwrap();
    let state = counter.state.unwrap();
    assert_eq!((state.window_count, state.locked_until), (20, None));
    let verdict = counter.attempt(until, false).unwrap();
    assert_eq!(verdict.locked_until, Some(until + TimeDelta::hours(1)));
}

#[test]
fn r33_a_success_forgives_none_of_the_failures_beside_it() {
    let rules = rules(ThrottleScope::PasswordIp);
    let own = State::new(noon()).raised(&rules, noon());
    let current = (0..40).fold(own, |state, _| state.raised(&rules, noon()));
    assert_eq!(after_success(&rules, &current).window_count, 40);
}
