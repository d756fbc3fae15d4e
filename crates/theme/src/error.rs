//! What can be wrong with a theme, said so that its designer can mend it.

use std::path::PathBuf;

/// Why a theme cannot be used, or a page cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// The name could not be a folder's.
    #[error("`{0}` is no theme name: use lower-case letters, digits and hyphens, at most 40")]
    Name(String),
    /// There is no such theme.
    #[error("there is no theme `{name}`: {place} has no folder of that name with a theme.toml")]
    Unknown {
        /// The theme's name.
        name: String,
        /// Where it was looked for.
        place: String,
    },
    /// The theme's theme.toml is not right.
    #[error("theme `{theme}`, theme.toml: {what}")]
    Manifest {
        /// The theme's name.
        theme: String,
        /// What is wrong with it.
        what: String,
    },
    /// Themes that are each other's parents.
    #[error("themes are their own ancestors: {0}")]
    Cycle(String),
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that must not be part of a theme.
    #[error("{path}: {what}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A locale file is not right.
    #[error("theme `{theme}`, {file}:{line}: {what}")]
    Locale {
        /// The theme's name.
        theme: String,
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// A template is not right, or it could not draw what it was given.
    #[error("{file}:{line}: {what}")]
    Template {
        /// The template.
        file: String,
        /// The line; 0 where it is not known.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// A file that every theme has, its own or its parent's, is missing.
    #[error("{0}: the file is missing")]
    Missing(String),
}

impl ThemeError {
    pub(crate) fn template(error: &minijinja::Error, template: &str) -> Self {
        let mut what = error.kind().to_string();
        if let Some(detail) = error.detail() {
            what = format!("{what}: {detail}");
        }
        let mut file = error.name().unwrap_or(template).to_owned();
        let mut line = error.line().unwrap_or(0);
        // The innermost error of an include or a block knows the place best.
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            if let Some(inner) = inner.downcast_ref::<minijinja::Error>() {
                what = format!("{what}; {}", inner.detail().unwrap_or_default());
                if let (Some(name), Some(at)) = (inner.name(), inner.line()) {
                    name.clone_into(&mut file);
                    line = at;
                }
            }
            source = inner.source();
        }
        Self::Template { file, line, what }
    }
}
