//! What belongs to the keys that secrets are sealed with: a check for each key, and the scan that seals
//! everything anew when keys are rotated (R186). The keys themselves are never here.

use innkeeper_identity::ids::PrincipalId;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Sealed;
use crate::sql::sql;

/// A known text, sealed by a key.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KeyCheck {
    /// The key.
    pub key_id: String,
    /// The text.
    pub sealed: Sealed,
}

/// Every key that ever sealed something here.
pub async fn list_checks(tx: &mut Tx) -> Result<Vec<KeyCheck>> {
    tx.all(
        sql!("SELECT key_id, sealed FROM key_checks ORDER BY key_id"),
        (),
    )
    .await
}

/// Adds the check of a new key; false if there is one already, which may be another's.
pub async fn insert_check(tx: &mut Tx, check: &KeyCheck) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO key_checks (key_id, sealed) VALUES ($1, $2) ON CONFLICT (key_id) DO NOTHING"
    );
    Ok(tx.execute(sql, (&check.key_id, &check.sealed)).await? == 1)
}

/// Forgets a key that seals nothing any more; false if there was none.
pub async fn delete_check(tx: &mut Tx, key_id: &str) -> Result<bool> {
    Ok(tx
        .execute(sql!("DELETE FROM key_checks WHERE key_id = $1"), (key_id,))
        .await?
        == 1)
}

/// A column that holds sealed secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedColumn {
    /// The secrets of credentials.
    CredentialSecret,
    /// The steps of enrolments.
    EnrolmentStep,
    /// The steps of challenges.
    ChallengeStep,
    /// The secret settings of plugins.
    PluginSetting,
    /// What plugins remember.
    PluginStored,
}

impl SealedColumn {
    /// Every such column.
    pub const ALL: [Self; 5] = [
        Self::CredentialSecret,
        Self::EnrolmentStep,
        Self::ChallengeStep,
        Self::PluginSetting,
        Self::PluginStored,
    ];
}

/// A sealed secret and the row it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SealedRow {
    /// The row.
    pub id: Uuid,
    /// Whose it is; nil for nobody's.
    pub principal_id: PrincipalId,
    /// The module it belongs to.
    pub factor: String,
    /// What the module calls it, if it has several.
    pub name: String,
    /// The version of the secret.
    pub version: i64,
    /// The secret.
    pub sealed: Sealed,
}

/// Up to `limit` sealed secrets after the row `after`, in the order of ids; `Uuid::nil()` begins.
pub async fn list_sealed(
    tx: &mut Tx,
    column: SealedColumn,
    after: Uuid,
    limit: i64,
) -> Result<Vec<SealedRow>> {
    let sql = match column {
        SealedColumn::CredentialSecret => sql!(
            "SELECT id, principal_id, factor, '' AS name, secret_version AS version, secret AS sealed FROM credentials ",
            "WHERE id > $1 AND state <> 'removed' ORDER BY id LIMIT $2"
        ),
        SealedColumn::EnrolmentStep => sql!(
            "SELECT id, principal_id, factor, '' AS name, version, step AS sealed FROM enrolments ",
            "WHERE id > $1 ORDER BY id LIMIT $2"
        ),
        SealedColumn::ChallengeStep => sql!(
            "SELECT id, principal_id, factor, '' AS name, version, step AS sealed FROM challenges ",
            "WHERE id > $1 ORDER BY id LIMIT $2"
        ),
        SealedColumn::PluginSetting => sql!(
            "SELECT id, id AS principal_id, plugin_id AS factor, name, version, sealed FROM plugin_settings ",
            "WHERE id > $1 AND sealed IS NOT NULL ORDER BY id LIMIT $2"
        ),
        SealedColumn::PluginStored => sql!(
            "SELECT v.id, s.owner AS principal_id, s.plugin_id AS factor, v.key AS name, v.version, ",
            "v.value AS sealed FROM plugin_store v JOIN plugin_shelves s ON s.id = v.shelf_id ",
            "WHERE v.id > $1 ORDER BY v.id LIMIT $2"
        ),
    };
    tx.all(sql, (after, limit)).await
}

/// Puts the same secret, sealed anew, in the place of what was read; false if it changed meanwhile. The
/// version stays: whoever is verifying against the secret right now is not disturbed.
pub async fn replace_sealed(
    tx: &mut Tx,
    column: SealedColumn,
    row: &SealedRow,
    sealed: &Sealed,
) -> Result<bool> {
    let sql = match column {
        SealedColumn::CredentialSecret => {
            sql!(
                "UPDATE credentials SET secret = $4 WHERE id = $1 AND secret_version = $2 AND secret = $3"
            )
        }
        SealedColumn::EnrolmentStep => {
            sql!("UPDATE enrolments SET step = $4 WHERE id = $1 AND version = $2 AND step = $3")
        }
        SealedColumn::ChallengeStep => {
            sql!("UPDATE challenges SET step = $4 WHERE id = $1 AND version = $2 AND step = $3")
        }
        SealedColumn::PluginSetting => {
            sql!(
                "UPDATE plugin_settings SET sealed = $4 WHERE id = $1 AND version = $2 AND sealed = $3"
            )
        }
        SealedColumn::PluginStored => {
            sql!("UPDATE plugin_store SET value = $4 WHERE id = $1 AND version = $2 AND value = $3")
        }
    };
    Ok(tx
        .execute(sql, (row.id, row.version, &row.sealed, sealed))
        .await?
        == 1)
}
