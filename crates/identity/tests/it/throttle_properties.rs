//! How often anybody may try: what holds whatever happens in whatever order.

use chrono::TimeDelta;
use innkeeper_identity::throttle::{Lock, ThrottleScope, admit};
use proptest::prelude::*;

use crate::people::noon;
use crate::throttle::Counter;

fn any_scope() -> impl Strategy<Value = ThrottleScope> {
    proptest::sample::select(ThrottleScope::ALL)
}

/// Seconds between two attempts: mostly short, sometimes days.
fn any_pause() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0..5_i64, 2 => 0..2_000_i64, 1 => 0..500_000_i64]
}

proptest! {
    #[test]
    fn r35_a_lock_admits_nobody_and_changes_nothing(
        scope in any_scope(),
        attempts in proptest::collection::vec((any_pause(), any::<bool>()), 1..200),
    ) {
        let mut counter = Counter::new(scope);
        let mut now = noon();
        for (pause, right) in attempts {
            now += TimeDelta::seconds(pause);
            let before = counter.state;
            let locked = before.and_then(|state| state.locked_until).is_some_and(|until| now < until);
            let outcome = counter.attempt(now, right);
            prop_assert_eq!(outcome.is_err(), locked);
            if let Err(wait) = outcome {
                prop_assert!(wait.until > now);
                prop_assert_eq!(counter.state, before);
            }
        }
    }

    #[test]
    fn failures_never_lower_a_streak_nor_shorten_a_lock(
        pauses in proptest::collection::vec(any_pause(), 1..200),
    ) {
        let mut counter = Counter::new(ThrottleScope::Credential);
        let mut now = noon();
        for pause in pauses {
            now += TimeDelta::seconds(pause);
            let before = counter.state;
            if counter.attempt(now, false).is_ok() {
                let after = counter.state.unwrap();
                prop_assert_eq!(after.streak, before.map_or(0, |state| state.streak) + 1);
                prop_assert!(after.locked_until >= before.and_then(|state| state.locked_until));
            }
        }
    }

    #[test]
    fn r31_the_hundredth_failure_disables_however_long_it_takes(
        pauses in proptest::collection::vec(any_pause(), 100..300),
    ) {
        let mut counter = Counter::new(ThrottleScope::Credential);
        let mut now = noon();
        let mut failures = 0;
        for pause in pauses {
            now += TimeDelta::seconds(pause);
            if let Err(wait) = admit(counter.state.as_ref(), now) {
                now = wait.until;
            }
            let verdict = counter.attempt(now, false).unwrap();
            failures += 1;
            prop_assert_eq!(verdict.disable, failures >= 100);
        }
    }

    #[test]
    fn r31_r33_only_a_success_with_the_factor_itself_ends_its_streak(
        attempts in proptest::collection::vec((any_pause(), 0..12_u8), 1..200),
    ) {
        let mut own = Counter::new(ThrottleScope::Credential);
        let mut other = Counter::new(ThrottleScope::Credential);
        let mut now = noon();
        let mut expected = 0;
        for (pause, kind) in attempts {
            now += TimeDelta::seconds(pause);
            match kind {
                0 if own.attempt(now, true).is_ok() => expected = 0,
                1..=3 => drop(other.attempt(now, true)),
                4.. if own.attempt(now, false).is_ok() => expected += 1,
                _ => {}
            }
            prop_assert_eq!(own.state.map_or(0, |state| state.streak), expected);
        }
    }

    #[test]
    fn r30_of_a_hundred_guesses_at_once_four_are_checked(scope in proptest::sample::select(
        &[ThrottleScope::Credential, ThrottleScope::Password][..]
    )) {
        let mut counter = Counter::new(scope);
        let checked = (0..100).filter(|_| counter.attempt(noon(), false).is_ok()).count();
        prop_assert_eq!(checked, 4);
    }

    #[test]
    fn no_window_admits_more_than_its_limit(
        scope in any_scope(),
        pauses in proptest::collection::vec(0..40_i64, 1..400),
    ) {
        let mut counter = Counter::new(scope);
        let mut now = noon();
        let mut admitted = std::collections::BTreeMap::new();
        for pause in pauses {
            now += TimeDelta::seconds(pause);
            if counter.attempt(now, false).is_ok() {
                *admitted.entry(counter.state.unwrap().window_start).or_insert(0_i64) += 1;
            }
        }
        // A lock that ends before its window admits one more at a time.
        if !matches!(counter.rules.lock, Lock::For(_)) {
            prop_assert!(admitted.values().all(|count| *count <= counter.rules.limit));
        }
    }
}
