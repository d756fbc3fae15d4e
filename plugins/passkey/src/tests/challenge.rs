//! A passkey as a second factor.

use innkeeper_module::{ChallengeOutcome, Held, LogLevel, SecondFactor as _};
use serde_json::{Value, json};

use super::authenticator::{Authenticator, encoded};
use super::{Person, account, answering, key, options};
use crate::Passkeys;

#[tokio::test]
async fn a_passkey_proves_its_owner_again_and_again() {
    let mut person = Person::new().await;
    for _ in 0..40 {
        assert!(person.proves().await.is_ok());
        person.host.advance_seconds(60);
    }
    assert!(person.held.secret.bytes().len() < 2048);
}

#[tokio::test]
async fn r109_r112_the_persons_passkeys_are_asked_for_with_verification_preferred() {
    let mut authenticator = Authenticator::new(7);
    authenticator.transports = vec!["internal"];
    let person = Person::with(authenticator).await;
    let step = person.challenged().await;
    let asked: Value = serde_json::from_str(options(&step)).expect("JSON");
    let id = encoded(&person.authenticator.id);
    let allowed = json!([{ "type": "public-key", "id": id, "transports": ["internal"] }]);
    assert_eq!(asked["allowCredentials"], allowed);
    assert_eq!(asked["userVerification"], "preferred");
    assert_eq!(asked["rpId"], "panel.example.com");
}

#[tokio::test]
async fn any_of_several_passkeys_will_do_and_the_panel_is_told_which() {
    let mut one = Person::new().await;
    let mut two = Person::with(Authenticator::new(8)).await;
    two.held.id = "c-2".into();
    let held = [one.held.clone(), two.held.clone()];
    let (host, account) = (&one.host, account());
    let step = Passkeys.begin_challenge(host, &account, &held).await;
    let step = step.expect("a challenge begins");
    for (authenticator, id) in [
        (&mut two.authenticator, "c-2"),
        (&mut one.authenticator, "c-1"),
    ] {
        let answers = answering(&authenticator.get(options(&step)));
        let outcome = Passkeys
            .continue_challenge(host, &account, &held, &step.state, &answers)
            .await;
        let Ok(ChallengeOutcome::Accepted(acceptance)) = outcome else {
            unreachable!("it is accepted")
        };
        assert_eq!(acceptance.held, id);
    }
}

#[tokio::test]
async fn one_passkey_that_cannot_be_read_does_not_lock_the_others_out() {
    let mut person = Person::new().await;
    let broken = Held {
        id: "c-0".into(),
        label: "Broken".into(),
        secret: "{}".into(),
    };
    let held = [broken, person.held.clone()];
    let (host, account) = (&person.host, account());
    let step = Passkeys.begin_challenge(host, &account, &held).await;
    let step = step.expect("a challenge begins");
    let answers = answering(&person.authenticator.get(options(&step)));
    let outcome = Passkeys
        .continue_challenge(host, &account, &held, &step.state, &answers)
        .await;
    assert!(matches!(outcome, Ok(ChallengeOutcome::Accepted(_))));
    assert!(
        host.logs()
            .iter()
            .all(|(level, _)| *level == LogLevel::Error)
    );
}

#[tokio::test]
async fn r107_a_question_is_answered_once() {
    let mut person = Person::new().await;
    let step = person.challenged().await;
    let answer = person.authenticator.get(options(&step));
    assert!(person.sends(&step, &answer).await.is_ok());
    let used = Some("passkey-used".to_owned());
    assert_eq!(person.sends(&step, &answer).await.err(), used);
    let another = person.authenticator.get(options(&step));
    assert_eq!(person.sends(&step, &another).await.err(), used);
}

#[tokio::test]
async fn r107_after_five_minutes_there_is_a_new_question() {
    let mut person = Person::new().await;
    let step = person.challenged().await;
    let answer = person.authenticator.get(options(&step));
    person.host.advance_seconds(300);
    let outcome = person.answers(&step, &answer).await;
    let Ok(ChallengeOutcome::Step(next)) = outcome else {
        unreachable!("another round")
    };
    assert!(options(&next) != options(&step));
    let answer = person.authenticator.get(options(&next));
    assert!(person.sends(&next, &answer).await.is_ok());
}

