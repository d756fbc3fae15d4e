//! A channel that is a component, as the panel knows channels.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::form::Form;
use innkeeper_module::{Channel, ChannelDescription, ChannelMessage, Failure, Handover, Host};

use crate::bindings::sending::SenderPre;
use crate::breaker::State;
use crate::call::Call;
use crate::engine::{Code, Runtime};
use crate::fault::{Fault, Unfit};
use crate::health::Health;
use crate::limits::Terms;
use crate::plugin::Plugin;
use crate::{from_guest, to_guest};

/// A channel in a sandbox.
pub struct WasmChannel {
    plugin: Plugin,
    code: SenderPre<Call>,
    description: ChannelDescription,
}

impl WasmChannel {
    /// Makes a channel of a component, and asks it once what it is. The panel knows it by `id`, which is the
    /// manifest's; the component itself only knows its last part.
    ///
    /// # Errors
    /// [`Unfit`] where it is no channel, or cannot say what it is.
    pub async fn new(
        runtime: Arc<Runtime>,
        code: &Code,
        id: &str,
        terms: Terms,
    ) -> Result<Self, Unfit> {
        let linked = runtime.linker.instantiate_pre(&code.0);
        let linked = linked.map_err(|error| Unfit::load(&error))?;
        let code = SenderPre::new(linked).map_err(|error| Unfit::load(&error))?;
        let describing = Arc::new(terms.of_description());
        let plugin = Plugin::new(runtime, id, Arc::new(terms));
        let mut description = describe(&plugin, &describing, code.clone()).await?;
        let name = std::mem::replace(&mut description.id, id.to_owned());
        if id.rsplit('.').next() != Some(&name) {
            let id = id.to_owned();
            return Err(Unfit::Name { name, id });
        }
        Ok(Self {
            plugin,
            code,
            description,
        })
    }

    /// How it is doing.
    pub fn health(&self) -> Health {
        self.plugin.health()
    }

    /// Whether it may be called.
    pub fn state(&self, now: DateTime<Utc>) -> State {
        self.plugin.breaker().state(now)
    }
}

async fn describe(
    plugin: &Plugin,
    terms: &Arc<Terms>,
    code: SenderPre<Call>,
) -> Result<ChannelDescription, Fault> {
    let running = plugin.run(terms, None, move |store| {
        Box::pin(async move {
            let channel = code.instantiate_async(&mut *store).await?;
            let guest = channel.innkeeper_channel_sender();
            guest.call_describe(store).await
        })
    });
    let described = tokio::time::timeout(terms.limits.wall, running).await;
    let description = from_guest::channel(described.map_err(|_| Fault::Wall)??);
    let form = Form {
        module: Some(&description.id),
    };
    let sound = form.channel(&description);
    sound.map_err(|unsound| Fault::BadReturn(unsound.to_string()))?;
    Ok(description)
}

#[async_trait]
impl Channel for WasmChannel {
    fn describe(&self) -> ChannelDescription {
        self.description.clone()
    }

    async fn send(&self, host: &dyn Host, message: &ChannelMessage) -> Result<Handover, Failure> {
        let (code, message) = (self.code.clone(), to_guest::message(message));
        let answer = self.plugin.call(
            host,
            move |store| {
                Box::pin(async move {
                    let channel = code.instantiate_async(&mut *store).await?;
                    let guest = channel.innkeeper_channel_sender();
                    guest.call_send(store, &message).await
                })
            },
            // A service that has the message has it, however odd the words are that come back: to call them a
            // fault would send it again.
            |answer| match answer {
                Ok(outcome) => Ok(Ok(from_guest::handover(outcome))),
                Err(failure) => Ok(Err(from_guest::failure(failure))),
            },
        );
        answer.await.map_err(Failure::from)?
    }
}
