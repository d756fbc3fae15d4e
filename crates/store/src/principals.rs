//! People who sign in, users and staff members alike. Roles of staff are in `staff`.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::PasswordHash;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::search;
use crate::sql::{list_sql, sql};

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Principal {
    /// The person.
    pub id: PrincipalId,
    /// User or staff member.
    pub kind: PrincipalKind,
    /// The address as typed.
    pub email: String,
    /// The address as compared.
    pub email_key: String,
    /// When the address was shown to be the person's.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// What to call the person.
    pub name: String,
    /// None until a password was chosen.
    pub password_hash: Option<PasswordHash>,
    /// The language of pages and mails.
    pub locale: String,
    /// The zone that times are shown in.
    pub time_zone: String,
    /// The number of a mobile, in E.164: a way to reach the person, and no proof of anything.
    pub mobile: Option<String>,
    /// Whether the person may sign in.
    pub status: PrincipalStatus,
    /// What is older than this epoch is dead: sessions, pending sign-ins, tokens (R158).
    pub security_epoch: i64,
    /// When the password was chosen.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// The latest complete sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Raised by every `take`.
    pub version: i64,
}

/// A line of a list of people.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedPrincipal {
    /// The person.
    #[sqlx(flatten)]
    pub principal: Principal,
    /// How many usable second factors the person holds, ways back in not counted.
    pub active_factors: i64,
}

impl Placed for ListedPrincipal {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.principal.created_at,
            id: self.principal.id.0,
        }
    }
}

/// The columns of a [`Principal`] `p`, and how many usable second factors it holds.
/// What `SELECT` begins with for a person `p`.
macro_rules! principal_columns {
    () => {
        concat!(
            "SELECT p.id, p.kind, p.email, p.email_key, p.email_confirmed_at, p.name, p.password_hash, p.locale, ",
            "p.time_zone, p.mobile, p.status, p.security_epoch, p.password_changed_at, p.last_sign_in_at, p.created_at, ",
            "p.version, (SELECT COUNT(*) FROM credentials c WHERE c.principal_id = p.id AND c.state = 'active' ",
            "AND c.class <> 'recovery') AS active_factors "
        )
    };
}

macro_rules! select_principal {
    ($($rest:expr),*) => {
        $crate::sql::sql!($crate::principals::principal_columns!(), $($rest),*)
    };
}

pub(crate) use {principal_columns, select_principal};

macro_rules! returning_principal {
    ($statement:literal) => {
        sql!(
            $statement,
            " RETURNING id, kind, email, email_key, email_confirmed_at, name, password_hash, locale, time_zone, ",
            "mobile, status, security_epoch, password_changed_at, last_sign_in_at, created_at, version"
        )
    };
}

/// The person with this id.
pub async fn find(tx: &mut Tx, id: PrincipalId) -> Result<Option<Principal>> {
    tx.optional(
        select_principal!("FROM principals p WHERE p.id = $1"),
        (id,),
    )
    .await
}

/// The person of this kind with this address, as [`Principal::email_key`] has it.
pub async fn find_by_email(
    tx: &mut Tx,
    kind: PrincipalKind,
    email_key: &str,
) -> Result<Option<Principal>> {
    let sql = select_principal!("FROM principals p WHERE p.kind = $1 AND p.email_key = $2");
    tx.optional(sql, (kind, email_key)).await
}

/// Loads a person to change it: nobody else gets it until this unit of work ends.
pub async fn take(tx: &mut Tx, id: PrincipalId) -> Result<Option<Principal>> {
    let sql = returning_principal!("UPDATE principals SET version = version + 1 WHERE id = $1");
    tx.optional(sql, (id,)).await
}

/// Adds a person; false, and nothing changed, if the address is taken.
pub async fn insert(tx: &mut Tx, principal: &Principal) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO principals (id, kind, email, email_key, email_confirmed_at, name, name_key, password_hash, locale, ",
        "time_zone, mobile, status, security_epoch, password_changed_at, last_sign_in_at, created_at, version) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ",
        "ON CONFLICT (kind, email_key) DO NOTHING"
    );
    let p = principal;
    let args = (
        p.id,
        p.kind,
        &p.email,
        &p.email_key,
        p.email_confirmed_at,
        &p.name,
        search::key(&p.name),
        &p.password_hash,
        &p.locale,
        &p.time_zone,
        &p.mobile,
        p.status,
        p.security_epoch,
        p.password_changed_at,
        p.last_sign_in_at,
        p.created_at,
        p.version,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// What people may change of themselves without further proof.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// What to call the person.
    pub name: &'a str,
    /// The language of pages and mails.
    pub locale: &'a str,
    /// The zone that times are shown in.
    pub time_zone: &'a str,
}

