//! A plugin that hears of what happens, as the panel knows such modules.

use std::sync::Arc;

use async_trait::async_trait;
use innkeeper_module::{Event, Failure, Hooks, Host};

use crate::bindings::events::HearingPre;
use crate::breaker::State;
use crate::call::Call;
use crate::engine::{Code, Runtime};
use crate::fault::Unfit;
use crate::health::Health;
use crate::limits::Terms;
use crate::plugin::Plugin;
use crate::{from_guest, to_guest};

/// Hooks in a sandbox.
pub struct WasmHooks {
    plugin: Plugin,
    events: HearingPre<Call>,
}

impl WasmHooks {
    /// Makes hooks of a component. Nothing of it is run: what it wants to hear of, its manifest says.
    ///
    /// # Errors
    /// [`Unfit`] where it hears of nothing.
    pub fn new(runtime: Arc<Runtime>, code: &Code, id: &str, terms: Terms) -> Result<Self, Unfit> {
        let linked = runtime.linker.instantiate_pre(&code.0);
        let linked = linked.map_err(|error| Unfit::load(&error))?;
        Ok(Self {
            events: HearingPre::new(linked).map_err(|error| Unfit::load(&error))?,
            plugin: Plugin::new(runtime, id, Arc::new(terms)),
        })
    }

    /// How it is doing.
    pub fn health(&self) -> Health {
        self.plugin.health()
    }

    /// Whether it may be called.
    pub fn state(&self, now: chrono::DateTime<chrono::Utc>) -> State {
        self.plugin.breaker().state(now)
    }
}

#[async_trait]
impl Hooks for WasmHooks {
    async fn deliver(&self, host: &dyn Host, event: &Event) -> Result<(), Failure> {
        let (code, event) = (self.events.clone(), to_guest::event(event));
        let answer = self.plugin.call(
            host,
            move |store| {
                Box::pin(async move {
                    let hooks = code.instantiate_async(&mut *store).await?;
                    let guest = hooks.innkeeper_hooks_events();
                    guest.call_deliver(store, &event).await
                })
            },
            |answer| Ok(answer.map_err(from_guest::failure)),
        );
        answer.await.map_err(Failure::from)?
    }
}
