//! What holds for any key, time, drift and code.

use chrono::{DateTime, Utc};
use innkeeper_module::Secret;
use proptest::prelude::*;

use crate::Algorithm;
use crate::credential::{Credential, Drift};
use crate::verify::{Verdict, Window, judge};

pub(super) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a time")
}

pub(super) fn credential(key: &[u8], drift: Drift) -> Credential {
    let credential = Credential::new(Secret::new(key), Algorithm::Sha1, 6);
    let mut credential = credential.expect("a sound key");
    credential.drift = drift;
    credential
}

pub(super) fn code(credential: &Credential, step: i64) -> Secret {
    let code = credential.codes(std::iter::once(step)).next();
    code.flatten().expect("a code after 1970")
}

/// The step that a code was accepted for.
pub(super) fn accepted(verdict: &Verdict) -> Option<i64> {
    match verdict {
        Verdict::Accepted { credential, .. } => credential.last_step,
        _ => None,
    }
}

fn drifts() -> impl Strategy<Value = Drift> {
    (-20..=20_i64, -2..=2_i64, -2..=2_i64).prop_map(|(base, follows, streak)| Drift {
        offset: base + follows,
        base,
        streak,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_code_of_a_step_outside_the_window_is_not_accepted(
        key in any::<[u8; 20]>(),
        seconds in 3_000_i64..=40_000_000_000,
        drift in drifts(),
        width in 0..=2_i64,
        place in -60..=60_i64,
    ) {
        let credential = credential(&key, drift);
        let window = Window::new(width).expect("a window");
        let present = seconds.div_euclid(30);
        let code = code(&credential, present + place);
        let verdict = judge(&credential, &code, at(seconds), window);
        let inside = place == 0 || (width > 0 && (place - drift.offset).abs() <= width);
        match accepted(&verdict) {
            None => prop_assert!(!inside),
            // Once in a million another step of the window has the same code.
            Some(step) => prop_assert!(inside || step != present + place),
        }
    }

    #[test]
    fn whatever_is_accepted_is_the_code_of_a_step_in_the_window_after_the_last(
        key in any::<[u8; 20]>(),
        seconds in 3_000_i64..=40_000_000_000,
        drift in drifts(),
        typed in 0..1_000_000_u32,
        since in -4..=4_i64,
        place in proptest::option::of(-4..=4_i64),
    ) {
        let mut credential = credential(&key, drift);
        let present = seconds.div_euclid(30);
        credential.last_step = Some(present + since);
        let typed = match place {
            Some(place) => code(&credential, present + place),
            None => format!("{typed:06}").into(),
        };
        let verdict = judge(&credential, &typed, at(seconds), Window::default());
        if let Some(step) = accepted(&verdict) {
            prop_assert!(step > present + since);
            prop_assert!((step - present - drift.offset).abs() <= 1 || step == present);
            prop_assert!(code(&credential, step) == typed);
        }
    }

    #[test]
    fn a_code_is_accepted_once_at_most(
        key in any::<[u8; 20]>(),
        start in 3_000_i64..=4_000_000_000,
        drift in drifts(),
        tries in proptest::collection::vec((0..90_i64, -3..=3_i64), 1..40),
    ) {
        let mut credential = credential(&key, drift);
        let mut now = start;
        let mut spent = Vec::new();
        for (wait, place) in tries {
            now += wait;
            let place = place + credential.drift.offset;
            let code = code(&credential, now.div_euclid(30) + place);
            let verdict = judge(&credential, &code, at(now), Window::default());
            if let Verdict::Accepted { credential: next, .. } = verdict {
                let step = next.last_step.expect("a mark");
                prop_assert!(spent.iter().all(|earlier| *earlier < step));
                spent.push(step);
                let again = judge(&next, &code, at(now), Window::default());
                prop_assert!(accepted(&again).is_none());
                credential = next;
            }
        }
    }
}
