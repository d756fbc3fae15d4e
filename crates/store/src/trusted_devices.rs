//! Trusted devices: a series and the hash of a secret that changes with each use.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{PrincipalId, TrustedDeviceId};

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::sql::sql;

/// A browser that needs no second factor for a while.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TrustedDevice {
    /// The series.
    pub id: TrustedDeviceId,
    /// Whose it is.
    pub principal_id: PrincipalId,
    /// The hash of the secret that counts.
    pub secret_hash: TokenHash,
    /// The hash of the one before.
    pub previous_hash: Option<TokenHash>,
    /// When the secret changed last.
    pub rotated_at: DateTime<Utc>,
    /// The person's security epoch when it was trusted.
    pub epoch: i64,
    /// From where it was used last.
    pub ip: String,
    /// With what.
    pub user_agent: String,
    /// When it was trusted.
    pub created_at: DateTime<Utc>,
    /// When it last spared its owner a code.
    pub last_used_at: DateTime<Utc>,
    /// When trust ends.
    pub expires_at: DateTime<Utc>,
}

macro_rules! select_device {
    ($rest:literal) => {
        sql!(
            "SELECT id, principal_id, secret_hash, previous_hash, rotated_at, epoch, ip, user_agent, created_at, ",
            "last_used_at, expires_at FROM trusted_devices ",
            $rest
        )
    };
}

/// Adds a device.
pub async fn insert(tx: &mut Tx, device: &TrustedDevice) -> Result<()> {
    let sql = sql!(
        "INSERT INTO trusted_devices (id, principal_id, secret_hash, previous_hash, rotated_at, epoch, ip, user_agent, ",
        "created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let d = device;
    let args = (
        d.id,
        d.principal_id,
        &d.secret_hash,
        &d.previous_hash,
        d.rotated_at,
        d.epoch,
        &d.ip,
        &d.user_agent,
        d.created_at,
        d.last_used_at,
        d.expires_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// A person's device of that series.
pub async fn find(
    tx: &mut Tx,
    id: TrustedDeviceId,
    principal: PrincipalId,
) -> Result<Option<TrustedDevice>> {
    tx.optional(
        select_device!("WHERE id = $1 AND principal_id = $2"),
        (id, principal),
    )
    .await
}

/// A person's devices that are trusted in this epoch, the latest first.
pub async fn list_live(
    tx: &mut Tx,
    principal: PrincipalId,
    epoch: i64,
    now: DateTime<Utc>,
) -> Result<Vec<TrustedDevice>> {
    let sql = select_device!(
        "WHERE principal_id = $1 AND epoch = $2 AND expires_at > $3 ORDER BY created_at DESC, id DESC"
    );
    tx.all(sql, (principal, epoch, now)).await
}

/// A use, which changes the secret (R135).
#[derive(Clone, Copy, Debug)]
pub struct Rotation<'a> {
    /// The series.
    pub id: TrustedDeviceId,
    /// The hash of the secret that was presented.
    pub seen: &'a TokenHash,
    /// The hash of the next one.
    pub next: &'a TokenHash,
    /// From where.
    pub ip: &'a str,
    /// When.
    pub now: DateTime<Utc>,
}

/// Changes the secret. **True is the only proof of trust**: of many that present the same secret, one gets it.
pub async fn rotate(tx: &mut Tx, rotation: Rotation<'_>) -> Result<bool> {
    let sql = sql!(
        "UPDATE trusted_devices SET previous_hash = secret_hash, secret_hash = $3, ip = $4, rotated_at = $5, ",
        "last_used_at = $5 WHERE id = $1 AND secret_hash = $2"
    );
    let r = rotation;
    Ok(tx.execute(sql, (r.id, r.seen, r.next, r.ip, r.now)).await? == 1)
}

/// Ends trust in one device; false if the person has no such one.
pub async fn delete(tx: &mut Tx, id: TrustedDeviceId, principal: PrincipalId) -> Result<bool> {
    let sql = sql!("DELETE FROM trusted_devices WHERE id = $1 AND principal_id = $2");
    Ok(tx.execute(sql, (id, principal)).await? == 1)
}

/// Ends trust in every device of a person (R136).
pub async fn delete_for_principal(tx: &mut Tx, principal: PrincipalId) -> Result<u64> {
    let sql = sql!("DELETE FROM trusted_devices WHERE principal_id = $1");
    tx.execute(sql, (principal,)).await
}

/// Sweeps out what has ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM trusted_devices WHERE expires_at <= $1");
    tx.execute(sql, (now,)).await
}
