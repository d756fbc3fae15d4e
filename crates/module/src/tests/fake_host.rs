//! The host of tests does what tests lean on.

use crate::testing::FakeHost;
use crate::{Denied, Host as _, HttpRequest, HttpResponse, LogLevel, OutboundMessage, Text};

fn request() -> HttpRequest {
    HttpRequest {
        method: "GET".into(),
        url: "https://example.net/".into(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

#[test]
fn its_clock_stands_still_until_it_is_moved() {
    let host = FakeHost::default();
    let start = host.now();
    assert_eq!(start.to_rfc3339(), "2026-11-22T12:00:07+00:00");
    assert_eq!(host.now(), start);
    host.advance_seconds(-7);
    assert_eq!((host.now() - start).num_seconds(), -7);
    host.move_to(start);
    assert_eq!(host.now(), start);
}

#[test]
fn its_chance_depends_on_the_seed_alone() {
    let (one, same) = (FakeHost::default(), FakeHost::default());
    let other = FakeHost::default().with_seed(7);
    let first = one.random(20);
    assert_eq!(first.bytes().len(), 20);
    assert!(first == same.random(20));
    assert!(first != other.random(20));
    assert!(first != one.random(20));
}

#[tokio::test]
async fn its_hashes_are_salted_counted_and_can_fail() {
    let host = FakeHost::default();
    let (a, b) = (host.hash(&"x".into()).await, host.hash(&"x".into()).await);
    let (a, b) = (a.expect("a hash"), b.expect("a hash"));
    assert!(a != b);
    assert_eq!(host.verify_hash(&"x".into(), &a).await, Ok(true));
    assert_eq!(host.verify_hash(&"x".into(), &b).await, Ok(true));
    assert_eq!(host.verify_hash(&"y".into(), &a).await, Ok(false));
    assert!(
        host.verify_hash(&"x".into(), &"no hash".into())
            .await
            .is_err()
    );
    assert_eq!((host.hashes(), host.verifications()), (2, 4));
    host.break_hashing();
    assert!(host.hash(&"x".into()).await.is_err());
    assert!(host.verify_hash(&"x".into(), &a).await.is_err());
}

#[tokio::test]
async fn its_network_is_a_script_and_it_remembers_what_was_asked() {
    let host = FakeHost::default();
    assert!(host.http(request()).await.is_err());
    host.script_http(Ok(HttpResponse {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    }));
    host.script_http(Err(Denied::NotGranted("declare the host".into())));
    assert!(
        host.http(request())
            .await
            .is_ok_and(|answer| answer.status == 204)
    );
    let refusal = host.http(request()).await.err();
    assert_eq!(refusal, Some(Denied::NotGranted("declare the host".into())));
    assert_eq!(host.requests().len(), 3);
}

#[tokio::test]
async fn its_network_answers_by_what_is_asked_and_may_keep_silent() {
    let host = FakeHost::default();
    host.serve_http(|request| {
        let silent = request.url.contains("silent");
        (!silent).then(|| Err(Denied::Failed(request.url.clone())))
    });
    let answer = host.http(request()).await.err();
    assert_eq!(answer, Some(Denied::Failed("https://example.net/".into())));
    let silent = HttpRequest {
        url: "https://silent.example.net/".into(),
        ..request()
    };
    let waited = tokio::time::timeout(std::time::Duration::from_millis(20), host.http(silent));
    assert!(waited.await.is_err());
    assert_eq!(host.requests().len(), 2);
}

#[tokio::test]
async fn it_keeps_logs_settings_and_messages() {
    let host = FakeHost::default().with_setting("window", "2");
    assert!(
        host.setting("window")
            .is_some_and(|value| value.text() == Some("2"))
    );
    assert!(host.setting("other").is_none());
    host.log(LogLevel::Warn, "slow");
    assert_eq!(host.logs(), [(LogLevel::Warn, "slow".to_owned())]);
    let message = OutboundMessage {
        channel: "email".into(),
        text: Text::new("k", "f"),
        code: Some("123".into()),
    };
    assert!(host.send(message).await.is_ok());
    assert_eq!(host.messages().len(), 1);
}
