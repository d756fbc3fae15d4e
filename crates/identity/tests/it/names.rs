//! Names and labels.

use innkeeper_identity::names::{ClientName, Label, NameProblem, PersonName};
use proptest::prelude::*;

#[test]
fn names_of_any_script_are_taken_and_tidied() {
    for (typed, name) in [
        ("  Ada Lovelace ", "Ada Lovelace"),
        ("Zoe\u{308}", "Zoë"),
        ("صدام", "صدام"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("北野 武", "北野 武"),
        ("O'Hara-Smith, Jr.", "O'Hara-Smith, Jr."),
        ("<b>Ada</b>", "<b>Ada</b>"),
    ] {
        assert_eq!(PersonName::parse(typed).unwrap().as_str(), name);
        assert_eq!(ClientName::parse(typed).unwrap().as_str(), name);
    }
}

#[test]
fn r3_a_label_has_1_to_64_characters() {
    assert_eq!(
        Label::parse(&"ж".repeat(64))
            .unwrap()
            .as_str()
            .chars()
            .count(),
        64
    );
    assert_eq!(
        Label::parse(&"ж".repeat(65)),
        Err(NameProblem::TooLong { max: 64 })
    );
    assert_eq!(
        Label::parse(&"e\u{301}".repeat(64)).unwrap().as_str(),
        "é".repeat(64)
    );
    assert!(Label::parse("🔑").is_ok());
    assert!(Label::parse("👩🏽‍💻").is_ok());
}

#[test]
fn a_name_has_128_characters_at_most_however_long_the_text() {
    assert!(PersonName::parse(&"a".repeat(128)).is_ok());
    for length in [129, 10_000_000] {
        let problem = PersonName::parse(&"a".repeat(length)).unwrap_err();
        assert_eq!(problem, NameProblem::TooLong { max: 128 });
    }
}

#[test]
fn a_name_that_nobody_can_see_is_none() {
    for text in [
        "",
        "   ",
        "\u{a0}\u{3000}",
        "\u{200d}",
        "\u{200c} \u{fe0f}",
        "\u{301}",
    ] {
        assert_eq!(Label::parse(text), Err(NameProblem::Empty), "{text:?}");
    }
}

#[test]
fn r3_controls_and_bidi_overrides_are_refused() {
    for c in [
        '\0',
        '\n',
        '\r',
        '\t',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{200b}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2028}',
        '\u{2029}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{61c}',
        '\u{feff}',
        '\u{3164}',
        '\u{e0041}',
    ] {
        for text in [format!("a{c}b"), format!("{c}ab"), format!("ab{c}")] {
            assert_eq!(Label::parse(&text), Err(NameProblem::Forbidden), "{text:?}");
            assert_eq!(
                PersonName::parse(&text),
                Err(NameProblem::Forbidden),
                "{text:?}"
            );
        }
    }
}

proptest! {
    #[test]
    fn a_taken_name_is_taken_again_unchanged(text in any::<String>()) {
        if let Ok(label) = Label::parse(&text) {
            let count = label.as_str().chars().count();
            prop_assert!((1..=Label::MAX).contains(&count));
            prop_assert!(!label.as_str().chars().any(char::is_control));
            prop_assert_eq!(Label::parse(label.as_str()), Ok(label.clone()));
        }
    }
}
