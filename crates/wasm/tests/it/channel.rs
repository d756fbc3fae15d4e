//! A sandboxed channel is as good as a native one: they pass the same test.

use std::collections::BTreeSet;

use innkeeper_module::testing::{FakeHost, Service, channel_contract};
use innkeeper_module::{
    Channel as _, ChannelMessage, Handover, HeaderValue, HttpRequest, HttpResponse,
};
use innkeeper_wasm::{Terms, Unfit, WasmChannel, WasmFactor};

use crate::bench::{code, runtime};
use crate::contract::TOTP;

const SMS: &str = "innkeeper-sms-component";

async fn sms() -> WasmChannel {
    let terms = Terms {
        secret_settings: BTreeSet::from(["gateway-secret".to_owned()]),
        ..Terms::default()
    };
    let channel = WasmChannel::new(runtime(), &code(SMS), "dev.innkeeper.sms", terms).await;
    channel.expect("it is a channel")
}

/// A gateway that takes text as it is.
struct Gateway;

fn read(request: &HttpRequest) -> Option<(String, String)> {
    let to = request.headers.iter().find(|(name, _)| name == "x-to");
    let (_, HeaderValue::Text(to)) = to? else {
        return None;
    };
    Some((to.clone(), String::from_utf8(request.body.clone()).ok()?))
}

impl Service for Gateway {
    fn host(&mut self) -> FakeHost {
        let host = FakeHost::default()
            .with_setting("service", "gateway")
            .with_setting("gateway", "https://sms.example.com/send")
            .with_setting("gateway-format", "text")
            .with_setting("gateway-headers", "X-To: {to} | X-Key: {secret}");
        host.serve_http(|_| {
            Some(Ok(HttpResponse {
                status: 200,
                headers: Vec::new(),
                body: Vec::new(),
            }))
        });
        host
    }

    fn arrived(&mut self, host: &FakeHost) -> Option<Vec<(String, String)>> {
        host.requests().iter().map(read).collect()
    }
}

#[tokio::test]
async fn r129_a_sandboxed_channel_keeps_the_contract_of_native_ones() {
    let sms = sms().await;
    channel_contract(&sms, &mut Gateway).await;
    assert!(sms.health().faults.is_empty(), "{:?}", sms.health());
}

#[tokio::test]
async fn it_says_of_itself_what_the_native_one_says_but_for_its_whole_id() {
    let mut native = innkeeper_sms::Sms.describe();
    native.id = "dev.innkeeper.sms".into();
    assert_eq!(sms().await.describe(), native);
}

#[tokio::test]
async fn the_secret_of_a_service_reaches_the_request_and_never_the_channel() {
    let host = Gateway.host().with_setting("gateway-secret", "s3cret");
    let message = ChannelMessage {
        to: "+4915123456789".into(),
        text: "Hello".into(),
        code: None,
        locale: "en".into(),
        idempotency_key: "1".into(),
    };
    let sent = sms().await.send(&host, &message).await;
    assert!(matches!(sent, Ok(Handover::Taken(_))));
    let requests = host.requests();
    let request = requests.first().expect("a request").clone();
    let named = request.headers.iter().any(|(name, value)| {
        name == "x-key"
            && matches!(value, HeaderValue::Setting { name, .. } if name == "gateway-secret")
    });
    assert!(named, "the panel is told which secret, and puts it in");
}

#[tokio::test]
async fn what_is_no_channel_is_none_and_a_channel_is_no_factor() {
    let (totp, sms) = (code(TOTP), code(SMS));
    let channel = WasmChannel::new(runtime(), &totp, "dev.acme.totp", Terms::default());
    assert!(matches!(channel.await.err(), Some(Unfit::Load(_))));
    let factor = WasmFactor::new(runtime(), &sms, "dev.acme.sms", Terms::default());
    assert!(matches!(factor.await.err(), Some(Unfit::Load(_))));
    let other = WasmChannel::new(runtime(), &sms, "dev.acme.other", Terms::default());
    assert!(matches!(other.await.err(), Some(Unfit::Name { .. })));
}
