//! Around every request: an id, a line in the log, a count.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE32_NOPAD;
use tracing::Instrument as _;
use tracing::field::Empty;

use super::StatusClass;
use crate::Panel;
use crate::random::Random;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names a request in the log, in the audit log and on error pages. It is always of our own making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new one.
    pub fn generate(random: &dyn Random) -> Self {
        Self(
            BASE32_NOPAD
                .encode(&random.id_bytes())
                .to_lowercase()
                .into(),
        )
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Gives the request an id, and logs and counts the answer.
///
/// The log names the route by its pattern and never has the path or the query: those carry tokens.
pub async fn track(State(panel): State<Panel>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::generate(panel.random.as_ref());
    let method = method_name(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("request", %id, method, route, session = Empty);
    request.extensions_mut().insert(id.clone());

    let mut response = next.run(request).instrument(span.clone()).await;

    let (status, took) = (response.status().as_u16(), started.elapsed());
    panel
        .metrics
        .answered(method, &route, StatusClass::of(status), took);
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| {
        if is_routine(&route) {
            tracing::debug!(status, millis, "request answered");
        } else {
            tracing::info!(status, millis, "request answered");
        }
    });
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Lets the request's log lines carry a name for the session, of no use to whoever reads them (R161).
pub fn name_session(panel: &Panel, token_hash: &[u8]) {
    tracing::Span::current().record("session", panel.keys.log_id(token_hash));
}

/// What machines ask for all day long.
fn is_routine(route: &str) -> bool {
    matches!(route, "/healthz" | "/readyz" | "/metrics") || route.starts_with("/assets/")
}

fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn every_request_has_an_id_of_its_own() {
        let (one, two) = (
            RequestId::generate(&SystemRandom),
            RequestId::generate(&SystemRandom),
        );
        assert_ne!(one, two);
        assert_eq!(one.as_str().len(), 16);
    }

    #[test]
    fn a_method_that_a_stranger_made_up_is_no_label() {
        assert_eq!(method_name(&Method::from_bytes(b"BREW").unwrap()), "OTHER");
    }
}
