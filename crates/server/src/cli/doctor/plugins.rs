//! Plugins: whether those that should work do, and whether this machine can run any.

use std::os::unix::fs::PermissionsExt as _;

use innkeeper_identity::plugin::PluginState;
use innkeeper_store::Db;
use innkeeper_store::plugins::{self, Plugin};

use super::{Check, Status};
use crate::config::Config;

const NAME: &str = "plugins";

/// None where there are no plugins, or no table for them yet.
pub(super) async fn plugins(config: &Config, db: &Db) -> Option<Check> {
    let mut tx = db.read_once().await.ok()?;
    let all = plugins::list(&mut tx).await.ok()?;
    (!all.is_empty()).then(|| judge(config, &all))
}

fn judge(config: &Config, all: &[Plugin]) -> Check {
    let faulted: Vec<String> = all
        .iter()
        .filter_map(|plugin| Some(format!("{}: {}", plugin.id, plugin.fault.as_ref()?)))
        .collect();
    if !faulted.is_empty() {
        return Check::new(NAME, Status::Failed, faulted.join("\n"));
    }
    if let Err(unfit) = innkeeper_wasm::compatibility() {
        return Check::new(NAME, Status::Failed, unfit.to_string());
    }
    let cache = &config.plugins.cache;
    let mode = std::fs::metadata(cache).map(|found| found.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o077 != 0) {
        let message = format!("others may look into {}: chmod 700 it", cache.display());
        return Check::new(NAME, Status::Warning, message);
    }
    if config.plugins.dev {
        let message = "`plugins.dev` lets staff install packages that nobody signed";
        return Check::new(NAME, Status::Warning, message);
    }
    let enabled = all.iter();
    let enabled = enabled.filter(|plugin| plugin.state == PluginState::Enabled);
    let unsigned = all.iter().filter(|plugin| plugin.publisher.is_none());
    let message = format!(
        "{} installed, {} enabled, {} of them unsigned",
        all.len(),
        enabled.count(),
        unsigned.count()
    );
    Check::new(NAME, Status::Ok, message)
}
