//! Hardware keys as a second factor: a `YubiKey` types a one-time password, and validation servers say whether it
//! is right and new (validation protocol 2.0).
//!
//! Attempts, throttles and the storing of what is spent are the panel's, and so is the network; this
//! module only knows what a key types, how servers are asked, and which of their answers to believe.

mod check;
mod credential;
mod otp;
mod pool;
mod request;
mod response;
mod settings;
mod signature;
mod texts;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Fact, Failure, Finding, Held, Host, InputKind, Phrase, Prompt, Rejection,
    SecondFactor, Secret, Step, Text,
};
use serde::{Deserialize, Serialize};

pub use settings::YUBICO;
pub use texts::TEXTS;

use credential::Credential;
use otp::{Otp, Typed};
use pool::Outcome;

/// The factor.
pub struct YubiKey;

/// What an enrolment remembers: whose it is, and the names of the keys they have already.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolling {
    enrolling: String,
    taken: Vec<String>,
}

/// What a challenge remembers: whose it is, and which keys may answer it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Challenged {
    challenged: String,
    held: Vec<String>,
}

#[async_trait]
impl SecondFactor for YubiKey {
    fn describe(&self) -> Description {
        Description {
            id: "yubikey".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "yubikey".into(),
            assurance: Assurance::Strong,
            several: true,
            together: true,
            sends_messages: false,
        }
    }

    fn has_checks(&self) -> bool {
        true
    }

    async fn check(&self, host: &dyn Host) -> Result<Vec<Finding>, Failure> {
        check::check(host).await
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        settings::read(host)?;
        // A stored key that cannot be read is in nobody's way here.
        let taken = held
            .iter()
            .filter_map(|held| Credential::open(&held.secret).ok())
            .map(|credential| credential.public_id().to_owned());
        let state = Enrolling {
            enrolling: account.pseudonym.clone(),
            taken: taken.collect(),
        };
        step(texts::ENROL.text(), &state)
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
        let settings = settings::read(host)?;
        let otp = match read(answers) {
            Ok(otp) => otp,
            Err(reason) => return Ok(EnrolmentOutcome::Rejected(rejection(&reason))),
        };
        if state.taken.iter().any(|taken| taken == otp.public_id()) {
            let held = rejection(&texts::OTP_HELD);
            return Ok(EnrolmentOutcome::Rejected(held));
        }
        let counters = match pool::ask(host, &settings, &otp).await? {
            Outcome::Valid { counters, .. } => counters,
            Outcome::Refused => return Ok(EnrolmentOutcome::Rejected(wrong())),
            Outcome::Again => return Ok(EnrolmentOutcome::Rejected(again())),
        };
        let credential = Credential::new(otp.public_id(), counters);
        Ok(EnrolmentOutcome::Enrolled(Enrolled {
            secret: credential.seal()?,
            label: texts::LABEL.text(),
            facts: facts(&credential),
            // Two people may share a key, but nobody has one twice.
            identifier: Some(format!("{}:{}", account.pseudonym, otp.public_id())),
        }))
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        settings::read(host)?;
        if !held
            .iter()
            .any(|held| Credential::open(&held.secret).is_ok())
        {
            return Err(credential::unusable());
        }
        let state = Challenged {
            challenged: account.pseudonym.clone(),
            held: held.iter().map(|held| held.id.clone()).collect(),
        };
        step(texts::CHALLENGE.text(), &state)
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let state: Challenged = state.unpack().ok_or_else(Failure::foreign_state)?;
        let challenged = |held: &&Held| state.held.contains(&held.id);
        let held: Vec<&Held> = held.iter().filter(challenged).collect();
        if state.challenged != account.pseudonym || held.is_empty() {
            return Err(Failure::foreign_state());
        }
        let settings = settings::read(host)?;
        let otp = match read(answers) {
            Ok(otp) => otp,
            Err(reason) => return Ok(ChallengeOutcome::Rejected(rejection(&reason))),
        };
        // No server hears of a key that is not this person's.
        let Some((held, credential)) = find(&held, &otp)? else {
            let foreign = rejection(&texts::OTP_FOREIGN);
            return Ok(ChallengeOutcome::Rejected(foreign));
        };
        Ok(match pool::ask(host, &settings, &otp).await? {
            Outcome::Valid { counters, .. } => match credential.moved_to(counters) {
                Some(credential) => ChallengeOutcome::Accepted(Acceptance {
                    held: held.id.clone(),
                    secret: credential.seal()?,
                    facts: facts(&credential),
                    notice: None,
                }),
                None => ChallengeOutcome::Rejected(wrong()),
            },
            Outcome::Refused => ChallengeOutcome::Rejected(wrong()),
            Outcome::Again => ChallengeOutcome::Rejected(again()),
        })
    }
}

/// The page of either conversation: what to do, and the field.
fn step(message: Text, state: &impl Serialize) -> Result<Step, Failure> {
    let field = Prompt::Input {
        name: otp::OTP.into(),
        label: texts::OTP.text(),
        help: Some(texts::OTP_HELP.text()),
        input: InputKind::Modhex,
        max_length: u32::try_from(otp::LONGEST).unwrap_or(u32::MAX),
        period: None,
    };
    Step::new(vec![Prompt::Message { text: message }, field], state)
}

/// The one-time password, or what is wrong with its form.
fn read(answers: &Answers) -> Result<Otp, Phrase> {
    match otp::read(answers) {
        Typed::Otp(otp) => Ok(otp),
        Typed::AppCode => Err(texts::OTP_OF_APP),
        Typed::Garbage => Err(texts::OTP_FORMAT),
    }
}

/// The credential of the key that made this. A stored key that cannot be read is no fault of the
/// person's, but those that can be read still work.
fn find<'a>(held: &[&'a Held], otp: &Otp) -> Result<Option<(&'a Held, Credential)>, Failure> {
    let mut unreadable = None;
    for held in held {
        match Credential::open(&held.secret) {
            Ok(credential) if credential.public_id() == otp.public_id() => {
                return Ok(Some((held, credential)));
            }
            Ok(_) => {}
            Err(failure) => unreadable = Some(failure),
        }
    }
    unreadable.map_or(Ok(None), Err)
}

fn rejection(reason: &Phrase) -> Rejection {
    Rejection::wrong(Some(otp::OTP), reason.text())
}

/// The same words whether it was wrong or used before.
fn wrong() -> Rejection {
    rejection(&texts::OTP_WRONG)
}

/// Nobody guessed anything: the servers met each other's question.
fn again() -> Rejection {
    Rejection {
        counts: false,
        ..rejection(&texts::OTP_AGAIN)
    }
}

/// What the owner and staff may see: which key it is.
fn facts(credential: &Credential) -> Vec<Fact> {
    let id = credential.public_id();
    vec![Fact {
        name: "public-id".into(),
        value: id.to_owned(),
        text: texts::PUBLIC_ID.text().with("id", id),
        warning: false,
    }]
}
