//! Tests of the whole conversation, with a host without a world.

mod codes;
mod contract;
mod input;
mod locales;
mod manifest;

use innkeeper_module::testing::{FakeHost, account};
use innkeeper_module::{
    Answers, ChallengeOutcome, EnrolmentOutcome, Failure, Held, SecondFactor as _, Secret, Step,
};

use crate::EMAIL_CODE;

/// The answers of somebody who typed this into the field.
fn typed(text: &str) -> Answers {
    Answers::new([("code".to_owned(), Secret::from(text))])
}

/// The code of the latest mail.
fn latest(host: &FakeHost) -> String {
    let messages = host.messages();
    let code = messages.last().and_then(|message| message.code.as_ref());
    let code = code.and_then(Secret::text).expect("a mail with a code");
    code.to_owned()
}

/// Somebody who gets codes by mail.
struct Person {
    host: FakeHost,
    held: Held,
}

impl Person {
    async fn enrolled() -> Self {
        Self::enrolled_at(FakeHost::default()).await
    }

    async fn enrolled_at(host: FakeHost) -> Self {
        let account = account();
        let step = EMAIL_CODE.begin_enrolment(&host, &account, &[]).await;
        let step = step.expect("an enrolment begins");
        let answers = typed(&latest(&host));
        let outcome = EMAIL_CODE.continue_enrolment(&host, &account, &step.state, &answers);
        let Ok(EnrolmentOutcome::Enrolled(enrolled)) = outcome.await else {
            unreachable!("the right code enrols")
        };
        let held = Held {
            id: "c-1".into(),
            label: "Mail".into(),
            secret: enrolled.secret,
        };
        Self { host, held }
    }

    /// The code of the latest mail.
    fn code(&self) -> String {
        latest(&self.host)
    }

    async fn challenged(&self) -> Step {
        let held = std::slice::from_ref(&self.held);
        let begun = EMAIL_CODE
            .begin_challenge(&self.host, &account(), held)
            .await;
        begun.expect("a challenge begins")
    }

    async fn answers(&self, step: &Step, answers: &Answers) -> Result<ChallengeOutcome, Failure> {
        let held = std::slice::from_ref(&self.held);
        EMAIL_CODE
            .continue_challenge(&self.host, &account(), held, &step.state, answers)
            .await
    }

    /// Types a code; the panel stores what an acceptance changes. The key of the reason if refused.
    async fn types(&mut self, step: &Step, code: &str) -> Result<(), String> {
        match self.answers(step, &typed(code)).await.expect("no failure") {
            ChallengeOutcome::Accepted(acceptance) => {
                self.held.secret = acceptance.secret;
                Ok(())
            }
            ChallengeOutcome::Rejected(rejection) => {
                locales::assert_translatable(&rejection.reason);
                assert_eq!(rejection.field.as_deref(), Some("code"));
                assert!(rejection.counts && rejection.spends.is_none());
                Err(rejection.reason.key)
            }
            _ => unreachable!("one round is enough"),
        }
    }
}
