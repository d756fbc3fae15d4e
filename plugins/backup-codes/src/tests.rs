//! Tests of the whole conversation, with a host without a world.

mod contract;
mod enrolment;
mod input;
mod locales;
mod manifest;
mod spending;

use innkeeper_module::testing::{FakeHost, account};
use innkeeper_module::{
    Acceptance, Answers, ChallengeOutcome, Enrolled, EnrolmentOutcome, Failure, Held, Prompt,
    Rejection, SecondFactor as _, Secret, Step,
};

use crate::BackupCodes;

fn answers(name: &str, value: &str) -> Answers {
    Answers::new([(name.to_owned(), Secret::from(value))])
}

async fn begun(host: &FakeHost) -> Step {
    let step = BackupCodes.begin_enrolment(host, &account(), &[]).await;
    step.expect("an enrolment begins")
}

async fn continued(
    host: &FakeHost,
    step: &Step,
    answers: &Answers,
) -> Result<EnrolmentOutcome, Failure> {
    BackupCodes
        .continue_enrolment(host, &account(), &step.state, answers)
        .await
}

async fn enrolled(host: &FakeHost, step: &Step) -> Enrolled {
    let outcome = continued(host, step, &answers("saved", "yes")).await;
    let Ok(EnrolmentOutcome::Enrolled(enrolled)) = outcome else {
        unreachable!("saved codes are enrolled")
    };
    for fact in &enrolled.facts {
        locales::assert_translatable(&fact.text);
    }
    enrolled
}

/// The codes that a page shows.
fn shown(step: &Step) -> Vec<String> {
    let codes = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Codes { codes, .. } => Some(codes),
        _ => None,
    });
    let codes = codes.expect("the page shows codes").iter();
    codes
        .map(|code| code.text().expect("text").to_owned())
        .collect()
}

/// Somebody with a sheet of codes, in front of a challenge.
struct Person {
    host: FakeHost,
    held: Held,
    codes: Vec<String>,
}

impl Person {
    async fn new() -> Self {
        Self::on(FakeHost::default()).await
    }

    async fn on(host: FakeHost) -> Self {
        let step = begun(&host).await;
        let secret = enrolled(&host, &step).await.secret;
        let held = Held {
            id: "c-1".into(),
            label: "Drawer".into(),
            secret,
        };
        Self {
            host,
            held,
            codes: shown(&step),
        }
    }

    async fn challenged(&self) -> Result<Step, Failure> {
        let held = std::slice::from_ref(&self.held);
        BackupCodes
            .begin_challenge(&self.host, &account(), held)
            .await
    }

    async fn answers(&self, answers: &Answers) -> Result<ChallengeOutcome, Failure> {
        let state = self.challenged().await?.state;
        let held = std::slice::from_ref(&self.held);
        BackupCodes
            .continue_challenge(&self.host, &account(), held, &state, answers)
            .await
    }

    /// Types a code; the panel stores what an acceptance changes.
    async fn types(&mut self, code: &str) -> Result<Acceptance, Rejection> {
        let outcome = self.answers(&answers("code", code)).await;
        match outcome.expect("no failure") {
            ChallengeOutcome::Accepted(acceptance) => {
                self.held.secret = acceptance.secret.clone();
                for fact in &acceptance.facts {
                    locales::assert_translatable(&fact.text);
                }
                if let Some(notice) = &acceptance.notice {
                    locales::assert_translatable(&notice.text);
                }
                Ok(acceptance)
            }
            ChallengeOutcome::Rejected(rejection) => {
                locales::assert_translatable(&rejection.reason);
                assert_eq!(rejection.field.as_deref(), Some("code"));
                assert!(rejection.counts);
                Err(rejection)
            }
            _ => unreachable!("one round is enough"),
        }
    }

    /// Types a code that is not accepted: the key of the reason.
    async fn is_refused(&mut self, code: &str) -> String {
        let rejection = self.types(code).await.err();
        rejection.expect("not accepted").reason.key
    }
}
