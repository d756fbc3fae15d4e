//! Installing and updating. A package is held against what was confirmed, checked, compiled and tried out, all
//! before a row is written; whatever goes wrong leaves things as they were.

use innkeeper_identity::plugin::PluginState;
use innkeeper_package::Package;
use innkeeper_package::trust::{Lenience, Refusal};
use innkeeper_store::plugins::{self, Offered, Plugin};

use super::inspect::{Inspection, Unreadable, Upload, inspect, inspect_offered};
use super::{By, EventName};
use crate::Panel;
use crate::plugins::try_out;

/// What somebody said yes to.
#[derive(Clone, Debug, Default)]
pub struct Confirmed {
    /// [`Inspection::consent`] of what they were shown; none if they said yes to nothing.
    pub consent: Option<String>,
    /// What the operator lets pass. Unsigned packages pass at the command line, and for staff where
    /// `plugins.dev` is set.
    pub lenience: Lenience,
}

/// What became of it.
pub enum Installed {
    /// It is installed; a new one is disabled until somebody enables it.
    Done(Plugin),
    /// It asks for more than the installed version, which stays in use until staff grant that.
    Waits(Offered),
    /// Nothing changed.
    Refused(Refused),
}

/// Why nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is no package, or its signature does not hold.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It may not take this place.
    #[error(transparent)]
    Untrusted(#[from] Refusal),
    /// Its component is not what its manifest says.
    #[error("{}", .0.join("\n"))]
    Unfit(Vec<String>),
    /// It is not what was confirmed.
    #[error("it is not what was confirmed: look at it again")]
    NotConfirmed,
    /// It does not compile or does not say what it is.
    #[error("it cannot run here: {0}")]
    CannotRun(String),
    /// Somebody else changed the plugin meanwhile.
    #[error("somebody else changed this plugin meanwhile: look at it again")]
    Changed,
    /// There is nothing of the kind.
    #[error("there is no such plugin, or nothing of it waits")]
    Unknown,
}

/// Installs a package, or puts it in the place of an older version.
///
/// # Errors
/// Where the database is away.
pub async fn install(
    panel: &Panel,
    upload: Upload<'_>,
    confirmed: &Confirmed,
    by: By<'_>,
) -> anyhow::Result<Installed> {
    let lenience = Lenience {
        unsigned: confirmed.lenience.unsigned && (by.is_operator() || panel.config.plugins.dev),
        ..confirmed.lenience
    };
    let found = match inspect(panel, upload, lenience).await? {
        Ok(found) => found,
        Err(unreadable) => return Ok(Installed::Refused(unreadable.into())),
    };
    if let Some(refused) = refusal(&found) {
        return Ok(Installed::Refused(refused));
    }
    let is_confirmed = confirmed.consent.as_ref() == Some(&found.consent);
    if !is_confirmed && (found.installed.is_none() || confirmed.consent.is_some()) {
        return Ok(Installed::Refused(Refused::NotConfirmed));
    }
    // What does not run is told at once, also if it is to wait.
    if let Err(error) = try_out(panel, found.offer.package()).await {
        let why = format!("{error:#}");
        return Ok(Installed::Refused(Refused::CannotRun(why)));
    }
    let publisher = found.offer.signer().map(|key| key.to_string());
    if found.needs_consent() && !is_confirmed {
        return wait(panel, &found, publisher, upload.package, by).await;
    }
    store(panel, found, publisher, upload.package, by).await
}

/// Grants what the newer version asks for that waits, and puts it in place.
///
/// # Errors
/// Where the database is away.
pub async fn grant(
    panel: &Panel,
    id: &str,
    consent: &str,
    by: By<'_>,
) -> anyhow::Result<Installed> {
    let refused = |refused| Ok(Installed::Refused(refused));
    let Some(found) = inspect_offered(panel, id).await? else {
        return refused(Refused::Unknown);
    };
    if found.consent != consent {
        return refused(Refused::NotConfirmed);
    }
    if let Some(why) = refusal(&found) {
        return refused(why);
    }
    let mut tx = panel.db.read_once().await?;
    let waiting = plugins::find_offered(&mut tx, id).await?;
    drop(tx);
    let digest = found.offer.package().digest.to_string();
    let Some((offered, package)) = waiting.filter(|(offered, _)| offered.digest == digest) else {
        return refused(Refused::Changed);
    };
    if let Err(error) = try_out(panel, found.offer.package()).await {
        return refused(Refused::CannotRun(format!("{error:#}")));
    }
    store(panel, found, offered.publisher, &package, by).await
}

