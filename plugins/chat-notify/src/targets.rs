//! Who is told, and how each wants to hear it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use innkeeper_plugin::chrono::SecondsFormat;
use innkeeper_plugin::{Event, Failure, HeaderValue, Host, HttpRequest, KeyedHash};
use serde_json::{Value, json};

use crate::{away, setting, words};

/// Somebody to tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Slack,
    Discord,
    Matrix,
    Webhook,
}

impl Target {
    pub const ALL: [Self; 4] = [Self::Slack, Self::Discord, Self::Matrix, Self::Webhook];

    /// What it is remembered by, and the setting that switches it on.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Discord => "discord",
            Self::Matrix => "matrix",
            Self::Webhook => "webhook",
        }
    }

    pub fn is_on(self, host: &dyn Host) -> bool {
        setting(host, self.name()) == "true"
    }

    pub async fn tell(self, host: &dyn Host, event: &Event) -> Result<(), Failure> {
        let request = match self {
            Self::Slack => json_to(
                "setting:slack-webhook",
                &json!({ "text": slack(&words::line(host, event)) }),
            ),
            Self::Discord => {
                let nobody = json!({ "parse": [] });
                let said =
                    json!({ "content": words::line(host, event), "allowed_mentions": nobody });
                json_to("setting:discord-webhook", &said)
            }
            Self::Matrix => matrix(host, event)?,
            Self::Webhook => webhook(host, event).await?,
        };
        let response = host.http(request).await.map_err(away)?;
        let told = || format!("{} answered {}", self.name(), response.status);
        match response.status {
            200..=299 => Ok(()),
            408 | 429 | 500.. => Err(Failure::Unavailable(told())),
            _ => Err(Failure::Misconfigured(told())),
        }
    }
}

fn json_to(url: &str, body: &Value) -> HttpRequest {
    HttpRequest {
        method: "POST".into(),
        url: url.into(),
        headers: vec![("content-type".into(), "application/json".into())],
        body: body.to_string().into_bytes(),
    }
}

/// What Slack would take for a link or a mention.
fn slack(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn needed(host: &dyn Host, name: &str) -> Result<String, Failure> {
    let value = setting(host, name);
    let missing = || Failure::Misconfigured(format!("the setting `{name}` is not set"));
    if value.is_empty() {
        Err(missing())
    } else {
        Ok(value)
    }
}

/// The id of the event is the id of the message: a homeserver that was told once does not post it twice.
fn matrix(host: &dyn Host, event: &Event) -> Result<HttpRequest, Failure> {
    let (server, room) = (needed(host, "matrix-server")?, needed(host, "matrix-room")?);
    let (server, room, id) = (
        server.trim_end_matches('/'),
        in_path(&room),
        in_path(&event.id),
    );
    let said = json!({ "msgtype": "m.notice", "body": words::line(host, event) });
    let url = format!("{server}/_matrix/client/v3/rooms/{room}/send/m.room.message/{id}");
    let mut request = json_to(&url, &said);
    request.method = "PUT".into();
    request
        .headers
        .push(("authorization".into(), HeaderValue::bearer("matrix-token")));
    Ok(request)
}

fn in_path(text: &str) -> String {
    let mut path = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// As <https://www.standardwebhooks.com> has it.
async fn webhook(host: &dyn Host, event: &Event) -> Result<HttpRequest, Failure> {
    let detail: Value = serde_json::from_str(&event.detail).unwrap_or_default();
    let mut data = json!({ "actor": event.attributes.get("actor"), "subject": event.subject, "detail": detail });
    if let Some(email) = words::person(host, event) {
        data["email"] = email.into();
    }
    let said = json!({
        "type": event.name,
        "timestamp": event.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        "version": event.version,
        "data": data,
    });
    let mut request = json_to(&needed(host, "webhook-url")?, &said);
    let now = host.now().timestamp().to_string();
    let mut signed = format!("{}.{now}.", event.id).into_bytes();
    signed.extend(&request.body);
    let code = host
        .hmac(KeyedHash::Sha256, "webhook-key", &signed)
        .await
        .map_err(away)?;
    let headers = [
        ("webhook-id", event.id.clone()),
        ("webhook-timestamp", now),
        ("webhook-signature", format!("v1,{}", STANDARD.encode(code))),
    ];
    request
        .headers
        .extend(headers.map(|(name, value)| (name.to_owned(), value.into())));
    Ok(request)
}
