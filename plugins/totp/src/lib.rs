//! Authenticator apps as a second factor: six digits that change every thirty seconds (RFC 6238).
//!
//! Attempts, throttles and the storing of what is spent are the panel's; this module only knows how
//! a key is shown, how a code is made, and which step was accepted last.

mod credential;
mod input;
mod mend;
mod texts;
mod uri;
mod verify;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use data_encoding::BASE32_NOPAD;
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Fact, Failure, Held, Host, InputKind, LogLevel, Notice, Prompt, Rejection,
    SecondFactor, Secret, Spent, Step, Text,
};
use serde::{Deserialize, Serialize};

pub use credential::Algorithm;
pub use texts::TEXTS;

use credential::Credential;
use input::Typed;
use verify::{Verdict, Window};

/// How many random bytes a new key has: 160 bits.
const KEY_LENGTH: usize = 20;

/// The factor.
pub struct Totp;

impl Totp {
    /// The secret of a credential whose key is known already: an import, or a demonstration. What a
    /// person enrols goes through the conversation, which proves the key and spends the proof.
    ///
    /// # Errors
    /// [`Failure::Misconfigured`] for keys under 128 bits, and for other than 6 or 8 digits.
    pub fn import(key: Secret, algorithm: Algorithm, digits: u8) -> Result<Secret, Failure> {
        Credential::new(key, algorithm, digits)?.seal()
    }
}

/// What an enrolment remembers between its page and the code.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolling {
    enrolling: String,
    credential: Credential,
}

/// What a challenge remembers: whom and which credential it is about.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Challenged {
    challenged: String,
    held: String,
}

#[async_trait]
impl SecondFactor for Totp {
    fn describe(&self) -> Description {
        Description {
            id: "totp".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "authenticator".into(),
            assurance: Assurance::Strong,
            several: true,
            together: false,
            sends_messages: false,
        }
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        _held: &[Held],
    ) -> Result<Step, Failure> {
        let key = host.random(KEY_LENGTH);
        if key.bytes().len() != KEY_LENGTH {
            return Err(Failure::Unavailable("too little randomness".into()));
        }
        let credential = Credential::new(key, Algorithm::Sha1, 6)?;
        let prompts = enrolment_prompts(account, &credential);
        let state = Enrolling {
            enrolling: account.pseudonym.clone(),
            credential,
        };
        Step::new(prompts, &state)
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state: Enrolling = state.unpack().ok_or_else(Failure::foreign_state)?;
        if state.enrolling != account.pseudonym {
            return Err(Failure::foreign_state());
        }
        Ok(match check(host, &state.credential, answers)? {
            Checked::Right { credential, .. } => EnrolmentOutcome::Enrolled(Enrolled {
                secret: credential.seal()?,
                label: texts::LABEL.text(),
                facts: facts(&credential),
                identifier: None,
            }),
            // Who enrols an app has its key before them: there is nothing to give away.
            Checked::Refused { reason, .. } => EnrolmentOutcome::Rejected(rejection(reason)),
        })
    }

    async fn begin_challenge(
        &self,
        _host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let held = Held::picked(held)?;
        let credential = Credential::open(&held.secret)?;
        let state = Challenged {
            challenged: account.pseudonym.clone(),
            held: held.id.clone(),
        };
        Step::new(
            vec![
                Prompt::Message {
                    text: texts::CHALLENGE.text(),
                },
                code_prompt(&credential),
            ],
            &state,
        )
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let held = Held::picked(held)?;
        let state: Challenged = state.unpack().ok_or_else(Failure::foreign_state)?;
        if state.challenged != account.pseudonym || state.held != held.id {
            return Err(Failure::foreign_state());
        }
        let credential = Credential::open(&held.secret)?;
        Ok(match check(host, &credential, answers)? {
            Checked::Right { credential, notice } => ChallengeOutcome::Accepted(Acceptance {
                held: held.id.clone(),
                secret: credential.seal()?,
                facts: facts(&credential),
                notice,
            }),
            Checked::Refused { reason, burnt } => ChallengeOutcome::Rejected(Rejection {
                spends: burnt.map(|burnt| spent(held, &burnt)).transpose()?,
                ..rejection(reason)
            }),
        })
    }

    fn mends(&self) -> bool {
        true
    }

    async fn begin_mend(
        &self,
        _host: &dyn Host,
        account: &Account,
        held: &Held,
    ) -> Result<Step, Failure> {
        mend::begin(account, held)
    }

    async fn continue_mend(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &Held,
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        mend::proceed(host, account, held, state, answers)
    }
}

