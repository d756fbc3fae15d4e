//! Second factors being set up, each bound to the session that began (R7). Proved ones move to
//! `credentials`.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{CredentialId, EnrolmentId, PrincipalId, SessionId};

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Sealed;
use crate::sql::sql;

/// An enrolment under way.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Enrolment {
    /// The enrolment.
    pub id: EnrolmentId,
    /// The one session that may go on with it.
    pub session_id: SessionId,
    /// Whose factor it becomes.
    pub principal_id: PrincipalId,
    /// The module.
    pub factor: String,
    /// The credential that it takes the place of.
    pub replaces: Option<CredentialId>,
    /// What its owner calls it.
    pub label: Option<String>,
    /// The prompts shown and what the module remembers.
    pub step: Sealed,
    /// Raised by every step.
    pub version: i64,
    /// Wrong answers so far.
    pub attempts: i64,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// The mobile number that its messages go to, where it sent one.
    pub mobile: Option<String>,
}

/// Begins an enrolment; an earlier one of the same session and factor is gone.
pub async fn insert(tx: &mut Tx, enrolment: &Enrolment) -> Result<()> {
    let sql = sql!(
        "INSERT INTO enrolments (id, session_id, principal_id, factor, replaces, label, step, version, attempts, ",
        "created_at, expires_at, mobile) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ",
        "ON CONFLICT (session_id, factor) DO UPDATE SET id = excluded.id, principal_id = excluded.principal_id, ",
        "replaces = excluded.replaces, label = excluded.label, step = excluded.step, version = excluded.version, ",
        "attempts = excluded.attempts, created_at = excluded.created_at, expires_at = excluded.expires_at, ",
        "mobile = excluded.mobile"
    );
    let e = enrolment;
    let args = (
        e.id,
        e.session_id,
        e.principal_id,
        &e.factor,
        e.replaces,
        &e.label,
        &e.step,
        e.version,
        e.attempts,
        e.created_at,
        e.expires_at,
        &e.mobile,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The enrolment with this id, if that session began it.
pub async fn find(
    tx: &mut Tx,
    id: EnrolmentId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<Option<Enrolment>> {
    let sql = sql!(
        "SELECT id, session_id, principal_id, factor, replaces, label, step, version, attempts, created_at, expires_at, ",
        "mobile FROM enrolments WHERE id = $1 AND session_id = $2 AND expires_at > $3"
    );
    tx.optional(sql, (id, session, now)).await
}

/// A step further in an enrolment.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The enrolment.
    pub id: EnrolmentId,
    /// The session that must have begun it.
    pub session_id: SessionId,
    /// The version that was read.
    pub seen_version: i64,
    /// What its owner calls it from here on.
    pub label: Option<&'a str>,
    /// The next prompts and what the module remembers.
    pub step: &'a Sealed,
}

/// Goes a step further; false if the enrolment ended or moved since it was read.
pub async fn advance(tx: &mut Tx, next: Step<'_>, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "UPDATE enrolments SET step = $4, label = $5, version = version + 1 ",
        "WHERE id = $1 AND session_id = $2 AND version = $3 AND expires_at > $6"
    );
    let args = (
        next.id,
        next.session_id,
        next.seen_version,
        next.step,
        next.label.map(str::to_owned),
        now,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Counts an attempt before it is checked (R30); returns how many there were with it, None if it ended.
pub async fn count_attempt(
    tx: &mut Tx,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let sql = sql!(
        "UPDATE enrolments SET attempts = attempts + 1 WHERE id = $1 AND expires_at > $2 RETURNING attempts"
    );
    let row: Option<(i64,)> = tx.optional(sql, (id, now)).await?;
    Ok(row.map(|(attempts,)| attempts))
}

/// Ends an enrolment in success. Of many that try at once, one gets it and may add the credential.
///
/// `seen_version` is the version that was proved: an enrolment that moved on meanwhile is not finished.
pub async fn finish(
    tx: &mut Tx,
    id: EnrolmentId,
    session: SessionId,
    seen_version: i64,
    now: DateTime<Utc>,
) -> Result<Option<Enrolment>> {
    let sql = sql!(
        "DELETE FROM enrolments WHERE id = $1 AND session_id = $2 AND version = $3 AND expires_at > $4 RETURNING ",
        "id, session_id, principal_id, factor, replaces, label, step, version, attempts, created_at, expires_at, mobile"
    );
    tx.optional(sql, (id, session, seen_version, now)).await
}

/// Gives an enrolment up; false if there is none.
pub async fn delete(tx: &mut Tx, id: EnrolmentId, session: SessionId) -> Result<bool> {
    let sql = sql!("DELETE FROM enrolments WHERE id = $1 AND session_id = $2");
    Ok(tx.execute(sql, (id, session)).await? == 1)
}

/// Gives up everything a person was setting up.
pub async fn delete_for_principal(tx: &mut Tx, principal: PrincipalId) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM enrolments WHERE principal_id = $1"),
        (principal,),
    )
    .await
}

/// Sweeps out what has ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM enrolments WHERE expires_at <= $1"),
        (now,),
    )
    .await
}
