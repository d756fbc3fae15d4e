//! Units of work that read: a whole one sees one state, a look is one statement, and neither is used up by
//! being dropped on the way.

use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::{Db, engines, principals};

use crate::world::{at, race, user};

async fn how_many(db: &Db) -> i64 {
    let mut tx = db.read_once().await.unwrap();
    principals::count(&mut tx, PrincipalKind::User)
        .await
        .unwrap()
}

engines! {
    async fn what_a_unit_sees_does_not_change_under_it_and_a_look_sees_the_latest(db: Db) {
        let kind = PrincipalKind::User;
        let mut tx = db.read().await.unwrap();
        assert_eq!(principals::count(&mut tx, kind).await.unwrap(), 0);
        user(&db, 1).await;
        assert_eq!(principals::count(&mut tx, kind).await.unwrap(), 0);
        assert_eq!(how_many(&db).await, 1);
        tx.rollback().await.unwrap();
        assert_eq!(how_many(&db).await, 1);
    }

    async fn a_unit_that_reads_cannot_write(db: Db) {
        let guest = user(&db, 1).await;
        let mut tx = db.read().await.unwrap();
        assert!(principals::record_sign_in(&mut tx, guest.id, at(1)).await.is_err());
    }

    async fn more_readers_than_connections_wait_their_turn(db: Db) {
        user(&db, 1).await;
        for _ in 0..20 {
            // Dropped as it stands, begun and unfinished.
            let mut tx = db.read().await.unwrap();
            principals::count(&mut tx, PrincipalKind::User).await.unwrap();
        }
        let right = race(&db, |db, _| async move { how_many(&db).await == 1 }).await;
        assert_eq!(right, 64);
        db.close().await;
        assert!(db.read_once().await.is_err());
    }
}

#[tokio::test]
#[should_panic(expected = "`read_once` is for one statement that reads")]
async fn a_look_of_two_statements_is_found_out() {
    let database = innkeeper_store::testing::TestDatabase::new(innkeeper_store::Engine::Sqlite);
    let database = database.await.expect("SQLite is never left out");
    let db = Db::connect(database.url.as_str(), 1).await.unwrap();
    let mut tx = db.read_once().await.unwrap();
    let mut count = async || {
        principals::count(&mut tx, PrincipalKind::User)
            .await
            .unwrap()
    };
    count().await;
    count().await;
}
