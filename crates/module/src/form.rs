//! What a module gives must be well-formed, whoever wrote it: names, lengths, limits, and no character that
//! makes a page say something else than it seems to. The contract test holds modules to it before they are
//! shipped, and the runtime of sandboxed plugins each time they answer.

use std::collections::BTreeSet;
use std::fmt;

use crate::{
    ChannelDescription, Description, Fact, Finding, Held, Prompt, Rejection, Secret, Spent, Step,
    Text,
};

/// How large a step's state and a credential's secret may be.
const STORED: usize = 8 * 1024;

/// How large everything on one page may be, as JSON.
const PAGE: usize = 64 * 1024;

/// How long a sentence may be.
const SENTENCE: usize = 1024;

/// How long the address of another site may be: a signed request is part of it.
const ADDRESS: usize = 4096;

/// How many prompts, facts, arguments or options there may be at once.
const MANY: usize = 32;

/// How many codes there may be to keep.
const CODES: usize = 128;

/// What is not as it must be, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unsound(String);

/// Nothing, or what is wrong.
pub type Checked = Result<(), Unsound>;

pub(crate) fn hold(holds: bool, sentence: impl fmt::Display) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(Unsound(sentence.to_string()))
    }
}

/// The form of what one module gives.
#[derive(Clone, Copy, Default)]
pub struct Form<'a> {
    /// The id that the keys of its texts begin with; None where that is not asked for.
    pub module: Option<&'a str>,
}

impl Form<'_> {
    /// What it says of itself.
    pub fn description(self, description: &Description) -> Checked {
        name("the module's id", &description.id)?;
        name("the icon", &description.icon)?;
        self.text(&description.name)?;
        self.text(&description.summary)
    }

    /// What a channel says of itself.
    pub fn channel(self, description: &ChannelDescription) -> Checked {
        name("the module's id", &description.id)?;
        name("the kind of address", &description.address)?;
        self.text(&description.name)?;
        self.text(&description.summary)
    }

    /// A round of a conversation.
    pub fn step(self, step: &Step) -> Checked {
        hold(!step.prompts.is_empty(), "a step shows something")?;
        hold(
            step.prompts.len() <= MANY,
            format_args!("a step has {MANY} prompts at most"),
        )?;
        stored("a step's state", &step.state)?;
        let names: Vec<&str> = step.prompts.iter().filter_map(answered).collect();
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        hold(
            names.len() == distinct.len(),
            "each answer's name is unique",
        )?;
        let page = serde_json::to_vec(&step.prompts);
        let length = page.map_err(|_| Unsound("prompts have a JSON form".into()))?;
        hold(
            length.len() <= PAGE,
            format_args!("a page has {PAGE} bytes at most"),
        )?;
        step.prompts
            .iter()
            .try_for_each(|prompt| self.prompt(prompt))
    }

    /// What may be shown about a credential.
    pub fn facts(self, facts: &[Fact]) -> Checked {
        hold(
            facts.len() <= MANY,
            format_args!("a credential has {MANY} facts at most"),
        )?;
        let names: BTreeSet<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
        hold(names.len() == facts.len(), "each fact's name is unique")?;
        facts.iter().try_for_each(|fact| {
            name("a fact's name", &fact.name)?;
            shown("a fact's value", &fact.value)?;
            self.text(&fact.text)
        })
    }

    /// What came of trying what it depends on.
    pub fn findings(self, findings: &[Finding]) -> Checked {
        hold(
            findings.len() <= MANY,
            format_args!("there are {MANY} findings at most"),
        )?;
        findings.iter().try_for_each(|finding| {
            shown("what was tried", &finding.subject)?;
            self.text(&finding.text)
        })
    }

    /// A refusal. Whether its step has the field that it names is for others to know.
    pub fn rejection(self, rejection: &Rejection) -> Checked {
        if let Some(field) = &rejection.field {
            name("the field of a rejection", field)?;
        }
        self.text(&rejection.reason)
    }

    /// A refusal that uses something of the credential up says so in the secret, and counts.
    pub fn spent(self, counts: bool, spent: &Spent, held: &[Held]) -> Checked {
        let of = held.iter().find(|held| held.id == spent.held);
        let of = of.ok_or_else(|| Unsound("it says which credential it spends of".into()))?;
        hold(
            spent.secret != of.secret,
            "a rejection that spends changes the secret",
        )?;
        hold(counts, "a rejection that spends counts")?;
        stored("a credential's secret", &spent.secret)?;
        self.facts(&spent.facts)
    }

    /// A sentence.
    pub fn text(self, text: &Text) -> Checked {
        name("a text's key", &text.key)?;
        if let Some(module) = self.module {
            let rest = text.key.strip_prefix(module);
            hold(
                rest.is_some_and(|rest| rest.starts_with('-')),
                format_args!("the key {} begins with the module's id", text.key),
            )?;
        }
        hold(
            !text.fallback.trim().is_empty(),
            format_args!("{} has a fallback", text.key),
        )?;
        shown(&text.key, &text.fallback)?;
        hold(
            text.args.len() <= MANY,
            format_args!("{} has {MANY} arguments at most", text.key),
        )?;
        text.args.iter().try_for_each(|(argument, value)| {
            name("an argument's name", argument)?;
            shown(&format!("the argument {argument} of {}", text.key), value)
        })
    }

    fn prompt(self, prompt: &Prompt) -> Checked {
        if let Some(answer) = answered(prompt) {
            name("an answer's name", answer)?;
        }
        match prompt {
            Prompt::Message { text } => self.text(text),
            Prompt::Copyable {
                label,
                value,
                display,
            } => {
                self.text(label)?;
                secret_text("what is copied", value)?;
                display
                    .iter()
                    .try_for_each(|display| secret_text("what is shown", display))
            }
            Prompt::Qr { label, content } => {
                self.text(label)?;
                hold(
                    (1..=2331).contains(&content.bytes().len()),
                    "a QR code of medium correction holds it",
                )
            }
            Prompt::Input {
                label,
                help,
                max_length,
                period,
                ..
            } => {
                self.text(label)?;
                help.iter().try_for_each(|help| self.text(help))?;
                hold((1..=4096).contains(max_length), "a field has a length")?;
                hold(period.is_none_or(|period| period > 0), "a period lasts")
            }
            Prompt::Confirm { label, .. } => self.text(label),
            Prompt::Choice { label, options, .. } => {
                self.text(label)?;
                hold(!options.is_empty(), "there is something to choose from")?;
                hold(
                    options.len() <= MANY,
                    format_args!("there are {MANY} options at most"),
                )?;
                options.iter().try_for_each(|option| {
                    shown("an option's value", &option.value)?;
                    self.text(&option.label)
                })
            }
            Prompt::Codes {
                label,
                codes,
                file_name,
            } => self.codes(label, codes, file_name),
            Prompt::PasskeyCreate { options, .. } | Prompt::PasskeyGet { options, .. } => {
                let options: Result<serde_json::Value, _> = serde_json::from_str(options);
                hold(
                    options.is_ok_and(|options| options.is_object()),
                    "options are JSON",
                )
            }
            Prompt::Redirect { url, label } => {
                hold(url.starts_with("https://"), "a redirect leaves by https")?;
                hold(
                    url.len() <= ADDRESS && is_plain_line(url),
                    format_args!("where a redirect leads is one line of {ADDRESS} bytes at most"),
                )?;
                self.text(label)
            }
            Prompt::Wait { text, every } => {
                self.text(text)?;
                hold(
                    *every > 0,
                    "waiting asks again after a second at the earliest",
                )
            }
        }
    }

    fn codes(self, label: &Text, codes: &[Secret], file_name: &str) -> Checked {
        self.text(label)?;
        let distinct: BTreeSet<&[u8]> = codes.iter().map(Secret::bytes).collect();
        hold(!codes.is_empty(), "there are codes to keep")?;
        hold(
            codes.len() <= CODES,
            format_args!("there are {CODES} codes at most"),
        )?;
        hold(distinct.len() == codes.len(), "no two codes are the same")?;
        codes
            .iter()
            .try_for_each(|code| secret_text("a code", code))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let named = file_name.chars().all(plain) && !file_name.starts_with('.');
        hold(
            named && (1..=120).contains(&file_name.len()),
            "a file's name is plain",
        )
    }
}

