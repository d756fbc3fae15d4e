//! Tests of the whole conversation, with a host without a world and an authenticator of our own.

mod authenticator;
mod challenge;
mod contract;
mod discovery;
mod enrolment;
mod locales;
mod manifest;
mod models;
mod settings;

use innkeeper_module::testing::{FakeHost, account};
use innkeeper_module::{
    Acceptance, Answers, ChallengeOutcome, Enrolled, EnrolmentOutcome, Failure, Held, Prompt,
    Rejection, SecondFactor as _, Secret, Step,
};

use crate::Passkeys;
use authenticator::{Authenticator, ORIGIN};

fn host() -> FakeHost {
    FakeHost::default()
        .with_setting("rp-id", "panel.example.com")
        .with_setting("rp-name", "Example Hosting")
        .with_setting("origins", ORIGIN)
}

fn answering(json: &str) -> Answers {
    Answers::new([("passkey".to_owned(), Secret::from(json))])
}

/// What a step asks the browser.
fn options(step: &Step) -> &str {
    let options = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::PasskeyCreate { options, .. } | Prompt::PasskeyGet { options, .. } => Some(options),
        _ => None,
    });
    options.expect("a question for the browser")
}

/// The key of the reason, or the enrolled passkey.
async fn enrols(host: &FakeHost, authenticator: &mut Authenticator) -> Result<Enrolled, String> {
    let account = account();
    let step = Passkeys.begin_enrolment(host, &account, &[]).await;
    let step = step.expect("an enrolment begins");
    let answers = answering(&authenticator.create(options(&step)));
    let outcome = Passkeys
        .continue_enrolment(host, &account, &step.state, &answers)
        .await;
    match outcome.expect("no failure") {
        EnrolmentOutcome::Enrolled(enrolled) => {
            for fact in &enrolled.facts {
                locales::assert_translatable(&fact.text);
            }
            Ok(enrolled)
        }
        EnrolmentOutcome::Rejected(rejection) => Err(key(&rejection)),
        EnrolmentOutcome::Step(_) => unreachable!("one round is enough"),
    }
}

fn key(rejection: &Rejection) -> String {
    locales::assert_translatable(&rejection.reason);
    assert_eq!(rejection.field.as_deref(), Some("passkey"));
    rejection.reason.key.clone()
}

/// Somebody with a passkey, in front of a challenge.
struct Person {
    host: FakeHost,
    authenticator: Authenticator,
    held: Held,
}

impl Person {
    async fn new() -> Self {
        Self::with(Authenticator::new(7)).await
    }

    async fn with(mut authenticator: Authenticator) -> Self {
        let host = host();
        let enrolled = enrols(&host, &mut authenticator).await;
        let held = Held {
            id: "c-1".into(),
            label: "Phone".into(),
            secret: enrolled.expect("it enrols").secret,
        };
        Self {
            host,
            authenticator,
            held,
        }
    }

    async fn challenged(&self) -> Step {
        let held = std::slice::from_ref(&self.held);
        let begun = Passkeys.begin_challenge(&self.host, &account(), held).await;
        begun.expect("a challenge begins")
    }

    async fn discovered(&self) -> Step {
        let begun = Passkeys.begin_discovery(&self.host).await;
        begun.expect("no failure").expect("a question")
    }

    async fn answers(&self, step: &Step, answer: &str) -> Result<ChallengeOutcome, Failure> {
        let held = std::slice::from_ref(&self.held);
        Passkeys
            .continue_challenge(
                &self.host,
                &account(),
                held,
                &step.state,
                &answering(answer),
            )
            .await
    }

    /// Sends an answer; the panel stores what an acceptance changes.
    async fn sends(&mut self, step: &Step, answer: &str) -> Result<Acceptance, String> {
        match self.answers(step, answer).await.expect("no failure") {
            ChallengeOutcome::Accepted(acceptance) => {
                self.held.secret = acceptance.secret.clone();
                Ok(acceptance)
            }
            ChallengeOutcome::Rejected(rejection) => Err(key(&rejection)),
            _ => unreachable!("one round is enough"),
        }
    }

    /// Answers a new challenge as the authenticator does.
    async fn proves(&mut self) -> Result<Acceptance, String> {
        let step = self.challenged().await;
        let answer = self.authenticator.get(options(&step));
        self.sends(&step, &answer).await
    }

    /// Answers a new discovery as the authenticator does.
    async fn is_discovered(&mut self) -> Result<Acceptance, String> {
        let step = self.discovered().await;
        let answer = self.authenticator.get(options(&step));
        self.sends(&step, &answer).await
    }
}
