//! Moments in languages and zones.

use chrono::{DateTime, Utc};
use innkeeper_theme::contexts::{MailFrame, TestMail};
use innkeeper_theme::{Theme, is_time_zone, time_zones};

use crate::workshop::kid;

/// A mail whose text is the moment of the mail, its day, and how far another moment is from it.
fn theme() -> Theme {
    let workshop = kid("x", &[]);
    workshop.write(
        "kid/mails/test-mail/body.txt",
        "{{ frame.now|datetime }}|{{ frame.now|date }}|{{ mail.by|ago }}",
    );
    workshop.builder("kid").strict(true).build().unwrap()
}

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

fn frame(locale: &str) -> MailFrame {
    MailFrame::samples(locale).remove(0)
}

fn drawn(theme: &Theme, frame: &MailFrame, then: &str) -> Vec<String> {
    let mail = theme.mail(frame, &TestMail { by: then.into() }).unwrap();
    mail.text.split('|').map(str::to_owned).collect()
}

#[test]
fn dates_are_in_the_readers_language_and_zone() {
    let theme = theme();
    for (locale, zone, expected, day) in [
        ("en", "UTC", "31 December 2026, 23:30", "31 December 2026"),
        (
            "de",
            "Europe/Berlin",
            "1. Januar 2027, 00:30",
            "1. Januar 2027",
        ),
        (
            "en",
            "America/St_Johns",
            "31 December 2026, 20:00",
            "31 December 2026",
        ),
        (
            "de",
            "Asia/Kathmandu",
            "1. Januar 2027, 05:15",
            "1. Januar 2027",
        ),
        (
            "en",
            "Mars/Phobos",
            "31 December 2026, 23:30",
            "31 December 2026",
        ),
    ] {
        let frame = MailFrame {
            time_zone: zone.into(),
            now: at("2026-12-31T23:30:00Z"),
            ..frame(locale)
        };
        let parts = drawn(&theme, &frame, "2026-12-31T23:30:00Z");
        assert_eq!(
            (parts[0].as_str(), parts[1].as_str()),
            (expected, day),
            "{locale} {zone}"
        );
    }
}

#[test]
fn a_day_of_the_calendar_is_the_same_in_every_zone() {
    let workshop = kid("x", &[]);
    workshop.write("kid/mails/test-mail/body.txt", "{{ mail.by|day }}");
    let theme = workshop.builder("kid").strict(true).build().unwrap();
    for (locale, zone, expected) in [
        ("en", "UTC", "22 November 2026"),
        ("en", "America/St_Johns", "22 November 2026"),
        ("de", "Pacific/Kiritimati", "22. November 2026"),
    ] {
        let frame = MailFrame {
            time_zone: zone.into(),
            ..frame(locale)
        };
        assert_eq!(drawn(&theme, &frame, "2026-11-22"), [expected], "{zone}");
    }
}

#[test]
fn summer_time_is_known() {
    let theme = theme();
    let frame = |now: &str| MailFrame {
        now: at(now),
        ..frame("en")
    };
    assert!(
        drawn(
            &theme,
            &frame("2026-07-01T12:00:00Z"),
            "2026-07-01T12:00:00Z"
        )[0]
        .ends_with("14:00")
    );
    assert!(
        drawn(
            &theme,
            &frame("2026-12-01T12:00:00Z"),
            "2026-07-01T12:00:00Z"
        )[0]
        .ends_with("13:00")
    );
}

#[test]
fn distances_have_plural_forms_in_both_directions() {
    let theme = theme();
    let words = |locale: &str, then: &str| drawn(&theme, &frame(locale), then)[2].clone();
    let same = [
        ("2026-11-22T16:59:59Z", "2026-11-22T17:00:00Z"),
        ("2026-11-22T17:00:30Z", "2026-11-22T17:00:59Z"),
    ];
    for (a, b) in same {
        assert_eq!(words("en", a), words("en", b));
    }
    let all = [
        "2026-11-22T16:59:00Z",
        "2026-11-22T16:58:00Z",
        "2026-11-22T16:00:00Z",
        "2026-11-22T15:00:00Z",
        "2026-11-21T17:00:00Z",
        "2026-11-20T17:00:00Z",
        "2026-10-20T17:00:00Z",
        "2026-05-20T17:00:00Z",
        "2025-11-01T17:00:00Z",
        "2020-11-01T17:00:00Z",
        "2026-11-22T17:01:00Z",
        "2026-11-22T17:09:00Z",
        "2026-11-22T18:00:00Z",
        "2026-11-24T17:00:00Z",
        "2027-02-24T17:00:00Z",
        "2030-11-24T17:00:00Z",
    ];
    for locale in ["en", "de"] {
        let mut texts: Vec<String> = all.iter().map(|then| words(locale, then)).collect();
        assert!(texts.iter().all(|text| !text.contains('$')), "{texts:?}");
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), all.len(), "{texts:?}");
    }
    assert_eq!(words("en", "2026-11-22T16:55:00Z"), "5 minutes ago");
    assert_eq!(words("de", "2026-11-22T16:55:00Z"), "vor 5 Minuten");
}

#[test]
fn the_zones_to_choose_from_exist() {
    let zones = time_zones();
    assert!(zones.contains(&"Europe/Berlin") && zones.contains(&"UTC") && !zones.contains(&"EST"));
    assert!(zones.iter().all(|zone| is_time_zone(zone)) && !is_time_zone("Mars/Phobos"));
}
