//! Counters: what the statements compute is what the rules of `identity` say.

use chrono::TimeDelta;
use innkeeper_identity::throttle::{OnSuccess, State, ThrottleScope, after_success, rules};
use innkeeper_store::throttles::{Counter, ThrottleRow};
use innkeeper_store::{engines, throttles};

use crate::world::{at, race};

fn counter(scope: ThrottleScope, subject: &str) -> Counter<'_> {
    let rules = rules(scope);
    Counter {
        scope,
        subject,
        rules,
    }
}

engines! {
    async fn an_attempt_on_many_counters_is_one_on_each(db: Db) {
        let mut tx = db.begin().await.unwrap();
        let together: Vec<_> = ThrottleScope::ALL.iter().rev().map(|scope| counter(*scope, "together")).collect();
        for now in [at(0), at(50), at(3700), at(3701), at(90_000)] {
            let raised = throttles::raise(&mut tx, &together, now).await.unwrap();
            assert_eq!(raised.len(), together.len());
            for (row, counter) in raised.iter().zip(&together) {
                let alone = Counter { subject: "alone", ..*counter };
                let alone = throttles::raise_one(&mut tx, alone, now).await.unwrap();
                assert_eq!(*row, ThrottleRow { subject: "together".to_owned(), ..alone });
            }
        }
        for Counter { scope, subject, .. } in &together {
            throttles::lock_until(&mut tx, *scope, subject, at(100_000)).await.unwrap();
        }
        throttles::succeed(&mut tx, &together, at(90_000)).await.unwrap();
        for Counter { scope, rules, .. } in &together {
            let found = throttles::find(&mut tx, *scope, "together").await.unwrap().unwrap();
            assert_eq!(found.window_count, i64::from(rules.on_success == OnSuccess::Count), "{scope}");
            let lock = (rules.on_success == OnSuccess::Count).then_some(at(100_000));
            assert_eq!(found.locked_until, lock, "{scope}");
        }
        throttles::take_back(&mut tx, &together, at(90_001)).await.unwrap();
        let row = throttles::find(&mut tx, ThrottleScope::Ip, "together").await.unwrap().unwrap();
        assert_eq!((row.streak, row.window_count, row.locked_until), (0, 0, None));
    }

    async fn r30_a_hundred_guesses_at_once_are_counted_each(db: Db) {
        let scope = ThrottleScope::Account;
        race(&db, move |db, _| async move {
            let mut tx = db.begin().await.unwrap();
            throttles::raise_one(&mut tx, counter(scope, "guest"), at(1)).await.unwrap();
            tx.commit().await.unwrap();
            true
        })
        .await;
        let mut tx = db.read().await.unwrap();
        let row = throttles::find(&mut tx, scope, "guest").await.unwrap().unwrap();
        assert_eq!((row.streak, row.window_count, row.window_start), (64, 64, at(1)));
    }

    async fn the_statements_count_as_the_rules_do(db: Db) {
        // Seconds between attempts, and whether the attempt succeeded; windows are minutes to a day long.
        let story = [
            (0, false), (1, false), (59, false), (1, true), (500, false), (99, false), (1, false), (3600, true),
            (3599, false), (1, false), (86_400, false), (86_399, true), (86_401, false), (0, true), (0, true),
        ];
        let mut tx = db.begin().await.unwrap();
        for &scope in ThrottleScope::ALL {
            let rules = rules(scope);
            let (mut now, mut expected): (_, Option<State>) = (at(0), None);
            for (seconds, succeeded) in story {
                now += TimeDelta::seconds(seconds);
                let mut state = expected.unwrap_or(State::new(now)).raised(&rules, now);
                let row = throttles::raise_one(&mut tx, counter(scope, "s"), now).await.unwrap();
                assert_eq!(row.state(), state, "{scope} raised at {now}");
                if succeeded {
                    state = after_success(&rules, &state);
                    throttles::succeed(&mut tx, &[counter(scope, "s")], now).await.unwrap();
                    let row = throttles::find(&mut tx, scope, "s").await.unwrap().unwrap();
                    assert_eq!(row.state(), state, "{scope} after a success at {now}");
                }
                expected = Some(state);
            }
        }
    }

    async fn a_lock_is_only_ever_made_longer(db: Db) {
        let (scope, subject) = (ThrottleScope::Account, "guest");
        let mut tx = db.begin().await.unwrap();
        throttles::raise_one(&mut tx, counter(scope, subject), at(0)).await.unwrap();
        assert!(throttles::lock_until(&mut tx, scope, subject, at(100)).await.unwrap());
        assert!(!throttles::lock_until(&mut tx, scope, subject, at(50)).await.unwrap());
        let row = throttles::raise_one(&mut tx, counter(scope, subject), at(1)).await.unwrap();
        assert_eq!((row.locked_until, row.streak), (Some(at(100)), 2), "an attempt does not unlock");
        assert!(throttles::reset(&mut tx, scope, subject).await.unwrap());
        let row = throttles::find(&mut tx, scope, subject).await.unwrap().unwrap();
        assert_eq!((row.locked_until, row.streak, row.window_count), (None, 0, 2));
        assert!(throttles::clear(&mut tx, scope, subject).await.unwrap());
        assert_eq!(throttles::find(&mut tx, scope, subject).await.unwrap(), None);
    }

    async fn counters_are_listed_by_subject(db: Db) {
        let scope = ThrottleScope::Password;
        let subjects: Vec<String> = (0..20).map(|number| format!("user:guest_{number}@example.org")).collect();
        let mut tx = db.begin().await.unwrap();
        for subject in &subjects {
            throttles::raise_one(&mut tx, counter(scope, subject), at(0)).await.unwrap();
        }
        let wanted: Vec<&str> = subjects.iter().map(String::as_str).take(11).chain(["nobody"]).collect();
        assert_eq!(throttles::list(&mut tx, &wanted).await.unwrap().len(), 11);
        assert_eq!(throttles::list(&mut tx, &[]).await.unwrap(), []);
        assert_eq!(throttles::list_beginning(&mut tx, "user:guest_1", 50).await.unwrap().len(), 11);
        assert_eq!(throttles::list_beginning(&mut tx, "user:guest%1", 50).await.unwrap(), []);
    }

    async fn r31_sweeping_forgets_no_streak_of_a_credential(db: Db) {
        let mut tx = db.begin().await.unwrap();
        for (scope, subject) in [
            (ThrottleScope::Credential, "failing"),
            (ThrottleScope::Credential, "fine"),
            (ThrottleScope::Account, "locked"),
            (ThrottleScope::Account, "old"),
        ] {
            throttles::raise_one(&mut tx, counter(scope, subject), at(0)).await.unwrap();
        }
        throttles::reset(&mut tx, ThrottleScope::Credential, "fine").await.unwrap();
        throttles::lock_until(&mut tx, ThrottleScope::Account, "locked", at(1000)).await.unwrap();
        throttles::raise_one(&mut tx, counter(ThrottleScope::Ip, "new"), at(500)).await.unwrap();
        let lasting = ThrottleScope::Credential;
        assert_eq!(throttles::delete_stale(&mut tx, at(400), at(600), lasting).await.unwrap(), 2);
        let left = throttles::list(&mut tx, &["failing", "fine", "locked", "old", "new"]).await.unwrap();
        assert_eq!(left.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["locked", "failing", "new"]);
    }
}
