//! A trip to a Duo of our own.

use data_encoding::BASE64URL_NOPAD;
use innkeeper_module::testing::{FakeHost, account, locales};
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, EnrolmentOutcome, Failure, Held, Host as _, HttpResponse,
    KeyedHash, Prompt, SecondFactor as _, Secret, Step,
};
use serde_json::{Value, json};

use crate::Duo;
use crate::texts::{ALL, TEXTS};

const CLIENT: &str = "DIXXXXXXXXXXXXXXXXXX";
const API: &str = "https://api-1.duosecurity.com";

fn host() -> FakeHost {
    FakeHost::default()
        .with_setting("api", API)
        .with_setting("client-id", CLIENT)
        .with_setting("client-secret", "s".repeat(40).as_str())
}

fn answer(status: u16, body: &Value) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    }
}

fn parameter(step: &Step, name: &str) -> String {
    let url = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Redirect { url, .. } => Some(url.clone()),
        _ => None,
    });
    let url = url.expect("a trip");
    let (_, query) = url.split_once('?').expect("parameters");
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs
        .find(|(found, _)| *found == name)
        .expect("it is there");
    value
        .replace("%2E", ".")
        .replace("%2D", "-")
        .replace("%5F", "_")
}

fn claims(token: &str) -> Value {
    let claims = token.split('.').nth(1).expect("claims");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap()).unwrap()
}

/// A token as Duo makes it.
async fn token(host: &FakeHost, claims: &Value) -> String {
    let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let signed = format!(
        "{}.{}",
        part(r#"{"alg":"HS512"}"#),
        part(&claims.to_string())
    );
    let signature = host
        .hmac(KeyedHash::Sha512, "client-secret", signed.as_bytes())
        .await
        .unwrap();
    format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature))
}

async fn leaves(host: &FakeHost, held: Option<&Held>) -> Step {
    host.script_http(Ok(answer(200, &json!({ "stat": "OK" }))));
    match held {
        None => Duo.begin_enrolment(host, &account(), &[]).await.unwrap(),
        Some(held) => Duo
            .begin_challenge(host, &account(), std::slice::from_ref(held))
            .await
            .unwrap(),
    }
}

/// What Duo would say about a trip, changed so.
async fn says(host: &FakeHost, step: &Step, change: impl FnOnce(&mut Value)) {
    let now = host.now().timestamp();
    let mut said = json!({
        "iss": format!("{API}/oauth/v1/token"), "aud": CLIENT, "iat": now, "exp": now + 300,
        "nonce": parameter(step, "nonce"), "preferred_username": "mara@example.net",
        "auth_result": { "result": "allow" },
    });
    change(&mut said);
    let token = token(host, &said).await;
    host.script_http(Ok(answer(200, &json!({ "id_token": token }))));
}

fn back(step: &Step) -> Answers {
    let state = claims(&parameter(step, "request"))["state"]
        .as_str()
        .unwrap()
        .to_owned();
    let pairs = [("state", state.as_str()), ("duo_code", "code-1")];
    Answers::new(pairs.map(|(name, value)| (name.to_owned(), Secret::from(value))))
}

async fn enrolled(host: &FakeHost) -> Held {
    let step = leaves(host, None).await;
    says(host, &step, |_| {}).await;
    let outcome = Duo
        .continue_enrolment(host, &account(), &step.state, &back(&step))
        .await;
    let Ok(EnrolmentOutcome::Enrolled(enrolled)) = outcome else {
        unreachable!("it enrols")
    };
    Held {
        id: "c-1".into(),
        label: "Duo".into(),
        secret: enrolled.secret,
    }
}

#[tokio::test]
async fn who_comes_back_from_duo_with_its_word_is_let_in_once() {
    let host = host();
    let mut held = enrolled(&host).await;
    let step = leaves(&host, Some(&held)).await;
    let asked = claims(&parameter(&step, "request"));
    assert_eq!(
        (&asked["duo_uname"], &asked["redirect_uri"]),
        (
            &json!("mara@example.net"),
            &json!("https://panel.example/return")
        )
    );
    says(&host, &step, |_| {}).await;
    let outcome = Duo
        .continue_challenge(
            &host,
            &account(),
            std::slice::from_ref(&held),
            &step.state,
            &back(&step),
        )
        .await;
    let Ok(ChallengeOutcome::Accepted(acceptance)) = outcome else {
        unreachable!("it is accepted")
    };
    held.secret = acceptance.secret;
    let again = Duo
        .continue_challenge(
            &host,
            &account(),
            std::slice::from_ref(&held),
            &step.state,
            &back(&step),
        )
        .await;
    assert!(matches!(again, Ok(ChallengeOutcome::Rejected(_))));
}

