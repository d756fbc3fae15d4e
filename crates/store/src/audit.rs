//! The audit log: what happened, who did it, to whom. Lines are added and never changed (R182); how they
//! hold together is in `audit_chain`.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{AuditId, ClientId, PrincipalId};
use innkeeper_identity::principal::ActorKind;
use serde_json::Value;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::paging::{Cursor, Page, Paged, Placed, end_of_time};
use crate::search;
use crate::sql::list_sql;

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct AuditEntry {
    /// The line.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened, such as `factor.enrolled`.
    pub event: String,
    /// What kind of actor did it.
    pub actor_kind: ActorKind,
    /// Who did it.
    pub actor_id: Option<PrincipalId>,
    /// What kind of thing it was done to.
    pub subject_kind: Option<String>,
    /// What it was done to.
    pub subject_id: Option<Uuid>,
    /// The client it concerns.
    pub client_id: Option<ClientId>,
    /// From where.
    pub ip: Option<String>,
    /// In which browser.
    pub user_agent: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// What else belongs to the event; never a secret.
    pub detail: Value,
}

impl Placed for AuditEntry {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.at,
            id: self.id.0,
        }
    }
}

/// Which lines are wanted; what is None does not matter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// How the event begins: `factor.` is all about second factors.
    pub event: Option<&'a str>,
    /// Who did it.
    pub actor: Option<PrincipalId>,
    /// What it was done to.
    pub subject: Option<Uuid>,
    /// The client it concerns.
    pub client: Option<ClientId>,
    /// Who did it, or had it done to them: a person's own history.
    pub about: Option<PrincipalId>,
    /// From which address.
    pub ip: Option<&'a str>,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// Adds a line, as the last thing that this unit of work does: its commit gives the line its place in
/// the chain.
pub fn record(tx: &mut Tx, entry: AuditEntry) {
    tx.happened.push(entry);
}

/// Lines, newest first.
pub async fn list(tx: &mut Tx, filter: Filter<'_>, page: Page) -> Result<Paged<AuditEntry>> {
    let sql = list_sql!(
        page,
        by("at", "id"),
        from("$9", "$10", "$11"),
        "SELECT id, at, event, actor_kind, actor_id, subject_kind, subject_id, client_id, ip, user_agent, request_id, ",
        "detail FROM audit_log WHERE (CAST($1 AS TEXT) IS NULL OR event LIKE $1 ESCAPE '\\') ",
        "AND (CAST($2 AS UUID) IS NULL OR actor_id = $2) AND (CAST($3 AS UUID) IS NULL OR subject_id = $3) ",
        "AND (CAST($4 AS UUID) IS NULL OR client_id = $4) ",
        "AND (CAST($5 AS UUID) IS NULL OR actor_id = $5 OR subject_id = $5) ",
        "AND (CAST($6 AS TEXT) IS NULL OR ip = $6) AND at >= $7 AND at < $8"
    );
    let (at, id) = page.bound();
    let f = filter;
    let event = search::beginning(f.event);
    let (from, until) = (
        f.from.unwrap_or_default(),
        f.until.unwrap_or_else(end_of_time),
    );
    let ip = f.ip.map(str::to_owned);
    let args = (
        event,
        f.actor,
        f.subject,
        f.client,
        f.about,
        ip,
        from,
        until,
        at,
        id,
        page.fetch(),
    );
    let rows = tx.all(sql, args).await?;
    Ok(page.cut(rows))
}
