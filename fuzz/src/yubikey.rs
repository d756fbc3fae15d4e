//! What hardware keys type, and what validation servers say of it.

use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use innkeeper_module::testing::FakeHost;
use innkeeper_module::{EnrolmentOutcome, HttpRequest, HttpResponse, SecondFactor as _};
use innkeeper_yubikey::YubiKey;
use sha1::Sha1;
use url::Url;

use crate::{Outcome, account, ready, text, typed};

const OTP: &str = "vvvvvvcucrlcietctckflvnncdgckubflugerlnr";
const API_KEY: &[u8] = b"a key of twenty byte";
const MODHEX: &str = "cbdefghijklnrtuv";

/// An answer opens something only if it is signed, says OK, and is about this question. `@signed@` at its
/// beginning stands for the right signature of what follows, `@otp@` and `@nonce@` for what was asked:
/// without them no answer would ever get past the signature.
pub fn reply(bytes: &[u8]) -> Outcome {
    let said: Arc<Mutex<Vec<u8>>> = Arc::default();
    let (sent, heard) = (bytes.to_owned(), said.clone());
    let host = host();
    host.serve_http(move |request| {
        let body = filled_in(&sent, request);
        heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&body);
        Some(Ok(HttpResponse {
            status: 200,
            headers: Vec::new(),
            body,
        }))
    });
    let step = ready(YubiKey.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
    let answers = typed("otp", OTP);
    let outcome = ready(YubiKey.continue_enrolment(&host, &account(), &step.state, &answers));
    if !matches!(outcome, Ok(EnrolmentOutcome::Enrolled(_))) {
        return Outcome::Refused;
    }
    let said = said.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let said = String::from_utf8(said).expect("an accepted answer is text");
    let pairs = pairs(&said);
    let value = |name: &str| {
        let mut values = pairs.iter().filter(|(key, _)| *key == name);
        let value = values.next().map(|(_, value)| *value).unwrap_or_default();
        assert!(values.next().is_none(), "{name} stands there once");
        value
    };
    let requests = host.requests();
    let asked = requests
        .first()
        .map(|request| parameter(request, "nonce"))
        .expect("somebody was asked");
    assert_eq!(
        (value("status"), value("otp"), value("nonce")),
        ("OK", OTP, asked.as_str())
    );
    assert_eq!(value("h"), BASE64.encode(&signature(&pairs)));
    for counter in ["sessioncounter", "sessionuse"] {
        assert!(value(counter).parse::<u32>().is_ok(), "{counter}");
    }
    Outcome::Accepted
}

/// Whatever is typed: a server hears of it only if it is what a key types, on either keyboard, and is asked
/// by a well-formed and signed question.
pub fn otp(bytes: &[u8]) -> Outcome {
    let Some(text) = text(bytes) else {
        return Outcome::Refused;
    };
    let host = host();
    let step = ready(YubiKey.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
    // Nobody answers: what matters here is what is asked.
    let _ = ready(YubiKey.continue_enrolment(&host, &account(), &step.state, &typed("otp", text)));
    let requests = host.requests();
    let Some(request) = requests.first() else {
        return Outcome::Refused;
    };
    let otp = parameter(request, "otp");
    assert!((33..=48).contains(&otp.len()), "{otp}");
    assert!(otp.chars().all(|letter| MODHEX.contains(letter)), "{otp}");
    assert!(text.trim().len() == otp.len());
    let url = Url::parse(&request.url).expect("an address");
    let asked: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let pairs: Vec<(&str, &str)> = asked
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(parameter(request, "h"), BASE64.encode(&signature(&pairs)));
    assert!((16..=40).contains(&parameter(request, "nonce").len()));
    Outcome::Accepted
}

fn host() -> FakeHost {
    FakeHost::default()
        .with_setting("client-id", "87")
        .with_setting("api-key", &BASE64.encode(API_KEY))
        .with_setting("servers", "https://one.example/verify")
}

fn filled_in(sent: &[u8], request: &HttpRequest) -> Vec<u8> {
    let Some(text) = text(sent) else {
        return sent.to_owned();
    };
    let text = text
        .replace("@otp@", OTP)
        .replace("@nonce@", &parameter(request, "nonce"));
    match text.strip_prefix("@signed@") {
        Some(rest) => format!("h={}\n{rest}", BASE64.encode(&signature(&pairs(rest)))).into_bytes(),
        None => text.into_bytes(),
    }
}

fn pairs(text: &str) -> Vec<(&str, &str)> {
    let lines = text
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line));
    lines.filter_map(|line| line.split_once('=')).collect()
}

fn parameter(request: &HttpRequest, name: &str) -> String {
    let url = Url::parse(&request.url).expect("an address");
    let mut pairs = url.query_pairs().filter(|(key, _)| key == name);
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// The signature of validation protocol 2.0, by the letter: everything but the signature itself, by name.
fn signature(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut sorted: Vec<_> = pairs.iter().filter(|(name, _)| *name != "h").collect();
    sorted.sort_unstable();
    let lines: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(API_KEY).expect("any length will do");
    mac.update(lines.join("&").as_bytes());
    mac.finalize().into_bytes().to_vec()
}
