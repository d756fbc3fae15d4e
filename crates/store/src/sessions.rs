//! Signed-in browsers.
//!
//! Every change is an `UPDATE … WHERE revoked_at IS NULL`, never an upsert, so that a request in flight
//! cannot bring an ended session back (R150).

use std::iter;

use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::{ClientId, CredentialId, PrincipalId, SessionId};
use innkeeper_identity::permission::{Permissions, Role};
use innkeeper_identity::principal::{ClientStatus, PrincipalKind, PrincipalStatus};
use innkeeper_identity::session::Restriction;
use serde_json::Value;
use sqlx::types::Json;

use crate::clients::{Client, ClientOfUser};
use crate::db::Tx;
use crate::enforcement::{Standing as Enforced, standing_columns};
use crate::error::Result;
use crate::opaque::{PasswordHash, TokenHash};
use crate::principals::Principal;
use crate::sql::sql;

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Session {
    /// The session; stays the same when its token changes.
    pub id: SessionId,
    /// The hash of the token that the browser holds.
    pub token_hash: TokenHash,
    /// Who is signed in.
    pub principal_id: PrincipalId,
    /// The person's security epoch that it belongs to.
    pub epoch: i64,
    /// What the second factors proved are worth; None without one.
    pub class: Option<Assurance>,
    /// What was proved, by module id.
    #[sqlx(json)]
    pub amr: Vec<String>,
    /// What may be reached.
    pub restriction: Restriction,
    /// The client that is acted for.
    pub client_id: Option<ClientId>,
    /// The latest fresh proof.
    pub stepped_up_at: Option<DateTime<Utc>>,
    /// What it was worth; None for the password alone.
    pub step_up_class: Option<Assurance>,
    /// Wrong proofs in a row.
    pub step_up_failures: i64,
    /// Where it began.
    pub ip: String,
    /// In which browser.
    pub user_agent: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// The latest request, roughly.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends if nobody uses it.
    pub idle_until: DateTime<Utc>,
    /// When it ends whatever happens.
    pub absolute_until: DateTime<Utc>,
    /// When somebody ended it.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// The person behind a session; the id is the session's.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
struct Holder {
    kind: PrincipalKind,
    email: String,
    email_key: String,
    email_confirmed_at: Option<DateTime<Utc>>,
    name: String,
    password_hash: Option<PasswordHash>,
    locale: String,
    time_zone: String,
    mobile: Option<String>,
    status: PrincipalStatus,
    security_epoch: i64,
    password_changed_at: Option<DateTime<Utc>>,
    last_sign_in_at: Option<DateTime<Utc>>,
    joined_at: DateTime<Utc>,
    person_version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    session: Session,
    #[sqlx(flatten)]
    holder: Holder,
    #[sqlx(flatten)]
    enforced: Enforced,
    held_factors: i64,
    is_protected: bool,
    usable_factors: Option<String>,
    recovery_facts: Option<Json<Value>>,
    live_sessions: i64,
    unused_id: Option<CredentialId>,
    unused_factor: Option<String>,
    unused_label: Option<String>,
    unused_since: Option<DateTime<Utc>>,
    unused_skipped_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    member: Member,
}

/// A client of the person: each has a row, and who has none has one row without it.
#[derive(sqlx::FromRow)]
struct Member {
    #[sqlx(rename = "of_id")]
    id: Option<ClientId>,
    #[sqlx(rename = "of_name")]
    name: Option<String>,
    #[sqlx(rename = "of_status")]
    status: Option<ClientStatus>,
    #[sqlx(rename = "of_created_at")]
    created_at: Option<DateTime<Utc>>,
    #[sqlx(rename = "of_version")]
    version: Option<i64>,
    #[sqlx(rename = "of_owner")]
    owner: Option<bool>,
    #[sqlx(rename = "of_permissions")]
    permissions: Option<Json<Permissions>>,
}

impl Member {
    fn client(self) -> Option<ClientOfUser> {
        Some(ClientOfUser {
            client: Client {
                id: self.id?,
                name: self.name?,
                status: self.status?,
                created_at: self.created_at?,
                version: self.version?,
            },
            owner: self.owner?,
            permissions: self.permissions?.0,
        })
    }
}

/// A credential that nobody used since it was set up (R16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The credential.
    pub id: CredentialId,
    /// The module it belongs to.
    pub factor: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was set up.
    pub since: DateTime<Utc>,
    /// When its owner put trying it out off.
    pub skipped_at: Option<DateTime<Utc>>,
}

