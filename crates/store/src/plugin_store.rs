//! What plugins remember: shelves, one of the plugin's own and one for each account, with values by key.
//!
//! A shelf counts what is on it. Whoever changes anything of it holds its row, so of two writers at once the
//! second sees what the first left, and a quota is held by one statement.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{PrincipalId, ShelfId, StoredId};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Sealed;
use crate::sql::sql;

/// A shelf: the plugin's, or that of one account with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The plugin.
    pub plugin: &'a str,
    /// The account; none for the plugin's own shelf.
    pub account: Option<PrincipalId>,
}

impl Place<'_> {
    fn owner(self) -> Uuid {
        self.account.map_or(Uuid::nil(), |account| account.0)
    }
}

/// How much fits on a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Bytes of keys and values.
    pub bytes: i64,
    /// How many values.
    pub items: i64,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stored {
    /// The row.
    pub id: StoredId,
    /// The value.
    pub value: Sealed,
    /// Raised by every change.
    pub version: i64,
}

/// A value to be put somewhere.
pub struct New<'a> {
    /// The row, if there is none yet.
    pub id: StoredId,
    /// The shelf, if there is none yet.
    pub shelf: ShelfId,
    /// Under which key.
    pub key: &'a str,
    /// The value.
    pub value: &'a Sealed,
    /// What it counts for: the bytes of the key and of the value before it was sealed.
    pub size: i64,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Under which condition a value is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Whatever is there.
    Anything,
    /// Nothing is there.
    Nothing,
    /// The value of that version is there.
    Version(i64),
}

/// What became of a change. Whatever is not [`Change::Done`] must be rolled back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is done.
    Done,
    /// What is there is not what was seen.
    Other,
    /// It does not fit.
    Full,
}

/// The value under a key.
pub async fn find(tx: &mut Tx, place: Place<'_>, key: &str) -> Result<Option<Stored>> {
    let sql = sql!(
        "SELECT v.id, v.value, v.version FROM plugin_store v JOIN plugin_shelves s ON s.id = v.shelf_id ",
        "WHERE s.plugin_id = $1 AND s.owner = $2 AND v.key = $3"
    );
    tx.optional(sql, (place.plugin, place.owner(), key)).await
}

/// Puts a value under a key.
pub async fn put(
    tx: &mut Tx,
    place: Place<'_>,
    new: &New<'_>,
    seen: Seen,
    quota: Quota,
) -> Result<Change> {
    let shelf = hold(tx, place, new.shelf).await?;
    let before = size(tx, shelf, new.key).await?;
    let written = match seen {
        Seen::Anything => {
            let sql = sql!(
                "INSERT INTO plugin_store (id, shelf_id, key, value, size, version, updated_at) ",
                "VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (shelf_id, key) DO UPDATE SET ",
                "value = excluded.value, size = excluded.size, version = plugin_store.version + 1, ",
                "updated_at = excluded.updated_at"
            );
            let args = (new.id, shelf, new.key, new.value, new.size, new.at);
            tx.execute(sql, args).await?
        }
        Seen::Nothing => {
            let sql = sql!(
                "INSERT INTO plugin_store (id, shelf_id, key, value, size, version, updated_at) ",
                "VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (shelf_id, key) DO NOTHING"
            );
            let args = (new.id, shelf, new.key, new.value, new.size, new.at);
            tx.execute(sql, args).await?
        }
        Seen::Version(version) => {
            let sql = sql!(
                "UPDATE plugin_store SET value = $4, size = $5, version = version + 1, updated_at = $6 ",
                "WHERE shelf_id = $1 AND key = $2 AND version = $3"
            );
            let args = (shelf, new.key, version, new.value, new.size, new.at);
            tx.execute(sql, args).await?
        }
    };
    if written != 1 {
        return Ok(Change::Other);
    }
    let items = i64::from(before.is_none());
    count(tx, shelf, new.size - before.unwrap_or(0), items, quota).await
}

/// Empties a key. Where it is empty already, that is done.
pub async fn delete(tx: &mut Tx, place: Place<'_>, key: &str, seen: Seen) -> Result<Change> {
    let sql = sql!(
        "UPDATE plugin_shelves SET items = items WHERE plugin_id = $1 AND owner = $2 RETURNING id"
    );
    let shelf: Option<(ShelfId,)> = tx.optional(sql, (place.plugin, place.owner())).await?;
    let before = match shelf {
        Some((shelf,)) => size(tx, shelf, key).await?.map(|size| (shelf, size)),
        None => None,
    };
    let Some((shelf, size)) = before else {
        let is_as_seen = !matches!(seen, Seen::Version(_));
        return Ok(if is_as_seen {
            Change::Done
        } else {
            Change::Other
        });
    };
    let deleted = match seen {
        Seen::Anything => {
            let sql = sql!("DELETE FROM plugin_store WHERE shelf_id = $1 AND key = $2");
            tx.execute(sql, (shelf, key)).await?
        }
        Seen::Nothing => 0,
        Seen::Version(version) => {
            let sql =
                sql!("DELETE FROM plugin_store WHERE shelf_id = $1 AND key = $2 AND version = $3");
            tx.execute(sql, (shelf, key, version)).await?
        }
    };
    if deleted != 1 {
        return Ok(Change::Other);
    }
    let any = Quota {
        bytes: i64::MAX,
        items: i64::MAX,
    };
    count(tx, shelf, -size, -1, any).await
}

/// What lies on a shelf, in bytes and in values.
pub async fn usage(tx: &mut Tx, place: Place<'_>) -> Result<(i64, i64)> {
    let sql = sql!("SELECT bytes, items FROM plugin_shelves WHERE plugin_id = $1 AND owner = $2");
    let found = tx.optional(sql, (place.plugin, place.owner())).await?;
    Ok(found.unwrap_or_default())
}

/// Makes sure that the shelf is there, and holds it until the end of the unit of work.
async fn hold(tx: &mut Tx, place: Place<'_>, id: ShelfId) -> Result<ShelfId> {
    let sql = sql!(
        "INSERT INTO plugin_shelves (id, plugin_id, owner, principal_id, bytes, items) ",
        "VALUES ($1, $2, $3, $4, 0, 0) ",
        "ON CONFLICT (plugin_id, owner) DO UPDATE SET items = plugin_shelves.items RETURNING id"
    );
    let args = (id, place.plugin, place.owner(), place.account);
    let (id,): (ShelfId,) = tx.one(sql, args).await?;
    Ok(id)
}

async fn size(tx: &mut Tx, shelf: ShelfId, key: &str) -> Result<Option<i64>> {
    let sql = sql!("SELECT size FROM plugin_store WHERE shelf_id = $1 AND key = $2");
    let found: Option<(i64,)> = tx.optional(sql, (shelf, key)).await?;
    Ok(found.map(|(size,)| size))
}

async fn count(
    tx: &mut Tx,
    shelf: ShelfId,
    bytes: i64,
    items: i64,
    quota: Quota,
) -> Result<Change> {
    let sql = sql!(
        "UPDATE plugin_shelves SET bytes = bytes + $2, items = items + $3 WHERE id = $1 ",
        "AND ($2 <= 0 OR bytes + $2 <= $4) AND ($3 <= 0 OR items + $3 <= $5)"
    );
    let args = (shelf, bytes, items, quota.bytes, quota.items);
    Ok(if tx.execute(sql, args).await? == 1 {
        Change::Done
    } else {
        Change::Full
    })
}
