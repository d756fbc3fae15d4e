//! Everything that can go wrong with a request.
//!
//! Handlers return a [`Problem`] and know nothing of themes; the edge draws it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Duration;
use innkeeper_identity::local_path::LocalPath;

use super::area::Area;
use super::wait::retry_after;

/// Why a request ends here.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such page or thing, or it is not this person's to see.
    #[error("not found")]
    NotFound,
    /// The request is not one that a page of ours makes; names the reason.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// The form's token does not belong to this browser any more.
    #[error("stale or forged form")]
    StaleForm,
    /// The browser says that another site asked.
    #[error("cross-origin request")]
    CrossOrigin,
    /// What the form was filled in for is not so any more.
    #[error("conflict")]
    Conflict,
    /// Signed in, but not allowed.
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in: the door is where they go first.
    #[error("sign-in needed")]
    SignInNeeded(Area, LocalPath),
    /// A fresh proof is due first (R140).
    #[error("step-up needed")]
    StepUpNeeded(Area, LocalPath),
    /// The session is confined to one page until something is done there (R67).
    #[error("session is restricted")]
    Restricted(String),
    /// Too many tries; says for how long to wait.
    #[error("throttled")]
    Throttled(Duration),
    /// The body is larger than any form of ours.
    #[error("body too large")]
    TooLarge,
    /// Not a form.
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// The page exists and does not take this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// A fault of the panel's own.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<innkeeper_store::Error> for Problem {
    fn from(error: innkeeper_store::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// What the edge needs to know to draw a problem.
#[derive(Clone, Copy, Debug)]
pub struct ErrorContext {
    /// Which problem, for the theme's sentences and for programs.
    pub kind: &'static str,
}

impl Problem {
    fn status_and_kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad-request"),
            Self::StaleForm => (StatusCode::FORBIDDEN, "stale-form"),
            Self::CrossOrigin => (StatusCode::FORBIDDEN, "cross-origin"),
            Self::Conflict => (StatusCode::CONFLICT, "conflict"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Throttled(_) => (StatusCode::TOO_MANY_REQUESTS, "throttled"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type")
            }
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            Self::SignInNeeded(..)
            | Self::StepUpNeeded(..)
            | Self::Restricted(_)
            | Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let with_next = |area: Area, page: &str, next: &LocalPath| {
            let next = percent_encoding::utf8_percent_encode(
                next.as_str(),
                percent_encoding::NON_ALPHANUMERIC,
            );
            Redirect::to(&format!("{}?next={next}", area.path(page))).into_response()
        };
        match &self {
            Self::SignInNeeded(area, next) => return with_next(*area, "/login", next),
            Self::StepUpNeeded(area, next) => return with_next(*area, "/account/step-up", next),
            Self::Restricted(to) => return Redirect::to(to).into_response(),
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "request failed");
            }
            Self::BadRequest(reason) => tracing::info!(reason, "request refused"),
            _ => {}
        }
        let (status, kind) = self.status_and_kind();
        let mut response = status.into_response();
        if let Self::Throttled(wait) = self {
            response.headers_mut().extend(retry_after(wait));
        }
        response.extensions_mut().insert(ErrorContext { kind });
        response
    }
}
