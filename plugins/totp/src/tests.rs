//! Tests of the whole conversation, with a host without a world.

mod burnt;
mod clock;
mod contract;
mod drift;
mod enrolment;
mod input;
mod locales;
mod manifest;
mod mend;
mod properties;
mod vectors;
mod window;

use innkeeper_module::testing::{FakeHost, account};
use innkeeper_module::{
    Acceptance, Answers, ChallengeOutcome, Failure, Held, Host as _, Rejection, SecondFactor as _,
    Secret, Step,
};

use crate::credential::Credential;
use crate::{Algorithm, Totp};

/// The key of the RFCs' examples.
const KEY: &str = "12345678901234567890";

/// The answers of somebody who typed this into the field.
fn typed(text: &str) -> Answers {
    Answers::new([("code".to_owned(), Secret::from(text))])
}

/// Somebody with an app, in front of a challenge.
struct Person {
    host: FakeHost,
    held: Held,
}

impl Person {
    /// With the key of the RFCs, at a time seven seconds into a period.
    fn new() -> Self {
        Self::holding(KEY, Algorithm::Sha1, 6, FakeHost::default())
    }

    fn with_window(window: &str) -> Self {
        let host = FakeHost::default().with_setting("window", window);
        Self::holding(KEY, Algorithm::Sha1, 6, host)
    }

    fn holding(key: &str, algorithm: Algorithm, digits: u8, host: FakeHost) -> Self {
        let secret = Totp::import(key.into(), algorithm, digits).expect("a sound key");
        Self::with_secret(secret, host)
    }

    fn with_secret(secret: Secret, host: FakeHost) -> Self {
        let held = Held {
            id: "c-1".into(),
            label: "Phone".into(),
            secret,
        };
        Self { host, held }
    }

    /// What the credential is now.
    fn credential(&self) -> Credential {
        Credential::open(&self.held.secret).expect("a sound credential")
    }

    /// The code of so many steps from now.
    fn code(&self, place: i64) -> String {
        self.code_in(place * 30)
    }

    /// What the app of a phone shows whose clock is so many seconds ahead.
    fn code_in(&self, seconds: i64) -> String {
        let step = (self.host.now().timestamp() + seconds).div_euclid(30);
        let code = self.credential().codes(std::iter::once(step)).next();
        let code = code.flatten().expect("a code after 1970");
        code.text().expect("digits").to_owned()
    }

    async fn challenged(&self) -> Result<Step, Failure> {
        let held = std::slice::from_ref(&self.held);
        Totp.begin_challenge(&self.host, &account(), held).await
    }

    async fn answers(&self, answers: &Answers) -> Result<ChallengeOutcome, Failure> {
        let state = self.challenged().await?.state;
        let held = std::slice::from_ref(&self.held);
        Totp.continue_challenge(&self.host, &account(), held, &state, answers)
            .await
    }

    /// Types a code; the panel stores what an acceptance or a refusal changes.
    async fn types(&mut self, code: &str) -> Result<Acceptance, Rejection> {
        let outcome = self.answers(&typed(code)).await;
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
                if let Some(spent) = &rejection.spends {
                    assert!(spent.secret != self.held.secret);
                    self.held.secret = spent.secret.clone();
                }
                Err(rejection)
            }
            _ => unreachable!("one round is enough"),
        }
    }

    /// Types two codes to resynchronise; the panel stores what comes of it.
    async fn mends(&mut self, first: &str, second: &str) -> Result<Acceptance, Rejection> {
        let step = Totp.begin_mend(&self.host, &account(), &self.held).await;
        let state = step.expect("a step").state;
        let answers = Answers::new([
            ("first".to_owned(), Secret::from(first)),
            ("second".to_owned(), Secret::from(second)),
        ]);
        let outcome = Totp
            .continue_mend(&self.host, &account(), &self.held, &state, &answers)
            .await;
        match outcome.expect("no failure") {
            ChallengeOutcome::Accepted(acceptance) => {
                self.held.secret = acceptance.secret.clone();
                let notice = acceptance.notice.as_ref().expect("it says what was wrong");
                locales::assert_translatable(&notice.text);
                Ok(acceptance)
            }
            ChallengeOutcome::Rejected(rejection) => {
                locales::assert_translatable(&rejection.reason);
                assert!(rejection.counts);
                if let Some(spent) = &rejection.spends {
                    self.held.secret = spent.secret.clone();
                }
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
