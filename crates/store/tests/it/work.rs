//! Jobs, leases, mails and settings.

use innkeeper_identity::ids::{JobId, MailId};
use innkeeper_store::jobs::{self, JobStatus, NewJob};
use innkeeper_store::mails::{self, Mail, MailLine, MailStatus};
use innkeeper_store::{Body, Db, Page, engines, leases, settings};
use serde_json::json;

use crate::world::{BOTTOM, at, chance, race, user};

async fn enqueue(db: &Db, number: u64, run_at: i64) -> JobId {
    let id = JobId::new(at(0), chance(number));
    let job = NewJob {
        id,
        kind: "mail.send",
        payload: json!({"n": number}),
        run_at: at(run_at),
        max_attempts: 2,
    };
    let mut tx = db.begin().await.unwrap();
    jobs::enqueue(&mut tx, job, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn mail(number: u64) -> Mail {
    Mail {
        line: MailLine {
            id: MailId::new(at(0), chance(number)),
            principal_id: None,
            to_address: "guest@example.org".to_owned(),
            to_name: "Guest".to_owned(),
            template: "reset-password".to_owned(),
            locale: "de".to_owned(),
            subject: "Neues Passwort".to_owned(),
            status: MailStatus::Queued,
            attempts: 0,
            last_error: None,
            created_at: at(0),
            sent_at: None,
        },
        text_body: Some(Body(
            "https://panel.example/password/reset?token=secret".to_owned(),
        )),
        html_body: Some(Body("<p>secret</p>".to_owned())),
    }
}

engines! {
    async fn a_job_is_claimed_by_one_worker(db: Db) {
        for number in 0..10 {
            enqueue(&db, number, 1).await;
        }
        let counts = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        race(&db, {
            let counts = std::sync::Arc::clone(&counts);
            move |db, number| {
                let counts = std::sync::Arc::clone(&counts);
                async move {
                    let mut tx = db.begin().await.unwrap();
                    let claimed = jobs::claim(&mut tx, &format!("w{number}"), at(2), at(60), 3).await.unwrap();
                    tx.commit().await.unwrap();
                    counts.lock().unwrap().extend(claimed.into_iter().map(|job| job.id));
                    true
                }
            }
        })
        .await;
        let mut claimed = counts.lock().unwrap().clone();
        claimed.sort();
        let before = claimed.len();
        claimed.dedup();
        assert_eq!((before, claimed.len()), (10, 10));
    }

    async fn jobs_are_claimed_when_due_the_longest_waiting_first(db: Db) {
        let late = enqueue(&db, 1, 20).await;
        let (second, first) = (enqueue(&db, 2, 9).await, enqueue(&db, 3, 8).await);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(jobs::next_due(&mut tx).await.unwrap(), Some(at(8)));
        let claimed = jobs::claim(&mut tx, "w", at(10), at(60), 9).await.unwrap();
        assert_eq!(claimed.iter().map(|job| job.id).collect::<Vec<_>>(), [first, second]);
        assert_eq!((claimed[0].attempts, claimed[0].status, &claimed[0].payload), (1, JobStatus::Running, &json!({"n": 3})));
        assert!(jobs::claim(&mut tx, "v", at(10), at(60), 9).await.unwrap().is_empty());
        assert_eq!(jobs::claim(&mut tx, "v", at(20), at(60), 9).await.unwrap()[0].id, late);
    }

    async fn a_job_goes_from_attempt_to_attempt_to_its_end(db: Db) {
        let id = enqueue(&db, 1, 0).await;
        let mut tx = db.begin().await.unwrap();
        jobs::claim(&mut tx, "w", at(1), at(60), 1).await.unwrap();
        assert!(!jobs::finish(&mut tx, id, "other", at(2)).await.unwrap());
        assert!(jobs::extend(&mut tx, id, "w", at(90)).await.unwrap());
        assert!(jobs::retry(&mut tx, id, "w", at(30), "no route").await.unwrap());
        assert!(!jobs::retry(&mut tx, id, "w", at(30), "no route").await.unwrap());
        assert!(jobs::claim(&mut tx, "w", at(29), at(60), 1).await.unwrap().is_empty());
        assert_eq!(jobs::claim(&mut tx, "w", at(30), at(60), 1).await.unwrap()[0].attempts, 2);
        assert!(jobs::give_up(&mut tx, id, "w", at(31), "still none").await.unwrap());
        let dead = jobs::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((dead.status, dead.last_error.as_deref(), dead.locked_by), (JobStatus::Dead, Some("still none"), None));
        assert_eq!(jobs::count_by_status(&mut tx).await.unwrap(), [(JobStatus::Dead, 1)]);
        assert!(jobs::retry_dead(&mut tx, id, at(40)).await.unwrap());
        assert!(!jobs::retry_dead(&mut tx, id, at(40)).await.unwrap());
        jobs::claim(&mut tx, "w", at(40), at(60), 1).await.unwrap();
        assert!(jobs::finish(&mut tx, id, "w", at(41)).await.unwrap());
        assert_eq!(jobs::list(&mut tx, Some(JobStatus::Done), Page::first(5)).await.unwrap().rows.len(), 1);
        assert_eq!(jobs::list(&mut tx, Some(JobStatus::Dead), Page::first(5)).await.unwrap().rows.len(), 0);
        assert_eq!(jobs::list(&mut tx, None, Page::first(5)).await.unwrap().rows.len(), 1);
        assert_eq!(jobs::list(&mut tx, None, Page::before(BOTTOM, 5)).await.unwrap().rows.len(), 1);
        assert_eq!(jobs::delete_done(&mut tx, at(42)).await.unwrap(), 1);
    }

    async fn a_job_whose_worker_died_is_claimed_again_but_not_for_ever(db: Db) {
        let id = enqueue(&db, 1, 0).await;
        let mut tx = db.begin().await.unwrap();
        jobs::claim(&mut tx, "w1", at(1), at(10), 1).await.unwrap();
        assert!(jobs::claim(&mut tx, "w2", at(9), at(20), 1).await.unwrap().is_empty());
        assert_eq!(jobs::claim(&mut tx, "w2", at(11), at(20), 1).await.unwrap()[0].attempts, 2);
        assert!(!jobs::finish(&mut tx, id, "w1", at(12)).await.unwrap(), "w1 no longer has it");
        assert!(jobs::claim(&mut tx, "w3", at(21), at(30), 1).await.unwrap().is_empty(), "two attempts are its limit");
        assert_eq!(jobs::give_up_lost(&mut tx, at(21), "the worker did not come back").await.unwrap(), 1);
        assert_eq!(jobs::find(&mut tx, id).await.unwrap().unwrap().status, JobStatus::Dead);
    }

    async fn recurring_work_has_one_holder(db: Db) {
        let holders = race(&db, |db, number| async move {
            let mut tx = db.begin().await.unwrap();
            let held = leases::acquire(&mut tx, "sweep", &format!("n{number}"), at(0), at(60)).await.unwrap();
            tx.commit().await.unwrap();
            held
        })
        .await;
        assert_eq!(holders, 1);
        let mut tx = db.begin().await.unwrap();
        assert!(leases::acquire(&mut tx, "sweep", "next", at(60), at(120)).await.unwrap(), "its time is over");
        assert!(leases::acquire(&mut tx, "sweep", "next", at(61), at(121)).await.unwrap(), "its own");
        assert!(!leases::acquire_once(&mut tx, "sweep", "next", at(61), at(121)).await.unwrap(), "not due yet");
        assert!(leases::acquire_once(&mut tx, "sweep", "other", at(121), at(180)).await.unwrap());
        assert!(!leases::release(&mut tx, "sweep", "next").await.unwrap());
        assert!(leases::release(&mut tx, "sweep", "other").await.unwrap());
    }

    async fn a_sent_mail_loses_its_text(db: Db) {
        let written = mail(1);
        let id = written.line.id;
        let mut tx = db.begin().await.unwrap();
        mails::insert(&mut tx, &written).await.unwrap();
        assert_eq!(mails::find(&mut tx, id).await.unwrap().as_ref(), Some(&written));
        assert!(mails::record_failure(&mut tx, id, "no route").await.unwrap());
        assert!(mails::mark_sent(&mut tx, id, at(5)).await.unwrap());
        assert!(!mails::mark_sent(&mut tx, id, at(6)).await.unwrap());
        let sent = mails::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((sent.text_body, sent.html_body), (None, None));
        assert_eq!((sent.line.status, sent.line.attempts, sent.line.sent_at), (MailStatus::Sent, 2, Some(at(5))));
    }

    async fn mails_are_caught_or_given_up_with_their_text(db: Db) {
        let guest = user(&db, 1).await.id;
        let (caught, mut failed) = (mail(1), mail(2));
        failed.line.principal_id = Some(guest);
        let mut tx = db.begin().await.unwrap();
        mails::insert(&mut tx, &caught).await.unwrap();
        mails::insert(&mut tx, &failed).await.unwrap();
        assert!(mails::mark_caught(&mut tx, caught.line.id, at(1)).await.unwrap());
        assert!(mails::mark_failed(&mut tx, failed.line.id, "refused").await.unwrap());
        assert_eq!(mails::find(&mut tx, caught.line.id).await.unwrap().unwrap().text_body, caught.text_body);
        assert_eq!(mails::count_failed_since(&mut tx, at(0)).await.unwrap(), 1);
        assert_eq!(mails::count_failed_since(&mut tx, at(1)).await.unwrap(), 0);
        let listed = mails::list(&mut tx, Some(MailStatus::Failed), Page::first(5)).await.unwrap();
        let back = mails::list(&mut tx, Some(MailStatus::Failed), Page::before(BOTTOM, 5)).await.unwrap();
        assert_eq!(listed.rows, back.rows);
        assert_eq!(listed.rows.iter().map(|line| line.id).collect::<Vec<_>>(), [failed.line.id]);
        assert!(mails::requeue(&mut tx, failed.line.id).await.unwrap());
        assert_eq!(mails::delete_before(&mut tx, at(1)).await.unwrap(), 1, "what is queued stays");
    }

    async fn a_setting_is_what_was_put_last(db: Db) {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(settings::get(&mut tx, "brand").await.unwrap(), None);
        settings::put(&mut tx, "brand", &json!({"name": "Inn"}), at(0)).await.unwrap();
        settings::put(&mut tx, "brand", &json!({"name": "Zum Löwen"}), at(1)).await.unwrap();
        assert_eq!(settings::get(&mut tx, "brand").await.unwrap(), Some(json!({"name": "Zum Löwen"})));
        assert_eq!(settings::all(&mut tx).await.unwrap().len(), 1);
        assert!(settings::delete(&mut tx, "brand").await.unwrap());
        assert!(!settings::delete(&mut tx, "brand").await.unwrap());
    }
}

#[test]
fn r187_a_mail_shows_no_text_when_printed_for_debugging() {
    assert!(!format!("{:?}", mail(1)).contains("secret"));
}
