//! What the panel itself does about a plugin that cannot work or fails again and again, and whom it tells.

use innkeeper_identity::permission::Role;
use innkeeper_identity::plugin::PluginState;
use innkeeper_store::plugins::{self, Plugin};
use innkeeper_store::{Tx, credentials, staff};
use innkeeper_theme::contexts::PluginStoppedMail;

use crate::Panel;
use crate::app::Caller;
use crate::app::events::{Event, EventName};
use crate::app::notices::Notice;

/// Notes that an enabled plugin cannot be loaded, once, whichever node finds out first. Its factors are unusable,
/// and accounts that hold them stay protected (R9, R125).
pub(crate) async fn note_fault(panel: &Panel, seen: &Plugin, why: &str) -> anyhow::Result<()> {
    let faulted = Plugin {
        state: PluginState::Faulted,
        fault: Some(why.to_owned()),
        changed_at: panel.clock.now(),
        changed_by: None,
        ..seen.clone()
    };
    let mut tx = panel.db.begin().await?;
    if !plugins::save(&mut tx, &faulted).await? {
        return Ok(());
    }
    Event::by_system(EventName::PluginFaulted)
        .with("plugin", seen.id.clone())
        .with("version", seen.version.clone())
        .with("fault", why)
        .record(&mut tx, panel, &Caller::default())
        .await?;
    tell_owners(&mut tx, panel, &faulted, "faulted").await?;
    tx.commit().await?;
    Ok(())
}

/// Disables a plugin that failed too often altogether, if it is still the version that did.
///
/// # Errors
/// Where the database is away.
pub async fn switch_off(panel: &Panel, id: &str, digest: &str) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let found = plugins::find(&mut tx, id).await?;
    let Some(mut plugin) =
        found.filter(|plugin| plugin.digest == digest && plugin.state == PluginState::Enabled)
    else {
        return Ok(());
    };
    plugin.state = PluginState::Disabled;
    plugin.fault = Some("it failed too often and was switched off".to_owned());
    plugin.changed_at = panel.clock.now();
    plugin.changed_by = None;
    if !plugins::save(&mut tx, &plugin).await? {
        return Ok(());
    }
    tracing::error!(plugin = id, "a plugin failed too often and is disabled");
    Event::by_system(EventName::PluginStopped)
        .with("plugin", id)
        .with("version", plugin.version.clone())
        .record(&mut tx, panel, &Caller::default())
        .await?;
    tell_owners(&mut tx, panel, &plugin, "stopped").await?;
    tx.commit().await?;
    panel.refresh_plugins().await
}

/// Writes to every owner that a plugin does not work any more, and whom that concerns.
async fn tell_owners(tx: &mut Tx, panel: &Panel, plugin: &Plugin, why: &str) -> anyhow::Result<()> {
    let held = credentials::holders_by_factor(tx).await?;
    let held = held.into_iter().find(|held| held.factor == plugin.id);
    let (holders, sole) = held.map_or((0, 0), |held| (held.holders, held.sole));
    let count = |count: i64| u32::try_from(count).unwrap_or_default();
    let caller = Caller::default();
    for owner in staff::list_by_role(tx, Role::Owner).await? {
        let notice = Notice {
            panel,
            to: &owner.principal,
            caller: &caller,
        };
        let mail = PluginStoppedMail {
            plugin: plugin.called().to_owned(),
            version: plugin.version.clone(),
            why: why.to_owned(),
            holders: count(holders),
            sole: count(sole),
            href: notice.href(&format!("/plugins/{}", plugin.id)),
            occasion: notice.occasion(),
        };
        notice.queue(tx, &mail).await?;
    }
    Ok(())
}
