//! Parts of a URL, parsed at the border: what does not parse is a page of ours, not a line of text.

use axum::extract::{FromRequestParts, rejection::PathRejection};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::Panel;

/// The query of a URL.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Panel> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, Problem> {
        match axum::extract::Query::from_request_parts(parts, panel).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(_) => Err(Problem::BadRequest("malformed-query")),
        }
    }
}

/// The variable parts of a path. What is no id names nothing.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Panel> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, Problem> {
        let parsed: Result<axum::extract::Path<T>, PathRejection> =
            axum::extract::Path::from_request_parts(parts, panel).await;
        parsed
            .map(|axum::extract::Path(path)| Self(path))
            .map_err(|_| Problem::NotFound)
    }
}
