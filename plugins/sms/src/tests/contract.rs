//! The contract of channels, kept with each kind of service.

use innkeeper_module::testing::{FakeHost, Service, channel_contract};
use innkeeper_module::{HeaderValue, HttpRequest};

use super::{pairs, provider};
use crate::Sms;

/// A service, and how it reads a request.
struct Played {
    settings: &'static [(&'static str, &'static str)],
    taken: &'static str,
    reads: fn(&HttpRequest) -> Option<(String, String)>,
}

impl Service for Played {
    fn host(&mut self) -> FakeHost {
        provider(self.settings, self.taken)
    }

    fn arrived(&mut self, host: &FakeHost) -> Option<Vec<(String, String)>> {
        let requests = host.requests();
        let read = requests.iter().map(|request| (self.reads)(request));
        Some(
            read.map(|read| read.expect("requests are understood"))
                .collect(),
        )
    }
}

fn both(all: &[(String, String)], to: &str, text: &str) -> Option<(String, String)> {
    let find = |wanted: &str| {
        let found = all.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    };
    Some((find(to)?, find(text)?))
}

fn body(request: &HttpRequest) -> Option<String> {
    String::from_utf8(request.body.clone()).ok()
}

fn header(request: &HttpRequest, name: &str) -> Option<String> {
    let found = request.headers.iter().find(|(found, _)| found == name);
    match found {
        Some((_, HeaderValue::Text(text))) => Some(text.clone()),
        _ => None,
    }
}

#[tokio::test]
async fn it_keeps_the_contract_with_twilio() {
    let mut service = Played {
        settings: &[
            ("service", "twilio"),
            ("account-sid", "AC17"),
            ("auth-token", "secret"),
            ("sender", "+15550100"),
        ],
        taken: r#"{"sid":"SM17","status":"queued","num_segments":"1"}"#,
        reads: |request| both(&pairs(&body(request)?), "To", "Body"),
    };
    channel_contract(&Sms, &mut service).await;
}

#[tokio::test]
async fn it_keeps_the_contract_with_a_gateway_that_reads_forms() {
    let mut service = Played {
        settings: &[
            ("service", "gateway"),
            ("gateway", "https://sms.example.com/send"),
            ("gateway-parameters", "number={to}&message={text}"),
        ],
        taken: "",
        reads: |request| both(&pairs(&body(request)?), "number", "message"),
    };
    channel_contract(&Sms, &mut service).await;
}

#[tokio::test]
async fn it_keeps_the_contract_with_a_gateway_that_reads_addresses() {
    let mut service = Played {
        settings: &[
            ("service", "gateway"),
            ("gateway", "https://sms.example.com/send?v=2"),
            ("gateway-format", "query"),
            ("gateway-parameters", "to={to}&text={text}"),
        ],
        taken: "",
        reads: |request| both(&pairs(request.url.split_once("?v=2&")?.1), "to", "text"),
    };
    channel_contract(&Sms, &mut service).await;
}

#[tokio::test]
async fn it_keeps_the_contract_with_a_gateway_that_reads_json() {
    let mut service = Played {
        settings: &[
            ("service", "gateway"),
            ("gateway", "https://sms.example.com/send"),
            ("gateway-format", "json"),
            ("gateway-parameters", "to={to}&text={text}"),
        ],
        taken: "",
        reads: |request| {
            let body: serde_json::Value = serde_json::from_slice(&request.body).ok()?;
            let find = |name: &str| body[name].as_str().map(str::to_owned);
            Some((find("to")?, find("text")?))
        },
    };
    channel_contract(&Sms, &mut service).await;
}

#[tokio::test]
async fn it_keeps_the_contract_with_a_gateway_that_reads_text_as_kannel_does() {
    let mut service = Played {
        settings: &[
            ("service", "gateway"),
            ("gateway", "https://sms.example.com/cgi-bin/sendsms"),
            ("gateway-format", "text"),
            (
                "gateway-headers",
                "X-Kannel-To: {to} | X-Kannel-Password: {secret}",
            ),
            ("gateway-secret", "secret"),
            ("gateway-taken", "0: Accepted"),
        ],
        taken: "0: Accepted for delivery",
        reads: |request| Some((header(request, "x-kannel-to")?, body(request)?)),
    };
    channel_contract(&Sms, &mut service).await;
}
