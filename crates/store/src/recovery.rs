//! Requests of people who lost every second factor.
//!
//! A request changes by [`save`] alone, which compares the version that was read: one row changed is the
//! only sign that nobody else was quicker.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{PrincipalId, RecoveryId};
use innkeeper_identity::recovery::RecoveryState;
use sqlx::types::Json;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::sql::{list_sql, sql};

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Request {
    /// The request.
    pub id: RecoveryId,
    /// Whose factors it is about.
    pub principal_id: PrincipalId,
    /// The person's security epoch when they asked: what ends their sessions ends the request.
    pub epoch: i64,
    /// The hash of the link that proves the mailbox.
    pub token_hash: TokenHash,
    /// The hash of the link that calls an approved request off.
    pub cancel_hash: Option<TokenHash>,
    /// How far it came.
    pub state: RecoveryState,
    /// When that ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// What the person wrote.
    pub words: String,
    /// From where they asked.
    pub ip: String,
    /// With what.
    pub user_agent: String,
    /// Who approved it first.
    pub approved_by: Option<PrincipalId>,
    /// Who approved it after that.
    pub seconded_by: Option<PrincipalId>,
    /// Why it was approved or refused.
    pub reason: Option<String>,
    /// What staff ticked off.
    #[sqlx(json)]
    pub checked: Vec<String>,
    /// When the password was given.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Raised by every change.
    pub version: i64,
}

/// A line of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// The request.
    pub id: RecoveryId,
    /// How far it came.
    pub state: RecoveryState,
    /// When that ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// When the password was given.
    pub created_at: DateTime<Utc>,
    /// Who asked.
    pub name: String,
    /// Their address.
    pub email: String,
}

impl Placed for Listed {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id.0,
        }
    }
}

macro_rules! select_request {
    ($rest:literal) => {
        sql!(
            "SELECT id, principal_id, epoch, token_hash, cancel_hash, state, until, words, ip, user_agent, ",
            "approved_by, seconded_by, reason, checked, created_at, ended_at, version FROM recovery_requests ",
            $rest
        )
    };
}

/// Adds a request.
pub async fn insert(tx: &mut Tx, request: &Request) -> Result<()> {
    let sql = sql!(
        "INSERT INTO recovery_requests (id, principal_id, epoch, token_hash, state, until, words, ip, user_agent, ",
        "checked, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let r = request;
    let args = (
        r.id,
        r.principal_id,
        r.epoch,
        &r.token_hash,
        r.state,
        r.until,
        &r.words,
        &r.ip,
        &r.user_agent,
        Json(&r.checked),
        r.created_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The request with this id.
pub async fn find(tx: &mut Tx, id: RecoveryId) -> Result<Option<Request>> {
    tx.optional(select_request!("WHERE id = $1"), (id,)).await
}

/// The request that a link of either kind belongs to.
pub async fn find_by_token(tx: &mut Tx, hash: &TokenHash) -> Result<Option<Request>> {
    tx.optional(
        select_request!("WHERE token_hash = $1 OR cancel_hash = $1"),
        (hash,),
    )
    .await
}

/// A person's requests that may still lead to a reset, latest first.
pub async fn list_pending(tx: &mut Tx, principal: PrincipalId) -> Result<Vec<Request>> {
    tx.all(
        select_request!(
            "WHERE principal_id = $1 AND state IN ('open', 'approved', 'waiting') ORDER BY created_at DESC, id DESC"
        ),
        (principal,),
    )
    .await
}

/// Stores a changed request. **True is the only sign of success**: false if it changed since it was read.
pub async fn save(tx: &mut Tx, request: &Request) -> Result<bool> {
    let sql = sql!(
        "UPDATE recovery_requests SET state = $3, until = $4, words = $5, cancel_hash = $6, approved_by = $7, ",
        "seconded_by = $8, reason = $9, checked = $10, ended_at = $11, version = version + 1 ",
        "WHERE id = $1 AND version = $2"
    );
    let r = request;
    let args = (
        r.id,
        r.version,
        r.state,
        r.until,
        &r.words,
        &r.cancel_hash,
        r.approved_by,
        r.seconded_by,
        &r.reason,
        Json(&r.checked),
        r.ended_at,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// How many requests of a person came before this one and were proved by the mailbox.
pub async fn count_earlier(tx: &mut Tx, request: &Request) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) FROM recovery_requests WHERE principal_id = $1 AND id <> $2 AND state <> 'asked' ",
        "AND created_at <= $3"
    );
    let args = (request.principal_id, request.id, request.created_at);
    let (count,) = tx.one(sql, args).await?;
    Ok(count)
}

/// How many requests staff have to look at.
pub async fn count_for_review(tx: &mut Tx) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) FROM recovery_requests WHERE state IN ('open', 'approved')");
    let (count,) = tx.one(sql, ()).await?;
    Ok(count)
}

/// A page of the requests that were proved by the mailbox, newest first; with a state only those.
pub async fn list(tx: &mut Tx, state: Option<RecoveryState>, page: Page) -> Result<Paged<Listed>> {
    let sql = list_sql!(
        page,
        by("r.created_at", "r.id"),
        from("$2", "$3", "$4"),
        "SELECT r.id, r.state, r.until, r.created_at, p.name, p.email FROM recovery_requests r ",
        "JOIN principals p ON p.id = r.principal_id ",
        "WHERE r.state <> 'asked' AND (CAST($1 AS TEXT) IS NULL OR r.state = $1)"
    );
    let (at, id) = page.bound();
    let rows = tx.all(sql, (state, at, id, page.fetch())).await?;
    Ok(page.cut(rows))
}

/// Sweeps out requests whose mailbox was never proved.
pub async fn delete_unproved(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM recovery_requests WHERE state = 'asked' AND until <= $1"),
        (now,),
    )
    .await
}

/// Ends requests that nobody went on with in time.
pub async fn expire(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let sql = sql!(
        "UPDATE recovery_requests SET state = 'expired', until = NULL, ended_at = $1, version = version + 1 ",
        "WHERE state IN ('open', 'approved') AND until <= $1"
    );
    tx.execute(sql, (now,)).await
}
