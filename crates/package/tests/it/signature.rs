//! Signatures: who published a package, and what exactly.

use innkeeper_package::archive::pack;
use innkeeper_package::rotation::{Rotation, RotationError, leads};
use innkeeper_package::sign::SigningKey;
use innkeeper_package::signature::{Offer, PublisherKey, SignatureError, Statement, claimed};
use innkeeper_package::{Digest, PluginId};
use proptest::prelude::*;

use crate::fixtures::{FULL, files, with};

pub fn key() -> SigningKey {
    SigningKey::generate(None).unwrap().0
}

pub fn id() -> PluginId {
    "dev.acme.sms-code".parse().unwrap()
}

/// A package of that version, signed.
pub fn release(key: &SigningKey, version: &str) -> (Vec<u8>, String) {
    let manifest = FULL.replace("1.2.0", version);
    let bytes = pack(with("plugin.toml", manifest)).unwrap();
    let signature = key.sign(&bytes).unwrap();
    (bytes, signature)
}

#[test]
fn r127_a_signature_says_which_plugin_version_and_package_it_is_for() {
    let key = key();
    let (bytes, signature) = release(&key, "1.2.0");
    let offer = Offer::signed(&bytes, &signature, &key.public()).unwrap();
    assert_eq!(offer.signer(), Some(key.public()));
    let statement = claimed(&signature).unwrap();
    assert_eq!(statement, Statement::of(offer.package()));
    let digest = Digest::of(&bytes);
    let comment = format!("trusted comment: id=dev.acme.sms-code version=1.2.0 sha256={digest}");
    assert_eq!(signature.lines().nth(2), Some(comment.as_str()));
}

#[test]
fn r127_nothing_that_was_changed_holds() {
    let key = key();
    let (bytes, signature) = release(&key, "1.2.0");
    let (other, others) = release(&key, "1.3.0");
    let open = |bytes: &[u8], signature: &str| Offer::signed(bytes, signature, &key.public());
    assert_eq!(open(&other, &signature), Err(SignatureError::Wrong));
    assert_eq!(open(&bytes, &others), Err(SignatureError::Wrong));
    let renamed = signature.replace("version=1.2.0", "version=1.3.0");
    assert_eq!(open(&bytes, &renamed), Err(SignatureError::Wrong));
    assert_eq!(open(&bytes, "nothing"), Err(SignatureError::Form));
    assert_eq!(open(&bytes, &"x".repeat(5000)), Err(SignatureError::Form));
    let (_, strangers) = release(&self::key(), "1.2.0");
    assert_eq!(open(&bytes, &strangers), Err(SignatureError::OtherKey));
}

#[test]
fn a_signature_of_minisigns_own_says_too_little() {
    let key = key();
    let (_, signature) = release(&key, "1.2.0");
    for comment in [
        "timestamp:1700000000\tfile:x.innpack",
        "id=dev.acme.sms-code version=1.2.0",
        "id=dev.acme.sms-code  version=1.2.0 sha256=",
    ] {
        let said = signature.lines().map(|line| {
            if line.starts_with("trusted") {
                format!("trusted comment: {comment}")
            } else {
                line.into()
            }
        });
        let said = said.collect::<Vec<_>>().join("\n");
        assert_eq!(claimed(&said), Err(SignatureError::Comment), "{comment}");
    }
}

#[test]
fn nobody_signs_what_nobody_can_install() {
    assert!(key().sign(b"no package").is_err());
}

#[test]
fn keys_are_minisigns_and_have_a_fingerprint_that_people_can_compare() {
    let key = key().public();
    let line = key.to_string();
    assert_eq!(line.parse(), Ok(key));
    let file = format!("untrusted comment: minisign public key\n{line}\n");
    assert_eq!(file.parse(), Ok(key));
    let fingerprint = key.fingerprint();
    assert_eq!(
        fingerprint
            .split(' ')
            .filter(|group| group.len() == 4)
            .count(),
        8
    );
    for wrong in [
        "",
        "RW",
        "two\nlines",
        &line[1..],
        &line.replace("RW", "QW"),
    ] {
        assert!(wrong.parse::<PublisherKey>().is_err(), "{wrong}");
    }
}

