//! "Not now": how long to wait, said to people and to programs (R38).

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use innkeeper_theme::contexts::Message;
use innkeeper_theme::keys;

/// Whole seconds, rounded up, at least one.
pub fn seconds(wait: Duration) -> u32 {
    let millis = u32::try_from(wait.num_milliseconds()).unwrap_or_default();
    millis.div_ceil(1000).max(1)
}

/// The header.
pub fn retry_after(wait: Duration) -> [(HeaderName, HeaderValue); 1] {
    [(header::RETRY_AFTER, HeaderValue::from(seconds(wait)))]
}

/// A form drawn once more because of what is wrong with it, or because it is too soon.
pub fn redrawn(wait: Option<Duration>, drawn: impl IntoResponse) -> Response {
    match wait {
        Some(wait) => (StatusCode::TOO_MANY_REQUESTS, retry_after(wait), drawn).into_response(),
        None => (StatusCode::UNPROCESSABLE_ENTITY, drawn).into_response(),
    }
}

/// The sentence about codes that were sent and cannot be asked for again yet.
pub fn code_wait(wait: Duration) -> Message {
    Message::new(keys::ERROR_CODE_WAIT).with("seconds", seconds(wait))
}

/// The sentence.
pub fn too_many(wait: Duration) -> Message {
    Message::new(keys::ERROR_TOO_MANY_ATTEMPTS).with("seconds", seconds(wait))
}