/// Changes the profile; false if there is no such person.
pub async fn save_profile(tx: &mut Tx, id: PrincipalId, profile: Profile<'_>) -> Result<bool> {
    let sql = sql!(
        "UPDATE principals SET name = $2, name_key = $3, locale = $4, time_zone = $5 WHERE id = $1"
    );
    let args = (
        id,
        profile.name,
        search::key(profile.name),
        profile.locale,
        profile.time_zone,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Gives the person another name; false if there is no such person.
pub async fn set_name(tx: &mut Tx, id: PrincipalId, name: &str) -> Result<bool> {
    let sql = sql!("UPDATE principals SET name = $2, name_key = $3 WHERE id = $1");
    Ok(tx.execute(sql, (id, name, search::key(name))).await? == 1)
}

/// Gives the person another mobile number, in E.164, or none; false if there is no such person.
pub async fn set_mobile(tx: &mut Tx, id: PrincipalId, mobile: Option<&str>) -> Result<bool> {
    let sql = sql!("UPDATE principals SET mobile = $2 WHERE id = $1");
    Ok(tx.execute(sql, (id, mobile.map(str::to_owned))).await? == 1)
}

/// Gives the person a new, confirmed address; false if another of the same kind has it.
///
/// Two that take one address at the same moment: the later one fails with `Error::is_conflict`.
pub async fn set_email(
    tx: &mut Tx,
    id: PrincipalId,
    email: &str,
    email_key: &str,
    confirmed_at: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "UPDATE principals SET email = $2, email_key = $3, email_confirmed_at = $4 WHERE id = $1 AND NOT EXISTS ",
        "(SELECT 1 FROM principals o WHERE o.kind = principals.kind AND o.email_key = $3 AND o.id <> $1)"
    );
    Ok(tx
        .execute(sql, (id, email, email_key, confirmed_at))
        .await?
        == 1)
}

/// Marks the address as the person's; false if it was already.
pub async fn confirm_email(tx: &mut Tx, id: PrincipalId, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "UPDATE principals SET email_confirmed_at = $2 WHERE id = $1 AND email_confirmed_at IS NULL"
    );
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// Gives the person a new password. Raising the epoch is the caller's.
pub async fn set_password(
    tx: &mut Tx,
    id: PrincipalId,
    hash: &PasswordHash,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql =
        sql!("UPDATE principals SET password_hash = $2, password_changed_at = $3 WHERE id = $1");
    Ok(tx.execute(sql, (id, hash, now)).await? == 1)
}

/// Replaces the hash of the same password, made with better parameters; false if it changed meanwhile.
pub async fn rehash_password(
    tx: &mut Tx,
    id: PrincipalId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<bool> {
    let sql = sql!("UPDATE principals SET password_hash = $3 WHERE id = $1 AND password_hash = $2");
    Ok(tx.execute(sql, (id, old, new)).await? == 1)
}

/// Ends whatever refers to an older epoch (R158) and returns the new one.
pub async fn raise_epoch(tx: &mut Tx, id: PrincipalId) -> Result<Option<i64>> {
    let sql = sql!(
        "UPDATE principals SET security_epoch = security_epoch + 1 WHERE id = $1 RETURNING security_epoch"
    );
    let row: Option<(i64,)> = tx.optional(sql, (id,)).await?;
    Ok(row.map(|(epoch,)| epoch))
}

/// Raises the security epoch of everybody of a kind; how many that are.
pub async fn raise_epochs(tx: &mut Tx, kind: PrincipalKind) -> Result<u64> {
    let sql = sql!("UPDATE principals SET security_epoch = security_epoch + 1 WHERE kind = $1");
    tx.execute(sql, (kind,)).await
}

/// Lets the person in or not; false if that is so already.
pub async fn set_status(tx: &mut Tx, id: PrincipalId, status: PrincipalStatus) -> Result<bool> {
    let sql = sql!("UPDATE principals SET status = $2 WHERE id = $1 AND status <> $2");
    Ok(tx.execute(sql, (id, status)).await? == 1)
}

/// Notes a complete sign-in.
pub async fn record_sign_in(tx: &mut Tx, id: PrincipalId, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!("UPDATE principals SET last_sign_in_at = $2 WHERE id = $1");
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// People of a kind, newest first; `search` is a part of a name or an address.
pub async fn list(
    tx: &mut Tx,
    kind: PrincipalKind,
    search: Option<&str>,
    page: Page,
) -> Result<Paged<ListedPrincipal>> {
    let sql = list_sql!(
        page,
        by("p.created_at", "p.id"),
        from("$3", "$4", "$5"),
        principal_columns!(),
        "FROM principals p WHERE p.kind = $1 AND (CAST($2 AS TEXT) IS NULL OR p.name_key LIKE $2 ESCAPE '\\' ",
        "OR p.email_key LIKE $2 ESCAPE '\\')"
    );
    let (at, id) = page.bound();
    let rows = tx
        .all(
            sql,
            (kind, search::containing(search), at, id, page.fetch()),
        )
        .await?;
    Ok(page.cut(rows))
}

/// How many there are of a kind.
pub async fn count(tx: &mut Tx, kind: PrincipalKind) -> Result<i64> {
    let (count,) = tx
        .one(
            sql!("SELECT COUNT(*) FROM principals WHERE kind = $1"),
            (kind,),
        )
        .await?;
    Ok(count)
}

/// How many of a kind have a usable second factor, ways back in not counted.
pub async fn count_with_factor(tx: &mut Tx, kind: PrincipalKind) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(DISTINCT c.principal_id) FROM credentials c JOIN principals p ON p.id = c.principal_id ",
        "WHERE p.kind = $1 AND c.state = 'active' AND c.class <> 'recovery'"
    );
    let (count,) = tx.one(sql, (kind,)).await?;
    Ok(count)
}

/// Who somebody is, for lists that name people.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    /// The person.
    pub id: PrincipalId,
    /// User or staff member.
    pub kind: PrincipalKind,
    /// What to call the person.
    pub name: String,
}

/// How many people one statement of [`names`] takes.
const BATCH: usize = 8;

/// What to call each of these people.
pub async fn names(tx: &mut Tx, ids: &[PrincipalId]) -> Result<Vec<Named>> {
    let sql = sql!(
        "SELECT id, kind, name FROM principals WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY id"
    );
    let mut rows = Vec::new();
    for batch in ids.chunks(BATCH) {
        // What is not there is NULL, which equals nothing.
        let at = |place: usize| batch.get(place).copied();
        rows.extend(
            tx.all(
                sql,
                (at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)),
            )
            .await?,
        );
    }
    Ok(rows)
}
