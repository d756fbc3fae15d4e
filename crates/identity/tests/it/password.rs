//! Which passwords may be chosen.

use innkeeper_identity::password::{NewPassword, Password, PasswordProblem, Policy};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

const LIST: &str = include_str!("../../data/common-passwords.txt");

fn check(typed: &str, context: &[&str]) -> Result<String, PasswordProblem> {
    Policy::default()
        .check(typed, context)
        .map(|password: NewPassword| password.expose().to_owned())
}

fn problem(typed: &str, context: &[&str]) -> Option<PasswordProblem> {
    check(typed, context).err()
}

#[test]
fn r162_a_password_has_eight_characters_of_any_script() {
    let too_short = Some(PasswordProblem::TooShort { min: 8 });
    for short in [
        "",
        "sieben7",
        "🔑🔑🔑🗝🗝🗝🧷",
        "e\u{301}e\u{301}e\u{301}a\u{301}bcd",
    ] {
        assert_eq!(problem(short, &[]), too_short, "{short}");
    }
    for good in [
        "verylongago",
        "пустяковина",
        "🔑🗝🧷📎🔑🗝🧷📎",
        "        a b    ",
        "æøå ß ñ ü",
    ] {
        assert_eq!(check(good, &[]), Ok(good.to_owned()));
    }
}

#[test]
fn r162_long_passwords_are_taken_whole() {
    let long: String = "correct horse battery staple ".repeat(20);
    for length in [128, 256, 500] {
        let typed: String = long.chars().take(length).collect();
        assert_eq!(check(&typed, &[]), Ok(typed));
    }
    let widest: String = "🔑🗝🧷📎".repeat(64);
    assert_eq!(widest.chars().count(), 256);
    assert_eq!(check(&widest, &[]), Ok(widest.clone()));
    assert_eq!(
        problem(&format!("{widest}a"), &[]),
        Some(PasswordProblem::TooLong)
    );
    assert_eq!(
        problem(&"ab c".repeat(10_000_000), &[]),
        Some(PasswordProblem::TooLong)
    );
    assert!(Password::typed(&"ab c".repeat(257)).is_none());
}

#[test]
fn r162_two_spellings_of_one_text_are_one_password() {
    let composed = Password::typed("se\u{f1}or l\u{e9}on").unwrap();
    let decomposed = Password::typed("sen\u{303}or le\u{301}on").unwrap();
    assert_eq!(composed.expose(), decomposed.expose());
    assert_eq!(Password::typed(" a ").unwrap().expose(), " a ");
}

#[test]
fn r163_the_list_has_three_thousand_entries_and_is_in_order() {
    let entries: Vec<&str> = LIST.lines().collect();
    assert!(entries.len() >= 3000);
    for pair in entries.windows(2) {
        assert!(pair[0] < pair[1], "{pair:?}");
    }
    for entry in entries {
        assert!(entry.chars().count() >= 8, "{entry}");
        assert_eq!(entry.to_lowercase().nfc().collect::<String>(), entry);
    }
}

#[test]
fn r163_common_passwords_are_refused_in_any_case() {
    for entry in LIST.lines() {
        assert_eq!(
            problem(entry, &[]),
            Some(PasswordProblem::Common),
            "{entry}"
        );
    }
    for common in [
        "PASSWORD",
        "Password1",
        "iLoveYou1",
        "12345678",
        "aaaaaaaaaaaaaaaaaaaa",
        "ababABABabab",
    ] {
        assert_eq!(
            problem(common, &[]),
            Some(PasswordProblem::Common),
            "{common}"
        );
    }
}

#[test]
fn r163_names_that_an_attacker_knows_are_refused() {
    let context = [
        "Innkeeper",
        "Stormy Hosting",
        "panel.stormy.example",
        "Ada Lovelace",
        "ada.byron",
    ];
    for guess in [
        "innkeeper",
        "Innkeeper2026!",
        "stormyhosting",
        "Stormy-Hosting",
        "STORMY1234",
        "AdaLovelace",
        "lovelace1815",
        "ada.byron",
        "byron1815",
        "panel.stormy.example",
        "stormypanel99",
        "L-o-v-e-l-a-c-e",
    ] {
        assert_eq!(
            problem(guess, &context),
            Some(PasswordProblem::Guessable),
            "{guess}"
        );
    }
    for good in [
        "the innkeeper sold me a lame horse",
        "adamant-quarry-nine",
        "byron hated maths lessons",
        "tempest in a teapot",
        "!?!?!.,.,:;:",
    ] {
        assert_eq!(check(good, &context), Ok(good.to_owned()));
    }
}

#[test]
fn a_password_of_which_half_is_a_known_name_is_refused() {
    let context = ["lovelace"];
    let half = problem("lovelace-88horses", &context);
    assert_eq!(half, Some(PasswordProblem::Guessable));
    assert_eq!(problem("lovelace-888horses", &context), None);
}

#[test]
fn short_words_of_the_context_forbid_nothing() {
    for good in ["ada12345x", "info1234x", "comcomcomx"] {
        assert_eq!(
            check(good, &["ada", "Al B", "", " ", "x.com", "!!!!!"]),
            Ok(good.to_owned())
        );
    }
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in any::<String>()) {
        if let Some(once) = Password::typed(&text) {
            let twice = Password::typed(once.expose()).unwrap();
            prop_assert_eq!(once.expose(), twice.expose());
            prop_assert_eq!(once.expose(), text.nfc().collect::<String>());
        }
    }

    #[test]
    fn what_is_accepted_is_what_is_compared(text in "\\PC{8,40}", word in "\\PC{0,12}") {
        if let Ok(accepted) = check(&text, &[&word]) {
            let typed = Password::typed(&text).unwrap();
            prop_assert_eq!(typed.expose(), accepted);
        }
    }
}
