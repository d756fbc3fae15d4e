//! Groups of clients: a client is in one at most, and a group may have a rule about second factors.

use chrono::{DateTime, Utc};
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::ids::{ClientGroupId, ClientId};

use crate::db::Tx;
use crate::error::Result;
use crate::search;
use crate::sql::sql;

/// A group of clients.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientGroup {
    /// The group.
    pub id: ClientGroupId,
    /// What staff call it. Customers are never told.
    pub name: String,
    /// Its rule about second factors as it is kept.
    pub rule: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl ClientGroup {
    /// Its rule about second factors, if it has one of its own.
    pub fn rule(&self) -> Option<Rule> {
        serde_json::from_str(self.rule.as_deref()?).ok()
    }
}

/// A line of the list of groups.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedGroup {
    /// The group.
    #[sqlx(flatten)]
    pub group: ClientGroup,
    /// How many clients are in it.
    pub clients: i64,
}

/// Adds a group; false, and nothing changed, if there is one of that name.
pub async fn insert(tx: &mut Tx, group: &ClientGroup) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO client_groups (id, name, name_key, rule, created_at) VALUES ($1, $2, $3, $4, $5) ",
        "ON CONFLICT (name_key) DO NOTHING"
    );
    let args = (
        group.id,
        &group.name,
        search::key(&group.name),
        &group.rule,
        group.created_at,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// The group with this id.
pub async fn find(tx: &mut Tx, id: ClientGroupId) -> Result<Option<ClientGroup>> {
    let sql = sql!("SELECT id, name, rule, created_at FROM client_groups WHERE id = $1");
    tx.optional(sql, (id,)).await
}

/// Loads a group to change it: nobody else gets it until this unit of work ends.
pub async fn take(tx: &mut Tx, id: ClientGroupId) -> Result<Option<ClientGroup>> {
    let sql = sql!(
        "UPDATE client_groups SET name = name WHERE id = $1 RETURNING id, name, rule, created_at"
    );
    tx.optional(sql, (id,)).await
}

/// All groups by name; there are few.
pub async fn list(tx: &mut Tx) -> Result<Vec<ListedGroup>> {
    let sql = sql!(
        "SELECT g.id, g.name, g.rule, g.created_at, ",
        "(SELECT COUNT(*) FROM clients c WHERE c.group_id = g.id) AS clients FROM client_groups g ORDER BY g.name_key"
    );
    tx.all(sql, ()).await
}

/// Gives a group another name; false if another has it.
///
/// Two that take one name at the same moment: the later one fails with `Error::is_conflict`.
pub async fn rename(tx: &mut Tx, id: ClientGroupId, name: &str) -> Result<bool> {
    let sql = sql!(
        "UPDATE client_groups SET name = $2, name_key = $3 WHERE id = $1 ",
        "AND NOT EXISTS (SELECT 1 FROM client_groups o WHERE o.name_key = $3 AND o.id <> $1)"
    );
    Ok(tx.execute(sql, (id, name, search::key(name))).await? == 1)
}

/// Gives a group a rule of its own, or none.
pub async fn set_rule(tx: &mut Tx, id: ClientGroupId, rule: Option<&Rule>) -> Result<bool> {
    let rule = rule.map(|rule| {
        serde_json::to_string(rule)
            .expect("a rule is made of words and numbers, which have a JSON form")
    });
    let sql = sql!("UPDATE client_groups SET rule = $2 WHERE id = $1");
    Ok(tx.execute(sql, (id, rule)).await? == 1)
}

/// Removes a group; its clients are in none afterwards.
pub async fn delete(tx: &mut Tx, id: ClientGroupId) -> Result<bool> {
    let sql = sql!("DELETE FROM client_groups WHERE id = $1");
    Ok(tx.execute(sql, (id,)).await? == 1)
}

/// The group that a client is in.
pub async fn of_client(tx: &mut Tx, client: ClientId) -> Result<Option<ClientGroup>> {
    let sql = sql!(
        "SELECT g.id, g.name, g.rule, g.created_at FROM client_groups g JOIN clients c ON c.group_id = g.id WHERE c.id = $1"
    );
    tx.optional(sql, (client,)).await
}

/// Puts a client into a group or into none; false if there is no such client.
pub async fn put_client(
    tx: &mut Tx,
    client: ClientId,
    group: Option<ClientGroupId>,
) -> Result<bool> {
    let sql = sql!("UPDATE clients SET group_id = $2 WHERE id = $1");
    Ok(tx.execute(sql, (client, group)).await? == 1)
}
