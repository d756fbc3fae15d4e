//! What is wrong with a manifest: all of it at once, each with its key, its line and what to write instead.

use std::cell::RefCell;
use std::fmt;

/// More would not be read.
const MOST: usize = 20;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The key in question, `settings.window.minimum`; empty if it is the file as a whole.
    pub key: String,
    /// The line it is in, from 1.
    pub line: Option<usize>,
    /// What is wrong and what to write instead; begins after the key.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plugin.toml")?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if self.key.is_empty() {
            write!(f, ": {}", self.what)
        } else {
            write!(f, ": `{}` {}", self.key, self.what)
        }
    }
}

/// Why a manifest cannot be taken. There is at least one fault, and there are no more than twenty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestError(pub Vec<Fault>);

impl std::error::Error for ManifestError {}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

/// Where faults are collected while a manifest is read.
pub(super) struct Faults<'a> {
    source: &'a str,
    list: RefCell<Vec<Fault>>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            list: RefCell::default(),
        }
    }

    /// Adds one, at this offset of the source.
    pub(super) fn add(&self, key: impl Into<String>, at: usize, what: impl Into<String>) {
        let before = self.source.get(..at).unwrap_or_default();
        let fault = Fault {
            key: key.into(),
            line: Some(before.matches('\n').count() + 1),
            what: what.into(),
        };
        let mut list = self.list.borrow_mut();
        if list.len() < MOST {
            list.push(fault);
        }
    }

    /// The value, if nothing was wrong.
    pub(super) fn unless<T>(self, value: Option<T>) -> Result<T, ManifestError> {
        let mut list = self.list.into_inner();
        list.sort_by_key(|fault| fault.line);
        match value {
            Some(value) if list.is_empty() => Ok(value),
            _ => Err(ManifestError(list)),
        }
    }
}
