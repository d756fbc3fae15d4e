//! `theme.toml`: what a theme says of itself.

use serde::Deserialize;

use crate::ThemeError;

/// The version of the contract between panel and themes: contexts, functions, filters, sent keys.
pub const CONTRACT: u32 = 1;

/// The theme that every other one falls back to.
pub const DEFAULT_THEME: &str = "default";

/// What stands in `theme.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The theme's name, the same as its folder's.
    pub name: String,
    /// The version of the contract it is made for.
    pub contract: u32,
    /// The theme that lends what this one has not; `default` if it names none.
    pub parent: Option<String>,
    /// What people call it.
    pub title: Option<String>,
    /// What it is like.
    pub description: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Its own version.
    pub version: Option<String>,
    /// Under which terms.
    pub licence: Option<String>,
}

impl Manifest {
    /// Reads the `theme.toml` of the folder `name`.
    pub(crate) fn parse(name: &str, source: &str) -> Result<Self, ThemeError> {
        let wrong = |what: String| ThemeError::Manifest {
            theme: name.to_owned(),
            what,
        };
        let manifest: Self =
            toml::from_str(source).map_err(|error| wrong(error.to_string().trim().to_owned()))?;
        if manifest.name != name {
            return Err(wrong(format!(
                "its name is `{}`, but its folder is `{name}`",
                manifest.name
            )));
        }
        if manifest.contract != CONTRACT {
            return Err(wrong(format!(
                "it is made for contract {}, this panel has contract {CONTRACT}",
                manifest.contract
            )));
        }
        if let Some(parent) = &manifest.parent {
            check_name(parent)?;
            if name == DEFAULT_THEME {
                return Err(wrong("the default theme has no parent".to_owned()));
            }
        }
        Ok(manifest)
    }

    /// The next theme to look in.
    pub(crate) fn ancestor(&self) -> Option<&str> {
        match &self.parent {
            Some(parent) => Some(parent),
            None if self.name == DEFAULT_THEME => None,
            None => Some(DEFAULT_THEME),
        }
    }
}

/// Refuses what could not be the name of a theme, paths first of all.
pub(crate) fn check_name(name: &str) -> Result<(), ThemeError> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > 40 || !name.chars().all(letters) || name.starts_with('-') {
        return Err(ThemeError::Name(name.to_owned()));
    }
    Ok(())
}
