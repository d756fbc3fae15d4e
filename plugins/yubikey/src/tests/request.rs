//! The question, byte by byte.

use std::collections::BTreeSet;

use data_encoding::BASE64;

use super::server::parameters;
use super::{API_KEY, DESK, Person, api_key, host};
use crate::settings;
use crate::signature::sign;

#[test]
fn r94_the_signature_is_the_vectors() {
    let parameters = [
        ("timestamp", "1"),
        ("otp", "vvvvvvcucrlcietctckflvnncdgckubflugerlnr"),
        ("id", "87"),
        ("timeout", "8"),
        ("nonce", "askjdnkajsndjkasndkjsnad"),
        ("sl", "50"),
    ];
    let signature = BASE64.encode(&sign(&api_key(), parameters));
    assert_eq!(signature, "xeRFPaJB0xi0dmSRmdamT3Vz6qM=");
}

#[test]
fn r94_what_is_signed_is_not_encoded_and_what_is_sent_is() {
    let settings = settings::read(&host()).expect("sound settings");
    // Some nonces make signatures with `+` and `/`.
    let queries = (0..200).map(|n| {
        let nonce = format!("nonce+/={n:04}");
        crate::request::signed(&settings, &[("nonce", &nonce), ("id", "87")])
    });
    let mut kinds = BTreeSet::new();
    for query in queries {
        assert!(!query.contains(['+', '/', ' ']), "{query}");
        assert_eq!(query.matches('=').count(), 3, "{query}");
        assert!(query.starts_with("nonce=nonce%2B%2F%3D"), "{query}");
        kinds.extend(
            ["%2B", "%2F", "%3D"].map(|kind| query.rsplit('&').next().map(|h| h.contains(kind))),
        );
        let request = crate::request::to("https://example.net/verify", &query);
        let sent = parameters(&request);
        let pairs = sent.iter().filter(|(name, _)| *name != "h");
        let pairs = pairs.map(|(name, value)| (name.as_str(), value.as_str()));
        assert_eq!(sent["h"], BASE64.encode(&sign(&api_key(), pairs)));
    }
    assert!(kinds.contains(&Some(true)));
}

#[tokio::test]
async fn r92_a_request_has_what_the_protocol_asks() {
    let person = Person::with(&[DESK]).await;
    let requests = person.host.requests();
    let [request] = requests.as_slice() else {
        unreachable!("one server, one question")
    };
    assert_eq!(request.method, "GET");
    assert!(request.body.is_empty());
    let (address, _) = request.url.split_once('?').expect("a query");
    assert_eq!(address, "https://api.yubico.com/wsapi/2.0/verify");
    let sent = parameters(request);
    let names: Vec<&str> = sent.keys().map(String::as_str).collect();
    assert_eq!(names, ["h", "id", "nonce", "otp", "timestamp"]);
    assert_eq!((&*sent["id"], &*sent["timestamp"]), ("87", "1"));
    assert!(!request.url.contains(API_KEY));
}

#[tokio::test]
async fn r103_a_level_of_synchronisation_is_asked_for_where_one_is_set() {
    for level in ["1", "50", "fast", "secure"] {
        let person = Person::before(host().with_setting("sync-level", level), &[DESK]).await;
        let sent = parameters(&person.host.requests()[0]);
        assert_eq!((&*sent["sl"], &*sent["timeout"]), (level, "5"));
    }
}

#[tokio::test]
async fn r93_each_verification_has_a_new_nonce_of_letters_and_digits() {
    let mut person = Person::with(&[DESK]).await;
    for _ in 0..20 {
        let otp = person.servers.press(DESK);
        assert!(person.types(&otp).await.is_ok());
    }
    let requests = person.host.requests();
    let nonces: BTreeSet<String> = requests
        .iter()
        .map(|request| parameters(request)["nonce"].clone())
        .collect();
    assert_eq!(nonces.len(), 21);
    for nonce in nonces {
        assert_eq!(nonce.len(), 40);
        assert!(nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}

#[tokio::test]
async fn r88_what_is_sent_is_lower_case_modhex() {
    let mut person = Person::with(&[DESK]).await;
    let otp = person.servers.press(DESK);
    let typed = format!(" {}\n", otp.to_uppercase());
    assert!(person.types(&typed).await.is_ok());
    let requests = person.host.requests();
    assert_eq!(parameters(&requests[1])["otp"], otp);
}
