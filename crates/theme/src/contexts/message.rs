//! Sentences as keys with arguments, so that no prose for people lives in Rust.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A sentence: a key of the theme's locale files, or a module's text that is translated already.
///
/// Templates draw both with the filter `t`: `{{ page.form.error|t }}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// A key of the theme's own locale files. The keys that Rust sends are listed in
    /// [`keys`](crate::keys).
    Keyed {
        /// The key.
        key: Cow<'static, str>,
        /// What the sentence's placeables are filled with.
        #[serde(default)]
        args: BTreeMap<Cow<'static, str>, Arg>,
    },
    /// Already in the reader's language, as modules give it.
    Text {
        /// What is shown, escaped like any value.
        text: String,
    },
}

impl Message {
    /// A sentence without arguments.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self::Keyed {
            key: key.into(),
            args: BTreeMap::new(),
        }
    }

    /// A text that is translated already.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// Adds an argument; on a text that is translated already it changes nothing.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Arg>) -> Self {
        if let Self::Keyed { args, .. } = &mut self {
            args.insert(name.into(), value.into());
        }
        self
    }

    /// What a person calls a device: "Firefox on Linux", as far as it is known.
    pub fn device(browser: Option<&str>, system: Option<&str>) -> Self {
        match (browser, system) {
            (Some(browser), Some(system)) => Self::new(crate::keys::DEVICE_BROWSER_ON_SYSTEM)
                .with("browser", browser)
                .with("system", system),
            (Some(known), None) | (None, Some(known)) => Self::text(known),
            (None, None) => Self::new(crate::keys::DEVICE_UNKNOWN),
        }
    }
}

/// What a placeable is filled with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number: it selects plural forms and is written the reader's way.
    Number(i64),
    /// A moment, written as date and time in the reader's language and zone.
    Instant {
        /// The moment.
        instant: DateTime<Utc>,
    },
    /// Any other value.
    Text(String),
}

impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<u32> for Arg {
    fn from(value: u32) -> Self {
        Self::Number(value.into())
    }
}

impl From<usize> for Arg {
    fn from(value: usize) -> Self {
        Self::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<DateTime<Utc>> for Arg {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Instant { instant: value }
    }
}

/// A link or button that leads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Where to; always a path of ours.
    pub href: String,
    /// What it says.
    pub label: Message,
}

impl Action {
    /// An action with a label of the theme's.
    pub fn new(href: impl Into<String>, label: impl Into<Cow<'static, str>>) -> Self {
        Self {
            href: href.into(),
            label: Message::new(label),
        }
    }
}
