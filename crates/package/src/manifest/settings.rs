//! What staff set of a plugin: its fields, in the order in which the page shows them.

use std::str::FromStr;

use url::Url;

use super::section::{Entry, Section};
use super::value::{self, Value};
use crate::words::{is_name, one_of, suggest};

const MOST_SETTINGS: usize = 64;
const MOST_OPTIONS: usize = 64;
const LONGEST_TEXT: i64 = 1000;

/// A field that staff fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What the plugin asks for it by.
    pub name: String,
    /// What may be entered.
    pub kind: SettingKind,
    /// What the field is called; locale files have it in other languages.
    pub label: String,
    /// What to know before filling it in.
    pub help: Option<String>,
    /// Whether the plugin does not work without it.
    pub required: bool,
    /// Whether each brand has its own.
    pub per_brand: bool,
}

/// What may be entered, and what stands there if nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A line of text, so many characters long.
    Text {
        /// If nothing is entered.
        default: Option<String>,
        /// The fewest characters.
        minimum: usize,
        /// The most characters.
        maximum: usize,
    },
    /// A whole number.
    Integer {
        /// If nothing is entered.
        default: Option<i64>,
        /// The least.
        minimum: i64,
        /// The greatest.
        maximum: i64,
    },
    /// Yes or no.
    Boolean {
        /// If nothing is entered.
        default: bool,
    },
    /// One of several.
    Choice {
        /// If nothing is entered.
        default: Option<String>,
        /// What is stored, and what it is called.
        options: Vec<(String, String)>,
    },
    /// An address that people follow.
    Url {
        /// If nothing is entered.
        default: Option<Url>,
    },
    /// An address that the plugin asks; its host is added to those that it may reach.
    HostUrl {
        /// If nothing is entered.
        default: Vec<Url>,
        /// Whether several may be entered, with commas between them.
        several: bool,
    },
    /// Something that is shown to nobody again.
    Secret,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Integer,
    Boolean,
    Choice,
    Url,
    HostUrl,
    Secret,
}

impl Type {
    const NAMES: [(&'static str, Self); 7] = [
        ("text", Self::Text),
        ("integer", Self::Integer),
        ("boolean", Self::Boolean),
        ("choice", Self::Choice),
        ("url", Self::Url),
        ("host-url", Self::HostUrl),
        ("secret", Self::Secret),
    ];
    /// What these are called elsewhere.
    const ELSEWHERE: [(&'static str, &'static str); 6] = [
        ("string", "text"),
        ("int", "integer"),
        ("bool", "boolean"),
        ("select", "choice"),
        ("enum", "choice"),
        ("password", "secret"),
    ];
}

impl FromStr for Type {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, kind)) = Self::NAMES.into_iter().find(|(name, _)| *name == text) {
            return Ok(kind);
        }
        let elsewhere = Self::ELSEWHERE.into_iter().find(|(name, _)| *name == text);
        Err(match elsewhere {
            Some((_, ours)) => format!("is called `{ours}` here"),
            None => format!(
                "is no type; {}",
                suggest(text, &Self::NAMES.map(|(name, _)| name))
            ),
        })
    }
}

pub(super) fn read(section: Option<Section<'_>>) -> Vec<Setting> {
    let Some(section) = section else {
        return Vec::new();
    };
    let entries = section.entries();
    if let Some((_, entry)) = entries.get(MOST_SETTINGS) {
        entry.fault(format!(
            "is one too many; {MOST_SETTINGS} settings are allowed"
        ));
        return Vec::new();
    }
    entries
        .into_iter()
        .filter_map(|(name, entry)| setting(name, &entry))
        .collect()
}

fn setting(name: &str, entry: &Entry<'_>) -> Option<Setting> {
    if !is_name(name, 40) {
        entry.fault(
            "is no name of a setting: write at most 40 small letters, digits and hyphens, like api-key",
        );
    }
    let mut section = entry.section()?;
    let names = one_of(&Type::NAMES.map(|(name, _)| name));
    let kind = section.need("type", &format!("one of {names}"));
    let kind = kind.and_then(|entry| entry.parsed());
    let label = section.need_line("label", 80, "\"API key\"");
    let help = section.line("help", 400);
    let required = section.flag("required");
    let per_brand = section.flag("per-brand");
    // Which other keys there are depends on the type; without one, nothing can be said of them.
    let kind = read_kind(&mut section, kind?);
    section.finish();
    Some(Setting {
        name: name.to_owned(),
        kind: kind?,
        label: label?,
        help,
        required,
        per_brand,
    })
}

