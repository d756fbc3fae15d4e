//! Tests of the key ring.

use std::os::unix::fs::PermissionsExt as _;

use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::clock::TestClock;
use crate::random::{SeededRandom, SystemRandom};

const ROW: Uuid = Uuid::from_u128(1);
const OTHER_ROW: Uuid = Uuid::from_u128(2);
const ALICE: Uuid = Uuid::from_u128(10);
const BOB: Uuid = Uuid::from_u128(11);

fn clock() -> TestClock {
    TestClock::new(DateTime::from_timestamp_nanos(1_800_000_000_000_000_000))
}

fn ring(seed: u64) -> KeyRing {
    KeyRing::in_memory(&clock(), Arc::new(SeededRandom::new(seed)))
}

fn place() -> Aad {
    Aad::new("credentials", "secret", ROW, ALICE)
}

#[test]
fn r185_what_was_sealed_for_a_place_opens_there() {
    let ring = ring(1);
    let sealed = ring.seal(&place(), b"seed").unwrap();
    assert_eq!(ring.open(&place(), &sealed).ok().unwrap().bytes(), b"seed");
    assert_ne!(
        sealed,
        ring.seal(&place(), b"seed").unwrap(),
        "a nonce is drawn for each write"
    );
    assert_eq!(KeyRing::sealed_by(&sealed), Some(ring.active_id()));
}

#[test]
fn r185_what_was_moved_to_another_place_does_not_open() {
    let ring = ring(1);
    let sealed = ring.seal(&place(), b"seed").unwrap();
    for place in [
        Aad::new("credentials", "secret", OTHER_ROW, ALICE),
        Aad::new("credentials", "secret", ROW, BOB),
        Aad::new("credentials", "facts", ROW, ALICE),
        Aad::new("enrolments", "secret", ROW, ALICE),
    ] {
        assert!(
            matches!(ring.open(&place, &sealed), Err(KeyError::NotOpened)),
            "{place:?}"
        );
    }
}

#[test]
fn what_was_changed_or_cut_does_not_open() {
    let ring = ring(1);
    let sealed = ring.seal(&place(), b"seed").unwrap();
    for index in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[index] ^= 1;
        assert!(ring.open(&place(), &changed).is_err(), "byte {index}");
        assert!(
            ring.open(&place(), &sealed[..index]).is_err(),
            "cut at {index}"
        );
    }
}

#[test]
fn another_panels_keys_open_nothing() {
    let sealed = ring(1).seal(&place(), b"seed").unwrap();
    assert!(matches!(
        ring(2).open(&place(), &sealed),
        Err(KeyError::UnknownKey(_))
    ));
}

#[test]
fn the_file_is_made_once_and_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data/keys.json");
    let first = KeyRing::open_or_create(&path, &clock(), Arc::new(SystemRandom))
        .ok()
        .unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "no draft is left behind"
    );

    let sealed = first.seal(&place(), b"seed").unwrap();
    let second = KeyRing::open_or_create(&path, &clock(), Arc::new(SystemRandom))
        .ok()
        .unwrap();
    assert!(second.open(&place(), &sealed).is_ok());
    assert_eq!(
        first.pseudonym("totp", PrincipalId(ALICE)),
        second.pseudonym("totp", PrincipalId(ALICE))
    );
}

#[test]
fn r186_a_running_ring_follows_a_rotation_and_keeps_reading_what_is_older() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    let running = KeyRing::open_or_create(&path, &clock(), Arc::new(SystemRandom))
        .ok()
        .unwrap();
    let (old, token) = (
        running.seal(&place(), b"old").unwrap(),
        running.mac(MacPurpose::Csrf, b"form"),
    );
    let pseudonym = running.pseudonym("totp", PrincipalId(ALICE));

    let command = KeyRing::open_existing(&path, Arc::new(SystemRandom))
        .ok()
        .unwrap();
    let first = command.active_id();
    let second = command.rotate(&clock()).unwrap();
    assert_ne!(first, second);
    let new = command.seal(&place(), b"new").unwrap();

    // A key it does not know makes the running ring look at once.
    assert_eq!(running.open(&place(), &new).ok().unwrap().bytes(), b"new");
    assert_eq!(running.open(&place(), &old).ok().unwrap().bytes(), b"old");
    assert_eq!(running.active_id(), second);
    assert_eq!(running.list().len(), 2);
    assert_ne!(running.mac(MacPurpose::Csrf, b"form"), token);
    assert!(
        running.verify_mac(MacPurpose::Csrf, b"form", &token),
        "forms that are open stay good"
    );
    assert_eq!(running.pseudonym("totp", PrincipalId(ALICE)), pseudonym);
}

#[test]
fn a_missing_or_broken_file_says_so_and_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys.json");
    let missing = KeyRing::open_existing(&path, Arc::new(SystemRandom))
        .err()
        .unwrap();
    assert!(
        missing.to_string().contains("Put the key file back"),
        "{missing}"
    );
    for text in [
        "",
        "{}",
        r#"{"format":1,"active":"00000000","keys":[],"pseudonyms":"AAAA"}"#,
    ] {
        std::fs::write(&path, text).unwrap();
        let broken = KeyRing::open_or_create(&path, &clock(), Arc::new(SystemRandom))
            .err()
            .unwrap();
        assert!(matches!(broken, KeyError::Malformed { .. }), "{broken}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_code_for_one_purpose_is_worthless_for_another() {
    let ring = ring(1);
    let mac = ring.mac(MacPurpose::Csrf, b"text");
    assert!(ring.verify_mac(MacPurpose::Csrf, b"text", &mac));
    assert!(!ring.verify_mac(MacPurpose::Lookup, b"text", &mac));
    assert!(!ring.verify_mac(MacPurpose::Csrf, b"texts", &mac));
    assert!(!ring.verify_mac(MacPurpose::Csrf, b"text", &mac[..16]));
}

#[test]
fn a_pseudonym_tells_one_module_nothing_about_another() {
    let ring = ring(1);
    assert_eq!(
        ring.pseudonym("totp", PrincipalId(ALICE)),
        ring.pseudonym("totp", PrincipalId(ALICE))
    );
    assert_ne!(
        ring.pseudonym("totp", PrincipalId(ALICE)),
        ring.pseudonym("sms", PrincipalId(ALICE))
    );
    assert_ne!(
        ring.pseudonym("totp", PrincipalId(ALICE)),
        ring.pseudonym("totp", PrincipalId(BOB))
    );
}

#[test]
fn r161_the_log_calls_a_session_by_a_keyed_name() {
    assert_eq!(ring(1).log_id(b"hash").len(), 16);
    assert_ne!(ring(1).log_id(b"hash"), ring(2).log_id(b"hash"));
}
