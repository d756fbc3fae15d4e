//! Codes by e-mail as a second factor: eight digits that are sent to the person's confirmed address.
//!
//! The panel owns the address, the mail's looks, how often one may be sent and how often a code may
//! be tried; this module draws the code, keeps a keyed digest of it in the conversation's state, and
//! remembers in the credential which codes were used.

mod code;
mod credential;
mod texts;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Denied, Description, Enrolled,
    EnrolmentOutcome, Failure, Held, Host, InputKind, LogLevel, OutboundMessage, Prompt, Rejection,
    SecondFactor, Secret, Step, Text,
};
use serde::{Deserialize, Serialize};

pub use texts::TEXTS;

use code::{Digest, Purpose};
use credential::Credential;

/// The channel that the codes are sent through.
const CHANNEL: &str = "email";

/// How many minutes a code lives, if the provider says nothing.
const MINUTES: i64 = 10;

/// The factor.
pub struct EmailCode;

/// A code on its way: by what it is recognised, and until when.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    digest: Digest,
    until: DateTime<Utc>,
}

/// What an enrolment remembers between its mail and the code.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolling {
    enrolling: String,
    sent: Sent,
}

/// What a challenge remembers: whom and which credential it is about, and the code.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Challenged {
    whom: String,
    held: String,
    sent: Sent,
}

#[async_trait]
impl SecondFactor for EmailCode {
    fn describe(&self) -> Description {
        Description {
            id: "email-code".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "envelope-at".into(),
            assurance: Assurance::Basic,
            several: false,
            together: false,
            sends_messages: true,
        }
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        _held: &[Held],
    ) -> Result<Step, Failure> {
        let (sent, prompts) = send(host, Purpose::Enrolment).await?;
        let enrolling = account.pseudonym.clone();
        step(prompts, &Enrolling { enrolling, sent })
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state: Option<Enrolling> = state.unpack();
        let of_this = |state: &Enrolling| {
            state.enrolling == account.pseudonym && state.sent.digest.is_sound()
        };
        let sent = state.filter(of_this).ok_or_else(foreign_state)?.sent;
        Ok(match judge(host, &sent, Purpose::Enrolment, answers) {
            Ok(()) => EnrolmentOutcome::Enrolled(Enrolled {
                secret: Credential::proved_by(&sent.digest, sent.until).seal()?,
                label: texts::LABEL.text(),
                facts: Vec::new(),
                identifier: None,
            }),
            Err(reason) => EnrolmentOutcome::Rejected(rejection(reason)),
        })
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let held = only(held)?;
        // Nothing is sent for a credential that no code can be used with.
        Credential::open(&held.secret)?;
        let (sent, prompts) = send(host, Purpose::Challenge).await?;
        let state = Challenged {
            whom: account.pseudonym.clone(),
            held: held.id.clone(),
            sent,
        };
        step(prompts, &state)
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let held = only(held)?;
        let state: Option<Challenged> = state.unpack();
        let of_this = |state: &Challenged| {
            state.whom == account.pseudonym && state.held == held.id && state.sent.digest.is_sound()
        };
        let sent = state.filter(of_this).ok_or_else(foreign_state)?.sent;
        let credential = Credential::open(&held.secret)?;
        // Whatever is typed: that a code was used is no news to a guesser.
        let judged = if credential.has_used(&sent.digest) {
            Err(texts::CODE_USED.text())
        } else {
            judge(host, &sent, Purpose::Challenge, answers)
        };
        Ok(match judged {
            Ok(()) => {
                let used = credential.using(&sent.digest, sent.until, host.now())?;
                ChallengeOutcome::Accepted(Acceptance {
                    held: held.id.clone(),
                    secret: used.seal()?,
                    facts: Vec::new(),
                    notice: None,
                })
            }
            Err(reason) => ChallengeOutcome::Rejected(rejection(reason)),
        })
    }
}

/// Draws a code, sends it, and asks for it.
async fn send(host: &dyn Host, purpose: Purpose) -> Result<(Sent, Vec<Prompt>), Failure> {
    let chance = || Failure::Unavailable("too little randomness".into());
    let minutes = lifetime(host)?;
    let code = code::draw(host).ok_or_else(chance)?;
    let digest = Digest::new(host, purpose, &code).ok_or_else(chance)?;
    let message = OutboundMessage {
        channel: CHANNEL.into(),
        text: texts::MESSAGE.text().with("minutes", minutes),
        code: Some(code),
    };
    let delivery = host.send(message).await.map_err(|denied| match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    })?;
    let sent = Sent {
        digest,
        until: host.now() + TimeDelta::minutes(minutes),
    };
    let text = texts::SENT.text().with("to", delivery.to);
    let prompts = vec![
        Prompt::Message {
            text: text.with("minutes", minutes),
        },
        Prompt::Input {
            name: code::CODE.into(),
            label: texts::CODE.text(),
            help: Some(texts::CODE_HELP.text()),
            input: InputKind::Digits,
            max_length: code::DIGITS,
            period: None,
        },
    ];
    Ok((sent, prompts))
}

/// What is wrong with the answers, if anything is. An old code is never compared with anything.
fn judge(host: &dyn Host, sent: &Sent, purpose: Purpose, answers: &Answers) -> Result<(), Text> {
    if host.now() >= sent.until {
        return Err(texts::CODE_EXPIRED.text());
    }
    let malformed = || texts::CODE_FORMAT.text().with("digits", code::DIGITS);
    let typed = code::read(answers).ok_or_else(malformed)?;
    if sent.digest.recognises(purpose, &typed) {
        Ok(())
    } else {
        Err(texts::CODE_WRONG.text())
    }
}

fn rejection(reason: Text) -> Rejection {
    Rejection {
        field: Some(code::CODE.into()),
        reason,
        counts: true,
        spends: None,
    }
}

fn step(prompts: Vec<Prompt>, state: &impl Serialize) -> Result<Step, Failure> {
    let state = Secret::pack(state).ok_or_else(foreign_state)?;
    Ok(Step { prompts, state })
}

/// The person's one credential.
fn only(held: &[Held]) -> Result<&Held, Failure> {
    let missing = || Failure::Misconfigured("there is no credential to challenge".into());
    held.first().ok_or_else(missing)
}

fn foreign_state() -> Failure {
    Failure::Misconfigured("the state is not of this conversation".into())
}

/// The provider's lifetime in minutes. A value that means nothing stops the factor instead of giving
/// codes a longer life.
fn lifetime(host: &dyn Host) -> Result<i64, Failure> {
    let Some(setting) = host.setting("lifetime-minutes") else {
        return Ok(MINUTES);
    };
    let minutes = setting.text().and_then(|text| text.trim().parse().ok());
    minutes
        .filter(|minutes| (2..=10).contains(minutes))
        .ok_or_else(|| {
            let why = "the setting `lifetime-minutes` must be 2 to 10";
            host.log(LogLevel::Error, why);
            Failure::Misconfigured(why.into())
        })
}
