//! Enrolled second factors. Rows are kept for ever (R4); a removed one loses its secret.
//!
//! [`spend`] is the grant: a proof counts if, and only if, it changed one row.

use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::CredentialState;
use innkeeper_identity::ids::{CredentialId, PrincipalId};
use serde_json::Value;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Sealed;
use crate::sql::sql;

/// One enrolled instance of a factor.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Credential {
    /// The credential.
    pub id: CredentialId,
    /// Whose it is.
    pub principal_id: PrincipalId,
    /// The module it belongs to.
    pub factor: String,
    /// What its owner calls it.
    pub label: String,
    /// Whether it can be used.
    pub state: CredentialState,
    /// What a proof with it is worth.
    pub class: Assurance,
    /// What its module needs to verify a proof; empty once removed.
    pub secret: Sealed,
    /// Raised by every use, so that a proof cannot be used twice.
    pub secret_version: i64,
    /// What its module lets people see.
    pub facts: Value,
    /// Its place among the person's.
    pub position: i64,
    /// When it was enrolled.
    pub created_at: DateTime<Utc>,
    /// When it last let somebody in.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it last did not.
    pub last_failed_at: Option<DateTime<Utc>>,
    /// When it was removed.
    pub removed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub removed_by: Option<PrincipalId>,
    /// From where.
    pub removed_ip: Option<String>,
    /// What its authenticator calls it, where no two that are held may be called the same (R110).
    pub identifier: Option<String>,
    /// The mobile number that its messages go to, for factors that send some; gone once removed.
    pub mobile: Option<String>,
}

macro_rules! select_credential {
    ($rest:literal) => {
        sql!(
            "SELECT id, principal_id, factor, label, state, class, secret, secret_version, facts, position, ",
            "created_at, last_used_at, last_failed_at, removed_at, removed_by, removed_ip, identifier, mobile ",
            "FROM credentials ",
            $rest
        )
    };
}

