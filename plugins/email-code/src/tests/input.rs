//! R52, as for authenticator apps: what counts as a code before anything is compared.

use innkeeper_module::{Answers, ChallengeOutcome, Secret};

use super::Person;

#[tokio::test]
async fn r52_ascii_spaces_and_dashes_are_stripped() {
    let mut person = Person::enrolled().await;
    for pattern in ["{} {}", " {}{} ", "{}-{}", "- {} - {} -", "{}{}"] {
        let step = person.challenged().await;
        let code = person.code();
        let (front, back) = code.split_at(4);
        let shown = pattern.replacen("{}", front, 1).replacen("{}", back, 1);
        assert_eq!(person.types(&step, &shown).await, Ok(()), "{pattern}");
    }
}

#[tokio::test]
async fn r52_everything_else_is_a_failure_of_form() {
    let mut person = Person::enrolled().await;
    let step = person.challenged().await;
    let code = person.code();
    let fullwidth: String = code
        .chars()
        .filter_map(|digit| char::from_u32(u32::from(digit) - u32::from('0') + 0xff10))
        .collect();
    let wrong = [
        String::new(),
        " ".into(),
        "--------".into(),
        code.chars().take(7).collect(),
        format!("{code}0"),
        format!("+{code}"),
        format!("{code}\0"),
        format!("{code}\n"),
        format!("\t{code}"),
        format!("{code}\u{a0}"),
        format!("\u{2212}{code}"),
        format!("[{code}]"),
        format!("{code}.0"),
        "1e500000".into(),
        "0x123456".into(),
        fullwidth,
        "9".repeat(100_000),
    ];
    for text in wrong {
        let refused = person.types(&step, &text).await;
        assert_eq!(refused, Err("email-code-format".into()), "{text:?}");
    }
    assert_eq!(person.types(&step, &code).await, Ok(()));
}

#[tokio::test]
async fn r52_bytes_that_are_no_text_are_a_failure_of_form() {
    let person = Person::enrolled().await;
    let step = person.challenged().await;
    let answers = Answers::new([("code".to_owned(), Secret::new([0xff; 8]))]);
    let Ok(ChallengeOutcome::Rejected(rejection)) = person.answers(&step, &answers).await else {
        unreachable!("it is rejected")
    };
    assert_eq!(rejection.reason.key, "email-code-format");
}
