//! What a plugin may call: each function counts what it costs and asks the host.

use innkeeper_module::{Denied, HttpRequest, KeyedHash, LogLevel, OutboundMessage, Scope, Secret};

use crate::bindings::innkeeper::host::{
    clock, hash, http, log, messages, random, settings, signatures, store, types,
};
use crate::call::{Call, spend};
use crate::check::{cut, without_controls};
use crate::fault::Fault;
use crate::{from_guest, to_guest};

type Answer<T> = wasmtime::Result<Result<T, types::Denied>>;

impl types::Host for Call {}

impl crate::bindings::innkeeper::factor::types::Host for Call {}

impl crate::bindings::events::innkeeper::hooks::types::Host for Call {}
impl crate::bindings::sending::innkeeper::channel::types::Host for Call {}

impl log::Host for Call {
    async fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        let line = without_controls(cut(&message, self.terms.limits.log_line));
        if level == log::Level::Error {
            self.last_error = Some(line.clone());
        }
        if spend(&mut self.used.log_lines, self.terms.limits.log_lines, "log").is_err()
            || !self.has_host()
        {
            return Ok(());
        }
        let level = match level {
            log::Level::Debug => LogLevel::Debug,
            log::Level::Info => LogLevel::Info,
            log::Level::Warn => LogLevel::Warn,
            log::Level::Error => LogLevel::Error,
        };
        self.ask(move |host| Box::pin(async move { host.log(level, &line) }))
            .await
    }
}

impl clock::Host for Call {
    async fn now(&mut self) -> wasmtime::Result<i64> {
        self.ask(|host| Box::pin(async move { host.now().timestamp_millis() }))
            .await
    }
}

impl random::Host for Call {
    async fn bytes(&mut self, length: u32) -> wasmtime::Result<Vec<u8>> {
        if length > self.terms.limits.random {
            return Err(Fault::Asked("that much chance at once").into());
        }
        let length = usize::try_from(length)?;
        self.ask(move |host| Box::pin(async move { host.random(length).bytes().to_vec() }))
            .await
    }
}

impl settings::Host for Call {
    async fn get(&mut self, name: String) -> Answer<Option<String>> {
        if self.terms.secret_settings.contains(&name) {
            return Ok(Err(types::Denied::NotGranted(format!(
                "the setting `{name}` is secret: name it in a header of a request instead"
            ))));
        }
        let value = self
            .ask(move |host| Box::pin(async move { host.setting(&name) }))
            .await?;
        let Some(value) = value else {
            return Ok(Ok(None));
        };
        let odd = || types::Denied::Failed("the setting is no text".into());
        Ok(value.text().map(str::to_owned).map(Some).ok_or_else(odd))
    }
}

impl hash::Host for Call {
    async fn make(&mut self, secret: Vec<u8>) -> Answer<String> {
        spend(
            &mut self.used.hashes,
            self.terms.limits.hashes,
            "slow hashes",
        )?;
        let secret = Secret::new(secret);
        let hash = self
            .ask(move |host| Box::pin(async move { host.hash(&secret).await }))
            .await?;
        let text = hash.and_then(|hash| {
            let text = hash.text().map(str::to_owned);
            text.ok_or_else(|| Denied::Failed("a hash is text".into()))
        });
        Ok(text.map_err(to_guest::denied))
    }

    async fn verify(&mut self, secret: Vec<u8>, hash: String) -> Answer<bool> {
        spend(
            &mut self.used.hashes,
            self.terms.limits.hashes,
            "slow hashes",
        )?;
        let (secret, hash) = (Secret::new(secret), Secret::from(hash));
        let is_right = self
            .ask(move |host| Box::pin(async move { host.verify_hash(&secret, &hash).await }))
            .await?;
        Ok(is_right.map_err(to_guest::denied))
    }
}

impl signatures::Host for Call {
    async fn hmac(&mut self, hash: String, key: String, message: Vec<u8>) -> Answer<Vec<u8>> {
        let most = self.terms.limits.signatures;
        spend(&mut self.used.signatures, most, "signatures")?;
        let Some(hash) = KeyedHash::find(&hash) else {
            return Ok(Err(types::Denied::Failed(
                "there are `sha-1`, `sha-256` and `sha-512`".into(),
            )));
        };
        let code = self
            .ask(move |host| Box::pin(async move { host.hmac(hash, &key, &message).await }))
            .await?;
        Ok(code.map_err(to_guest::denied))
    }
}

