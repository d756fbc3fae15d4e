//! The key ring: what is secret in the database is sealed with keys that are not in the database.
//!
//! Every key has an id. New data is sealed with the active key, older data stays readable, and
//! `innkeeper keys rotate` seals it anew while the panel runs: a ring that meets a key it does not know,
//! or a file that changed, reads the file again.

mod aad;
mod check;
mod cipher;
mod error;
mod file;
mod key;
mod reseal;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_module::Secret;
use innkeeper_store::audit_chain::ChainKey;
use zeroize::Zeroizing;

pub use aad::Aad;
pub use check::{CheckError, check, is_in_use, verify};
pub use error::KeyError;
use file::{KeyFile, Stamp};
use key::Key;
pub use key::{KeyId, KeyInfo, MacPurpose};
pub use reseal::{Resealed, count_by_key, reseal};

use crate::clock::Clock;
use crate::random::Random;

/// The file is looked at no more often than this, whatever strangers send.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The keys of this panel.
pub struct KeyRing {
    path: Option<PathBuf>,
    random: Arc<dyn Random>,
    keys: RwLock<Arc<Keys>>,
    seen: Mutex<Seen>,
}

/// The ring as it was last read.
struct Keys {
    /// Never empty; the active one first.
    keys: Vec<Key>,
    /// Makes pseudonyms and lasting digests, and chains the audit log. It never changes, because they
    /// never do.
    pseudonyms: Key,
}

/// When the file was last looked at, and what it looked like.
struct Seen {
    at: Instant,
    stamp: Option<Stamp>,
}

impl KeyRing {
    /// Reads the key file, which is made if there is none.
    ///
    /// # Errors
    /// Says what is wrong with the file and what to do.
    pub fn open_or_create(
        path: &Path,
        clock: &dyn Clock,
        random: Arc<dyn Random>,
    ) -> Result<Self, KeyError> {
        let stamp = file::stamp(path);
        let file = match file::read(path)? {
            Some(file) => file,
            None => file::create(path, &KeyFile::generate(clock.now(), random.as_ref()))?,
        };
        Ok(Self::new(Some(path.to_path_buf()), &file, stamp, random))
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// [`KeyError::Missing`] where there is none: a panel whose database has sealed data must not start
    /// with fresh keys.
    pub fn open_existing(path: &Path, random: Arc<dyn Random>) -> Result<Self, KeyError> {
        let stamp = file::stamp(path);
        let file = file::read(path)?.ok_or_else(|| KeyError::Missing(path.to_path_buf()))?;
        Ok(Self::new(Some(path.to_path_buf()), &file, stamp, random))
    }

    /// A fresh ring without a file, for tests.
    pub fn in_memory(clock: &dyn Clock, random: Arc<dyn Random>) -> Self {
        let file = KeyFile::generate(clock.now(), random.as_ref());
        Self::new(None, &file, None, random)
    }

    fn new(
        path: Option<PathBuf>,
        file: &KeyFile,
        stamp: Option<Stamp>,
        random: Arc<dyn Random>,
    ) -> Self {
        let seen = Mutex::new(Seen {
            at: Instant::now(),
            stamp,
        });
        Self {
            path,
            random,
            keys: RwLock::new(Arc::new(Keys::derive(file))),
            seen,
        }
    }

    /// Seals a text for one place in the database, with the active key.
    ///
    /// # Errors
    /// Only for texts larger than the cipher takes.
    pub fn seal(&self, aad: &Aad, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        cipher::seal(self.current(false).active(), self.nonce(), aad, plain)
    }

    /// Seals with a key that need not be the active one, for the key's own check.
    fn seal_with(&self, id: KeyId, aad: &Aad, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let keys = self.current(false);
        let key = keys.find(id).ok_or(KeyError::UnknownKey(id))?;
        cipher::seal(key, self.nonce(), aad, plain)
    }

    fn nonce(&self) -> [u8; cipher::NONCE_BYTES] {
        let mut nonce = [0; cipher::NONCE_BYTES];
        self.random.fill(&mut nonce);
        nonce
    }

    /// Opens what was sealed for this place, with whichever key it was.
    ///
    /// # Errors
    /// [`KeyError::UnknownKey`] where the ring lacks the key, [`KeyError::NotOpened`] where the data was
    /// sealed for another place or was changed.
    pub fn open(&self, aad: &Aad, sealed: &[u8]) -> Result<Secret, KeyError> {
        let id = cipher::key_id(sealed)?;
        let keys = self.current(false);
        let keys = if keys.find(id).is_some() {
            keys
        } else {
            self.current(true)
        };
        let key = keys.find(id).ok_or(KeyError::UnknownKey(id))?;
        cipher::open(key, aad, sealed)
    }

    /// Which key sealed this, if anything of ours did.
    pub fn sealed_by(sealed: &[u8]) -> Option<KeyId> {
        cipher::key_id(sealed).ok()
    }

    /// A code that only this panel can make for this text.
    pub fn mac(&self, purpose: MacPurpose, text: &[u8]) -> [u8; 32] {
        self.current(false).active().mac(purpose, text)
    }

    /// Whether a code was made by [`KeyRing::mac`], with this key or an earlier one, in constant time.
    pub fn verify_mac(&self, purpose: MacPurpose, text: &[u8], mac: &[u8]) -> bool {
        self.current(false)
            .keys
            .iter()
            .any(|key| key.verify_mac(purpose, text, mac))
    }

    /// A name for a person that only one module sees, and that never changes.
    pub fn pseudonym(&self, module: &str, principal: PrincipalId) -> String {
        let text = format!("{module}:{principal}");
        let mac = self
            .current(false)
            .pseudonyms
            .mac(MacPurpose::Pseudonym, text.as_bytes());
        BASE32_NOPAD
            .encode(mac.get(..20).unwrap_or(&mac))
            .to_lowercase()
    }

    /// A digest of a text that the database must not hold, the same for ever.
    pub fn lasting_digest(&self, text: &[u8]) -> [u8; 32] {
        self.current(false)
            .pseudonyms
            .mac(MacPurpose::Lasting, text)
    }

    /// The key of the audit log's chain. It never changes, for what was written stays as it was.
    pub fn audit_chain(&self) -> ChainKey {
        let keys = self.current(false);
        ChainKey::new(Zeroizing::new(
            keys.pseudonyms.mac(MacPurpose::AuditChain, b""),
        ))
    }

    /// By what an answer is recognised that a plugin was given. A new key does not make it another one.
    pub fn answered(&self, answer: &[u8]) -> [u8; 32] {
        let keys = self.current(false);
        keys.pseudonyms.mac(MacPurpose::Answered, answer)
    }

    /// The key by which the panel recognises what it compiled.
    pub fn compiled(&self) -> Zeroizing<[u8; 32]> {
        let keys = self.current(false);
        Zeroizing::new(keys.pseudonyms.mac(MacPurpose::Compiled, b""))
    }

    /// What log lines call a session (R161): of no use to whoever reads the log.
    pub fn log_id(&self, token_hash: &[u8]) -> String {
        let mac = self.mac(MacPurpose::Log, token_hash);
        HEXLOWER.encode(mac.get(..8).unwrap_or(&mac))
    }

    /// The secret that goes into password hashes, if the operator wants one: of the active key, or of
    /// the key by which an existing hash was made.
    pub fn pepper(&self, id: Option<KeyId>) -> Option<(KeyId, Secret)> {
        let keys = self.current(false);
        let key = id.map_or_else(|| Some(keys.active()), |id| keys.find(id))?;
        Some((key.id(), Secret::new(key.mac(MacPurpose::Pepper, b""))))
    }

    /// The key for new data.
    pub fn active_id(&self) -> KeyId {
        self.current(false).active().id()
    }

    /// Every key, the active one first.
    pub fn list(&self) -> Vec<KeyInfo> {
        self.current(false).keys.iter().map(Key::info).collect()
    }

    /// Adds a key to the file and makes it the active one. Running panels notice within a second.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn rotate(&self, clock: &dyn Clock) -> Result<KeyId, KeyError> {
        let path = self
            .path
            .as_deref()
            .ok_or_else(|| KeyError::Missing(PathBuf::new()))?;
        file::add_key(path, clock.now(), self.random.as_ref())?;
        Ok(self.current(true).active().id())
    }

