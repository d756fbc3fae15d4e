//! Users, for staff's keys.
#![expect(
    unused_qualifications,
    reason = "what describes a route names its parameters twice"
)]

use axum::Json;
use axum::extract::OriginalUri;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use innkeeper_identity::api::Scope;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::{self, ListedPrincipal, Principal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::bearer::Bearer;
use super::idempotency::{self, Answer};
use super::list::{Body, List, Part, Path, Query};
use super::problem::{ApiProblem, FieldProblem, ProblemDocument};
use crate::app::people::{self, Acted, Actor, MAX_REASON, MIN_REASON, PersonAction};

/// A user.
#[derive(Serialize, ToSchema)]
pub struct User {
    id: Uuid,
    name: String,
    email: String,
    /// When the address was shown to be the user's.
    email_confirmed_at: Option<DateTime<Utc>>,
    /// `active` or `disabled`.
    #[schema(example = "active")]
    status: &'static str,
    locale: String,
    time_zone: String,
    created_at: DateTime<Utc>,
    last_sign_in_at: Option<DateTime<Utc>>,
    password_changed_at: Option<DateTime<Utc>>,
}

/// A second factor that somebody holds. Never its secret.
#[derive(Serialize, ToSchema)]
pub struct HeldFactor {
    id: Uuid,
    /// Which factor: `totp`, `passkey`, …
    #[schema(example = "totp")]
    factor: String,
    /// What its owner calls it.
    label: String,
    /// `active` or `disabled`.
    state: &'static str,
    /// What a proof with it is worth: `recovery`, `basic`, `strong` or `phishing-resistant`.
    #[schema(example = "strong")]
    class: &'static str,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

/// Which users are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Part of a name or an address.
    search: Option<String>,
}

/// Why factors are reset.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    /// How the person's identity was checked; kept in the audit log and told to the user.
    #[schema(min_length = 10, max_length = 500)]
    reason: String,
}

impl User {
    fn of(person: Principal) -> Self {
        Self {
            id: person.id.0,
            name: person.name,
            email: person.email,
            email_confirmed_at: person.email_confirmed_at,
            status: person.status.as_str(),
            locale: person.locale,
            time_zone: person.time_zone,
            created_at: person.created_at,
            last_sign_in_at: person.last_sign_in_at,
            password_changed_at: person.password_changed_at,
        }
    }
}

impl HeldFactor {
    /// A credential as programs see it.
    pub fn of(credential: &Credential) -> Self {
        Self {
            id: credential.id.0,
            factor: credential.factor.clone(),
            label: credential.label.clone(),
            state: credential.state.as_str(),
            class: credential.class.as_str(),
            created_at: credential.created_at,
            last_used_at: credential.last_used_at,
        }
    }
}

