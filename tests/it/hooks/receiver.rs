//! A server that chats and others would have, on this machine: it keeps what it was sent, and fails when it is told to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[derive(Clone, Debug)]
pub struct Sent {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Sent {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }
}

#[derive(Default)]
struct Kept {
    sent: Vec<Sent>,
    faults: BTreeMap<String, StatusCode>,
}

pub struct Receiver {
    pub url: String,
    kept: Arc<Mutex<Kept>>,
    server: JoinHandle<()>,
}

impl Receiver {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let kept = Arc::<Mutex<Kept>>::default();
        let router = Router::new().fallback(keep).with_state(Arc::clone(&kept));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self { url, kept, server }
    }

    /// What is at a path that begins so answers with this status from now on.
    pub fn answers(&self, path: &str, status: StatusCode) {
        self.kept
            .lock()
            .unwrap()
            .faults
            .insert(path.to_owned(), status);
    }

    /// What was taken at paths that begin so, in order.
    pub fn sent(&self, path: &str) -> Vec<Sent> {
        let kept = self.kept.lock().unwrap();
        kept.sent
            .iter()
            .filter(|sent| sent.path.starts_with(path))
            .cloned()
            .collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn keep(
    State(kept): State<Arc<Mutex<Kept>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let mut kept = kept.lock().unwrap();
    let path = uri.path().to_owned();
    let fault = kept
        .faults
        .iter()
        .find(|(beginning, _)| path.starts_with(beginning.as_str()));
    let status = fault.map_or(StatusCode::OK, |(_, status)| *status);
    if status.is_success() {
        kept.sent.push(Sent {
            method,
            path,
            headers,
            body: body.to_vec(),
        });
    }
    status
}
