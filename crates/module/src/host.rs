//! Everything a module may reach. Nothing else is within its reach, whoever wrote it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{HeaderValue, Secret, Text};

/// The world, as far as the panel grants it to one module.
#[async_trait]
pub trait Host: Send + Sync {
    /// The server's time. A client's time is never to be trusted.
    fn now(&self) -> DateTime<Utc>;

    /// Bytes from the operating system's generator.
    fn random(&self, length: usize) -> Secret;

    /// A line in the panel's log, marked with the module's id. Never put a secret into it.
    fn log(&self, level: LogLevel, message: &str);

    /// One of the module's own settings; secret ones come as text too. None where it is not set.
    fn setting(&self, name: &str) -> Option<Secret>;

    /// Hashes a short secret slowly (Argon2id), in the panel's bounded pool, as a PHC string.
    ///
    /// # Errors
    /// [`Denied::Failed`] where the pool is gone.
    async fn hash(&self, secret: &Secret) -> Result<Secret, Denied>;

    /// Whether `secret` is what `hash` was made of. One call costs one slow hash, so find the
    /// candidate first.
    ///
    /// # Errors
    /// [`Denied::Failed`] where the pool is gone or the hash is not one.
    async fn verify_hash(&self, secret: &Secret, hash: &Secret) -> Result<bool, Denied>;

    /// A request to a host that the module declared, over the panel's one guarded client.
    ///
    /// # Errors
    /// [`Denied`] says what to declare, or what went wrong on the way.
    async fn http(&self, request: HttpRequest) -> Result<HttpResponse, Denied>;

    /// A message to the person of the conversation, through a channel that the provider granted. Where
    /// it goes is the panel's to know: the confirmed address or number of that person.
    ///
    /// # Errors
    /// [`Denied`] says what to declare, or why it could not be taken.
    async fn send(&self, message: OutboundMessage) -> Result<Delivery, Denied>;

    /// HMAC over a message with one of the module's own settings as the key, so that it need not see the key. One
    /// that begins with `whsec_` goes on in base 64, as Standard Webhooks have it.
    ///
    /// # Errors
    /// [`Denied::Failed`] where the setting is not set or is no key.
    async fn hmac(&self, _: KeyedHash, key: &str, _: &[u8]) -> Result<Vec<u8>, Denied> {
        Err(Denied::NotGranted(format!(
            "there are no signatures here, with `{key}` or any other key"
        )))
    }

    /// What the module remembers beyond a conversation and a credential. Where nothing is granted, every
    /// call says so.
    fn store(&self) -> &dyn Store {
        &NoStore
    }
}

/// A module's own memory, sealed at rest. The host keeps modules and people apart: a key is the module's own,
/// and in [`Scope::Account`] that of one person too, whatever it is called.
#[async_trait]
pub trait Store: Send + Sync {
    /// The value under a key.
    ///
    /// # Errors
    /// [`Denied`] says what to declare, or what went wrong.
    async fn get(&self, scope: Scope, key: &str) -> Result<Option<Secret>, Denied>;

    /// Puts a value under a key, whatever was there.
    ///
    /// # Errors
    /// [`Denied`] also where the quota is used up.
    async fn set(&self, scope: Scope, key: &str, value: &Secret) -> Result<(), Denied>;

    /// Empties a key; it may be empty already.
    ///
    /// # Errors
    /// [`Denied`] says what to declare, or what went wrong.
    async fn delete(&self, scope: Scope, key: &str) -> Result<(), Denied>;

    /// Puts a value under a key (None: empties it) if what is there is what was expected (None: nothing),
    /// and says whether it was. Of two at once, one is told no.
    ///
    /// # Errors
    /// [`Denied`] also where the quota is used up.
    async fn compare_and_set(
        &self,
        scope: Scope,
        key: &str,
        expected: Option<&Secret>,
        value: Option<&Secret>,
    ) -> Result<bool, Denied>;
}

/// Whose shelf of a [`Store`] it is. Each has a quota of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The module's, whoever it talks with.
    Module,
    /// That of the account of this conversation, and gone with it. There is none outside of one.
    Account,
}

/// The store of a module that was granted none.
pub(crate) struct NoStore;

impl NoStore {
    fn denied<T>() -> Result<T, Denied> {
        Err(Denied::NotGranted(
            "there is no store: add `store` to the manifest".into(),
        ))
    }
}

#[async_trait]
impl Store for NoStore {
    async fn get(&self, _: Scope, _: &str) -> Result<Option<Secret>, Denied> {
        Self::denied()
    }

    async fn set(&self, _: Scope, _: &str, _: &Secret) -> Result<(), Denied> {
        Self::denied()
    }

    async fn delete(&self, _: Scope, _: &str) -> Result<(), Denied> {
        Self::denied()
    }

    async fn compare_and_set(
        &self,
        _: Scope,
        _: &str,
        _: Option<&Secret>,
        _: Option<&Secret>,
    ) -> Result<bool, Denied> {
        Self::denied()
    }
}

/// What an HMAC is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyedHash {
    /// SHA-1, for services that take no other.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl KeyedHash {
    const ALL: [(&'static str, Self); 3] = [
        ("sha-1", Self::Sha1),
        ("sha-256", Self::Sha256),
        ("sha-512", Self::Sha512),
    ];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "sha-1",
            Self::Sha256 => "sha-256",
            Self::Sha512 => "sha-512",
        }
    }

    /// The one that is written so.
    pub fn find(name: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, hash)| hash)
    }
}

/// How loud a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// For the module's author.
    Debug,
    /// For the record.
    Info,
    /// For staff to look at some day.
    Warn,
    /// For staff to look at now.
    Error,
}

/// A request; `https` only.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET`, `POST` or `PUT`.
    pub method: String,
    /// An absolute URL; or `setting:` and the name of the setting that has it, for URLs which are secret.
    pub url: String,
    /// Names and values, in order.
    pub headers: Vec<(String, HeaderValue)>,
    /// Empty for none.
    pub body: Vec<u8>,
}

/// The answer to an [`HttpRequest`].
#[derive(Clone)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// Cut off at the module's limit.
    pub body: Vec<u8>,
}

/// A message to one person.
#[derive(Clone)]
pub struct OutboundMessage {
    /// `email`, or a channel plugin's id.
    pub channel: String,
    /// What it says; the channel's theme draws it.
    pub text: Text,
    /// The code it carries, if it carries one: the panel keeps it out of logs and subjects.
    pub code: Option<Secret>,
}

/// A message that was taken for delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Where it goes, masked so far that only its owner knows it (`by***@example.com`).
    pub to: String,
}

/// A refusal or a fault of the host's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The module may not do this: the text says what its manifest would have to declare.
    #[error("not granted: {0}")]
    NotGranted(String),
    /// It was allowed and did not work.
    #[error("failed: {0}")]
    Failed(String),
}
