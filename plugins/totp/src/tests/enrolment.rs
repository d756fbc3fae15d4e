//! The enrolment's page and its proof.

use std::collections::BTreeSet;

use data_encoding::BASE32_NOPAD;
use innkeeper_module::testing::FakeHost;
use innkeeper_module::{
    Account, Enrolled, EnrolmentOutcome, Failure, Host as _, InputKind, Prompt, SecondFactor as _,
    Secret, Step,
};

use super::{Person, account, typed};
use crate::credential::Credential;
use crate::{Algorithm, Totp};

/// What the page shows under a label: the value to copy, and how it is displayed.
fn copyable<'a>(step: &'a Step, label_key: &str) -> (&'a str, Option<&'a str>) {
    let found = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Copyable {
            label,
            value,
            display,
        } if label.key == label_key => {
            Some((value.text()?, display.as_ref().and_then(Secret::text)))
        }
        _ => None,
    });
    found.expect("the page shows it")
}

fn qr(step: &Step) -> &str {
    let found = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Qr { content, .. } => content.text(),
        _ => None,
    });
    found.expect("the page has a QR code")
}

/// The code that an app with the shown key has at that time.
pub(super) fn shown_code(step: &Step, seconds: i64) -> String {
    let (key, _) = copyable(step, "totp-setup-key");
    let key = BASE32_NOPAD.decode(key.as_bytes()).expect("base 32");
    let credential = Credential::new(Secret::new(key), Algorithm::Sha1, 6).expect("a sound key");
    let code = credential
        .codes(std::iter::once(seconds.div_euclid(30)))
        .next();
    let code = code.flatten().expect("a code");
    code.text().expect("digits").to_owned()
}

async fn begun(host: &FakeHost, account: &Account) -> Step {
    let step = Totp.begin_enrolment(host, account, &[]).await;
    step.expect("an enrolment begins")
}

async fn answered(host: &FakeHost, step: &Step, code: &str) -> EnrolmentOutcome {
    let outcome = Totp
        .continue_enrolment(host, &account(), &step.state, &typed(code))
        .await;
    outcome.expect("no failure")
}

async fn enrolled(host: &FakeHost) -> (Enrolled, String) {
    let step = begun(host, &account()).await;
    let code = shown_code(&step, host.now().timestamp());
    let EnrolmentOutcome::Enrolled(enrolled) = answered(host, &step, &code).await else {
        unreachable!("a right code enrols")
    };
    (enrolled, code)
}

#[tokio::test]
async fn r44_each_key_is_20_new_random_bytes() {
    let host = FakeHost::default();
    let mut keys = BTreeSet::new();
    for _ in 0..20 {
        let step = begun(&host, &account()).await;
        let (key, _) = copyable(&step, "totp-setup-key");
        assert_eq!(
            BASE32_NOPAD.decode(key.as_bytes()).expect("base 32").len(),
            20
        );
        keys.insert(key.to_owned());
    }
    assert_eq!(keys.len(), 20);
}

#[tokio::test]
async fn r55_the_uri_is_what_apps_read() {
    let step = begun(&FakeHost::default(), &account()).await;
    let (key, _) = copyable(&step, "totp-setup-key");
    assert_eq!(
        qr(&step),
        format!(
            "otpauth://totp/Example%20Hosting:mara%40example.net?secret={key}\
             &issuer=Example%20Hosting&algorithm=SHA1&digits=6&period=30"
        )
    );
    assert!(!key.contains('='));
}

#[tokio::test]
async fn r55_names_are_encoded_and_lose_their_colons() {
    let account = Account {
        issuer: "Müller & Söhne: 50%?".into(),
        label: "a:b+c/d e~f_g.h-i@x#y".into(),
        ..account()
    };
    let step = begun(&FakeHost::default(), &account).await;
    let uri = qr(&step);
    let issuer = "M%C3%BCller%20%26%20S%C3%B6hne%2050%25%3F";
    let path = format!("otpauth://totp/{issuer}:ab%2Bc%2Fd%20e~f_g.h-i%40x%23y?secret=");
    assert!(uri.starts_with(&path), "{uri}");
    assert!(
        uri.contains(&format!("&issuer={issuer}&algorithm=")),
        "{uri}"
    );
    assert_eq!(
        copyable(&step, "totp-account"),
        ("ab+c/d e~f_g.h-i@x#y", None)
    );
}