fn read_kind(section: &mut Section<'_>, kind: Type) -> Option<SettingKind> {
    let kind = match kind {
        Type::Text => {
            let (minimum, maximum) = range(section, 0, LONGEST_TEXT);
            SettingKind::Text {
                default: None,
                minimum: usize::try_from(minimum).unwrap_or_default(),
                maximum: usize::try_from(maximum).unwrap_or_default(),
            }
        }
        Type::Integer => {
            let (minimum, maximum) = range(section, i64::MIN, i64::MAX);
            SettingKind::Integer {
                default: None,
                minimum,
                maximum,
            }
        }
        Type::Boolean => SettingKind::Boolean { default: false },
        Type::Choice => SettingKind::Choice {
            default: None,
            options: options(section)?,
        },
        Type::Url => SettingKind::Url { default: None },
        Type::HostUrl => SettingKind::HostUrl {
            default: Vec::new(),
            several: section.flag("several"),
        },
        // No `default`: what stands in a file that everybody has is no secret.
        Type::Secret => return Some(SettingKind::Secret),
    };
    with_default(section, kind)
}

/// Limits between these two.
fn range(section: &mut Section<'_>, least: i64, greatest: i64) -> (i64, i64) {
    let minimum = section.integer("minimum").unwrap_or(least);
    let maximum = section.integer("maximum").unwrap_or(greatest);
    if minimum < least || maximum > greatest {
        section.fault(
            "minimum",
            format!("and `maximum` must be between {least} and {greatest}"),
        );
    } else if minimum > maximum {
        section.fault(
            "minimum",
            format!("is greater than `maximum`, {maximum}; nothing would be right"),
        );
    }
    (minimum, maximum)
}

fn options(section: &mut Section<'_>) -> Option<Vec<(String, String)>> {
    let example = "{ fast = \"Fast\", safe = \"Safe\" }";
    let entry = section.need("options", example)?;
    let mut options = Vec::new();
    for (value, label) in entry.section()?.entries() {
        if !is_name(value, 40) {
            label.fault(
                "is no value: write small letters, digits and hyphens, and the label behind it",
            );
        }
        options.push((value.to_owned(), label.line(80)?));
    }
    if !(2..=MOST_OPTIONS).contains(&options.len()) {
        entry.fault(format!(
            "has {} options; write 2 to {MOST_OPTIONS}",
            options.len()
        ));
    }
    Some(options)
}

/// A default is held to what staff are held to.
fn with_default(section: &mut Section<'_>, mut kind: SettingKind) -> Option<SettingKind> {
    let Some(entry) = section.get("default") else {
        return Some(kind);
    };
    let written = match &kind {
        SettingKind::Integer { .. } => entry.integer()?.to_string(),
        SettingKind::Boolean { .. } => entry.boolean()?.to_string(),
        _ => entry.text()?.to_owned(),
    };
    let value = match value::read(&kind, &written) {
        Ok(value) => value,
        Err(wrong) => {
            entry.fault(format!("would not be accepted: {wrong}"));
            return Some(kind);
        }
    };
    match (&mut kind, value) {
        (
            SettingKind::Text { default, .. } | SettingKind::Choice { default, .. },
            Value::Text(text),
        ) => *default = Some(text),
        (SettingKind::Integer { default, .. }, Value::Integer(number)) => *default = Some(number),
        (SettingKind::Boolean { default }, Value::Boolean(yes)) => *default = yes,
        (SettingKind::Url { default }, Value::Url(url)) => *default = Some(url),
        (SettingKind::HostUrl { default, .. }, Value::HostUrls(urls)) => *default = urls,
        _ => {}
    }
    Some(kind)
}
