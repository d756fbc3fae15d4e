//! What gateways are asked in the provider's words, and what those must not say.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Failure, Handover, HeaderValue};

use super::{provider, sent, value};

fn gateway(taken: &'static str) -> FakeHost {
    let settings = [
        ("service", "gateway"),
        ("sender", "Acme"),
        ("gateway", "https://sms.example.com/send"),
        (
            "gateway-parameters",
            "to={digits}&text={text}&from={from}&id={key}&lang={locale}",
        ),
    ];
    provider(&settings, taken)
}

#[tokio::test]
async fn every_mark_is_filled_in() {
    let host = gateway("");
    assert!(matches!(sent(&host).await, Ok(Handover::Taken(_))));
    let requests = host.requests();
    let request = requests.first().expect("a request");
    let values = ["to", "text", "from", "id", "lang"].map(|name| value(request, name));
    let expected = [
        "4915123456789",
        "12345678 is your code",
        "Acme",
        "key-17",
        "en",
    ];
    assert_eq!(values, expected.map(|value| Some(value.to_owned())));
}

#[tokio::test]
async fn a_secret_is_named_in_a_header_and_read_by_nobody_here() {
    let headers = "X-Key: {secret} | Authorization: Bearer {secret} | X-To: {digits}";
    let host = gateway("").with_setting("gateway-headers", headers);
    assert!(sent(&host).await.is_ok());
    let requests = host.requests();
    let all = &requests.first().expect("a request").headers;
    let find = |wanted: &str| {
        all.iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value)
    };
    let by_name = |value: Option<&HeaderValue>, before: &str| matches!(value, Some(HeaderValue::Setting { prefix, name }) if prefix == before && name == "gateway-secret");
    assert!(by_name(find("x-key"), "") && by_name(find("authorization"), "Bearer "));
    let to = find("x-to");
    assert!(matches!(to, Some(HeaderValue::Text(digits)) if digits == "4915123456789"));
    let host = gateway("").with_setting("gateway-headers", "Authorization: Basic panel:{secret}");
    assert!(sent(&host).await.is_ok());
    let requests = host.requests();
    let (_, last) = requests
        .first()
        .and_then(|request| request.headers.last())
        .expect("a header");
    assert!(
        matches!(last, HeaderValue::Basic { user, password } if user == "panel" && password == "gateway-secret")
    );
}

#[tokio::test]
async fn templates_that_mean_nothing_send_nothing() {
    let wrong = [
        ("gateway-parameters", "to={number}"),
        ("gateway-parameters", "just-a-word"),
        ("gateway-headers", "X-Text: {text}"),
        ("gateway-headers", "X-Code: {code}"),
        ("gateway-headers", "no colon"),
        ("gateway-headers", "X-Key: {secret} and more"),
        ("gateway-format", "xml"),
        ("gateway", ""),
    ];
    for (name, template) in wrong {
        let host = gateway("").with_setting(name, template);
        let Err(Failure::Misconfigured(why)) = sent(&host).await else {
            unreachable!("{template} sends nothing")
        };
        assert!(why.contains(name), "{why}");
        assert!(host.requests().is_empty(), "{template}");
    }
}

#[tokio::test]
async fn a_gateway_that_says_no_with_a_status_of_success_did_not_take_it() {
    let host = gateway("3: Queued").with_setting("gateway-taken", "0: Accepted");
    assert!(matches!(sent(&host).await, Err(Failure::Misconfigured(_))));
    let host = gateway("0: Accepted for delivery").with_setting("gateway-taken", "0: Accepted");
    assert!(matches!(sent(&host).await, Ok(Handover::Taken(_))));
}
