//! What staff enter for a setting, held against what the manifest says of it.

use url::Url;

use super::{Setting, SettingKind};
use crate::HostPattern;
use crate::host_pattern::HostError;
use crate::words::refuse_line;

const LONGEST_URL: usize = 500;
const LONGEST_SECRET: usize = 4096;
const MOST_URLS: usize = 16;

/// A value that its setting takes.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Of a text, or the value of an option.
    Text(String),
    /// Of an integer.
    Integer(i64),
    /// Of a boolean.
    Boolean(bool),
    /// Of an address that people follow.
    Url(Url),
    /// Of addresses that the plugin asks.
    HostUrls(Vec<Url>),
    /// Of a secret; the panel seals it.
    Secret(String),
}

/// Why a value is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Nothing was entered where something must be.
    #[error("something must be entered")]
    Missing,
    /// It is not one line of visible characters without spaces around it.
    #[error("it must be one line of text without spaces around it")]
    Text,
    /// It has too few or too many characters.
    #[error("it must have {minimum} to {maximum} characters")]
    Length {
        /// The fewest.
        minimum: usize,
        /// The most.
        maximum: usize,
    },
    /// It is no whole number.
    #[error("it must be a whole number")]
    Integer,
    /// It is too small or too great.
    #[error("it must be between {minimum} and {maximum}")]
    Range {
        /// The least.
        minimum: i64,
        /// The greatest.
        maximum: i64,
    },
    /// It is neither.
    #[error("it must be true or false")]
    Boolean,
    /// It is none of the options.
    #[error("it must be one of the options")]
    Choice,
    /// It is no address.
    #[error("it must be a full address that begins with https://")]
    Url,
    /// Its host is none that a plugin may reach.
    #[error("its host {0}")]
    Host(HostError),
    /// There are more than allowed.
    #[error("it must be at most {0} addresses, with commas between them")]
    Several(usize),
}

impl Setting {
    /// Reads what was entered. `None` is nothing entered where nothing need be.
    pub fn read(&self, entered: &str) -> Result<Option<Value>, Wrong> {
        if !entered.is_empty() {
            return read(&self.kind, entered).map(Some);
        }
        if self.required && self.kind.default().is_none() {
            return Err(Wrong::Missing);
        }
        Ok(None)
    }
}

impl SettingKind {
    /// What holds while nothing is entered.
    pub fn default(&self) -> Option<Value> {
        match self {
            Self::Text { default, .. } | Self::Choice { default, .. } => {
                default.clone().map(Value::Text)
            }
            Self::Integer { default, .. } => default.map(Value::Integer),
            Self::Boolean { default } => Some(Value::Boolean(*default)),
            Self::Url { default } => default.clone().map(Value::Url),
            Self::HostUrl { default, .. } => {
                (!default.is_empty()).then(|| Value::HostUrls(default.clone()))
            }
            Self::Secret => None,
        }
    }
}

impl Value {
    /// The hosts that this value adds to those the plugin may reach.
    pub fn hosts(&self) -> Vec<HostPattern> {
        let Self::HostUrls(urls) = self else {
            return Vec::new();
        };
        urls.iter()
            .filter_map(|url| HostPattern::of(url).ok())
            .collect()
    }
}

pub(super) fn read(kind: &SettingKind, entered: &str) -> Result<Value, Wrong> {
    match kind {
        SettingKind::Text {
            minimum, maximum, ..
        } => {
            let (minimum, maximum) = (*minimum, *maximum);
            let text = line(entered)?;
            (minimum..=maximum)
                .contains(&text.chars().count())
                .then(|| Value::Text(text.to_owned()))
                .ok_or(Wrong::Length { minimum, maximum })
        }
        SettingKind::Integer {
            minimum, maximum, ..
        } => {
            let (minimum, maximum) = (*minimum, *maximum);
            let number: i64 = entered.parse().map_err(|_| Wrong::Integer)?;
            (minimum..=maximum)
                .contains(&number)
                .then_some(Value::Integer(number))
                .ok_or(Wrong::Range { minimum, maximum })
        }
        SettingKind::Boolean { .. } => entered
            .parse()
            .map(Value::Boolean)
            .map_err(|_| Wrong::Boolean),
        SettingKind::Choice { options, .. } => options
            .iter()
            .any(|(value, _)| value == entered)
            .then(|| Value::Text(entered.to_owned()))
            .ok_or(Wrong::Choice),
        SettingKind::Url { .. } => address(entered).map(Value::Url),
        SettingKind::HostUrl { several, .. } => host_urls(entered, *several).map(Value::HostUrls),
        SettingKind::Secret => {
            let maximum = LONGEST_SECRET;
            (1..=maximum)
                .contains(&entered.chars().count())
                .then(|| Value::Secret(entered.to_owned()))
                .ok_or(Wrong::Length {
                    minimum: 1,
                    maximum,
                })
        }
    }
}

fn line(text: &str) -> Result<&str, Wrong> {
    refuse_line(text, usize::MAX)
        .is_none()
        .then_some(text)
        .ok_or(Wrong::Text)
}

fn address(text: &str) -> Result<Url, Wrong> {
    let url = Some(text)
        .filter(|text| text.len() <= LONGEST_URL && refuse_line(text, LONGEST_URL).is_none())
        .and_then(|text| Url::parse(text).ok());
    url.filter(|url| url.scheme() == "https").ok_or(Wrong::Url)
}

fn host_urls(entered: &str, several: bool) -> Result<Vec<Url>, Wrong> {
    let most = if several { MOST_URLS } else { 1 };
    let mut urls = Vec::new();
    for text in entered.split(',') {
        let url = address(text.trim())?;
        HostPattern::of(&url).map_err(Wrong::Host)?;
        if urls.len() == most {
            return Err(Wrong::Several(most));
        }
        urls.push(url);
    }
    Ok(urls)
}
