//! Clients, the billed accounts, and which users belong to them with what permissions.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{ClientId, PrincipalId};
use innkeeper_identity::permission::Permissions;
use innkeeper_identity::principal::{ClientStatus, PrincipalStatus};
use sqlx::types::Json;

use crate::db::Tx;
use crate::error::Result;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::search;
use crate::sql::{list_sql, sql};

/// A billed account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Client {
    /// The client.
    pub id: ClientId,
    /// What it is called.
    pub name: String,
    /// Whether it does business.
    pub status: ClientStatus,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Raised by every `take`.
    pub version: i64,
}

/// That a user belongs to a client.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Membership {
    /// The client.
    pub client_id: ClientId,
    /// The user.
    pub principal_id: PrincipalId,
    /// Whether the user may do everything.
    pub owner: bool,
    /// What the user may do otherwise.
    #[sqlx(json)]
    pub permissions: Permissions,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// A line of the list of clients.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedClient {
    /// The client.
    #[sqlx(flatten)]
    pub client: Client,
    /// How many users belong to it.
    pub members: i64,
}

/// A user as a client's page shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    /// The membership.
    #[sqlx(flatten)]
    pub membership: Membership,
    /// The user's name.
    pub name: String,
    /// The user's address.
    pub email: String,
    /// Whether the user may sign in.
    pub status: PrincipalStatus,
    /// When the user signed in last.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// A second factor that a member has set up, as far as it concerns the client.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MemberFactor {
    /// Whose.
    pub principal_id: PrincipalId,
    /// Which, by its module.
    pub factor: String,
    /// Since when there is a usable one.
    pub since: DateTime<Utc>,
}

/// A client as one of its users sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientOfUser {
    /// The client.
    #[sqlx(flatten)]
    pub client: Client,
    /// Whether the user may do everything.
    pub owner: bool,
    /// What the user may do otherwise.
    #[sqlx(json)]
    pub permissions: Permissions,
}

impl Placed for ListedClient {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.client.created_at,
            id: self.client.id.0,
        }
    }
}

/// The client with this id.
pub async fn find(tx: &mut Tx, id: ClientId) -> Result<Option<Client>> {
    tx.optional(
        sql!("SELECT id, name, status, created_at, version FROM clients WHERE id = $1"),
        (id,),
    )
    .await
}

/// Loads a client to change it: nobody else gets it until this unit of work ends.
pub async fn take(tx: &mut Tx, id: ClientId) -> Result<Option<Client>> {
    let sql = sql!(
        "UPDATE clients SET version = version + 1 WHERE id = $1 RETURNING id, name, status, created_at, version"
    );
    tx.optional(sql, (id,)).await
}

/// Adds a client.
pub async fn insert(tx: &mut Tx, client: &Client) -> Result<()> {
    let sql = sql!(
        "INSERT INTO clients (id, name, name_key, status, created_at, version) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let name_key = search::key(&client.name);
    tx.execute(
        sql,
        (
            client.id,
            &client.name,
            name_key,
            client.status,
            client.created_at,
            client.version,
        ),
    )
    .await?;
    Ok(())
}

/// Changes name and status; false if there is no such client.
pub async fn save(tx: &mut Tx, client: &Client) -> Result<bool> {
    let sql = sql!("UPDATE clients SET name = $2, name_key = $3, status = $4 WHERE id = $1");
    let args = (
        client.id,
        &client.name,
        search::key(&client.name),
        client.status,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Clients, newest first; `search` is a part of the name.
pub async fn list(tx: &mut Tx, search: Option<&str>, page: Page) -> Result<Paged<ListedClient>> {
    let sql = list_sql!(
        page,
        by("c.created_at", "c.id"),
        from("$2", "$3", "$4"),
        "SELECT c.id, c.name, c.status, c.created_at, c.version, ",
        "(SELECT COUNT(*) FROM memberships m WHERE m.client_id = c.id) AS members FROM clients c ",
        "WHERE (CAST($1 AS TEXT) IS NULL OR c.name_key LIKE $1 ESCAPE '\\')"
    );
    let (at, id) = page.bound();
    let rows = tx
        .all(sql, (search::containing(search), at, id, page.fetch()))
        .await?;
    Ok(page.cut(rows))
}

/// How many clients there are.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,) = tx.one(sql!("SELECT COUNT(*) FROM clients"), ()).await?;
    Ok(count)
}

/// The users of a client, owners first.
pub async fn members_of(tx: &mut Tx, id: ClientId) -> Result<Vec<Member>> {
    let sql = sql!(
        "SELECT m.client_id, m.principal_id, m.owner, m.permissions, m.created_at, p.name, p.email, p.status, p.last_sign_in_at ",
        "FROM memberships m JOIN principals p ON p.id = m.principal_id WHERE m.client_id = $1 ",
        "ORDER BY m.owner DESC, m.created_at, m.principal_id"
    );
    tx.all(sql, (id,)).await
}

/// The usable second factors of a client's users, ways back in not counted: which, and since when.
pub async fn factors_of(tx: &mut Tx, id: ClientId) -> Result<Vec<MemberFactor>> {
    let sql = sql!(
        "SELECT c.principal_id, c.factor, MIN(c.created_at) AS since FROM credentials c ",
        "JOIN memberships m ON m.principal_id = c.principal_id WHERE m.client_id = $1 ",
        "AND c.state = 'active' AND c.class <> 'recovery' GROUP BY c.principal_id, c.factor ",
        "ORDER BY c.principal_id, since"
    );
    tx.all(sql, (id,)).await
}

/// How many clients a user belongs to.
pub async fn count_of(tx: &mut Tx, id: PrincipalId) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) FROM memberships WHERE principal_id = $1");
    let (count,) = tx.one(sql, (id,)).await?;
    Ok(count)
}

