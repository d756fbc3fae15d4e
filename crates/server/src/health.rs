//! What machines ask of a panel: whether it lives and whether it is ready. Its numbers are in `telemetry`.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::Panel;
pub use crate::telemetry::metrics;

/// A database that takes longer than this is not there for visitors either.
const DATABASE_PATIENCE: Duration = Duration::from_secs(2);

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestPanel;

    #[tokio::test]
    async fn a_panel_without_its_database_lives_and_is_not_ready() {
        let scene = TestPanel::open(&[]).await;
        assert_eq!(live().await.status(), StatusCode::OK);
        assert_eq!(
            ready(State(scene.panel.clone())).await.status(),
            StatusCode::OK
        );
        scene.panel.db.close().await;
        assert_eq!(live().await.status(), StatusCode::OK);
        assert_eq!(
            ready(State(scene.panel.clone())).await.status(),
            StatusCode::SERVICE_UNAVAILABLE
        );
    }
}
