//! A plugin that hears of what happens, is asked and shows something, as the panel knows such modules.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::{Block, Demand, Event, Failure, Hooks, Host, SignIn, View};

use crate::bindings::events::HearingPre;
use crate::bindings::filters::AskedPre;
use crate::bindings::innkeeper::host::types;
use crate::bindings::slots::ShowingPre;
use crate::breaker::State;
use crate::call::Call;
use crate::engine::{Code, Runtime};
use crate::fault::{Fault, Unfit};
use crate::health::Health;
use crate::limits::Terms;
use crate::plugin::Plugin;
use crate::{check, from_guest, to_guest};

/// Hooks in a sandbox.
pub struct WasmHooks {
    events: Option<HearingPre<Call>>,
    filters: Option<AskedPre<Call>>,
    slots: Option<ShowingPre<Call>>,
    /// Each apart from the others, with a line and a breaker of its own, so that none stops another.
    telling: Plugin,
    asking: Plugin,
    showing: Plugin,
}

impl WasmHooks {
    /// Makes hooks of a component. Nothing of it is run: what it wants to hear of and be asked, its manifest says.
    ///
    /// # Errors
    /// [`Unfit`] where it cannot be loaded, or does nothing of the kind.
    pub fn new(runtime: Arc<Runtime>, code: &Code, id: &str, terms: Terms) -> Result<Self, Unfit> {
        let linked = runtime.linker.instantiate_pre(&code.0);
        let linked = linked.map_err(|error| Unfit::load(&error))?;
        let filters = AskedPre::new(linked.clone());
        let slots = ShowingPre::new(linked.clone());
        let events = HearingPre::new(linked);
        if let (Err(error), Err(_), Err(_)) = (&events, &filters, &slots) {
            return Err(Unfit::load(error));
        }
        let quick = Arc::new(terms.of_questions());
        Ok(Self {
            events: events.ok(),
            filters: filters.ok(),
            slots: slots.ok(),
            telling: Plugin::new(Arc::clone(&runtime), id, Arc::new(terms)),
            asking: Plugin::new(Arc::clone(&runtime), id, Arc::clone(&quick)),
            showing: Plugin::new(runtime, id, quick),
        })
    }

    /// How it is doing.
    pub fn health(&self) -> Health {
        let all = [&self.asking, &self.showing].map(Plugin::health);
        all.iter().fold(self.telling.health(), Health::and)
    }

    /// Whether it may be told of events.
    pub fn state(&self, now: DateTime<Utc>) -> State {
        self.telling.breaker().state(now)
    }

    /// Whether it may be told, asked, and shown.
    pub fn states(&self, now: DateTime<Utc>) -> [State; 3] {
        let all = [&self.telling, &self.asking, &self.showing];
        all.map(|plugin| plugin.breaker().state(now))
    }
}

#[async_trait]
impl Hooks for WasmHooks {
    async fn deliver(&self, host: &dyn Host, event: &Event) -> Result<(), Failure> {
        let (Some(code), event) = (self.events.clone(), to_guest::event(event)) else {
            return Ok(());
        };
        let answer = self.telling.call(
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

    async fn assess(&self, host: &dyn Host, sign_in: &SignIn) -> Result<Demand, Failure> {
        let (Some(code), sign_in) = (self.filters.clone(), to_guest::sign_in(sign_in)) else {
            return Ok(Demand::default());
        };
        let answer = self.asking.call(
            host,
            move |store| {
                Box::pin(async move {
                    let hooks = code.instantiate_async(&mut *store).await?;
                    let guest = hooks.innkeeper_hooks_filters();
                    guest.call_assess_sign_in(store, &sign_in).await
                })
            },
            |answer| match answer {
                Ok(demand) => from_guest::demand(&demand),
                Err(failure) => Err(unanswered(failure)),
            },
        );
        answer.await.map_err(Failure::from)
    }

    async fn fill(&self, host: &dyn Host, view: &View) -> Result<Vec<Block>, Failure> {
        let (Some(code), view) = (self.slots.clone(), to_guest::view(view)) else {
            return Ok(Vec::new());
        };
        let answer = self.showing.call(
            host,
            move |store| {
                Box::pin(async move {
                    let hooks = code.instantiate_async(&mut *store).await?;
                    let guest = hooks.innkeeper_hooks_slots();
                    guest.call_fill(store, &view).await
                })
            },
            |answer| match answer {
                Ok(blocks) => {
                    let blocks = blocks.into_iter().map(from_guest::block);
                    let blocks: Vec<Block> = blocks.collect::<Result<_, _>>()?;
                    check::blocks(&blocks).map(|()| blocks)
                }
                Err(failure) => Err(unanswered(failure)),
            },
        );
        answer.await.map_err(Failure::from)
    }
}

/// Nobody asks again, so what a question failed at must be seen in the plugin's figures.
fn unanswered(failure: types::Failure) -> Fault {
    Fault::BadReturn(from_guest::failure(failure).to_string())
}
