//! The key itself and its own person.

use axum::Json;
use chrono::{DateTime, Utc};
use innkeeper_identity::api::Scope;
use innkeeper_identity::permission::Role;
use innkeeper_store::{credentials, sessions};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::bearer::Bearer;
use super::problem::{ApiProblem, ProblemDocument};
use super::users::HeldFactor;

/// The key's person, and what the key is for.
#[derive(Serialize, ToSchema)]
pub struct Account {
    /// The person.
    id: Uuid,
    /// `user` or `staff`.
    #[schema(example = "staff")]
    kind: &'static str,
    name: String,
    email: String,
    /// A staff member's role.
    role: Option<&'static str>,
    /// The client that a user's key is for.
    client: Option<Membership>,
    key: Key,
}

/// A user's place in a client.
#[derive(Serialize, ToSchema)]
pub struct Membership {
    /// The client.
    id: Uuid,
    /// Whether the user may do everything.
    owner: bool,
    /// What the user may do otherwise.
    permissions: Vec<&'static str>,
}

/// The key that asks.
#[derive(Serialize, ToSchema)]
pub struct Key {
    id: Uuid,
    name: String,
    /// What it is for.
    scopes: Vec<&'static str>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

/// A place where a person is signed in.
#[derive(Serialize, ToSchema)]
pub struct Session {
    id: Uuid,
    ip: String,
    user_agent: String,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
}

/// The key and its person
///
/// Needs no scope: any living key may ask what it is.
#[utoipa::path(get, path = "/account", tag = "account", responses(
    (status = OK, body = Account),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn show(bearer: Bearer) -> Json<Account> {
    let found = &bearer.found;
    let (person, token) = (&found.principal, &found.token);
    let client = found.standing.member.as_ref().map(|member| Membership {
        id: member.client_id.0,
        owner: member.owner,
        permissions: member.permissions.names().collect(),
    });
    Json(Account {
        id: person.id.0,
        kind: person.kind.as_str(),
        name: person.name.clone(),
        email: person.email.clone(),
        role: found.standing.role.map(Role::as_str),
        client,
        key: Key {
            id: token.id.0,
            name: token.name.clone(),
            scopes: token.scopes.iter().map(|scope| scope.as_str()).collect(),
            created_at: token.created_at,
            expires_at: token.expires_at,
        },
    })
}

/// Second factors of the key's person
///
/// Scope `read-own-factors`. Never a secret.
#[utoipa::path(get, path = "/account/factors", tag = "account", responses(
    (status = OK, body = [HeldFactor]),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
    (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn factors(bearer: Bearer) -> Result<Json<Vec<HeldFactor>>, ApiProblem> {
    bearer.require(Scope::ReadOwnFactors)?;
    let mut tx = bearer.panel.db.read().await?;
    let held = credentials::list_held(&mut tx, bearer.found.principal.id).await?;
    Ok(Json(held.iter().map(HeldFactor::of).collect()))
}

/// Where the key's person is signed in
///
/// Scope `read-own-sessions`.
#[utoipa::path(get, path = "/account/sessions", tag = "account", responses(
    (status = OK, body = [Session]),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
    (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn sessions(bearer: Bearer) -> Result<Json<Vec<Session>>, ApiProblem> {
    bearer.require(Scope::ReadOwnSessions)?;
    let mut tx = bearer.panel.db.read().await?;
    let now = bearer.panel.clock.now();
    let live = sessions::list_live(&mut tx, bearer.found.principal.id, now).await?;
    let view = |session: sessions::Session| Session {
        id: session.id.0,
        ip: session.ip,
        user_agent: session.user_agent,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
    };
    Ok(Json(live.into_iter().map(view).collect()))
}
