//! Keys for programs, known by their hashes, and what programs were answered.

use chrono::{DateTime, Utc};
use innkeeper_identity::api::Scope;
use innkeeper_identity::ids::{ApiTokenId, ClientId, PrincipalId};
use sqlx::types::Json;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::sql::sql;

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiToken {
    /// The key.
    pub id: ApiTokenId,
    /// What the database knows it by.
    pub token_hash: TokenHash,
    /// Whose it is.
    pub principal_id: PrincipalId,
    /// For which of a user's clients.
    pub client_id: Option<ClientId>,
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    #[sqlx(json)]
    pub scopes: Vec<Scope>,
    /// The person's epoch that it lives in.
    pub epoch: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When a program last came with it.
    pub last_used_at: Option<DateTime<Utc>>,
    /// From where.
    pub last_ip: Option<String>,
}

macro_rules! select_token {
    ($rest:literal) => {
        sql!(
            "SELECT id, token_hash, principal_id, client_id, name, scopes, epoch, created_at, expires_at, ",
            "last_used_at, last_ip FROM api_tokens ",
            $rest
        )
    };
}

/// Adds a key.
pub async fn insert(tx: &mut Tx, token: &ApiToken) -> Result<()> {
    let sql = sql!(
        "INSERT INTO api_tokens (id, token_hash, principal_id, client_id, name, scopes, epoch, created_at, expires_at) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let t = token;
    let args = (
        t.id,
        &t.token_hash,
        t.principal_id,
        t.client_id,
        &t.name,
        Json(&t.scopes),
        t.epoch,
        t.created_at,
        t.expires_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The key with that hash.
pub async fn find(tx: &mut Tx, hash: &TokenHash) -> Result<Option<ApiToken>> {
    tx.optional(select_token!("WHERE token_hash = $1"), (hash,))
        .await
}

/// A person's keys that live, the latest first.
pub async fn list_live(
    tx: &mut Tx,
    principal: PrincipalId,
    epoch: i64,
    now: DateTime<Utc>,
) -> Result<Vec<ApiToken>> {
    let sql = select_token!(
        "WHERE principal_id = $1 AND epoch = $2 AND expires_at > $3 ORDER BY created_at DESC, id DESC"
    );
    tx.all(sql, (principal, epoch, now)).await
}

/// Notes a use.
pub async fn touch(
    tx: &mut Tx,
    id: ApiTokenId,
    ip: Option<String>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = sql!("UPDATE api_tokens SET last_used_at = $2, last_ip = $3 WHERE id = $1");
    tx.execute(sql, (id, now, ip)).await?;
    Ok(())
}

/// Ends a key; false if the person has no such one.
pub async fn delete(tx: &mut Tx, id: ApiTokenId, principal: PrincipalId) -> Result<bool> {
    let sql = sql!("DELETE FROM api_tokens WHERE id = $1 AND principal_id = $2");
    Ok(tx.execute(sql, (id, principal)).await? == 1)
}

/// Takes a person's keys along from one epoch to the next.
pub async fn set_epoch(tx: &mut Tx, principal: PrincipalId, from: i64, to: i64) -> Result<u64> {
    let sql = sql!("UPDATE api_tokens SET epoch = $3 WHERE principal_id = $1 AND epoch = $2");
    tx.execute(sql, (principal, from, to)).await
}

/// Sweeps out keys that have ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM api_tokens WHERE expires_at <= $1");
    tx.execute(sql, (now,)).await
}

/// A request that its program gave a name, and what it was answered.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApiAnswer {
    /// What was asked.
    pub request_hash: Vec<u8>,
    /// The status of the answer; none while there is none.
    pub status: Option<i64>,
    /// The body of the answer.
    pub body: Option<String>,
}

/// Takes a name for a request; false if the program used it before.
pub async fn claim_answer(
    tx: &mut Tx,
    token: ApiTokenId,
    name: &str,
    request_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO api_answers (token_id, name, request_hash, created_at) VALUES ($1, $2, $3, $4) ",
        "ON CONFLICT (token_id, name) DO NOTHING"
    );
    Ok(tx.execute(sql, (token, name, request_hash, now)).await? == 1)
}

/// What the request of that name was answered.
pub async fn find_answer(tx: &mut Tx, token: ApiTokenId, name: &str) -> Result<Option<ApiAnswer>> {
    let sql = sql!(
        "SELECT request_hash, status, body FROM api_answers WHERE token_id = $1 AND name = $2"
    );
    tx.optional(sql, (token, name)).await
}

/// Keeps the answer to a request.
pub async fn keep_answer(
    tx: &mut Tx,
    token: ApiTokenId,
    name: &str,
    status: i64,
    body: &str,
) -> Result<()> {
    let sql =
        sql!("UPDATE api_answers SET status = $3, body = $4 WHERE token_id = $1 AND name = $2");
    tx.execute(sql, (token, name, status, body)).await?;
    Ok(())
}

/// Gives a name back, where its request failed through no fault of the program's.
pub async fn release_answer(tx: &mut Tx, token: ApiTokenId, name: &str) -> Result<()> {
    let sql = sql!("DELETE FROM api_answers WHERE token_id = $1 AND name = $2");
    tx.execute(sql, (token, name)).await?;
    Ok(())
}

/// Sweeps out answers from before a moment.
pub async fn delete_answers_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM api_answers WHERE created_at < $1");
    tx.execute(sql, (before,)).await
}
