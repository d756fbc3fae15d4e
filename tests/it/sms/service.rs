//! What stands for Twilio: its resource `Messages` over plain HTTP, as its documentation describes it. It checks the keys
//! that the panel puts into requests, and keeps what it took.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;
use url::form_urlencoded;

/// The name by which plugins ask it.
pub const NAME: &str = "twilio.example.com";
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub const TOKEN: &str = "the token of the account";
const SENDER: &str = "+15550100";

/// A message as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub to: String,
    pub text: String,
}

impl Message {
    /// Its eight digits.
    pub fn code(&self) -> String {
        let is_code = |word: &&str| word.len() == 8 && word.chars().all(|c| c.is_ascii_digit());
        let mut words = self.text.split_whitespace();
        words.find(is_code).expect("eight digits").to_owned()
    }
}

#[derive(Default)]
struct Kept {
    taken: Vec<Message>,
    refuses: Option<(StatusCode, u32)>,
}

/// The service.
#[derive(Clone)]
pub struct Service {
    pub url: String,
    kept: Arc<Mutex<Kept>>,
}

impl Service {
    pub async fn open() -> Self {
        let kept = Arc::<Mutex<Kept>>::default();
        let route = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json");
        let router = Router::new()
            .route(&route, post(create))
            .with_state(Arc::clone(&kept));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, kept }
    }

    /// What it took so far.
    pub fn taken(&self) -> Vec<Message> {
        self.locked().taken.clone()
    }

    /// The latest message.
    pub fn latest(&self) -> Message {
        self.taken().pop().expect("a message")
    }

    /// From now on it answers so; None: it takes messages again.
    pub fn refuses(&self, with: Option<(StatusCode, u32)>) {
        self.locked().refuses = with;
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The settings of the plugin for it.
pub fn settings() -> [(&'static str, &'static str); 5] {
    [
        ("service", "twilio"),
        ("api", "https://twilio.example.com"),
        ("account-sid", ACCOUNT),
        ("auth-token", TOKEN),
        ("sender", SENDER),
    ]
}

fn error(status: StatusCode, code: u32) -> Response {
    let body = json!({ "code": code, "message": "The words are not to be relied on", "status": status.as_u16() });
    (status, Json(body)).into_response()
}

async fn create(State(kept): State<Arc<Mutex<Kept>>>, headers: HeaderMap, body: Bytes) -> Response {
    use base64::Engine as _;
    let expected = base64::engine::general_purpose::STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
    let authorization = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    if authorization != Some(&format!("Basic {expected}")) {
        return error(StatusCode::UNAUTHORIZED, 20003);
    }
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    };
    let (Some(to), Some(text)) = (field("To"), field("Body")) else {
        return error(StatusCode::BAD_REQUEST, 21604);
    };
    if field("From").as_deref() != Some(SENDER) {
        return error(StatusCode::BAD_REQUEST, 21606);
    }
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((status, code)) = kept.refuses {
        return error(status, code);
    }
    kept.taken.push(Message { to, text });
    let sid = format!("SM{:032x}", kept.taken.len());
    let body = json!({ "sid": sid, "status": "queued", "num_segments": "1", "error_code": null });
    (StatusCode::CREATED, Json(body)).into_response()
}
