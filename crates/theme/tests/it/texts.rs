//! Translations: plurals, fallbacks, overrides, modules.

use std::collections::BTreeMap;

use innkeeper_theme::contexts::{ForgotPage, Form, Message};
use innkeeper_theme::{Theme, keys};

use crate::workshop::{Workshop, draw, frame, kid};

const CODES: &[(&str, &str)] = &[
    (
        "en",
        "codes = { $left ->\n    [0] No codes\n    [one] One code\n   *[other] { $left } codes\n }\n",
    ),
    (
        "de",
        "codes = { $left ->\n    [0] Keine Codes\n    [one] Ein Code\n   *[other] { $left } Codes\n }\n",
    ),
];

#[test]
fn whole_numbers_select_plural_forms_and_are_written_the_readers_way() {
    let source = "{% for n in [0, 1, 2, 12345] %}{{ t('codes', left=n) }};{% endfor %}";
    assert_eq!(
        draw(source, CODES, "en").unwrap(),
        "No codes;One code;2 codes;12,345 codes;"
    );
    assert_eq!(
        draw(source, CODES, "de").unwrap(),
        "Keine Codes;Ein Code;2 Codes;12.345 Codes;"
    );
}

#[test]
fn numbers_are_grouped_in_templates_too() {
    assert_eq!(
        draw(
            "{{ 1234567|number }} {{ -1000|number }} {{ 7|number }}",
            &[],
            "de"
        )
        .unwrap(),
        "1.234.567 -1.000 7"
    );
}

#[test]
fn a_message_brings_its_own_arguments() {
    let workshop = kid(
        "{{ page.form.error|t }}",
        &[("en", "error-too-long = At most { $max } for { $who }")],
    );
    let theme = workshop.builder("kid").strict(true).build().unwrap();
    let drawn = |error: Message| {
        theme
            .page(
                &frame("en"),
                &ForgotPage {
                    form: Form::new().form_error(error),
                },
            )
            .unwrap()
    };
    let message = Message::new(keys::ERROR_TOO_LONG)
        .with("max", 1500_u32)
        .with("who", "<you>");
    assert_eq!(drawn(message), "At most 1,500 for &lt;you&gt;");
    assert_eq!(
        drawn(Message::text("a <module> says")),
        "a &lt;module&gt; says"
    );
}

#[test]
fn a_message_can_be_an_argument_and_carry_a_moment() {
    let texts = &[(
        "en",
        "seen = Seen on { $device }\nerror-locked = Until { $until }",
    )];
    let workshop = kid(
        "{{ t('seen', device=page.form.errors.a) }}. {{ page.form.error|t }}",
        texts,
    );
    let page = ForgotPage {
        form: Form::new()
            .field_error("a", Message::device(Some("Firefox"), Some("Linux")))
            .form_error(Message::new(keys::ERROR_LOCKED).with("until", frame("en").now)),
    };
    let drawn = workshop
        .build("kid")
        .unwrap()
        .page(&frame("en"), &page)
        .unwrap();
    assert_eq!(
        drawn,
        "Seen on Firefox on Linux. Until 22 November 2026, 18:00"
    );
}

#[test]
fn a_child_overrides_single_texts() {
    let texts = &[
        ("en", "action-sign-in = Come in"),
        ("de", "action-sign-in = Herein"),
    ];
    let source = "{{ t('action-sign-in') }}, {{ t('action-cancel') }}";
    assert_eq!(draw(source, texts, "en").unwrap(), "Come in, Cancel");
    assert_eq!(draw(source, texts, "de").unwrap(), "Herein, Abbrechen");
}

#[test]
fn a_missing_translation_falls_back_to_english_and_a_missing_key_shows_itself() {
    let workshop = kid(
        "{{ t('only-english') }} {{ t('nowhere') }}",
        &[("en", "only-english = English")],
    );
    let drawn = workshop
        .build("kid")
        .unwrap()
        .page(&frame("de"), &crate::workshop::page())
        .unwrap();
    assert_eq!(drawn, "English nowhere");
    let strict = workshop.builder("kid").strict(true).build().unwrap();
    let error = strict
        .page(&frame("de"), &crate::workshop::page())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the text `only-english` is missing in `de`"),
        "{error}"
    );
}

#[test]
fn a_new_language_is_a_folder() {
    let workshop = kid(
        "{{ t('action-cancel') }} {{ t('action-sign-in') }}",
        &[("fr", "language-name = Français\naction-cancel = Annuler")],
    );
    let theme = workshop.build("kid").unwrap();
    let names: Vec<String> = theme
        .locales()
        .into_iter()
        .map(|locale| locale.name)
        .collect();
    assert_eq!(names, ["Deutsch", "English", "Français"]);
    assert_eq!(
        theme.page(&frame("fr"), &crate::workshop::page()).unwrap(),
        "Annuler Sign in"
    );
    assert_eq!(theme.translator().negotiate("fr-CA,de;q=0.8"), "fr");
    assert_eq!(theme.translator().negotiate("it"), "en");
}

#[test]
fn a_broken_locale_file_is_named_with_its_line() {
    let workshop = kid("x", &[("en", "fine = Fine\n\nnot a text\n")]);
    let error = workshop.build("kid").err().unwrap().to_string();
    assert!(error.contains("locales/en/kid.ftl:3"), "{error}");
    let twice = kid("x", &[("en", "a = 1\na = 2\n")])
        .build("kid")
        .err()
        .unwrap()
        .to_string();
    assert!(twice.contains("kid.ftl:2: `a` stands twice"), "{twice}");
}

#[test]
fn a_language_that_is_none_is_refused() {
    let workshop = Workshop::new();
    workshop
        .theme("kid", "")
        .write("kid/locales/not a tag/a.ftl", "a = b");
    assert!(
        workshop
            .build("kid")
            .err()
            .unwrap()
            .to_string()
            .contains("no language tag")
    );
}

#[test]
fn modules_have_texts_of_their_own() {
    let theme = Theme::builder()
        .module_texts(
            "totp",
            &[
                (
                    "en",
                    "left = { $n ->\n    [one] one\n   *[other] { $n } left\n }\n",
                ),
                ("de", "left = noch { $n }\n"),
            ],
        )
        .module_texts("other", &[("en", "left = not this")])
        .build()
        .unwrap();
    let texts = theme.translator();
    let args = |n: &str| BTreeMap::from([("n".to_owned(), n.to_owned())]);
    assert_eq!(texts.text("en", "totp", "left", "", &args("1")), "one");
    assert_eq!(texts.text("en", "totp", "left", "", &args("7")), "7 left");
    assert_eq!(
        texts.text("de-AT", "totp", "left", "", &args("7")),
        "noch 7"
    );
    assert_eq!(texts.text("fr", "totp", "left", "", &args("2")), "2 left");
    assert_eq!(
        texts.text("en", "totp", "gone", "{ $n } of ten", &args("2")),
        "2 of ten"
    );
    assert_eq!(
        texts.text("en", "none", "gone", "not { fluent", &args("2")),
        "not { fluent"
    );
    assert_eq!(
        texts.text("en", "totp", "action-cancel", "Stop", &args("2")),
        "Stop"
    );
}
