//! Requests that may be sent again, because their answer was lost on the way.
//!
//! What succeeded is kept for a day under the name that the program gave its request. What failed leaves
//! nothing, so the program may try again under the same name.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use innkeeper_store::api_tokens::{self, ApiAnswer};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::bearer::Bearer;
use super::problem::ApiProblem;

const HEADER: &str = "idempotency-key";
const LONGEST: usize = 255;

/// An answer that can be given again.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its body: JSON, or nothing.
    pub body: String,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        if self.body.is_empty() {
            return self.status.into_response();
        }
        let json = [(header::CONTENT_TYPE, "application/json")];
        (self.status, json, self.body).into_response()
    }
}

/// Does something, unless a request of that name did it before; then the answer is the same.
pub async fn once(
    bearer: &Bearer,
    headers: &HeaderMap,
    request: &Value,
    deed: impl AsyncFnOnce() -> Result<Answer, ApiProblem>,
) -> Result<Response, ApiProblem> {
    let Some(name) = name(headers)? else {
        return Ok(deed().await?.into_response());
    };
    let (panel, token) = (&bearer.panel, bearer.found.token.id);
    let hash = Sha256::digest(request.to_string().as_bytes()).to_vec();
    let mut tx = panel.db.begin().await?;
    let is_first = api_tokens::claim_answer(&mut tx, token, name, &hash, panel.clock.now()).await?;
    if !is_first {
        let answer = api_tokens::find_answer(&mut tx, token, name).await?;
        return again(answer, &hash);
    }
    tx.commit().await?;
    let done = deed().await;
    let mut tx = panel.db.begin().await?;
    match &done {
        Ok(answer) => {
            let status = i64::from(answer.status.as_u16());
            api_tokens::keep_answer(&mut tx, token, name, status, &answer.body).await?;
        }
        Err(_) => api_tokens::release_answer(&mut tx, token, name).await?,
    }
    tx.commit().await?;
    Ok(done?.into_response())
}

fn name(headers: &HeaderMap) -> Result<Option<&str>, ApiProblem> {
    let Some(value) = headers.get(HEADER) else {
        return Ok(None);
    };
    let name = value.to_str().ok();
    let name = name.filter(|name| (1..=LONGEST).contains(&name.len()));
    name.map(Some).ok_or_else(|| {
        ApiProblem::Malformed(format!("`Idempotency-Key` has 1 to {LONGEST} characters"))
    })
}

fn again(answer: Option<ApiAnswer>, hash: &[u8]) -> Result<Response, ApiProblem> {
    let answer = answer.ok_or(ApiProblem::UnderWay)?;
    if answer.request_hash != hash {
        return Err(ApiProblem::KeyReused);
    }
    let status = answer
        .status
        .and_then(|status| u16::try_from(status).ok())
        .and_then(|status| StatusCode::from_u16(status).ok())
        .ok_or(ApiProblem::UnderWay)?;
    let body = answer.body.unwrap_or_default();
    Ok(Answer { status, body }.into_response())
}
