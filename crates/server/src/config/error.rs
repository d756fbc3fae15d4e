//! What is wrong with the settings, said so that an operator can mend it.

use std::fmt;
use std::path::PathBuf;

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The table of keys.
    Default,
    /// A line of the file.
    File {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// A variable of the environment.
    Environment(String),
    /// A flag of the command line.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}, line {line}", path.display()),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag(name) => write!(f, "command line, {name}"),
        }
    }
}

/// A fault in the settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(
        "cannot read the configuration file {path}: {source}. Check that it exists and that this user may read it."
    )]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{origin}: not valid TOML: {message}")]
    Syntax {
        /// Where.
        origin: Origin,
        /// What the parser says.
        message: String,
    },
    /// Keys that do not exist, all of them at once.
    #[error("{}\n`innkeeper doctor --config-reference` lists every setting.", .0.join("\n"))]
    Unknown(Vec<String>),
    /// A value that its key cannot take.
    #[error("{origin}: `{key}` {message}")]
    Invalid {
        /// Where.
        origin: Origin,
        /// Which key.
        key: String,
        /// What is wrong and what to write instead.
        message: String,
    },
}
