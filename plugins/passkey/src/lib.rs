//! Passkeys and security keys as a second factor, and as a sign-in of their own (Web Authentication).
//!
//! The verifying is `webauthn-rs`'s. This module decides what is asked for and what an answer means:
//! after a password, verification of the person is preferred; without one it is required, by signed
//! flags, now and when the passkey was made. The library's lower layer is used because the upper one
//! makes that decision itself, and another one.

mod answer;
mod credential;
mod models;
mod party;
mod texts;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Failure, Held, Host, LogLevel, Prompt, Rejection, SecondFactor, Secret, Step,
    Text,
};
use serde::{Deserialize, Serialize};
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AttestationConveyancePreference, AuthenticationState, Credential, PublicKeyCredential,
    RegistrationState, UserVerificationPolicy,
};

pub use texts::TEXTS;

use answer::PASSKEY;
use credential::Passkey;
use models::Models;
use party::{PATIENCE, Party, handle, mark};

/// The factor.
pub struct Passkeys;

/// What an enrolment remembers: whom it is about, and what was asked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolling {
    whom: String,
    until: DateTime<Utc>,
    asked: RegistrationState,
}

/// What a challenge remembers: whom and which passkeys it is about, and what was asked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Challenged {
    whom: String,
    held: Vec<String>,
    question: Question,
}

/// What a discovery remembers: it is about nobody in particular.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Discovering {
    discovering: Question,
}

/// A question that is answered by a signature, once and in time (R107).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    until: DateTime<Utc>,
    mark: Secret,
    asked: AuthenticationState,
}

#[async_trait]
impl SecondFactor for Passkeys {
    fn describe(&self) -> Description {
        Description {
            id: "passkey".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "passkey".into(),
            assurance: Assurance::PhishingResistant,
            several: true,
            together: true,
            sends_messages: false,
        }
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let party = Party::of(host)?;
        let held: Vec<Credential> = readable(host, held)
            .map(|(_, passkey)| passkey.credential)
            .collect();
        let attestation = match Models::of(host)? {
            Some(_) => AttestationConveyancePreference::Direct,
            None => AttestationConveyancePreference::None,
        };
        let (options, asked) = party.creation(account, &held, attestation)?;
        let state = Enrolling {
            whom: account.pseudonym.clone(),
            until: patience(host),
            asked,
        };
        let prompts = vec![
            Prompt::Message {
                text: texts::CREATE.text(),
            },
            Prompt::PasskeyCreate {
                name: PASSKEY.into(),
                options: json(&options)?,
            },
        ];
        Step::new(prompts, &state)
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state: Option<Enrolling> = state.unpack();
        let state = state
            .filter(|state| state.whom == account.pseudonym)
            .ok_or_else(Failure::foreign_state)?;
        let (party, models) = (Party::of(host)?, Models::of(host)?);
        if host.now() >= state.until {
            return Ok(EnrolmentOutcome::Rejected(expired()));
        }
        Ok(
            match enrol(&party, &state.asked, models.as_ref(), answers) {
                Ok(passkey) => EnrolmentOutcome::Enrolled(Enrolled {
                    secret: passkey.seal()?,
                    label: texts::LABEL.text(),
                    facts: passkey.facts(),
                    identifier: Some(passkey.identifier()),
                }),
                Err(reason) => EnrolmentOutcome::Rejected(rejection(reason)),
            },
        )
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        challenge(host, account, held, texts::GET.text())
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let (question, discovers) = question(account, held, state)?;
        let party = Party::of(host)?;
        let readable: Vec<(&Held, Passkey)> = readable(host, held).collect();
        if readable.is_empty() {
            return Err(unreadable());
        }
        if host.now() >= question.until {
            return if discovers {
                Ok(ChallengeOutcome::Rejected(expired()))
            } else {
                challenge(host, account, held, texts::AGAIN.text()).map(ChallengeOutcome::Step)
            };
        }
        let asked = Asked {
            party: &party,
            account,
            question: &question,
            discovers,
        };
        Ok(match asked.judge(host, &readable, answers) {
            Ok((held, passkey)) => ChallengeOutcome::Accepted(Acceptance {
                held: held.id.clone(),
                secret: passkey.seal()?,
                facts: passkey.facts(),
                notice: None,
            }),
            Err(reason) => ChallengeOutcome::Rejected(rejection(reason)),
        })
    }

