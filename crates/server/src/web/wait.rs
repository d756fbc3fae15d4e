//! "Not now": how long to wait, said to people and to programs (R38).

use axum::http::{HeaderName, HeaderValue, header};
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

/// The sentence.
pub fn too_many(wait: Duration) -> Message {
    Message::new(keys::ERROR_TOO_MANY_ATTEMPTS).with("seconds", seconds(wait))
}