/// Adds a credential that was proved. A conflict means that somebody holds this authenticator's already.
pub async fn insert(tx: &mut Tx, credential: &Credential) -> Result<()> {
    let sql = sql!(
        "INSERT INTO credentials (id, principal_id, factor, label, state, class, secret, secret_version, facts, ",
        "position, created_at, last_used_at, last_failed_at, removed_at, removed_by, removed_ip, identifier, ",
        "mobile) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    );
    let c = credential;
    let args = (
        c.id,
        c.principal_id,
        &c.factor,
        &c.label,
        c.state,
        c.class,
        &c.secret,
        c.secret_version,
        &c.facts,
        c.position,
        c.created_at,
        c.last_used_at,
        c.last_failed_at,
        c.removed_at,
        c.removed_by,
        &c.removed_ip,
        &c.identifier,
        &c.mobile,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The usable credential that its authenticator calls so, whoever holds it.
pub async fn find_by_identifier(
    tx: &mut Tx,
    factor: &str,
    identifier: &str,
) -> Result<Option<Credential>> {
    let sql = select_credential!("WHERE factor = $1 AND identifier = $2 AND state = 'active'");
    tx.optional(sql, (factor, identifier)).await
}

/// The credential with this id, in whatever state.
pub async fn find(tx: &mut Tx, id: CredentialId) -> Result<Option<Credential>> {
    tx.optional(select_credential!("WHERE id = $1"), (id,))
        .await
}

/// What a person can use, in the person's order.
pub async fn list_active(tx: &mut Tx, principal: PrincipalId) -> Result<Vec<Credential>> {
    let sql = select_credential!(
        "WHERE principal_id = $1 AND state = 'active' ORDER BY position, created_at, id"
    );
    tx.all(sql, (principal,)).await
}

/// What a person holds, usable or disabled, in the person's order (R9).
pub async fn list_held(tx: &mut Tx, principal: PrincipalId) -> Result<Vec<Credential>> {
    let sql = select_credential!(
        "WHERE principal_id = $1 AND state <> 'removed' ORDER BY position, created_at, id"
    );
    tx.all(sql, (principal,)).await
}

/// What a person ever held, the oldest first.
pub async fn list_all(tx: &mut Tx, principal: PrincipalId) -> Result<Vec<Credential>> {
    tx.all(
        select_credential!("WHERE principal_id = $1 ORDER BY created_at, id"),
        (principal,),
    )
    .await
}

/// The use of a credential that a module found right.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// The credential.
    pub id: CredentialId,
    /// Whose it must be.
    pub principal_id: PrincipalId,
    /// The version of the secret that was verified against.
    pub seen_version: i64,
    /// The secret from here on.
    pub secret: &'a Sealed,
    /// What people see from here on.
    pub facts: &'a Value,
    /// When.
    pub now: DateTime<Utc>,
}

/// Uses a credential: **true is the only proof of a second factor**. It is false if anybody used or
/// changed the credential since it was read.
pub async fn spend(tx: &mut Tx, used: Use<'_>) -> Result<bool> {
    let sql = sql!(
        "UPDATE credentials SET secret = $4, secret_version = secret_version + 1, facts = $5, last_used_at = $6 ",
        "WHERE id = $1 AND principal_id = $2 AND state = 'active' AND secret_version = $3"
    );
    let args = (
        used.id,
        used.principal_id,
        used.seen_version,
        used.secret,
        used.facts,
        used.now,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Notes in a credential that a refusal used something of it up; nobody got in by it. False if anybody
/// used or changed the credential since it was read: then what the refusal would tell must not be told.
pub async fn note(tx: &mut Tx, noted: Use<'_>) -> Result<bool> {
    let sql = sql!(
        "UPDATE credentials SET secret = $4, secret_version = secret_version + 1, facts = $5 ",
        "WHERE id = $1 AND principal_id = $2 AND state = 'active' AND secret_version = $3"
    );
    let n = noted;
    let args = (n.id, n.principal_id, n.seen_version, n.secret, n.facts);
    Ok(tx.execute(sql, args).await? == 1)
}

/// Notes a wrong proof.
pub async fn record_failure(tx: &mut Tx, id: CredentialId, now: DateTime<Utc>) -> Result<bool> {
    Ok(tx
        .execute(
            sql!("UPDATE credentials SET last_failed_at = $2 WHERE id = $1"),
            (id, now),
        )
        .await?
        == 1)
}

/// Takes a credential out of use (R31); false if it was not in use.
pub async fn disable(tx: &mut Tx, id: CredentialId) -> Result<bool> {
    let sql = sql!("UPDATE credentials SET state = 'disabled' WHERE id = $1 AND state = 'active'");
    Ok(tx.execute(sql, (id,)).await? == 1)
}

/// Who removed a credential, when and from where (R4).
#[derive(Clone, Copy, Debug)]
pub struct Removed<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; None for the command line.
    pub by: Option<PrincipalId>,
    /// From where.
    pub ip: Option<&'a str>,
}

/// Removes a credential: the record stays, its secret does not. False if it was removed already.
pub async fn remove(tx: &mut Tx, id: CredentialId, removed: Removed<'_>) -> Result<bool> {
    let sql = sql!(
        "UPDATE credentials SET state = 'removed', secret = $5, secret_version = secret_version + 1, mobile = NULL, ",
        "removed_at = $2, removed_by = $3, removed_ip = $4 WHERE id = $1 AND state <> 'removed'"
    );
    Ok(tx
        .execute(
            sql,
            (
                id,
                removed.at,
                removed.by,
                removed.ip.map(str::to_owned),
                Sealed(Vec::new()),
            ),
        )
        .await?
        == 1)
}

/// Removes everything a person holds (R179); returns how many that were.
pub async fn remove_all(tx: &mut Tx, principal: PrincipalId, removed: Removed<'_>) -> Result<u64> {
    let sql = sql!(
        "UPDATE credentials SET state = 'removed', secret = $5, secret_version = secret_version + 1, mobile = NULL, ",
        "removed_at = $2, removed_by = $3, removed_ip = $4 WHERE principal_id = $1 AND state <> 'removed'"
    );
    tx.execute(
        sql,
        (
            principal,
            removed.at,
            removed.by,
            removed.ip.map(str::to_owned),
            Sealed(Vec::new()),
        ),
    )
    .await
}

/// Gives a credential another name; false if the person holds no such one.
pub async fn rename(
    tx: &mut Tx,
    id: CredentialId,
    principal: PrincipalId,
    label: &str,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE credentials SET label = $3 WHERE id = $1 AND principal_id = $2 AND state <> 'removed'"
    );
    Ok(tx.execute(sql, (id, principal, label)).await? == 1)
}

/// Writes down that the owner put trying a credential out off; false if the person holds no such one.
pub async fn skip_check_up(
    tx: &mut Tx,
    id: CredentialId,
    principal: PrincipalId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE credentials SET check_up_skipped_at = $3 WHERE id = $1 AND principal_id = $2 AND state <> 'removed'"
    );
    Ok(tx.execute(sql, (id, principal, now)).await? == 1)
}

/// A factor and how many people hold it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Holders {
    /// The module.
    pub factor: String,
    /// How many people can use it.
    pub holders: i64,
    /// How many of them can use nothing else, ways back in not counted.
    pub sole: i64,
}

/// How many people hold each factor, and how many would be locked out without it.
pub async fn holders_by_factor(tx: &mut Tx) -> Result<Vec<Holders>> {
    let sql = sql!(
        "WITH held AS (SELECT DISTINCT principal_id, factor FROM credentials WHERE state = 'active'), ",
        "lone AS (SELECT principal_id FROM credentials WHERE state = 'active' AND class <> 'recovery' ",
        "GROUP BY principal_id HAVING COUNT(DISTINCT factor) = 1) ",
        "SELECT h.factor, COUNT(*) AS holders, COUNT(s.principal_id) AS sole FROM held h ",
        "LEFT JOIN lone s ON s.principal_id = h.principal_id AND EXISTS (SELECT 1 FROM credentials c ",
        "WHERE c.principal_id = h.principal_id AND c.factor = h.factor AND c.state = 'active' AND c.class <> 'recovery') ",
        "GROUP BY h.factor ORDER BY h.factor"
    );
    tx.all(sql, ()).await
}
