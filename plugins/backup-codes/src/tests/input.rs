//! What people type, and what it is taken for.

use innkeeper_module::{Answers, ChallengeOutcome, Secret};
use proptest::prelude::*;

use super::Person;
use crate::code::Code;

/// A code as it is understood.
fn understood(typed: &str) -> Option<String> {
    let code = Code::read(typed)?;
    let written = code.written();
    written.text().map(str::to_owned)
}

#[test]
fn case_spaces_and_dashes_do_not_matter() {
    for typed in [
        "ABCDE-FGHJK-MNPQR-STVWX",
        "abcde-fghjk-mnpqr-stvwx",
        "ABCDEFGHJKMNPQRSTVWX",
        " abcde fghjk mnpqr stvwx ",
        "abcde\tfghjk\nmnpqr\u{a0}stvwx",
        "abcde–fghjk—mnpqr−stvwx",
        "a-b-c-d-e-f-g-h-j-k-m-n-p-q-r-s-t-v-w-x-",
    ] {
        let understood = understood(typed);
        assert_eq!(
            understood.as_deref(),
            Some("ABCDE-FGHJK-MNPQR-STVWX"),
            "{typed:?}"
        );
    }
}

#[test]
fn letters_that_look_like_digits_are_digits() {
    let typed = "oOiIl-L0123-45678-9ABCD";
    assert_eq!(
        understood(typed).as_deref(),
        Some("00111-10123-45678-9ABCD")
    );
}

#[test]
fn anything_else_is_no_code() {
    for typed in [
        "",
        "-",
        "ABCDE-FGHJK-MNPQR-STVW",
        "ABCDE-FGHJK-MNPQR-STVWXY",
        "ABCDE-FGHJK-MNPQR-STVWU",
        "ABCDE-FGHJK-MNPQR-STVW\0",
        "ABCDE_FGHJK_MNPQR_STVWX",
        "ABCDE-FGHJK-MNPQR-STVWÄ",
        "ＡＢＣＤＥ-FGHJK-MNPQR-STVWX",
        "ABCDE-FGHJK-MNPQR-STVWı",
        "ABCDE-FGHJK-MNPQR-STVW١",
        "123456",
    ] {
        assert_eq!(understood(typed), None, "{typed:?}");
    }
    assert_eq!(understood(&"A".repeat(1_000_000)), None);
}

#[tokio::test]
async fn a_code_is_accepted_as_people_type_it() {
    let spellings: [fn(&str) -> String; 4] = [
        |code| code.to_lowercase(),
        |code| code.replace('-', ""),
        |code| code.replace('-', " "),
        |code| code.replace('0', "o").replace('1', "l"),
    ];
    let mut person = Person::new().await;
    for (code, spell) in person.codes.clone().iter().zip(spellings) {
        assert!(person.types(&spell(code)).await.is_ok());
    }
}

#[tokio::test]
async fn what_is_no_code_costs_no_hash_but_counts() {
    let mut person = Person::new().await;
    for typed in ["", "123456", "U0000-00000-00000-00000"] {
        assert_eq!(person.is_refused(typed).await, "backup-codes-format");
    }
    let none = person.answers(&Answers::default()).await;
    let bytes = Answers::new([("code".to_owned(), Secret::new([0xff; 20]))]);
    let bytes = person.answers(&bytes).await;
    for outcome in [none, bytes] {
        let Ok(ChallengeOutcome::Rejected(rejection)) = outcome else {
            unreachable!("it is rejected")
        };
        assert!(rejection.counts);
    }
    assert_eq!(person.host.verifications(), 0);
}

proptest! {
    #[test]
    fn reading_never_panics_and_what_is_read_is_read_again(typed in any::<String>()) {
        if let Some(written) = understood(&typed) {
            prop_assert_eq!(understood(&written), Some(written));
        }
    }

    #[test]
    fn twenty_letters_in_any_grouping_are_a_code(
        typed in "[ -]{0,2}([0-9A-HJKMNP-TV-Za-z&&[^uU]][ -]{0,2}){20}"
    ) {
        prop_assert!(understood(&typed).is_some());
    }
}
