//! Where to go after signing in: a path of this very site, or nothing (R27).

use std::fmt;

use serde::{Deserialize, Serialize};

const MAX_LENGTH: usize = 2048;

/// A path with its query and fragment, which no browser takes for another site.
///
/// One leading slash, then visible ASCII: no `//`, no backslash, no dot segments, and nothing that a
/// browser drops before it reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalPath(String);

/// The text is no path of this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a path of this site")]
pub struct NotLocal;

impl LocalPath {
    /// The path, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let visible = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        if !visible || text.len() > MAX_LENGTH {
            return None;
        }
        let path = text.split(['?', '#']).next()?;
        let segments = path.strip_prefix('/')?;
        if path.contains("//") || segments.split('/').any(is_dot_segment) {
            return None;
        }
        Some(Self(text.to_owned()))
    }

    /// The path, or else `default`, or else `/`.
    pub fn or_default(text: &str, default: &str) -> Self {
        Self::parse(text)
            .or_else(|| Self::parse(default))
            .unwrap_or_default()
    }

    /// The path without its query and its fragment.
    pub fn path(&self) -> &str {
        self.0.split(['?', '#']).next().unwrap_or_default()
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LocalPath {
    /// The start page.
    fn default() -> Self {
        Self("/".to_owned())
    }
}

/// Whether a browser walks up or stays at this segment, which it also does when the dots are escaped.
fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LocalPath {
    type Error = NotLocal;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(NotLocal)
    }
}

impl From<LocalPath> for String {
    fn from(path: LocalPath) -> Self {
        path.0
    }
}
