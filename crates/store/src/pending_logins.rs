//! Sign-ins whose password was right and whose second factor is due (R19).

use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::{PendingLoginId, PrincipalId};

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::TokenHash;
use crate::principals::{Principal, select_principal};
use crate::sql::sql;

/// A sign-in under way.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PendingLogin {
    /// The sign-in.
    pub id: PendingLoginId,
    /// The hash of the token that the browser holds.
    pub token_hash: TokenHash,
    /// Whose password it was.
    pub principal_id: PrincipalId,
    /// The person's security epoch when it was given.
    pub epoch: i64,
    /// Second factors tried.
    pub attempts: i64,
    /// From where.
    pub ip: String,
    /// In which browser.
    pub user_agent: String,
    /// Where to go afterwards: a path of ours.
    pub next_path: String,
    /// When the password was given.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When the owner was told that nobody finished it.
    pub reminded_at: Option<DateTime<Utc>>,
    /// The class that was demanded of the second factor, beyond the rules.
    pub demanded: Option<Assurance>,
}

/// A sign-in under way with its person.
#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    principal: Principal,
    login_id: PendingLoginId,
    token_hash: TokenHash,
    epoch: i64,
    attempts: i64,
    ip: String,
    user_agent: String,
    next_path: String,
    begun_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    reminded_at: Option<DateTime<Utc>>,
    demanded: Option<Assurance>,
}

impl Row {
    fn parts(self) -> (PendingLogin, Principal) {
        let login = PendingLogin {
            id: self.login_id,
            token_hash: self.token_hash,
            principal_id: self.principal.id,
            epoch: self.epoch,
            attempts: self.attempts,
            ip: self.ip,
            user_agent: self.user_agent,
            next_path: self.next_path,
            created_at: self.begun_at,
            expires_at: self.expires_at,
            reminded_at: self.reminded_at,
            demanded: self.demanded,
        };
        (login, self.principal)
    }
}

macro_rules! columns {
    () => {
        "id, token_hash, principal_id, epoch, attempts, ip, user_agent, next_path, created_at, expires_at, reminded_at, \
         demanded "
    };
}

/// Begins a pending sign-in.
pub async fn insert(tx: &mut Tx, pending: &PendingLogin) -> Result<()> {
    let sql = sql!(
        "INSERT INTO pending_logins (",
        columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let p = pending;
    let args = (
        p.id,
        &p.token_hash,
        p.principal_id,
        p.epoch,
        p.attempts,
        &p.ip,
        &p.user_agent,
        &p.next_path,
        p.created_at,
        p.expires_at,
        p.reminded_at,
        p.demanded,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The pending sign-in by the token that a browser sent, with the person whose password it was, unless its time
/// is over. Whether it is still good, by attempts and epoch, is a rule of `identity`.
pub async fn find_by_token_hash(
    tx: &mut Tx,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<(PendingLogin, Principal)>> {
    let sql = select_principal!(
        ", l.id AS login_id, l.token_hash, l.epoch, l.attempts, l.ip, l.user_agent, l.next_path, ",
        "l.created_at AS begun_at, l.expires_at, l.reminded_at, l.demanded FROM pending_logins l ",
        "JOIN principals p ON p.id = l.principal_id WHERE l.token_hash = $1 AND l.expires_at > $2"
    );
    let row: Option<Row> = tx.optional(sql, (hash, now)).await?;
    Ok(row.map(Row::parts))
}

/// Counts an attempt before it is checked (R30); returns how many there were with it, None if the
/// sign-in is over: by its time, or by five attempts.
pub async fn raise_attempts(
    tx: &mut Tx,
    id: PendingLoginId,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let sql = sql!(
        "UPDATE pending_logins SET attempts = attempts + 1 WHERE id = $1 AND attempts < 5 AND expires_at > $2 ",
        "RETURNING attempts"
    );
    let row: Option<(i64,)> = tx.optional(sql, (id, now)).await?;
    Ok(row.map(|(attempts,)| attempts))
}

/// Takes an attempt back that was none: the factor could not be asked.
pub async fn lower_attempts(tx: &mut Tx, id: PendingLoginId) -> Result<bool> {
    let sql =
        sql!("UPDATE pending_logins SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0");
    Ok(tx.execute(sql, (id,)).await? == 1)
}

/// Uses a pending sign-in up. Of many that try at once, one gets it and may begin a session (R24).
pub async fn consume(
    tx: &mut Tx,
    id: PendingLoginId,
    epoch: i64,
    now: DateTime<Utc>,
) -> Result<Option<PendingLogin>> {
    let sql = sql!(
        "DELETE FROM pending_logins WHERE id = $1 AND attempts <= 5 AND expires_at > $3 AND epoch = $2 RETURNING ",
        columns!()
    );
    tx.optional(sql, (id, epoch, now)).await
}

/// Ends a pending sign-in; false if there is none.
pub async fn delete(tx: &mut Tx, id: PendingLoginId) -> Result<bool> {
    Ok(tx
        .execute(sql!("DELETE FROM pending_logins WHERE id = $1"), (id,))
        .await?
        == 1)
}

/// Ends every pending sign-in of a person (R23).
pub async fn delete_for_principal(tx: &mut Tx, principal: PrincipalId) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM pending_logins WHERE principal_id = $1"),
        (principal,),
    )
    .await
}

/// Sign-ins that began before a moment, are not finished, and whose owner does not know yet (R28).
pub async fn list_unfinished(
    tx: &mut Tx,
    older_than: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<PendingLogin>> {
    let sql = sql!(
        "SELECT ",
        columns!(),
        "FROM pending_logins WHERE created_at < $1 AND reminded_at IS NULL ORDER BY created_at, id LIMIT $2"
    );
    tx.all(sql, (older_than, limit)).await
}

/// Notes that the owner is told; false if that is so already, or the sign-in was finished meanwhile.
pub async fn mark_reminded(tx: &mut Tx, id: PendingLoginId, now: DateTime<Utc>) -> Result<bool> {
    let sql =
        sql!("UPDATE pending_logins SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL");
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// Sweeps out what has ended. What its owner should still hear of must be read before.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM pending_logins WHERE expires_at <= $1"),
        (now,),
    )
    .await
}
