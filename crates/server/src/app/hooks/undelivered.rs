//! What plugins were not told of yet, for staff: to see it, and to have it told again.

use innkeeper_identity::ids::ParkedId;
use innkeeper_store::hooks::{self, Undelivered};

use crate::Panel;
use crate::app::events::EventName;
use crate::app::plugins::By;

/// What plugins were not told of yet, by plugin and in order.
///
/// # Errors
/// Where the database is away.
pub async fn list(
    panel: &Panel,
    plugin: Option<&str>,
    most: i64,
) -> anyhow::Result<Vec<Undelivered>> {
    let mut tx = panel.db.read_once().await?;
    Ok(hooks::list(&mut tx, plugin, most).await?)
}

/// Has a plugin told again of what was laid aside, one event or all; returns how many that are.
///
/// # Errors
/// Where the database is away.
pub async fn retry(
    panel: &Panel,
    plugin: &str,
    one: Option<ParkedId>,
    by: By<'_>,
) -> anyhow::Result<u64> {
    let mut tx = panel.db.begin().await?;
    let revived = hooks::revive(&mut tx, plugin, one, panel.clock.now()).await?;
    if revived == 0 {
        return Ok(0);
    }
    by.event(EventName::PluginRetold, plugin)
        .with("count", revived)
        .record(&mut tx, panel, by.caller)
        .await?;
    tx.commit().await?;
    Ok(revived)
}
