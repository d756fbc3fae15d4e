//! `[keys]`: where the sealing keys are.

use std::path::PathBuf;

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[Key::new(
    "keys.path",
    Kind::Text,
    "\"data/keys.json\"",
    "The file with the keys that seal secrets in the database; made at the first start.\n\
     Keep a copy of it, and not beside the copies of the database.",
)];

/// Where the sealing keys are.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The file.
    pub path: PathBuf,
}

impl Keys {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let path = values.optional_path("keys.path")?;
        Ok(Self {
            path: path.ok_or_else(|| values.invalid("keys.path", "takes the path of a file"))?,
        })
    }
}
