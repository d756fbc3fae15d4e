//! Exemptions from the rules about second factors: named, with a reason and an end (R177).

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{ExemptionId, PrincipalId};
use innkeeper_identity::principal::PrincipalKind;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// An exemption.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Exemption {
    /// The exemption.
    pub id: ExemptionId,
    /// Who is exempt.
    pub principal_id: PrincipalId,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who gave it.
    pub given_by: PrincipalId,
    /// When it was given.
    pub created_at: DateTime<Utc>,
    /// When somebody ended it before its time.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A line of the list of exemptions.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedExemption {
    /// The exemption.
    #[sqlx(flatten)]
    pub exemption: Exemption,
    /// Whether it is a user's or a staff member's.
    pub kind: PrincipalKind,
    /// Whose.
    pub name: String,
    /// The name of who gave it.
    pub giver: String,
}

/// Adds an exemption.
pub async fn insert(tx: &mut Tx, exemption: &Exemption) -> Result<()> {
    let sql = sql!(
        "INSERT INTO exemptions (id, principal_id, reason, until, given_by, created_at, ended_at) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let e = exemption;
    let args = (
        e.id,
        e.principal_id,
        &e.reason,
        e.until,
        e.given_by,
        e.created_at,
        e.ended_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The exemptions that hold, the first to end first.
pub async fn list_live(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<ListedExemption>> {
    let sql = sql!(
        "SELECT x.id, x.principal_id, x.reason, x.until, x.given_by, x.created_at, x.ended_at, p.kind, p.name, ",
        "o.name AS giver FROM exemptions x JOIN principals p ON p.id = x.principal_id ",
        "JOIN principals o ON o.id = x.given_by WHERE x.ended_at IS NULL AND x.until > $1 ORDER BY x.until, x.id"
    );
    tx.all(sql, (now,)).await
}

/// Ends an exemption that holds; None where there is none.
pub async fn end(tx: &mut Tx, id: ExemptionId, now: DateTime<Utc>) -> Result<Option<Exemption>> {
    let sql = sql!(
        "UPDATE exemptions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL AND until > $2 ",
        "RETURNING id, principal_id, reason, until, given_by, created_at, ended_at"
    );
    tx.optional(sql, (id, now)).await
}
