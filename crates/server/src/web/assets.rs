//! Stylesheets, scripts, fonts and icons of the theme.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::Panel;

/// `GET /assets/{*path}`: the path has the content's hash in it, so it can be kept for ever.
pub async fn serve(State(panel): State<Panel>, Path(path): Path<String>) -> Response {
    let Some(asset) = panel.theme.asset(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, axum::body::Bytes::from_owner(asset.bytes)).into_response()
}
