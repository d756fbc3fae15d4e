//! How plugins are doing, written down now and then, and what follows from it.

use std::sync::PoisonError;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use innkeeper_identity::ids::PluginLineId;
use innkeeper_identity::plugin::LogLevel;
use innkeeper_store::plugin_health::{self, Outcome};
use innkeeper_store::plugin_log::{self, Line};
use innkeeper_wasm::Health;

use super::Loaded;
use crate::Panel;
use crate::app;

/// Lines of a plugin that wait to be written down; what comes on top is dropped.
const WAITING: usize = 500;

/// What went well.
const OK: &str = "ok";

impl Loaded {
    /// Takes a line of the plugin's log. What it was entrusted with does not get into it.
    pub(crate) fn note(&self, panel: &Panel, level: innkeeper_module::LogLevel, message: &str) {
        let now = panel.clock.now();
        let line = Line {
            id: PluginLineId::new(now, panel.random.id_bytes()),
            at: now,
            level: match level {
                innkeeper_module::LogLevel::Debug => LogLevel::Debug,
                innkeeper_module::LogLevel::Info => LogLevel::Info,
                innkeeper_module::LogLevel::Warn => LogLevel::Warn,
                innkeeper_module::LogLevel::Error => LogLevel::Error,
            },
            message: self.without_secrets(message),
        };
        let mut lines = self.lines().lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < WAITING {
            lines.push(line);
        }
    }

    /// A text without the values of secret settings.
    pub(crate) fn without_secrets(&self, text: &str) -> String {
        let secrets = self.manifest.settings.iter();
        let secrets = secrets
            .filter(|setting| setting.kind == innkeeper_package::manifest::SettingKind::Secret)
            .filter_map(|setting| self.settings.get(&setting.name)?.text());
        secrets
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
    }
}

/// Writes down what happened since the last time, and switches off what failed too often.
pub(super) async fn look_after(panel: &Panel) -> anyhow::Result<()> {
    let now = panel.clock.now();
    for (id, loaded) in panel.plugins.all().iter() {
        let lines: Vec<Line> = std::mem::take(
            &mut *loaded
                .lines()
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        let health = loaded.health();
        let outcomes = since(loaded, &health, now);
        if !lines.is_empty() || !outcomes.is_empty() {
            let mut tx = panel.db.begin().await?;
            for line in &lines {
                plugin_log::insert(&mut tx, id, line).await?;
            }
            for outcome in &outcomes {
                plugin_health::add(&mut tx, id, outcome).await?;
            }
            tx.commit().await?;
        }
        *loaded.told().lock().unwrap_or_else(PoisonError::into_inner) = health;
        if loaded.is_off(now) {
            app::plugins::switch_off(panel, id, &loaded.digest).await?;
        }
    }
    Ok(())
}

/// What came to what since that was last written down.
fn since(loaded: &Loaded, health: &Health, now: DateTime<Utc>) -> Vec<Outcome> {
    let told = loaded.told().lock().unwrap_or_else(PoisonError::into_inner);
    let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now);
    let outcome = |outcome: &str, calls: u64, micros: u128| Outcome {
        hour,
        outcome: outcome.to_owned(),
        calls: i64::try_from(calls).unwrap_or(i64::MAX),
        micros: i64::try_from(micros).unwrap_or(i64::MAX),
    };
    let failed = |health: &Health| health.faults.values().sum::<u64>();
    let well = |health: &Health| health.calls.saturating_sub(failed(health));
    let took = health.took.saturating_sub(told.took).as_micros();
    let mut outcomes = vec![outcome(OK, well(health).saturating_sub(well(&told)), took)];
    for (kind, count) in &health.faults {
        let before = told.faults.get(kind).copied().unwrap_or(0);
        outcomes.push(outcome(kind, count.saturating_sub(before), 0));
    }
    outcomes.retain(|outcome| outcome.calls > 0 || outcome.micros > 0);
    outcomes
}