/// Users, newest first
///
/// Scope `read-users`.
#[utoipa::path(get, path = "/users", tag = "users", params(Search, Part), responses(
    (status = OK, body = List<User>),
    (status = BAD_REQUEST, body = ProblemDocument, content_type = "application/problem+json"),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
    (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn list(
    bearer: Bearer,
    Query(part): Query<Part>,
    Query(Search { search }): Query<Search>,
    uri: OriginalUri,
) -> Result<Response, ApiProblem> {
    bearer.require(Scope::ReadUsers)?;
    let page = part.page()?;
    let search = search.as_deref().map(str::trim);
    let search = search.filter(|search| !search.is_empty());
    let mut tx = bearer.panel.db.read().await?;
    let paged = principals::list(&mut tx, PrincipalKind::User, search, page).await?;
    Ok(List::answer(paged, &uri, |listed: ListedPrincipal| {
        User::of(listed.principal)
    }))
}

/// One user
///
/// Scope `read-users`.
#[utoipa::path(get, path = "/users/{id}", tag = "users", params(("id" = Uuid, Path)), responses(
    (status = OK, body = User),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
    (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
    (status = NOT_FOUND, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn show(bearer: Bearer, Path(id): Path<PrincipalId>) -> Result<Json<User>, ApiProblem> {
    bearer.require(Scope::ReadUsers)?;
    Ok(Json(User::of(find(&bearer, id).await?)))
}

/// Second factors of a user
///
/// Scope `read-factors`. Never a secret.
#[utoipa::path(get, path = "/users/{id}/factors", tag = "users", params(("id" = Uuid, Path)), responses(
    (status = OK, body = [HeldFactor]),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
    (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
    (status = NOT_FOUND, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn factors(
    bearer: Bearer,
    Path(id): Path<PrincipalId>,
) -> Result<Json<Vec<HeldFactor>>, ApiProblem> {
    bearer.require(Scope::ReadFactors)?;
    let user = find(&bearer, id).await?;
    let mut tx = bearer.panel.db.read().await?;
    let held = credentials::list_held(&mut tx, user.id).await?;
    Ok(Json(held.iter().map(HeldFactor::of).collect()))
}

/// Reset a user's second factors
///
/// Scope `reset-factors`. The same rules as on the staff's page: the user is told by mail, every session of
/// theirs ends, and the reason is kept in the audit log.
#[utoipa::path(post, path = "/users/{id}/factors/reset", tag = "users",
    params(("id" = Uuid, Path), ("Idempotency-Key" = Option<String>, Header, description = "Any text of 1 to 255 characters; the same one again gets the same answer for a day.")),
    request_body = Reset,
    responses(
        (status = NO_CONTENT, description = "Done"),
        (status = BAD_REQUEST, body = ProblemDocument, content_type = "application/problem+json"),
        (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
        (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
        (status = NOT_FOUND, body = ProblemDocument, content_type = "application/problem+json"),
        (status = CONFLICT, description = "The user holds nothing", body = ProblemDocument, content_type = "application/problem+json"),
        (status = UNSUPPORTED_MEDIA_TYPE, body = ProblemDocument, content_type = "application/problem+json"),
        (status = UNPROCESSABLE_ENTITY, body = ProblemDocument, content_type = "application/problem+json"),
    ))]
pub async fn reset_factors(
    bearer: Bearer,
    Path(id): Path<PrincipalId>,
    headers: HeaderMap,
    Body(asked): Body<Reset>,
) -> Result<Response, ApiProblem> {
    bearer.require(Scope::ResetFactors)?;
    let reason = asked.reason.trim().to_owned();
    let length = reason.chars().count();
    if !(MIN_REASON..=MAX_REASON).contains(&length) {
        return Err(ApiProblem::Invalid(vec![FieldProblem {
            field: "reason",
            detail: format!("has {MIN_REASON} to {MAX_REASON} characters"),
        }]));
    }
    let request = json!({ "reset": id.to_string(), "reason": reason });
    idempotency::once(&bearer, &headers, &request, async || {
        let found = &bearer.found;
        let Some(role) = found.standing.role else {
            return Err(ApiProblem::NotThisOne);
        };
        let actor = Actor {
            principal: &found.principal,
            role,
        };
        let (whom, action) = ((PrincipalKind::User, id), PersonAction::ResetFactors);
        match people::act(&bearer.panel, actor, action, whom, &reason, &bearer.caller).await? {
            Acted::Done(_) => Ok(Answer {
                status: StatusCode::NO_CONTENT,
                body: String::new(),
            }),
            Acted::Missing => Err(ApiProblem::NotFound),
            Acted::Forbidden => Err(ApiProblem::NotThisOne),
            Acted::Unchanged => Err(ApiProblem::Unchanged),
        }
    })
    .await
}

async fn find(bearer: &Bearer, id: PrincipalId) -> Result<Principal, ApiProblem> {
    let mut tx = bearer.panel.db.read().await?;
    let found = principals::find(&mut tx, id).await?;
    found
        .filter(|person| person.kind == PrincipalKind::User)
        .ok_or(ApiProblem::NotFound)
}
