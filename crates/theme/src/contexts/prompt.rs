//! What a module's step looks like to a template: texts translated, QR codes drawn.
//!
//! Setup keys and backup codes pass through here on their way to the one page that shows them; these
//! types have no `Debug`, and nothing keeps them.

use serde::Serialize;

/// One thing on the page of a step, by `kind`.
#[derive(Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PromptView {
    /// A paragraph.
    Message {
        /// What it says.
        text: String,
    },
    /// Something to copy or type elsewhere, such as a setup key.
    Copyable {
        /// What it is.
        label: String,
        /// What is copied.
        value: String,
        /// How it is shown (in groups of four), the same as `value` where there is no other form.
        display: String,
    },
    /// A QR code.
    Qr {
        /// What it is, for those who cannot see it.
        label: String,
        /// The drawing: an `<svg>` element of the panel's own making; draw it with `|safe`.
        svg: String,
    },
    /// A field.
    Input {
        /// The field's name.
        name: String,
        /// Its label.
        label: String,
        /// A line of help.
        help: Option<String>,
        /// What may be typed.
        input: PromptInput,
        /// How many characters an answer has at most, spaces not counted.
        max_length: u32,
        /// The period in seconds after which a typed code changes, for a countdown.
        period: Option<u32>,
    },
    /// A box that must be ticked to go on.
    Confirm {
        /// The field's name; its value is `yes`.
        name: String,
        /// What is confirmed.
        label: String,
    },
    /// One of several.
    Choice {
        /// The field's name.
        name: String,
        /// Its label.
        label: String,
        /// What there is to choose from.
        options: Vec<Choice>,
    },
    /// Codes to keep: a list with download, copy and print.
    Codes {
        /// What they are.
        label: String,
        /// The codes.
        codes: Vec<String>,
        /// Where they can be downloaded without a script, if they can.
        download_href: Option<String>,
        /// The file's name when downloaded.
        file_name: String,
    },
    /// A passkey to make; `options` is JSON for the browser.
    PasskeyCreate {
        /// The field that takes the answer.
        name: String,
        /// `PublicKeyCredentialCreationOptions` as JSON.
        options: String,
    },
    /// A passkey to use; `options` is JSON for the browser.
    PasskeyGet {
        /// The field that takes the answer.
        name: String,
        /// `PublicKeyCredentialRequestOptions` as JSON.
        options: String,
    },
    /// A trip to another site.
    Redirect {
        /// Where to.
        url: String,
        /// What the button says.
        label: String,
        /// What the browser brings back from there: hidden fields for the form. None before the trip.
        brought: Vec<Brought>,
    },
    /// Waiting for something that happens elsewhere.
    Wait {
        /// What the person should do.
        text: String,
        /// Seconds between two questions.
        every: u32,
    },
}

/// A hidden field with a parameter that another site sent a browser back with. It may be anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brought {
    /// The field's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What a field of a step takes, which decides keyboard, autofill and masking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromptInput {
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
    /// What a YubiKey types.
    Modhex,
}

/// One of several values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The field's value.
    pub value: String,
    /// What the person reads, translated already.
    pub label: String,
}

impl Choice {
    /// A value and its name.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}
