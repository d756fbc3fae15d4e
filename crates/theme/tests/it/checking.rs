//! `theme check` says what broke, and where.

use innkeeper_theme::{Report, check};

use crate::workshop::{Workshop, kid};

fn report(workshop: &Workshop) -> Report {
    check(&workshop.path("kid"))
}

/// A theme that draws the forgotten password as the default does, and then something more.
fn with(extra: &str, texts: &[(&str, &str)]) -> Report {
    let source = format!(
        "{{% extends 'default:door/forgot.html' %}}\n{{% block head %}}{extra}{{% endblock %}}"
    );
    report(&kid(&source, texts))
}

#[test]
fn a_sound_theme_has_nothing_to_mend() {
    let texts = &[("en", "slogan = Sleep well"), ("de", "slogan = Schlaf gut")];
    let report = with("<!-- {{ t('slogan') }} -->", texts);
    assert!(report.is_clean(), "{report}");
}

#[test]
fn a_missing_text_is_found_even_where_no_sample_leads() {
    let report = with(
        "{% if false %}{{ t('slogan') }}{% endif %}",
        &[("en", "slogan = Sleep well")],
    );
    assert_eq!(report.problems.len(), 2, "{report}");
    assert!(
        report
            .to_string()
            .contains("door/forgot.html:2: the text `slogan` is missing in `de`"),
        "{report}"
    );
}

#[test]
fn a_text_that_nobody_asks_for_is_found() {
    let report = with("", &[("en", "slogan = x"), ("de", "slogan = x")]);
    assert!(
        report
            .to_string()
            .contains("locales/en/kid.ftl:1: no template and no code asks for `slogan`"),
        "{report}"
    );
    let families = &[("en", "role-owner = Boss"), ("de", "role-owner = Chef")];
    assert!(with("", families).is_clean());
}

#[test]
fn a_language_must_be_whole() {
    let report = with("", &[("fr", "action-cancel = Annuler")]).to_string();
    assert!(
        report.contains("the text `error-required` is missing in `fr`"),
        "{report}"
    );
    assert!(!report.contains("`action-cancel` is missing"), "{report}");
}

#[test]
fn every_kind_of_mistake_is_named_with_its_place() {
    let report = with(
        "{{ asset('gone.css') }}{{ icon('gone') }}\n{{ page.gone }}",
        &[
            ("en", "error-required = { $gone }\nformat-date = no pattern"),
            ("de", "error-required = x\nformat-date = %Q"),
        ],
    )
    .to_string();
    for expected in [
        "door/forgot.html:2: there is no asset `gone.css`",
        "door/forgot.html:2: there is no icon `gone`",
        "door/forgot.html:3: undefined value: `page.gone` is undefined (drawing door/forgot.html, sample 0-a, in `de`)",
        "locales/en/kid.ftl:1: the text `error-required` in `en`: ",
        "locales/en/kid.ftl:2: the text `format-date` in `en` is no pattern for moments",
        "locales/de/kid.ftl:2: the text `format-date` in `de` is no pattern for moments",
    ] {
        assert!(report.contains(expected), "{expected}\n\n{report}");
    }
}

#[test]
fn a_theme_that_cannot_be_read_gets_a_report_too() {
    let workshop = Workshop::new();
    workshop.theme("kid", "parent = \"nobody\"");
    assert!(
        report(&workshop)
            .to_string()
            .contains("there is no theme `nobody`")
    );
    workshop
        .theme("kid", "")
        .write("kid/door/login.html", "{% block %}");
    assert!(report(&workshop).to_string().contains("door/login.html:1"));
    assert!(!check(&workshop.path("gone")).is_clean());
}
