//! The plugins of this node: loaded when it starts and whenever something about them changed, never while
//! somebody signs in.
//!
//! The database says which plugins are enabled; here is what came of it. What cannot be loaded is not there,
//! and who holds its factor alone is not let in without (R125). Installing and all else that staff decide is
//! in `app::plugins`.

mod cache;
pub(crate) mod compiler;
mod granted;
mod loading;
mod memory;
mod watch;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use innkeeper_store::plugins::{self, Stamp};
use innkeeper_wasm::Runtime;

pub use granted::{Granted, name_of, sentence_of};
pub use loading::{Loaded, try_out};
pub(crate) use memory::Memory;

use crate::Panel;
use crate::modules::Factor;

/// What this node knows of plugins.
pub struct Plugins {
    /// The program that compiles, if not this one.
    program: Option<PathBuf>,
    runtime: Mutex<Option<Arc<Runtime>>>,
    loaded: RwLock<Arc<BTreeMap<String, Arc<Loaded>>>>,
    /// What the database said when it was last asked. Whoever loads holds it, so one at a time does.
    seen: tokio::sync::Mutex<Option<Vec<Stamp>>>,
    /// Compiling takes a processor and much memory: one at a time.
    compiling: tokio::sync::Mutex<()>,
}

impl Plugins {
    pub(crate) fn new(program: Option<PathBuf>) -> Self {
        Self {
            program,
            runtime: Mutex::default(),
            loaded: RwLock::default(),
            seen: tokio::sync::Mutex::default(),
            compiling: tokio::sync::Mutex::default(),
        }
    }

    /// The loaded plugin of that id.
    pub fn find(&self, id: &str) -> Option<Arc<Loaded>> {
        self.all().get(id).cloned()
    }

    /// Every plugin that is loaded, by id.
    pub fn all(&self) -> Arc<BTreeMap<String, Arc<Loaded>>> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&loaded)
    }

    /// The machine that plugins run on, set up when the first one is loaded: most panels have none.
    fn runtime(&self, panel: &Panel) -> anyhow::Result<Arc<Runtime>> {
        let mut runtime = self.locked();
        if let Some(runtime) = &*runtime {
            return Ok(Arc::clone(runtime));
        }
        let made = Arc::new(Runtime::new(&panel.config.plugins.pool())?);
        *runtime = Some(Arc::clone(&made));
        Ok(made)
    }

    fn locked(&self) -> MutexGuard<'_, Option<Arc<Runtime>>> {
        self.runtime.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Panel {
    /// Loads what changed about plugins since this node last looked. Call it after changing anything; other
    /// nodes follow within seconds.
    ///
    /// # Errors
    /// Where the database is away. A plugin that cannot be loaded is noted and left out.
    pub async fn refresh_plugins(&self) -> anyhow::Result<()> {
        let mut seen = self.plugins.seen.lock().await;
        let mut tx = self.db.read_once().await?;
        let stamps = plugins::stamps(&mut tx).await?;
        drop(tx);
        if seen.as_ref() == Some(&stamps) || (seen.is_none() && stamps.is_empty()) {
            return Ok(());
        }
        let loaded = loading::load_all(self).await?;
        let factors: Vec<Factor> = loaded
            .values()
            .filter_map(|loaded| loaded.factor())
            .collect();
        let channels = loaded
            .values()
            .filter_map(|loaded| loaded.channel())
            .collect();
        let texts = loaded.values().flat_map(|loaded| loaded.texts()).collect();
        if let Err(error) = self.theme.set_module_texts(texts) {
            tracing::error!(%error, "the texts of plugins cannot be used");
        }
        *self
            .plugins
            .loaded
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        self.set_plugin_modules(factors, channels);
        *seen = Some(stamps);
        Ok(())
    }

    /// Follows what other nodes changed, writes down how plugins are doing, and switches off what fails again
    /// and again. For as long as the node runs.
    pub async fn follow_plugins(self) {
        loop {
            tokio::time::sleep(self.config.plugins.poll).await;
            if let Err(error) = self.refresh_plugins().await {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "cannot look at the plugins; those of before stay"
                );
            }
            if let Err(error) = watch::look_after(&self).await {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "cannot write down how plugins are doing"
                );
            }
        }
    }
}
