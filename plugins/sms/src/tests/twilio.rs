//! What Twilio is asked, and what its answers mean.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Failure, Handover, HeaderValue};

use super::{answer, provider, sent, value};

const CREATED: &str =
    r#"{"sid":"SM0123456789abcdef0123456789abcdef","status":"queued","num_segments":"2"}"#;

const SETTINGS: [(&str, &str); 4] = [
    ("service", "twilio"),
    ("account-sid", "AC0123"),
    ("auth-token", "secret"),
    ("sender", "+15550100"),
];

fn twilio() -> FakeHost {
    provider(&SETTINGS, CREATED)
}

#[tokio::test]
async fn a_message_is_made_at_the_accounts_messages_by_a_key_that_the_panel_fills_in() {
    let host = twilio();
    let Ok(Handover::Taken(receipt)) = sent(&host).await else {
        unreachable!("it is taken")
    };
    let reference = receipt.reference.as_deref();
    assert_eq!(reference, Some("SM0123456789abcdef0123456789abcdef"));
    assert_eq!(receipt.attributes["segments"], "2");
    let requests = host.requests();
    let [request] = &requests[..] else {
        unreachable!("one request")
    };
    assert_eq!(
        request.url,
        "https://api.twilio.com/2010-04-01/Accounts/AC0123/Messages.json"
    );
    assert_eq!(request.method, "POST");
    assert_eq!(value(request, "From").as_deref(), Some("+15550100"));
    let (_, key) = &request.headers[0];
    let is_by_name = matches!(key, HeaderValue::Basic { user, password } if user == "AC0123" && password == "auth-token");
    assert!(is_by_name, "the secret is named, not read");
}

#[tokio::test]
async fn an_api_key_a_messaging_service_and_another_address_take_the_places_of_the_usual() {
    let service = "MG0123456789abcdef0123456789abcdef";
    let host = twilio()
        .with_setting("api", "https://acme.signalwire.example/api/laml/")
        .with_setting("api-key-sid", "SK0123")
        .with_setting("sender", service);
    assert!(sent(&host).await.is_ok());
    let requests = host.requests();
    let request = requests.first().expect("a request");
    let url = "https://acme.signalwire.example/api/laml/2010-04-01/Accounts/AC0123/Messages.json";
    assert_eq!(request.url, url);
    assert_eq!(value(request, "From"), None);
    assert_eq!(
        value(request, "MessagingServiceSid").as_deref(),
        Some(service)
    );
    let (_, key) = &request.headers[0];
    assert!(matches!(key, HeaderValue::Basic { user, .. } if user == "SK0123"));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_no_reason_to_send_again() {
    let host = provider(&SETTINGS, "<html>");
    assert!(matches!(sent(&host).await, Ok(Handover::Taken(_))));
}

#[tokio::test]
async fn errors_are_told_apart_and_their_words_are_not_repeated() {
    let said = r#", "message": "The 'To' number +4915123456789 is not a valid phone number"}"#;
    let cases = [
        ("{\"code\": 21211", "number"),
        ("{\"code\": 21610", "number"),
        ("{\"code\": 21408", "number"),
        ("{\"code\": 20429", "later"),
        ("{\"code\": 21606", "staff"),
        ("{\"code\": 99999", "staff"),
    ];
    for (code, whose) in cases {
        let host = twilio();
        host.script_http(Ok(answer(400, &format!("{code}{said}"))));
        let told = match sent(&host).await {
            Ok(Handover::Undeliverable(why)) => ("number", why),
            Err(Failure::Unavailable(why)) => ("later", why),
            Err(Failure::Misconfigured(why)) => ("staff", why),
            Ok(Handover::Taken(_)) => unreachable!("it was not taken"),
        };
        assert_eq!(told.0, whose, "{code}");
        let logged = format!("{:?}", host.logs());
        assert!(!told.1.contains("151") && !logged.contains("151"), "{code}");
    }
}

#[tokio::test]
async fn what_staff_forgot_is_said_by_its_name() {
    for forgotten in ["service", "account-sid", "sender"] {
        let host = twilio().with_setting(forgotten, " ");
        let Err(Failure::Misconfigured(why)) = sent(&host).await else {
            unreachable!("nothing is sent")
        };
        assert!(why.contains(forgotten), "{why}");
        assert!(host.requests().is_empty());
    }
}
