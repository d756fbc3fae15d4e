//! A second factor, as a conversation about data.
//!
//! The panel owns the person, the form, the session, the counters, the replay memory and the clock on
//! the wall; a factor only knows how to enrol and how to verify. Every name here is mirrored by the
//! interface that sandboxed plugins get.

use async_trait::async_trait;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::{Answers, Host, Prompt, Secret, Text};

/// How much a proof by a factor is worth. Staff set it per factor; a module only suggests it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assurance {
    /// Gets a person back in when everything else is lost, and opens no other door.
    Recovery,
    /// A code by a channel that others may read: e-mail, SMS.
    Basic,
    /// A secret or device of the person's own: an authenticator app, a key's one-time password.
    Strong,
    /// Bound to the origin, so that it cannot be given to an impostor: passkeys.
    PhishingResistant,
}

/// What the panel must know of a factor before anybody uses it. Pure: the same for the same version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The module's id, such as `totp`: lower-case letters, digits and hyphens.
    pub id: String,
    /// What people call it: "Authenticator app".
    pub name: Text,
    /// One line for the card on which people choose.
    pub summary: Text,
    /// An icon of the theme by name; a theme that lacks it draws its default.
    pub icon: String,
    /// The class suggested for it.
    pub assurance: Assurance,
    /// Whether one person may hold several credentials of this factor.
    pub several: bool,
    /// Whether one challenge is answered by any of the person's credentials of this factor
    /// (passkeys, keys), instead of by the one that was picked (authenticator apps).
    pub together: bool,
    /// Whether beginning a challenge sends a message, and so is throttled as well.
    pub sends_messages: bool,
}

/// Whom the conversation is with, as far as a module may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// A name for this person that only this module sees, and that never changes.
    pub pseudonym: String,
    /// What an authenticator app shows as the account, usually the e-mail address.
    pub label: String,
    /// The provider's name, which an app shows beside the label.
    pub issuer: String,
    /// The language of the person, as a BCP 47 tag.
    pub locale: String,
    /// Where another site sends the browser back to after a [`Prompt::Redirect`](crate::Prompt::Redirect): an address of
    /// the panel's, the same for everybody in an area, without a query.
    pub return_url: String,
}

/// A credential that the person holds, as handed to the module for a challenge.
#[derive(Clone)]
pub struct Held {
    /// The panel's id for it, opaque to the module.
    pub id: String,
    /// The person's own name for it.
    pub label: String,
    /// What the module stored at enrolment or at the last acceptance.
    pub secret: Secret,
}

impl Held {
    /// The credential that was picked, for a factor whose credentials are not asked [together](Description::together).
    ///
    /// # Errors
    /// [`Failure::Misconfigured`] where there is none.
    pub fn picked(held: &[Self]) -> Result<&Self, Failure> {
        let missing = || Failure::Misconfigured("there is no credential to challenge".into());
        held.first().ok_or_else(missing)
    }
}

/// A round of the conversation: what to show, and what the module wants back with the answers.
#[derive(Clone, Serialize, Deserialize)]
pub struct Step {
    /// What the theme draws, in order.
    pub prompts: Vec<Prompt>,
    /// Opaque to the panel, which keeps it sealed and bound to this conversation.
    pub state: Secret,
}

impl Step {
    /// What is shown, and what is remembered until it is answered.
    ///
    /// # Errors
    /// [`Failure::Misconfigured`] where the state has no JSON form.
    pub fn new(prompts: Vec<Prompt>, state: &impl Serialize) -> Result<Self, Failure> {
        let state = Secret::pack(state).ok_or_else(Failure::foreign_state)?;
        Ok(Self { prompts, state })
    }
}

/// A non-secret fact about a credential that its owner and staff may see ("7 of 10 left").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Names the fact for programs: `remaining`, `public-id`.
    pub name: String,
    /// The value for programs; numbers in decimal, instants in RFC 3339.
    pub value: String,
    /// The fact as people read it.
    pub text: Text,
    /// Whether the person should act on it (few backup codes left).
    pub warning: bool,
}

/// An enrolment that came to its end.
#[derive(Clone)]
pub struct Enrolled {
    /// What later challenges need. The panel seals it.
    pub secret: Secret,
    /// A name for the credential if the person gave none.
    pub label: Text,
    /// What may be shown about the credential.
    pub facts: Vec<Fact>,
    /// What the authenticator calls itself (a passkey's credential id), where nobody else's may be called
    /// the same: the panel refuses a second one, whoever holds the first.
    pub identifier: Option<String>,
}

/// What happens next in an enrolment.
pub enum EnrolmentOutcome {
    /// Another round.
    Step(Step),
    /// The answers were wrong: it counts, and the same round is shown again.
    Rejected(Rejection),
    /// Proved. The panel stores the credential and the conversation ends.
    Enrolled(Enrolled),
}

/// A proof that holds, if the panel manages to store what changed.
#[derive(Clone)]
pub struct Acceptance {
    /// Which of the credentials proved it.
    pub held: String,
    /// The credential's new secret. The panel stores it by compare-and-set in the statement that grants
    /// the sign-in, so whatever makes a code spent (a step, a counter, a used mark) belongs in here.
    pub secret: Secret,
    /// The credential's new facts.
    pub facts: Vec<Fact>,
    /// Something the person should hear although it went well (a phone's clock that drifts).
    pub notice: Option<Notice>,
}

