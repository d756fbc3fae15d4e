//! Which answers are believed.

use innkeeper_module::{HttpResponse, Secret};

use super::api_key;
use super::server::{Pairs, body, signed, signed_with, unsigned};
use crate::response::{Asked, Counters, Verdict, judge};
use crate::settings::SyncLevel;

const OTP: &str = "vvvvvvcucrlcietctckflvnncdgckubflugerlnr";
const NONCE: &str = "askjdnkajsndjkasndkjsnad";

/// The signed answer of the vector, in the order in which servers write it.
const VECTOR: &str = "h=xnFxsjsHcgEhYEbciMoRw5fWBWY=\r\n\
    t=2026-11-22T02:40:00Z0123\r\n\
    otp=vvvvvvcucrlcietctckflvnncdgckubflugerlnr\r\n\
    nonce=askjdnkajsndjkasndkjsnad\r\n\
    sl=50\r\n\
    timestamp=5993928\r\n\
    sessioncounter=338\r\n\
    sessionuse=0\r\n\
    status=OK\r\n\r\n";

fn judged_for(response: &HttpResponse, sync_level: Option<SyncLevel>) -> Verdict {
    let asked = Asked {
        api_key: &api_key(),
        otp: OTP,
        nonce: NONCE,
        sync_level,
    };
    judge(response, &asked)
}

fn judged(response: &HttpResponse) -> Verdict {
    judged_for(response, None)
}

fn pairs(status: &str) -> Pairs<'_> {
    vec![
        ("t", "2026-11-22T02:40:00Z0123"),
        ("otp", OTP),
        ("nonce", NONCE),
        ("sl", "50"),
        ("timestamp", "5993928"),
        ("sessioncounter", "338"),
        ("sessionuse", "0"),
        ("status", status),
    ]
}

/// An OK with one pair changed, signed as it is then.
fn with<'a>(name: &'a str, value: &'a str) -> HttpResponse {
    let mut pairs = pairs("OK");
    pairs.retain(|(known, _)| *known != name);
    pairs.push((name, value));
    signed(&pairs)
}

/// An OK without one pair, signed as it is then.
fn without(name: &str) -> HttpResponse {
    let mut pairs = pairs("OK");
    pairs.retain(|(known, _)| *known != name);
    signed(&pairs)
}

fn is_valid(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Valid { .. })
}

#[test]
fn r96_the_vectors_answer_is_believed() {
    let counters = Counters {
        session: 338,
        touch: 0,
    };
    let valid = Verdict::Valid {
        counters,
        level: Some(50),
    };
    assert_eq!(judged(&body(VECTOR)), valid);
    assert_eq!(judged(&body(&VECTOR.replace('\r', ""))), valid);
    assert_eq!(judged(&signed(&pairs("OK"))), valid);
}

#[test]
fn r95_lines_are_split_at_the_first_sign() {
    assert!(is_valid(judged(&with("t", "2026=11=22"))));
    assert!(is_valid(judged(&with("x", ""))));
    assert!(is_valid(judged(&with("", "x=y"))));
}

#[test]
fn r95_a_repeated_name_a_missing_status_or_a_long_answer_is_none() {
    let twice = [VECTOR, "sl=50\r\n"].concat();
    let signed_twice = [VECTOR, "h=xnFxsjsHcgEhYEbciMoRw5fWBWY=\r\n"].concat();
    let bare = VECTOR.replace("status=OK\r\n", "");
    let word = VECTOR.replace("status=OK", "status");
    let mut long = body(VECTOR);
    long.body.resize(4097, b'\n');
    let mut longest = body(VECTOR);
    longest.body.resize(4096, b'\n');
    let mut bytes = body(VECTOR);
    bytes.body.push(0xff);
    let padding = "p".repeat(5000);
    let huge = with("padding", &padding);
    for none in [
        body(&twice),
        body(&signed_twice),
        body(&bare),
        body(&word),
        long,
        bytes,
        huge,
        body(""),
    ] {
        assert_eq!(
            judged(&none),
            Verdict::Unavailable("an answer that is none")
        );
    }
    assert!(is_valid(judged(&longest)));
}

#[test]
fn r96_only_http_200_is_read() {
    for status in [100, 199, 201, 204, 301, 302, 400, 401, 404, 429, 500, 503] {
        let response = HttpResponse {
            status,
            ..body(VECTOR)
        };
        assert!(matches!(judged(&response), Verdict::Unavailable(_)));
    }
}

