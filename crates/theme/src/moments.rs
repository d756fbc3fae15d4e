//! Moments as people read them: in their language, in their zone, or relative to now.

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, Locale, Utc};
use chrono_tz::Tz;

use crate::keys;

/// The zone of that IANA name; UTC for a name that is none.
pub(crate) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// Whether there is a time zone of that name.
pub fn is_time_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// The names of the time zones that people choose from: a continent and a city, and UTC.
pub fn time_zones() -> Vec<&'static str> {
    const CONTINENTS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    let mut names: Vec<&str> = chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .filter(|name| {
            name.split_once('/')
                .is_some_and(|(continent, _)| CONTINENTS.contains(&continent))
        })
        .collect();
    names.push("UTC");
    names
}

/// The names of months and weekdays for a locale such as `de` or `pt-BR`.
pub(crate) fn names_of(locale: &str) -> Locale {
    let (language, region) = locale.split_once('-').unwrap_or((locale, ""));
    let region = match (language, region) {
        ("en", "") => "US".to_owned(),
        ("da", "") => "DK".to_owned(),
        ("sv", "") => "SE".to_owned(),
        ("cs", "") => "CZ".to_owned(),
        ("el", "") => "GR".to_owned(),
        ("ja", "") => "JP".to_owned(),
        ("ko", "") => "KR".to_owned(),
        ("nb", "") => "NO".to_owned(),
        ("uk", "") => "UA".to_owned(),
        ("zh", _) => "CN".to_owned(),
        (language, "") => language.to_ascii_uppercase(),
        (_, region) => region.to_owned(),
    };
    Locale::try_from(format!("{language}_{region}").as_str()).unwrap_or(Locale::POSIX)
}

/// Draws a moment by a strftime pattern of a locale file; a broken pattern draws ISO 8601.
pub(crate) fn draw(moment: DateTime<Utc>, zone: Tz, names: Locale, pattern: &str) -> String {
    let local = moment.with_timezone(&zone);
    if is_pattern(pattern) {
        local.format_localized(pattern, names).to_string()
    } else {
        local.format("%Y-%m-%d %H:%M").to_string()
    }
}

/// Whether a strftime pattern has no mistake and draws something.
pub(crate) fn is_pattern(pattern: &str) -> bool {
    pattern.contains('%') && !StrftimeItems::new(pattern).any(|item| matches!(item, Item::Error))
}

/// How far a moment is from now: the key of the sentence and its `$count`.
pub(crate) fn distance(now: DateTime<Utc>, then: DateTime<Utc>) -> (&'static str, i64) {
    let seconds = now.signed_duration_since(then).num_seconds();
    let past = seconds >= 0;
    let minutes = seconds.abs() / 60;
    let (hours, days) = (minutes / 60, minutes / (60 * 24));
    match (past, minutes) {
        (true, 0) => (keys::TIME_NOW, 0),
        (false, 0) => (keys::TIME_SOON, 0),
        (true, 1..60) => (keys::TIME_MINUTES_AGO, minutes),
        (false, 1..60) => (keys::TIME_IN_MINUTES, minutes),
        (true, _) if days == 0 => (keys::TIME_HOURS_AGO, hours),
        (false, _) if days == 0 => (keys::TIME_IN_HOURS, hours),
        (true, _) if days < 30 => (keys::TIME_DAYS_AGO, days),
        (false, _) if days < 30 => (keys::TIME_IN_DAYS, days),
        (true, _) if days < 365 => (keys::TIME_MONTHS_AGO, days / 30),
        (false, _) if days < 365 => (keys::TIME_IN_MONTHS, days / 30),
        (true, _) => (keys::TIME_YEARS_AGO, days / 365),
        (false, _) => (keys::TIME_IN_YEARS, days / 365),
    }
}
