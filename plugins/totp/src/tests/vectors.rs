//! R46: the examples of the RFCs, through the same path as everybody's codes.

use chrono::DateTime;
use innkeeper_module::testing::FakeHost;

use super::Person;
use crate::Algorithm;

const KEY_20: &str = "12345678901234567890";
const KEY_32: &str = "12345678901234567890123456789012";
const KEY_64: &str = "1234567890123456789012345678901234567890123456789012345678901234";

/// Only the present step counts, so that a code one step away would not do.
fn strict_at(seconds: i64) -> FakeHost {
    let now = DateTime::from_timestamp(seconds, 0).expect("a time");
    FakeHost::at(now).with_setting("window", "0")
}

#[tokio::test]
async fn r46_rfc_4226_appendix_d() {
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (counter, code) in (0..).zip(codes) {
        let host = strict_at(counter * 30);
        let mut person = Person::holding(KEY_20, Algorithm::Sha1, 6, host);
        assert!(person.types(code).await.is_ok(), "counter {counter}");
        assert_eq!(person.credential().last_step, Some(counter));
    }
}

#[tokio::test]
async fn r46_rfc_6238_appendix_b() {
    let table = [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ];
    for (seconds, sha1, sha256, sha512) in table {
        for (key, algorithm, code) in [
            (KEY_20, Algorithm::Sha1, sha1),
            (KEY_32, Algorithm::Sha256, sha256),
            (KEY_64, Algorithm::Sha512, sha512),
        ] {
            let mut person = Person::holding(key, algorithm, 8, strict_at(seconds));
            assert!(
                person.types(code).await.is_ok(),
                "{algorithm:?} at {seconds}"
            );
            assert_eq!(person.credential().last_step, Some(seconds / 30));
        }
    }
}

#[tokio::test]
async fn a_hash_other_than_the_keys_own_gives_other_codes() {
    for algorithm in [Algorithm::Sha256, Algorithm::Sha512] {
        let mut person = Person::holding(KEY_20, algorithm, 8, strict_at(59));
        assert_eq!(person.is_refused("94287082").await, "totp-code-wrong");
    }
}
