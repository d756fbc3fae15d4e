//! R52 and R105: what counts as a code before any secret is looked at.

use innkeeper_module::{Answers, ChallengeOutcome, Secret};

use super::Person;
use crate::Algorithm;

#[tokio::test]
async fn r52_ascii_spaces_and_dashes_are_stripped() {
    for pattern in ["{} {}", " {}{} ", "{}-{}", "- {} - {} -", "{}{}"] {
        let mut person = Person::new();
        let code = person.code(0);
        let (front, back) = code.split_at(3);
        let shown = pattern.replacen("{}", front, 1).replacen("{}", back, 1);
        assert!(person.types(&shown).await.is_ok(), "{pattern}");
    }
}

#[tokio::test]
async fn r52_everything_else_is_a_failure_of_form() {
    let mut person = Person::new();
    let code = person.code(0);
    let fullwidth: String = code
        .chars()
        .filter_map(|digit| char::from_u32(u32::from(digit) - u32::from('0') + 0xff10))
        .collect();
    let arabic = fullwidth
        .chars()
        .filter_map(|digit| char::from_u32(u32::from(digit) - 0xff10 + 0x660))
        .collect();
    let wrong = [
        String::new(),
        " ".into(),
        "------".into(),
        code.chars().take(5).collect(),
        format!("{code}0"),
        format!("0{code}"),
        format!("+{code}"),
        format!("{code}\0"),
        format!("{code}\n"),
        format!("\t{code}"),
        format!("{code}\u{a0}"),
        format!("{code}\u{200b}"),
        format!("\u{2212}{code}"),
        format!("[{code}]"),
        format!("\"{code}\""),
        format!("{code}.0"),
        "null".into(),
        "1e5000".into(),
        "0x1234".into(),
        fullwidth,
        arabic,
        "9".repeat(100_000),
    ];
    for text in wrong {
        assert_eq!(
            person.is_refused(&text).await,
            "totp-code-format",
            "{text:?}"
        );
    }
    assert!(person.types(&code).await.is_ok());
}

#[tokio::test]
async fn r52_bytes_that_are_no_text_are_a_failure_of_form() {
    let person = Person::new();
    let answers = Answers::new([("code".to_owned(), Secret::new([0xff, b'1', b'2']))]);
    let Ok(ChallengeOutcome::Rejected(rejection)) = person.answers(&answers).await else {
        unreachable!("it is rejected")
    };
    assert_eq!(rejection.reason.key, "totp-code-format");
}

#[tokio::test]
async fn a_credential_of_eight_digits_wants_eight() {
    let host = innkeeper_module::testing::FakeHost::default();
    let mut person = Person::holding(super::KEY, Algorithm::Sha1, 8, host);
    let code = person.code(0);
    let (front, back) = code.split_at(2);
    assert_eq!(person.is_refused(back).await, "totp-code-format");
    assert!(person.types(&format!("{front} {back}")).await.is_ok());
}

#[tokio::test]
async fn r105_a_keys_code_is_recognised_and_not_echoed() {
    let mut person = Person::new();
    let key_codes = [
        "dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh",
        "DTEFFUJEHKNHFJBRJNLNLDNHCUJVDDBIKNGJRTGH",
        "dvgtiblfkbgturecfllberrvkinnctnn",
        "vvccccibhvlnhnbtvjuutrhvufrjuhhnkuvvvvvvvvvvvvvv",
    ];
    for key_code in key_codes {
        let rejection = person.types(key_code).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "totp-code-of-key");
        let values: Vec<&String> = rejection.reason.args.values().collect();
        assert_eq!(values, ["6"]);
    }
    assert!(person.host.logs().is_empty());
    for other in [
        "cccccccccccccccccccccccccccccccc1",
        "ccccccccccccccccccccccccccccccc",
        "ccccccccccccccccccccccccccccccccccccccccccccccccc",
    ] {
        assert_eq!(person.is_refused(other).await, "totp-code-format");
    }
}
