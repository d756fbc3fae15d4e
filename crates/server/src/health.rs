//! What machines ask of a panel: whether it lives, whether it is ready, and its numbers.

use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::Panel;

/// A database that takes longer than this is not there for visitors either.
const DATABASE_PATIENCE: Duration = Duration::from_secs(2);

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `/healthz`: the process answers. It asks nobody else, so that a database that is away does not
/// get every node restarted.
pub async fn live() -> Response {
    Json(json!({ "status": "alive" })).into_response()
}

/// `/readyz`: the panel can serve people: the database answers and has the schema we need.
pub async fn ready(State(panel): State<Panel>) -> Response {
    let asked = tokio::time::timeout(DATABASE_PATIENCE, panel.db.is_migrated()).await;
    let (database, migrations) = match asked {
        Ok(Ok(true)) => ("ok", "ok"),
        Ok(Ok(false)) => ("ok", "pending"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            ("unavailable", "unknown")
        }
        Err(_) => ("slow", "unknown"),
    };
    let (code, status) = match (database, migrations) {
        ("ok", "ok") => (StatusCode::OK, "ready"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    (
        code,
        Json(json!({ "status": status, "database": database, "migrations": migrations })),
    )
        .into_response()
}

/// `/metrics` on the panel's own listener: there only for those who have the token.
pub async fn metrics(State(panel): State<Panel>, headers: HeaderMap) -> Response {
    let Some(token) = &panel.config.server.metrics_token else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(innkeeper_module::Secret::from);
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
        .route("/healthz", get(live))
        .route("/readyz", get(ready))
        .with_state(panel)
}

fn open_metrics(panel: &Panel) -> Response {
    match panel.metrics.encode() {
        Ok(text) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