    fn discovers(&self) -> bool {
        true
    }

    async fn begin_discovery(&self, host: &dyn Host) -> Result<Option<Step>, Failure> {
        let party = Party::of(host)?;
        let (options, asked) = party.request(Vec::new(), UserVerificationPolicy::Required)?;
        let discovering = Question {
            until: patience(host),
            mark: mark(&options.challenge),
            asked,
        };
        let prompts = asking(texts::DISCOVER.text(), json(&options)?);
        Step::new(prompts, &Discovering { discovering }).map(Some)
    }

    fn claimed(&self, answers: &Answers) -> Option<String> {
        answer::signed(answers).map(|signed| credential::identifier(&signed.raw_id))
    }
}

/// Asks for any of these passkeys.
fn challenge(
    host: &dyn Host,
    account: &Account,
    held: &[Held],
    text: Text,
) -> Result<Step, Failure> {
    let party = Party::of(host)?;
    let (ids, credentials): (Vec<String>, Vec<Credential>) = readable(host, held)
        .map(|(held, passkey)| (held.id.clone(), passkey.credential))
        .unzip();
    if credentials.is_empty() {
        return Err(unreadable());
    }
    let (options, asked) = party.request(credentials, UserVerificationPolicy::Preferred)?;
    let state = Challenged {
        whom: account.pseudonym.clone(),
        held: ids,
        question: Question {
            until: patience(host),
            mark: mark(&options.challenge),
            asked,
        },
    };
    Step::new(asking(text, json(&options)?), &state)
}

/// What was asked, and whether it was asked of nobody in particular.
fn question(account: &Account, held: &[Held], state: &Secret) -> Result<(Question, bool), Failure> {
    if let Some(state) = state.unpack::<Discovering>() {
        return Ok((state.discovering, true));
    }
    let state: Option<Challenged> = state.unpack();
    let of_this = |state: &Challenged| {
        // Whoever set up another passkey meanwhile has more than were asked for.
        state.whom == account.pseudonym && held.iter().any(|held| state.held.contains(&held.id))
    };
    let state = state.filter(of_this).ok_or_else(Failure::foreign_state)?;
    Ok((state.question, false))
}

/// Verifies a new passkey (R108), and that it is of a model that is allowed (R116).
fn enrol(
    party: &Party,
    asked: &RegistrationState,
    models: Option<&Models>,
    answers: &Answers,
) -> Result<Passkey, Text> {
    let created = answer::created(answers).ok_or_else(|| texts::MALFORMED.text())?;
    let response = &created.response;
    if answer::is_cross_origin(&response.client_data_json) {
        return Err(texts::NOT_VERIFIED.text());
    }
    let roots = models.and_then(Models::roots);
    let credential = party.0.register_credential(&created, asked, roots);
    let credential = credential.map_err(|error| refusal_of_new(&error))?;
    if models.is_some_and(|models| !models.allow(&credential)) {
        return Err(texts::MODEL.text());
    }
    if credential.cred_id != created.raw_id {
        return Err(texts::NOT_VERIFIED.text());
    }
    let aaguid = answer::aaguid(&response.attestation_object, &credential.cred_id);
    let transports = answer::transports(&created);
    Ok(Passkey::new(credential, aaguid, transports))
}

fn refusal_of_new(error: &WebauthnError) -> Text {
    match error {
        WebauthnError::AttestationNotVerifiable
        | WebauthnError::AttestationChainNotTrusted(_)
        | WebauthnError::AttestationUntrustedAaguid
        | WebauthnError::AttestationFormatMissingAaguid => texts::MODEL.text(),
        _ => texts::NOT_VERIFIED.text(),
    }
}

