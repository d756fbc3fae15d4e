//! Plugins in each other's company: those that never end do not hold up those that do.

use std::sync::Arc;
use std::time::Duration;

use innkeeper_module::SecondFactor as _;
use innkeeper_module::testing::FakeHost;
use innkeeper_wasm::{Fault, Limits, Terms};
use tokio::task::JoinSet;

use crate::bench::factor_on;
use crate::misbehaviour::account;

const EVIL: &str = "innkeeper-evil-component";

fn terms(cpu: Duration) -> Terms {
    Terms {
        limits: Limits {
            cpu,
            ..Limits::default()
        },
        ..Terms::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_endless_loops_do_not_hold_up_two_hundred_good_calls() {
    let mut terms = terms(Duration::from_hours(1));
    terms.limits.wall = Duration::from_hours(1);
    let looping = Arc::new(factor_on(EVIL, terms.clone()).await);
    let good = Arc::new(factor_on(EVIL, terms).await);
    let mut endless = JoinSet::new();
    for _ in 0..4 {
        let looping = Arc::clone(&looping);
        endless.spawn(async move {
            let host = FakeHost::default();
            looping.begin_challenge(&host, &account("loop"), &[]).await
        });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut calls = JoinSet::new();
    for _ in 0..200 {
        let good = Arc::clone(&good);
        calls.spawn(async move {
            let host = FakeHost::default();
            good.begin_challenge(&host, &account("good"), &[]).await
        });
    }
    let answers = calls.join_all().await;
    assert!(answers.into_iter().all(|answer| answer.is_ok()));
    assert!(endless.try_join_next().is_none(), "the loops still run");
}

#[tokio::test]
async fn who_finds_no_place_in_the_line_is_turned_away_at_once() {
    let mut terms = terms(Duration::from_millis(300));
    terms.limits.at_once = 1;
    terms.limits.waiting = 1;
    let evil = factor_on(EVIL, terms).await;
    let host = FakeHost::default();
    let (looping, good) = (account("loop"), account("good"));
    let (first, second, third) = tokio::join!(
        evil.begin_challenge(&host, &looping, &[]),
        evil.begin_challenge(&host, &good, &[]),
        evil.begin_challenge(&host, &good, &[]),
    );
    assert_eq!(first.err(), Some(Fault::Cpu.into()));
    assert!(second.is_ok());
    assert_eq!(third.err(), Some(Fault::Busy.into()));
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_is_stopped() {
    let mut terms = terms(Duration::from_secs(10));
    terms.limits.at_once = 1;
    let evil = factor_on(EVIL, terms).await;
    let host = FakeHost::default();
    let looping = account("loop");
    let endless = evil.begin_challenge(&host, &looping, &[]);
    let given_up = tokio::time::timeout(Duration::from_millis(30), endless).await;
    assert!(given_up.is_err());
    assert!(
        evil.begin_challenge(&host, &account("good"), &[])
            .await
            .is_ok()
    );
}
