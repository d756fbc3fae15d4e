//! Times are text in SQLite: they must sort and compare as times do, however many digits they have.

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_store::engines;

use crate::world::at;

/// Moments in order, with none to six digits of a second, over a second, a minute and a year.
fn moments() -> Vec<DateTime<Utc>> {
    let parts = [
        0, 1, 10, 999, 1_000, 1_001, 100_000, 499_999, 500_000, 500_001, 999_000, 999_999,
    ];
    let seconds = [0, 1, 59, 60, 86_400, 31_536_000];
    let moments = seconds
        .iter()
        .flat_map(|s| parts.iter().map(|p| at(*s) + TimeDelta::microseconds(*p)));
    moments.collect()
}

engines! {
    async fn times_keep_their_order_and_their_microseconds(db: Db) {
        let moments = moments();
        let mut tx = db.begin().await.unwrap();
        for (number, moment) in moments.iter().enumerate().rev() {
            let sql = "INSERT INTO leases (name, holder, until) VALUES ($1, 'h', $2)";
            tx.execute(sql, (number.to_string(), moment)).await.unwrap();
        }
        let sorted: Vec<(DateTime<Utc>,)> = tx.all("SELECT until FROM leases ORDER BY until", ()).await.unwrap();
        assert_eq!(sorted.into_iter().map(|(until,)| until).collect::<Vec<_>>(), moments);
        for (number, moment) in moments.iter().enumerate() {
            let sql = "SELECT COUNT(*) FILTER (WHERE until < $1), COUNT(*) FILTER (WHERE until = $1) FROM leases";
            let (before, same): (i64, i64) = tx.one(sql, (moment,)).await.unwrap();
            assert_eq!((usize::try_from(before).unwrap(), same), (number, 1), "{moment}");
        }
    }
}
