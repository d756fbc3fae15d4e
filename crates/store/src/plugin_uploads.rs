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

/// Keeps a package; the one that the same person brought before is gone.
pub async fn put(tx: &mut Tx, upload: &Upload) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plugin_uploads (principal_id, signature, publisher, rotations, expires_at, package) ",
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (principal_id) DO UPDATE SET ",
        "signature = excluded.signature, publisher = excluded.publisher, rotations = excluded.rotations, ",
        "expires_at = excluded.expires_at, package = excluded.package"
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
