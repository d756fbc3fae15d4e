//! Codes that are sent to people as a second factor, whatever carries them: eight digits to an address that the
//! panel knows and this module does not.
//!
//! The panel owns the address, the message's looks, how often one may be sent and how often a code may
//! be tried; this module draws the code, keeps a keyed digest of it in the conversation's state, and
//! remembers in the credential which codes were used. `plugins/email-code` and `plugins/sms-code` are what it
//! becomes.

mod code;
mod credential;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Denied, Description, Enrolled,
    EnrolmentOutcome, Fact, Failure, Held, Host, InputKind, LogLevel, OutboundMessage, Phrase,
    Prompt, Rejection, SecondFactor, Secret, Step, Text,
};
use serde::{Deserialize, Serialize};

use code::{Digest, Purpose, Use};
use credential::Credential;

/// How many minutes a code lives, if the provider says nothing.
pub const MINUTES: i64 = 10;

/// A factor of sent codes.
#[derive(Clone, Copy, Debug)]
pub struct SentCode {
    /// The factor's id. A digest of one factor recognises no code of another.
    pub id: &'static str,
    /// The channel that the codes go through.
    pub channel: &'static str,
    /// The icon of the card on which people choose.
    pub icon: &'static str,
    /// What it says.
    pub phrases: Phrases,
}

/// What a factor of sent codes says.
#[derive(Clone, Copy, Debug)]
pub struct Phrases {
    /// What people call it.
    pub name: Phrase,
    /// The line for the card.
    pub summary: Phrase,
    /// What a credential is called.
    pub label: Phrase,
    /// What to know before setting it up, if there is something.
    pub warning: Option<Phrase>,
    /// A code is on its way; with `to` and `minutes`.
    pub sent: Phrase,
    /// The field.
    pub code: Phrase,
    /// The line below it.
    pub code_help: Phrase,
    /// What the message says beside the code; with `minutes`.
    pub message: Phrase,
    /// Where the codes of a credential go, for factors whose address stays as it was proved; with `to`.
    pub goes_to: Option<Phrase>,
    /// What was typed is no code; with `digits`.
    pub format: Phrase,
    /// It is not this one.
    pub wrong: Phrase,
    /// Its time is over.
    pub expired: Phrase,
    /// It was used.
    pub used: Phrase,
}

/// A code on its way: by what it is recognised, and until when.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    digest: Digest,
    until: DateTime<Utc>,
}

/// What an enrolment remembers between its message and the code.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolling {
    whom: String,
    to: String,
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
impl SecondFactor for SentCode {
    fn describe(&self) -> Description {
        Description {
            id: self.id.into(),
            name: self.phrases.name.text(),
            summary: self.phrases.summary.text(),
            icon: self.icon.into(),
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
        let (sent, to, prompts) = self.send(host, self.use_of(Purpose::Enrolment)).await?;
        let warning = self.phrases.warning.map(|warning| Prompt::Message {
            text: warning.text(),
        });
        let state = Enrolling {
            whom: account.pseudonym.clone(),
            to,
            sent,
        };
        Step::new(warning.into_iter().chain(prompts).collect(), &state)
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state: Option<Enrolling> = state.unpack();
        let of_this =
            |state: &Enrolling| state.whom == account.pseudonym && state.sent.digest.is_sound();
        let Enrolling { to, sent, .. } =
            state.filter(of_this).ok_or_else(Failure::foreign_state)?;
        let used_for = self.use_of(Purpose::Enrolment);
        Ok(match self.judge(host, &sent, used_for, answers) {
            Ok(()) => {
                let credential = Credential::proved_by(&sent.digest, sent.until, to);
                EnrolmentOutcome::Enrolled(Enrolled {
                    secret: credential.seal()?,
                    label: self.phrases.label.text(),
                    facts: self.facts(&credential),
                    identifier: None,
                })
            }
            Err(reason) => EnrolmentOutcome::Rejected(rejection(reason)),
        })
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let held = Held::picked(held)?;
        // Nothing is sent for a credential that no code can be used with.
        Credential::open(&held.secret)?;
        let (sent, _, prompts) = self.send(host, self.use_of(Purpose::Challenge)).await?;
        let state = Challenged {
            whom: account.pseudonym.clone(),
            held: held.id.clone(),
            sent,
        };
        Step::new(prompts, &state)
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
        let state: Option<Challenged> = state.unpack();
        let of_this = |state: &Challenged| {
            state.whom == account.pseudonym && state.held == held.id && state.sent.digest.is_sound()
        };
        let sent = state
            .filter(of_this)
            .ok_or_else(Failure::foreign_state)?
            .sent;
        let credential = Credential::open(&held.secret)?;
        // Whatever is typed: that a code was used is no news to a guesser.
        let judged = if credential.has_used(&sent.digest) {
            Err(self.phrases.used.text())
        } else {
            self.judge(host, &sent, self.use_of(Purpose::Challenge), answers)
        };
        Ok(match judged {
            Ok(()) => {
                let used = credential.using(&sent.digest, sent.until, host.now())?;
                ChallengeOutcome::Accepted(Acceptance {
                    held: held.id.clone(),
                    secret: used.seal()?,
                    facts: self.facts(&used),
                    notice: None,
                })
            }
            Err(reason) => ChallengeOutcome::Rejected(rejection(reason)),
        })
    }
}

impl SentCode {
    fn use_of(&self, purpose: Purpose) -> Use {
        Use {
            factor: self.id,
            purpose,
        }
    }

    /// Draws a code, sends it, and asks for it; with where it went, masked.
    async fn send(
        &self,
        host: &dyn Host,
        used_for: Use,
    ) -> Result<(Sent, String, Vec<Prompt>), Failure> {
        let chance = || Failure::Unavailable("too little randomness".into());
        let minutes = lifetime(host)?;
        let code = code::draw(host).ok_or_else(chance)?;
        let digest = Digest::new(host, used_for, &code).ok_or_else(chance)?;
        let message = OutboundMessage {
            channel: self.channel.into(),
            text: self.phrases.message.text().with("minutes", minutes),
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
        let text = self.phrases.sent.text().with("to", &delivery.to);
        let prompts = vec![
            Prompt::Message {
                text: text.with("minutes", minutes),
            },
            Prompt::Input {
                name: code::CODE.into(),
                label: self.phrases.code.text(),
                help: Some(self.phrases.code_help.text()),
                input: InputKind::Digits,
                max_length: code::DIGITS,
                period: None,
            },
        ];
        Ok((sent, delivery.to, prompts))
    }

    /// What is wrong with the answers, if anything is. An old code is never compared with anything.
    fn judge(
        &self,
        host: &dyn Host,
        sent: &Sent,
        used_for: Use,
        answers: &Answers,
    ) -> Result<(), Text> {
        if host.now() >= sent.until {
            return Err(self.phrases.expired.text());
        }
        let malformed = || self.phrases.format.text().with("digits", code::DIGITS);
        let typed = code::read(answers).ok_or_else(malformed)?;
        if sent.digest.recognises(used_for, &typed) {
            Ok(())
        } else {
            Err(self.phrases.wrong.text())
        }
    }

    /// Where the codes go, for factors that say so.
    fn facts(&self, credential: &Credential) -> Vec<Fact> {
        let to = credential.to().zip(self.phrases.goes_to);
        let fact = to.map(|(to, goes_to)| Fact {
            name: "to".into(),
            value: to.to_owned(),
            text: goes_to.text().with("to", to),
            warning: false,
        });
        fact.into_iter().collect()
    }
}

fn rejection(reason: Text) -> Rejection {
    Rejection::wrong(Some(code::CODE), reason)
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
