//! The guard of the API: whose key came with a request, how often it may ask, and for what.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use innkeeper_identity::api::Scope;
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_store::{api_tokens as rows, throttles};

use super::problem::ApiProblem;
use crate::Panel;
use crate::app::api_tokens::{self, Found};
use crate::app::{Caller, throttling};
use crate::web::edge;

/// How old the note of a key's last use may be.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A request that came with a living key.
#[derive(Clone)]
pub struct Bearer {
    /// The panel.
    pub panel: Panel,
    /// The key and its person.
    pub found: Arc<Found>,
    /// Where the request came from.
    pub caller: Caller,
}

impl Bearer {
    /// Insists on a scope, and on what its person may do today.
    pub fn require(&self, scope: Scope) -> Result<(), ApiProblem> {
        let Found {
            token, standing, ..
        } = self.found.as_ref();
        let is_open = scope.is_open_to(|needed| standing.may(needed));
        if token.scopes.contains(&scope) && is_open {
            Ok(())
        } else {
            Err(ApiProblem::Forbidden(scope))
        }
    }
}

impl FromRequestParts<Panel> for Bearer {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, _: &Panel) -> Result<Self, ApiProblem> {
        // No other route than those behind `admit` has one, so none can do without.
        let bearer = parts.extensions.get::<Self>().cloned();
        bearer.ok_or(ApiProblem::Unauthenticated)
    }
}

/// Lets requests with a living key pass, so often a minute.
pub async fn admit(State(panel): State<Panel>, mut request: Request, next: Next) -> Response {
    let caller = edge::caller(&panel, request.headers(), request.extensions());
    let bearer = match identify(&panel, request.headers(), caller).await {
        Ok(bearer) => bearer,
        Err(problem) => return problem.into_response(),
    };
    let allowance = match count(&bearer).await {
        Ok(allowance) => allowance,
        Err(problem) => return problem.into_response(),
    };
    let mut response = if allowance.is_used_up {
        ApiProblem::Throttled(allowance.resets_in).into_response()
    } else if bearer.found.is_held_back {
        ApiProblem::FactorRequired.into_response()
    } else {
        request.extensions_mut().insert(bearer);
        next.run(request).await
    };
    allowance.tell(response.headers_mut());
    response
}

async fn identify(
    panel: &Panel,
    headers: &HeaderMap,
    caller: Caller,
) -> Result<Bearer, ApiProblem> {
    let text = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map_or("", |(_, key)| key.trim());
    if let Some(found) = api_tokens::find(panel, text).await? {
        return Ok(Bearer {
            panel: panel.clone(),
            found: Arc::new(found),
            caller,
        });
    }
    if let Some(wait) = throttling::count_from(panel, ThrottleScope::ApiIp, &caller).await? {
        return Err(ApiProblem::Throttled(wait));
    }
    Err(ApiProblem::Unauthenticated)
}

/// How often a key may still ask.
struct Allowance {
    limit: i64,
    left: i64,
    window: TimeDelta,
    resets_in: TimeDelta,
    is_used_up: bool,
}

/// Counts a request, and notes from time to time that the key is in use.
async fn count(bearer: &Bearer) -> Result<Allowance, ApiProblem> {
    let Bearer {
        panel,
        found,
        caller,
    } = bearer;
    let (token, now) = (&found.token, panel.clock.now());
    let rules = throttle::rules(ThrottleScope::Api);
    let mut tx = panel.db.begin().await?;
    let ip = caller.ip.map(|ip| ip.to_string());
    let is_noted = token.last_ip == ip
        && token
            .last_used_at
            .is_some_and(|last| now - last < NOTED_EVERY);
    if !is_noted {
        rows::touch(&mut tx, token.id, ip, now).await?;
    }
    let subject = token.id.to_string();
    let counter = throttles::Counter {
        scope: ThrottleScope::Api,
        subject: &subject,
        rules,
    };
    let row = throttles::raise_one(&mut tx, counter, now).await?;
    tx.commit().await?;
    Ok(Allowance {
        limit: rules.limit,
        left: (rules.limit - row.window_count).max(0),
        window: rules.window,
        resets_in: row.window_start + rules.window - now,
        is_used_up: row.window_count > rules.limit,
    })
}

impl Allowance {
    /// As draft-ietf-httpapi-ratelimit-headers has it.
    fn tell(&self, headers: &mut HeaderMap) {
        let policy = format!("\"key\";q={};w={}", self.limit, self.window.num_seconds());
        let state = format!(
            "\"key\";r={};t={}",
            self.left,
            self.resets_in.num_seconds().max(0)
        );
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
            if let Ok(value) = value.parse() {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}
