//! Setting a passkey up: what is asked, what is refused, what is kept.

use innkeeper_module::{EnrolmentOutcome, Held, SecondFactor as _};
use serde_json::{Value, json};

use super::authenticator::{Authenticator, decoded, encoded};
use super::{account, answering, enrols, host, key, options};
use crate::Passkeys;

async fn asked(held: &[Held]) -> Value {
    let step = Passkeys.begin_enrolment(&host(), &account(), held).await;
    let step = step.expect("an enrolment begins");
    serde_json::from_str(options(&step)).expect("JSON")
}

#[tokio::test]
async fn r106_the_party_is_the_configured_one() {
    let asked = asked(&[]).await;
    let party = json!({ "id": "panel.example.com", "name": "Example Hosting" });
    assert_eq!(asked["rp"], party);
}

#[tokio::test]
async fn r107_every_question_has_a_new_challenge_of_32_bytes() {
    let (one, two) = (asked(&[]).await, asked(&[]).await);
    let challenges = [one, two].map(|asked| asked["challenge"].as_str().expect("text").to_owned());
    assert!(challenges[0] != challenges[1]);
    assert!(challenges.iter().all(|c| decoded(c).len() >= 32));
}

#[tokio::test]
async fn r112_r116_verification_is_preferred_and_no_attestation_is_asked_for() {
    let asked = asked(&[]).await;
    assert_eq!(
        asked["authenticatorSelection"]["userVerification"],
        "preferred"
    );
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(asked["attestation"], "none");
}

#[tokio::test]
async fn an_authenticator_learns_a_name_that_is_nobodys_elsewhere() {
    let asked_twice = [asked(&[]).await, asked(&[]).await];
    let handles = asked_twice.map(|asked| asked["user"]["id"].as_str().map(str::to_owned));
    let handle = handles[0].clone().expect("a handle");
    assert_eq!(handles[0], handles[1], "it never changes");
    assert_eq!(decoded(&handle).len(), 16);
    let mut other = account();
    other.pseudonym.push('x');
    assert!(encoded(&crate::handle(&other)) != handle);
}

#[tokio::test]
async fn r110_what_the_person_holds_is_excluded() {
    let host = host();
    let mut authenticator = Authenticator::new(7);
    authenticator.transports = vec!["usb", "nfc", "never-heard-of", "usb"];
    let enrolled = enrols(&host, &mut authenticator).await.expect("it enrols");
    let held = Held {
        id: "c-1".into(),
        label: "Key".into(),
        secret: enrolled.secret,
    };
    let broken = Held {
        secret: "{}".into(),
        ..held.clone()
    };
    let excluded = &asked(&[broken, held]).await["excludeCredentials"];
    let id = encoded(&authenticator.id);
    let expected = json!([{ "type": "public-key", "id": id, "transports": ["usb", "nfc"] }]);
    assert_eq!(excluded, &expected);
}

#[tokio::test]
async fn r110_a_passkey_is_named_by_its_authenticators_name_for_it() {
    let mut authenticator = Authenticator::new(7);
    let enrolled = enrols(&host(), &mut authenticator)
        .await
        .expect("it enrols");
    assert_eq!(enrolled.identifier, Some(encoded(&authenticator.id)));
}

#[tokio::test]
async fn r113_r114_what_is_known_of_a_passkey_is_told() {
    let mut authenticator = Authenticator::new(7);
    authenticator.eligible = true;
    authenticator.backed_up = true;
    authenticator.transports = vec!["internal", "hybrid"];
    authenticator.aaguid = std::array::from_fn(|place| u8::try_from(place).expect("small"));
    let enrolled = enrols(&host(), &mut authenticator)
        .await
        .expect("it enrols");
    let facts: Vec<(&str, &str)> = enrolled
        .facts
        .iter()
        .map(|fact| (fact.name.as_str(), fact.value.as_str()))
        .collect();
    let expected = [
        ("backup", "synced"),
        ("user-verification", "verified"),
        ("transports", "hybrid, internal"),
        ("aaguid", "00010203-0405-0607-0809-0a0b0c0d0e0f"),
    ];
    assert_eq!(facts, expected);

    let mut bound = Authenticator::new(8);
    bound.verifies = false;
    let enrolled = enrols(&host(), &mut bound).await.expect("it enrols");
    let values: Vec<&str> = enrolled.facts.iter().map(|f| f.value.as_str()).collect();
    assert_eq!(values, ["bound", "present"]);
}

#[tokio::test]
async fn r108_a_new_passkey_is_verified_in_every_respect() {
    type Bend = fn(&mut Authenticator);
    let bends: [(&str, Bend); 12] = [
        ("origin", |a| a.origin = "https://panel.example.org".into()),
        ("subdomain", |a| {
            a.origin = "https://a.panel.example.com".into();
        }),
        ("port", |a| {
            a.origin = "https://panel.example.com:8443".into();
        }),
        ("scheme", |a| a.origin = "http://panel.example.com".into()),
        ("party", |a| a.rp_id = Some("example.com".into())),
        ("type", |a| a.kind = Some("webauthn.get")),
        ("challenge", |a| a.challenge = Some(encoded(&[7; 32]))),
        ("present", |a| a.present = false),
        ("backup", |a| a.backed_up = true),
        ("r115 cross origin", |a| {
            a.more = json!({ "crossOrigin": true });
        }),
        ("r115 top origin", |a| {
            a.more = json!({ "topOrigin": "https://evil.example" });
        }),
        ("r115 nonsense", |a| a.more = json!({ "crossOrigin": "no" })),
    ];
    for (what, bend) in bends {
        let mut authenticator = Authenticator::new(7);
        bend(&mut authenticator);
        let refused = enrols(&host(), &mut authenticator).await.err();
        assert_eq!(refused.as_deref(), Some("passkey-not-verified"), "{what}");
    }
}

#[tokio::test]
async fn a_passkey_that_lies_about_its_name_is_refused() {
    let (host, account) = (host(), account());
    let step = Passkeys.begin_enrolment(&host, &account, &[]).await;
    let step = step.expect("an enrolment begins");
    let answer = Authenticator::new(7).create(options(&step));
    let mut answer: Value = serde_json::from_str(&answer).expect("JSON");
    answer["rawId"] = encoded(&[9; 24]).into();
    let answers = answering(&answer.to_string());
    let outcome = Passkeys
        .continue_enrolment(&host, &account, &step.state, &answers)
        .await;
    let Ok(EnrolmentOutcome::Rejected(rejection)) = outcome else {
        unreachable!("it is rejected")
    };
    assert_eq!(key(&rejection), "passkey-not-verified");
}

#[tokio::test]
async fn r107_an_answer_after_five_minutes_comes_too_late_and_costs_nothing() {
    let (host, account) = (host(), account());
    let step = Passkeys.begin_enrolment(&host, &account, &[]).await;
    let step = step.expect("an enrolment begins");
    let answers = answering(&Authenticator::new(7).create(options(&step)));
    host.advance_seconds(300);
    let outcome = Passkeys
        .continue_enrolment(&host, &account, &step.state, &answers)
        .await;
    let Ok(EnrolmentOutcome::Rejected(rejection)) = outcome else {
        unreachable!("it is rejected")
    };
    assert_eq!(key(&rejection), "passkey-expired");
    assert!(!rejection.counts);
}
