//! R187: what carries a secret can be neither printed nor formatted, and compares without a clock
//! telling.

use crate::{
    Acceptance, Answers, ChallengeOutcome, Enrolled, EnrolmentOutcome, Held, HttpRequest,
    HttpResponse, OutboundMessage, Prompt, Rejection, Secret, Spent, Step,
};

/// Compiles only where the type lacks the trait: with it, the compiler cannot tell which `clear` is
/// meant.
macro_rules! assert_lacks {
    ($bound:path: $($kind:ty),+ $(,)?) => {$({
        trait Ambiguous<A> {
            fn clear() {}
        }
        struct HasIt;
        impl<T: ?Sized> Ambiguous<()> for T {}
        impl<T: ?Sized + $bound> Ambiguous<HasIt> for T {}
        <$kind as Ambiguous<_>>::clear();
    })+};
}

#[test]
fn r187_nothing_that_carries_a_secret_has_debug() {
    assert_lacks!(std::fmt::Debug:
        Secret, Answers, Prompt, Step, Held, Enrolled, EnrolmentOutcome, Acceptance,
        Rejection, Spent, ChallengeOutcome, HttpRequest, HttpResponse, OutboundMessage,
    );
}

#[test]
fn r187_nothing_that_carries_a_secret_has_display() {
    assert_lacks!(std::fmt::Display:
        Secret, Answers, Prompt, Step, Held, Enrolled, Acceptance, Rejection, Spent,
    );
}

#[test]
fn only_what_is_stored_sealed_has_a_stored_form() {
    assert_lacks!(serde::Serialize:
        Answers, Held, Enrolled, EnrolmentOutcome, Acceptance, Rejection, Spent, ChallengeOutcome,
    );
}

#[test]
fn secrets_are_equal_where_their_bytes_are() {
    let secret = Secret::from("abc");
    assert!(secret == Secret::new([b'a', b'b', b'c']));
    for other in ["", "ab", "abcd", "abd", "xbc"] {
        assert!(secret != Secret::from(other), "{other}");
    }
}

#[test]
fn bytes_that_are_no_text_have_none() {
    assert_eq!(Secret::from("ä").text(), Some("ä"));
    assert_eq!(Secret::new([0xff]).text(), None);
    assert_eq!(Secret::default().text(), Some(""));
}

#[test]
fn what_was_packed_is_unpacked_and_nothing_else_is() {
    let packed = Secret::pack(&("step", 7)).expect("JSON");
    assert_eq!(packed.unpack(), Some(("step".to_owned(), 7)));
    assert_eq!(packed.unpack::<u32>(), None);
    for other in ["", "null", "[\"step\"]", "[\"step\",7] "] {
        let unpacked: Option<(String, u32)> = Secret::from(other).unpack();
        assert_eq!(unpacked.is_some(), other.ends_with(' '), "{other:?}");
    }
    let deep = Secret::new(vec![b'['; 100_000]);
    assert!(deep.unpack::<Vec<u8>>().is_none());
}

#[test]
fn answers_are_found_by_name() {
    let answers = Answers::new([
        ("code".to_owned(), Secret::from(" 12 ")),
        ("bytes".to_owned(), Secret::new([0xff])),
    ]);
    assert_eq!(answers.text("code"), Some(" 12 "));
    assert!(answers.get("bytes").is_some());
    assert_eq!(answers.text("bytes"), None);
    assert!(answers.get("other").is_none());
}
