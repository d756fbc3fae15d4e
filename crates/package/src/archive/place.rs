//! The places of a package; there are no others.

use std::str::FromStr;

use unic_langid::LanguageIdentifier;

use super::ArchiveError;
use crate::manifest::{self, IconFile};
use crate::quantity::Size;
use crate::words::quoted;

/// A file that a package may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Manifest,
    Component,
    Locale(String),
    Icon(IconFile),
    Readme,
    Licence,
}

impl Place {
    pub(super) fn name(&self) -> String {
        match self {
            Self::Manifest => "plugin.toml".to_owned(),
            Self::Component => "plugin.wasm".to_owned(),
            Self::Locale(language) => format!("locales/{language}.ftl"),
            Self::Icon(kind) => kind.name().to_owned(),
            Self::Readme => "README.md".to_owned(),
            Self::Licence => "LICENSE".to_owned(),
        }
    }

    /// How large the file may be. What is larger is refused before it is read.
    pub(super) fn most(&self) -> Size {
        match self {
            Self::Manifest => Size(manifest::MOST_BYTES as u64),
            Self::Component => Size::mib(24),
            Self::Icon(_) => Size::kib(64),
            Self::Locale(_) | Self::Readme | Self::Licence => Size::kib(256),
        }
    }
}

impl FromStr for Place {
    type Err = ArchiveError;

    fn from_str(name: &str) -> Result<Self, ArchiveError> {
        let place = match name {
            "plugin.toml" => Some(Self::Manifest),
            "plugin.wasm" => Some(Self::Component),
            "icon.svg" => Some(Self::Icon(IconFile::Svg)),
            "icon.png" => Some(Self::Icon(IconFile::Png)),
            "README.md" => Some(Self::Readme),
            "LICENSE" => Some(Self::Licence),
            name => name
                .strip_prefix("locales/")
                .and_then(|file| file.strip_suffix(".ftl"))
                .filter(|language| is_language(language))
                .map(|language| Self::Locale(language.to_owned())),
        };
        place.ok_or_else(|| ArchiveError::Place(quoted(name)))
    }
}

/// One spelling for each language: `pt-BR`, not `pt-br`. What is a language tag leads out of no folder.
fn is_language(text: &str) -> bool {
    text.len() <= 35
        && text
            .parse::<LanguageIdentifier>()
            .is_ok_and(|language| language == text)
}
