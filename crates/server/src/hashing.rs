//! Password hashing: Argon2id (R164), slow on purpose and therefore bounded.
//!
//! A few hashes run at once on threads of their own; the rest wait their turn, so that a storm of
//! sign-ins costs patience, and neither memory nor the pages of those who are in.

mod memory;
mod pool;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use argon2::password_hash;
use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, KeyId as PhcKeyId, Params, ParamsBuilder, Version};
use innkeeper_module::Secret;

use self::memory::Memory;
use self::pool::Pool;
use crate::config::Security;
use crate::keys::{KeyId, KeyRing};
use crate::random::Random;
use crate::telemetry::Metrics;

const SALT_BYTES: usize = 16;

/// What a comparison came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The secret is the one that was hashed.
    Right {
        /// Whether the hash is weaker than today's: hash again while the secret is at hand.
        rehash: bool,
    },
    /// It is not.
    Wrong,
}

impl Verdict {
    /// Whether the secret is the one that was hashed.
    pub fn is_right(self) -> bool {
        matches!(self, Self::Right { .. })
    }
}

/// Why nothing could be hashed or compared.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// What should be a hash is none.
    #[error("a stored password hash cannot be read: {0}")]
    NotAHash(password_hash::Error),
    /// The hash needs a key that the ring lacks.
    #[error("a stored password hash was made with key {0}, which is not in the key file")]
    UnknownKey(String),
    /// The hash function refused.
    #[error("a password cannot be hashed: {0}")]
    Refused(password_hash::Error),
    /// The process is stopping.
    #[error("the hashing pool is gone")]
    Gone,
}

/// Hashes and compares, a few at a time. Clones share the pool.
#[derive(Clone)]
pub struct Hasher {
    inner: Arc<Inner>,
    pool: Arc<Pool>,
}

struct Inner {
    waiting: AtomicUsize,
    params: Params,
    pepper: bool,
    keys: Arc<KeyRing>,
    random: Arc<dyn Random>,
    metrics: Arc<Metrics>,
    dummy: String,
}

impl Hasher {
    /// A pool as the settings want it.
    ///
    /// # Errors
    /// Where the hash function refuses the parameters, or the system the threads.
    pub fn new(
        settings: &Security,
        keys: Arc<KeyRing>,
        random: Arc<dyn Random>,
        metrics: Arc<Metrics>,
    ) -> Result<Self, HashError> {
        let cost = settings.argon2;
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(|error| HashError::Refused(error.into()))?;
        let mut inner = Inner {
            waiting: AtomicUsize::new(0),
            params,
            pepper: settings.pepper,
            keys,
            random,
            metrics,
            dummy: String::new(),
        };
        inner.dummy = inner.dummy()?;
        let pool = Pool::start(settings.hashing_concurrency.get()).map_err(|_| HashError::Gone)?;
        Ok(Self {
            inner: Arc::new(inner),
            pool: Arc::new(pool),
        })
    }

    /// Hashes a secret, as a PHC string.
    ///
    /// # Errors
    /// [`HashError`]; none of them is the secret's fault.
    pub async fn hash(&self, secret: Secret) -> Result<String, HashError> {
        self.run(move |inner, memory| inner.hash(&secret, memory))
            .await
    }

    /// Compares a secret with a hash, in constant time.
    ///
    /// # Errors
    /// [`HashError`] where the hash is none or its key is missing.
    pub async fn verify(
        &self,
        secret: Secret,
        hash: impl Into<String>,
    ) -> Result<Verdict, HashError> {
        let hash = hash.into();
        self.run(move |inner, memory| inner.verify(&secret, &hash, memory))
            .await
    }

    /// Takes as long as a comparison, for accounts that do not exist (R165).
    ///
    /// # Errors
    /// As [`Hasher::verify`].
    pub async fn verify_dummy(&self, secret: Secret) -> Result<(), HashError> {
        self.run(move |inner, memory| inner.verify(&secret, &inner.dummy, memory).map(|_| ()))
            .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner, &mut Memory) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let waiting = Waiting::begin(self.inner.clone());
        let inner = self.inner.clone();
        let work = move |memory: &mut Memory| {
            let started = Instant::now();
            let done = work(&inner, memory);
            inner.metrics.hashed(started.elapsed());
            done
        };
        let done = self.pool.run(waiting, work).await;
        done.map_err(|_| HashError::Gone)?
    }
}