/// The clients of a user, in the order in which the user joined them.
pub async fn clients_of(tx: &mut Tx, id: PrincipalId) -> Result<Vec<ClientOfUser>> {
    let sql = sql!(
        "SELECT c.id, c.name, c.status, c.created_at, c.version, m.owner, m.permissions ",
        "FROM memberships m JOIN clients c ON c.id = m.client_id WHERE m.principal_id = $1 ",
        "ORDER BY m.created_at, c.id"
    );
    tx.all(sql, (id,)).await
}

/// How a user belongs to a client, if at all.
pub async fn find_member(
    tx: &mut Tx,
    client: ClientId,
    principal: PrincipalId,
) -> Result<Option<Membership>> {
    let sql = sql!(
        "SELECT client_id, principal_id, owner, permissions, created_at FROM memberships ",
        "WHERE client_id = $1 AND principal_id = $2"
    );
    tx.optional(sql, (client, principal)).await
}

/// Makes a user belong to a client; false if that is so already.
pub async fn add_member(tx: &mut Tx, membership: &Membership) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO memberships (client_id, principal_id, owner, permissions, created_at) ",
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (client_id, principal_id) DO NOTHING"
    );
    let m = membership;
    let args = (
        m.client_id,
        m.principal_id,
        m.owner,
        Json(&m.permissions),
        m.created_at,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Changes what a user may do; false if the user does not belong to the client.
pub async fn save_member(tx: &mut Tx, membership: &Membership) -> Result<bool> {
    let sql = sql!(
        "UPDATE memberships SET owner = $3, permissions = $4 WHERE client_id = $1 AND principal_id = $2"
    );
    let m = membership;
    Ok(tx
        .execute(
            sql,
            (m.client_id, m.principal_id, m.owner, Json(&m.permissions)),
        )
        .await?
        == 1)
}

/// Ends a membership; false if there was none.
pub async fn remove_member(tx: &mut Tx, client: ClientId, principal: PrincipalId) -> Result<bool> {
    let sql = sql!("DELETE FROM memberships WHERE client_id = $1 AND principal_id = $2");
    Ok(tx.execute(sql, (client, principal)).await? == 1)
}

/// How many owners a client has, so that the last one stays.
pub async fn count_owners(tx: &mut Tx, client: ClientId) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) FROM memberships WHERE client_id = $1 AND owner");
    let (count,) = tx.one(sql, (client,)).await?;
    Ok(count)
}

/// How many clients one statement of [`names`] takes.
const BATCH: usize = 8;

/// What each of these clients is called.
pub async fn names(tx: &mut Tx, ids: &[ClientId]) -> Result<Vec<(ClientId, String)>> {
    let sql = sql!(
        "SELECT id, name FROM clients WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY id"
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
