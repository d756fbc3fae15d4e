//! `[database]`: where the data is.

use std::path::PathBuf;

use innkeeper_module::Secret;
use url::Url;

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "database.url",
        Kind::Secret,
        "\"sqlite:data/innkeeper.db\"",
        "sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE.",
    ),
    Key::new(
        "database.max_connections",
        Kind::Integer,
        "10",
        "How many connections one process opens at most.",
    ),
    Key::new(
        "database.migrate",
        Kind::Boolean,
        "true",
        "Whether `serve` brings an older database up to date. With false it stops and asks for `innkeeper migrate`.",
    ),
];

/// Where the data is.
#[derive(Clone)]
pub struct Database {
    /// The address, with its password.
    pub url: DatabaseUrl,
    /// The most connections.
    pub max_connections: u32,
    /// Whether `serve` migrates.
    pub migrate: bool,
}

/// A database's address, which cannot be printed whole, for it may carry a password.
#[derive(Clone)]
pub struct DatabaseUrl(Secret);

impl Database {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let key = "database.url";
        let url = values.secret(key)?.unwrap_or_default();
        let is_known = url.text().is_some_and(|text| {
            ["sqlite:", "postgres://", "postgresql://"]
                .iter()
                .any(|scheme| text.starts_with(scheme))
        });
        if !is_known {
            // The value is not repeated, for it may carry a password.
            return Err(values.invalid(
                key,
                "takes sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
            ));
        }
        Ok(Self {
            url: DatabaseUrl(url),
            max_connections: values.integer("database.max_connections", 1, 1000)?,
            migrate: values.boolean("database.migrate")?,
        })
    }
}

impl DatabaseUrl {
    /// The whole address, for the one who connects.
    pub fn expose(&self) -> &str {
        self.0.text().unwrap_or_default()
    }

    /// The file of an SQLite database; none for PostgreSQL and for databases in memory.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        let rest = self.expose().strip_prefix("sqlite:")?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        Some(PathBuf::from(path))
            .filter(|path| path.as_os_str() != ":memory:" && !path.as_os_str().is_empty())
    }

    /// The address without its password, for people.
    pub fn shown(&self) -> String {
        if self.expose().starts_with("sqlite:") {
            return self.expose().to_owned();
        }
        let Ok(mut url) = Url::parse(self.expose()) else {
            return "postgres://…".to_owned();
        };
        // Both fail only for URLs that cannot have a password.
        let _ = url
            .password()
            .is_some()
            .then(|| url.set_password(Some("hidden")));
        url.set_query(None);
        url.to_string()
    }
}
