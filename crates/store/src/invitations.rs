//! People asked to join a client. Each invitation ends by one statement: accepted, declined or withdrawn,
//! whoever is first.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{ClientId, InvitationId, PrincipalId};
use innkeeper_identity::permission::Permissions;
use sqlx::types::Json;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::sql::sql;

/// Somebody is asked to join a client.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Invitation {
    /// The invitation; stays the same when it is sent again.
    pub id: InvitationId,
    /// Which client.
    pub client_id: ClientId,
    /// The address as typed.
    pub email: String,
    /// The address as compared.
    pub email_key: String,
    /// What they will be allowed to.
    #[sqlx(json)]
    pub permissions: Permissions,
    /// The hash of what the latest mail carries.
    pub token_hash: TokenHash,
    /// Who asks.
    pub invited_by: PrincipalId,
    /// When they were asked first.
    pub created_at: DateTime<Utc>,
    /// When the latest mail was written.
    pub sent_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

/// An invitation with the names that its reader knows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NamedInvitation {
    /// The invitation.
    #[sqlx(flatten)]
    pub invitation: Invitation,
    /// What the client is called.
    pub client: String,
    /// What whoever asks is called.
    pub inviter: String,
}

macro_rules! select_invitation {
    ($($rest:expr),*) => {
        sql!(
            "SELECT i.id, i.client_id, i.email, i.email_key, i.permissions, i.token_hash, i.invited_by, i.created_at, ",
            "i.sent_at, i.expires_at, c.name AS client, p.name AS inviter FROM invitations i ",
            "JOIN clients c ON c.id = i.client_id JOIN principals p ON p.id = i.invited_by ",
            $($rest),*
        )
    };
}

macro_rules! returning_invitation {
    ($statement:literal) => {
        sql!(
            $statement,
            " RETURNING id, client_id, email, email_key, permissions, token_hash, invited_by, created_at, sent_at, expires_at"
        )
    };
}

/// Asks somebody in; an earlier invitation to the same client by that address becomes this one, and its
/// link is dead from here on.
pub async fn insert(tx: &mut Tx, invitation: &Invitation) -> Result<()> {
    let sql = sql!(
        "INSERT INTO invitations (id, client_id, email, email_key, permissions, token_hash, invited_by, created_at, ",
        "sent_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ",
        "ON CONFLICT (client_id, email_key) DO UPDATE SET email = excluded.email, permissions = excluded.permissions, ",
        "token_hash = excluded.token_hash, invited_by = excluded.invited_by, sent_at = excluded.sent_at, ",
        "expires_at = excluded.expires_at"
    );
    let i = invitation;
    let args = (
        i.id,
        i.client_id,
        &i.email,
        &i.email_key,
        Json(&i.permissions),
        &i.token_hash,
        i.invited_by,
        i.created_at,
        i.sent_at,
        i.expires_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The invitations of a client, over or not, the latest first.
pub async fn list_of_client(tx: &mut Tx, client: ClientId) -> Result<Vec<NamedInvitation>> {
    let sql = select_invitation!("WHERE i.client_id = $1 ORDER BY i.created_at DESC, i.id DESC");
    tx.all(sql, (client,)).await
}

/// What somebody with that address can accept now.
pub async fn list_for(
    tx: &mut Tx,
    email_key: &str,
    now: DateTime<Utc>,
) -> Result<Vec<NamedInvitation>> {
    let sql = select_invitation!(
        "WHERE i.email_key = $1 AND i.expires_at > $2 AND c.status = 'active' ORDER BY i.created_at, i.id"
    );
    tx.all(sql, (email_key, now)).await
}

/// The invitation of a client with this id, over or not.
pub async fn find(
    tx: &mut Tx,
    client: ClientId,
    id: InvitationId,
) -> Result<Option<NamedInvitation>> {
    let sql = select_invitation!("WHERE i.client_id = $1 AND i.id = $2");
    tx.optional(sql, (client, id)).await
}

/// What a mailed link stands for, without using it up.
pub async fn find_by_token(
    tx: &mut Tx,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<NamedInvitation>> {
    let sql =
        select_invitation!("WHERE i.token_hash = $1 AND i.expires_at > $2 AND c.status = 'active'");
    tx.optional(sql, (hash, now)).await
}

/// Uses an invitation up by its link. Of many that try at once, one gets it.
pub async fn consume_by_token(
    tx: &mut Tx,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>> {
    let sql =
        returning_invitation!("DELETE FROM invitations WHERE token_hash = $1 AND expires_at > $2");
    tx.optional(sql, (hash, now)).await
}

/// Uses up the invitation of whoever has that address. Of many that try at once, one gets it.
pub async fn consume(
    tx: &mut Tx,
    id: InvitationId,
    email_key: &str,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>> {
    let sql = returning_invitation!(
        "DELETE FROM invitations WHERE id = $1 AND email_key = $2 AND expires_at > $3"
    );
    tx.optional(sql, (id, email_key, now)).await
}

/// Takes an invitation back; false if it is gone already.
pub async fn delete(tx: &mut Tx, client: ClientId, id: InvitationId) -> Result<bool> {
    let sql = sql!("DELETE FROM invitations WHERE client_id = $1 AND id = $2");
    Ok(tx.execute(sql, (client, id)).await? == 1)
}

/// Takes back what somebody sent for a client, who may not speak for it any more.
pub async fn delete_by_inviter(tx: &mut Tx, client: ClientId, inviter: PrincipalId) -> Result<u64> {
    let sql = sql!("DELETE FROM invitations WHERE client_id = $1 AND invited_by = $2");
    tx.execute(sql, (client, inviter)).await
}

/// Sweeps out what was over before that moment.
pub async fn delete_expired(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM invitations WHERE expires_at <= $1"),
        (before,),
    )
    .await
}
