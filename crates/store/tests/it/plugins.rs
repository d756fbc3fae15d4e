//! Stories about plugins: two who change one, what they remember and how much, and what goes with them.

use std::sync::Arc;

use chrono::TimeDelta;
use innkeeper_identity::ids::{PluginLineId, PluginSettingId, PrincipalId, ShelfId, StoredId};
use innkeeper_identity::plugin::{LogLevel, PluginState};
use innkeeper_store::plugin_health::{self, Outcome};
use innkeeper_store::plugin_log::{self, Line};
use innkeeper_store::plugin_settings::{self, PluginSetting};
use innkeeper_store::plugin_store::{self, Change, New, Place, Quota, Seen};
use innkeeper_store::plugins::{self, Offered, Plugin};
use innkeeper_store::{Db, Sealed, answered, engines};

use crate::world::{at, chance, race, user};

const ID: &str = "dev.acme.sms";
const ROOMY: Quota = Quota {
    bytes: 1000,
    items: 100,
};

fn plugin(id: &str) -> Plugin {
    Plugin {
        id: id.to_owned(),
        name: "SMS codes".to_owned(),
        version: "1.0.0".to_owned(),
        state: PluginState::Disabled,
        digest: "ab".repeat(32),
        publisher: Some("RWQ".to_owned()),
        granted: vec!["http api.acme.example:443".to_owned()],
        fault: None,
        row_version: 0,
        installed_at: at(0),
        changed_at: at(0),
        changed_by: None,
    }
}

async fn installed(db: &Db, id: &str) -> Plugin {
    let plugin = plugin(id);
    let mut tx = db.begin().await.unwrap();
    assert!(plugins::insert(&mut tx, &plugin, b"package").await.unwrap());
    tx.commit().await.unwrap();
    plugin
}

fn of(account: Option<PrincipalId>) -> Place<'static> {
    Place {
        plugin: ID,
        account,
    }
}

/// Writes in a unit of work of its own, which stays if it is done.
async fn put(
    db: &Db,
    place: Place<'_>,
    (key, value, number): (&str, &str, u64),
    seen: Seen,
    quota: Quota,
) -> Change {
    let mut tx = db.begin().await.unwrap();
    let new = New {
        id: StoredId::new(at(0), chance(number)),
        shelf: ShelfId::new(at(1), chance(number)),
        key,
        value: &Sealed(value.as_bytes().to_vec()),
        size: i64::try_from(key.len() + value.len()).unwrap(),
        at: at(0),
    };
    let change = plugin_store::put(&mut tx, place, &new, seen, quota)
        .await
        .unwrap();
    if change == Change::Done {
        tx.commit().await.unwrap();
    } else {
        tx.rollback().await.unwrap();
    }
    change
}

fn setting(value: Option<&str>, sealed: Option<&str>) -> PluginSetting {
    PluginSetting {
        id: PluginSettingId::new(at(0), chance(1)),
        plugin_id: ID.to_owned(),
        name: "api-key".to_owned(),
        value: value.map(str::to_owned),
        sealed: sealed.map(|text| Sealed(text.into())),
        updated_at: at(0),
    }
}

/// A plugin with a secret setting, and a value that it remembers.
pub async fn keeps_two_secrets(db: &Db) {
    installed(db, ID).await;
    let mut tx = db.begin().await.unwrap();
    plugin_settings::put(&mut tx, &setting(None, Some("closed")))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let put = put(db, of(None), ("k", "v", 1), Seen::Nothing, ROOMY).await;
    assert_eq!(put, Change::Done);
}

async fn value(db: &Db, place: Place<'_>, key: &str) -> Option<String> {
    let mut tx = db.read_once().await.unwrap();
    let stored = plugin_store::find(&mut tx, place, key).await.unwrap();
    stored.map(|stored| String::from_utf8(stored.value.0).unwrap())
}

async fn count(db: &Db, table: &'static str) -> i64 {
    let mut tx = db.begin().await.unwrap();
    let (rows,): (i64,) = tx.one(table, ()).await.unwrap();
    rows
}

