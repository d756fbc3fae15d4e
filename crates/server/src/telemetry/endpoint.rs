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

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;
    use crate::testing::TestPanel;

    async fn asked(panel: &Panel, authorization: Option<&str>) -> (StatusCode, String) {
        let mut request = Request::get("/metrics");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let router = crate::web::router(panel.clone());
        let response = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_numbers_are_not_there_unless_the_operator_wants_them() {
        let scene = TestPanel::open(&[]).await;
        assert_eq!(asked(&scene.panel, None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(
            asked(&scene.panel, Some("Bearer ")).await.0,
            StatusCode::NOT_FOUND
        );
    }

    #[tokio::test]
    async fn the_numbers_are_for_those_who_have_the_token() {
        let scene = TestPanel::open(&[("server.metrics_token", "open sesame")]).await;
        for wrong in [
            None,
            Some("Bearer open"),
            Some("open sesame"),
            Some("Basic open sesame"),
        ] {
            assert_eq!(
                asked(&scene.panel, wrong).await.0,
                StatusCode::UNAUTHORIZED,
                "{wrong:?}"
            );
        }
        let (status, body) = asked(&scene.panel, Some("Bearer open sesame")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            body.contains("innkeeper_http_requests_total") && body.ends_with("# EOF\n"),
            "{body}"
        );
    }
}
