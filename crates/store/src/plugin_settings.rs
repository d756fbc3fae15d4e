//! What staff set of plugins. What a setting means is the manifest's to say.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::PluginSettingId;

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Sealed;
use crate::sql::sql;

/// A setting that somebody set.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PluginSetting {
    /// The row.
    pub id: PluginSettingId,
    /// The plugin.
    pub plugin_id: String,
    /// What the plugin asks for it by.
    pub name: String,
    /// What was entered, if it is no secret.
    pub value: Option<String>,
    /// What was entered, if it is one.
    pub sealed: Option<Sealed>,
    /// When.
    pub updated_at: DateTime<Utc>,
}

/// Everything that was set of a plugin.
pub async fn list(tx: &mut Tx, plugin: &str) -> Result<Vec<PluginSetting>> {
    let sql = sql!(
        "SELECT id, plugin_id, name, value, sealed, updated_at FROM plugin_settings WHERE plugin_id = $1 ",
        "ORDER BY name"
    );
    tx.all(sql, (plugin,)).await
}

/// Sets a setting, whatever it was.
pub async fn put(tx: &mut Tx, setting: &PluginSetting) -> Result<()> {
    let sql = sql!(
        "INSERT INTO plugin_settings (id, plugin_id, name, value, sealed, version, updated_at) ",
        "VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (plugin_id, name) DO UPDATE SET value = excluded.value, ",
        "sealed = excluded.sealed, version = plugin_settings.version + 1, updated_at = excluded.updated_at"
    );
    let s = setting;
    let args = (
        s.id,
        &s.plugin_id,
        &s.name,
        s.value.clone(),
        s.sealed.clone(),
        s.updated_at,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// Sets a setting back to what it is when nobody set it; false if nobody did.
pub async fn delete(tx: &mut Tx, plugin: &str, name: &str) -> Result<bool> {
    let sql = sql!("DELETE FROM plugin_settings WHERE plugin_id = $1 AND name = $2");
    Ok(tx.execute(sql, (plugin, name)).await? == 1)
}
