//! A plugin that does everything it must not: each thing ends in a failure that nobody is blamed for, and the
//! next call is as good as ever (R120, R124).

use std::time::{Duration, Instant};

use innkeeper_module::testing::{self, FakeHost};
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, EnrolmentOutcome, Failure, Held, LogLevel, Prompt,
    SecondFactor as _, Secret, Step,
};
use innkeeper_wasm::{Fault, Limits, Terms, WasmFactor};

use crate::bench::factor_on;

const EVIL: &str = "innkeeper-evil-component";

/// Somebody whose label tells the plugin what to do.
pub fn account(label: &str) -> Account {
    Account {
        label: label.into(),
        ..testing::account()
    }
}

fn held() -> [Held; 2] {
    ["c-1", "c-2"].map(|id| Held {
        id: id.into(),
        label: "Phone".into(),
        secret: format!("secret of {id}").into(),
    })
}

/// Much time on the clock, for machines that have much else to do.
fn terms() -> Terms {
    Terms {
        limits: Limits {
            wall: Duration::from_mins(1),
            ..Limits::default()
        },
        ..Terms::default()
    }
}

async fn evil() -> WasmFactor {
    factor_on(EVIL, terms()).await
}

async fn does(evil: &WasmFactor, host: &FakeHost, what: &str) -> Result<Step, Failure> {
    evil.begin_challenge(host, &account(what), &held()).await
}

/// What the plugin found out.
async fn finds(evil: &WasmFactor, host: &FakeHost, what: &str) -> String {
    let step = does(evil, host, what).await.expect("an answer");
    let Some(Prompt::Message { text }) = step.prompts.into_iter().next() else {
        unreachable!("it says what it found");
    };
    text.args.get("what").expect("it says what").clone()
}

/// The fault that it ends in; after it all is well.
async fn faults(what: &str) -> Fault {
    let (evil, host) = (evil().await, FakeHost::default());
    let failure = does(&evil, &host, what).await.err();
    let health = evil.health();
    let (_, fault) = health.latest.expect("a fault of its own");
    let expected = format!("the plugin gave no answer ({})", fault.kind());
    assert_eq!(failure, Some(Failure::Unavailable(expected)), "{what}");
    assert_eq!(health.faults.get(fault.kind()), Some(&1), "{what}");
    assert_eq!(finds(&evil, &host, "good").await, "good", "after {what}");
    fault
}

async fn is_unusable(what: &str, why: &str) {
    match faults(what).await {
        Fault::BadReturn(said) => assert!(said.contains(why), "{what}: {said}"),
        other => unreachable!("{what}: {other:?}"),
    }
}

#[tokio::test]
async fn r120_a_loop_a_trap_and_a_panic_are_nobodys_fault() {
    assert_eq!(faults("loop").await, Fault::Cpu);
    assert_eq!(faults("trap").await, Fault::Panic { message: None });
    let Fault::Panic {
        message: Some(said),
    } = faults("panic").await
    else {
        panic!("a panic has its message");
    };
    assert!(said.contains("<b>index</b> out of range: 7"), "{said}");
    assert!(!said.contains('\n'), "{said}");
}

#[tokio::test]
async fn r120_memory_and_stack_come_to_an_end() {
    assert_eq!(faults("allocate").await, Fault::Memory);
    assert_eq!(faults("recurse").await, Fault::Stack);
    let (evil, host) = (evil().await, FakeHost::default());
    assert_eq!(finds(&evil, &host, "grow").await, "-1");
}

#[tokio::test]
async fn r120_nobody_gets_more_of_the_panel_than_a_call_may() {
    assert_eq!(faults("return").await, Fault::Exchange);
    assert_eq!(faults("log-much").await, Fault::Exchange);
    assert!(matches!(faults("random").await, Fault::Asked(_)));
    assert!(matches!(faults("requests").await, Fault::Asked(_)));
}

#[tokio::test]
async fn of_ten_thousand_log_lines_a_hundred_are_kept_and_none_forges_another() {
    let (evil, host) = (evil().await, FakeHost::default());
    assert_eq!(finds(&evil, &host, "log").await, "logged");
    assert_eq!(host.logs().len(), 100);
    assert_eq!(finds(&evil, &host, "log-lies").await, "logged");
    let (level, line) = host.logs().pop().expect("a line");
    assert_eq!(level, LogLevel::Warn);
    assert_eq!(line, "first\\n2026-01-01 ERROR forged\\u{1b}[31m");
}

#[tokio::test]
async fn r120_who_waits_too_long_is_stopped() {
    let mut terms = terms();
    terms.limits.wall = Duration::from_millis(50);
    let evil = factor_on(EVIL, terms).await;
    let host = FakeHost::default().with_setting("password", "x");
    host.serve_http(|_| None);
    let begun = Instant::now();
    assert!(does(&evil, &host, "http").await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(4));
    let latest = evil.health().latest.map(|(_, fault)| fault);
    assert_eq!(latest, Some(Fault::Wall));
}

#[tokio::test]
async fn nothing_outlives_a_call() {
    let (evil, host) = (evil().await, FakeHost::default());
    for _ in 0..3 {
        assert_eq!(finds(&evil, &host, "count").await, "1");
    }
}

