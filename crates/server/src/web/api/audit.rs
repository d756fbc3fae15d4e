//! The audit log, for staff's keys.
#![expect(
    unused_qualifications,
    reason = "what describes a route names its parameters twice"
)]

use axum::extract::OriginalUri;
use axum::response::Response;
use chrono::{DateTime, Utc};
use innkeeper_identity::api::Scope;
use innkeeper_identity::ids::{ClientId, PrincipalId};
use innkeeper_store::audit::{self, AuditEntry, Filter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::bearer::Bearer;
use super::list::{List, Part, Query};
use super::problem::{ApiProblem, ProblemDocument};

/// A line of the audit log.
#[derive(Serialize, ToSchema)]
pub struct Line {
    id: Uuid,
    at: DateTime<Utc>,
    /// What happened.
    #[schema(example = "factor.enrolled")]
    event: String,
    /// `user`, `staff` or `system`.
    #[schema(example = "user")]
    actor_kind: &'static str,
    /// Who did it.
    actor_id: Option<Uuid>,
    /// To whom.
    subject_id: Option<Uuid>,
    /// Which client it concerns.
    client_id: Option<Uuid>,
    ip: Option<String>,
    user_agent: Option<String>,
    request_id: Option<String>,
    /// What else belongs to the event; never a secret.
    detail: Value,
}

/// Which lines are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// How the event begins: `factor.` is all about second factors.
    event: Option<String>,
    /// Who did it.
    actor: Option<Uuid>,
    /// To whom.
    subject: Option<Uuid>,
    /// Which client it concerns.
    client: Option<Uuid>,
    ip: Option<String>,
    /// From this moment on (RFC 3339).
    from: Option<DateTime<Utc>>,
    /// Before this moment.
    until: Option<DateTime<Utc>>,
}

/// The audit log, newest first
///
/// Scope `read-audit`.
#[utoipa::path(get, path = "/audit", tag = "audit", params(Wanted, Part), responses(
    (status = OK, body = List<Line>),
    (status = BAD_REQUEST, body = ProblemDocument, content_type = "application/problem+json"),
    (status = UNAUTHORIZED, body = ProblemDocument, content_type = "application/problem+json"),
    (status = FORBIDDEN, body = ProblemDocument, content_type = "application/problem+json"),
))]
pub async fn list(
    bearer: Bearer,
    Query(part): Query<Part>,
    Query(wanted): Query<Wanted>,
    uri: OriginalUri,
) -> Result<Response, ApiProblem> {
    bearer.require(Scope::ReadAudit)?;
    let page = part.page()?;
    let filter = Filter {
        event: wanted.event.as_deref(),
        actor: wanted.actor.map(PrincipalId),
        subject: wanted.subject,
        client: wanted.client.map(ClientId),
        about: None,
        ip: wanted.ip.as_deref(),
        from: wanted.from,
        until: wanted.until,
    };
    let mut tx = bearer.panel.db.read().await?;
    let paged = audit::list(&mut tx, filter, page).await?;
    Ok(List::answer(paged, &uri, line))
}

fn line(entry: AuditEntry) -> Line {
    Line {
        id: entry.id.0,
        at: entry.at,
        event: entry.event,
        actor_kind: entry.actor_kind.as_str(),
        actor_id: entry.actor_id.map(|id| id.0),
        subject_id: entry.subject_id,
        client_id: entry.client_id.map(|id| id.0),
        ip: entry.ip,
        user_agent: entry.user_agent,
        request_id: entry.request_id,
        detail: entry.detail,
    }
}
