//! Removing a plugin, with all that it remembers. Credentials stay: who holds nothing else stays protected, and
//! is helped by staff (R125).

use innkeeper_store::{credentials, plugins};

use super::{By, EventName};
use crate::Panel;

/// Who would be left without a way in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// How many people hold the plugin's factor.
    pub holders: i64,
    /// How many of them hold nothing else but ways back in.
    pub sole: i64,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// It is gone; so many were left without another way in.
    Done(Holding),
    /// There is no such plugin.
    Unknown,
    /// It is not as it was shown: somebody changed it meanwhile.
    Changed,
}

/// Who holds a plugin's factor, to be shown before it is removed or disabled.
///
/// # Errors
/// Where the database is away.
pub async fn holding(panel: &Panel, id: &str) -> anyhow::Result<Holding> {
    let mut tx = panel.db.read().await?;
    let all = credentials::holders_by_factor(&mut tx).await?;
    let found = all.into_iter().find(|held| held.factor == id);
    Ok(found.map_or_else(Holding::default, |held| Holding {
        holders: held.holders,
        sole: held.sole,
    }))
}

/// Removes a plugin as it was seen, with its settings, its store and its log.
///
/// # Errors
/// Where the database is away.
pub async fn remove(
    panel: &Panel,
    id: &str,
    seen_version: i64,
    by: By<'_>,
) -> anyhow::Result<Removed> {
    let held = holding(panel, id).await?;
    let mut tx = panel.db.begin().await?;
    let Some(plugin) = plugins::find(&mut tx, id).await? else {
        return Ok(Removed::Unknown);
    };
    if !plugins::delete(&mut tx, id, seen_version).await? {
        return Ok(Removed::Changed);
    }
    by.event(EventName::PluginRemoved, id)
        .with("version", plugin.version)
        .with("digest", plugin.digest)
        .with("holders", held.holders)
        .with("sole", held.sole)
        .record(&mut tx, panel, by.caller)
        .await?;
    tx.commit().await?;
    panel.refresh_plugins().await?;
    Ok(Removed::Done(held))
}
