//! The page for what went wrong.

use serde::Serialize;

use super::samples::{self, Sample};
use super::{Action, Message};
use crate::keys;

/// `error.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The HTTP status.
    pub status: u16,
    /// What happened.
    pub title: Message,
    /// What it means and what to do.
    pub text: Message,
    /// What to tell support.
    pub request_id: String,
    /// The way on.
    pub action: Option<Action>,
}

impl ErrorPage {
    /// The page for a status, with the theme's sentences for it.
    pub fn for_status(status: u16, request_id: impl Into<String>) -> Self {
        let (title, text) = match status {
            400 | 422 => (
                keys::PROBLEM_BAD_REQUEST_TITLE,
                keys::PROBLEM_BAD_REQUEST_TEXT,
            ),
            403 => (keys::PROBLEM_FORBIDDEN_TITLE, keys::PROBLEM_FORBIDDEN_TEXT),
            404 | 405 => (keys::PROBLEM_NOT_FOUND_TITLE, keys::PROBLEM_NOT_FOUND_TEXT),
            409 => (keys::PROBLEM_CONFLICT_TITLE, keys::PROBLEM_CONFLICT_TEXT),
            413 => (keys::PROBLEM_TOO_LARGE_TITLE, keys::PROBLEM_TOO_LARGE_TEXT),
            429 => (keys::PROBLEM_TOO_MANY_TITLE, keys::PROBLEM_TOO_MANY_TEXT),
            503 | 504 => (
                keys::PROBLEM_UNAVAILABLE_TITLE,
                keys::PROBLEM_UNAVAILABLE_TEXT,
            ),
            _ => (keys::PROBLEM_INTERNAL_TITLE, keys::PROBLEM_INTERNAL_TEXT),
        };
        Self {
            status,
            title: Message::new(title),
            text: Message::new(text),
            request_id: request_id.into(),
            action: None,
        }
    }
}

impl Sample for ErrorPage {
    fn samples() -> Vec<Self> {
        let mut pages: Vec<Self> = [400, 403, 404, 409, 413, 429, 500, 503]
            .map(|status| Self::for_status(status, "01jd8z3k-7q2m"))
            .into();
        pages.push(Self {
            action: Some(Action::new("/", keys::ACTION_HOME)),
            request_id: samples::HOSTILE.into(),
            ..Self::for_status(404, "")
        });
        pages
    }
}
