//! People, clients and their lists.

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Db, engines};

/// A moment, so many seconds after the tests' beginning of time.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap() + TimeDelta::seconds(seconds)
}

/// Ten bytes that differ for each number.
pub fn chance(number: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&number.to_be_bytes());
    bytes
}

/// The person with this number, not stored yet.
pub fn person(number: u64, kind: PrincipalKind) -> Principal {
    let created_at = at(i64::try_from(number).unwrap());
    Principal {
        id: PrincipalId::new(created_at, chance(number)),
        kind,
        email: format!("Guest{number}@example.org"),
        email_key: format!("guest{number}@example.org"),
        email_confirmed_at: None,
        name: format!("Guest Ä{number}"),
        password_hash: None,
        locale: "en".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        status: PrincipalStatus::Active,
        security_epoch: 0,
        password_changed_at: None,
        last_sign_in_at: None,
        created_at,
        version: 0,
    }
}

/// A stored user.
pub async fn user(db: &Db, number: u64) -> Principal {
    let person = person(number, PrincipalKind::User);
    let mut tx = db.begin().await.unwrap();
    assert!(principals::insert(&mut tx, &person).await.unwrap());
    tx.commit().await.unwrap();
    person
}

engines! {
    async fn a_person_is_read_as_written(db: Db) {
        let written = user(&db, 1).await;
        let mut tx = db.read().await.unwrap();
        assert_eq!(principals::find(&mut tx, written.id).await.unwrap(), Some(written.clone()));
    }
}