#[tokio::test]
async fn an_endless_name_still_fits_a_qr_code() {
    let account = Account {
        issuer: "🏨".repeat(500),
        label: "é".repeat(5000),
        ..account()
    };
    let step = begun(&FakeHost::default(), &account).await;
    assert!(qr(&step).len() <= 2000);
    assert!(qr(&step).ends_with("&algorithm=SHA1&digits=6&period=30"));
}

#[tokio::test]
async fn without_an_issuer_the_uri_has_none() {
    let account = Account {
        issuer: ":".into(),
        ..account()
    };
    let step = begun(&FakeHost::default(), &account).await;
    assert!(qr(&step).starts_with("otpauth://totp/mara%40example.net?secret="));
    assert!(!qr(&step).contains("issuer"));
}

#[tokio::test]
async fn r58_the_key_can_be_typed_by_hand() {
    let step = begun(&FakeHost::default(), &account()).await;
    let (key, shown) = copyable(&step, "totp-setup-key");
    let shown = shown.expect("it is shown in groups");
    assert_eq!(shown.replace(' ', ""), key);
    assert!(shown.split(' ').all(|group| group.len() == 4));
    assert_eq!(shown.split(' ').count(), 8);
    assert_eq!(copyable(&step, "totp-account").0, "mara@example.net");
}

#[tokio::test]
async fn the_field_is_for_six_digits_that_live_thirty_seconds() {
    let enrolment = begun(&FakeHost::default(), &account()).await;
    let challenge = Person::new()
        .challenged()
        .await
        .expect("a challenge begins");
    for step in [enrolment, challenge] {
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
        assert_eq!(name, "code");
        assert!(*input == InputKind::Digits && *max_length == 6 && *period == Some(30));
    }
}

#[tokio::test]
async fn r14_a_challenge_shows_nothing_of_the_key() {
    let person = Person::new();
    let step = person.challenged().await.expect("a challenge begins");
    let shown = serde_json::to_string(&step.prompts).expect("JSON");
    assert!(!shown.contains("GEZDGNBVGY3TQOJQ"));
    let state = step.state.text().expect("JSON");
    assert!(
        !state.contains("49,50,51"),
        "nor has its state the key's bytes"
    );
}

#[tokio::test]
async fn r6_the_code_that_proved_the_app_does_not_sign_in() {
    let host = FakeHost::default();
    let (enrolled, code) = enrolled(&host).await;
    assert!(enrolled.facts.is_empty());
    let mut person = Person::with_secret(enrolled.secret, host);
    assert_eq!(person.is_refused(&code).await, "totp-code-used");
    person.host.advance_seconds(30);
    assert_eq!(person.is_refused(&code).await, "totp-code-used");
    assert!(person.types(&person.code(0)).await.is_ok());
}

#[tokio::test]
async fn r5_a_wrong_code_does_not_enrol() {
    let host = FakeHost::default();
    let step = begun(&host, &account()).await;
    for wrong in ["", "000000", "123"] {
        let outcome = answered(&host, &step, wrong).await;
        assert!(matches!(outcome, EnrolmentOutcome::Rejected(_)));
    }
}

#[tokio::test]
async fn short_keys_and_odd_digits_are_not_imported() {
    for (key, digits) in [
        ("123456789012345", 6),
        (super::KEY, 7),
        (super::KEY, 0),
        ("", 6),
    ] {
        let imported = Totp::import(key.into(), Algorithm::Sha1, digits);
        assert!(
            matches!(imported, Err(Failure::Misconfigured(_))),
            "{digits}"
        );
    }
    assert!(Totp::import("1234567890123456".into(), Algorithm::Sha512, 8).is_ok());
}
