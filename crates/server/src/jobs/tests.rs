//! Tests of the queue.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::anyhow;
use innkeeper_store::jobs::{Job as Row, JobStatus};
use serde::Deserialize;

use super::registry::Kind;
use super::worker::run_one;
use super::*;
use crate::clock::Clock as _;
use crate::testing::TestPanel;

static RUNS: AtomicUsize = AtomicUsize::new(0);

/// A job that does what the test says.
#[derive(Serialize, Deserialize)]
struct Obey {
    order: String,
}

impl Job for Obey {
    const KIND: &'static str = "obey";
    const MAX_ATTEMPTS: i64 = 3;

    async fn run(&self, _panel: &Panel) -> Result<(), JobError> {
        match self.order.as_str() {
            "done" => Ok(()),
            "fail" => Err(anyhow!("the other side is away").into()),
            "later" => Err(JobError::Retry {
                after: Some(TimeDelta::hours(5)),
                why: anyhow!("not yet"),
            }),
            "never" => Err(JobError::GiveUp(anyhow!("no such thing"))),
            other => panic!("{other}"),
        }
    }

    async fn given_up(&self, _panel: &Panel, why: &str) -> anyhow::Result<()> {
        assert!(!why.is_empty());
        RUNS.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

async fn enqueued(scene: &TestPanel, order: &str) -> JobId {
    let mut tx = scene.panel.db.begin().await.unwrap();
    let job = Obey {
        order: order.to_owned(),
    };
    let id = enqueue(&mut tx, &scene.panel, &job, scene.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

async fn run(scene: &TestPanel) -> usize {
    let kinds = [Kind::of::<Obey>()];
    let mut ran = 0;
    while run_one(&scene.panel, &kinds, "worker").await.unwrap() {
        ran += 1;
    }
    ran
}

async fn row(scene: &TestPanel, id: JobId) -> Row {
    let mut tx = scene.panel.db.read().await.unwrap();
    jobs::find(&mut tx, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_job_that_was_rolled_back_is_never_run() {
    let scene = TestPanel::open(&[]).await;
    let mut tx = scene.panel.db.begin().await.unwrap();
    enqueue(
        &mut tx,
        &scene.panel,
        &Obey {
            order: "done".to_owned(),
        },
        scene.clock.now(),
    )
    .await
    .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(run(&scene).await, 0);
}

#[tokio::test]
async fn a_job_is_done_once() {
    let scene = TestPanel::open(&[]).await;
    let id = enqueued(&scene, "done").await;
    assert_eq!(run(&scene).await, 1);
    assert_eq!(run(&scene).await, 0);
    assert_eq!(row(&scene, id).await.status, JobStatus::Done);
}

#[tokio::test]
async fn a_failing_job_waits_longer_each_time_and_is_given_up_at_last() {
    let scene = TestPanel::open(&[]).await;
    let id = enqueued(&scene, "fail").await;
    for wait in [10, 20] {
        assert_eq!(run(&scene).await, 1);
        let row = row(&scene, id).await;
        assert_eq!(row.status, JobStatus::Queued);
        assert_eq!(row.run_at, scene.clock.now() + TimeDelta::seconds(wait));
        assert_eq!(row.last_error.as_deref(), Some("the other side is away"));
        scene.clock.advance(TimeDelta::seconds(wait));
    }
    assert_eq!(run(&scene).await, 1);
    assert_eq!(row(&scene, id).await.status, JobStatus::Dead);
    assert_eq!(run(&scene).await, 0);
    assert!(RUNS.load(Ordering::Relaxed) > 0, "the job was told");
}

#[tokio::test]
async fn a_job_may_name_its_own_wait_or_give_up_at_once() {
    let scene = TestPanel::open(&[]).await;
    let (later, never) = (
        enqueued(&scene, "later").await,
        enqueued(&scene, "never").await,
    );
    assert_eq!(run(&scene).await, 2);
    assert_eq!(
        row(&scene, later).await.run_at,
        scene.clock.now() + TimeDelta::hours(5)
    );
    assert_eq!(row(&scene, never).await.status, JobStatus::Dead);
}

#[tokio::test]
async fn a_panic_is_the_fault_of_one_job_only() {
    let scene = TestPanel::open(&[]).await;
    let (panics, fine) = (
        enqueued(&scene, "panic").await,
        enqueued(&scene, "done").await,
    );
    assert_eq!(run(&scene).await, 2);
    assert_eq!(row(&scene, panics).await.status, JobStatus::Queued);
    assert_eq!(row(&scene, fine).await.status, JobStatus::Done);
}

#[tokio::test]
async fn a_job_of_another_version_is_kept_for_staff() {
    let scene = TestPanel::open(&[]).await;
    let id = enqueued(&scene, "done").await;
    assert!(run_one(&scene.panel, &[], "worker").await.unwrap());
    let row = row(&scene, id).await;
    assert_eq!(row.status, JobStatus::Dead);
    assert!(row.last_error.unwrap().contains("no job `obey`"));
}

#[tokio::test]
async fn a_worker_that_dies_loses_its_job_to_another() {
    let scene = TestPanel::open(&[]).await;
    let id = enqueued(&scene, "done").await;
    let mut tx = scene.panel.db.begin().await.unwrap();
    let now = scene.clock.now();
    jobs::claim(&mut tx, "dead worker", now, now + TimeDelta::minutes(5), 1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(run(&scene).await, 0, "not while the lease lasts");
    scene.clock.advance(TimeDelta::minutes(6));
    assert_eq!(run(&scene).await, 1);
    assert_eq!(row(&scene, id).await.status, JobStatus::Done);
}

#[tokio::test]
async fn recurring_work_is_done_once_an_interval_by_whoever_comes_first() {
    let scene = TestPanel::open(&[]).await;
    assert!(
        run_recurring(&scene.panel)
            .await
            .unwrap()
            .contains(&"clean-up")
    );
    assert_eq!(
        run_recurring(&scene.panel).await.unwrap(),
        Vec::<&str>::new()
    );
    scene.clock.advance(TimeDelta::hours(1));
    assert!(
        run_recurring(&scene.panel)
            .await
            .unwrap()
            .contains(&"clean-up")
    );
}

#[tokio::test]
async fn workers_begin_at_once_and_stop_when_told() {
    let scene = TestPanel::open(&[]).await;
    let workers = Workers::start(&scene.panel);
    let mut tx = scene.panel.db.begin().await.unwrap();
    // A mail that is not there is nothing to do: the job is done.
    let job = crate::mail::SendMail {
        mail: innkeeper_identity::ids::MailId(uuid::Uuid::nil()),
    };
    let id = enqueue(&mut tx, &scene.panel, &job, scene.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let done = async {
        while row(&scene, id).await.status != JobStatus::Done {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    // Well below the five seconds after which it would be found by itself.
    tokio::time::timeout(std::time::Duration::from_secs(3), done)
        .await
        .unwrap();
    workers.stop(std::time::Duration::from_secs(5)).await;
}

#[test]
fn waits_double_up_to_an_hour() {
    let waits: Vec<_> = (1..=11)
        .map(|attempts| wait_after(attempts).num_seconds())
        .collect();
    assert_eq!(
        waits,
        [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    );
    assert_eq!(wait_after(i64::MAX), LONGEST_WAIT);
}