engines! {
    async fn of_two_changes_of_a_plugin_at_once_one_is_made(db: Db) {
        let seen = installed(&db, ID).await;
        let made = race(&db, |db, number| {
            let mut plugin = seen.clone();
            async move {
                plugin.state = PluginState::Enabled;
                plugin.changed_at = at(i64::try_from(number).unwrap());
                let mut tx = db.begin().await.unwrap();
                let saved = plugins::save(&mut tx, &plugin).await.unwrap();
                tx.commit().await.unwrap();
                saved
            }
        }).await;
        assert_eq!(made, 1);
        let mut tx = db.begin().await.unwrap();
        let now = plugins::find(&mut tx, ID).await.unwrap().unwrap();
        assert_eq!((now.state, now.row_version), (PluginState::Enabled, 1));
        assert!(!plugins::delete(&mut tx, ID, 0).await.unwrap(), "removed as it was before");
        assert!(plugins::delete(&mut tx, ID, 1).await.unwrap());
    }

    async fn a_plugin_is_installed_once_and_keeps_its_package(db: Db) {
        installed(&db, ID).await;
        let mut tx = db.begin().await.unwrap();
        assert!(!plugins::insert(&mut tx, &plugin(ID), b"other").await.unwrap());
        assert_eq!(plugins::package(&mut tx, ID).await.unwrap().unwrap(), b"package");
        let newer = Plugin { version: "2.0.0".to_owned(), ..plugin(ID) };
        assert!(plugins::replace(&mut tx, &newer, b"newer").await.unwrap());
        assert!(!plugins::replace(&mut tx, &newer, b"newer").await.unwrap(), "replaced as it was before");
        assert_eq!(plugins::package(&mut tx, ID).await.unwrap().unwrap(), b"newer");
        assert_eq!(plugins::list(&mut tx).await.unwrap()[0].version, "2.0.0");
        assert_eq!(plugins::stamps(&mut tx).await.unwrap()[0].row_version, 1);
    }

    async fn one_newer_version_waits_and_is_taken_once(db: Db) {
        installed(&db, ID).await;
        let offered = |version: &str| Offered {
            plugin_id: ID.to_owned(), version: version.to_owned(), digest: version.to_owned(),
            publisher: None, offered_at: at(5), offered_by: None,
        };
        let mut tx = db.begin().await.unwrap();
        plugins::offer(&mut tx, &offered("1.1.0"), b"one").await.unwrap();
        plugins::offer(&mut tx, &offered("1.2.0"), b"two").await.unwrap();
        assert_eq!(plugins::list_offered(&mut tx).await.unwrap(), [offered("1.2.0")]);
        assert_eq!(plugins::find_offered(&mut tx, ID).await.unwrap(), Some((offered("1.2.0"), b"two".to_vec())));
        assert!(!plugins::delete_offered(&mut tx, ID, "1.1.0").await.unwrap());
        assert!(plugins::delete_offered(&mut tx, ID, "1.2.0").await.unwrap());
        assert_eq!(plugins::find_offered(&mut tx, ID).await.unwrap(), None);
    }

    async fn r123_what_a_plugin_remembers_is_apart_from_other_plugins_and_by_account(db: Db) {
        installed(&db, ID).await;
        installed(&db, "dev.acme.other").await;
        let (ann, bob) = (user(&db, 1).await.id, user(&db, 2).await.id);
        for (number, account) in [None, Some(ann), Some(bob)].into_iter().enumerate() {
            let text = format!("of {number}");
            let new = ("k", text.as_str(), u64::try_from(number).unwrap());
            assert_eq!(put(&db, of(account), new, Seen::Anything, ROOMY).await, Change::Done);
        }
        assert_eq!(value(&db, of(None), "k").await.unwrap(), "of 0");
        assert_eq!(value(&db, of(Some(ann)), "k").await.unwrap(), "of 1");
        assert_eq!(value(&db, of(Some(bob)), "k").await.unwrap(), "of 2");
        let others = Place { plugin: "dev.acme.other", account: Some(ann) };
        assert_eq!(value(&db, others, "k").await, None);
    }

    async fn r123_what_a_plugin_remembers_of_a_person_goes_with_the_person_and_all_of_it_with_the_plugin(db: Db) {
        installed(&db, ID).await;
        let ann = user(&db, 1).await.id;
        put(&db, of(Some(ann)), ("k", "hers", 1), Seen::Anything, ROOMY).await;
        put(&db, of(None), ("k", "its own", 2), Seen::Anything, ROOMY).await;
        let mut tx = db.begin().await.unwrap();
        tx.execute("DELETE FROM principals", ()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(value(&db, of(Some(ann)), "k").await, None);
        assert_eq!(value(&db, of(None), "k").await.unwrap(), "its own");
        let mut tx = db.begin().await.unwrap();
        assert!(plugins::delete(&mut tx, ID, 0).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM plugin_store").await, 0);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM plugin_shelves").await, 0);
    }

    async fn r123_of_64_who_compare_and_set_one_is_told_that_it_did(db: Db) {
        installed(&db, ID).await;
        let first = race(&db, |db, number| async move {
            let new = ("k", "first", u64::try_from(number).unwrap());
            put(&db, of(None), new, Seen::Nothing, ROOMY).await == Change::Done
        }).await;
        assert_eq!(first, 1);
        let second = race(&db, |db, number| async move {
            let text = format!("{number:03}");
            put(&db, of(None), ("k", &text, 99), Seen::Version(0), ROOMY).await == Change::Done
        }).await;
        assert_eq!(second, 1);
        let emptied = race(&db, |db, _| async move {
            let mut tx = db.begin().await.unwrap();
            let change = plugin_store::delete(&mut tx, of(None), "k", Seen::Version(1)).await.unwrap();
            tx.commit().await.unwrap();
            change == Change::Done
        }).await;
        assert_eq!(emptied, 1);
        let mut tx = db.read_once().await.unwrap();
        assert_eq!(plugin_store::usage(&mut tx, of(None)).await.unwrap(), (0, 0));
    }

    async fn r123_64_at_once_get_no_more_than_the_quota(db: Db) {
        installed(&db, ID).await;
        let few = Quota { bytes: 1000, items: 10 };
        let fitted = race(&db, |db, number| async move {
            let key = format!("k{number:02}");
            let new = (key.as_str(), "1234567", u64::try_from(number).unwrap());
            put(&db, of(None), new, Seen::Anything, few).await == Change::Done
        }).await;
        assert_eq!(fitted, 10);
        let small = Quota { bytes: 100, items: 1000 };
        let ann = user(&db, 1).await.id;
        let fitted = race(&db, |db, number| async move {
            let key = format!("k{number:02}");
            let new = (key.as_str(), "1234567", 100 + u64::try_from(number).unwrap());
            put(&db, of(Some(ann)), new, Seen::Anything, small).await == Change::Done
        }).await;
        assert_eq!(fitted, 10);
        let mut tx = db.read_once().await.unwrap();
        assert_eq!(plugin_store::usage(&mut tx, of(Some(ann))).await.unwrap(), (100, 10));
    }

    async fn a_shelf_that_is_full_still_takes_what_is_smaller(db: Db) {
        installed(&db, ID).await;
        let full = Quota { bytes: 11, items: 1 };
        assert_eq!(put(&db, of(None), ("k", "1234567890", 1), Seen::Anything, full).await, Change::Done);
        assert_eq!(put(&db, of(None), ("k", "12345678901", 1), Seen::Anything, full).await, Change::Full);
        assert_eq!(put(&db, of(None), ("k", "short", 1), Seen::Anything, full).await, Change::Done);
        assert_eq!(put(&db, of(None), ("l", "", 2), Seen::Anything, full).await, Change::Full);
        assert_eq!(value(&db, of(None), "k").await.unwrap(), "short");
    }

    async fn an_empty_key_is_emptied_again_and_nothing_is_not_something(db: Db) {
        installed(&db, ID).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(plugin_store::delete(&mut tx, of(None), "k", Seen::Anything).await.unwrap(), Change::Done);
        assert_eq!(plugin_store::delete(&mut tx, of(None), "k", Seen::Nothing).await.unwrap(), Change::Done);
        assert_eq!(plugin_store::delete(&mut tx, of(None), "k", Seen::Version(0)).await.unwrap(), Change::Other);
        tx.commit().await.unwrap();
        put(&db, of(None), ("k", "something", 1), Seen::Anything, ROOMY).await;
        let mut tx = db.begin().await.unwrap();
        assert_eq!(plugin_store::delete(&mut tx, of(None), "k", Seen::Nothing).await.unwrap(), Change::Other);
    }

    async fn a_setting_is_set_anew_and_back(db: Db) {
        installed(&db, ID).await;
        let mut tx = db.begin().await.unwrap();
        plugin_settings::put(&mut tx, &setting(Some("open"), None)).await.unwrap();
        plugin_settings::put(&mut tx, &setting(None, Some("closed"))).await.unwrap();
        assert_eq!(plugin_settings::list(&mut tx, ID).await.unwrap(), [setting(None, Some("closed"))]);
        assert!(plugin_settings::delete(&mut tx, ID, "api-key").await.unwrap());
        assert!(!plugin_settings::delete(&mut tx, ID, "api-key").await.unwrap());
    }

    async fn calls_add_up_by_hour_and_outcome(db: Db) {
        installed(&db, ID).await;
        let outcome = |hour, outcome: &str, calls| Outcome {
            hour: at(hour), outcome: outcome.to_owned(), calls, micros: calls * 10,
        };
        let mut tx = db.begin().await.unwrap();
        for each in [outcome(0, "ok", 2), outcome(0, "ok", 3), outcome(0, "cpu", 1), outcome(3600, "ok", 1)] {
            plugin_health::add(&mut tx, ID, &each).await.unwrap();
            plugin_health::add(&mut tx, "dev.acme.gone", &each).await.unwrap();
        }
        let listed = plugin_health::list(&mut tx, ID, at(0)).await.unwrap();
        assert_eq!(listed, [outcome(0, "cpu", 1), outcome(0, "ok", 5), outcome(3600, "ok", 1)]);
        assert_eq!(plugin_health::delete_before(&mut tx, at(3600)).await.unwrap(), 2);
    }

    async fn of_a_log_the_newest_lines_are_kept(db: Db) {
        installed(&db, ID).await;
        installed(&db, "dev.acme.other").await;
        let line = |number: i64| Line {
            id: PluginLineId::new(at(number), chance(u64::try_from(number).unwrap())), at: at(number),
            level: LogLevel::Info, message: format!("line {number}"),
        };
        let mut tx = db.begin().await.unwrap();
        for number in 0..10 {
            plugin_log::insert(&mut tx, ID, &line(number)).await.unwrap();
        }
        plugin_log::insert(&mut tx, "dev.acme.other", &line(20)).await.unwrap();
        plugin_log::insert(&mut tx, "dev.acme.gone", &line(30)).await.unwrap();
        assert_eq!(plugin_log::keep_newest(&mut tx, ID, 3).await.unwrap(), 7);
        assert_eq!(plugin_log::list(&mut tx, ID, 10).await.unwrap(), [line(9), line(8), line(7)]);
        assert_eq!(plugin_log::list(&mut tx, "dev.acme.other", 10).await.unwrap().len(), 1);
    }

    async fn r128_of_64_equal_answers_one_is_new_until_it_may_come_again(db: Db) {
        let ann = user(&db, 1).await.id;
        let digest = Arc::new([7_u8; 32]);
        let claim = |seconds: i64| {
            let digest = digest.clone();
            move |db: Db, _| {
                let digest = digest.clone();
                async move {
                    let mut tx = db.begin().await.unwrap();
                    let until = at(seconds) + TimeDelta::minutes(10);
                    let new = answered::claim(&mut tx, ann, digest.as_ref(), at(seconds), until).await.unwrap();
                    tx.commit().await.unwrap();
                    new
                }
            }
        };
        assert_eq!(race(&db, claim(0)).await, 1);
        assert_eq!(race(&db, claim(599)).await, 0);
        assert_eq!(race(&db, claim(600)).await, 1);
        let mut tx = db.begin().await.unwrap();
        answered::release(&mut tx, ann, digest.as_ref()).await.unwrap();
        assert!(answered::claim(&mut tx, ann, digest.as_ref(), at(601), at(700)).await.unwrap());
        assert_eq!(answered::delete_expired(&mut tx, at(700)).await.unwrap(), 1);
    }
}

#[test]
fn the_schema_lets_a_plugin_be_in_what_it_can_be_in() {
    for migration in [
        include_str!("../../../../migrations/sqlite/0018_plugins.sql"),
        include_str!("../../../../migrations/postgres/0018_plugins.sql"),
    ] {
        let words = |all: Vec<&str>| format!("IN ('{}')", all.join("', '"));
        let states = PluginState::ALL.iter().map(|state| state.as_str());
        assert!(migration.contains(&format!("state {}", words(states.collect()))));
        let levels = LogLevel::ALL.iter().map(|level| level.as_str());
        assert!(migration.contains(&format!("level {}", words(levels.collect()))));
    }
}
