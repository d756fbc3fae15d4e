//! A panel for unit tests: a database and keys in a folder of its own, and a clock that stands still.

use std::sync::Arc;

use chrono::DateTime;
use tempfile::TempDir;

use crate::clock::TestClock;
use crate::config::{Config, Sources};
use crate::{Migrate, Panel};

/// A panel that goes away with the test.
pub struct TestPanel {
    /// The panel.
    pub panel: Panel,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Where its files are.
    pub folder: TempDir,
}

impl TestPanel {
    /// A fresh panel with these settings above the usual ones.
    pub async fn open(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::new(DateTime::from_timestamp_nanos(
            1_800_000_000_000_000_000,
        )));
        let config = config(&folder, settings);
        let panel = Panel::builder(config)
            .clock(clock.clone())
            .migrate(Migrate::Apply)
            .open()
            .await
            .unwrap();
        Self {
            panel,
            clock,
            folder,
        }
    }

    /// Another process on the same files.
    pub async fn open_again(&self) -> anyhow::Result<Panel> {
        Panel::builder(config(&self.folder, &[]))
            .clock(self.clock.clone())
            .open()
            .await
    }
}

fn config(folder: &TempDir, settings: &[(&str, &str)]) -> Config {
    let at = |name: &str| folder.path().join(name).display().to_string();
    let sources = Sources::default()
        .with("database.url", format!("sqlite:{}", at("panel.db")))
        .with("keys.path", at("keys.json"));
    let sources = settings
        .iter()
        .fold(sources, |all, (key, value)| all.with(key, *value));
    Config::load(&sources).unwrap_or_else(|error| panic!("{error}"))
}