/// Somebody in the queue.
struct Waiting(Arc<Inner>);

impl Waiting {
    fn begin(inner: Arc<Inner>) -> Self {
        let waiting = inner.waiting.fetch_add(1, Ordering::Relaxed) + 1;
        inner.metrics.hashing_queue(waiting);
        Self(inner)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let waiting = self.0.waiting.fetch_sub(1, Ordering::Relaxed) - 1;
        self.0.metrics.hashing_queue(waiting);
    }
}

impl Inner {
    fn hash(&self, secret: &Secret, memory: &mut Memory) -> Result<String, HashError> {
        let mut salt = [0; SALT_BYTES];
        self.random.fill(&mut salt);
        let pepper = self.pepper.then(|| self.keys.pepper(None)).flatten();
        let params = self.params_with(pepper.as_ref().map(|(id, _)| *id))?;
        let argon2 = argon2(params.clone(), pepper.as_ref().map(|(_, pepper)| pepper))?;
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        compute(&argon2, secret, &salt, &mut output, memory)?;
        phc(&params, &salt, &output).map_err(HashError::Refused)
    }

    fn verify(
        &self,
        secret: &Secret,
        hash: &str,
        memory: &mut Memory,
    ) -> Result<Verdict, HashError> {
        let parsed = PasswordHash::new(hash).map_err(|error| HashError::NotAHash(error.into()))?;
        let is_ours = parsed.algorithm == Algorithm::Argon2id.ident()
            && parsed.version == Some(Version::V0x13.into());
        if !is_ours {
            return Err(HashError::NotAHash(password_hash::Error::Algorithm));
        }
        let params = Params::try_from(&parsed).map_err(HashError::NotAHash)?;
        let key = key_of(&params)?;
        let pepper = match key {
            Some(id) => Some(
                self.keys
                    .pepper(Some(id))
                    .ok_or_else(|| HashError::UnknownKey(id.to_string()))?,
            ),
            None => None,
        };
        let (salt, expected) = parsed
            .salt
            .zip(parsed.hash)
            .ok_or(HashError::NotAHash(password_hash::Error::SaltInvalid))?;
        let argon2 = argon2(params.clone(), pepper.as_ref().map(|(_, pepper)| pepper))?;
        let mut output = vec![0; expected.len()];
        compute(&argon2, secret, &salt, &mut output, memory)?;
        // An `Output` is compared in constant time.
        let right = Output::new(&output).is_ok_and(|output| output == expected);
        Ok(if right {
            Verdict::Right {
                rehash: self.is_outdated(&params, key),
            }
        } else {
            Verdict::Wrong
        })
    }

    fn is_outdated(&self, params: &Params, key: Option<KeyId>) -> bool {
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        let wanted = self.pepper.then(|| self.keys.active_id());
        cost(params) != cost(&self.params) || key != wanted
    }

    fn params_with(&self, key: Option<KeyId>) -> Result<Params, HashError> {
        let Some(key) = key else {
            return Ok(self.params.clone());
        };
        let refused = |error: argon2::Error| HashError::Refused(error.into());
        let id = PhcKeyId::new(&key.bytes()).map_err(refused)?;
        let mut builder = ParamsBuilder::new();
        builder
            .m_cost(self.params.m_cost())
            .t_cost(self.params.t_cost())
            .p_cost(self.params.p_cost())
            .keyid(id);
        builder.build().map_err(refused)
    }

    /// A hash that no secret matches, made without the work: only its parameters cost time.
    fn dummy(&self) -> Result<String, HashError> {
        let pepper = self.pepper.then(|| self.keys.active_id());
        let params = self.params_with(pepper)?;
        let (mut salt, mut output) = ([0; SALT_BYTES], [0; Params::DEFAULT_OUTPUT_LEN]);
        self.random.fill(&mut salt);
        self.random.fill(&mut output);
        phc(&params, &salt, &output).map_err(HashError::Refused)
    }
}

/// Fills the output.
fn compute(
    argon2: &Argon2<'_>,
    secret: &Secret,
    salt: &[u8],
    output: &mut [u8],
    memory: &mut Memory,
) -> Result<(), HashError> {
    let blocks = memory.blocks(argon2.params().block_count());
    let done = argon2.hash_password_into_with_memory(secret.bytes(), salt, output, blocks);
    done.map_err(|error| HashError::Refused(error.into()))
}

