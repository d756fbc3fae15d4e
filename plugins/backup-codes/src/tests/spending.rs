//! R63, R64, R69 and R70: a code works once, for its owner, and the rest are counted.

use std::collections::BTreeSet;

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{ChallengeOutcome, Failure};

use super::{Person, answers};
use crate::set::CodeSet;

fn remaining(person: &Person) -> usize {
    let set = CodeSet::open(&person.held.secret).expect("a sound set");
    set.remaining()
}

#[tokio::test]
async fn r63_each_code_works_once() {
    let mut person = Person::new().await;
    for code in person.codes.clone() {
        assert!(person.types(&code).await.is_ok());
        assert_eq!(person.is_refused(&code).await, "backup-codes-spent");
    }
    assert_eq!(remaining(&person), 0);
    for code in person.codes.clone() {
        assert_eq!(person.is_refused(&code).await, "backup-codes-spent");
    }
}

#[tokio::test]
async fn r63_two_tries_at_once_leave_the_same_mark_so_that_one_of_them_loses() {
    let person = Person::new().await;
    let typed = answers("code", &person.codes[3]);
    let (first, second) = tokio::join!(person.answers(&typed), person.answers(&typed));
    let (Ok(ChallengeOutcome::Accepted(first)), Ok(ChallengeOutcome::Accepted(second))) =
        (first, second)
    else {
        unreachable!("the module alone cannot know of the other try")
    };
    assert!(first.secret == second.secret);
    assert!(first.secret != person.held.secret);
}

#[tokio::test]
async fn a_try_costs_one_slow_hash_whatever_was_typed() {
    let mut person = Person::new().await;
    let right = person.codes[9].clone();
    let mut wrong_secret = right.clone();
    let last = wrong_secret.pop();
    wrong_secret.push(if last == Some('0') { '1' } else { '0' });
    let selectors: BTreeSet<String> = person.codes.iter().map(|c| c[..5].to_owned()).collect();
    assert!(!selectors.contains("00000"));
    let unknown = "00000-00000-00000-00000";
    let swapped = format!("{}{}", &person.codes[0][..5], &person.codes[1][5..]);
    let tries = [
        (wrong_secret.as_str(), Some("backup-codes-wrong")),
        (unknown, Some("backup-codes-wrong")),
        (&swapped, Some("backup-codes-wrong")),
        (&right, None),
        (&right, Some("backup-codes-spent")),
    ];
    for (number, (typed, key)) in (1..).zip(tries) {
        let rejection = person.types(typed).await.err();
        assert_eq!(rejection.map(|r| r.reason.key).as_deref(), key);
        assert_eq!(person.host.verifications(), number, "{key:?}");
    }
    assert_eq!(person.host.hashes(), 10, "and none is made");
}

/// The hash that an unknown selector is compared with must not open the door, even if it matches.
#[tokio::test]
async fn an_unknown_selector_with_the_first_codes_secret_is_wrong() {
    let mut person = Person::new().await;
    let forged = format!("00000{}", &person.codes[0][5..]);
    assert_eq!(person.is_refused(&forged).await, "backup-codes-wrong");
    assert_eq!(remaining(&person), 10);
}

#[tokio::test]
async fn r64_what_is_left_and_when_each_was_used_is_told() {
    let mut person = Person::new().await;
    let codes = person.codes.clone();
    assert!(person.types(&codes[7]).await.is_ok());
    person.host.advance_seconds(86_400 + 3600);
    let facts = person.types(&codes[2]).await.ok().expect("accepted").facts;
    let told: Vec<(&str, &str)> = facts
        .iter()
        .map(|fact| (fact.name.as_str(), fact.value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("remaining", "8"),
            ("used-1", "2026-11-22T12:00:07Z"),
            ("used-2", "2026-11-23T13:00:07Z"),
        ]
    );
    let when = facts[2].text.args.get("when").map(String::as_str);
    assert_eq!(when, Some("2026-11-23 13:00 UTC"));
}

#[tokio::test]
async fn r64_a_spent_code_stays_spent_for_ever() {
    let mut person = Person::new().await;
    let code = person.codes[0].clone();
    assert!(person.types(&code).await.is_ok());
    for days in [1, 365, 36_500] {
        person.host.advance_seconds(days * 86_400);
        assert_eq!(person.is_refused(&code).await, "backup-codes-spent");
    }
}

#[tokio::test]
async fn r70_from_three_left_on_the_person_is_warned() {
    let mut person = Person::new().await;
    let mut told = Vec::new();
    for code in person.codes.clone() {
        let acceptance = person.types(&code).await.ok().expect("accepted");
        let fact = &acceptance.facts[0];
        let notice = acceptance.notice.map(|notice| notice.text.key);
        told.push((fact.value.clone(), fact.warning, notice));
    }
    for (left, (value, warning, notice)) in (0..10).rev().zip(told) {
        assert_eq!(value, left.to_string());
        assert_eq!(warning, left <= 3);
        let expected = match left {
            0 => Some("backup-codes-none".to_owned()),
            1..=3 => Some("backup-codes-few".to_owned()),
            _ => None,
        };
        assert_eq!(notice, expected, "{left} left");
    }
}

#[tokio::test]
async fn r69_another_persons_code_is_wrong() {
    let alice = Person::new().await;
    let mut bob = Person::on(FakeHost::default().with_seed(99)).await;
    for code in alice.codes {
        assert_eq!(bob.is_refused(&code).await, "backup-codes-wrong");
    }
}

#[tokio::test]
async fn r65_a_new_set_leaves_nothing_of_the_old() {
    let mut person = Person::new().await;
    let old = person.codes.clone();
    let step = super::begun(&person.host).await;
    person.held.secret = super::enrolled(&person.host, &step).await.secret;
    for code in old {
        assert_eq!(person.is_refused(&code).await, "backup-codes-wrong");
    }
    for code in super::shown(&step) {
        assert!(person.types(&code).await.is_ok());
    }
}

#[tokio::test]
async fn hashing_that_fails_is_not_the_persons_fault() {
    let person = Person::new().await;
    person.host.break_hashing();
    let outcome = person.answers(&answers("code", &person.codes[0])).await;
    assert!(matches!(outcome, Err(Failure::Unavailable(_))));
}
