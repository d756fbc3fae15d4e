//! The form of what a module gives, as assertions, with what only a test can see of it.

use crate::form::{self, Form};
use crate::{Answers, Description, Fact, Held, Prompt, Rejection, Secret, Step, Text};

pub(super) use crate::form::answered as name;

/// Any module; whether keys begin with its id is asked where they are read from strangers.
const ANY: Form<'static> = Form { module: None };

fn assert_sound(checked: form::Checked) {
    if let Err(unsound) = checked {
        unreachable!("{unsound}");
    }
}

pub(super) fn assert_description(description: &Description) {
    assert_sound(ANY.description(description));
}

pub(super) fn assert_step(step: &Step) {
    assert_sound(ANY.step(step));
    let page = serde_json::to_vec(&step.prompts).expect("prompts have a JSON form");
    let again: Vec<Prompt> = serde_json::from_slice(&page).expect("prompts are read as written");
    let again = serde_json::to_vec(&again).expect("prompts have a JSON form");
    assert!(page == again, "prompts survive being stored");
}

pub(super) fn assert_stored(what: &str, stored: &Secret) {
    assert_sound(form::stored(what, stored));
}

pub(super) fn assert_facts(facts: &[Fact]) {
    assert_sound(ANY.facts(facts));
}

pub(super) fn assert_identifier(identifier: Option<&str>) {
    assert_sound(form::identifier(identifier));
}

/// A rejection is about a field that the step has, and never repeats what was typed.
pub(super) fn assert_rejection(rejection: &Rejection, step: &Step, answers: &Answers) {
    assert_sound(ANY.rejection(rejection));
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
    if let Some(spent) = &rejection.spends {
        let held = std::slice::from_ref(held);
        assert_sound(ANY.spent(rejection.counts, spent, held));
    }
}

pub(super) fn assert_text(text: &Text) {
    assert_sound(ANY.text(text));
}
