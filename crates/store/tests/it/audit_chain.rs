//! The audit log's chain: what is done to the lines behind the panel's back is found.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use innkeeper_identity::ids::AuditId;
use innkeeper_identity::principal::ActorKind;
use innkeeper_store::audit::{self, AuditEntry};
use innkeeper_store::audit_chain::{self, Break, ChainKey, Fault, Walk};
use innkeeper_store::testing::{TestDatabase, run_beneath};
use innkeeper_store::{Db, Engine, Error, engines};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::world::{at, chance};

fn line(number: u64) -> AuditEntry {
    AuditEntry {
        id: AuditId::new(at(0), chance(number)),
        at: at(i64::try_from(number).unwrap()),
        event: "sign-in.failed".to_owned(),
        actor_kind: ActorKind::System,
        actor_id: None,
        subject_kind: Some("principal".to_owned()),
        subject_id: Some(Uuid::from_u128(7)),
        client_id: None,
        ip: Some("2001:db8::7".to_owned()),
        user_agent: None,
        request_id: Some(format!("r{number}")),
        detail: json!({"stage": "password", "n": number, "because": null}),
    }
}

async fn begin(db: &Db) {
    db.chain_audit_with(ChainKey::new(Zeroizing::new([7; 32])));
    let mut tx = db.begin().await.unwrap();
    audit_chain::begin(&mut tx, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn write(db: &Db, number: u64) {
    let mut tx = db.begin().await.unwrap();
    audit::record(&mut tx, line(number));
    tx.commit().await.unwrap();
}

/// A begun chain of nine lines.
async fn nine_lines(db: &Db) {
    begin(db).await;
    for number in 1..=9 {
        write(db, number).await;
    }
    assert_eq!(walk(db).await, Ok(9));
}

/// How many lines hold, or where the chain breaks.
async fn walk(db: &Db) -> Result<i64, Break> {
    let mut walk = Walk::begin(&mut db.read().await.unwrap()).await.unwrap()?;
    while !walk.go_on(&mut db.read().await.unwrap()).await.unwrap()? {}
    Ok(walk.at())
}

async fn found(db: &Db) -> (i64, Fault) {
    let found = walk(db).await.unwrap_err();
    (found.seq, found.fault)
}

/// What somebody does who has the database and not the key; the triggers are no hindrance to them.
async fn tamper(database: &TestDatabase, statements: &str) {
    let without_triggers = match database.db.engine() {
        Engine::Sqlite => {
            "DROP TRIGGER audit_log_is_not_changed; DROP TRIGGER audit_log_is_not_deleted;"
        }
        Engine::Postgres => "ALTER TABLE audit_log DISABLE TRIGGER USER;",
    };
    run_beneath(&database.url, &format!("{without_triggers} {statements}"))
        .await
        .unwrap();
}

/// Tells a story about the database itself, beneath the panel, to both engines.
async fn on_both(story: impl AsyncFn(&TestDatabase)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some(database) = TestDatabase::new(engine).await {
            story(&database).await;
            database.drop_database().await;
        }
    }
}

/// What is done to a chain of nine lines, and where it shows.
const TAMPERING: [(&str, i64, Fault); 11] = [
    (
        "UPDATE audit_log SET ip = '192.0.2.1' WHERE seq = 4",
        4,
        Fault::Changed,
    ),
    (
        "UPDATE audit_log SET detail = '{\"n\": 5}' WHERE seq = 5",
        5,
        Fault::Changed,
    ),
    (
        "UPDATE audit_log SET user_agent = '' WHERE seq = 5",
        5,
        Fault::Changed,
    ),
    ("DELETE FROM audit_log WHERE seq = 4", 4, Fault::Missing),
    // The others close up.
    (
        "DELETE FROM audit_log WHERE seq = 4; UPDATE audit_log SET seq = -(seq - 1) WHERE seq > 4; \
         UPDATE audit_log SET seq = -seq WHERE seq < 0; UPDATE audit_head SET seq = 8",
        0,
        Fault::Head,
    ),
    // Two change places.
    (
        "UPDATE audit_log SET seq = -3 WHERE seq = 3; UPDATE audit_log SET seq = 3 WHERE seq = 6; \
         UPDATE audit_log SET seq = 6 WHERE seq = -3",
        3,
        Fault::Changed,
    ),
    ("DELETE FROM audit_log WHERE seq > 6", 7, Fault::CutOff),
    (CUT_OFF_WITH_HEAD, 0, Fault::Head),
    (
        "DELETE FROM audit_log; UPDATE audit_head SET seq = 0, mac = NULL",
        0,
        Fault::Head,
    ),
    (FORGED, 0, Fault::Stray),
    (
        "INSERT INTO audit_log (id, at, event, actor_kind, detail, seq, mac) SELECT subject_id, at, event, \
         actor_kind, detail, 10, mac FROM audit_log WHERE seq = 9",
        10,
        Fault::Stray,
    ),
];

const CUT_OFF_WITH_HEAD: &str = "DELETE FROM audit_log WHERE seq > 6; UPDATE audit_head SET seq = 6, \
                                 mac = (SELECT mac FROM audit_log WHERE seq = 6)";

/// A line without a place, as a forger would leave it, or a panel that knows no chain.
const FORGED: &str = "INSERT INTO audit_log (id, at, event, actor_kind, detail) \
                      SELECT subject_id, at, event, actor_kind, detail FROM audit_log WHERE seq = 2";

#[tokio::test]
async fn r182_what_is_done_to_the_log_behind_the_panels_back_is_found() {
    for (statements, seq, fault) in TAMPERING {
        on_both(async |database| {
            nine_lines(&database.db).await;
            tamper(database, statements).await;
            assert_eq!(found(&database.db).await, (seq, fault), "{statements}");
        })
        .await;
    }
}

#[tokio::test]
async fn r182_a_line_cannot_be_changed_or_removed_by_a_slip() {
    on_both(async |database| {
        nine_lines(&database.db).await;
        for slip in [
            "UPDATE audit_log SET ip = NULL",
            "DELETE FROM audit_log",
            "DELETE FROM audit_log WHERE seq = 9",
        ] {
            run_beneath(&database.url, slip).await.unwrap_err();
        }
        assert_eq!(walk(&database.db).await, Ok(9));
    })
    .await;
}

#[tokio::test]
async fn r182_a_forged_head_is_not_vouched_for_by_what_happens_next() {
    on_both(async |database| {
        nine_lines(&database.db).await;
        tamper(database, CUT_OFF_WITH_HEAD).await;
        write(&database.db, 10).await;
        assert_eq!(found(&database.db).await, (0, Fault::Head));
    })
    .await;
}

#[tokio::test]
async fn r182_lines_that_were_there_before_the_chain_get_their_places() {
    on_both(async |database| {
        // A line as a panel without a chain would have left it, and a head from before the chain.
        nine_lines(&database.db).await;
        tamper(database, &format!("{FORGED}; UPDATE audit_log SET seq = NULL, mac = NULL; UPDATE audit_head SET seq = 0, mac = NULL, begun_at = NULL")).await;
        let mut tx = database.db.begin().await.unwrap();
        audit::record(&mut tx, line(11));
        assert!(matches!(tx.commit().await, Err(Error::Chain)), "nothing is written before the chain begins");
        let mut tx = database.db.begin().await.unwrap();
        assert_eq!(audit_chain::begin(&mut tx, at(20)).await.unwrap(), Some(10));
        assert_eq!(audit_chain::begin(&mut tx, at(21)).await.unwrap(), None);
        tx.commit().await.unwrap();
        write(&database.db, 12).await;
        assert_eq!(walk(&database.db).await, Ok(11));
        let head = audit_chain::head(&mut database.db.read().await.unwrap()).await.unwrap();
        assert_eq!((head.begun_at, head.taken_over, head.seq), (Some(at(20)), 10, 11));
    })
    .await;
}

engines! {
    async fn r182_many_writers_make_one_unbroken_chain(db: Db) {
        begin(&db).await;
        let (db, number) = (Arc::new(db), Arc::new(AtomicU64::new(1)));
        let writers: Vec<_> = (0..64).map(|_| {
            let (db, number) = (db.clone(), number.clone());
            tokio::spawn(async move {
                for _ in 0..4 {
                    let mut tx = db.begin().await.unwrap();
                    for _ in 0..2 {
                        audit::record(&mut tx, line(number.fetch_add(1, Ordering::Relaxed)));
                    }
                    tx.commit().await.unwrap();
                }
            })
        }).collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(walk(&db).await, Ok(512));
    }

    async fn r182_what_is_undone_leaves_no_line_and_no_gap(db: Db) {
        nine_lines(&db).await;
        let mut tx = db.begin().await.unwrap();
        audit::record(&mut tx, line(10));
        drop(tx);
        write(&db, 11).await;
        assert_eq!(walk(&db).await, Ok(10));
    }

    async fn r182_a_head_kept_elsewhere_shows_whether_the_chain_goes_on_from_it(db: Db) {
        nine_lines(&db).await;
        let head = audit_chain::head(&mut db.read().await.unwrap()).await.unwrap();
        let kept = head.mac.unwrap();
        write(&db, 10).await;
        let mut tx = db.read().await.unwrap();
        assert!(audit_chain::has_code(&mut tx, 9, &kept).await.unwrap());
        assert!(!audit_chain::has_code(&mut tx, 10, &kept).await.unwrap());
        assert!(!audit_chain::has_code(&mut tx, 9, &[]).await.unwrap());
    }
}
