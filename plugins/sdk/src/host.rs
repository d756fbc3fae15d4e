//! The panel as a plugin reaches it, as the same `Host` that native modules get.

use std::marker::PhantomData;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::{
    Delivery, Denied, Host, HttpRequest, HttpResponse, KeyedHash, LogLevel, OutboundMessage, Scope,
    Secret, Store,
};

use crate::bindings::innkeeper::host::{
    clock, hash, http, log, messages, random, settings, signatures, store,
};
use crate::export::Abilities;
use crate::{from_panel, to_panel};

/// Which abilities a plugin imports. What is false is compiled away, so that the finished component does not
/// ask for it.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each ability, none of which excludes another"
)]
pub struct Uses {
    /// Slow hashes.
    pub hash: bool,
    /// Requests to declared hosts.
    pub http: bool,
    /// Messages to the person.
    pub messages: bool,
    /// Signatures with keys that the plugin never sees.
    pub signatures: bool,
    /// A store.
    pub store: bool,
}

impl Uses {
    /// No more than every plugin has.
    pub const NOTHING: Self = Self {
        hash: false,
        http: false,
        messages: false,
        signatures: false,
        store: false,
    };
}

/// The imports that `E` names.
pub struct Imports<E>(PhantomData<fn() -> E>);

impl<E> Imports<E> {
    pub const NEW: Self = Self(PhantomData);
}

fn unnamed<T>(ability: &str) -> Result<T, Denied> {
    Err(Denied::NotGranted(format!(
        "export this plugin with `uses: [{ability}]` first"
    )))
}

/// Shows the panel a panic before it ends the call.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        log::write(log::Level::Error, &panic.to_string());
    }));
}

#[async_trait]
impl<E: Abilities> Host for Imports<E> {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(clock::now()).unwrap_or_default()
    }

    fn random(&self, length: usize) -> Secret {
        Secret::new(random::bytes(u32::try_from(length).unwrap_or(u32::MAX)))
    }

    fn log(&self, level: LogLevel, message: &str) {
        let level = match level {
            LogLevel::Debug => log::Level::Debug,
            LogLevel::Info => log::Level::Info,
            LogLevel::Warn => log::Level::Warn,
            LogLevel::Error => log::Level::Error,
        };
        log::write(level, message);
    }

    fn setting(&self, name: &str) -> Option<Secret> {
        match settings::get(name) {
            Ok(value) => value.map(Secret::from),
            Err(denied) => {
                let denied = from_panel::denied(denied);
                self.log(LogLevel::Warn, &format!("the setting `{name}`: {denied}"));
                None
            }
        }
    }

    async fn hash(&self, secret: &Secret) -> Result<Secret, Denied> {
        if !E::USES.hash {
            return unnamed("hash");
        }
        let hash = hash::make(secret.bytes());
        hash.map(Secret::from).map_err(from_panel::denied)
    }

    async fn verify_hash(&self, secret: &Secret, hash: &Secret) -> Result<bool, Denied> {
        if !E::USES.hash {
            return unnamed("hash");
        }
        let is_text = || Denied::Failed("a hash is text".into());
        let hash = hash.text().ok_or_else(is_text)?;
        hash::verify(secret.bytes(), hash).map_err(from_panel::denied)
    }

    async fn http(&self, request: HttpRequest) -> Result<HttpResponse, Denied> {
        if !E::USES.http {
            return unnamed("http");
        }
        let response = http::send(&to_panel::request(request));
        response
            .map(from_panel::response)
            .map_err(from_panel::denied)
    }

    async fn send(&self, message: OutboundMessage) -> Result<Delivery, Denied> {
        if !E::USES.messages {
            return unnamed("messages");
        }
        let to = messages::send(&to_panel::message(message)?);
        to.map(|to| Delivery { to }).map_err(from_panel::denied)
    }

    async fn hmac(&self, hash: KeyedHash, key: &str, message: &[u8]) -> Result<Vec<u8>, Denied> {
        if !E::USES.signatures {
            return unnamed("signatures");
        }
        signatures::hmac(hash.as_str(), key, message).map_err(from_panel::denied)
    }

    fn store(&self) -> &dyn Store {
        self
    }
}

#[async_trait]
impl<E: Abilities> Store for Imports<E> {
    async fn get(&self, scope: Scope, key: &str) -> Result<Option<Secret>, Denied> {
        if !E::USES.store {
            return unnamed("store");
        }
        let value = store::get(to_panel::scope(scope), key);
        value
            .map(|value| value.map(Secret::new))
            .map_err(from_panel::denied)
    }

    async fn set(&self, scope: Scope, key: &str, value: &Secret) -> Result<(), Denied> {
        if !E::USES.store {
            return unnamed("store");
        }
        store::set(to_panel::scope(scope), key, value.bytes()).map_err(from_panel::denied)
    }

    async fn delete(&self, scope: Scope, key: &str) -> Result<(), Denied> {
        if !E::USES.store {
            return unnamed("store");
        }
        store::delete(to_panel::scope(scope), key).map_err(from_panel::denied)
    }

    async fn compare_and_set(
        &self,
        scope: Scope,
        key: &str,
        expected: Option<&Secret>,
        value: Option<&Secret>,
    ) -> Result<bool, Denied> {
        if !E::USES.store {
            return unnamed("store");
        }
        let (expected, value) = (expected.map(Secret::bytes), value.map(Secret::bytes));
        store::compare_and_set(to_panel::scope(scope), key, expected, value)
            .map_err(from_panel::denied)
    }
}