/// A session with the person behind it: what every page of a signed-in person costs, in one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// The person.
    pub principal: Principal,
    /// A staff member's role.
    pub role: Option<Role>,
    /// What is on record about the person and the rules about second factors.
    pub enforced: Enforced,
    /// How many second factors the person holds, usable or not, ways back in included (R9).
    pub held_factors: i64,
    /// Whether the person holds one that is no way back in: has two-factor authentication.
    pub is_protected: bool,
    /// The factors of the person's usable credentials, with commas between.
    pub usable_factors: Option<String>,
    /// What the module of the way back in lets its owner see, where they hold one that works.
    pub recovery_facts: Option<Value>,
    /// In how many places the person is signed in, this one included.
    pub live_sessions: i64,
    /// The latest of the person's usable credentials that were never used, ways back in not counted.
    pub unused: Option<Unused>,
    /// The clients of a user, in the order in which the user joined them. Staff have none.
    pub clients: Vec<ClientOfUser>,
}

impl SignedIn {
    fn new(row: Row, others: impl Iterator<Item = Row>) -> Self {
        let Row {
            session,
            holder,
            enforced,
            held_factors,
            is_protected,
            usable_factors,
            recovery_facts,
            live_sessions,
            unused_id,
            unused_factor,
            unused_label,
            unused_since,
            unused_skipped_at,
            member,
        } = row;
        let members = iter::once(member).chain(others.map(|other| other.member));
        let unused = unused_id
            .zip(unused_factor)
            .zip(unused_label)
            .zip(unused_since)
            .map(|(((id, factor), label), since)| Unused {
                id,
                factor,
                label,
                since,
                skipped_at: unused_skipped_at,
            });
        let principal = Principal {
            id: session.principal_id,
            kind: holder.kind,
            email: holder.email,
            email_key: holder.email_key,
            email_confirmed_at: holder.email_confirmed_at,
            name: holder.name,
            password_hash: holder.password_hash,
            locale: holder.locale,
            time_zone: holder.time_zone,
            mobile: holder.mobile,
            status: holder.status,
            security_epoch: holder.security_epoch,
            password_changed_at: holder.password_changed_at,
            last_sign_in_at: holder.last_sign_in_at,
            created_at: holder.joined_at,
            version: holder.person_version,
        };
        Self {
            session,
            principal,
            role: enforced.role,
            enforced,
            held_factors,
            is_protected,
            usable_factors,
            recovery_facts: recovery_facts.map(|Json(facts)| facts),
            live_sessions,
            unused,
            clients: members.filter_map(Member::client).collect(),
        }
    }
}

macro_rules! session_columns {
    () => {
        "s.id, s.token_hash, s.principal_id, s.epoch, s.class, s.amr, s.restriction, s.client_id, s.stepped_up_at, \
         s.step_up_class, s.step_up_failures, s.ip, s.user_agent, s.created_at, s.last_seen_at, s.idle_until, \
         s.absolute_until, s.revoked_at "
    };
}

