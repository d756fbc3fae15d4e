//! What the stories begin with: moments, people, and many tasks at once.

use std::future::Future;

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::ids::{PrincipalId, SessionId};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_identity::session::Restriction;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::sessions::{self, Session};
use innkeeper_store::{Cursor, Db, TokenHash};
use uuid::Uuid;

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
        mobile: None,
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

/// The session with this number, not stored yet.
pub fn session_of(principal: &Principal, number: u64) -> Session {
    Session {
        id: SessionId::new(at(0), chance(number)),
        token_hash: hash(number),
        principal_id: principal.id,
        epoch: principal.security_epoch,
        class: None,
        amr: Vec::new(),
        restriction: Restriction::None,
        client_id: None,
        stepped_up_at: None,
        step_up_class: None,
        step_up_failures: 0,
        ip: "192.0.2.7".to_owned(),
        user_agent: "Firefox".to_owned(),
        created_at: at(0),
        last_seen_at: at(0),
        idle_until: at(1000),
        absolute_until: at(5000),
        revoked_at: None,
    }
}

/// A stored session.
pub async fn session(db: &Db, principal: &Principal, number: u64) -> Session {
    let session = session_of(principal, number);
    let mut tx = db.begin().await.unwrap();
    sessions::insert(&mut tx, &session).await.unwrap();
    tx.commit().await.unwrap();
    session
}

/// The hash of the token with this number.
pub fn hash(number: u64) -> TokenHash {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    bytes.into()
}

/// Does the same in 64 tasks at once; returns how many of them say that they succeeded.
pub async fn race<Attempt, Tried>(db: &Db, attempt: Attempt) -> usize
where
    Attempt: Fn(Db, usize) -> Tried,
    Tried: Future<Output = bool> + Send + 'static,
{
    let tasks: Vec<_> = (0..64)
        .map(|number| tokio::spawn(attempt(db.clone(), number)))
        .collect();
    let mut successes = 0;
    for task in tasks {
        successes += usize::from(task.await.unwrap());
    }
    successes
}

/// Older than every row: what lies before it is the whole list, read from its other end.
pub const BOTTOM: Cursor = Cursor {
    at: DateTime::UNIX_EPOCH,
    id: Uuid::nil(),
};
