//! Which texts are mobile numbers, and how they are written.

use std::collections::BTreeSet;

use innkeeper_identity::mobile::{MobileNumber, MobileProblem, countries};
use proptest::prelude::*;

#[test]
fn r86_a_number_is_kept_in_e164_however_it_was_typed() {
    for (country, typed, kept) in [
        ("DE", "01512 3456789", "+4915123456789"),
        ("DE", "(01512) 34567-89", "+4915123456789"),
        ("DE", "+49 1512 3456789", "+4915123456789"),
        ("DE", " 0049 1512 3456789 ", "+4915123456789"),
        ("GB", "07400 123456", "+447400123456"),
        ("US", "(201) 555-0123", "+12015550123"),
        ("IT", "312 345 6789", "+393123456789"),
        ("DE", "+43 664 123456", "+43664123456"),
    ] {
        let number = MobileNumber::parse(country, typed);
        assert_eq!(
            number.as_ref().map(MobileNumber::as_str),
            Ok(kept),
            "{country} {typed}"
        );
    }
}

#[test]
fn r86_what_no_message_can_be_sent_to_is_refused() {
    use MobileProblem as Problem;
    for (country, typed, problem) in [
        ("DE", "  ", Problem::Empty),
        ("DE", "12", Problem::Invalid),
        ("DE", "call me", Problem::Invalid),
        ("DE", "+999 123456789", Problem::Invalid),
        ("DE", "030 901820", Problem::NotMobile),
        ("DE", "0800 1234567", Problem::NotMobile),
        ("GB", "020 7946 0018", Problem::NotMobile),
        ("ZZ", "01512 3456789", Problem::Country),
        ("", "01512 3456789", Problem::Country),
    ] {
        assert_eq!(
            MobileNumber::parse(country, typed),
            Err(problem),
            "{country} {typed}"
        );
    }
    let long = "1".repeat(10_000);
    assert_eq!(MobileNumber::parse("DE", &long), Err(Problem::Invalid));
}

#[test]
fn a_number_is_shown_as_people_write_it() {
    let number: MobileNumber = "+4915123456789".parse().unwrap();
    assert_eq!(number.to_string(), "+49 1512 3456789");
    assert_eq!(number.national(), "01512 3456789");
    assert_eq!(number.country(), Some("DE"));
}

#[test]
fn r86_a_number_is_shown_by_its_last_two_digits() {
    let number: MobileNumber = "+4915123456789".parse().unwrap();
    assert_eq!(number.mask(), "***89");
}

#[test]
fn what_was_kept_is_read_again_though_countries_change_their_rules() {
    let strange: MobileNumber = "+999123456".parse().unwrap();
    assert_eq!(strange.as_str(), "+999123456");
    assert!(!strange.to_string().is_empty());
    for broken in ["", "4915123456789", "+", "+49 1512", "+491512345678901234"] {
        assert!(broken.parse::<MobileNumber>().is_err(), "{broken}");
    }
}

#[test]
fn every_country_is_there_once_and_some_share_a_code() {
    let countries = countries();
    let ids: BTreeSet<&str> = countries.iter().map(|country| country.id).collect();
    assert_eq!(ids.len(), countries.len());
    assert!(countries.len() > 230, "{}", countries.len());
    let code = |id| countries.iter().find(|it| it.id == id).map(|it| it.code);
    assert_eq!(
        (code("DE"), code("US"), code("CA")),
        (Some(49), Some(1), Some(1))
    );
    assert_eq!(code("001"), None);
}

proptest! {
    #[test]
    fn no_text_breaks_it(country in "\\PC{0,3}", typed in "\\PC{0,40}") {
        let _ = MobileNumber::parse(&country, &typed);
        let _ = MobileNumber::parse("DE", &typed);
    }

    #[test]
    fn what_is_accepted_is_e164_and_means_the_same_when_typed_again(subscriber in 0_u32..10_000_000) {
        if let Ok(number) = MobileNumber::parse("DE", &format!("0151 2{subscriber:07}")) {
            prop_assert_eq!(number.as_str().parse::<MobileNumber>(), Ok(number.clone()));
            prop_assert_eq!(MobileNumber::parse("FR", &number.to_string()), Ok(number.clone()));
            prop_assert_eq!(MobileNumber::parse("DE", &number.national()), Ok(number));
        }
    }
}
