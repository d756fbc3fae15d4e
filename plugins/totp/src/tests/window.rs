//! R47 to R51: which steps are accepted, and that each is accepted once.

use chrono::DateTime;
use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Answers, ChallengeOutcome, Failure, Host as _};

use super::{Person, typed};

#[tokio::test]
async fn r47_the_step_before_and_the_step_after_are_accepted() {
    for place in -4..=4_i64 {
        let mut person = Person::new();
        let accepted = person.types(&person.code(place)).await.is_ok();
        assert_eq!(accepted, place.abs() <= 1, "{place} steps from now");
    }
}

#[tokio::test]
async fn r47_the_window_is_the_providers_choice_from_0_to_2() {
    for (window, reach) in [("0", 0), ("1", 1), ("2", 2)] {
        for place in -4..=4_i64 {
            let mut person = Person::with_window(window);
            let accepted = person.types(&person.code(place)).await.is_ok();
            assert_eq!(accepted, place.abs() <= reach, "{place} in window {window}");
        }
    }
}

#[tokio::test]
async fn r47_the_window_ends_to_the_second() {
    let person = Person::new();
    let start = person.host.now().timestamp().div_euclid(30) * 30;
    let code = person.code(0);
    for (seconds, right) in [(-31, false), (-30, true), (59, true), (60, false)] {
        let mut person = Person::new();
        let now = DateTime::from_timestamp(start + seconds, 0).expect("a time");
        person.host.move_to(now);
        assert_eq!(
            person.types(&code).await.is_ok(),
            right,
            "{seconds} s from its start"
        );
    }
}

#[tokio::test]
async fn a_window_that_means_nothing_stops_the_factor_instead_of_widening_it() {
    for window in ["3", "-1", "", "one", "1.5", "99999999999999999999"] {
        let person = Person::with_window(window);
        let outcome = person.answers(&typed(&person.code(0))).await;
        assert!(
            matches!(outcome, Err(Failure::Misconfigured(_))),
            "{window}"
        );
        assert_eq!(person.host.logs().len(), 1);
    }
}

#[tokio::test]
async fn r48_a_code_is_accepted_once() {
    let mut person = Person::new();
    let code = person.code(0);
    assert!(person.types(&code).await.is_ok());
    assert_eq!(person.is_refused(&code).await, "totp-code-used");
    person.host.advance_seconds(30);
    assert_eq!(person.is_refused(&code).await, "totp-code-used");
}

#[tokio::test]
async fn r48_a_spent_code_is_called_spent_even_after_the_window() {
    let mut person = Person::new();
    let code = person.code(0);
    assert!(person.types(&code).await.is_ok());
    person.host.advance_seconds(180);
    assert_eq!(person.is_refused(&code).await, "totp-code-used");
}

#[tokio::test]
async fn r49_after_the_next_code_the_present_and_the_last_one_are_refused() {
    let mut person = Person::new();
    let codes = [person.code(-1), person.code(0)];
    assert!(person.types(&person.code(1)).await.is_ok());
    for code in codes {
        assert_eq!(person.is_refused(&code).await, "totp-code-used");
    }
}

#[tokio::test]
async fn r50_the_mark_outlives_a_server_clock_that_is_set_back() {
    let mut person = Person::new();
    assert!(person.types(&person.code(0)).await.is_ok());
    person.host.advance_seconds(-86_400);
    assert_eq!(person.is_refused(&person.code(0)).await, "totp-code-used");
    person.host.advance_seconds(86_400 + 60);
    assert!(person.types(&person.code(0)).await.is_ok());
}

#[tokio::test]
async fn r48_two_tries_at_once_leave_the_same_mark_so_that_one_of_them_loses() {
    let person = Person::new();
    let code = typed(&person.code(0));
    let (first, second) = tokio::join!(person.answers(&code), person.answers(&code));
    let (Ok(ChallengeOutcome::Accepted(first)), Ok(ChallengeOutcome::Accepted(second))) =
        (first, second)
    else {
        unreachable!("the module alone cannot know of the other try")
    };
    assert!(first.secret == second.secret);
    assert!(first.secret != person.held.secret);
}

/// With the RFCs' key, the steps 62075368 and 62075369 have the same code.
#[tokio::test]
async fn r48_a_code_of_two_neighbouring_steps_spends_both() {
    let now = DateTime::from_timestamp(62_075_368 * 30, 0).expect("a time");
    let mut person = Person::new();
    person.host.move_to(now);
    assert!(person.types("235522").await.is_ok());
    assert_eq!(person.credential().last_step, Some(62_075_369));
    person.host.advance_seconds(30);
    assert_eq!(person.is_refused("235522").await, "totp-code-used");
}

#[tokio::test]
async fn no_answer_at_all_is_a_counted_failure() {
    let person = Person::new();
    let outcome = person.answers(&Answers::default()).await;
    let Ok(ChallengeOutcome::Rejected(rejection)) = outcome else {
        unreachable!("a missing code is rejected")
    };
    assert!(rejection.counts);
    assert_eq!(rejection.reason.key, "totp-code-format");
}

#[tokio::test]
async fn a_clock_before_1970_is_no_reason_to_panic() {
    let host = FakeHost::at(DateTime::from_timestamp(-86_400, 0).expect("a time"));
    let mut person = Person::new();
    person.host = host;
    assert_eq!(person.is_refused("123456").await, "totp-code-wrong");
}