#[tokio::test]
async fn r108_a_proof_is_verified_in_every_respect() {
    type Bend = fn(&mut Authenticator);
    let bends: [(&str, Bend, &str); 14] = [
        (
            "origin",
            |a| a.origin = "https://panel.example.org".into(),
            "passkey-not-verified",
        ),
        (
            "subdomain",
            |a| a.origin = "https://a.panel.example.com".into(),
            "passkey-not-verified",
        ),
        (
            "port",
            |a| a.origin = "https://panel.example.com:8443".into(),
            "passkey-not-verified",
        ),
        (
            "party",
            |a| a.rp_id = Some("example.com".into()),
            "passkey-not-verified",
        ),
        (
            "type",
            |a| a.kind = Some("webauthn.create"),
            "passkey-not-verified",
        ),
        (
            "challenge",
            |a| a.challenge = Some(encoded(&[7; 32])),
            "passkey-not-verified",
        ),
        ("present", |a| a.present = false, "passkey-not-verified"),
        ("backup", |a| a.backed_up = true, "passkey-not-verified"),
        (
            "key",
            |a| {
                *a = Authenticator {
                    id: vec![7; 24],
                    ..Authenticator::new(8)
                }
            },
            "passkey-not-verified",
        ),
        ("another", |a| *a = Authenticator::new(8), "passkey-unknown"),
        (
            "handle",
            |a| a.handle = Some(vec![1; 16]),
            "passkey-unknown",
        ),
        ("r112", |a| a.verifies = false, "passkey-user-not-verified"),
        (
            "r115",
            |a| a.more = json!({ "crossOrigin": true }),
            "passkey-not-verified",
        ),
        (
            "r115",
            |a| a.more = json!({ "topOrigin": "https://evil.example" }),
            "passkey-not-verified",
        ),
    ];
    for (what, bend, reason) in bends {
        let mut person = Person::new().await;
        bend(&mut person.authenticator);
        let refused = person.proves().await.err();
        assert_eq!(refused.as_deref(), Some(reason), "{what}");
    }
}

#[tokio::test]
async fn r108_what_was_signed_cannot_be_changed() {
    for field in ["authenticatorData", "clientDataJSON", "signature"] {
        let mut person = Person::new().await;
        let step = person.challenged().await;
        let answer = person.authenticator.get(options(&step));
        let mut answer: Value = serde_json::from_str(&answer).expect("JSON");
        let text = answer["response"][field].as_str().expect("text").to_owned();
        let mut bytes = super::authenticator::decoded(&text);
        *bytes.last_mut().expect("bytes") ^= 1;
        answer["response"][field] = encoded(&bytes).into();
        let refused = person.sends(&step, &answer.to_string()).await.err();
        assert_eq!(refused.as_deref(), Some("passkey-not-verified"), "{field}");
    }
}

#[tokio::test]
async fn r108_the_handle_may_be_left_out_where_the_person_is_known() {
    let mut person = Person::new().await;
    person.authenticator.handle = None;
    assert!(person.proves().await.is_ok());
}

#[tokio::test]
async fn r111_a_counter_that_does_not_grow_is_refused_and_reported() {
    let mut person = Person::new().await;
    person.authenticator.counter = Some(10);
    assert!(person.proves().await.is_ok());
    for counter in [Some(10), Some(9), Some(0), None] {
        person.authenticator.counter = counter;
        let refused = person.proves().await.err();
        assert_eq!(refused.as_deref(), Some("passkey-counter"), "{counter:?}");
    }
    let warned = |(level, line): &(LogLevel, String)| {
        *level == LogLevel::Warn && line.contains("counter") && line.contains("p-17")
    };
    assert_eq!(
        person.host.logs().iter().filter(|log| warned(log)).count(),
        4
    );
}

#[tokio::test]
async fn r111_authenticators_that_do_not_count_are_taken_as_they_are() {
    let mut authenticator = Authenticator::new(7);
    authenticator.counter = None;
    let mut person = Person::with(authenticator).await;
    for _ in 0..3 {
        let before = person.held.secret.clone();
        assert!(person.proves().await.is_ok());
        assert!(person.held.secret != before, "what is compared and set");
    }
    assert!(person.host.logs().is_empty());
}

#[tokio::test]
async fn r112_a_key_without_verification_is_a_second_factor() {
    let mut authenticator = Authenticator::new(7);
    authenticator.verifies = false;
    let mut person = Person::with(authenticator).await;
    assert!(person.proves().await.is_ok());
}

#[tokio::test]
async fn r113_the_backup_state_follows_what_the_authenticator_says() {
    let mut person = Person::new().await;
    person.authenticator.eligible = true;
    let acceptance = person.proves().await.expect("it is accepted");
    let backup = acceptance.facts.iter().find(|fact| fact.name == "backup");
    assert_eq!(backup.map(|fact| fact.value.as_str()), Some("synced"));
    person.authenticator.eligible = false;
    let refused = person.proves().await.err();
    assert_eq!(refused.as_deref(), Some("passkey-not-verified"));
}

#[tokio::test]
async fn an_answer_that_is_none_is_a_failure_of_form() {
    let person = Person::new().await;
    let step = person.challenged().await;
    for nonsense in [
        "",
        "{}",
        "[]",
        "null",
        "{\"type\":\"public-key\"}",
        &"[".repeat(70_000),
    ] {
        let outcome = person.answers(&step, nonsense).await;
        let Ok(ChallengeOutcome::Rejected(rejection)) = outcome else {
            unreachable!("it is rejected")
        };
        assert_eq!(key(&rejection), "passkey-malformed");
        assert!(rejection.counts);
    }
}
