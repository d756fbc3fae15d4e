//! What can be wrong with keys, said so that an operator can mend it.

use std::io;
use std::path::PathBuf;

use super::KeyId;

/// A fault of the key ring.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no key file where one must be.
    #[error(
        "there is no key file at {0}, but the database has data sealed with one. Put the key file back, or set `keys.path`."
    )]
    Missing(PathBuf),
    /// The file cannot be read.
    #[error(
        "cannot read the key file {path}: {source}. Check that it exists and that this user may read it."
    )]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error(
        "cannot write the key file {path}: {source}. Check that this user may write to its folder, or set `keys.path`."
    )]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no key file. What it holds is not repeated, for it may be keys.
    #[error("{path} is not a key file of Innkeeper: {reason}. Restore it from a copy.")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// In what way.
        reason: &'static str,
    },
    /// Data sealed with a key that the ring lacks.
    #[error(
        "the database has data sealed with key {0}, which is not in the key file. Put back the key file that has it, or set `keys.path`."
    )]
    UnknownKey(KeyId),
    /// The key of that id is not the one that the database knows.
    #[error(
        "the key file's key {0} is not the key of that id that sealed this database: the key file belongs to another panel. Put the right one back, or set `keys.path`."
    )]
    WrongKey(KeyId),
    /// The data was sealed for another place, or was changed.
    #[error("sealed data does not open: it was changed, or it was moved from another row")]
    NotOpened,
    /// Too large to seal.
    #[error("data is too large to be sealed")]
    TooLarge,
}
