//! Help for phones whose clock is wrong: how far, in plain words, and never a way in.

use innkeeper_module::{EnrolmentOutcome, Host as _, SecondFactor as _};

use super::{Person, account, typed};
use crate::Totp;

/// The direction and the seconds that the page tells somebody whose phone is that far ahead.
async fn told(ahead: i64) -> (String, i64) {
    let mut person = Person::new();
    let before = person.held.secret.clone();
    let rejection = person.types(&person.code_in(ahead)).await.err();
    let reason = rejection
        .expect("a code outside the window is refused")
        .reason;
    let changed = person.held.secret != before;
    assert_eq!(
        changed,
        reason.key != "totp-code-wrong",
        "what is told is used up, and nothing else"
    );
    let seconds = reason.args.get("seconds").and_then(|s| s.parse().ok());
    (reason.key, seconds.unwrap_or_default())
}

#[tokio::test]
async fn a_phone_that_is_95_seconds_behind_is_told_so() {
    let (key, seconds) = told(-95).await;
    assert_eq!(key, "totp-clock-behind");
    assert!((seconds - 95).abs() <= 30, "{seconds}");
}

#[tokio::test]
async fn a_phone_that_is_95_seconds_ahead_is_told_so() {
    let (key, seconds) = told(95).await;
    assert_eq!(key, "totp-clock-ahead");
    assert!((seconds - 95).abs() <= 30, "{seconds}");
}

#[tokio::test]
async fn every_distance_within_ten_minutes_is_told_within_half_a_minute() {
    for place in 2..=20 {
        let expected = place * 30;
        assert_eq!(
            told(-expected).await,
            ("totp-clock-behind".into(), expected)
        );
        assert_eq!(told(expected).await, ("totp-clock-ahead".into(), expected));
    }
}

#[tokio::test]
async fn beyond_ten_minutes_a_code_is_just_wrong() {
    for ahead in [-630, 630, -86_400, 86_400] {
        assert_eq!(told(ahead).await.0, "totp-code-wrong");
    }
}

#[tokio::test]
async fn a_wrong_code_is_wrong_and_nothing_more() {
    let mut person = Person::new();
    let nearby: Vec<String> = (-20..=20).map(|place| person.code(place)).collect();
    let far = (0..1_000_000).map(|n| format!("{n:06}"));
    let wrong = far
        .into_iter()
        .find(|code| !nearby.contains(code))
        .expect("one");
    assert_eq!(person.is_refused(&wrong).await, "totp-code-wrong");
}

/// With the RFCs' key, the steps 62075368 and 62075369 have the same code.
#[tokio::test]
async fn a_code_at_home_in_two_places_tells_nothing() {
    let mut person = Person::new();
    let now = chrono::DateTime::from_timestamp((62_075_369 + 9) * 30, 0);
    person.host.move_to(now.expect("a time"));
    assert_eq!(person.is_refused("235522").await, "totp-code-wrong");
}

#[tokio::test]
async fn what_was_told_is_told_once() {
    let mut person = Person::new();
    let late = person.code_in(-95);
    assert_eq!(person.is_refused(&late).await, "totp-clock-behind");
    assert_eq!(person.is_refused(&late).await, "totp-code-used");
}

#[tokio::test]
async fn help_never_lets_in_however_often_it_is_given() {
    let mut person = Person::new();
    for _ in 0..20 {
        let late = person.code_in(-95);
        assert_eq!(person.is_refused(&late).await, "totp-clock-behind");
        person.host.advance_seconds(30);
    }
    assert!(person.types(&person.code(0)).await.is_ok());
}

#[tokio::test]
async fn a_wrong_clock_is_told_at_enrolment_too() {
    for (ahead, key) in [(-95, "totp-clock-behind"), (95, "totp-clock-ahead")] {
        let person = Person::new();
        let (host, account) = (&person.host, account());
        let step = Totp
            .begin_enrolment(host, &account, &[])
            .await
            .expect("a step");
        let code = super::enrolment::shown_code(&step, host.now().timestamp() + ahead);
        let outcome = Totp
            .continue_enrolment(host, &account, &step.state, &typed(&code))
            .await;
        let Ok(EnrolmentOutcome::Rejected(rejection)) = outcome else {
            unreachable!("a code outside the window does not enrol")
        };
        assert_eq!(rejection.reason.key, key);
    }
}
