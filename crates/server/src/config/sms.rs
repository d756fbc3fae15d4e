//! `[sms]`: to which countries codes are sent, and what a day may cost.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use innkeeper_identity::mobile;

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "sms.countries",
        Kind::List,
        "[]",
        "The countries whose mobiles get messages, by their codes in ISO 3166: [\"DE\", \"AT\"]. Empty: nobody gets any, and codes\n\
         by SMS are not offered.",
    ),
    Key::new(
        "sms.channel",
        Kind::Text,
        "\"\"",
        "The id of the plugin that delivers them. Not set: the only one, or the first by its id.",
    ),
    Key::new(
        "sms.day",
        Kind::Integer,
        "500",
        "How many messages may leave within a day, all together.",
    ),
    Key::new(
        "sms.country_day",
        Kind::Integer,
        "200",
        "How many may go to one country within a day.",
    ),
    Key::new(
        "sms.code_lifetime",
        Kind::Duration,
        "\"10m\"",
        "How long a code by SMS works: whole minutes, 2 to 10.",
    ),
];

/// What may be sent to mobiles.
#[derive(Clone, Debug)]
pub struct Sms {
    /// Codes of the countries.
    pub countries: BTreeSet<String>,
    /// The channel, where the operator picked one.
    pub channel: Option<String>,
    /// Messages in a day.
    pub day: i64,
    /// Messages to one country in a day.
    pub country_day: i64,
    /// How long a code works.
    pub code_lifetime: TimeDelta,
}

impl Sms {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        Ok(Self {
            countries: countries(values)?,
            channel: values.optional_text("sms.channel")?,
            day: values.integer("sms.day", 1, 1_000_000)?,
            country_day: values.integer("sms.country_day", 1, 1_000_000)?,
            code_lifetime: super::security::span(values, "sms.code_lifetime", "2m", "10m")?,
        })
    }
}

fn countries(values: &Values) -> Result<BTreeSet<String>, ConfigError> {
    const KEY: &str = "sms.countries";
    let countries: BTreeSet<String> = values.list(KEY)?.into_iter().collect();
    let known = |code: &String| mobile::countries().iter().any(|country| country.id == code);
    match countries.iter().find(|code| !known(code)) {
        Some(code) => Err(values.invalid(
            KEY,
            format!("has \"{code}\", but it takes codes of countries in ISO 3166, such as \"DE\""),
        )),
        None => Ok(countries),
    }
}