#[test]
fn r96_an_ok_without_the_right_signature_opens_nothing() {
    let other_key = Secret::new([0; 20]);
    let liars = [
        unsigned(&pairs("OK")),
        signed_with(&other_key, &pairs("OK")),
        signed_with(&Secret::default(), &pairs("OK")),
        body(&VECTOR.replace("xnFx", "xnFy")),
        body(&VECTOR.replace("BWY=", "BWY")),
        body(&VECTOR.replace("h=xnFxsjsHcgEhYEbciMoRw5fWBWY=", "h=")),
        body(&VECTOR.replace("h=xnFxsjsHcgEhYEbciMoRw5fWBWY=", "h=xnFx")),
        body(&VECTOR.replace("sessionuse=0", "sessionuse=1")),
        body(&VECTOR.replace("sl=50", "sl=100")),
        body(&[VECTOR, "more=1\r\n"].concat()),
        body(&VECTOR.replace("h=", "H=")),
    ];
    for liar in liars {
        let verdict = judged(&liar);
        assert!(matches!(verdict, Verdict::Misconfigured(_)), "{verdict:?}");
    }
}

#[test]
fn r96_an_ok_to_another_question_opens_nothing() {
    let longer = format!("{NONCE}0");
    let upper = OTP.to_uppercase();
    let others = [
        with("nonce", "another"),
        with("nonce", &longer),
        with("nonce", ""),
        with("otp", "vvvvvvcucrlcietctckflvnncdgckubflugerlnc"),
        with("otp", &upper),
        with("otp", ""),
        without("nonce"),
        without("otp"),
    ];
    for other in others {
        let other = judged(&other);
        assert_eq!(other, Verdict::Unavailable("an OK to another question"));
    }
}

#[test]
fn r96_an_ok_by_too_few_servers_opens_nothing() {
    let at_least = |percent| Some(SyncLevel::Percent(percent));
    let ok = signed(&pairs("OK"));
    assert!(is_valid(judged_for(&ok, at_least(50))));
    assert!(!is_valid(judged_for(&ok, at_least(51))));
    assert!(!is_valid(judged_for(&without("sl"), at_least(1))));
    assert!(!is_valid(judged_for(&with("sl", "many"), at_least(1))));
    assert!(!is_valid(judged_for(&with("sl", "-60"), at_least(50))));
    assert!(!is_valid(judged_for(&with("sl", "306"), at_least(50))));
    for named in [SyncLevel::Fast, SyncLevel::Secure] {
        assert!(is_valid(judged_for(&ok, Some(named))));
        assert!(!is_valid(judged_for(&without("sl"), Some(named))));
    }
    assert!(is_valid(judged(&without("sl"))));
}

#[test]
fn r99_an_ok_without_counters_opens_nothing() {
    for name in ["sessioncounter", "sessionuse"] {
        for value in ["", "x", "-1", "+1", " 1", "1.0", "99999999999999999999"] {
            assert!(!is_valid(judged(&with(name, value))), "{name}={value}");
        }
        assert!(!is_valid(judged(&without(name))));
    }
}

#[test]
fn r97_each_status_means_what_it_means() {
    for status in ["BAD_OTP", "REPLAYED_OTP"] {
        let refused = Verdict::Refused { genuine: true };
        assert_eq!(judged(&signed(&pairs(status))), refused);
        let refused = Verdict::Refused { genuine: false };
        assert_eq!(judged(&unsigned(&[("status", status)])), refused);
        assert_eq!(judged(&signed(&[("status", status)])), refused);
    }
    let faults = [
        "BAD_SIGNATURE",
        "MISSING_PARAMETER",
        "NO_SUCH_CLIENT",
        "OPERATION_NOT_ALLOWED",
    ];
    for status in faults {
        assert_eq!(
            judged(&signed(&pairs(status))),
            Verdict::Misconfigured(status)
        );
        assert_eq!(
            judged(&unsigned(&[("status", status)])),
            Verdict::Misconfigured(status)
        );
    }
    for status in ["BACKEND_ERROR", "NOT_ENOUGH_ANSWERS"] {
        assert_eq!(
            judged(&unsigned(&[("status", status)])),
            Verdict::Unavailable(status)
        );
    }
    let same = judged(&signed(&pairs("REPLAYED_REQUEST")));
    assert_eq!(same, Verdict::SameRequest);
    for status in ["", "ok", "OK ", " OK", "OKAY", "OK\0", "TOO_TIRED"] {
        let verdict = judged(&signed(&pairs(status)));
        assert_eq!(verdict, Verdict::Unavailable("an unknown status"));
    }
}
