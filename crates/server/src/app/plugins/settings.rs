//! What staff set of a plugin: checked by its manifest, sealed where it is secret, and then never shown again.

use std::collections::BTreeMap;

use innkeeper_identity::ids::PluginSettingId;
use innkeeper_package::Package;
use innkeeper_package::manifest::{Manifest, Setting, SettingKind, Value, Wrong};
use innkeeper_store::plugin_settings::{self, PluginSetting};
use innkeeper_store::plugins::{self, Plugin};
use innkeeper_store::{Sealed, Tx};
use url::Url;

use super::{By, EventName};
use crate::Panel;
use crate::keys::Aad;

/// A setting, as it is shown.
pub struct Shown {
    /// What the manifest says of it.
    pub setting: Setting,
    /// What was entered; never that of a secret.
    pub value: Option<String>,
    /// Whether anything was entered.
    pub is_set: bool,
}

/// What is to become of a setting.
#[derive(Clone)]
pub enum Entered {
    /// It is to be this.
    Value(String),
    /// It is to be as if nobody had set it.
    Nothing,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetOutcome {
    /// Everything is set.
    Done,
    /// There is no such plugin.
    Unknown,
    /// Nothing is set, for these are wrong, by name. One that the plugin does not have is [`None`].
    Wrong(BTreeMap<String, Option<Wrong>>),
    /// Somebody else changed the plugin meanwhile.
    Changed,
}

/// Every setting of a plugin, in the order of its manifest; none if there is no such plugin.
///
/// # Errors
/// Where the database is away, or what is in it is no package.
pub async fn list_settings(panel: &Panel, id: &str) -> anyhow::Result<Option<Vec<Shown>>> {
    let mut tx = panel.db.read().await?;
    let Some((_, manifest)) = find(&mut tx, id).await? else {
        return Ok(None);
    };
    let rows = plugin_settings::list(&mut tx, id).await?;
    let shown = manifest.settings.into_iter().map(|setting| {
        let row = rows.iter().find(|row| row.name == setting.name);
        Shown {
            value: row.and_then(|row| row.value.clone()),
            is_set: row.is_some(),
            setting,
        }
    });
    Ok(Some(shown.collect()))
}

/// Sets settings; those that are not named stay as they are.
///
/// # Errors
/// Where the database is away, or what is in it is no package.
pub async fn set(
    panel: &Panel,
    id: &str,
    entered: &BTreeMap<String, Entered>,
    by: By<'_>,
) -> anyhow::Result<SetOutcome> {
    let mut tx = panel.db.begin().await?;
    let Some((mut plugin, manifest)) = find(&mut tx, id).await? else {
        return Ok(SetOutcome::Unknown);
    };
    let rows = match read(panel, &manifest, entered) {
        Ok(rows) => rows,
        Err(Unset::Wrong(wrong)) => return Ok(SetOutcome::Wrong(wrong)),
        Err(Unset::Failed(error)) => return Err(error),
    };
    for (name, row) in &rows {
        match row {
            Some(row) => plugin_settings::put(&mut tx, row).await?,
            None => {
                plugin_settings::delete(&mut tx, id, name).await?;
            }
        }
    }
    plugin.changed_at = panel.clock.now();
    plugin.changed_by = by.staff();
    // The row's new version is what other nodes notice.
    if !plugins::save(&mut tx, &plugin).await? {
        return Ok(SetOutcome::Changed);
    }
    let names: Vec<&str> = entered.keys().map(String::as_str).collect();
    by.event(EventName::PluginSet, id)
        .with("settings", names)
        .record(&mut tx, panel, by.caller)
        .await?;
    tx.commit().await?;
    panel.refresh_plugins().await?;
    Ok(SetOutcome::Done)
}

/// A value as it is entered, which is also how plugins get it.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Secret(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Url(url) => url.to_string(),
        Value::HostUrls(urls) => {
            let urls: Vec<&str> = urls.iter().map(Url::as_str).collect();
            urls.join(",")
        }
    }
}

enum Unset {
    Wrong(BTreeMap<String, Option<Wrong>>),
    Failed(anyhow::Error),
}

type Rows = BTreeMap<String, Option<PluginSetting>>;

/// The rows to write, or everything that is wrong.
fn read(
    panel: &Panel,
    manifest: &Manifest,
    entered: &BTreeMap<String, Entered>,
) -> Result<Rows, Unset> {
    let (mut rows, mut wrong) = (Rows::new(), BTreeMap::new());
    for (name, entered) in entered {
        let setting = manifest.settings.iter().find(|known| known.name == *name);
        let Some(setting) = setting else {
            wrong.insert(name.clone(), None);
            continue;
        };
        let text = match entered {
            Entered::Value(text) => text.as_str(),
            Entered::Nothing => "",
        };
        match setting.read(text).or_else(|wrong| {
            let known = known_server(panel, manifest, setting, text);
            known.map(Some).ok_or(wrong)
        }) {
            Err(why) => {
                wrong.insert(name.clone(), Some(why));
            }
            Ok(None) => {
                rows.insert(name.clone(), None);
            }
            Ok(Some(value)) => {
                let row = row(panel, manifest, setting, &value).map_err(Unset::Failed)?;
                rows.insert(name.clone(), Some(row));
            }
        }
    }
    if wrong.is_empty() {
        Ok(rows)
    } else {
        Err(Unset::Wrong(wrong))
    }
}

/// An address that no plugin could declare, at a server that the operator lets this one ask.
fn known_server(
    panel: &Panel,
    manifest: &Manifest,
    setting: &Setting,
    text: &str,
) -> Option<Value> {
    let url = Url::parse(text).ok()?;
    let servers = panel.config.plugins.servers_of(manifest.id.as_str());
    let is_known = servers.iter().any(|server| server.origin() == url.origin());
    let is_server = matches!(setting.kind, SettingKind::HostUrl { .. });
    (is_known && is_server).then(|| Value::HostUrls(vec![url]))
}

fn row(
    panel: &Panel,
    manifest: &Manifest,
    setting: &Setting,
    value: &Value,
) -> anyhow::Result<PluginSetting> {
    let now = panel.clock.now();
    let (id, text) = (manifest.id.as_str(), text_of(value));
    let (value, sealed) = if setting.kind == SettingKind::Secret {
        let place = Aad::of_setting(id, &setting.name);
        let sealed = panel.keys.seal(&place, text.as_bytes())?;
        (None, Some(Sealed(sealed)))
    } else {
        (Some(text), None)
    };
    Ok(PluginSetting {
        id: PluginSettingId::new(now, panel.random.id_bytes()),
        plugin_id: id.to_owned(),
        name: setting.name.clone(),
        value,
        sealed,
        updated_at: now,
    })
}

async fn find(tx: &mut Tx, id: &str) -> anyhow::Result<Option<(Plugin, Manifest)>> {
    let Some(plugin) = plugins::find(tx, id).await? else {
        return Ok(None);
    };
    let Some(bytes) = plugins::package(tx, id).await? else {
        return Ok(None);
    };
    Ok(Some((plugin, Package::read(&bytes)?.manifest)))
}
