//! Why a file is no package, and what its author can do about it.

use super::{MOST_FILES, MOST_PACKED, MOST_UNPACKED};
use crate::icon::IconError;
use crate::locale::LocaleError;
use crate::manifest::{IconFile, ManifestError};
use crate::quantity::Size;
use crate::{Digest, PluginId};

/// Why a file is no package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is larger than packages are.
    #[error("the package is larger than {MOST_PACKED}")]
    Packed,
    /// It would be larger than packages are once unpacked.
    #[error("the package unpacks to more than {MOST_UNPACKED}")]
    Unpacked,
    /// It has too many files.
    #[error("the package has more than {MOST_FILES} files")]
    Files,
    /// It is no gzipped tar, or was damaged on its way.
    #[error(
        "the package is damaged, or none: {0}; make it with `innkeeper plugin pack`, and copy it as it is"
    )]
    Broken(String),
    /// There is something behind its end.
    #[error(
        "there is something behind the end of the package; make it with `innkeeper plugin pack`"
    )]
    Behind,
    /// A link, a folder, an extension.
    #[error(
        "`{0}` in the package is not a plain file; packages have nothing else, not even folders of their own"
    )]
    NotAFile(String),
    /// A file that packages do not have.
    #[error(
        "`{0}` has no place in a package: there are plugin.toml, plugin.wasm, locales/LANGUAGE.ftl, icon.svg or icon.png, README.md and LICENSE"
    )]
    Place(String),
    /// A file twice.
    #[error("`{0}` is in the package twice")]
    Twice(String),
    /// A file that is too large.
    #[error("`{name}` is larger than {most}")]
    File {
        /// Which.
        name: String,
        /// What is allowed.
        most: Size,
    },
    /// A file that must be there.
    #[error("`{0}` is missing in the package")]
    Missing(String),
    /// A text that is none.
    #[error("`{0}` is not text in UTF-8")]
    NotText(String),
    /// The manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// An id that only the panel's own modules have.
    #[error(
        "`{0}` belongs to a module that comes with the panel; write a domain of yours backwards and a name, like `dev.acme.sms-code`"
    )]
    Reserved(PluginId),
    /// The manifest does not say which component it is for.
    #[error(
        "plugin.toml does not say which component it belongs to; `innkeeper plugin pack` writes [component] with its sha256"
    )]
    NoDigest,
    /// It says another one.
    #[error(
        "plugin.toml belongs to a component with the SHA-256 {declared}, but plugin.wasm has {found}; remove [component] and pack anew"
    )]
    OtherComponent {
        /// What the manifest says.
        declared: Digest,
        /// What it is.
        found: Digest,
    },
    /// An icon that the manifest does not mention.
    #[error("the package has an {name}, but plugin.toml does not say icon = \"{name}\"", name = .0.name())]
    UndeclaredIcon(IconFile),
    /// An icon that is none, or more than one.
    #[error("{} {error}", .kind.name())]
    Icon {
        /// Which.
        kind: IconFile,
        /// Why.
        error: IconError,
    },
    /// A file of texts.
    #[error("{name} {error}")]
    Locale {
        /// Which.
        name: String,
        /// Why.
        error: LocaleError,
    },
    /// Texts, but none in the language that all others fall back to.
    #[error(
        "locales/en.ftl is missing: whoever reads no other language of the plugin's gets English"
    )]
    NoEnglish,
}
