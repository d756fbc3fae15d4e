//! A passkey as a sign-in without a password.

use innkeeper_module::{ChallengeOutcome, SecondFactor as _};
use serde_json::{Value, json};

use super::authenticator::{Authenticator, encoded};
use super::{Person, answering, key, options};
use crate::Passkeys;

#[tokio::test]
async fn r109_r112_a_discovery_names_nobody_and_requires_verification() {
    let person = Person::new().await;
    let step = person.discovered().await;
    let asked: Value = serde_json::from_str(options(&step)).expect("JSON");
    assert_eq!(asked["allowCredentials"], json!([]));
    assert_eq!(asked["userVerification"], "required");
}

#[tokio::test]
async fn a_discovered_passkey_claims_who_it_is_and_proves_it() {
    let mut person = Person::new().await;
    let step = person.discovered().await;
    let answer = person.authenticator.get(options(&step));
    let claimed = Passkeys.claimed(&answering(&answer));
    assert_eq!(claimed, Some(encoded(&person.authenticator.id)));
    assert!(person.sends(&step, &answer).await.is_ok());
    let again = person.sends(&step, &answer).await.err();
    assert_eq!(again.as_deref(), Some("passkey-used"));
}

#[tokio::test]
async fn nonsense_claims_nothing() {
    for nonsense in ["", "{}", "null", "[]"] {
        assert_eq!(Passkeys.claimed(&answering(nonsense)), None);
    }
}

#[tokio::test]
async fn r108_the_handle_must_be_there_and_be_the_owners() {
    for handle in [None, Some(vec![]), Some(vec![1; 16])] {
        let mut person = Person::new().await;
        person.authenticator.handle = handle;
        let refused = person.is_discovered().await.err();
        assert_eq!(refused.as_deref(), Some("passkey-unknown"));
    }
}

#[tokio::test]
async fn r112_without_a_password_the_signed_flags_must_say_verified() {
    let mut person = Person::new().await;
    person.authenticator.verifies = false;
    let refused = person.is_discovered().await.err();
    assert_eq!(refused.as_deref(), Some("passkey-user-not-verified"));
}

#[tokio::test]
async fn r112_a_key_set_up_without_verification_never_works_without_a_password() {
    let mut authenticator = Authenticator::new(7);
    authenticator.verifies = false;
    let mut person = Person::with(authenticator).await;
    person.authenticator.verifies = true;
    let refused = person.is_discovered().await.err();
    assert_eq!(refused.as_deref(), Some("passkey-not-without-password"));
    assert!(person.proves().await.is_ok(), "after a password it does");
}

#[tokio::test]
async fn r115_another_sites_page_discovers_nobody() {
    let mut person = Person::new().await;
    person.authenticator.more = json!({ "crossOrigin": true });
    let refused = person.is_discovered().await.err();
    assert_eq!(refused.as_deref(), Some("passkey-not-verified"));
}

#[tokio::test]
async fn r107_a_discovery_ends_after_five_minutes() {
    let mut person = Person::new().await;
    let step = person.discovered().await;
    let answer = person.authenticator.get(options(&step));
    person.host.advance_seconds(300);
    let outcome = person.answers(&step, &answer).await;
    let Ok(ChallengeOutcome::Rejected(rejection)) = outcome else {
        unreachable!("it is rejected")
    };
    assert_eq!(key(&rejection), "passkey-expired");
    assert!(!rejection.counts);
}

#[tokio::test]
async fn r111_a_copied_passkey_is_found_out_without_a_password_too() {
    let mut person = Person::new().await;
    let copy = person.authenticator.clone();
    assert!(person.is_discovered().await.is_ok());
    person.authenticator = copy;
    let refused = person.is_discovered().await.err();
    assert_eq!(refused.as_deref(), Some("passkey-counter"));
}
