//! What a module shows and asks: data that the theme draws. Never HTML, never a sentence in one
//! language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Secret;
use crate::form::answered;

/// A sentence by its key in the module's own locale files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The message's key.
    pub key: String,
    /// English, for when no locale file has the key.
    pub fallback: String,
    /// What the message's placeables are filled with; integers are passed as numbers, so that
    /// plural forms work.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Text {
    /// A text without arguments.
    pub fn new(key: impl Into<String>, fallback: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            fallback: fallback.into(),
            args: BTreeMap::new(),
        }
    }

    /// Adds an argument.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and literals are passed as they are"
    )]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.args.insert(name.into(), value.to_string());
        self
    }
}

/// One thing on the page of a step.
///
/// On the border to plugins a prompt is its kind and a list of attributes; a panel that does not know
/// a kind says so in plain words, so kinds may be added here.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Prompt {
    /// A paragraph.
    Message {
        /// What it says.
        text: Text,
    },
    /// Something to copy or type elsewhere, such as a setup key.
    Copyable {
        /// What it is.
        label: Text,
        /// What is copied.
        value: Secret,
        /// How it is shown, if not as it is (in groups of four).
        display: Option<Secret>,
    },
    /// A QR code. The panel draws it itself; its content goes nowhere else.
    Qr {
        /// What it is, for those who cannot see it.
        label: Text,
        /// What it encodes.
        content: Secret,
    },
    /// A field.
    Input {
        /// The name of its answer.
        name: String,
        /// Its label.
        label: Text,
        /// A line of help below it.
        help: Option<Text>,
        /// What may be typed.
        input: InputKind,
        /// How many characters an answer has at most, spaces not counted.
        max_length: u32,
        /// The period in seconds after which a typed code changes, for a countdown.
        period: Option<u32>,
    },
    /// A box that must be ticked to go on.
    Confirm {
        /// The name of its answer, which is `yes` once ticked.
        name: String,
        /// What is confirmed.
        label: Text,
    },
    /// One of several.
    Choice {
        /// The name of its answer.
        name: String,
        /// Its label.
        label: Text,
        /// What there is to choose from.
        options: Vec<Choice>,
    },
    /// Codes to keep: shown as a list, with download, copy and print.
    Codes {
        /// What they are.
        label: Text,
        /// The codes, as a person would write them down.
        codes: Vec<Secret>,
        /// The file's name when downloaded.
        file_name: String,
    },
    /// A call of the browser's `navigator.credentials.create`; its JSON answer comes under `name`.
    PasskeyCreate {
        /// The name of its answer.
        name: String,
        /// `PublicKeyCredentialCreationOptions` in their JSON form.
        options: String,
    },
    /// A call of the browser's `navigator.credentials.get`; its JSON answer comes under `name`.
    PasskeyGet {
        /// The name of its answer.
        name: String,
        /// `PublicKeyCredentialRequestOptions` in their JSON form.
        options: String,
    },
    /// A trip to another site, which sends the browser back to [`Account::return_url`](crate::Account::return_url) with
    /// parameters in the query. They become the answers, whatever their names.
    Redirect {
        /// Where to; `https`, of 4,096 bytes at most.
        url: String,
        /// What the button says.
        label: Text,
    },
    /// Waiting for something that happens elsewhere; the page asks again.
    Wait {
        /// What the person should do.
        text: Text,
        /// Seconds between two questions.
        every: u32,
    },
}

/// One option of a [`Prompt::Choice`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The answer's value.
    pub value: String,
    /// What the person reads.
    pub label: Text,
}

/// What a field is for, which decides keyboard, autofill and masking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InputKind {
    /// A one-time code of digits.
    Digits,
    /// A code of letters and digits that a person wrote down.
    Code,
    /// Free text.
    Text,
    /// Masked while typed.
    Secret,
    /// A telephone number.
    Tel,
    /// What a hardware key types in one go.
    Modhex,
}

impl Prompt {
    /// Whether it leads the browser to another site, from which it brings something back.
    pub fn leads_away(&self) -> bool {
        matches!(self, Self::Redirect { .. })
    }
}

/// What begins the name of a field in which a form carries what a browser brought back from a [`Prompt::Redirect`]. No
/// field that a prompt asks for begins so.
pub const BROUGHT: &str = "back.";

/// The answers to a step, by name. A name is there once at most; nothing is trimmed.
#[derive(Clone, Default)]
pub struct Answers(BTreeMap<String, Secret>);

impl Answers {
    /// Collects answers.
    pub fn new(answers: impl IntoIterator<Item = (String, Secret)>) -> Self {
        Self(answers.into_iter().collect())
    }

    /// Those to what these prompts ask, and what was brought back if one of them led away. Whatever else a form had in it
    /// (a password, a wish of the person's) is not the module's.
    #[must_use]
    pub fn to(&self, prompts: &[Prompt]) -> Self {
        let may_bring = prompts.iter().any(Prompt::leads_away);
        let fields = self.0.iter().filter(|_| may_bring);
        let brought = fields
            .filter_map(|(field, value)| Some((field.strip_prefix(BROUGHT)?, value)))
            .map(|(name, value)| (name.to_owned(), value.clone()));
        let asked = prompts.iter().filter_map(answered);
        let answered = asked.filter_map(|name| Some((name.to_owned(), self.get(name)?.clone())));
        // What a person typed comes last, and wins over what another site sent by that name.
        Self::new(brought.chain(answered))
    }

    /// Every answer with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.0.iter().map(|(name, answer)| (name.as_str(), answer))
    }

    /// The answer of that name.
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name)
    }

    /// The answer of that name as text; None where it is missing or not UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Secret::text)
    }
}
