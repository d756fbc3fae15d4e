//! Prompts are stored with their step and must come back as they were.

use serde_json::{Value, json};

use crate::{Answers, Choice, InputKind, Prompt, Secret, Step, Text, form};

fn text(key: &str) -> Text {
    Text::new(key, "Fallback").with("count", 3)
}

/// One of each kind, with the kind's name.
fn every_kind() -> Vec<(&'static str, Prompt)> {
    shown()
        .into_iter()
        .chain(asked())
        .chain(elsewhere())
        .collect()
}

/// What is only looked at.
fn shown() -> Vec<(&'static str, Prompt)> {
    vec![
        ("message", Prompt::Message { text: text("t") }),
        (
            "copyable",
            Prompt::Copyable {
                label: text("t"),
                value: Secret::new([0, 0xff]),
                display: Some("00 ff".into()),
            },
        ),
        (
            "qr",
            Prompt::Qr {
                label: text("t"),
                content: "otpauth://".into(),
            },
        ),
        (
            "codes",
            Prompt::Codes {
                label: text("t"),
                codes: vec!["A-1".into(), "B-2".into()],
                file_name: "codes.txt".into(),
            },
        ),
    ]
}

/// What a person answers on the page.
fn asked() -> Vec<(&'static str, Prompt)> {
    let name = || "answer".to_owned();
    vec![
        (
            "input",
            Prompt::Input {
                name: name(),
                label: text("t"),
                help: Some(text("h")),
                input: InputKind::Digits,
                max_length: 6,
                period: Some(30),
            },
        ),
        (
            "confirm",
            Prompt::Confirm {
                name: name(),
                label: text("t"),
            },
        ),
        (
            "choice",
            Prompt::Choice {
                name: name(),
                label: text("t"),
                options: vec![Choice {
                    value: "a".into(),
                    label: text("a"),
                }],
            },
        ),
    ]
}

/// What the browser answers, or another site, or another device.
fn elsewhere() -> Vec<(&'static str, Prompt)> {
    let name = || "answer".to_owned();
    vec![
        (
            "passkey-create",
            Prompt::PasskeyCreate {
                name: name(),
                options: "{}".into(),
            },
        ),
        (
            "passkey-get",
            Prompt::PasskeyGet {
                name: name(),
                options: "{}".into(),
            },
        ),
        (
            "redirect",
            Prompt::Redirect {
                url: "https://example.net/".into(),
                label: text("t"),
            },
        ),
        (
            "wait",
            Prompt::Wait {
                text: text("t"),
                every: 5,
            },
        ),
    ]
}

#[test]
fn every_kind_of_prompt_comes_back_as_it_was_stored() {
    for (kind, prompt) in every_kind() {
        let stored = serde_json::to_value(&prompt).expect("JSON");
        assert_eq!(stored.get("kind"), Some(&json!(kind)));
        let loaded: Prompt = serde_json::from_value(stored.clone()).expect(kind);
        assert_eq!(serde_json::to_value(&loaded).expect("JSON"), stored);
    }
}

#[test]
fn a_step_comes_back_as_it_was_stored() {
    let step = Step {
        prompts: every_kind().into_iter().map(|(_, prompt)| prompt).collect(),
        state: Secret::new([0, 1, 0xff]),
    };
    let stored = serde_json::to_vec(&step).expect("JSON");
    let loaded: Step = serde_json::from_slice(&stored).expect("a step");
    assert!(loaded.state == step.state);
    assert_eq!(loaded.prompts.len(), step.prompts.len());
    assert_eq!(serde_json::to_vec(&loaded).expect("JSON"), stored);
}

#[test]
fn a_kind_that_nobody_knows_is_refused_by_its_name() {
    let stored = json!({"kind": "hologram", "text": {"key": "k", "fallback": "f"}});
    let refusal = serde_json::from_value::<Prompt>(stored).err();
    assert!(refusal.expect("refused").to_string().contains("hologram"));
}

#[test]
fn what_may_be_missing_may_be_missing() {
    let stored = json!({
        "kind": "input", "name": "code", "label": {"key": "k", "fallback": "f"},
        "input": "modhex", "max_length": 48
    });
    let loaded = serde_json::from_value::<Prompt>(stored).ok();
    let Some(Prompt::Input {
        help,
        period,
        input,
        ..
    }) = loaded
    else {
        unreachable!("an input")
    };
    assert!(help.is_none() && period.is_none() && input == InputKind::Modhex);
}

#[test]
fn a_text_without_arguments_says_nothing_of_them() {
    let stored = serde_json::to_value(Text::new("k", "f")).expect("JSON");
    assert_eq!(stored, json!({"key": "k", "fallback": "f"}));
    let with = serde_json::to_value(Text::new("k", "f").with("n", 2)).expect("JSON");
    assert_eq!(with.pointer("/args/n"), Some(&Value::from("2")));
}

#[test]
fn r121_a_module_gets_the_answers_to_what_it_asked_and_nothing_else_of_the_form() {
    let given = ["answer", "password", "trust_device", "next", "back.code"];
    let given = given.map(|name| (name.to_owned(), Secret::from("typed")));
    let answers = Answers::new(given);
    for (kind, prompt) in every_kind() {
        let of = answers.to(std::slice::from_ref(&prompt));
        let names: Vec<&str> = of.iter().map(|(name, _)| name).collect();
        let asks = form::answered(&prompt).is_some();
        let expected = match (asks, kind) {
            (true, _) => vec!["answer"],
            (false, "redirect") => vec!["code"],
            (false, _) => vec![],
        };
        assert_eq!(names, expected, "{kind}");
    }
    assert!(answers.to(&[]).iter().next().is_none());
}