impl http::Host for Call {
    async fn send(&mut self, request: http::Request) -> Answer<http::Response> {
        let most = self.terms.limits.http_requests;
        spend(&mut self.used.http_requests, most, "HTTP requests")?;
        if request.body.len() > self.terms.limits.http_body {
            return Ok(Err(types::Denied::Failed(
                "the request's body is too large".into(),
            )));
        }
        let request: HttpRequest = from_guest::request(request);
        let response = self
            .ask(move |host| Box::pin(async move { host.http(request).await }))
            .await?;
        Ok(response.map(to_guest::response).map_err(to_guest::denied))
    }
}

impl messages::Host for Call {
    async fn send(&mut self, message: messages::Message) -> Answer<String> {
        spend(
            &mut self.used.messages,
            self.terms.limits.messages,
            "messages",
        )?;
        let message: OutboundMessage = from_guest::message(message);
        let delivery = self
            .ask(move |host| Box::pin(async move { host.send(message).await }))
            .await?;
        Ok(delivery
            .map(|delivery| delivery.to)
            .map_err(to_guest::denied))
    }
}

impl Call {
    /// Counts a use of the store, and refuses what is too large for it.
    fn uses_store(
        &mut self,
        key: &str,
        value: Option<&[u8]>,
    ) -> Result<Result<(), types::Denied>, Fault> {
        let most = self.terms.limits.store_uses;
        spend(&mut self.used.store_uses, most, "uses of the store")?;
        if key.is_empty() || key.len() > self.terms.limits.store_key {
            return Ok(Err(types::Denied::Failed(format!(
                "a key has 1 to {} bytes",
                self.terms.limits.store_key
            ))));
        }
        if value.is_some_and(|value| value.len() > self.terms.limits.store_value) {
            return Ok(Err(types::Denied::Failed(format!(
                "a value has {} bytes at most",
                self.terms.limits.store_value
            ))));
        }
        Ok(Ok(()))
    }
}

fn scope(scope: store::Scope) -> Scope {
    match scope {
        store::Scope::Plugin => Scope::Module,
        store::Scope::Account => Scope::Account,
    }
}

impl store::Host for Call {
    async fn get(&mut self, whose: store::Scope, key: String) -> Answer<Option<Vec<u8>>> {
        if let Err(denied) = self.uses_store(&key, None)? {
            return Ok(Err(denied));
        }
        let value = self
            .ask(move |host| Box::pin(async move { host.store().get(scope(whose), &key).await }))
            .await?;
        Ok(value
            .map(|value| value.map(|value| value.bytes().to_vec()))
            .map_err(to_guest::denied))
    }

    async fn set(&mut self, whose: store::Scope, key: String, value: Vec<u8>) -> Answer<()> {
        if let Err(denied) = self.uses_store(&key, Some(&value))? {
            return Ok(Err(denied));
        }
        let value = Secret::new(value);
        let set = self
            .ask(move |host| {
                Box::pin(async move { host.store().set(scope(whose), &key, &value).await })
            })
            .await?;
        Ok(set.map_err(to_guest::denied))
    }

    async fn delete(&mut self, whose: store::Scope, key: String) -> Answer<()> {
        if let Err(denied) = self.uses_store(&key, None)? {
            return Ok(Err(denied));
        }
        let deleted = self
            .ask(move |host| Box::pin(async move { host.store().delete(scope(whose), &key).await }))
            .await?;
        Ok(deleted.map_err(to_guest::denied))
    }

    async fn compare_and_set(
        &mut self,
        whose: store::Scope,
        key: String,
        expected: Option<Vec<u8>>,
        value: Option<Vec<u8>>,
    ) -> Answer<bool> {
        if let Err(denied) = self.uses_store(&key, value.as_deref())? {
            return Ok(Err(denied));
        }
        let (expected, value) = (expected.map(Secret::new), value.map(Secret::new));
        let was_set = self
            .ask(move |host| {
                Box::pin(async move {
                    let (expected, value) = (expected.as_ref(), value.as_ref());
                    let store = host.store();
                    store
                        .compare_and_set(scope(whose), &key, expected, value)
                        .await
                })
            })
            .await?;
        Ok(was_set.map_err(to_guest::denied))
    }
}
