//! Plugins that were installed, and newer versions of them that wait for staff.
//!
//! A change names the row's version that was seen, and one row changed is the only sign that it was made: of
//! two staff members who act at once, one is told.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::plugin::PluginState;
use sqlx::types::Json;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A plugin, without the bytes of its package.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Plugin {
    /// Its name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The version that is installed.
    pub version: String,
    /// What it is in.
    pub state: PluginState,
    /// The digest of its package.
    pub digest: String,
    /// The key that its publisher signs with; none if it is not signed.
    pub publisher: Option<String>,
    /// What it was granted, by name.
    #[sqlx(json)]
    pub granted: Vec<String>,
    /// Why it cannot work, if it cannot.
    pub fault: Option<String>,
    /// Raised by every change.
    pub row_version: i64,
    /// When it was first installed.
    pub installed_at: DateTime<Utc>,
    /// When anything of it was last changed.
    pub changed_at: DateTime<Utc>,
    /// By which staff member; none for the command line, and where the panel did it itself.
    pub changed_by: Option<PrincipalId>,
}

impl Plugin {
    /// What people call it.
    pub fn called(&self) -> &str {
        if self.name.is_empty() {
            &self.id
        } else {
            &self.name
        }
    }
}

/// A newer version that waits for staff to grant what it asks for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Offered {
    /// The plugin.
    pub plugin_id: String,
    /// The newer version.
    pub version: String,
    /// The digest of its package.
    pub digest: String,
    /// The key that it is signed with.
    pub publisher: Option<String>,
    /// When it came.
    pub offered_at: DateTime<Utc>,
    /// Who brought it.
    pub offered_by: Option<PrincipalId>,
}

/// What tells a node that something changed: rows that are new, gone or of another version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Stamp {
    /// The plugin.
    pub id: String,
    /// Its row's version.
    pub row_version: i64,
    /// When it was installed: a plugin that was removed and came back begins anew.
    pub installed_at: DateTime<Utc>,
}

macro_rules! select_plugin {
    ($rest:literal) => {
        sql!(
            "SELECT id, name, version, state, digest, publisher, granted, fault, row_version, installed_at, changed_at, ",
            "changed_by FROM plugins ",
            $rest
        )
    };
}

/// Adds a plugin; false if one of that id is there.
pub async fn insert(tx: &mut Tx, plugin: &Plugin, package: &[u8]) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO plugins (id, version, state, digest, publisher, granted, fault, row_version, installed_at, ",
        "changed_at, changed_by, package, name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ",
        "ON CONFLICT (id) DO NOTHING"
    );
    let p = plugin;
    let args = (
        &p.id,
        &p.version,
        p.state,
        &p.digest,
        p.publisher.clone(),
        Json(&p.granted),
        p.fault.clone(),
        p.row_version,
        p.installed_at,
        p.changed_at,
        p.changed_by,
        package,
        &p.name,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Every plugin, by its id.
pub async fn list(tx: &mut Tx) -> Result<Vec<Plugin>> {
    tx.all(select_plugin!("ORDER BY id"), ()).await
}

/// What tells whether anything changed.
pub async fn stamps(tx: &mut Tx) -> Result<Vec<Stamp>> {
    let sql = sql!("SELECT id, row_version, installed_at FROM plugins ORDER BY id");
    tx.all(sql, ()).await
}

/// A plugin.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Plugin>> {
    tx.optional(select_plugin!("WHERE id = $1"), (id,)).await
}

/// The bytes of a plugin's package.
pub async fn package(tx: &mut Tx, id: &str) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = tx
        .optional(sql!("SELECT package FROM plugins WHERE id = $1"), (id,))
        .await?;
    Ok(row.map(|(package,)| package))
}

/// Writes what may change of a plugin, unless somebody else did since it was read: `plugin.row_version` is
/// the version that was seen. The row gets the next one.
pub async fn save(tx: &mut Tx, plugin: &Plugin) -> Result<bool> {
    let sql = sql!(
        "UPDATE plugins SET state = $3, granted = $4, fault = $5, row_version = row_version + 1, ",
        "changed_at = $6, changed_by = $7 WHERE id = $1 AND row_version = $2"
    );
    let p = plugin;
    let args = (
        &p.id,
        p.row_version,
        p.state,
        Json(&p.granted),
        p.fault.clone(),
        p.changed_at,
        p.changed_by,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Puts another version in the place of one, under the same rule as [`save`].
pub async fn replace(tx: &mut Tx, plugin: &Plugin, package: &[u8]) -> Result<bool> {
    let sql = sql!(
        "UPDATE plugins SET version = $3, state = $4, digest = $5, publisher = $6, granted = $7, fault = $8, ",
        "row_version = row_version + 1, changed_at = $9, changed_by = $10, package = $11, name = $12 ",
        "WHERE id = $1 AND row_version = $2"
    );
    let p = plugin;
    let args = (
        &p.id,
        p.row_version,
        &p.version,
        p.state,
        &p.digest,
        p.publisher.clone(),
        Json(&p.granted),
        p.fault.clone(),
        p.changed_at,
        p.changed_by,
        package,
        &p.name,
    );
    Ok(tx.execute(sql, args).await? == 1)
}

/// Removes a plugin with all that belongs to it; false if it is not as it was seen.
pub async fn delete(tx: &mut Tx, id: &str, seen_version: i64) -> Result<bool> {
    let sql = sql!("DELETE FROM plugins WHERE id = $1 AND row_version = $2");
    Ok(tx.execute(sql, (id, seen_version)).await? == 1)
}

/// Keeps a newer version for staff to look at; one that waited before is gone.
pub async fn offer(tx: &mut Tx, offered: &Offered, package: &[u8]) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plugin_updates (plugin_id, version, digest, publisher, offered_at, offered_by, package) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (plugin_id) DO UPDATE SET version = excluded.version, ",
        "digest = excluded.digest, publisher = excluded.publisher, offered_at = excluded.offered_at, ",
        "offered_by = excluded.offered_by, package = excluded.package"
    );
    let o = offered;
    let args = (
        &o.plugin_id,
        &o.version,
        &o.digest,
        o.publisher.clone(),
        o.offered_at,
        o.offered_by,
        package,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// Every newer version that waits.
pub async fn list_offered(tx: &mut Tx) -> Result<Vec<Offered>> {
    let sql = sql!(
        "SELECT plugin_id, version, digest, publisher, offered_at, offered_by FROM plugin_updates ",
        "ORDER BY plugin_id"
    );
    tx.all(sql, ()).await
}

/// The newer version of a plugin that waits, with the bytes of its package.
pub async fn find_offered(tx: &mut Tx, id: &str) -> Result<Option<(Offered, Vec<u8>)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        offered: Offered,
        package: Vec<u8>,
    }
    let sql = sql!(
        "SELECT plugin_id, version, digest, publisher, offered_at, offered_by, package FROM plugin_updates ",
        "WHERE plugin_id = $1"
    );
    let row: Option<Row> = tx.optional(sql, (id,)).await?;
    Ok(row.map(|row| (row.offered, row.package)))
}

/// Takes the newer version away that has this digest; false if it is gone already.
pub async fn delete_offered(tx: &mut Tx, id: &str, digest: &str) -> Result<bool> {
    let sql = sql!("DELETE FROM plugin_updates WHERE plugin_id = $1 AND digest = $2");
    Ok(tx.execute(sql, (id, digest)).await? == 1)
}
