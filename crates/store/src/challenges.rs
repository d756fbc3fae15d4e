//! Questions put to people, such as "the code of your app", until they are answered.
//!
//! A challenge is bound to what it lets go on: a pending sign-in, a session, the reset of a password.

use chrono::{DateTime, Utc};
use innkeeper_identity::credential::ChallengePurpose;
use innkeeper_identity::ids::{ChallengeId, CredentialId, PrincipalId};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Sealed;
use crate::sql::sql;

/// A challenge under way.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Challenge {
    /// The challenge.
    pub id: ChallengeId,
    /// What a right answer is good for.
    pub purpose: ChallengePurpose,
    /// The id of what goes on with a right answer.
    pub bound_to: Uuid,
    /// Who must answer.
    pub principal_id: PrincipalId,
    /// The module that asks.
    pub factor: String,
    /// The credential asked for.
    pub credential_id: Option<CredentialId>,
    /// The prompts shown and what the module remembers.
    pub step: Sealed,
    /// Raised by every step.
    pub version: i64,
    /// When it was put.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A challenge, and what its person calls the credential asked for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Labelled {
    /// The challenge.
    #[sqlx(flatten)]
    pub challenge: Challenge,
    /// The name, where one credential was asked for that is usable still.
    pub label: Option<String>,
}

/// Puts a challenge; an earlier one for the same thing and purpose is gone.
pub async fn put(tx: &mut Tx, challenge: &Challenge) -> Result<()> {
    let sql = sql!(
        "INSERT INTO challenges (id, purpose, bound_to, principal_id, factor, credential_id, step, version, ",
        "created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ",
        "ON CONFLICT (bound_to, purpose) DO UPDATE SET id = excluded.id, principal_id = excluded.principal_id, ",
        "factor = excluded.factor, credential_id = excluded.credential_id, step = excluded.step, ",
        "version = excluded.version, created_at = excluded.created_at, expires_at = excluded.expires_at"
    );
    let c = challenge;
    let args = (
        c.id,
        c.purpose,
        c.bound_to,
        c.principal_id,
        &c.factor,
        c.credential_id,
        &c.step,
        c.version,
        c.created_at,
        c.expires_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The challenge for a thing and purpose.
pub async fn find(
    tx: &mut Tx,
    bound_to: Uuid,
    purpose: ChallengePurpose,
    now: DateTime<Utc>,
) -> Result<Option<Labelled>> {
    let sql = sql!(
        "SELECT h.id, h.purpose, h.bound_to, h.principal_id, h.factor, h.credential_id, h.step, h.version, ",
        "h.created_at, h.expires_at, c.label FROM challenges h ",
        "LEFT JOIN credentials c ON c.id = h.credential_id AND c.state = 'active' ",
        "WHERE h.bound_to = $1 AND h.purpose = $2 AND h.expires_at > $3"
    );
    tx.optional(sql, (bound_to, purpose, now)).await
}

/// Goes a step further; false if the challenge ended or moved since it was read.
pub async fn advance(
    tx: &mut Tx,
    id: ChallengeId,
    seen_version: i64,
    step: &Sealed,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE challenges SET step = $3, version = version + 1 WHERE id = $1 AND version = $2"
    );
    Ok(tx.execute(sql, (id, seen_version, step)).await? == 1)
}

/// Ends a challenge; false if there is none.
pub async fn delete(tx: &mut Tx, id: ChallengeId) -> Result<bool> {
    Ok(tx
        .execute(sql!("DELETE FROM challenges WHERE id = $1"), (id,))
        .await?
        == 1)
}

/// Ends every challenge for a thing.
pub async fn delete_for(tx: &mut Tx, bound_to: Uuid) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM challenges WHERE bound_to = $1"),
        (bound_to,),
    )
    .await
}

/// Ends every challenge put to a person.
pub async fn delete_for_principal(tx: &mut Tx, principal: PrincipalId) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM challenges WHERE principal_id = $1"),
        (principal,),
    )
    .await
}

/// Sweeps out what has ended.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM challenges WHERE expires_at <= $1"),
        (now,),
    )
    .await
}
