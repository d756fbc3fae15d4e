//! The host of tests: its clock stands still until moved, its chance is seeded, its network is a
//! script, and it remembers what was asked of it.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::host::NoStore;
use crate::{
    Delivery, Denied, Host, HttpRequest, HttpResponse, KeyedHash, LogLevel, OutboundMessage, Scope,
    Secret, Store, signatures,
};

/// Who answers requests; None never does.
type Server = Box<dyn FnMut(&HttpRequest) -> Option<Result<HttpResponse, Denied>> + Send>;

/// A host for tests.
pub struct FakeHost(Mutex<World>, Option<FakeStore>);

/// A store that forgets everything with the test.
#[derive(Default)]
struct FakeStore(Mutex<BTreeMap<(bool, String), Secret>>);

struct World {
    now: DateTime<Utc>,
    chance: u64,
    settings: BTreeMap<String, String>,
    logs: Vec<(LogLevel, String)>,
    hashes: u64,
    verifications: u64,
    script: VecDeque<Result<HttpResponse, Denied>>,
    server: Option<Server>,
    requests: Vec<HttpRequest>,
    messages: Vec<OutboundMessage>,
    hashing_fails: bool,
    sending_fails: Option<Denied>,
}

impl World {
    fn answer(&mut self, request: &HttpRequest) -> Option<Result<HttpResponse, Denied>> {
        if let Some(answer) = self.script.pop_front() {
            return Some(answer);
        }
        let unscripted = Denied::Failed("the test scripted no answer".into());
        match &mut self.server {
            Some(server) => server(request),
            None => Some(Err(unscripted)),
        }
    }

    fn hashing(&self) -> Result<(), Denied> {
        if self.hashing_fails {
            return Err(Denied::Failed("the test broke the hashing".into()));
        }
        Ok(())
    }
}

impl Default for FakeHost {
    /// A host on 2026-11-22, 12:00:07 UTC: seven seconds into a period of thirty.
    fn default() -> Self {
        Self::at(DateTime::from_timestamp(1_795_348_807, 0).unwrap_or_default())
    }
}

impl FakeHost {
    /// A host at that time.
    pub fn at(now: DateTime<Utc>) -> Self {
        let world = Mutex::new(World {
            now,
            chance: 0x1ee7_5eed,
            settings: BTreeMap::new(),
            logs: Vec::new(),
            hashes: 0,
            verifications: 0,
            script: VecDeque::new(),
            server: None,
            requests: Vec::new(),
            messages: Vec::new(),
            hashing_fails: false,
            sending_fails: None,
        });
        Self(world, None)
    }

    /// Gives the module a setting.
    #[must_use]
    pub fn with_setting(self, name: &str, value: &str) -> Self {
        self.world().settings.insert(name.into(), value.into());
        self
    }

    /// Gives the module a store.
    #[must_use]
    pub fn with_store(mut self) -> Self {
        self.1 = Some(FakeStore::default());
        self
    }

    /// Other chance than usual.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        self.world().chance = seed;
        self
    }

    /// Puts the clock.
    pub fn move_to(&self, now: DateTime<Utc>) {
        self.world().now = now;
    }

    /// Moves the clock on, or back.
    pub fn advance_seconds(&self, seconds: i64) {
        self.world().now += TimeDelta::seconds(seconds);
    }

    /// Who answers HTTP requests once the script is at its end, by what is asked; what gets None waits
    /// for ever.
    pub fn serve_http(
        &self,
        server: impl FnMut(&HttpRequest) -> Option<Result<HttpResponse, Denied>> + Send + 'static,
    ) {
        self.world().server = Some(Box::new(server));
    }

    /// What the next HTTP request gets; without a script or a server it is denied.
    pub fn script_http(&self, answer: Result<HttpResponse, Denied>) {
        self.world().script.push_back(answer);
    }

    /// From now on no slow hash can be made or compared with.
    pub fn break_hashing(&self) {
        self.world().hashing_fails = true;
    }

    /// From now on no message can be sent.
    pub fn break_sending(&self, denied: Denied) {
        self.world().sending_fails = Some(denied);
    }

    /// The log so far.
    pub fn logs(&self) -> Vec<(LogLevel, String)> {
        self.world().logs.clone()
    }

    /// How many slow hashes were made.
    pub fn hashes(&self) -> u64 {
        self.world().hashes
    }

    /// How many slow hashes were compared with.
    pub fn verifications(&self) -> u64 {
        self.world().verifications
    }

    /// The HTTP requests so far.
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.world().requests.clone()
    }

    /// The messages sent so far.
    pub fn messages(&self) -> Vec<OutboundMessage> {
        self.world().messages.clone()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Quick and reversible by anyone who tries: for tests alone.
fn digest(salt: u64, secret: &Secret) -> Secret {
    let mut hasher = DefaultHasher::new();
    (salt, secret.bytes()).hash(&mut hasher);
    Secret::from(format!("$fake${salt}${:016x}", hasher.finish()))
}

/// `SplitMix64`: all that tests need of chance.
fn draw(chance: &mut u64) -> u8 {
    *chance = chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*chance ^ (*chance >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)).to_le_bytes()[0]
}

