//! Parts of a request and of lists: what does not parse is a problem document.

use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use innkeeper_store::paging::Page;
use innkeeper_store::{Cursor, Paged};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::ApiProblem;
use crate::Panel;

const USUAL: u32 = 50;
const MOST: u32 = 100;

/// Which part of a list is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// `next` of the part before; without it the list begins.
    after: Option<String>,
    /// How many, at most 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
}

impl Part {
    /// The part as the store knows it.
    pub fn page(&self) -> Result<Page, ApiProblem> {
        let limit = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(ApiProblem::Malformed(format!(
                "`limit` is a number from 1 to {MOST}"
            )));
        }
        let Some(after) = &self.after else {
            return Ok(Page::first(limit));
        };
        let cursor: Cursor = after
            .parse()
            .map_err(|_| ApiProblem::Malformed("`after` is no `next` of ours".to_owned()))?;
        Ok(Page::after(cursor, limit))
    }
}

/// A part of a list.
#[derive(Serialize, ToSchema)]
pub struct List<T> {
    /// The entries, newest first.
    data: Vec<T>,
    /// Hand it back as `after` for the next part; null at the end.
    next: Option<String>,
}

impl<T: Serialize> List<T> {
    /// The answer with that part, and where the next one is.
    pub fn answer<R>(paged: Paged<R>, uri: &OriginalUri, entry: impl Fn(R) -> T) -> Response {
        let next = paged.next.map(|cursor| cursor.to_string());
        let link = next.as_ref().map(|next| link_to(uri, next));
        let list = Self {
            data: paged.rows.into_iter().map(entry).collect(),
            next,
        };
        let mut response = axum::Json(list).into_response();
        if let Some(link) = link.and_then(|link| link.parse().ok()) {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

/// The same address with another `after`.
fn link_to(OriginalUri(uri): &OriginalUri, next: &str) -> String {
    let others = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(name, _)| name != "after");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(others)
        .append_pair("after", next)
        .finish();
    format!("<{}?{query}>; rel=\"next\"", uri.path())
}

/// The query of an address.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Panel> for Query<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, ApiProblem> {
        let axum::extract::Query(query) =
            axum::extract::Query::from_request_parts(parts, panel).await?;
        Ok(Self(query))
    }
}

/// The variable parts of a path.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Panel> for Path<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, ApiProblem> {
        let axum::extract::Path(path) =
            axum::extract::Path::from_request_parts(parts, panel).await?;
        Ok(Self(path))
    }
}

/// A body of JSON.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Panel> for Body<T> {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, panel: &Panel) -> Result<Self, ApiProblem> {
        let axum::Json(body) = axum::Json::from_request(request, panel).await?;
        Ok(Self(body))
    }
}
