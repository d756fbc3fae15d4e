//! What staff and the operator do about plugins: look at a package, install it, grant what it asks for, set,
//! switch and remove it. How an enabled plugin comes to life on a node is in `crate::plugins`.
//!
//! Nothing of a stranger's runs before somebody said yes to exactly what it may do: what was confirmed is named
//! by a digest ([`Inspection::consent`]), and what is installed is held against it.

mod faults;
mod index;
mod inspect;
mod install;
mod remove;
mod settings;
mod switch;
mod uploads;

use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_package::Package;
use innkeeper_store::credentials::{self, Holders};
use innkeeper_store::plugin_health::{self, Outcome, Totals};
use innkeeper_store::plugin_log::{self, Line};
use innkeeper_store::plugins::{self, Offered, Plugin};

pub(crate) use faults::note_fault;
pub use faults::switch_off;
pub use index::{Unreached, bring_from, read_index};
pub use inspect::{Inspection, Unreadable, Upload, inspect, inspect_offered};
pub use install::{Confirmed, Installed, Refused, decline, grant, install};
pub use remove::{Holding, Removed, holding, remove};
pub use settings::{Entered, SetOutcome, Shown, list_settings, set, text_of};
pub use switch::{Switched, Tried, disable, enable, try_now};
pub use uploads::{Brought, Progress, bring, discard, inspect_brought, install_brought, progress};

use super::Caller;
use super::events::{Event, EventName};
use crate::Panel;

/// Who decides about a plugin.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// Who.
    pub who: Who<'a>,
    /// From where.
    pub caller: &'a Caller,
}

/// A staff member, or whoever is at the command line.
#[derive(Clone, Copy)]
pub enum Who<'a> {
    /// A staff member.
    Staff(PrincipalId),
    /// Somebody at the command line, by the name they gave.
    Operator(&'a str),
}

impl By<'_> {
    pub(crate) fn event(&self, name: EventName, plugin: &str) -> Event {
        let event = match self.who {
            Who::Staff(id) => Event::by_staff(name, id),
            Who::Operator(by) => Event::by_system(name)
                .with("by", by)
                .with("with", "command line"),
        };
        event.with("plugin", plugin)
    }

    fn staff(&self) -> Option<PrincipalId> {
        match self.who {
            Who::Staff(id) => Some(id),
            Who::Operator(_) => None,
        }
    }

    fn is_operator(&self) -> bool {
        matches!(self.who, Who::Operator(_))
    }
}

impl Event {
    /// What a staff member did, to nobody in particular.
    fn by_staff(name: EventName, id: PrincipalId) -> Self {
        Self::by(name, PrincipalKind::Staff, id)
    }
}

/// A plugin as it is listed.
pub struct Listed {
    /// The plugin.
    pub plugin: Plugin,
    /// The newer version that waits for staff, if one does.
    pub offered: Option<Offered>,
}

/// Every plugin, by its id.
///
/// # Errors
/// Where the database is away.
pub async fn list(panel: &Panel) -> anyhow::Result<Vec<Listed>> {
    let mut tx = panel.db.read().await?;
    let all = plugins::list(&mut tx).await?;
    let mut offered = plugins::list_offered(&mut tx).await?;
    let listed = all.into_iter().map(|plugin| Listed {
        offered: offered
            .iter()
            .position(|offered| offered.plugin_id == plugin.id)
            .map(|place| offered.swap_remove(place)),
        plugin,
    });
    Ok(listed.collect())
}

/// A plugin.
///
/// # Errors
/// Where the database is away.
pub async fn find(panel: &Panel, id: &str) -> anyhow::Result<Option<Listed>> {
    Ok(list(panel)
        .await?
        .into_iter()
        .find(|listed| listed.plugin.id == id))
}

/// Plugins that are not there although people hold their factors, with how many people do.
///
/// # Errors
/// Where the database is away.
pub async fn missing(panel: &Panel) -> anyhow::Result<Vec<Holders>> {
    let mut tx = panel.db.read().await?;
    let all = plugins::list(&mut tx).await?;
    let mut held = credentials::holders_by_factor(&mut tx).await?;
    // What comes with the panel has a name without a dot.
    held.retain(|held| {
        held.factor.contains('.') && !all.iter().any(|plugin| plugin.id == held.factor)
    });
    Ok(held)
}

/// The package of an installed plugin; none if it cannot be read any more.
///
/// # Errors
/// Where the database is away.
pub async fn package(panel: &Panel, id: &str) -> anyhow::Result<Option<Package>> {
    let mut tx = panel.db.read_once().await?;
    let bytes = plugins::package(&mut tx, id).await?;
    Ok(bytes.and_then(|bytes| Package::read(&bytes).ok()))
}

/// What a plugin wrote to its log lately, the latest first.
///
/// # Errors
/// Where the database is away.
pub async fn log(panel: &Panel, id: &str, lines: i64) -> anyhow::Result<Vec<Line>> {
    let mut tx = panel.db.read_once().await?;
    Ok(plugin_log::list(&mut tx, id, lines).await?)
}

/// What became of the calls of every plugin since so many hours ago.
///
/// # Errors
/// Where the database is away.
pub async fn totals(panel: &Panel, hours: i64) -> anyhow::Result<Vec<Totals>> {
    let since = panel.clock.now() - chrono::TimeDelta::hours(hours);
    let mut tx = panel.db.read_once().await?;
    Ok(plugin_health::totals(&mut tx, since).await?)
}

/// What became of a plugin's calls since so many hours ago.
///
/// # Errors
/// Where the database is away.
pub async fn health(panel: &Panel, id: &str, hours: i64) -> anyhow::Result<Vec<Outcome>> {
    let since = panel.clock.now() - chrono::TimeDelta::hours(hours);
    let mut tx = panel.db.read_once().await?;
    Ok(plugin_health::list(&mut tx, id, since).await?)
}
