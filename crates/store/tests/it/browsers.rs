//! Traces of browsers.

use chrono::TimeDelta;
use innkeeper_identity::browser::KNOWN_FOR;
use innkeeper_store::{KeyedDigest, browser_traces, engines};

use crate::world::{at, race, user};

fn trace(number: u8) -> KeyedDigest {
    KeyedDigest(vec![number; 32])
}

engines! {
    async fn r183_one_of_many_adds_a_trace(db: Db) {
        let guest = user(&db, 1).await;
        let added = race(&db, move |db, number| async move {
            let mut tx = db.begin().await.unwrap();
            let at = at(i64::try_from(number).unwrap());
            let added = browser_traces::insert(&mut tx, guest.id, &trace(1), at).await.unwrap();
            tx.commit().await.unwrap();
            added
        })
        .await;
        assert_eq!(added, 1);
    }

    async fn traces_belong_to_a_person_and_the_oldest_go_first(db: Db) {
        let (guest, other) = (user(&db, 1).await, user(&db, 2).await);
        let mut tx = db.begin().await.unwrap();
        assert!(browser_traces::begin(&mut tx, guest.id, at(0)).await.unwrap());
        assert!(!browser_traces::begin(&mut tx, guest.id, at(1)).await.unwrap(), "once for a person");
        for number in 1..=5 {
            assert!(browser_traces::insert(&mut tx, guest.id, &trace(number), at(number.into())).await.unwrap());
            assert!(browser_traces::insert(&mut tx, other.id, &trace(number), at(number.into())).await.unwrap());
        }
        assert!(browser_traces::touch(&mut tx, guest.id, &trace(1), at(6)).await.unwrap());
        assert!(!browser_traces::touch(&mut tx, guest.id, &trace(9), at(6)).await.unwrap());
        assert_eq!(browser_traces::delete_beyond(&mut tx, guest.id, 3).await.unwrap(), 2);
        assert_eq!(browser_traces::delete_others(&mut tx, guest.id, [&trace(1), &trace(2)]).await.unwrap(), 2);
        assert!(browser_traces::touch(&mut tx, guest.id, &trace(1), at(7)).await.unwrap());
    }

    async fn r183_a_trace_that_is_too_old_is_as_good_as_swept_out(db: Db) {
        let guest = user(&db, 1).await;
        let over = at(1) + KNOWN_FOR;
        let mut tx = db.begin().await.unwrap();
        for number in [1, 2, 3] {
            assert!(browser_traces::insert(&mut tx, guest.id, &trace(number), at(1)).await.unwrap());
        }
        assert!(!browser_traces::insert(&mut tx, guest.id, &trace(1), over - TimeDelta::seconds(1)).await.unwrap());
        assert!(browser_traces::touch(&mut tx, guest.id, &trace(1), over - TimeDelta::seconds(1)).await.unwrap());
        assert!(!browser_traces::touch(&mut tx, guest.id, &trace(2), over).await.unwrap());
        assert!(browser_traces::insert(&mut tx, guest.id, &trace(2), over).await.unwrap());
        assert_eq!(browser_traces::delete_expired(&mut tx, over).await.unwrap(), 1);
    }
}
