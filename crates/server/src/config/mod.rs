//! The operator's settings: one TOML file, every key overridable by the environment and some by a flag.
//!
//! A section is a file here with a struct and a table of its keys ([`Key`]). Defaults are written in
//! the tables, so that the reference, the parser and the panel cannot disagree. What staff change while
//! the panel runs is no setting of this kind: it lives in the database.

mod base_url;
mod brand;
mod database;
mod environment;
mod error;
mod jobs;
mod key_file;
mod log;
mod mail;
mod plugins;
mod reference;
mod security;
mod server;
mod sms;
mod theme;
mod values;
mod yubikey;

use std::path::{Path, PathBuf};

pub use base_url::{BaseUrl, is_loopback};
pub use brand::Brand;
pub use database::{Database, DatabaseUrl};
pub use environment::from_environment;
pub use error::{ConfigError, Origin};
pub use jobs::Jobs;
pub use key_file::Keys;
pub use log::{Log, LogFormat};
pub use mail::{Mail, MailSecurity, MailTransport, Smtp};
pub use plugins::{Plugins, PrivateServer};
pub use reference::{Key, Kind, reference};
pub use security::{Argon2, Security};
pub use server::Server;
pub use sms::Sms;
pub use theme::Theme;
use values::Values;
pub use yubikey::YubiKey;

/// The file that is read where none is named, if it exists.
pub const DEFAULT_FILE: &str = "innkeeper.toml";

/// Every setting, checked.
///
/// It has no `Debug`, for some of it is secret.
#[derive(Clone)]
pub struct Config {
    /// Where the panel listens and how the world reaches it.
    pub server: Server,
    /// Where the data is.
    pub database: Database,
    /// Where the sealing keys are.
    pub keys: Keys,
    /// How mail leaves.
    pub mail: Mail,
    /// What is logged, and how.
    pub log: Log,
    /// How long things last and how strong they are.
    pub security: Security,
    /// Background work.
    pub jobs: Jobs,
    /// What plugins may use.
    pub plugins: Plugins,
    /// How the panel looks.
    pub theme: Theme,
    /// Who the provider is, until staff say otherwise.
    pub brand: Brand,
    /// Who checks what hardware keys type; None where nobody does.
    pub yubikey: Option<YubiKey>,
    /// What may be sent to mobiles.
    pub sms: Sms,
}

/// Where settings come from; a later source overrides an earlier one.
#[derive(Clone, Default)]
pub struct Sources {
    /// A TOML file.
    pub file: Option<PathBuf>,
    /// Variables of the environment, as names and values.
    pub environment: Vec<(String, String)>,
    /// Keys set by flags of the command line, or by a test.
    pub flags: Vec<(String, String)>,
}

impl Sources {
    /// The named file (or [`DEFAULT_FILE`] if there is one), and the environment.
    pub fn of_process(file: Option<&Path>) -> Self {
        let default = || Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists());
        Self {
            file: file.map(Path::to_path_buf).or_else(default),
            environment: from_environment(),
            flags: Vec::new(),
        }
    }

    /// Sets a key above every other source.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.flags.push((key.to_owned(), value.into()));
        self
    }
}

impl Config {
    /// Reads and checks every setting.
    ///
    /// # Errors
    /// Says which key of which source is wrong, and what to write instead.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let values = Values::gather(sources)?;
        let server = Server::read(&values)?;
        Ok(Self {
            database: Database::read(&values)?,
            keys: Keys::read(&values)?,
            mail: Mail::read(&values, server.base_url.host())?,
            log: Log::read(&values)?,
            security: Security::read(&values)?,
            jobs: Jobs::read(&values)?,
            plugins: Plugins::read(&values)?,
            theme: Theme::read(&values)?,
            brand: Brand::read(&values)?,
            yubikey: YubiKey::read(&values)?,
            sms: Sms::read(&values)?,
            server,
        })
    }
}

#[cfg(test)]
mod tests;
