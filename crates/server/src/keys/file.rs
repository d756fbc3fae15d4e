//! The key file: JSON, readable by its owner alone, replaced as a whole.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use innkeeper_module::Secret;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::{KeyError, KeyId};
use crate::random::Random;

const FORMAT: u32 = 1;
const KEY_BYTES: usize = 32;

/// The file's content.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    format: u32,
    /// The key for new data.
    pub active: KeyId,
    /// Every key, oldest first.
    pub keys: Vec<KeyEntry>,
    /// Makes pseudonyms; it stays when keys change.
    #[serde(with = "base64")]
    pub pseudonyms: Secret,
}

/// One key of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyEntry {
    /// Its name.
    pub id: KeyId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The key itself.
    #[serde(with = "base64")]
    pub secret: Secret,
}

/// What tells one state of the file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    length: u64,
    modified: Option<SystemTime>,
}

impl KeyFile {
    /// A file with one fresh key.
    pub fn generate(now: DateTime<Utc>, random: &dyn Random) -> Self {
        let key = KeyEntry::generate(now, random);
        Self {
            format: FORMAT,
            active: key.id,
            keys: vec![key],
            pseudonyms: draw(random),
        }
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.format != FORMAT {
            return Err("it was written by a newer version of the panel");
        }
        let secrets = || {
            self.keys
                .iter()
                .map(|key| &key.secret)
                .chain([&self.pseudonyms])
        };
        if secrets().any(|secret| secret.bytes().len() != KEY_BYTES) {
            return Err("a key in it does not have 32 bytes");
        }
        if !self.keys.iter().any(|key| key.id == self.active) {
            return Err("its active key is missing");
        }
        Ok(())
    }
}

impl KeyEntry {
    fn generate(now: DateTime<Utc>, random: &dyn Random) -> Self {
        let mut id = [0; super::key::ID_BYTES];
        random.fill(&mut id);
        Self {
            id: KeyId::from_bytes(id),
            created_at: now,
            secret: draw(random),
        }
    }
}

/// The state of the file; none where there is no file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(Stamp {
        inode: metadata.ino(),
        length: metadata.len(),
        modified: metadata.modified().ok(),
    })
}

/// Reads the file; none where there is no file.
pub fn read(path: &Path) -> Result<Option<KeyFile>, KeyError> {
    let text = match std::fs::read(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(KeyError::Unreadable {
                path: path.to_path_buf(),
                source,
            });
        }
    };
    let malformed = |reason| KeyError::Malformed {
        path: path.to_path_buf(),
        reason,
    };
    // The parser's message is dropped: it quotes what it could not read.
    let file: KeyFile =
        serde_json::from_slice(&text).map_err(|_| malformed("it does not have the form of one"))?;
    file.check().map_err(malformed)?;
    Ok(Some(file))
}

/// Writes the first file. If another process was faster, its file counts.
pub fn create(path: &Path, file: &KeyFile) -> Result<KeyFile, KeyError> {
    let unwritable = |source| KeyError::Unwritable {
        path: path.to_path_buf(),
        source,
    };
    let folder = folder(path);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(unwritable)?;
    let draft = write_draft(path, file).map_err(unwritable)?;
    // A link, unlike a rename, does not replace a file that another process made meanwhile.
    let linked = std::fs::hard_link(&draft, path);
    let _ = std::fs::remove_file(&draft);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(unwritable(error));
        }
        _ => sync(&folder).map_err(unwritable)?,
    }
    read(path)?.ok_or_else(|| KeyError::Missing(path.to_path_buf()))
}

/// Adds a key and makes it the active one.
pub fn add_key(path: &Path, now: DateTime<Utc>, random: &dyn Random) -> Result<(), KeyError> {
    let unwritable = |source| KeyError::Unwritable {
        path: path.to_path_buf(),
        source,
    };
    let folder = folder(path);
    // Two rotations at once must not lose each other's key.
    let lock = File::open(&folder).map_err(unwritable)?;
    lock.lock().map_err(unwritable)?;
    let mut file = read(path)?.ok_or_else(|| KeyError::Missing(path.to_path_buf()))?;
    let mut key = KeyEntry::generate(now, random);
    while file.keys.iter().any(|known| known.id == key.id) {
        key = KeyEntry::generate(now, random);
    }
    file.active = key.id;
    file.keys.push(key);
    let draft = write_draft(path, &file).map_err(unwritable)?;
    std::fs::rename(&draft, path).map_err(unwritable)?;
    sync(&folder).map_err(unwritable)
}

fn write_draft(path: &Path, file: &KeyFile) -> io::Result<PathBuf> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    match std::fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let text = Zeroizing::new(serde_json::to_vec_pretty(file)?);
    let mut handle = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    handle.write_all(&text)?;
    handle.sync_all()?;
    Ok(draft)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn folder(path: &Path) -> PathBuf {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_path_buf()
}

fn draw(random: &dyn Random) -> Secret {
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    random.fill(bytes.as_mut_slice());
    Secret::new(bytes.as_slice())
}

mod base64 {
    use super::{BASE64, Deserialize, Deserializer, Secret, Serializer, Zeroizing};

    pub fn serialize<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(BASE64.encode(secret.bytes())))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = BASE64
            .decode(text.as_bytes())
            .map_err(|_| serde::de::Error::custom("not base64"))?;
        Ok(Secret::new(bytes))
    }
}