/// Something that the panel keeps for a module.
pub fn stored(what: &str, stored: &Secret) -> Checked {
    hold(
        !stored.bytes().is_empty(),
        format_args!("{what} carries a version at least"),
    )?;
    hold(
        stored.bytes().len() <= STORED,
        format_args!("{what} has {STORED} bytes at most"),
    )
}

/// What an authenticator calls itself.
pub fn identifier(identifier: Option<&str>) -> Checked {
    let sound = |identifier: &str| {
        (1..=2048).contains(&identifier.len()) && identifier.bytes().all(|b| b.is_ascii_graphic())
    };
    hold(
        identifier.is_none_or(sound),
        "an identifier is printable ASCII of 2048 characters at most",
    )
}

/// The name under which a prompt's answer comes, if it has one.
pub fn answered(prompt: &Prompt) -> Option<&str> {
    match prompt {
        Prompt::Input { name, .. }
        | Prompt::Confirm { name, .. }
        | Prompt::Choice { name, .. }
        | Prompt::PasskeyCreate { name, .. }
        | Prompt::PasskeyGet { name, .. } => Some(name),
        _ => None,
    }
}

/// Whether a page can show it and say what it seems to say: no control characters, no line breaks, and
/// nothing that turns the direction of writing around.
pub fn is_plain_line(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = |c: char| matches!(c, '\u{2028}' | '\u{2029}');
    !text
        .chars()
        .any(|c| c.is_control() || turns(c) || breaks(c))
}

fn shown(what: &str, text: &str) -> Checked {
    hold(
        text.len() <= SENTENCE,
        format_args!("{what} has {SENTENCE} bytes at most"),
    )?;
    hold(
        is_plain_line(text),
        format_args!("{what} is one line without hidden characters"),
    )
}

fn secret_text(what: &str, secret: &Secret) -> Checked {
    let text = secret.text().map(is_plain_line);
    hold(
        text == Some(true),
        format_args!("{what} is text of one line"),
    )
}

/// Lower-case letters, digits, hyphens and underscores, a letter first.
fn name(what: &str, name: &str) -> Checked {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let sound = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(plain);
    let quoted: String = name.chars().take(80).collect();
    hold(
        sound,
        format_args!("{what} is a short plain name, not {quoted:?}"),
    )
}
