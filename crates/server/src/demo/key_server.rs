//! A hardware key without the hardware, and the server that checks it: a development tool.
//!
//! It speaks Yubico's validation protocol 2.0 on this machine alone, so that people can try keys without
//! having one and tests have somebody to ask. It is no validation server for anybody's keys: it forgets
//! them, and shows its own to whoever opens its page.

mod block;
mod validation;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use block::{Plugged, VirtualKey};
pub use validation::{Client, Secrets, Validator};

/// Where servers of the protocol answer.
pub const VERIFY: &str = "/wsapi/2.0/verify";

const PAGE: &str = include_str!("key_server/page.html");

/// The server, its address known and not yet answering.
pub struct KeyServer {
    listener: TcpListener,
    port: u16,
}

/// What the page shows.
struct Desk {
    key: VirtualKey,
    shown: Option<String>,
}

impl KeyServer {
    /// Takes a free port of this machine.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn bind() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The page with the key.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Whom the panel asks.
    pub fn verify_url(&self) -> String {
        format!("http://127.0.0.1:{}{VERIFY}", self.port)
    }

    /// Answers until the task is aborted, or the program ends. With a key it is known, and shown.
    pub fn start(self, validator: &Arc<Validator>, key: Option<VirtualKey>) -> JoinHandle<()> {
        let verify = Router::new()
            .route(VERIFY, get(verify))
            .with_state(Arc::clone(validator));
        let router = match key {
            None => verify,
            Some(key) => {
                validator.learn(key.public_id(), key.secrets());
                let desk = Arc::new(Mutex::new(Desk { key, shown: None }));
                let pages = Router::new()
                    .route("/", get(page))
                    .route("/touch", post(touch));
                verify.merge(pages.with_state(desk))
            }
        };
        tokio::spawn(async move {
            if let Err(error) = axum::serve(self.listener, router).await {
                tracing::error!(%error, "the validation server failed");
            }
        })
    }
}

async fn verify(
    State(validator): State<Arc<Validator>>,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Response {
    let answer = validator.answer(&parameters);
    ([(header::CONTENT_TYPE, "text/plain")], answer).into_response()
}

async fn touch(State(desk): State<Arc<Mutex<Desk>>>) -> Redirect {
    let mut desk = locked(&desk);
    let otp = desk.key.touch();
    desk.shown = Some(otp);
    // Loading the page again must not touch the key again.
    Redirect::to("/")
}

async fn page(State(desk): State<Arc<Mutex<Desk>>>) -> Response {
    // Nothing but letters.
    let shown = locked(&desk)
        .shown
        .as_ref()
        .map(|otp| format!("<p><output>{otp}</output></p>"));
    let shown = shown.unwrap_or_default();
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
    ];
    (headers, Html(PAGE.replace("<!-- code -->", &shown))).into_response()
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
