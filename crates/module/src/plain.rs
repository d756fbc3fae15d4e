//! Prompts in the form in which they cross to and from sandboxed plugins: a kind, and everything else by
//! name. The form stays when kinds are added; which kinds there are is in
//! `docs/plugin-authors/interfaces.md`.

use crate::{Choice, InputKind, Prompt, Secret, Text};

/// A prompt as a plugin sends it.
#[derive(Clone, Default)]
pub struct PlainPrompt {
    /// `message`, `input`, `qr`, …
    pub kind: String,
    /// The name of its answer, for kinds that ask something.
    pub name: Option<String>,
    /// Sentences by their part.
    pub texts: Vec<(String, Text)>,
    /// Everything else by name.
    pub values: Vec<(String, String)>,
    /// What there is to choose from, or to keep.
    pub items: Vec<PlainItem>,
}

/// One option of a choice, or one code of a list.
#[derive(Clone)]
pub struct PlainItem {
    /// The answer's value, or the code.
    pub value: String,
    /// What the person reads, if it is not the value.
    pub label: Option<Text>,
}

/// Why a prompt cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A kind of a later version, or of nobody's.
    #[error("this panel does not know prompts of the kind `{0}`")]
    Kind(String),
    /// A part that the kind cannot be without.
    #[error("a prompt of the kind `{kind}` lacks its `{part}`")]
    Missing {
        /// The kind.
        kind: String,
        /// The part.
        part: &'static str,
    },
    /// A part with a value that it cannot have.
    #[error("a prompt of the kind `{kind}` has a `{part}` that means nothing")]
    Wrong {
        /// The kind.
        kind: String,
        /// The part.
        part: &'static str,
    },
    /// Something that is not text, which the form cannot carry.
    #[error("what a prompt shows is text")]
    NotText,
}

impl Prompt {
    /// The prompt in its plain form.
    ///
    /// # Errors
    /// [`Unreadable::NotText`] where it shows bytes that are not UTF-8.
    pub fn to_plain(&self) -> Result<PlainPrompt, Unreadable> {
        Ok(match self {
            Self::Message { text } => plain("message").text("text", text),
            Self::Copyable {
                label,
                value,
                display,
            } => {
                let prompt = plain("copyable").text("label", label);
                let prompt = prompt.value("value", shown(value)?);
                match display {
                    Some(display) => prompt.value("display", shown(display)?),
                    None => prompt,
                }
            }
            Self::Qr { label, content } => plain("qr")
                .text("label", label)
                .value("content", shown(content)?),
            Self::Input { .. } => self.input_to_plain(),
            Self::Confirm { name, label } => plain("confirm").named(name).text("label", label),
            Self::Choice {
                name,
                label,
                options,
            } => PlainPrompt {
                items: options.iter().map(PlainItem::from).collect(),
                ..plain("choice").named(name).text("label", label)
            },
            Self::Codes {
                label,
                codes,
                file_name,
            } => PlainPrompt {
                items: codes.iter().map(code).collect::<Result<_, _>>()?,
                ..plain("codes")
                    .text("label", label)
                    .value("file-name", file_name)
            },
            Self::PasskeyCreate { name, options } => plain("passkey-create")
                .named(name)
                .value("options", options),
            Self::PasskeyGet { name, options } => {
                plain("passkey-get").named(name).value("options", options)
            }
            Self::Redirect { url, label } => {
                plain("redirect").text("label", label).value("url", url)
            }
            Self::Wait { text, every } => plain("wait").text("text", text).value("every", every),
        })
    }

    fn input_to_plain(&self) -> PlainPrompt {
        let Self::Input {
            name,
            label,
            help,
            input,
            max_length,
            period,
        } = self
        else {
            return PlainPrompt::default();
        };
        let mut prompt = plain("input")
            .named(name)
            .text("label", label)
            .value("input", input.name())
            .value("max-length", max_length);
        if let Some(help) = help {
            prompt = prompt.text("help", help);
        }
        if let Some(period) = period {
            prompt = prompt.value("period", period);
        }
        prompt
    }
}

impl TryFrom<PlainPrompt> for Prompt {
    type Error = Unreadable;

