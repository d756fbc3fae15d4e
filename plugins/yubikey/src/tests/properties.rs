//! What holds for any input and any answer.

use innkeeper_module::HttpResponse;
use proptest::prelude::*;

use super::server::signed;
use super::{api_key, typed};
use crate::otp::{self, Typed};
use crate::response::{Asked, Verdict, judge};

const OTP: &str = "vvvvvvcucrlcietctckflvnncdgckubflugerlnr";
const NONCE: &str = "0123456789abcdef0123456789abcdef";

fn judged(body: Vec<u8>) -> Verdict {
    let asked = Asked {
        api_key: &api_key(),
        otp: OTP,
        nonce: NONCE,
        sync_level: None,
    };
    let response = HttpResponse {
        status: 200,
        headers: Vec::new(),
        body,
    };
    judge(&response, &asked)
}

fn genuine() -> Vec<u8> {
    let pairs = [
        ("status", "OK"),
        ("otp", OTP),
        ("nonce", NONCE),
        ("sessioncounter", "338"),
        ("sessionuse", "12"),
        ("sl", "50"),
    ];
    signed(&pairs).body
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_is_typed_is_read_without_a_panic_and_read_again_the_same(text in "\\PC{0,60}") {
        if let Typed::Otp(otp) = otp::read(&typed(&text)) {
            let whole = otp.text().to_owned();
            prop_assert!((33..=48).contains(&whole.len()));
            prop_assert!(whole.starts_with(otp.public_id()));
            prop_assert_eq!(whole.len() - otp.public_id().len(), 32);
            prop_assert!(whole.chars().all(|c| "cbdefghijklnrtuv".contains(c)));
            let again = otp::read(&typed(&whole));
            prop_assert!(matches!(again, Typed::Otp(otp) if otp.text() == whole));
        }
    }

    #[test]
    fn every_code_of_a_key_is_read_on_both_keyboards(modhex in "[cbdefghijklnrtuv]{33,48}") {
        let otp = otp::read(&typed(&modhex));
        prop_assert!(matches!(otp, Typed::Otp(otp) if otp.text() == modhex));
        let dvorak: String = modhex
            .chars()
            .map(|letter| "cbdefghijklnrtuv".find(letter).expect("modhex"))
            .map(|place| char::from(b"jxe.uidchtnbpygk"[place]))
            .collect();
        let is_both = dvorak.chars().all(|c| "cbdefghijklnrtuv".contains(c));
        let otp = otp::read(&typed(&dvorak));
        prop_assert!(is_both || matches!(otp, Typed::Otp(otp) if otp.text() == modhex));
    }

    #[test]
    fn no_bytes_without_the_key_are_an_ok(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let valid = matches!(judged(body), Verdict::Valid { .. });
        prop_assert!(!valid);
    }

    #[test]
    fn no_lines_without_the_key_are_an_ok(lines in "((status=OK|h=[A-Za-z0-9+/]{27}=|otp=[c-v]{0,44}|nonce=[0-9a-f]{0,40}|sl=[0-9]{1,4}|sessioncounter=[0-9]{1,9}|sessionuse=[0-9]{1,9}|.{0,9})\r?\n){0,12}") {
        let valid = matches!(judged(lines.into_bytes()), Verdict::Valid { .. });
        prop_assert!(!valid);
    }

    #[test]
    fn an_ok_with_a_byte_changed_is_none(place in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let mut body = genuine();
        let place = place.index(body.len());
        let changed = body[place] != byte;
        body[place] = byte;
        let valid = matches!(judged(body.clone()), Verdict::Valid { .. });
        // Space between lines is the only thing that no signature covers.
        let text = String::from_utf8_lossy(&body).replace("\r\n", "\n").replace('\n', "");
        let genuine = String::from_utf8_lossy(&genuine()).replace("\r\n", "");
        prop_assert!(!changed || !valid || text == genuine);
    }
}
