//! Enabling and disabling. A plugin is enabled only if it can run and has what it needs.

use std::time::{Duration, Instant};

use innkeeper_identity::plugin::PluginState;
use innkeeper_package::Package;
use innkeeper_store::{plugin_settings, plugins};

use super::{By, EventName};
use crate::Panel;
use crate::app::hooks;
use crate::plugins::try_out;

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switched {
    /// It is as asked for, and was not before or was.
    Done,
    /// There is no such plugin.
    Unknown,
    /// These settings must be set first, by their names.
    Missing(Vec<String>),
    /// It cannot run here, and why.
    CannotRun(String),
    /// Somebody else changed it meanwhile.
    Changed,
}

/// Lets a plugin work.
///
/// # Errors
/// Where the database is away.
pub async fn enable(panel: &Panel, id: &str, by: By<'_>) -> anyhow::Result<Switched> {
    let mut tx = panel.db.read().await?;
    let bytes = plugins::package(&mut tx, id).await?;
    let set = plugin_settings::list(&mut tx, id).await?;
    drop(tx);
    let Some(bytes) = bytes else {
        return Ok(Switched::Unknown);
    };
    let package = match Package::read(&bytes) {
        Ok(package) => package,
        Err(error) => return Ok(Switched::CannotRun(error.to_string())),
    };
    let missing: Vec<String> = package
        .manifest
        .settings
        .iter()
        .filter(|setting| setting.required && setting.kind.default().is_none())
        .filter(|setting| !set.iter().any(|row| row.name == setting.name))
        .map(|setting| setting.name.clone())
        .collect();
    if !missing.is_empty() {
        return Ok(Switched::Missing(missing));
    }
    if let Err(error) = try_out(panel, &package).await {
        return Ok(Switched::CannotRun(format!("{error:#}")));
    }
    switch(panel, id, PluginState::Enabled, by).await
}

/// Has a plugin do nothing. Who holds its factor alone is not let in until it is enabled again (R125).
///
/// # Errors
/// Where the database is away.
pub async fn disable(panel: &Panel, id: &str, by: By<'_>) -> anyhow::Result<Switched> {
    switch(panel, id, PluginState::Disabled, by).await
}

/// What came of trying a plugin out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It started and said what it is, within this time.
    Answered(Duration),
    /// It does not run here, and why.
    CannotRun(String),
}

/// Starts a plugin, whatever it is in, and has it say what it is; none if there is no such plugin.
///
/// # Errors
/// Where the database is away.
pub async fn try_now(panel: &Panel, id: &str) -> anyhow::Result<Option<Tried>> {
    let mut tx = panel.db.read_once().await?;
    let bytes = plugins::package(&mut tx, id).await?;
    drop(tx);
    let Some(bytes) = bytes else {
        return Ok(None);
    };
    let package = match Package::read(&bytes) {
        Ok(package) => package,
        Err(error) => return Ok(Some(Tried::CannotRun(error.to_string()))),
    };
    let started = Instant::now();
    Ok(Some(match try_out(panel, &package).await {
        Ok(()) => Tried::Answered(started.elapsed()),
        Err(error) => Tried::CannotRun(format!("{error:#}")),
    }))
}

async fn switch(
    panel: &Panel,
    id: &str,
    state: PluginState,
    by: By<'_>,
) -> anyhow::Result<Switched> {
    let mut tx = panel.db.begin().await?;
    let Some(mut plugin) = plugins::find(&mut tx, id).await? else {
        return Ok(Switched::Unknown);
    };
    // One that the panel switched off stays marked until somebody decides about it.
    if plugin.state == state && plugin.fault.is_none() {
        return Ok(Switched::Done);
    }
    plugin.state = state;
    plugin.fault = None;
    plugin.changed_at = panel.clock.now();
    plugin.changed_by = by.staff();
    if !plugins::save(&mut tx, &plugin).await? {
        return Ok(Switched::Changed);
    }
    if state == PluginState::Enabled && hooks::hears(&plugin.granted) {
        hooks::begin(&mut tx, id).await?;
    }
    let name = if state == PluginState::Enabled {
        EventName::PluginEnabled
    } else {
        EventName::PluginDisabled
    };
    by.event(name, id)
        .with("version", plugin.version.clone())
        .record(&mut tx, panel, by.caller)
        .await?;
    tx.commit().await?;
    panel.refresh_plugins().await?;
    Ok(Switched::Done)
}
