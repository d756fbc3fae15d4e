//! What plugins are written in.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A language that the kit builds plugins from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// With the same trait as the panel's own modules; the smallest and quickest components.
    Rust,
    /// By `QuickJS`.
    JavaScript,
    /// By `CPython`; large components.
    Python,
    /// By clang.
    C,
}

impl Language {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Rust, Self::JavaScript, Self::Python, Self::C];

    /// As it is written on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JavaScript => "js",
            Self::Python => "python",
            Self::C => "c",
        }
    }

    /// The file by which a folder's language is known.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::JavaScript => "package.json",
            Self::Python => "src/plugin.py",
            Self::C => "src/plugin.c",
        }
    }

    /// What the plugin in that folder is written in.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|language| folder.join(language.mark()).is_file())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|language| language.as_str() == text);
        found.ok_or("is no language of the kit: there are rust, js, python and c")
    }
}