/// Takes away the newer version that waits; false if none does.
///
/// # Errors
/// Where the database is away.
pub async fn decline(panel: &Panel, id: &str, digest: &str, by: By<'_>) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    if !plugins::delete_offered(&mut tx, id, digest).await? {
        return Ok(false);
    }
    by.event(EventName::PluginDeclined, id)
        .with("digest", digest)
        .record(&mut tx, panel, by.caller)
        .await?;
    tx.commit().await?;
    Ok(true)
}

fn refusal(found: &Inspection) -> Option<Refused> {
    if let Err(refusal) = &found.trust {
        return Some(refusal.clone().into());
    }
    (!found.faults.is_empty()).then(|| Refused::Unfit(found.faults.clone()))
}

async fn wait(
    panel: &Panel,
    found: &Inspection,
    publisher: Option<String>,
    bytes: &[u8],
    by: By<'_>,
) -> anyhow::Result<Installed> {
    let package = found.offer.package();
    let offered = Offered {
        plugin_id: package.manifest.id.to_string(),
        version: package.manifest.version.to_string(),
        digest: package.digest.to_string(),
        publisher,
        offered_at: panel.clock.now(),
        offered_by: by.staff(),
    };
    let mut tx = panel.db.begin().await?;
    plugins::offer(&mut tx, &offered, bytes).await?;
    by.event(EventName::PluginOffered, &offered.plugin_id)
        .with("version", offered.version.clone())
        .with("digest", offered.digest.clone())
        .record(&mut tx, panel, by.caller)
        .await?;
    tx.commit().await?;
    Ok(Installed::Waits(offered))
}

async fn store(
    panel: &Panel,
    found: Inspection,
    publisher: Option<String>,
    bytes: &[u8],
    by: By<'_>,
) -> anyhow::Result<Installed> {
    let now = panel.clock.now();
    let granted = found.names();
    let (package, before) = (found.offer.into_package(), found.installed);
    let plugin = next(&package, before.as_ref(), publisher, granted, (now, by));
    let mut tx = panel.db.begin().await?;
    let (stored, name) = match &before {
        None => (
            plugins::insert(&mut tx, &plugin, bytes).await?,
            EventName::PluginInstalled,
        ),
        Some(_) => (
            plugins::replace(&mut tx, &plugin, bytes).await?,
            EventName::PluginUpdated,
        ),
    };
    if !stored {
        return Ok(Installed::Refused(Refused::Changed));
    }
    plugins::delete_offered(&mut tx, &plugin.id, &plugin.digest).await?;
    let mut event = by
        .event(name, &plugin.id)
        .with("version", plugin.version.clone())
        .with("digest", plugin.digest.clone())
        .with("granted", plugin.granted.clone())
        .with("publisher", plugin.publisher.clone());
    if let Some(before) = &before {
        event = event.with("from", before.version.clone());
    }
    event.record(&mut tx, panel, by.caller).await?;
    tx.commit().await?;
    panel.refresh_plugins().await?;
    Ok(Installed::Done(plugin))
}

/// The row as it is to be. A version that works takes the place of one that did not.
fn next(
    package: &Package,
    before: Option<&Plugin>,
    publisher: Option<String>,
    granted: Vec<String>,
    (now, by): (chrono::DateTime<chrono::Utc>, By<'_>),
) -> Plugin {
    Plugin {
        id: package.manifest.id.to_string(),
        name: package.manifest.name.clone(),
        version: package.manifest.version.to_string(),
        state: match before.map(|before| before.state) {
            None | Some(PluginState::Disabled) => PluginState::Disabled,
            Some(PluginState::Enabled | PluginState::Faulted) => PluginState::Enabled,
        },
        digest: package.digest.to_string(),
        publisher,
        granted,
        fault: None,
        row_version: before.map_or(0, |before| before.row_version),
        installed_at: before.map_or(now, |before| before.installed_at),
        changed_at: now,
        changed_by: by.staff(),
    }
}