/// Begins a session.
pub async fn insert(tx: &mut Tx, session: &Session) -> Result<()> {
    let sql = sql!(
        "INSERT INTO sessions (id, token_hash, principal_id, epoch, class, amr, restriction, client_id, stepped_up_at, ",
        "step_up_class, step_up_failures, ip, user_agent, created_at, last_seen_at, idle_until, absolute_until, ",
        "revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    );
    let s = session;
    let args = (
        s.id,
        &s.token_hash,
        s.principal_id,
        s.epoch,
        s.class,
        Json(&s.amr),
        s.restriction,
        s.client_id,
        s.stepped_up_at,
        s.step_up_class,
        s.step_up_failures,
        &s.ip,
        &s.user_agent,
        s.created_at,
        s.last_seen_at,
        s.idle_until,
        s.absolute_until,
        s.revoked_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The session, its person and the person's clients by the token that a browser sent, unless it was ended. Whether it is still
/// alive, by time, epoch and the person's status, is a rule of `identity`.
pub async fn find_signed_in(
    tx: &mut Tx,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<SignedIn>> {
    let sql = sql!(
        "SELECT ",
        session_columns!(),
        ", p.kind, p.email, p.email_key, p.email_confirmed_at, p.name, p.password_hash, p.locale, p.time_zone, p.mobile, p.status, ",
        "p.security_epoch, p.password_changed_at, p.last_sign_in_at, p.created_at AS joined_at, ",
        "p.version AS person_version, r.role, ",
        standing_columns!(""),
        ", ",
        "(SELECT COUNT(*) FROM credentials c WHERE c.principal_id = p.id AND c.state <> 'removed') AS held_factors, ",
        "EXISTS (SELECT 1 FROM credentials c WHERE c.principal_id = p.id AND c.state <> 'removed' AND c.class <> 'recovery') AS is_protected, ",
        "(SELECT string_agg(c.factor, ',') FROM credentials c WHERE c.principal_id = p.id AND c.state = 'active') AS usable_factors, ",
        "(SELECT c.facts FROM credentials c WHERE c.principal_id = p.id AND c.state = 'active' AND c.class = 'recovery' ",
        "ORDER BY c.position LIMIT 1) AS recovery_facts, ",
        "(SELECT COUNT(*) FROM sessions o WHERE o.principal_id = p.id AND o.revoked_at IS NULL AND o.idle_until > $2 ",
        "AND o.absolute_until > $2 AND o.epoch = p.security_epoch) AS live_sessions, ",
        "u.id AS unused_id, u.factor AS unused_factor, u.label AS unused_label, u.created_at AS unused_since, ",
        "u.check_up_skipped_at AS unused_skipped_at, k.id AS of_id, k.name AS of_name, k.status AS of_status, ",
        "k.created_at AS of_created_at, k.version AS of_version, m.owner AS of_owner, m.permissions AS of_permissions ",
        "FROM sessions s JOIN principals p ON p.id = s.principal_id ",
        "LEFT JOIN staff_roles r ON r.principal_id = p.id ",
        "LEFT JOIN credentials u ON u.id = (SELECT c.id FROM credentials c WHERE c.principal_id = p.id ",
        "AND c.state = 'active' AND c.class <> 'recovery' AND c.last_used_at IS NULL ",
        "ORDER BY c.created_at DESC, c.id LIMIT 1) ",
        "LEFT JOIN memberships m ON m.principal_id = p.id LEFT JOIN clients k ON k.id = m.client_id ",
        "WHERE s.token_hash = $1 AND s.revoked_at IS NULL ORDER BY m.created_at, k.id"
    );
    let rows: Vec<Row> = tx.all(sql, (hash, now)).await?;
    let mut rows = rows.into_iter();
    Ok(rows.next().map(|row| SignedIn::new(row, rows)))
}

/// The session by the token that a browser sent, unless it was ended.
pub async fn find_by_token_hash(tx: &mut Tx, hash: &TokenHash) -> Result<Option<Session>> {
    let sql = sql!(
        "SELECT ",
        session_columns!(),
        "FROM sessions s WHERE s.token_hash = $1 AND s.revoked_at IS NULL"
    );
    tx.optional(sql, (hash,)).await
}

/// The session with this id, ended or not.
pub async fn find(tx: &mut Tx, id: SessionId) -> Result<Option<Session>> {
    tx.optional(
        sql!(
            "SELECT ",
            session_columns!(),
            "FROM sessions s WHERE s.id = $1"
        ),
        (id,),
    )
    .await
}

/// Notes a request, which keeps the session from ending idle.
pub async fn touch(
    tx: &mut Tx,
    id: SessionId,
    now: DateTime<Utc>,
    idle_until: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE sessions SET last_seen_at = $2, idle_until = $3 WHERE id = $1 AND revoked_at IS NULL"
    );
    Ok(tx.execute(sql, (id, now, idle_until)).await? == 1)
}

/// Gives the browser another token; the old one is dead at once (R149).
pub async fn rotate(tx: &mut Tx, id: SessionId, hash: &TokenHash) -> Result<bool> {
    let sql = sql!("UPDATE sessions SET token_hash = $2 WHERE id = $1 AND revoked_at IS NULL");
    Ok(tx.execute(sql, (id, hash)).await? == 1)
}

/// Stamps a fresh proof on the session and gives the browser another token (R141, R144).
pub async fn step_up(
    tx: &mut Tx,
    id: SessionId,
    hash: &TokenHash,
    now: DateTime<Utc>,
    class: Option<Assurance>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE sessions SET token_hash = $2, stepped_up_at = $3, step_up_class = $4, step_up_failures = 0 ",
        "WHERE id = $1 AND revoked_at IS NULL"
    );
    Ok(tx.execute(sql, (id, hash, now, class)).await? == 1)
}

/// Counts a step-up before it is checked; returns how many in a row there were with it (R145).
pub async fn count_step_up_failure(tx: &mut Tx, id: SessionId) -> Result<Option<i64>> {
    let sql = sql!(
        "UPDATE sessions SET step_up_failures = step_up_failures + 1 WHERE id = $1 AND revoked_at IS NULL ",
        "RETURNING step_up_failures"
    );
    let row: Option<(i64,)> = tx.optional(sql, (id,)).await?;
    Ok(row.map(|(failures,)| failures))
}

/// What a session is worth from here on, after something was enrolled or proved within it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The epoch that it belongs to.
    pub epoch: i64,
    /// What the second factors proved are worth.
    pub class: Option<Assurance>,
    /// What was proved, by module id.
    pub amr: &'a [String],
    /// What may be reached.
    pub restriction: Restriction,
}

/// Changes what a session is worth, and takes it along into another epoch of its person, where all
/// other sessions end.
pub async fn set_standing(tx: &mut Tx, id: SessionId, standing: Standing<'_>) -> Result<bool> {
    let sql = sql!(
        "UPDATE sessions SET epoch = $2, class = $3, amr = $4, restriction = $5 WHERE id = $1 AND revoked_at IS NULL"
    );
    let args = (
        id,
        standing.epoch,
        standing.class,
        Json(standing.amr),
        standing.restriction,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Takes a session along into another epoch of its person.
pub async fn set_epoch(tx: &mut Tx, id: SessionId, epoch: i64) -> Result<bool> {
    let sql = sql!("UPDATE sessions SET epoch = $2 WHERE id = $1 AND revoked_at IS NULL");
    Ok(tx.execute(sql, (id, epoch)).await? == 1)
}

/// Changes what may be reached.
pub async fn set_restriction(tx: &mut Tx, id: SessionId, restriction: Restriction) -> Result<bool> {
    let sql = sql!("UPDATE sessions SET restriction = $2 WHERE id = $1 AND revoked_at IS NULL");
    Ok(tx.execute(sql, (id, restriction)).await? == 1)
}

/// Changes which client is acted for.
pub async fn set_client(tx: &mut Tx, id: SessionId, client: Option<ClientId>) -> Result<bool> {
    let sql = sql!("UPDATE sessions SET client_id = $2 WHERE id = $1 AND revoked_at IS NULL");
    Ok(tx.execute(sql, (id, client)).await? == 1)
}

/// Makes a person act for another client, or none, wherever they act for that one; in how many sessions.
pub async fn leave_client(
    tx: &mut Tx,
    principal: PrincipalId,
    left: ClientId,
    instead: Option<ClientId>,
) -> Result<u64> {
    let sql = sql!(
        "UPDATE sessions SET client_id = $3 WHERE principal_id = $1 AND client_id = $2 AND revoked_at IS NULL"
    );
    tx.execute(sql, (principal, left, instead)).await
}

/// Ends a session of that person; false if it was not live or is another's.
pub async fn revoke(
    tx: &mut Tx,
    id: SessionId,
    principal: PrincipalId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND principal_id = $2 AND revoked_at IS NULL"
    );
    Ok(tx.execute(sql, (id, principal, now)).await? == 1)
}

/// Ends every session of a person but one; returns how many that were.
pub async fn revoke_all(
    tx: &mut Tx,
    principal: PrincipalId,
    except: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = sql!(
        "UPDATE sessions SET revoked_at = $3 WHERE principal_id = $1 AND revoked_at IS NULL ",
        "AND (CAST($2 AS UUID) IS NULL OR id <> $2)"
    );
    tx.execute(sql, (principal, except, now)).await
}

/// Ends every session of everybody of a kind, except one; returns how many that were.
pub async fn revoke_kind(
    tx: &mut Tx,
    kind: PrincipalKind,
    except: SessionId,
    now: DateTime<Utc>,
) -> Result<u64> {
    let sql = sql!(
        "UPDATE sessions SET revoked_at = $3 WHERE revoked_at IS NULL AND id <> $2 ",
        "AND principal_id IN (SELECT id FROM principals WHERE kind = $1)"
    );
    tx.execute(sql, (kind, except, now)).await
}

/// The live sessions of a person, the latest used first.
pub async fn list_live(
    tx: &mut Tx,
    principal: PrincipalId,
    now: DateTime<Utc>,
) -> Result<Vec<Session>> {
    let sql = sql!(
        "SELECT ",
        session_columns!(),
        "FROM sessions s JOIN principals p ON p.id = s.principal_id WHERE s.principal_id = $1 ",
        "AND s.revoked_at IS NULL AND s.idle_until > $2 AND s.absolute_until > $2 AND s.epoch = p.security_epoch ",
        "ORDER BY s.last_seen_at DESC, s.id DESC"
    );
    tx.all(sql, (principal, now)).await
}

/// How many live sessions there are in all.
pub async fn count_all_live(tx: &mut Tx, now: DateTime<Utc>) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) FROM sessions s JOIN principals p ON p.id = s.principal_id WHERE s.revoked_at IS NULL ",
        "AND s.idle_until > $1 AND s.absolute_until > $1 AND s.epoch = p.security_epoch"
    );
    let (count,) = tx.one(sql, (now,)).await?;
    Ok(count)
}

/// Sweeps out what ended before a moment.
pub async fn delete_dead(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let sql = sql!(
        "DELETE FROM sessions WHERE idle_until < $1 OR absolute_until < $1 OR revoked_at < $1"
    );
    tx.execute(sql, (before,)).await
}
