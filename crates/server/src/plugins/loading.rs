//! From rows of the database to factors and channels that can be asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use innkeeper_identity::plugin::PluginState;
use innkeeper_module::Secret;
use innkeeper_package::manifest::{Role, SettingKind};
use innkeeper_package::{Digest, Manifest, Package};
use innkeeper_store::plugin_log::Line;
use innkeeper_store::plugins::{self, Plugin};
use innkeeper_store::{Tx, plugin_settings};
use innkeeper_wasm::{ArtifactKey, Health, State, Terms, WasmChannel, WasmFactor, WasmHooks};
use tokio::sync::Semaphore;

use super::{Granted, cache, compiler};
use crate::Panel;
use crate::host::EMAIL;
use crate::keys::Aad;
use crate::modules::{Channel, Factor};

/// Requests of one plugin at once.
const REQUESTS: usize = 4;

/// A plugin that works.
pub struct Loaded {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The digest of its package.
    pub digest: String,
    /// What it may do.
    pub granted: Granted,
    /// Its settings with what holds where nothing was entered; secret ones too.
    pub settings: BTreeMap<String, Secret>,
    /// Turns for its requests.
    pub requests: Arc<Semaphore>,
    machine: Arc<Machine>,
}

/// What stays of a plugin while its settings change.
struct Machine {
    locales: BTreeMap<String, String>,
    factor: Option<Arc<WasmFactor>>,
    channel: Option<Arc<WasmChannel>>,
    hooks: Option<Arc<WasmHooks>>,
    /// Lines that were not written down yet.
    lines: Mutex<Vec<Line>>,
    /// How it was doing when that was last written down.
    told: Mutex<Health>,
}

impl Loaded {
    /// Its second factor, if it is one.
    pub fn factor(&self) -> Option<Factor> {
        let factor = self.machine.factor.clone()?;
        let id = self.manifest.id.as_str();
        let mobiles = self.granted.channels.iter().any(|channel| channel != EMAIL);
        Some(Factor::of_plugin(factor, id, &self.digest).for_mobiles(mobiles))
    }

    /// Its channel, if it is one.
    pub fn channel(&self) -> Option<Channel> {
        let channel = self.machine.channel.clone()?;
        Some(Channel::of_plugin(channel))
    }

    /// Its texts, as the theme takes them.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, String, String)> {
        let id = self.manifest.id.as_str();
        let locales = self.machine.locales.iter();
        locales.map(move |(locale, text)| (id.to_owned(), locale.clone(), text.clone()))
    }

    /// What hears of events, if it does.
    pub fn hooks(&self) -> Option<&WasmHooks> {
        self.machine.hooks.as_deref()
    }

    /// How it is doing, in all that it is.
    pub(super) fn health(&self) -> Health {
        let Machine {
            factor,
            channel,
            hooks,
            ..
        } = &*self.machine;
        let factor = factor.iter().map(|factor| factor.health());
        let channel = channel.iter().map(|channel| channel.health());
        let hooks = hooks.iter().map(|hooks| hooks.health());
        let all = factor.chain(channel).chain(hooks);
        all.fold(Health::default(), |all, one| all.and(&one))
    }

    /// Whether it failed too often altogether, in anything that it is.
    pub(super) fn is_off(&self, now: DateTime<Utc>) -> bool {
        let Machine {
            factor,
            channel,
            hooks,
            ..
        } = &*self.machine;
        let factor = factor.iter().map(|factor| factor.state(now));
        let channel = channel.iter().map(|channel| channel.state(now));
        let hooks = hooks.iter().flat_map(|hooks| hooks.states(now));
        let mut all = factor.chain(channel).chain(hooks);
        all.any(|state| state == State::Off)
    }

    pub(super) fn lines(&self) -> &Mutex<Vec<Line>> {
        &self.machine.lines
    }

    pub(super) fn told(&self) -> &Mutex<Health> {
        &self.machine.told
    }
}

/// Loads what is enabled. What is loaded already stays as it is, but for its settings; a version that cannot be
/// loaded leaves the one before it running.
pub(super) async fn load_all(panel: &Panel) -> anyhow::Result<BTreeMap<String, Arc<Loaded>>> {
    let before = panel.plugins.all();
    let mut tx = panel.db.read().await?;
    let rows = plugins::list(&mut tx).await?;
    drop(tx);
    let mut all = BTreeMap::new();
    for row in rows {
        if row.state != PluginState::Enabled {
            continue;
        }
        let running = before.get(&row.id);
        match load(panel, &row, running).await {
            Ok(loaded) => {
                all.insert(row.id, Arc::new(loaded));
            }
            Err(error) => {
                tracing::error!(
                    plugin = row.id,
                    error = format!("{error:#}"),
                    "a plugin cannot be loaded"
                );
                match running {
                    Some(running) => {
                        all.insert(row.id, Arc::clone(running));
                    }
                    None => {
                        crate::app::plugins::note_fault(panel, &row, &format!("{error:#}")).await?;
                    }
                }
            }
        }
    }
    Ok(all)
}

