//! Packages that staff brought and said nothing to yet, one for each staff member. Nothing of them is run.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PrincipalId;
use sqlx::types::Json;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A package with what was brought with it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Upload {
    /// Who brought it.
    pub principal_id: PrincipalId,
    /// The text of its signature.
    pub signature: Option<String>,
    /// The key that it is said to be signed with.
    pub publisher: Option<String>,
    /// Statements of old keys about new ones.
    #[sqlx(json)]
    pub rotations: Vec<String>,
    /// Until when it is kept.
    pub expires_at: DateTime<Utc>,
    /// Its bytes.
    pub package: Vec<u8>,
}

/// How far the installation of what somebody brought is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Progress {
    /// When it began; none where it has not, or has ended.
    pub begun_at: Option<DateTime<Utc>>,
    /// Why it came to nothing.
    pub fault: Option<String>,
}

/// Keeps a package; the one that the same person brought before is gone.
pub async fn put(tx: &mut Tx, upload: &Upload) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plugin_uploads (principal_id, signature, publisher, rotations, expires_at, package) ",
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (principal_id) DO UPDATE SET ",
        "signature = excluded.signature, publisher = excluded.publisher, rotations = excluded.rotations, ",
        "expires_at = excluded.expires_at, package = excluded.package, begun_at = NULL, fault = NULL"
    );
    let u = upload;
    let args = (
        u.principal_id,
        u.signature.clone(),
        u.publisher.clone(),
        Json(&u.rotations),
        u.expires_at,
        &u.package,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The package that somebody brought, unless it is kept no longer.
pub async fn find(
    tx: &mut Tx,
    principal: PrincipalId,
    now: DateTime<Utc>,
) -> Result<Option<Upload>> {
    let sql = sql!(
        "SELECT principal_id, signature, publisher, rotations, expires_at, package FROM plugin_uploads ",
        "WHERE principal_id = $1 AND expires_at > $2"
    );
    tx.optional(sql, (principal, now)).await
}

/// Begins to install the package that somebody brought; false where that is under way since `lost` or later.
pub async fn begin(
    tx: &mut Tx,
    principal: PrincipalId,
    now: DateTime<Utc>,
    lost: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE plugin_uploads SET begun_at = $2, fault = NULL ",
        "WHERE principal_id = $1 AND (begun_at IS NULL OR begun_at < $3)"
    );
    Ok(tx.execute(sql, (principal, now, lost)).await? == 1)
}

/// Notes why the installation that began then came to nothing; false where another one began since.
pub async fn end(
    tx: &mut Tx,
    principal: PrincipalId,
    begun_at: DateTime<Utc>,
    fault: &str,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE plugin_uploads SET begun_at = NULL, fault = $3 WHERE principal_id = $1 AND begun_at = $2"
    );
    Ok(tx.execute(sql, (principal, begun_at, fault)).await? == 1)
}

/// Forgets the package whose installation began then; false where that is gone, or somebody brought another since.
pub async fn finish(tx: &mut Tx, principal: PrincipalId, begun_at: DateTime<Utc>) -> Result<bool> {
    let sql = sql!("DELETE FROM plugin_uploads WHERE principal_id = $1 AND begun_at = $2");
    Ok(tx.execute(sql, (principal, begun_at)).await? == 1)
}

/// How far the installation is; none where nothing is kept.
pub async fn progress(tx: &mut Tx, principal: PrincipalId) -> Result<Option<Progress>> {
    let sql = sql!("SELECT begun_at, fault FROM plugin_uploads WHERE principal_id = $1");
    tx.optional(sql, (principal,)).await
}

/// Forgets the package that somebody brought; false if there is none.
pub async fn delete(tx: &mut Tx, principal: PrincipalId) -> Result<bool> {
    let sql = sql!("DELETE FROM plugin_uploads WHERE principal_id = $1");
    Ok(tx.execute(sql, (principal,)).await? == 1)
}

/// Sweeps out what is kept no longer.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM plugin_uploads WHERE expires_at <= $1");
    tx.execute(sql, (now,)).await
}
