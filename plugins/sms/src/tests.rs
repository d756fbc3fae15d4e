//! The channel before services that a test plays, each read with another crate than the one that wrote to it.

mod contract;
mod gateway;
mod manifest;
mod twilio;

use innkeeper_module::testing::{FakeHost, locales};
use innkeeper_module::{
    Channel as _, ChannelMessage, Failure, Handover, HttpRequest, HttpResponse,
};
use url::form_urlencoded;

use crate::Sms;
use crate::texts::{ALL, TEXTS};

const TO: &str = "+4915123456789";

fn message() -> ChannelMessage {
    ChannelMessage {
        to: TO.into(),
        text: "12345678 is your code".into(),
        code: Some("12345678".into()),
        locale: "en".into(),
        idempotency_key: "key-17".into(),
    }
}

fn answer(status: u16, body: &str) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}

/// A provider of that service; the API takes everything.
fn provider(settings: &[(&str, &str)], taken: &'static str) -> FakeHost {
    let host = settings
        .iter()
        .fold(FakeHost::default(), |host, (name, value)| {
            host.with_setting(name, value)
        });
    host.serve_http(move |_| Some(Ok(answer(200, taken))));
    host
}

async fn sent(host: &FakeHost) -> Result<Handover, Failure> {
    Sms.send(host, &message()).await
}

fn pairs(encoded: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded.as_bytes())
        .into_owned()
        .collect()
}

fn value(request: &HttpRequest, name: &str) -> Option<String> {
    let body = String::from_utf8(request.body.clone()).expect("text");
    let found = pairs(&body).into_iter().find(|(found, _)| found == name);
    found.map(|(_, value)| value)
}

#[test]
fn every_key_is_in_every_language_and_none_is_left_over() {
    locales::assert_whole(TEXTS, ALL);
}