#[async_trait]
impl Host for FakeHost {
    fn now(&self) -> DateTime<Utc> {
        self.world().now
    }

    fn random(&self, length: usize) -> Secret {
        let mut world = self.world();
        let bytes: Vec<u8> = (0..length).map(|_| draw(&mut world.chance)).collect();
        Secret::new(bytes)
    }

    fn log(&self, level: LogLevel, message: &str) {
        self.world().logs.push((level, message.into()));
    }

    fn setting(&self, name: &str) -> Option<Secret> {
        self.world()
            .settings
            .get(name)
            .map(|value| value.as_str().into())
    }

    async fn hash(&self, secret: &Secret) -> Result<Secret, Denied> {
        let mut world = self.world();
        world.hashes += 1;
        world.hashing()?;
        Ok(digest(world.hashes, secret))
    }

    async fn verify_hash(&self, secret: &Secret, hash: &Secret) -> Result<bool, Denied> {
        let mut world = self.world();
        world.verifications += 1;
        world.hashing()?;
        let salt = hash.text().and_then(|text| text.split('$').nth(2));
        let salt = salt.and_then(|salt| salt.parse().ok());
        let salt = salt.ok_or_else(|| Denied::Failed("that is no hash".into()))?;
        Ok(digest(salt, secret) == *hash)
    }

    async fn hmac(&self, hash: KeyedHash, key: &str, message: &[u8]) -> Result<Vec<u8>, Denied> {
        let key = self.setting(key);
        let key = key.ok_or_else(|| Denied::Failed("the setting is not set".into()))?;
        signatures::hmac(hash, &key, message)
            .ok_or_else(|| Denied::Failed("the setting is no key".into()))
    }

    fn store(&self) -> &dyn Store {
        match &self.1 {
            Some(store) => store,
            None => &NoStore,
        }
    }

    async fn http(&self, request: HttpRequest) -> Result<HttpResponse, Denied> {
        let answer = self.world().answer(&request);
        self.world().requests.push(request);
        match answer {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }

    async fn send(&self, message: OutboundMessage) -> Result<Delivery, Denied> {
        let mut world = self.world();
        if let Some(denied) = &world.sending_fails {
            return Err(denied.clone());
        }
        world.messages.push(message);
        Ok(Delivery {
            to: "ad***@example.com".into(),
        })
    }
}

impl FakeStore {
    fn shelves(&self) -> MutexGuard<'_, BTreeMap<(bool, String), Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn place(scope: Scope, key: &str) -> (bool, String) {
    (scope == Scope::Account, key.to_owned())
}

#[async_trait]
impl Store for FakeStore {
    async fn get(&self, scope: Scope, key: &str) -> Result<Option<Secret>, Denied> {
        Ok(self.shelves().get(&place(scope, key)).cloned())
    }

    async fn set(&self, scope: Scope, key: &str, value: &Secret) -> Result<(), Denied> {
        self.shelves().insert(place(scope, key), value.clone());
        Ok(())
    }

    async fn delete(&self, scope: Scope, key: &str) -> Result<(), Denied> {
        self.shelves().remove(&place(scope, key));
        Ok(())
    }

    async fn compare_and_set(
        &self,
        scope: Scope,
        key: &str,
        expected: Option<&Secret>,
        value: Option<&Secret>,
    ) -> Result<bool, Denied> {
        let (mut shelves, place) = (self.shelves(), place(scope, key));
        if shelves.get(&place) != expected {
            return Ok(false);
        }
        match value {
            Some(value) => shelves.insert(place, value.clone()),
            None => shelves.remove(&place),
        };
        Ok(true)
    }
}
