//! What the help for clocks gives away is never accepted, and costs nothing else.

use chrono::{DateTime, Utc};
use innkeeper_module::Secret;
use proptest::prelude::*;

use super::Person;
use super::properties::{accepted, at, code, credential};
use crate::credential::{Credential, Drift};
use crate::verify::{Resync, Verdict, Window, judge, resync};

#[tokio::test]
async fn a_code_that_was_told_to_be_right_later_is_refused_when_its_time_comes() {
    for (window, reach) in [("0", 0), ("1", 1), ("2", 2)] {
        for place in reach + 1..=20 {
            let mut person = Person::with_window(window);
            let told = person.code(place);
            for left in (-10..=place).rev() {
                let early = left > reach;
                let expected = if early {
                    "totp-clock-ahead"
                } else {
                    "totp-code-used"
                };
                assert_eq!(
                    person.is_refused(&told).await,
                    expected,
                    "{left} of {place}"
                );
                person.host.advance_seconds(30);
            }
        }
    }
}

#[tokio::test]
async fn the_codes_around_a_burnt_one_still_open() {
    for place in [-1, 1] {
        let mut person = Person::new();
        let (told, other) = (person.code(4), person.code(4 + place));
        assert_eq!(person.is_refused(&told).await, "totp-clock-ahead");
        person.host.advance_seconds(120);
        assert_eq!(person.is_refused(&told).await, "totp-code-used");
        assert!(person.types(&other).await.is_ok(), "{place}");
        assert!(person.types(&told).await.is_err());
    }
}

#[tokio::test]
async fn signing_in_before_the_burnt_step_does_not_forget_it() {
    let mut person = Person::new();
    let told = person.code(6);
    assert_eq!(person.is_refused(&told).await, "totp-clock-ahead");
    assert!(person.types(&person.code(0)).await.is_ok());
    person.host.advance_seconds(180);
    assert_eq!(person.is_refused(&told).await, "totp-code-used");
    assert!(person.types(&person.code(1)).await.is_ok());
}

#[tokio::test]
async fn the_same_hint_twice_burns_once() {
    let mut person = Person::new();
    let told = person.code(6);
    assert!(
        person
            .types(&told)
            .await
            .err()
            .is_some_and(|first| first.spends.is_some())
    );
    let again = person.types(&told).await.err().expect("refused");
    assert_eq!(again.reason.key, "totp-clock-ahead");
    assert!(again.spends.is_none());
}

#[tokio::test]
async fn what_was_burnt_stays_so_when_the_clock_is_set_back() {
    let mut person = Person::new();
    let told = person.code(4);
    assert_eq!(person.is_refused(&told).await, "totp-clock-ahead");
    person.host.advance_seconds(86_400);
    let tomorrow = person.code(4);
    assert_eq!(person.is_refused(&tomorrow).await, "totp-clock-ahead");
    person.host.advance_seconds(120 - 86_400);
    assert_eq!(person.is_refused(&told).await, "totp-code-used");
}

#[tokio::test]
async fn where_no_more_can_be_burnt_nothing_more_is_told() {
    let mut person = Person::new();
    let mut told = Vec::new();
    for place in 2..=20 {
        let code = person.code(place);
        let reason = person.is_refused(&code).await;
        let expected = if told.len() < 16 {
            "totp-clock-ahead"
        } else {
            "totp-code-wrong"
        };
        assert_eq!(reason, expected, "{place}");
        told.push(code);
    }
    assert!(person.held.secret.bytes().len() < 2048);
    person.host.advance_seconds(1800);
    assert_eq!(
        person.is_refused(&person.code(5)).await,
        "totp-clock-ahead",
        "time makes room"
    );
    assert!(person.types(&person.code(0)).await.is_ok());
}

#[tokio::test]
async fn what_was_stored_before_steps_were_burnt_is_read_and_written_as_it_was() {
    let person = Person::new();
    let text = person.held.secret.text().expect("JSON");
    assert!(!text.contains("burnt"));
    assert!(
        person
            .credential()
            .seal()
            .is_ok_and(|again| again == person.held.secret)
    );
}

/// What was told, each with its code.
type Told = Vec<(i64, Secret)>;

/// Types a code as the panel has it typed, and notes what is told of a time to come.
fn types(credential: Credential, code: &Secret, now: DateTime<Utc>, told: &mut Told) -> Credential {
    match judge(&credential, code, now, Window::new(2).expect("a window")) {
        Verdict::Accepted { credential, .. } => credential,
        Verdict::ElsewhereInTime { seconds, burnt } => {
            told.push(((now.timestamp() + seconds).div_euclid(30), code.clone()));
            burnt.unwrap_or(credential)
        }
        _ => credential,
    }
}

/// A phone so many steps off is resynchronised, if its codes are new.
fn resynchronised(credential: Credential, now: i64, place: i64) -> Credential {
    let step = now.div_euclid(30) + place;
    let [first, second] = [code(&credential, step - 1), code(&credential, step)];
    match resync(&credential, [&first, &second], at(now)) {
        Resync::Found { credential, .. } => credential,
        Resync::Used | Resync::Wrong => credential,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn nothing_that_was_told_is_ever_accepted(
        key in any::<[u8; 20]>(),
        start in 100_000_i64..=4_000_000_000,
        tries in proptest::collection::vec((-400..900_i64, -20..=20_i64, any::<bool>()), 1..20),
    ) {
        let mut credential = credential(&key, Drift::default());
        let (mut now, mut told) = (start, Told::new());
        for (wait, place, resyncs) in tries {
            now += wait;
            let typed = code(&credential, now.div_euclid(30) + place);
            credential = types(credential, &typed, at(now), &mut told);
            if resyncs {
                credential = resynchronised(credential, now, place);
            }
            prop_assert!(Credential::open(&credential.seal().expect("sealed")).is_ok(), "bounded");
            for (step, code) in &told {
                let verdict = judge(&credential, code, at(step * 30), Window::default());
                prop_assert!(accepted(&verdict) != Some(*step));
            }
        }
        // At every time at which some clock could make the step right.
        for (step, code) in &told {
            for away in (-24..=24).step_by(3) {
                let verdict = judge(&credential, code, at((step + away) * 30), Window::default());
                prop_assert!(accepted(&verdict) != Some(*step));
            }
        }
    }
}