/// A word to the person beside a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// What the page says.
    pub text: Text,
}

/// The person's mistake: it counts against the throttles.
#[derive(Clone)]
pub struct Rejection {
    /// Which input was wrong, if one was.
    pub field: Option<String>,
    /// What the page says; never more than a stranger who guesses may know.
    pub reason: Text,
    /// False for an answer that no secret was compared with and no guess was made by
    /// ("press the key again"); such a rejection does not count.
    pub counts: bool,
    /// What the reason gives away and must therefore never open anything ("that is the code of a later
    /// minute"). The panel stores it before it shows the reason; where it cannot, for the credential
    /// changed meanwhile, it refuses in its own words instead. Only a challenge's rejection that counts
    /// may spend; an enrolment has no credential yet.
    pub spends: Option<Spent>,
}

impl Rejection {
    /// A wrong answer, to that field or to none: it counts, and spends nothing.
    pub fn wrong(field: Option<&str>, reason: Text) -> Self {
        Self {
            field: field.map(str::to_owned),
            reason,
            counts: true,
            spends: None,
        }
    }
}

/// A credential after a refusal that used something of it up.
#[derive(Clone)]
pub struct Spent {
    /// Which of the credentials.
    pub held: String,
    /// Its new secret, stored by the same compare-and-set as an acceptance's.
    pub secret: Secret,
    /// Its new facts.
    pub facts: Vec<Fact>,
}

/// What happens next in a challenge.
pub enum ChallengeOutcome {
    /// Another round.
    Step(Step),
    /// The proof holds.
    Accepted(Acceptance),
    /// The proof failed.
    Rejected(Rejection),
    /// Nothing yet (a push that nobody has tapped): ask again later, nothing is counted.
    Pending,
}

/// Not the person's fault, so never counted: staff are told and other factors are offered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A fault that passes: no network, a server that does not answer.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault that staff must mend: a missing setting, a wrong API key, a corrupt secret.
    #[error("misconfigured: {0}")]
    Misconfigured(String),
}

impl Failure {
    /// The state that came back is another person's, of another purpose, or broken.
    pub fn foreign_state() -> Self {
        Self::Misconfigured("the state is not of this conversation".into())
    }
}

/// What came of trying something that a factor depends on, for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was tried, such as the address of a server.
    pub subject: String,
    /// Whether it does what the factor needs.
    pub works: bool,
    /// What to know or to mend.
    pub text: Text,
    /// How long it took.
    pub took: TimeDelta,
}

/// One kind of second factor.
///
/// Implementations hold no state between calls: whatever must last is in the step's state (for one
/// conversation) or in the credential's secret (for good).
#[async_trait]
pub trait SecondFactor: Send + Sync {
    /// What the panel shows before anybody uses it.
    fn describe(&self) -> Description;

    /// Opens an enrolment. `held` is what the person has of this factor already, so that the same
    /// authenticator is not enrolled twice; often it is empty.
    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure>;

    /// Takes the answers to the enrolment's latest step.
    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure>;

    /// Opens a challenge. `held` has one credential, or all of them where the description says
    /// `together`; it is never empty.
    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure>;

    /// Takes the answers to the challenge's latest step.
    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure>;

    /// Whether [`Self::begin_discovery`] has a challenge to open.
    fn discovers(&self) -> bool {
        false
    }

    /// Opens a challenge to whoever it may be, for a sign-in without a password; None for a factor that
    /// knows no such thing. The panel hands its state to [`Self::continue_challenge`], together with the
    /// one credential that the answers [claim](Self::claimed) and its owner.
    async fn begin_discovery(&self, _host: &dyn Host) -> Result<Option<Step>, Failure> {
        Ok(None)
    }

    /// Whether a credential whose proofs are refused can be put right by its owner, without a new one
    /// (a phone's clock that is off).
    fn mends(&self) -> bool {
        false
    }

    /// Opens a conversation that puts one credential right; asked for only where the factor
    /// [mends](Self::mends), of somebody who just proved themselves by other means.
    async fn begin_mend(
        &self,
        _host: &dyn Host,
        _account: &Account,
        _held: &Held,
    ) -> Result<Step, Failure> {
        Err(nothing_to_mend())
    }

    /// Takes the answers to the latest step of it. An acceptance is stored as every other, but it opens
    /// nothing; what was typed must be spent by it as by a proof, and its notice says what was wrong.
    async fn continue_mend(
        &self,
        _host: &dyn Host,
        _account: &Account,
        _held: &Held,
        _state: &Secret,
        _answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        Err(nothing_to_mend())
    }

    /// Whether [`Self::check`] has anything to try.
    fn has_checks(&self) -> bool {
        false
    }

    /// Tries what the factor depends on in the world outside, without anybody's credential: staff want to
    /// know whether it is set up right.
    async fn check(&self, _host: &dyn Host) -> Result<Vec<Finding>, Failure> {
        Ok(Vec::new())
    }

    /// Which credential the answers to a discovery claim to be of, by the [identifier](Enrolled) that it
    /// was enrolled under. Nothing is proved by it.
    fn claimed(&self, _answers: &Answers) -> Option<String> {
        None
    }
}

fn nothing_to_mend() -> Failure {
    Failure::Misconfigured("this factor has nothing to mend".into())
}