#[tokio::test]
async fn r120_r124_what_cannot_be_shown_does_not_reach_the_panel() {
    is_unusable("kind", "does not know prompts of the kind `hologram`").await;
    is_unusable("part", "lacks its `label`").await;
    is_unusable("nothing", "shows something").await;
    is_unusable("no-state", "carries a version").await;
    is_unusable("line-break", "one line").await;
    is_unusable("bidi", "one line").await;
    is_unusable("foreign-key", "begins with the module's id").await;
    is_unusable("long", "1024 bytes").await;
    is_unusable("many", "32 prompts").await;
    is_unusable("script", "leaves by https").await;
    is_unusable("twins", "unique").await;
}

#[tokio::test]
async fn r124_markup_is_text_like_any_other() {
    let (evil, host) = (evil().await, FakeHost::default());
    let step = does(&evil, &host, "markup").await.expect("a step");
    let Some(Prompt::Message { text }) = step.prompts.first() else {
        unreachable!("a message");
    };
    assert_eq!(text.fallback, "<script>alert(1)</script>");
}

#[tokio::test]
async fn r119_a_verdict_is_about_the_credentials_of_this_conversation() {
    let (evil, host) = (evil().await, FakeHost::default());
    let answer = async |what: &str| {
        let (state, answers) = (Secret::from("1"), Answers::default());
        let (account, held) = (account(what), held());
        let outcome = evil.continue_challenge(&host, &account, &held, &state, &answers);
        outcome.await
    };
    for lie in ["foreign", "unchanged", "empties", "spends-foreign"] {
        assert!(
            matches!(answer(lie).await, Err(Failure::Unavailable(_))),
            "{lie}"
        );
    }
    assert_eq!(evil.health().faults.get("bad-return"), Some(&4));
    assert!(matches!(
        answer("pending").await,
        Ok(ChallengeOutcome::Pending)
    ));
    let accepted = answer("accepts").await;
    assert!(matches!(accepted, Ok(ChallengeOutcome::Accepted(a)) if a.held == "c-1"));
}

#[tokio::test]
async fn an_enrolment_spends_nothing_and_an_identifier_is_printable() {
    let (evil, host) = (evil().await, FakeHost::default());
    let enrols = async |what: &str| {
        let (state, answers) = (Secret::from("1"), Answers::default());
        let account = account(what);
        let outcome = evil.continue_enrolment(&host, &account, &state, &answers);
        outcome.await
    };
    assert!(enrols("spends").await.is_err());
    assert!(enrols("two words").await.is_err());
    assert!(matches!(
        enrols("abc").await,
        Ok(EnrolmentOutcome::Enrolled(_))
    ));
}

#[tokio::test]
async fn a_plugins_own_failure_is_no_fault_and_is_read_on_one_line() {
    let (evil, host) = (evil().await, FakeHost::default());
    let Err(Failure::Misconfigured(said)) = does(&evil, &host, "fails").await else {
        panic!("it fails by its own word");
    };
    assert!(
        said.len() < 600 && said.starts_with("line\\nbreak line"),
        "{said}"
    );
    assert!(evil.health().faults.is_empty());
}

#[tokio::test]
async fn what_is_not_granted_is_refused_and_no_trap() {
    let (evil, host) = (evil().await, FakeHost::default());
    let said = finds(&evil, &host, "store").await;
    assert!(
        said.contains("NotGranted") && said.contains("manifest"),
        "{said}"
    );
    let said = finds(&evil, &host, "long-key").await;
    assert!(said.contains("Failed") && said.contains("256"), "{said}");
}

#[tokio::test]
async fn r123_a_secret_setting_is_used_by_name_and_never_read() {
    let mut terms = terms();
    terms.secret_settings.insert("password".into());
    let evil = factor_on(EVIL, terms).await;
    let host = FakeHost::default().with_setting("password", "secret");
    let said = finds(&evil, &host, "setting").await;
    assert!(
        said.contains("NotGranted") && !said.contains("\"secret\""),
        "{said}"
    );
    let ok = innkeeper_module::HttpResponse {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    };
    host.script_http(Ok(ok));
    assert_eq!(finds(&evil, &host, "http").await, "Ok(204)");
    let request = host.requests().pop().expect("a request");
    let filled = request.filled_in(&host).expect("the setting is set");
    let (_, value) = filled.headers.into_iter().next().expect("a header");
    assert!(
        matches!(value, innkeeper_module::HeaderValue::Text(text) if text == "Basic YWRhOnNlY3JldA==")
    );
}

#[tokio::test]
async fn who_fails_five_times_in_a_minute_is_left_alone_for_a_while() {
    let (evil, host) = (evil().await, FakeHost::default());
    for _ in 0..5 {
        assert!(does(&evil, &host, "trap").await.is_err());
    }
    let resting = does(&evil, &host, "good").await.err();
    assert_eq!(resting, Some(Fault::Resting.into()));
    host.advance_seconds(31);
    assert_eq!(finds(&evil, &host, "good").await, "good");
}
