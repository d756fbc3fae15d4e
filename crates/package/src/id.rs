//! What a plugin is called among all plugins. It never changes: what a plugin stores, its grants and the
//! key of its publisher hang on it.

use std::fmt;
use std::str::FromStr;

use crate::words::is_name;

/// The ids of the modules that come with the panel. Nobody else can have one of these, or any other
/// without a dot.
pub const BUNDLED: [&str; 6] = [
    "backup-codes",
    "email-code",
    "passkey",
    "sms-code",
    "totp",
    "yubikey",
];

const LONGEST: usize = 100;

/// The id of a plugin: a domain of its publisher backwards and a name, `dev.acme.sms-code`. The modules
/// that come with the panel have short ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PluginId(String);

/// Why a text is no id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It has fewer than three parts and is not a bundled one.
    #[error(
        "is no id: short ones belong to the panel's own modules; write a domain of yours backwards and a name, like `dev.acme.sms-code`"
    )]
    Short,
    /// It has characters that ids do not have, or too many of them.
    #[error(
        "is no id: write at most 100 small letters, digits and hyphens, in parts that begin with a letter, with dots between them, like `dev.acme.sms-code`"
    )]
    Form,
}

impl PluginId {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one of the panel's own, which no stranger's package may have.
    pub fn is_bundled(&self) -> bool {
        !self.0.contains('.')
    }
}

impl FromStr for PluginId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.len() > LONGEST || !text.split('.').all(|part| is_name(part, 63)) {
            return Err(IdError::Form);
        }
        if text.split('.').count() < 3 && !BUNDLED.contains(&text) {
            return Err(IdError::Short);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for PluginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
