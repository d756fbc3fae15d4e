//! Tests of the whole conversation, with a host without a world.

mod challenge;
mod contract;
mod enrolment;
mod input;
mod liars;
mod locales;
mod manifest;
mod pool;
mod properties;
mod request;
mod response;
mod server;
mod settings;

use innkeeper_module::testing::{FakeHost, account};
use innkeeper_module::{
    Acceptance, Answers, ChallengeOutcome, Enrolled, EnrolmentOutcome, Failure, Held, Rejection,
    SecondFactor as _, Secret, Step,
};

use crate::YubiKey;
use server::Servers;

/// The bytes 1 to 20 in base 64.
const API_KEY: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQ=";

/// Two keys.
const DESK: &str = "cccccccccccb";
const DRAWER: &str = "cccccccccccd";

fn api_key() -> Secret {
    Secret::new((1..=20).collect::<Vec<u8>>())
}

/// A host with all settings, and nobody who answers.
fn host() -> FakeHost {
    FakeHost::default()
        .with_setting("client-id", "87")
        .with_setting("api-key", API_KEY)
}

/// The answers of somebody who typed this into the field.
fn typed(text: &str) -> Answers {
    Answers::new([("otp".to_owned(), Secret::from(text))])
}

/// Somebody with keys, in front of a challenge.
struct Person {
    host: FakeHost,
    servers: Servers,
    held: Vec<Held>,
}

impl Person {
    /// Who holds these keys, enrolled through the conversation.
    async fn with(keys: &[&str]) -> Self {
        Self::before(host(), keys).await
    }

    /// With a host whose settings are the test's.
    async fn before(host: FakeHost, keys: &[&str]) -> Self {
        let servers = Servers::default();
        host.serve_http(servers.answer());
        let mut person = Self {
            host,
            servers,
            held: Vec::new(),
        };
        for key in keys {
            let otp = person.servers.press(key);
            let enrolled = person.enrols(&otp).await.ok().expect("a key's code enrols");
            person.held.push(Held {
                id: format!("c-{key}"),
                label: "Key".into(),
                secret: enrolled.secret,
            });
        }
        person
    }

    async fn begins_enrolment(&self) -> Result<Step, Failure> {
        YubiKey
            .begin_enrolment(&self.host, &account(), &self.held)
            .await
    }

    /// What comes of an answer, failures included.
    async fn enrolling(&self, answers: &Answers) -> Result<EnrolmentOutcome, Failure> {
        let state = self.begins_enrolment().await?.state;
        YubiKey
            .continue_enrolment(&self.host, &account(), &state, answers)
            .await
    }

    async fn enrols(&self, otp: &str) -> Result<Enrolled, Rejection> {
        match self.enrolling(&typed(otp)).await.expect("no failure") {
            EnrolmentOutcome::Enrolled(enrolled) => {
                locales::assert_translatable(&enrolled.label);
                for fact in &enrolled.facts {
                    locales::assert_translatable(&fact.text);
                }
                Ok(enrolled)
            }
            EnrolmentOutcome::Rejected(rejection) => Err(checked(rejection)),
            EnrolmentOutcome::Step(_) => unreachable!("one round is enough"),
        }
    }

    async fn challenged(&self) -> Result<Step, Failure> {
        YubiKey
            .begin_challenge(&self.host, &account(), &self.held)
            .await
    }

    /// What comes of an answer, failures included; nothing is stored.
    async fn answers(&self, answers: &Answers) -> Result<ChallengeOutcome, Failure> {
        let state = self.challenged().await?.state;
        let (host, account) = (&self.host, account());
        YubiKey
            .continue_challenge(host, &account, &self.held, &state, answers)
            .await
    }

    /// Types a code; the panel stores what an acceptance changes.
    async fn types(&mut self, otp: &str) -> Result<Acceptance, Rejection> {
        match self.answers(&typed(otp)).await.expect("no failure") {
            ChallengeOutcome::Accepted(acceptance) => {
                let mut held = self.held.iter_mut();
                let held = held.find(|held| held.id == acceptance.held);
                held.expect("one of theirs").secret = acceptance.secret.clone();
                Ok(acceptance)
            }
            ChallengeOutcome::Rejected(rejection) => Err(checked(rejection)),
            _ => unreachable!("one round is enough"),
        }
    }

    /// Types a code that is not accepted: the key of the reason.
    async fn is_refused(&mut self, otp: &str) -> String {
        let rejection = self.types(otp).await.err();
        rejection.expect("not accepted").reason.key
    }

    /// Types a code that nobody can check: the failure.
    async fn fails(&self, otp: &str) -> Failure {
        let outcome = self.answers(&typed(otp)).await;
        outcome.err().expect("a failure")
    }
}

fn checked(rejection: Rejection) -> Rejection {
    locales::assert_translatable(&rejection.reason);
    assert_eq!(rejection.field.as_deref(), Some("otp"));
    assert!(rejection.spends.is_none());
    rejection
}