/// Everything on the enrolment page. The key leaves the module here and nowhere else.
fn enrolment_prompts(account: &Account, credential: &Credential) -> Vec<Prompt> {
    let key = BASE32_NOPAD.encode(credential.secret().bytes());
    vec![
        Prompt::Message {
            text: texts::SCAN.text(),
        },
        Prompt::Qr {
            label: texts::QR.text(),
            content: uri::otpauth(account, &key),
        },
        Prompt::Copyable {
            label: texts::ACCOUNT.text(),
            value: uri::without_colon(&account.label).into(),
            display: None,
        },
        Prompt::Copyable {
            label: texts::SETUP_KEY.text(),
            display: Some(in_fours(&key).into()),
            value: key.into(),
        },
        code_prompt(credential),
    ]
}

/// The field for the code.
fn code_prompt(credential: &Credential) -> Prompt {
    code_field(credential, input::CODE, texts::CODE.text())
}

fn code_field(credential: &Credential, name: &str, label: Text) -> Prompt {
    let period = credential.period();
    Prompt::Input {
        name: name.into(),
        label,
        help: Some(texts::CODE_HELP.text().with("seconds", period)),
        input: InputKind::Digits,
        max_length: u32::from(credential.digits()),
        period: Some(period),
    }
}

fn in_fours(key: &str) -> String {
    let mut shown = String::with_capacity(key.len() + key.len() / 4);
    for (index, letter) in key.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            shown.push(' ');
        }
        shown.push(letter);
    }
    shown
}

/// What became of the answers.
enum Checked {
    Right {
        credential: Credential,
        notice: Option<Notice>,
    },
    Refused {
        reason: Text,
        /// The credential that never accepts what the reason gives away.
        burnt: Option<Credential>,
    },
}

/// The same check for enrolments and challenges, so that one high-water mark covers both.
fn check(host: &dyn Host, credential: &Credential, answers: &Answers) -> Result<Checked, Failure> {
    let window = window(host)?;
    let digits = credential.digits();
    let (reason, burnt) = match input::read(answers, input::CODE, digits) {
        Typed::Garbage => (texts::CODE_FORMAT.text().with("digits", digits), None),
        Typed::KeyCode => (texts::CODE_OF_KEY.text().with("digits", digits), None),
        Typed::Code(code) => match verify::judge(credential, &code, host.now(), window) {
            Verdict::Accepted {
                credential,
                followed,
            } => {
                let notice = if followed {
                    drift_text(&credential)
                } else {
                    None
                };
                return Ok(Checked::Right {
                    credential,
                    notice: notice.map(|text| Notice { text }),
                });
            }
            Verdict::Used => (texts::CODE_USED.text(), None),
            Verdict::ElsewhereInTime { seconds, burnt } => (clock_help(seconds), burnt),
            Verdict::Wrong => (texts::CODE_WRONG.text(), None),
        },
    };
    Ok(Checked::Refused { reason, burnt })
}

fn rejection(reason: Text) -> Rejection {
    Rejection::wrong(Some(input::CODE), reason)
}

fn spent(held: &Held, burnt: &Credential) -> Result<Spent, Failure> {
    Ok(Spent {
        held: held.id.clone(),
        secret: burnt.seal()?,
        facts: facts(burnt),
    })
}

/// The provider's window. A value that means nothing stops the factor instead of widening it.
fn window(host: &dyn Host) -> Result<Window, Failure> {
    let Some(setting) = host.setting("window") else {
        return Ok(Window::default());
    };
    let steps = setting.text().and_then(|text| text.trim().parse().ok());
    steps.and_then(Window::new).ok_or_else(|| {
        host.log(LogLevel::Error, "the setting `window` must be 0, 1 or 2");
        Failure::Misconfigured("the setting `window` must be 0, 1 or 2".into())
    })
}

fn clock_help(seconds: i64) -> Text {
    let phrase = if seconds < 0 {
        texts::CLOCK_BEHIND
    } else {
        texts::CLOCK_AHEAD
    };
    phrase.text().with("seconds", seconds.abs())
}

/// How far the phone's clock is off, if the window follows it.
fn drift_text(credential: &Credential) -> Option<Text> {
    let seconds = credential.drift.offset * i64::from(credential.period());
    let phrase = match seconds {
        0 => return None,
        ..0 => texts::DRIFT_BEHIND,
        1.. => texts::DRIFT_AHEAD,
    };
    Some(phrase.text().with("seconds", seconds.abs()))
}

/// What the owner and staff may see: nothing, but for a clock that drifts.
fn facts(credential: &Credential) -> Vec<Fact> {
    let seconds = credential.drift.offset * i64::from(credential.period());
    let fact = |text| Fact {
        name: "drift".into(),
        value: seconds.to_string(),
        text,
        warning: true,
    };
    drift_text(credential).map(fact).into_iter().collect()
}