#[tokio::test]
async fn what_is_not_about_this_trip_opens_nothing() {
    let changes: [(&str, Value); 7] = [
        ("iss", json!("https://api-2.duosecurity.com/oauth/v1/token")),
        ("aud", json!("DIYYYYYYYYYYYYYYYYYY")),
        ("nonce", json!("another")),
        ("preferred_username", json!("bob@example.net")),
        ("exp", json!(1)),
        ("iat", json!(9_999_999_999_i64)),
        ("auth_result", json!({ "result": "deny" })),
    ];
    for (name, value) in changes {
        let host = host();
        let held = enrolled(&host).await;
        let step = leaves(&host, Some(&held)).await;
        says(&host, &step, |said| said[name] = value).await;
        let outcome = Duo
            .continue_challenge(&host, &account(), &[held], &step.state, &back(&step))
            .await;
        assert!(
            !matches!(outcome, Ok(ChallengeOutcome::Accepted(_))),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_state_of_another_trip_asks_duo_nothing_and_counts() {
    let host = host();
    let held = enrolled(&host).await;
    let (step, other) = (
        leaves(&host, Some(&held)).await,
        leaves(&host, Some(&held)).await,
    );
    let before = host.requests().len();
    let outcome = Duo
        .continue_challenge(&host, &account(), &[held], &step.state, &back(&other))
        .await;
    assert!(matches!(outcome, Ok(ChallengeOutcome::Rejected(why)) if why.counts));
    assert_eq!(host.requests().len(), before);
}

#[tokio::test]
async fn a_code_that_duo_does_not_know_counts_and_a_client_that_it_does_not_know_is_for_staff() {
    for (error, counts) in [("invalid_grant", true), ("invalid_client", false)] {
        let host = host();
        let held = enrolled(&host).await;
        let step = leaves(&host, Some(&held)).await;
        host.script_http(Ok(answer(400, &json!({ "error": error }))));
        let outcome = Duo
            .continue_challenge(&host, &account(), &[held], &step.state, &back(&step))
            .await;
        match outcome {
            Ok(ChallengeOutcome::Rejected(why)) => assert!(counts && why.counts, "{error}"),
            Err(Failure::Misconfigured(_)) => assert!(!counts, "{error}"),
            _ => unreachable!("{error} opens nothing"),
        }
    }
}

#[tokio::test]
async fn who_took_too_long_is_sent_again() {
    let host = host();
    let held = enrolled(&host).await;
    let step = leaves(&host, Some(&held)).await;
    host.advance_seconds(300);
    host.script_http(Ok(answer(200, &json!({ "stat": "OK" }))));
    let outcome = Duo
        .continue_challenge(&host, &account(), &[held], &step.state, &back(&step))
        .await;
    let Ok(ChallengeOutcome::Step(next)) = outcome else {
        unreachable!("there is another step")
    };
    assert!(parameter(&next, "nonce") != parameter(&step, "nonce"));
}

#[tokio::test]
async fn staff_hear_whether_duo_answers_and_knows_the_client() {
    let said = [
        (200, json!({ "stat": "OK" }), "duo-check-works"),
        (400, json!({ "stat": "FAIL" }), "duo-check-refused"),
        (503, json!(null), "duo-check-unavailable"),
    ];
    for (status, body, key) in said {
        let host = host();
        host.script_http(Ok(answer(status, &body)));
        let findings = Duo.check(&host).await.expect("it was tried");
        let [finding] = &findings[..] else {
            unreachable!("one API")
        };
        assert_eq!(
            (finding.text.key.as_str(), finding.works),
            (key, status == 200)
        );
    }
}

#[tokio::test]
async fn duo_knows_staff_by_their_address_alone() {
    let host = host();
    host.script_http(Ok(answer(200, &json!({ "stat": "OK" }))));
    let staff = Account {
        label: "mara@example.net (staff)".into(),
        ..account()
    };
    let step = Duo.begin_enrolment(&host, &staff, &[]).await.unwrap();
    let asked = claims(&parameter(&step, "request"));
    assert_eq!(asked["duo_uname"], json!("mara@example.net"));
    let nameless = Account {
        label: String::new(),
        ..account()
    };
    let outcome = Duo.begin_enrolment(&host, &nameless, &[]).await;
    assert!(matches!(outcome, Err(Failure::Misconfigured(_))));
}

#[test]
fn every_key_is_in_every_language_and_none_is_left_over() {
    locales::assert_whole(TEXTS, ALL);
}
