//! Where Prometheus reads: on the panel's own listener behind a token, or on a listener of its own.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use innkeeper_module::Secret;

use crate::{Panel, health};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `/metrics` on the panel's own listener: there only for those who have the token.
pub async fn metrics(State(panel): State<Panel>, headers: HeaderMap) -> Response {
    let Some(token) = &panel.config.server.metrics_token else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(Secret::from);
    // Secrets compare in constant time.
    if given.as_ref() == Some(token) {
        open_metrics(&panel)
    } else {
        (
            StatusCode::UNAUTHORIZED,
            [(header::WWW_AUTHENTICATE, "Bearer")],
        )
            .into_response()
    }
}

/// `/metrics` and the health checks for a listener of their own, which asks for no token.
pub fn metrics_router(panel: Panel) -> Router {
    Router::new()
        .route(
            "/metrics",
            get(|State(panel): State<Panel>| async move { open_metrics(&panel) }),
        )
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .with_state(panel)
}

fn open_metrics(panel: &Panel) -> Response {
    match panel.metrics.encode() {
        Ok(text) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
