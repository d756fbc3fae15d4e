//! What can go wrong for a program: problem documents (RFC 9457) whose types never change.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use innkeeper_identity::api::Scope;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem document.
#[derive(Serialize, ToSchema)]
pub struct ProblemDocument {
    /// Names the kind of problem, for programs: `urn:innkeeper:problem:` and a word.
    #[serde(rename = "type")]
    #[schema(example = "urn:innkeeper:problem:invalid")]
    kind: String,
    /// The kind in words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What was wrong this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// Which fields were wrong, where some were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its name.
    pub field: &'static str,
    /// What is wrong.
    pub detail: String,
}

/// Why a program gets no answer.
#[derive(Debug)]
pub enum ApiProblem {
    /// No key, or one that is none any more.
    Unauthenticated,
    /// The key's person owes a second factor (R173).
    FactorRequired,
    /// The key is not for this, or its person may not.
    Forbidden(Scope),
    /// The key may, and may not do it to this one.
    NotThisOne,
    /// There is no such thing.
    NotFound,
    /// There is such a thing, and not to do this with.
    MethodNotAllowed,
    /// The request cannot be read.
    Malformed(String),
    /// The request's body is no JSON, or says that it is none.
    UnsupportedMediaType,
    /// The request's body is too large.
    TooLarge,
    /// The request can be read, and some of its fields will not do.
    Invalid(Vec<FieldProblem>),
    /// There is nothing to do any more.
    Unchanged,
    /// A request with that idempotency key is under way.
    UnderWay,
    /// That idempotency key was used for another request.
    KeyReused,
    /// Too many requests.
    Throttled(TimeDelta),
    /// A fault of the panel's own.
    Internal(anyhow::Error),
}

impl ApiProblem {
    /// The status, the word that names it, and its title.
    fn about(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Unauthenticated => (
                StatusCode::UNAUTHORIZED,
                "unauthenticated",
                "A key is needed",
            ),
            Self::FactorRequired => (
                StatusCode::FORBIDDEN,
                "factor-required",
                "The key's person must set up a second factor first",
            ),
            Self::Forbidden(_) => (
                StatusCode::FORBIDDEN,
                "insufficient-scope",
                "The key is not for this",
            ),
            Self::NotThisOne => (StatusCode::FORBIDDEN, "forbidden", "Not allowed"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "Not found"),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "Method not allowed",
            ),
            Self::Malformed(_) => (
                StatusCode::BAD_REQUEST,
                "malformed",
                "The request cannot be read",
            ),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "The body must be JSON",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "The body is too large",
            ),
            Self::Invalid(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                "Some fields will not do",
            ),
            Self::Unchanged => (
                StatusCode::CONFLICT,
                "nothing-to-do",
                "There is nothing to do",
            ),
            Self::UnderWay => (
                StatusCode::CONFLICT,
                "under-way",
                "The request is under way",
            ),
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "The idempotency key was used for another request",
            ),
            Self::Throttled(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "throttled",
                "Too many requests",
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "A fault of the panel",
            ),
        }
    }

    fn headers(&self) -> Vec<(HeaderName, String)> {
        match self {
            Self::Unauthenticated => vec![(
                header::WWW_AUTHENTICATE,
                "Bearer realm=\"innkeeper\"".to_owned(),
            )],
            Self::Forbidden(scope) => vec![(
                header::WWW_AUTHENTICATE,
                format!(
                    "Bearer realm=\"innkeeper\", error=\"insufficient_scope\", scope=\"{scope}\""
                ),
            )],
            Self::Throttled(wait) => {
                vec![(header::RETRY_AFTER, wait.num_seconds().max(1).to_string())]
            }
            _ => Vec::new(),
        }
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let (status, kind, title) = self.about();
        let headers = self.headers();
        let (detail, errors) = match self {
            Self::Malformed(detail) => (Some(detail), Vec::new()),
            Self::Forbidden(scope) => {
                (Some(format!("This needs the scope `{scope}`.")), Vec::new())
            }
            Self::Invalid(errors) => (None, errors),
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "request of a program failed");
                (None, Vec::new())
            }
            _ => (None, Vec::new()),
        };
        let document = ProblemDocument {
            kind: format!("urn:innkeeper:problem:{kind}"),
            title,
            status: status.as_u16(),
            detail,
            errors,
        };
        let mut response = (status, axum::Json(document)).into_response();
        let known = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, known);
        for (name, value) in headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

impl From<anyhow::Error> for ApiProblem {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<innkeeper_store::Error> for ApiProblem {
    fn from(error: innkeeper_store::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<JsonRejection> for ApiProblem {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            JsonRejection::MissingJsonContentType(_) => Self::UnsupportedMediaType,
            other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            other => Self::Malformed(other.body_text()),
        }
    }
}

impl From<QueryRejection> for ApiProblem {
    fn from(rejection: QueryRejection) -> Self {
        Self::Malformed(rejection.body_text())
    }
}

impl From<PathRejection> for ApiProblem {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}
