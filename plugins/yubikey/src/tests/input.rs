//! What a key types, and what people type instead.

use super::{DESK, Person, typed};
use crate::otp::{self, Otp, Typed};

fn read(text: &str) -> Option<Otp> {
    match otp::read(&typed(text)) {
        Typed::Otp(otp) => Some(otp),
        _ => None,
    }
}

#[track_caller]
fn reads(text: &str, whole: &str, public_id: &str) {
    let otp = read(text).expect("a one-time password");
    assert_eq!(otp.text(), whole);
    assert_eq!(otp.public_id(), public_id);
}

const OTP: &str = "dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh";

#[test]
fn r88_space_around_and_capitals_are_forgiven() {
    reads(OTP, OTP, "dteffuje");
    for typed in [
        format!("{OTP}\n"),
        format!("  {OTP}\r\n"),
        format!("\t{OTP} "),
        OTP.to_uppercase(),
    ] {
        reads(&typed, OTP, "dteffuje");
    }
}

#[test]
fn r88_a_keyboard_in_dvorak_is_translated() {
    let dvorak = "jxe.uidchtnbpygk";
    let modhex = "cbdefghijklnrtuv";
    let (typed, whole) = (dvorak.repeat(3), modhex.repeat(3));
    reads(&typed, &whole, modhex);
    reads(&typed.to_uppercase(), &whole, modhex);
    // Letters of both alphabets alone are taken for what they look like.
    let both = "cbdeghijknptu".replace('p', "t").repeat(3);
    reads(&both, &both, &both[..7]);
}

#[test]
fn r89_the_public_id_is_whatever_stands_before_the_last_32() {
    let block = "hknhfjbrjnlnldnhcujvddbikngjrtgh";
    for length in 1..=16 {
        let public_id = &"cbdefghijklnrtuv"[..length];
        let whole = format!("{public_id}{block}");
        reads(&whole, &whole, public_id);
    }
    assert!(read(block).is_none(), "a key without a name");
    assert!(read(&format!("cbdefghijklnrtuvc{block}")).is_none());
}

#[test]
fn r89_no_text_breaks_it() {
    let most = &OTP[..OTP.len() - 1];
    let texts = [
        String::new(),
        " ".into(),
        "\u{2028}".into(),
        OTP[..32].into(),
        "é".repeat(20),
        "é".repeat(22),
        format!("{}é{}", &OTP[..7], &OTP[7..]),
        format!("{most}\u{212a}"),
        format!("\u{feff}{OTP}"),
        format!("{OTP}\0"),
        format!("{OTP}{OTP}"),
        "💥".repeat(11),
        "ｃ".repeat(16),
        "1".repeat(44),
        OTP.replace('d', "a"),
        format!("{} {}", &OTP[..8], &OTP[8..]),
        "c".repeat(1_000_000),
    ];
    for text in texts {
        assert!(read(&text).is_none(), "{} bytes", text.len());
    }
}

#[tokio::test]
async fn r105_an_apps_code_is_recognised_and_not_echoed() {
    let mut person = Person::with(&[DESK]).await;
    for code in ["123456", "123 456", " 12-34-56 ", "1234567", "1234 5678"] {
        let rejection = person.types(code).await.err().expect("refused");
        assert_eq!(rejection.reason.key, "yubikey-otp-of-app", "{code}");
        assert!(rejection.reason.args.is_empty() && rejection.counts);
    }
    for other in ["", "12345", "123456789", "12345a", "------", "١٢٣٤٥٦"] {
        assert_eq!(person.is_refused(other).await, "yubikey-otp-format");
    }
    assert!(person.host.logs().is_empty());
    assert_eq!(person.host.requests().len(), 1, "the enrolment's alone");
}