async fn load(
    panel: &Panel,
    row: &Plugin,
    running: Option<&Arc<Loaded>>,
) -> anyhow::Result<Loaded> {
    let (manifest, machine) = match running {
        Some(running) if running.digest == row.digest => {
            (running.manifest.clone(), Arc::clone(&running.machine))
        }
        _ => {
            let mut tx = panel.db.read_once().await?;
            let bytes = plugins::package(&mut tx, &row.id).await?;
            drop(tx);
            let bytes = bytes.context("its package is gone")?;
            let package = Package::read(&bytes)?;
            anyhow::ensure!(
                package.digest.to_string() == row.digest && package.manifest.id.as_str() == row.id,
                "its package is not the one that was installed"
            );
            let machine = build(panel, &package).await?;
            (package.manifest, Arc::new(machine))
        }
    };
    let mut tx = panel.db.read_once().await?;
    let settings = settings(&mut tx, panel, &manifest).await?;
    let requests = running.map(|running| Arc::clone(&running.requests));
    Ok(Loaded {
        granted: Granted::of(
            &manifest,
            &row.granted,
            &settings,
            panel.config.plugins.servers_of(&row.id),
        ),
        digest: row.digest.clone(),
        requests: requests.unwrap_or_else(|| Arc::new(Semaphore::new(REQUESTS))),
        settings,
        manifest,
        machine,
    })
}

/// Compiles a package that is to be installed, and has it say what it is. Nothing is kept but the compiled file.
///
/// # Errors
/// Says why it cannot be used.
pub async fn try_out(panel: &Panel, package: &Package) -> anyhow::Result<()> {
    build(panel, package).await.map(|_| ())
}

async fn build(panel: &Panel, package: &Package) -> anyhow::Result<Machine> {
    let runtime = panel.plugins.runtime(panel)?;
    let digest = Digest::of(&package.component);
    let key = ArtifactKey::new(*panel.keys.compiled());
    let path = cache::path(panel, &digest)?;
    let kept = match cache::read(&path).await? {
        // A file that was damaged, or is of another key, is made again.
        Some(file) => runtime.load(&key, digest.as_bytes(), &file).ok(),
        None => None,
    };
    let code = if let Some(code) = kept {
        code
    } else {
        let compiled = compiler::compile(panel, &package.component).await?;
        let file = key.seal(digest.as_bytes(), &compiled);
        cache::write(panel, &path, &file).await?;
        runtime.load(&key, digest.as_bytes(), &file)?
    };
    let manifest = &package.manifest;
    let terms = Terms {
        limits: panel.config.plugins.limits(&manifest.limits),
        secret_settings: secret_settings(manifest),
    };
    let (id, provides) = (manifest.id.as_str(), &manifest.provides);
    let factor = if provides.contains(&Role::SecondFactor) {
        let runtime = Arc::clone(&runtime);
        let factor = WasmFactor::new(runtime, &code, id, terms.clone()).await?;
        Some(Arc::new(factor))
    } else {
        None
    };
    let channel = if provides.contains(&Role::Channel) {
        let runtime = Arc::clone(&runtime);
        let channel = WasmChannel::new(runtime, &code, id, terms.clone()).await?;
        Some(Arc::new(channel))
    } else {
        None
    };
    let hooks = if provides.contains(&Role::Hooks) {
        Some(Arc::new(WasmHooks::new(runtime, &code, id, terms)?))
    } else {
        None
    };
    Ok(Machine {
        locales: package.locales.clone(),
        factor,
        channel,
        hooks,
        lines: Mutex::default(),
        told: Mutex::default(),
    })
}

fn secret_settings(manifest: &Manifest) -> BTreeSet<String> {
    let secret = manifest.settings.iter();
    secret
        .filter(|setting| setting.kind == SettingKind::Secret)
        .map(|setting| setting.name.clone())
        .collect()
}

/// What holds of a plugin's settings: what was entered, or what the manifest says.
async fn settings(
    tx: &mut Tx,
    panel: &Panel,
    manifest: &Manifest,
) -> anyhow::Result<BTreeMap<String, Secret>> {
    let id = manifest.id.as_str();
    let mut all = BTreeMap::new();
    for setting in &manifest.settings {
        if let Some(default) = setting.kind.default() {
            let text = crate::app::plugins::text_of(&default);
            all.insert(setting.name.clone(), Secret::from(text));
        }
    }
    for row in plugin_settings::list(tx, id).await? {
        if !manifest
            .settings
            .iter()
            .any(|setting| setting.name == row.name)
        {
            continue;
        }
        let value = match (row.value, row.sealed) {
            (Some(value), _) => Secret::from(value),
            (None, Some(sealed)) => panel
                .keys
                .open(&Aad::of_setting(id, &row.name), &sealed.0)
                .with_context(|| {
                    format!("the setting `{}` cannot be opened; set it again", row.name)
                })?,
            (None, None) => continue,
        };
        all.insert(row.name, value);
    }
    Ok(all)
}
