//! Notifications as ntfy takes them, and what came back: publishing as JSON, and polling a topic.

use data_encoding::HEXLOWER;
use innkeeper_module::{Denied, Failure, Host, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::settings::Settings;

/// How topics begin that phones are asked in, and those that they answer to: a server can tell them apart.
pub(crate) const ASK: &str = "innkeeper-ask-";
pub(crate) const ANSWER: &str = "innkeeper-answer-";

/// How much chance is in a token: nobody guesses it.
const TOKEN: usize = 16;

/// How loud a notification is, of five.
#[derive(Clone, Copy)]
pub(crate) enum Priority {
    /// It lies there and makes no sound.
    Low = 2,
    /// Somebody waits for it.
    High = 4,
}

/// A notification.
pub(crate) struct Notification<'a> {
    pub(crate) topic: &'a str,
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) priority: Priority,
    pub(crate) buttons: Vec<Button>,
    /// The topic that buttons send their tokens to.
    pub(crate) answer: &'a str,
}

/// A button, and what it sends.
pub(crate) struct Button {
    pub(crate) label: String,
    pub(crate) token: String,
}

/// A button that sends a request when it is tapped, and then goes away.
#[derive(Serialize)]
struct Action<'a> {
    #[serde(rename = "action")]
    kind: &'static str,
    label: &'a str,
    url: &'a str,
    method: &'static str,
    body: &'a str,
    clear: bool,
}

/// A line of a topic.
#[derive(Deserialize)]
struct Line {
    event: String,
    #[serde(default)]
    message: String,
}

/// A topic that nobody can guess.
pub(crate) fn topic(host: &dyn Host, begins: &str) -> Result<String, Failure> {
    Ok(format!("{begins}{}", token(host)?))
}

/// Something that nobody can guess.
pub(crate) fn token(host: &dyn Host) -> Result<String, Failure> {
    let random = host.random(TOKEN);
    if random.bytes().len() == TOKEN {
        Ok(HEXLOWER.encode(random.bytes()))
    } else {
        Err(too_little())
    }
}

pub(crate) fn too_little() -> Failure {
    Failure::Unavailable("too little randomness".into())
}

pub(crate) async fn publish(
    host: &dyn Host,
    settings: &Settings,
    notification: &Notification<'_>,
) -> Result<(), Failure> {
    let url = format!("{}/{}", settings.for_phones, notification.answer);
    let buttons = notification.buttons.iter();
    let actions = buttons.map(|button| Action {
        kind: "http",
        label: &button.label,
        url: &url,
        method: "POST",
        body: &button.token,
        clear: true,
    });
    let body = json!({
        "topic": notification.topic,
        "title": notification.title,
        "message": notification.message,
        "priority": notification.priority as u8,
        "actions": actions.collect::<Vec<_>>(),
    });
    let mut headers = settings.headers();
    headers.push(("content-type".into(), "application/json".into()));
    let request = HttpRequest {
        method: "POST".into(),
        url: format!("{}/", settings.server),
        headers,
        body: body.to_string().into_bytes(),
    };
    judge(host.http(request).await).map(|_| ())
}

/// What was sent to a topic, the oldest first.
pub(crate) async fn read(
    host: &dyn Host,
    settings: &Settings,
    topic: &str,
) -> Result<Vec<String>, Failure> {
    let request = HttpRequest {
        method: "GET".into(),
        url: format!("{}/{topic}/json?poll=1&since=all", settings.server),
        headers: settings.headers(),
        body: Vec::new(),
    };
    let answer = judge(host.http(request).await)?;
    let lines = answer.body.split(|byte| *byte == b'\n');
    let lines = lines.filter_map(|line| serde_json::from_slice::<Line>(line).ok());
    let messages = lines.filter(|line| line.event == "message");
    Ok(messages.map(|line| line.message).collect())
}

fn judge(answer: Result<HttpResponse, Denied>) -> Result<HttpResponse, Failure> {
    let answer = answer.map_err(|denied| match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    })?;
    match answer.status {
        200..=299 => Ok(answer),
        408 | 425 | 429 | 500.. => Err(Failure::Unavailable(format!(
            "the notification server is busy or broken (status {})",
            answer.status
        ))),
        status => Err(Failure::Misconfigured(format!(
            "the notification server refused (status {status})"
        ))),
    }
}
