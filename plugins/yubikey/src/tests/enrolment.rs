//! How a key becomes somebody's.

use innkeeper_module::{InputKind, Prompt};

use super::{DESK, DRAWER, Person};
use crate::credential::Credential;

#[tokio::test]
async fn r90_a_valid_code_of_the_key_binds_it() {
    let person = Person::with(&[]).await;
    let otp = person.servers.press(DESK);
    let enrolled = person
        .enrols(&otp.to_uppercase())
        .await
        .ok()
        .expect("enrolled");
    let credential = Credential::open(&enrolled.secret).expect("sound");
    assert_eq!(credential.public_id(), DESK);
    assert_eq!(enrolled.label.key, "yubikey-label");
    let [fact] = enrolled.facts.as_slice() else {
        unreachable!("one fact")
    };
    assert_eq!((&*fact.name, &*fact.value), ("public-id", DESK));
    assert!(!fact.warning && fact.text.args["id"] == DESK);
}

#[tokio::test]
async fn r90_neither_a_bare_name_nor_a_wrong_or_old_code_binds_a_key() {
    let person = Person::with(&[]).await;
    let old = person.servers.press(DESK);
    assert!(person.enrols(&old).await.is_ok());
    let made_up = format!("{DESK}hknhfjbrjnlnldnhcujvddbikngjrtgh");
    for (otp, reason) in [
        (DESK, "yubikey-otp-format"),
        (&made_up, "yubikey-otp-wrong"),
        (&old, "yubikey-otp-wrong"),
        ("123456", "yubikey-otp-of-app"),
        ("", "yubikey-otp-format"),
    ] {
        let rejection = person.enrols(otp).await.err().expect("refused");
        assert_eq!(rejection.reason.key, reason, "{otp}");
        assert!(rejection.counts);
    }
}

#[tokio::test]
async fn the_same_key_is_not_enrolled_twice_and_no_server_is_asked() {
    let person = Person::with(&[DESK, DRAWER]).await;
    let asked = person.host.requests().len();
    for key in [DESK, DRAWER] {
        let otp = person.servers.press(key);
        let rejection = person.enrols(&otp).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "yubikey-otp-held");
    }
    assert_eq!(person.host.requests().len(), asked);
    let otp = person.servers.press("cccccccccccf");
    assert!(person.enrols(&otp).await.is_ok());
}

#[tokio::test]
async fn r91_two_people_may_share_a_key_and_one_cannot_have_it_twice() {
    let person = Person::with(&[]).await;
    let mut identifiers = Vec::new();
    for _ in 0..2 {
        let otp = person.servers.press(DESK);
        let enrolled = person.enrols(&otp).await.ok().expect("enrolled");
        identifiers.push(enrolled.identifier.expect("named"));
    }
    assert_eq!(identifiers[0], identifiers[1]);
    assert!(identifiers[0].contains(&super::account().pseudonym));
}

#[tokio::test]
async fn r104_the_field_is_for_what_a_key_types() {
    let person = Person::with(&[DESK]).await;
    let begun = person.begins_enrolment().await.expect("begun");
    let challenged = person.challenged().await.expect("begun");
    for step in [begun, challenged] {
        let Some(Prompt::Input {
            name,
            input,
            max_length,
            period,
            ..
        }) = step.prompts.last()
        else {
            unreachable!("the field comes last")
        };
        assert_eq!((name.as_str(), *max_length, *period), ("otp", 48, None));
        assert!(*input == InputKind::Modhex);
    }
}
