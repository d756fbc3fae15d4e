//! E-mail addresses.

use innkeeper_identity::email::{EmailAddress, EmailProblem};
use proptest::prelude::*;

#[test]
fn ordinary_and_unusual_addresses_are_taken() {
    let longest = format!(
        "{}@{}.example-x",
        "a".repeat(64),
        vec!["b".repeat(35); 5].join(".")
    );
    for address in [
        "ada@example.com",
        "ada.lovelace+panel@mail.example.co.uk",
        "o'hara@example.com",
        "a@localhost",
        "Ada@EXAMPLE.com",
        "x_y-z@xn--bcher-kva.example",
        "ada@bücher.example",
        "ada@例え.テスト",
        "ada@हिन्दी.example",
        "1@2.example",
        longest.as_str(),
    ] {
        let parsed = EmailAddress::parse(address);
        assert_eq!(parsed.map(|a| a.to_string()), Ok(address.to_owned()));
    }
}

#[test]
fn what_mail_cannot_be_sent_to_is_refused() {
    for text in [
        "ada",
        "@example.com",
        "ada@",
        "ada@@example.com",
        "ada@example",
        "a@b@example.com",
        "ada lovelace@example.com",
        "ada@exam ple.com",
        "ada@example..com",
        "ada@.example.com",
        "ada@example.com.",
        ".ada@example.com",
        "ada.@example.com",
        "a..da@example.com",
        "ada@-example.com",
        "ada@example-.com",
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "\"ada\"@example.com",
        "ada\0@example.com",
        "ada@example.com\0",
        "ada@example.com\n",
        "ada\r\nBcc: eve@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada\t@example.com",
        "ada@exa\u{202e}mple.com",
        "ada@exa\u{200b}mple.com",
        "ada@example.com,eve@example.com",
        "Ada <ada@example.com>",
        "ädä@example.com",
        "ada＠example.com",
        "ada@example。com",
        "ada@exam/ple.com",
        "ada@example.com>",
        "ada@\u{31c}b.example",
        "ada@xn--99999999.example",
    ] {
        assert_eq!(
            EmailAddress::parse(text),
            Err(EmailProblem::Malformed),
            "{text:?}"
        );
    }
    assert_eq!(EmailAddress::parse("  "), Err(EmailProblem::Empty));
}

#[test]
fn an_address_has_254_characters_at_most() {
    let address = format!("a@{}.example", vec!["b".repeat(50); 5].join("."));
    for text in [address, "a".repeat(1_000_000)] {
        assert_eq!(
            EmailAddress::parse(&text),
            Err(EmailProblem::TooLong { max: 254 })
        );
    }
    let long_label = format!("ada@{}.example", "b".repeat(64));
    assert_eq!(
        EmailAddress::parse(&long_label),
        Err(EmailProblem::Malformed)
    );
    let long_local = format!("{}@example.com", "a".repeat(65));
    assert_eq!(
        EmailAddress::parse(&long_local),
        Err(EmailProblem::Malformed)
    );
}

#[test]
fn spellings_of_one_address_share_a_key() {
    let key = |text: &str| EmailAddress::parse(text).unwrap().key();
    assert_eq!(key(" Ada@Example.COM "), "ada@example.com");
    assert_eq!(key("ada@bu\u{308}cher.example"), key("ada@BÜCHER.example"));
    assert_ne!(key("ada@example.com"), key("ada+1@example.com"));
}

#[test]
fn r78_a_masked_address_keeps_two_letters_at_most() {
    for (address, masked) in [
        ("byron@example.ext", "by***@example.ext"),
        ("adam@example.ext", "ad***@example.ext"),
        ("ada@example.ext", "a***@example.ext"),
        ("ab@example.ext", "a***@example.ext"),
        ("a@example.ext", "***@example.ext"),
    ] {
        assert_eq!(EmailAddress::parse(address).unwrap().mask(), masked);
    }
}

#[test]
fn an_address_is_checked_when_it_is_read_from_json() {
    let read: EmailAddress = serde_json::from_str("\"ada@example.com\"").unwrap();
    assert_eq!((read.local(), read.domain()), ("ada", "example.com"));
    assert!(serde_json::from_str::<EmailAddress>("\"ada\"").is_err());
}

proptest! {
    #[test]
    fn whatever_is_taken_is_one_line_with_one_at(text in "\\PC{0,20}@\\PC{0,20}\\.?\\PC{0,8}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            let text = address.as_str();
            prop_assert_eq!(text.matches('@').count(), 1);
            prop_assert!(!text.chars().any(|c| c.is_control() || c.is_whitespace()));
            prop_assert_eq!(EmailAddress::parse(text), Ok(address.clone()));
        }
    }

    #[test]
    fn a_key_is_its_own_key(text in "[a-zA-Z0-9]{1,8}@[\\p{L}\\p{N}]{1,8}\\.[\\p{L}]{2,4}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            let key = address.key();
            if let Ok(again) = EmailAddress::parse(&key) {
                prop_assert_eq!(again.key(), key);
            }
        }
    }
}
