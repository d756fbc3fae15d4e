//! What stands for ntfy: publishing as JSON, sending to a topic, and polling one, as its documentation describes them, over
//! plain HTTP. Its rules are those that we advise: only who has the token asks phones and reads what they answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The name by which the plugin asks it.
pub const NAME: &str = "ntfy.example.com";
const TOKEN: &str = "tk_ofthepanel";

#[derive(Default)]
struct Kept {
    messages: Vec<Value>,
    token_is_gone: bool,
}

type Shared = Arc<Mutex<Kept>>;

/// The server.
#[derive(Clone)]
pub struct Ntfy {
    pub url: String,
    kept: Shared,
}

impl Ntfy {
    pub async fn open() -> Self {
        let kept = Shared::default();
        let router = Router::new()
            .route("/", post(publish))
            .route("/{topic}", post(send))
            .route("/{topic}/json", get(poll))
            .with_state(Arc::clone(&kept));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, kept }
    }

    /// What was sent to phones with this topic so far.
    pub fn notifications(&self, topic: &str) -> Vec<Value> {
        let kept = locked(&self.kept);
        let of = kept.messages.iter();
        let of = of.filter(|message| message["topic"] == topic);
        of.cloned().collect()
    }

    /// From now on it knows nothing of the token.
    pub fn forgets_the_token(&self) {
        locked(&self.kept).token_is_gone = true;
    }

    /// Taps the latest button of that name, as a phone does that subscribed to this topic.
    pub async fn tap(&self, topic: &str, label: &str) {
        let notifications = self.notifications(topic).into_iter().rev();
        let mut actions = notifications.flat_map(|notification| {
            let actions = notification["actions"].as_array().cloned();
            actions.unwrap_or_default()
        });
        let action = actions.find(|action| action["label"] == label);
        let action = action.expect("a button of that name");
        let url = action["url"].as_str().expect("an address");
        let path = url.strip_prefix("https://ntfy.example.com");
        let url = format!("{}{}", self.url, path.expect("the server's address"));
        let body = action["body"].as_str().expect("a body").to_owned();
        let sent = reqwest::Client::new().post(url).body(body).send().await;
        let status = sent.expect("it is sent").status();
        assert!(status.is_success(), "{status}");
    }

    /// The labels of the buttons with numbers.
    pub fn numbers(&self, topic: &str) -> Vec<String> {
        let latest = self.notifications(topic).pop().expect("a notification");
        let actions = latest["actions"].as_array().expect("buttons");
        let labels = actions.iter().map(|action| action["label"].as_str());
        labels.map(|label| label.expect("a label").into()).collect()
    }
}

/// The settings of the plugin for it.
pub fn settings() -> [(&'static str, &'static str); 3] {
    [
        ("server", "https://ntfy.example.com"),
        ("access", "token"),
        ("token", TOKEN),
    ]
}

fn locked(kept: &Shared) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_panel(kept: &Shared, headers: &HeaderMap) -> bool {
    let expected = format!("Bearer {TOKEN}");
    let authorization = headers.get("authorization");
    !locked(kept).token_is_gone && authorization.is_some_and(|value| *value == *expected)
}

fn take(kept: &Shared, mut message: Value) -> Json<Value> {
    let mut kept = locked(kept);
    message["id"] = json!(format!("m{}", kept.messages.len()));
    message["event"] = json!("message");
    kept.messages.push(message.clone());
    Json(message)
}

async fn publish(
    State(kept): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, StatusCode> {
    let message: Value = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let topic = message["topic"].as_str().unwrap_or_default();
    if !topic.starts_with("innkeeper-ask-") || !is_panel(&kept, &headers) {
        return Err(StatusCode::FORBIDDEN);
    }
    let actions = message["actions"].as_array().map_or(0, Vec::len);
    // So many buttons fit, and no more.
    if actions > 3 {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(take(&kept, message))
}

async fn send(
    State(kept): State<Shared>,
    Path(topic): Path<String>,
    body: String,
) -> Result<Json<Value>, StatusCode> {
    if !topic.starts_with("innkeeper-answer-") {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(take(&kept, json!({ "topic": topic, "message": body })))
}

async fn poll(
    State(kept): State<Shared>,
    Path(topic): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<String, StatusCode> {
    if !topic.starts_with("innkeeper-answer-") || !is_panel(&kept, &headers) {
        return Err(StatusCode::FORBIDDEN);
    }
    if query.as_deref() != Some("poll=1&since=all") {
        return Err(StatusCode::BAD_REQUEST);
    }
    let kept = locked(&kept);
    let lines = kept.messages.iter();
    let lines = lines.filter(|message| message["topic"] == topic);
    let lines: Vec<String> = lines.map(ToString::to_string).collect();
    Ok(lines.join("\n"))
}
