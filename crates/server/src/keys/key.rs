//! One key and what is derived from it: a subkey for each purpose, so that none can serve another.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::file::{KeyEntry, KeyFile};

/// The length of an id. It must fit the `keyid` of a PHC string, which is eight bytes.
pub const ID_BYTES: usize = 4;

/// A key's name, which is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KeyId([u8; ID_BYTES]);

/// What a key's owner may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyInfo {
    /// Its name.
    pub id: KeyId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whether new data is sealed with it.
    pub active: bool,
}

/// What a message authentication code is for; a code for one purpose is worthless for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacPurpose {
    /// Tokens of forms.
    Csrf,
    /// Messages that a browser carries to its next page.
    Flash,
    /// Names of sessions in the log.
    Log,
    /// Names of people for modules.
    Pseudonym,
    /// The secret in password hashes.
    Pepper,
    /// Look-ups by a value that the database must not hold.
    Lookup,
    /// Digests that are compared for longer than a key is the active one.
    Lasting,
    /// The key of the audit log's chain.
    AuditChain,
    /// Answers that plugins were given.
    Answered,
    /// The key of what plugins were compiled to.
    Compiled,
}

/// A key with its subkeys. Wiped when dropped.
pub struct Key {
    info: KeyInfo,
    master: Zeroizing<Vec<u8>>,
    sealing: Zeroizing<[u8; 32]>,
}

impl Key {
    pub(super) fn derive(entry: &KeyEntry, active: bool) -> Self {
        let info = KeyInfo {
            id: entry.id,
            created_at: entry.created_at,
            active,
        };
        Self::new(info, entry.secret.bytes())
    }

    pub(super) fn for_pseudonyms(file: &KeyFile) -> Self {
        let info = KeyInfo {
            id: KeyId([0; ID_BYTES]),
            created_at: DateTime::UNIX_EPOCH,
            active: false,
        };
        Self::new(info, file.pseudonyms.bytes())
    }

    fn new(info: KeyInfo, master: &[u8]) -> Self {
        let sealing = subkey(master, "innkeeper sealing 1");
        Self {
            info,
            master: Zeroizing::new(master.to_vec()),
            sealing,
        }
    }

    pub(super) fn id(&self) -> KeyId {
        self.info.id
    }

    pub(super) fn is_active(&self) -> bool {
        self.info.active
    }

    pub(super) fn info(&self) -> KeyInfo {
        self.info.clone()
    }

    pub(super) fn sealing(&self) -> &[u8; 32] {
        &self.sealing
    }

    pub(super) fn mac(&self, purpose: MacPurpose, text: &[u8]) -> [u8; 32] {
        self.hmac(purpose, text).finalize().into_bytes().into()
    }

    pub(super) fn verify_mac(&self, purpose: MacPurpose, text: &[u8], mac: &[u8]) -> bool {
        self.hmac(purpose, text).verify_slice(mac).is_ok()
    }

    fn hmac(&self, purpose: MacPurpose, text: &[u8]) -> Hmac<Sha256> {
        let key = subkey(&self.master, purpose.info());
        Hmac::<Sha256>::new_from_slice(key.as_slice())
            .expect("HMAC takes keys of any length")
            .chain_update(text)
    }
}

impl MacPurpose {
    fn info(self) -> &'static str {
        match self {
            Self::Csrf => "innkeeper mac csrf 1",
            Self::Flash => "innkeeper mac flash 1",
            Self::Log => "innkeeper mac log 1",
            Self::Pseudonym => "innkeeper mac pseudonym 1",
            Self::Pepper => "innkeeper mac pepper 1",
            Self::AuditChain => "innkeeper mac audit chain 1",
            Self::Answered => "innkeeper mac answered 1",
            Self::Compiled => "innkeeper mac compiled 1",
            Self::Lookup => "innkeeper mac lookup 1",
            Self::Lasting => "innkeeper mac lasting 1",
        }
    }
}

fn subkey(master: &[u8], info: &str) -> Zeroizing<[u8; 32]> {
    let mut subkey = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, master)
        .expand(info.as_bytes(), subkey.as_mut_slice())
        .expect("HKDF-SHA256 gives up to 8160 bytes");
    subkey
}

impl KeyId {
    /// An id from random bytes.
    pub fn from_bytes(bytes: [u8; ID_BYTES]) -> Self {
        Self(bytes)
    }

    /// The id as it is stored beside sealed data.
    pub fn bytes(self) -> [u8; ID_BYTES] {
        self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for KeyId {
    type Err = NotAKeyId;

    fn from_str(text: &str) -> Result<Self, NotAKeyId> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotAKeyId)?;
        bytes.try_into().map(Self).map_err(|_| NotAKeyId)
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for KeyId {
    type Error = NotAKeyId;

    fn try_from(text: String) -> Result<Self, NotAKeyId> {
        text.parse()
    }
}

/// A text that is no key's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key's id is eight lower-case hexadecimal digits")]
pub struct NotAKeyId;