#[test]
fn a_key_that_was_kept_opens_again() {
    let (key, file) = SigningKey::generate(None).unwrap();
    let again = SigningKey::open(&file, None).unwrap();
    assert_eq!(key.public(), again.public());
    assert!(SigningKey::open("nothing", None).is_err());
}

#[test]
fn r127_a_new_key_is_signed_with_the_old_one() {
    let (old, new) = (key(), key());
    let text = old.rotate(id(), new.public()).unwrap();
    let rotations: [Rotation; 1] = [text.parse().unwrap()];
    let [rotation] = &rotations;
    assert_eq!(
        (rotation.from(), rotation.to()),
        (&old.public(), &new.public())
    );
    assert!(leads(&id(), &old.public(), &new.public(), &rotations));
    assert!(!leads(&id(), &new.public(), &old.public(), &rotations));
    let other: PluginId = "dev.acme.other".parse().unwrap();
    assert!(!leads(&other, &old.public(), &new.public(), &rotations));
}

#[test]
fn r127_a_rotation_that_the_old_key_did_not_sign_is_none() {
    let (old, new, evil) = (key(), key(), key());
    let text = old.rotate(id(), new.public()).unwrap();
    let read = |text: &str| text.parse::<Rotation>().unwrap_err();
    let elsewhere = text.replace(&new.public().to_string(), &evil.public().to_string());
    assert!(matches!(read(&elsewhere), RotationError::Signature(_)));
    let other = text.replace("id: dev.acme.sms-code", "id: dev.acme.other");
    assert!(matches!(read(&other), RotationError::Signature(_)));
    let forged = evil.rotate(id(), evil.public()).unwrap();
    assert_eq!(read(&forged), RotationError::Same);
    let forged = evil.rotate(id(), new.public()).unwrap();
    let forged = forged.replace(&evil.public().to_string(), &old.public().to_string());
    assert!(matches!(read(&forged), RotationError::Signature(_)));
    assert_eq!(read("innkeeper key rotation 1\n"), RotationError::Form);
    assert_eq!(read(&text.replace("id: ", "id:  ")), RotationError::Form);
}

#[test]
fn rotations_lead_on_from_key_to_key_and_in_no_circle() {
    let keys: Vec<SigningKey> = (0..4).map(|_| key()).collect();
    let rotation = |from: usize, to: usize| -> Rotation {
        keys[from]
            .rotate(id(), keys[to].public())
            .unwrap()
            .parse()
            .unwrap()
    };
    let all = [
        rotation(2, 3),
        rotation(1, 2),
        rotation(0, 1),
        rotation(1, 0),
    ];
    let ends = (keys[0].public(), keys[3].public());
    assert!(leads(&id(), &ends.0, &ends.1, &all));
    assert!(!leads(&id(), &ends.0, &ends.1, &all[1..]));
}

#[test]
fn an_unsigned_package_has_no_signer() {
    let offer = Offer::unsigned(&pack(files()).unwrap()).unwrap();
    assert_eq!(offer.signer(), None);
}

proptest! {
    #[test]
    fn no_text_at_all_breaks_keys_signatures_and_rotations(text in "\\PC{0,120}", more in "\\PC{0,60}") {
        prop_assert!(text.parse::<PublisherKey>().is_err());
        let lines = format!("untrusted comment: \n{text}\ntrusted comment: {more}\n{text}");
        prop_assert!(claimed(&lines).is_err());
        let rotation = format!("innkeeper key rotation 1\nid: {more}\nfrom: {text}\nto: {text}\n{lines}");
        prop_assert!(rotation.parse::<Rotation>().is_err());
    }
}
