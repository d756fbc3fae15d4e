//! How a key opens the door, and when it does not.

use innkeeper_module::{Failure, Secret};

use super::server::good;
use super::{DESK, DRAWER, Person};

#[tokio::test]
async fn any_of_the_keys_opens() {
    let mut person = Person::with(&[DESK, DRAWER]).await;
    for key in [DRAWER, DESK, DESK, DRAWER] {
        let otp = person.servers.press(key);
        let acceptance = person.types(&otp).await.ok().expect("accepted");
        assert_eq!(acceptance.held, format!("c-{key}"));
        assert_eq!(acceptance.facts[0].value, key);
        assert!(acceptance.notice.is_none());
    }
}

#[tokio::test]
async fn r6_the_code_that_enrolled_the_key_does_not_sign_in() {
    let person = Person::with(&[]).await;
    let otp = person.servers.press(DESK);
    let enrolled = person.enrols(&otp).await.ok().expect("enrolled");
    let mut person = person;
    person.held.push(innkeeper_module::Held {
        id: "c-1".into(),
        label: "Key".into(),
        secret: enrolled.secret,
    });
    assert_eq!(person.is_refused(&otp).await, "yubikey-otp-wrong");
    person.servers.forget();
    assert_eq!(person.is_refused(&otp).await, "yubikey-otp-wrong");
}

#[tokio::test]
async fn r91_no_server_hears_of_a_key_that_is_not_theirs() {
    let mut person = Person::with(&[DESK]).await;
    let asked = person.host.requests().len();
    let strangers = [
        DRAWER.to_owned(),
        DESK[..11].to_owned(),
        format!("{DESK}c"),
        "c".to_owned(),
    ];
    for stranger in strangers {
        let otp = person.servers.press(&stranger);
        let rejection = person.types(&otp).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "yubikey-otp-foreign");
        assert!(rejection.counts);
    }
    assert_eq!(person.host.requests().len(), asked);
}

#[tokio::test]
async fn r97_a_wrong_and_a_used_code_are_refused_in_the_same_words() {
    let mut person = Person::with(&[DESK]).await;
    let made_up = format!("{DESK}hknhfjbrjnlnldnhcujvddbikngjrtgh");
    let otp = person.servers.press(DESK);
    assert!(person.types(&otp).await.is_ok());
    for refused in [made_up, otp] {
        let rejection = person.types(&refused).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "yubikey-otp-wrong");
        assert!(rejection.counts && rejection.reason.args.is_empty());
    }
}

#[tokio::test]
async fn r99_servers_that_forgot_do_not_make_old_codes_new() {
    let mut person = Person::with(&[DESK]).await;
    let skipped = person.servers.press(DESK);
    let first = person.servers.press(DESK);
    assert!(person.types(&first).await.is_ok());
    person.servers.replug(DESK);
    let second = person.servers.press(DESK);
    assert!(person.types(&second).await.is_ok());
    for old in [skipped, first, second] {
        person.servers.forget();
        assert_eq!(person.is_refused(&old).await, "yubikey-otp-wrong");
    }
    person.servers.forget();
    let new = person.servers.press(DESK);
    assert!(person.types(&new).await.is_ok());
}

#[tokio::test]
async fn r99_counters_are_compared_as_a_pair() {
    let places = [
        ((5, 7), true),
        ((5, 7), false),
        ((5, 6), false),
        ((4, 255), false),
        ((5, 8), true),
        ((6, 0), true),
        ((5, 255), false),
        ((6, 1), true),
        ((10, 0), true),
        ((9, 9), false),
    ];
    let mut person = Person::with(&[DESK]).await;
    for (place, newer) in places {
        person.host.serve_http(move |request| {
            let asked = super::server::parameters(request);
            Some(Ok(good(&asked["otp"], &asked["nonce"], place)))
        });
        let otp = person.servers.press(DESK);
        assert_eq!(person.types(&otp).await.is_ok(), newer, "{place:?}");
    }
}

#[tokio::test]
async fn a_key_that_cannot_be_read_leaves_the_others_alone() {
    let mut person = Person::with(&[DESK, DRAWER]).await;
    person.held[0].secret = Secret::from("broken");
    let otp = person.servers.press(DRAWER);
    assert!(person.types(&otp).await.is_ok());
    let otp = person.servers.press(DESK);
    assert!(matches!(
        person.fails(&otp).await,
        Failure::Misconfigured(_)
    ));
}

#[tokio::test]
async fn r98_a_factor_that_was_unconfigured_fails_and_counts_nothing() {
    let mut person = Person::with(&[DESK]).await;
    person.host = innkeeper_module::testing::FakeHost::default();
    let begun = person.challenged().await.err();
    assert!(matches!(begun, Some(Failure::Misconfigured(_))));
}