    /// The ring, read again if the file changed. Looks at most once in [`LOOK_AGAIN`] unless `at_once`.
    fn current(&self, at_once: bool) -> Arc<Keys> {
        if let Some(path) = &self.path {
            self.look_at(path, at_once);
        }
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn look_at(&self, path: &Path, at_once: bool) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.at.elapsed() < LOOK_AGAIN && !at_once {
            return;
        }
        seen.at = Instant::now();
        let stamp = file::stamp(path);
        if stamp == seen.stamp {
            return;
        }
        match file::read(path) {
            Ok(Some(file)) => {
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) =
                    Arc::new(Keys::derive(&file));
                seen.stamp = stamp;
            }
            Ok(None) => {
                tracing::warn!(path = %path.display(), "the key file is gone; the panel goes on with the keys it has read");
            }
            Err(error) => {
                tracing::warn!(%error, "the key file cannot be read; the panel goes on with the keys it has read");
            }
        }
    }
}

impl Keys {
    fn derive(file: &KeyFile) -> Self {
        let mut keys: Vec<Key> = file
            .keys
            .iter()
            .map(|entry| Key::derive(entry, entry.id == file.active))
            .collect();
        keys.sort_by_key(|key| std::cmp::Reverse((key.is_active(), key.info().created_at)));
        Self {
            keys,
            pseudonyms: Key::for_pseudonyms(file),
        }
    }

    fn active(&self) -> &Key {
        self.keys
            .first()
            .expect("a key file without an active key is refused when it is read")
    }

    fn find(&self, id: KeyId) -> Option<&Key> {
        self.keys.iter().find(|key| key.id() == id)
    }
}

#[cfg(test)]
mod database_tests;
#[cfg(test)]
mod tests;
