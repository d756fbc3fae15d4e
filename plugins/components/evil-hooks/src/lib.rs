//! Answers questions of the panel and fills its pages as no plugin may, one way at a time: the setting `what` says which. It is written
//! against the bindings, because the trait would keep it from half of it.

use innkeeper_plugin::bindings::innkeeper::host::settings;
use innkeeper_plugin::bindings::innkeeper::host::types::{Failure, Text};
use innkeeper_plugin::filters::exports::innkeeper::hooks::filters::{self, Demand, SignIn};
use innkeeper_plugin::hooks::innkeeper::hooks::types::Line;
use innkeeper_plugin::slots::exports::innkeeper::hooks::slots::{self, Block, View};

struct Evil;

fn what() -> String {
    settings::get("what").ok().flatten().unwrap_or_default()
}

/// What comes to no answer.
fn misbehaves(what: &str) {
    match what {
        "loop" => loop {
            std::hint::black_box(());
        },
        "trap" => std::arch::wasm32::unreachable(),
        "panic" => panic!("it gave up"),
        _ => {}
    }
}

fn demand(class: Option<&str>, distrust: bool) -> Demand {
    Demand {
        class: class.map(str::to_owned),
        distrust,
        attributes: Vec::new(),
    }
}

impl filters::Guest for Evil {
    fn assess_sign_in(sign_in: SignIn) -> Result<Demand, Failure> {
        let what = what();
        misbehaves(&what);
        Ok(match what.as_str() {
            "fail" => return Err(Failure::Unavailable("nobody is there".into())),
            "odd" => demand(Some("unbreakable"), true),
            "recovery" => demand(Some("recovery"), true),
            "huge" => demand(Some(&"x".repeat(16 << 20)), true),
            "talkative" => Demand {
                attributes: vec![("allow".into(), "true".into())],
                ..demand(None, false)
            },
            "distrust" => demand(None, true),
            "network" => demand(sign_in.network.is_some().then_some("strong"), false),
            class @ ("basic" | "strong" | "phishing-resistant") => demand(Some(class), true),
            _ => demand(None, false),
        })
    }
}

fn text(fallback: &str) -> Text {
    Text {
        key: "evil-said".into(),
        fallback: fallback.into(),
        args: vec![("said".into(), fallback.into())],
    }
}

fn block(kind: &str, said: &str) -> Block {
    Block {
        kind: kind.into(),
        text: Some(text(said)),
        values: Vec::new(),
        lines: Vec::new(),
    }
}

fn with(kind: &str, name: &str, value: &str) -> Vec<Block> {
    vec![Block {
        values: vec![(name.into(), value.into())],
        ..block(kind, "Look")
    }]
}

fn facts(lines: usize) -> Vec<Block> {
    let line = || Line {
        label: text("<i>Label</i>"),
        value: text("<i>Value</i>"),
    };
    vec![Block {
        text: None,
        lines: (0..lines).map(|_| line()).collect(),
        ..block("facts", "")
    }]
}

/// What is as it should be, with markup in every text.
fn sound(view: &View) -> Vec<Block> {
    let mut all = vec![
        block("heading", "<h1>Heading</h1>"),
        block("text", "<script>alert(1)</script>"),
        block("text", &format!("{} of {}", view.place, view.area)),
    ];
    all.extend(facts(2));
    all.extend(with("link", "href", "https://status.acme.example/a?b=c"));
    all.extend(with("link", "href", "/account/profile"));
    all.extend(with("notice", "level", "warning"));
    all
}

impl slots::Guest for Evil {
    fn fill(view: View) -> Result<Vec<Block>, Failure> {
        let what = what();
        misbehaves(&what);
        let what = what.as_str();
        if let Some(href) = what.strip_prefix("link ") {
            return Ok(with("link", "href", href));
        }
        Ok(match what {
            "fail" => return Err(Failure::Unavailable("nobody is there".into())),
            "nothing" => Vec::new(),
            "many" => vec![block("text", "One of many"); 9],
            "lines" => facts(13),
            "long" => vec![block("text", &"x".repeat(301))],
            "huge" => vec![block("text", &"x".repeat(16 << 20))],
            "turned" => vec![block("text", "\u{202e}desrever")],
            "kind" => vec![block("script", "alert(1)")],
            "level" => with("notice", "level", "panic"),
            "wordless" => vec![Block {
                text: None,
                ..block("heading", "")
            }],
            _ => sound(&view),
        })
    }
}

innkeeper_plugin::slots::export!(Evil with_types_in innkeeper_plugin::slots);
innkeeper_plugin::filters::export!(Evil with_types_in innkeeper_plugin::filters);
