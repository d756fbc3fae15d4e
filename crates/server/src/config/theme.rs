//! `[theme]`: how the panel looks.

use std::path::PathBuf;

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "theme.dir",
        Kind::Text,
        "\"\"",
        "A folder of themes, read before the built-in one and again whenever it changes.",
    ),
    Key::new("theme.name", Kind::Text, "\"default\"", "The theme in use."),
];

/// How the panel looks.
#[derive(Clone, Debug)]
pub struct Theme {
    /// A folder of themes.
    pub dir: Option<PathBuf>,
    /// The theme in use.
    pub name: String,
}

impl Theme {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        Ok(Self {
            dir: values.optional_path("theme.dir")?,
            name: values.text("theme.name")?,
        })
    }
}
