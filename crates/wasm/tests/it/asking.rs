//! A plugin that is asked what a sign-in needs, and what to show on a page, and answers as it should not: whatever it does,
//! that is a failure of its own and no answer (R120, R124).

use std::time::{Duration, Instant};

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Assurance, Block, Demand, Event, Failure, Hooks as _, SignIn, View};
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
        [State::Working, State::Resting(_), State::Working]
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

async fn shows(hooks: &WasmHooks, what: &str) -> Result<Vec<Block>, Failure> {
    let host = FakeHost::default().with_setting("what", what);
    let view = View {
        place: "customer.home".into(),
        subject: "p-17".into(),
        area: "user".into(),
    };
    hooks.fill(&host, &view).await
}

#[tokio::test]
async fn what_it_shows_is_what_the_panel_draws() {
    let hooks = patient();
    let shown = shows(&hooks, "").await.expect("blocks");
    assert_eq!(shown.len(), 7);
    let Some(Block::Paragraph(text)) = shown.get(2) else {
        panic!("{shown:?}");
    };
    assert_eq!(text.fallback, "customer.home of user");
    assert_eq!(shows(&hooks, "nothing").await, Ok(Vec::new()));
    assert_eq!(hooks.health().faults.len(), 0);
}

#[tokio::test]
async fn r124_what_cannot_be_shown_is_its_failure() {
    let all = [
        ("trap", "panic"),
        ("fail", "bad-return"),
        ("many", "bad-return"),
        ("lines", "bad-return"),
        ("long", "bad-return"),
        ("turned", "bad-return"),
        ("kind", "bad-return"),
        ("level", "bad-return"),
        ("wordless", "bad-return"),
        ("huge", "exchange"),
        ("link javascript:alert(1)", "bad-return"),
        ("link //evil.example", "bad-return"),
        ("link http://acme.example", "bad-return"),
        ("link ", "bad-return"),
    ];
    for (what, kind) in all {
        let hooks = patient();
        let failure = Failure::Unavailable(format!("the plugin gave no answer ({kind})"));
        assert_eq!(shows(&hooks, what).await, Err(failure), "{what}");
        assert_eq!(hooks.health().faults.get(kind), Some(&1), "{what}");
        assert!(shows(&hooks, "").await.is_ok(), "after {what}");
        assert!(says(&hooks, "strong").await.is_ok(), "after {what}");
    }
}

#[tokio::test]
async fn r124_one_whose_blocks_fail_is_still_asked_about_sign_ins() {
    let (hooks, now) = (patient(), innkeeper_module::Host::now(&FakeHost::default()));
    for _ in 0..5 {
        shows(&hooks, "many").await.ok();
    }
    let states = hooks.states(now);
    assert!(matches!(
        states,
        [State::Working, State::Working, State::Resting(_)]
    ));
    assert!(says(&hooks, "strong").await.is_ok());
}