/// A question on its way to its answer.
struct Asked<'a> {
    party: &'a Party,
    account: &'a Account,
    question: &'a Question,
    discovers: bool,
}

impl Asked<'_> {
    /// Verifies a signature (R108): the passkey that made it, as it is from now on.
    fn judge<'h>(
        &self,
        host: &dyn Host,
        held: &[(&'h Held, Passkey)],
        answers: &Answers,
    ) -> Result<(&'h Held, Passkey), Text> {
        let signed = answer::signed(answers).ok_or_else(|| texts::MALFORMED.text())?;
        if answer::is_cross_origin(&signed.response.client_data_json) {
            return Err(texts::NOT_VERIFIED.text());
        }
        let (held, passkey) = held
            .iter()
            .find(|(_, passkey)| passkey.credential.cred_id == signed.raw_id)
            .filter(|_| self.is_of_the_person(&signed))
            .ok_or_else(|| texts::UNKNOWN.text())?;
        if passkey.has_answered(&self.question.mark) {
            return Err(texts::USED.text());
        }
        if self.discovers && !passkey.credential.user_verified {
            return Err(texts::NOT_WITHOUT_PASSWORD.text());
        }
        let (core, question) = (&self.party.0, self.question);
        let verified =
            core.authenticate_single_credential(&signed, &question.asked, &passkey.credential);
        let result = verified.map_err(|error| self.refusal(host, &error))?;
        if self.discovers && !result.user_verified() {
            return Err(texts::USER_NOT_VERIFIED.text());
        }
        let answered = passkey.answering(&result, &question.mark, question.until, host.now());
        let answered = answered.ok_or_else(|| texts::NOT_VERIFIED.text())?;
        Ok((*held, answered))
    }

    /// Whether the authenticator means this person, where it says whom it means. It must say so where
    /// nobody was asked.
    fn is_of_the_person(&self, signed: &PublicKeyCredential) -> bool {
        match &signed.response.user_handle {
            Some(said) => *said == handle(self.account),
            None => !self.discovers,
        }
    }

    fn refusal(&self, host: &dyn Host, error: &WebauthnError) -> Text {
        match error {
            WebauthnError::UserNotVerified => texts::USER_NOT_VERIFIED.text(),
            WebauthnError::CredentialPossibleCompromise => {
                let whose = &self.account.pseudonym;
                let line = format!(
                    "a passkey's signature counter did not grow: it may have been copied (of {whose})"
                );
                host.log(LogLevel::Warn, &line);
                texts::COUNTER.text()
            }
            _ => texts::NOT_VERIFIED.text(),
        }
    }
}

/// The passkeys that can be read. One that cannot must not keep its owner from using the others.
fn readable<'h>(host: &dyn Host, held: &'h [Held]) -> impl Iterator<Item = (&'h Held, Passkey)> {
    held.iter().filter_map(|held| {
        let passkey = Passkey::open(&held.secret);
        if passkey.is_err() {
            host.log(
                LogLevel::Error,
                &format!("the passkey {} cannot be read", held.id),
            );
        }
        passkey.ok().map(|passkey| (held, passkey))
    })
}

fn asking(text: Text, options: String) -> Vec<Prompt> {
    vec![
        Prompt::Message { text },
        Prompt::PasskeyGet {
            name: PASSKEY.into(),
            options,
        },
    ]
}

fn patience(host: &dyn Host) -> DateTime<Utc> {
    host.now() + TimeDelta::seconds(i64::from(PATIENCE))
}

fn rejection(reason: Text) -> Rejection {
    Rejection::wrong(Some(PASSKEY), reason)
}

/// Nothing was compared with anything, so it costs nothing.
fn expired() -> Rejection {
    Rejection {
        counts: false,
        ..rejection(texts::EXPIRED.text())
    }
}

fn json(options: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(options).map_err(|_| Failure::foreign_state())
}

fn unreadable() -> Failure {
    Failure::Misconfigured("there is no passkey to challenge".into())
}
