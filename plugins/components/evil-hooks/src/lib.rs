//! Answers questions of the panel as no plugin may, one way at a time: the setting `what` says which. It is written
//! against the bindings, because the trait would keep it from half of it.

use innkeeper_plugin::bindings::innkeeper::host::settings;
use innkeeper_plugin::bindings::innkeeper::host::types::Failure;
use innkeeper_plugin::filters::exports::innkeeper::hooks::filters::{Demand, Guest, SignIn};

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

impl Guest for Evil {
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

innkeeper_plugin::filters::export!(Evil with_types_in innkeeper_plugin::filters);