    fn try_from(mut plain: PlainPrompt) -> Result<Self, Unreadable> {
        Ok(match plain.kind.as_str() {
            "message" => Self::Message {
                text: plain.take_text("text")?,
            },
            "copyable" => Self::Copyable {
                label: plain.take_text("label")?,
                value: plain.take("value")?.into(),
                display: plain.find("display").map(Secret::from),
            },
            "qr" => Self::Qr {
                label: plain.take_text("label")?,
                content: plain.take("content")?.into(),
            },
            "input" => Self::Input {
                name: plain.take_name()?,
                label: plain.take_text("label")?,
                help: plain.find_text("help"),
                input: plain.take_input()?,
                max_length: plain.take_number("max-length")?,
                period: plain.find_number("period")?,
            },
            "confirm" => Self::Confirm {
                name: plain.take_name()?,
                label: plain.take_text("label")?,
            },
            "choice" => Self::Choice {
                name: plain.take_name()?,
                label: plain.take_text("label")?,
                options: plain.take_options()?,
            },
            "codes" => Self::Codes {
                label: plain.take_text("label")?,
                file_name: plain.take("file-name")?,
                codes: plain.items.drain(..).map(|i| i.value.into()).collect(),
            },
            "passkey-create" => Self::PasskeyCreate {
                name: plain.take_name()?,
                options: plain.take("options")?,
            },
            "passkey-get" => Self::PasskeyGet {
                name: plain.take_name()?,
                options: plain.take("options")?,
            },
            "redirect" => Self::Redirect {
                url: plain.take("url")?,
                label: plain.take_text("label")?,
            },
            "wait" => Self::Wait {
                text: plain.take_text("text")?,
                every: plain.take_number("every")?,
            },
            _ => return Err(Unreadable::Kind(plain.kind)),
        })
    }
}

impl InputKind {
    /// Every kind of field.
    const ALL: [Self; 6] = [
        Self::Digits,
        Self::Code,
        Self::Text,
        Self::Secret,
        Self::Tel,
        Self::Modhex,
    ];

    /// The kind's name in the plain form.
    fn name(self) -> &'static str {
        match self {
            Self::Digits => "digits",
            Self::Code => "code",
            Self::Text => "text",
            Self::Secret => "secret",
            Self::Tel => "tel",
            Self::Modhex => "modhex",
        }
    }
}

impl From<&Choice> for PlainItem {
    fn from(choice: &Choice) -> Self {
        Self {
            value: choice.value.clone(),
            label: Some(choice.label.clone()),
        }
    }
}

fn plain(kind: &str) -> PlainPrompt {
    PlainPrompt {
        kind: kind.into(),
        ..PlainPrompt::default()
    }
}

fn shown(secret: &Secret) -> Result<&str, Unreadable> {
    secret.text().ok_or(Unreadable::NotText)
}

fn code(secret: &Secret) -> Result<PlainItem, Unreadable> {
    Ok(PlainItem {
        value: shown(secret)?.into(),
        label: None,
    })
}

/// Building one.
impl PlainPrompt {
    fn named(mut self, name: &str) -> Self {
        self.name = Some(name.into());
        self
    }

    fn text(mut self, part: &str, text: &Text) -> Self {
        self.texts.push((part.into(), text.clone()));
        self
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and literals are passed as they are"
    )]
    fn value(mut self, part: &str, value: impl ToString) -> Self {
        self.values.push((part.into(), value.to_string()));
        self
    }
}

/// Taking one apart. Parts that nobody asks for are left: they may refine a prompt in a later version, and
/// never change what its answer means.
impl PlainPrompt {
    fn find_text(&mut self, part: &str) -> Option<Text> {
        let place = self.texts.iter().position(|(name, _)| name == part)?;
        Some(self.texts.swap_remove(place).1)
    }

    fn take_text(&mut self, part: &'static str) -> Result<Text, Unreadable> {
        self.find_text(part).ok_or_else(|| self.lacks(part))
    }

    fn find(&mut self, part: &str) -> Option<String> {
        let place = self.values.iter().position(|(name, _)| name == part)?;
        Some(self.values.swap_remove(place).1)
    }

    fn take(&mut self, part: &'static str) -> Result<String, Unreadable> {
        self.find(part).ok_or_else(|| self.lacks(part))
    }

    fn find_number(&mut self, part: &'static str) -> Result<Option<u32>, Unreadable> {
        let number = self.find(part).map(|value| value.parse());
        number.transpose().map_err(|_| self.wrong(part))
    }

    fn take_number(&mut self, part: &'static str) -> Result<u32, Unreadable> {
        self.find_number(part)?.ok_or_else(|| self.lacks(part))
    }

    fn take_name(&mut self) -> Result<String, Unreadable> {
        self.name.take().ok_or_else(|| self.lacks("name"))
    }

    fn take_input(&mut self) -> Result<InputKind, Unreadable> {
        let name = self.take("input")?;
        let kind = InputKind::ALL.into_iter().find(|kind| kind.name() == name);
        kind.ok_or_else(|| self.wrong("input"))
    }

    fn take_options(&mut self) -> Result<Vec<Choice>, Unreadable> {
        let options = std::mem::take(&mut self.items).into_iter().map(|item| {
            let label = item.label.ok_or_else(|| self.lacks("label"))?;
            Ok(Choice {
                value: item.value,
                label,
            })
        });
        options.collect()
    }

    fn lacks(&self, part: &'static str) -> Unreadable {
        Unreadable::Missing {
            kind: self.kind.clone(),
            part,
        }
    }

    fn wrong(&self, part: &'static str) -> Unreadable {
        Unreadable::Wrong {
            kind: self.kind.clone(),
            part,
        }
    }
}
