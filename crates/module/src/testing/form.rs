//! What a module gives must be well-formed, whoever wrote it: names, lengths, limits.

use std::collections::BTreeSet;

use crate::{Answers, Description, Fact, Held, Prompt, Rejection, Secret, Step, Text};

/// How large a step's state and a credential's secret may be.
const STORED: usize = 8 * 1024;

/// How large everything on one page may be, as JSON.
const PAGE: usize = 64 * 1024;

/// How long a sentence may be.
const SENTENCE: usize = 1024;

/// How many prompts or facts there may be at once.
const MANY: usize = 32;

pub(super) fn assert_description(description: &Description) {
    assert_name("the module's id", &description.id);
    assert_name("the icon", &description.icon);
    assert_text(&description.name);
    assert_text(&description.summary);
}

pub(super) fn assert_step(step: &Step) {
    assert!(!step.prompts.is_empty(), "a step shows something");
    assert!(
        step.prompts.len() <= MANY,
        "a step has {MANY} prompts at most"
    );
    assert_stored("a step's state", &step.state);
    let names: Vec<&str> = step.prompts.iter().filter_map(name).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len(), "each answer's name is unique");
    let page = serde_json::to_vec(&step.prompts).expect("prompts have a JSON form");
    assert!(page.len() <= PAGE, "a page has {PAGE} bytes at most");
    let again: Vec<Prompt> = serde_json::from_slice(&page).expect("prompts are read as written");
    let again = serde_json::to_vec(&again).expect("prompts have a JSON form");
    assert!(page == again, "prompts survive being stored");
    step.prompts.iter().for_each(assert_prompt);
}

pub(super) fn assert_stored(what: &str, stored: &Secret) {
    assert!(
        !stored.bytes().is_empty(),
        "{what} carries a version at least"
    );
    assert!(
        stored.bytes().len() <= STORED,
        "{what} has {STORED} bytes at most"
    );
}

pub(super) fn assert_facts(facts: &[Fact]) {
    assert!(facts.len() <= MANY, "a credential has {MANY} facts at most");
    let names: BTreeSet<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names.len(), facts.len(), "each fact's name is unique");
    for fact in facts {
        assert_name("a fact's name", &fact.name);
        assert!(fact.value.len() <= SENTENCE, "a fact's value is short");
        assert_text(&fact.text);
    }
}

pub(super) fn assert_identifier(identifier: Option<&str>) {
    let sound = |identifier: &str| {
        (1..=2048).contains(&identifier.len()) && identifier.bytes().all(|b| b.is_ascii_graphic())
    };
    assert!(
        identifier.is_none_or(sound),
        "an identifier is printable ASCII of 2048 characters at most"
    );
}

/// A rejection is about a field that the step has, and never repeats what was typed.
pub(super) fn assert_rejection(rejection: &Rejection, step: &Step, answers: &Answers) {
    assert_text(&rejection.reason);
    if let Some(field) = &rejection.field {
        let known = step
            .prompts
            .iter()
            .filter_map(name)
            .any(|name| name == field);
        assert!(
            known,
            "a rejection names a field of its step, not {field:?}"
        );
    }
    for answered in step.prompts.iter().filter_map(name) {
        let typed = answers.text(answered).unwrap_or_default().trim();
        let echoed = typed.len() >= 4 && rejection.reason.args.values().any(|a| a.contains(typed));
        assert!(!echoed, "a rejection does not echo what was typed");
    }
}

/// A rejection that uses something of the credential up says so in the secret, and counts.
pub(super) fn assert_spent(rejection: &Rejection, held: &Held) {
    let Some(spent) = &rejection.spends else {
        return;
    };
    assert_eq!(spent.held, held.id, "it says which credential it spends of");
    assert!(
        spent.secret != held.secret,
        "a rejection that spends changes the secret"
    );
    assert!(rejection.counts, "a rejection that spends counts");
    assert_stored("a credential's secret", &spent.secret);
    assert_facts(&spent.facts);
}

pub(super) fn assert_text(text: &Text) {
    assert_name("a text's key", &text.key);
    assert!(
        !text.fallback.trim().is_empty(),
        "{} has a fallback",
        text.key
    );
    assert!(
        text.fallback.len() <= SENTENCE,
        "{} is a sentence, not a page",
        text.key
    );
    for (name, value) in &text.args {
        assert_name("an argument's name", name);
        assert!(
            value.len() <= SENTENCE,
            "the argument {name} of {} is short",
            text.key
        );
    }
}

/// The name under which a prompt's answer comes, if it has one.
pub(super) fn name(prompt: &Prompt) -> Option<&str> {
    match prompt {
        Prompt::Input { name, .. }
        | Prompt::Confirm { name, .. }
        | Prompt::Choice { name, .. }
        | Prompt::PasskeyCreate { name, .. }
        | Prompt::PasskeyGet { name, .. } => Some(name),
        _ => None,
    }
}

fn assert_prompt(prompt: &Prompt) {
    if let Some(name) = name(prompt) {
        assert_name("an answer's name", name);
    }
    match prompt {
        Prompt::Message { text } => assert_text(text),
        Prompt::Copyable { label, value, .. } => {
            assert_text(label);
            assert!(value.text().is_some(), "what is copied is text");
        }
        Prompt::Qr { label, content } => {
            assert_text(label);
            let length = content.bytes().len();
            assert!(
                (1..=2331).contains(&length),
                "a QR code of medium correction holds it"
            );
        }
        Prompt::Input {
            label,
            help,
            max_length,
            period,
            ..
        } => {
            assert_text(label);
            help.iter().for_each(assert_text);
            assert!((1..=4096).contains(max_length), "a field has a length");
            assert!(period.is_none_or(|period| period > 0), "a period lasts");
        }
        Prompt::Confirm { label, .. } => assert_text(label),
        Prompt::Choice { label, options, .. } => {
            assert_text(label);
            assert!(!options.is_empty(), "there is something to choose from");
            for option in options {
                assert_text(&option.label);
            }
        }
        Prompt::Codes {
            label,
            codes,
            file_name,
        } => assert_codes(label, codes, file_name),
        Prompt::PasskeyCreate { options, .. } | Prompt::PasskeyGet { options, .. } => {
            let options: Result<serde_json::Value, _> = serde_json::from_str(options);
            assert!(
                options.is_ok_and(|options| options.is_object()),
                "options are JSON"
            );
        }
        Prompt::Redirect { url, label } => {
            assert!(url.starts_with("https://"), "a redirect leaves by https");
            assert_text(label);
        }
        Prompt::Wait { text, every } => {
            assert_text(text);
            assert!(
                *every > 0,
                "waiting asks again after a second at the earliest"
            );
        }
    }
}

fn assert_codes(label: &Text, codes: &[Secret], file_name: &str) {
    assert_text(label);
    let distinct: BTreeSet<&[u8]> = codes.iter().map(Secret::bytes).collect();
    assert!(!codes.is_empty(), "there are codes to keep");
    assert_eq!(distinct.len(), codes.len(), "no two codes are the same");
    assert!(
        codes.iter().all(|code| code.text().is_some()),
        "codes are text"
    );
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let named = file_name.chars().all(plain) && !file_name.starts_with('.');
    assert!(
        named && (1..=120).contains(&file_name.len()),
        "a file's name is plain"
    );
}

/// Lower-case letters, digits, hyphens and underscores, a letter first.
fn assert_name(what: &str, name: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let sound = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(plain);
    assert!(sound, "{what} is a short plain name, not {name:?}");
}