/// The hash with all that a comparison needs.
fn phc(params: &Params, salt: &[u8], output: &[u8]) -> Result<String, password_hash::Error> {
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: params.try_into()?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(output)?),
    };
    Ok(hash.to_string())
}

fn argon2(params: Params, pepper: Option<&Secret>) -> Result<Argon2<'_>, HashError> {
    match pepper {
        None => Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params)),
        Some(pepper) => {
            Argon2::new_with_secret(pepper.bytes(), Algorithm::Argon2id, Version::V0x13, params)
                .map_err(|error| HashError::Refused(error.into()))
        }
    }
}

fn key_of(params: &Params) -> Result<Option<KeyId>, HashError> {
    match params.keyid() {
        [] => Ok(None),
        bytes => bytes
            .try_into()
            .map(|bytes| Some(KeyId::from_bytes(bytes)))
            .map_err(|_| HashError::UnknownKey(data_encoding::HEXLOWER.encode(bytes))),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::clock::TestClock;
    use crate::config::{Config, Sources};
    use crate::random::SeededRandom;

    fn keys(seed: u64) -> Arc<KeyRing> {
        let clock = TestClock::new(DateTime::UNIX_EPOCH);
        Arc::new(KeyRing::in_memory(
            &clock,
            Arc::new(SeededRandom::new(seed)),
        ))
    }

    fn hasher(settings: &[(&str, &str)], keys: &Arc<KeyRing>) -> Hasher {
        let sources = settings
            .iter()
            .fold(Sources::default(), |all, (key, value)| {
                all.with(key, *value)
            });
        let config = Config::load(&sources).unwrap_or_else(|error| panic!("{error}"));
        let random = Arc::new(SeededRandom::new(1));
        Hasher::new(&config.security, keys.clone(), random, Arc::default()).unwrap()
    }

    #[tokio::test]
    async fn r164_a_hash_is_argon2id_of_the_settled_strength() {
        let hasher = hasher(&[], &keys(1));
        let hash = hasher.hash("correct horse".into()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert_eq!(
            hasher.verify("correct horse".into(), &*hash).await.unwrap(),
            Verdict::Right { rehash: false }
        );
        assert_eq!(
            hasher.verify("correct hors".into(), &*hash).await.unwrap(),
            Verdict::Wrong
        );
        assert_ne!(hash, hasher.hash("correct horse".into()).await.unwrap());
    }

    #[tokio::test]
    async fn r164_a_hash_of_other_strength_asks_to_be_made_anew() {
        let keys = keys(1);
        let hash = hasher(&[], &keys).hash("secret".into()).await.unwrap();
        let stronger = hasher(&[("security.argon2_passes", "3")], &keys);
        assert_eq!(
            stronger.verify("secret".into(), hash).await.unwrap(),
            Verdict::Right { rehash: true }
        );
    }

    #[tokio::test]
    async fn a_peppered_hash_needs_the_key_file() {
        let mine = keys(1);
        let hasher_with = |keys| hasher(&[("security.pepper", "true")], keys);
        let hash = hasher_with(&mine).hash("secret".into()).await.unwrap();
        assert!(hash.contains("keyid="), "{hash}");
        assert_eq!(
            hasher_with(&mine)
                .verify("secret".into(), &*hash)
                .await
                .unwrap(),
            Verdict::Right { rehash: false }
        );
        let without = hasher(&[], &mine);
        assert_eq!(
            without.verify("secret".into(), &*hash).await.unwrap(),
            Verdict::Right { rehash: true }
        );
        let stranger = hasher_with(&keys(2)).verify("secret".into(), hash).await;
        assert!(matches!(stranger, Err(HashError::UnknownKey(_))));
    }

    #[tokio::test]
    async fn an_unknown_account_costs_as_much_as_a_wrong_password() {
        let hasher = hasher(&[], &keys(1));
        assert!(hasher.verify_dummy("secret".into()).await.is_ok());
        let dummy = hasher.inner.dummy.clone();
        assert!(
            dummy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{dummy}"
        );
    }

    #[tokio::test]
    async fn what_is_no_hash_is_a_fault_and_not_a_wrong_password() {
        let answer = hasher(&[], &keys(1))
            .verify("secret".into(), "nonsense")
            .await;
        assert!(matches!(answer, Err(HashError::NotAHash(_))));
    }
}
