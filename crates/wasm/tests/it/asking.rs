//! A plugin that is asked what a sign-in needs, and answers as it should not: whatever it does, that is a failure of its
//! own and no answer (R120).

use std::time::{Duration, Instant};

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Assurance, Demand, Event, Failure, Hooks as _, SignIn};
use innkeeper_wasm::{Limits, State, Terms, WasmHooks};

use crate::bench::{code, runtime};

const EVIL: &str = "innkeeper-evil-hooks-component";

fn hooks(answer: Duration) -> WasmHooks {
    let limits = Limits {
        answer,
        ..Limits::default()
    };
    let terms = Terms {
        limits,
        ..Terms::default()
    };
    WasmHooks::new(runtime(), &code(EVIL), "evil-hooks", terms).expect("it has filters")
}

/// Much time, for machines that have much else to do.
fn patient() -> WasmHooks {
    hooks(Duration::from_secs(10))
}

fn sign_in() -> SignIn {
    SignIn {
        subject: "p-17".into(),
        area: "user".into(),
        network: Some("192.0.2.7".into()),
    }
}

async fn says(hooks: &WasmHooks, what: &str) -> Result<Demand, Failure> {
    let host = FakeHost::default().with_setting("what", what);
    hooks.assess(&host, &sign_in()).await
}

#[tokio::test]
async fn what_it_demands_is_what_the_panel_hears() {
    let hooks = patient();
    let strong = Demand {
        class: Some(Assurance::Strong),
        distrust: true,
    };
    assert_eq!(says(&hooks, "strong").await, Ok(strong));
    let distrust = Demand {
        class: None,
        distrust: true,
    };
    assert_eq!(says(&hooks, "distrust").await, Ok(distrust));
    for nothing in ["", "talkative"] {
        assert_eq!(says(&hooks, nothing).await, Ok(Demand::default()));
    }
    assert_eq!(hooks.health().faults.len(), 0);
}

#[tokio::test]
async fn r120_whatever_is_no_answer_is_its_failure_and_the_next_call_is_as_good_as_ever() {
    let all = [
        ("trap", "panic"),
        ("panic", "panic"),
        ("fail", "bad-return"),
        ("odd", "bad-return"),
        ("recovery", "bad-return"),
        ("huge", "exchange"),
    ];
    for (what, kind) in all {
        let hooks = patient();
        let failure = Failure::Unavailable(format!("the plugin gave no answer ({kind})"));
        assert_eq!(says(&hooks, what).await, Err(failure), "{what}");
        assert_eq!(hooks.health().faults.get(kind), Some(&1), "{what}");
        assert!(hooks.health().latest.is_some(), "{what}");
        assert!(says(&hooks, "strong").await.is_ok(), "after {what}");
    }
}

#[tokio::test]
async fn r120_one_that_is_slow_is_waited_for_no_longer_than_it_has() {
    let hooks = hooks(Duration::from_millis(50));
    says(&hooks, "").await.ok();
    let begun = Instant::now();
    assert!(says(&hooks, "loop").await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(5), "{begun:?}");
    let faults = hooks.health().faults;
    let slow = faults.get("cpu").or(faults.get("wall"));
    assert!(slow.is_some(), "{faults:?}");
}

#[tokio::test]
async fn r124_one_that_fails_again_and_again_is_left_alone() {
    let (hooks, now) = (patient(), innkeeper_module::Host::now(&FakeHost::default()));
    for _ in 0..5 {
        says(&hooks, "odd").await.ok();
    }
    assert!(matches!(
        hooks.states(now),
        [State::Working, State::Resting(_)]
    ));
    let failure = Failure::Unavailable("the plugin gave no answer (resting)".into());
    assert_eq!(says(&hooks, "strong").await, Err(failure));
}

#[tokio::test]
async fn what_it_does_not_hear_of_it_need_not_be_told() {
    let (hooks, host) = (patient(), FakeHost::default());
    let event = Event {
        id: "1".into(),
        name: "sign-in.succeeded".into(),
        version: 1,
        at: innkeeper_module::Host::now(&host),
        subject: None,
        detail: "{}".into(),
        attributes: std::collections::BTreeMap::new(),
    };
    assert_eq!(hooks.deliver(&host, &event).await, Ok(()));
    assert_eq!(hooks.health().calls, 0);
}
