//! `[brand]`: who the provider is, until staff say otherwise in the panel.

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "brand.name",
        Kind::Text,
        "\"Innkeeper\"",
        "The provider's name, on pages, in mails and in authenticator apps.",
    ),
    Key::new(
        "brand.support_email",
        Kind::Text,
        "\"\"",
        "Where people get help from a person. Not set: pages name no address.",
    ),
    Key::new(
        "brand.locale",
        Kind::Text,
        "\"en\"",
        "The language of people who have not picked one.",
    ),
    Key::new(
        "brand.time_zone",
        Kind::Text,
        "\"UTC\"",
        "The time zone of people who have not picked one, such as \"Europe/Berlin\".",
    ),
];

/// Who the provider is.
#[derive(Clone, Debug)]
pub struct Brand {
    /// The name.
    pub name: String,
    /// Where people get help.
    pub support_email: Option<String>,
    /// The language of people who have not picked one.
    pub locale: String,
    /// The time zone of people who have not picked one.
    pub time_zone: String,
}

impl Brand {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let name = values.optional_text("brand.name")?;
        let support_email = values.optional_text("brand.support_email")?;
        if support_email.is_some() {
            values.parsed::<lettre::Address>(
                "brand.support_email",
                "an e-mail address, such as \"help@example.com\"",
            )?;
        }
        let zone: chrono_tz::Tz = values.parsed(
            "brand.time_zone",
            "the name of a time zone, such as \"Europe/Berlin\"",
        )?;
        Ok(Self {
            locale: values.text("brand.locale")?,
            time_zone: zone.name().to_owned(),
            name: name.ok_or_else(|| values.invalid("brand.name", "takes the provider's name"))?,
            support_email,
        })
    }
}
