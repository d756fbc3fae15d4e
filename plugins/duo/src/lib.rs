//! Duo as a second factor: a trip to its Universal Prompt, and what Duo itself says of it afterwards.
//!
//! The browser brings back a code and the state that only this conversation knows. Neither proves anything: the code is
//! exchanged for a token that Duo signed, about this person, this client and this trip.

mod duo;
mod jwt;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod texts;

use async_trait::async_trait;
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Failure, Finding, Held, Host, Prompt, Rejection, SecondFactor, Secret, Step,
};
use serde::{Deserialize, Serialize};

pub use texts::TEXTS;

use duo::Verdict;
use settings::Settings;
use state::Trip;

/// The version of what is stored.
const VERSION: u32 = 1;

/// The factor.
pub struct Duo;

/// What is kept: by what name Duo knows the person, and the latest trip, which makes each proof leave its mark.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Credential {
    version: u32,
    name: String,
    latest: String,
}

impl Credential {
    fn open(stored: &Secret) -> Result<Self, Failure> {
        let credential: Option<Self> = stored.unpack();
        let sound =
            |credential: &Self| credential.version == VERSION && !credential.name.is_empty();
        let unusable = || Failure::Misconfigured("the stored record of Duo cannot be read".into());
        credential.filter(sound).ok_or_else(unusable)
    }

    fn after(trip: &Trip) -> Result<Secret, Failure> {
        let credential = Self {
            version: VERSION,
            name: trip.name.clone(),
            latest: trip.state.clone(),
        };
        Secret::pack(&credential).ok_or_else(Failure::foreign_state)
    }
}

#[async_trait]
impl SecondFactor for Duo {
    fn describe(&self) -> Description {
        Description {
            id: "duo".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "phone".into(),
            assurance: Assurance::Strong,
            several: false,
            together: false,
            sends_messages: false,
        }
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        _: &[Held],
    ) -> Result<Step, Failure> {
        // Staff are marked as such behind their address; Duo knows people by the address alone.
        let name = account.label.split(' ').next().unwrap_or_default();
        if !name.contains('@') {
            let ungranted = "the plugin was not granted people's addresses";
            return Err(Failure::Misconfigured(ungranted.into()));
        }
        leave(host, account, name, None).await
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let trip = Trip::open(state, account, None)?;
        if trip.is_over(host) {
            let again = self.begin_enrolment(host, account, &[]);
            return again.await.map(EnrolmentOutcome::Step);
        }
        Ok(match arrive(host, &trip, answers).await? {
            Err(rejection) => EnrolmentOutcome::Rejected(rejection),
            Ok(()) => EnrolmentOutcome::Enrolled(Enrolled {
                secret: Credential::after(&trip)?,
                label: texts::NAME.text(),
                facts: Vec::new(),
                identifier: None,
            }),
        })
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let held = Held::picked(held)?;
        let credential = Credential::open(&held.secret)?;
        leave(host, account, &credential.name, Some(&held.id)).await
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
        let trip = Trip::open(state, account, Some(&held.id))?;
        let credential = Credential::open(&held.secret)?;
        if credential.latest == trip.state {
            return Ok(ChallengeOutcome::Rejected(Rejection::wrong(
                None,
                texts::USED.text(),
            )));
        }
        if trip.is_over(host) {
            let again = self.begin_challenge(host, account, std::slice::from_ref(held));
            return again.await.map(ChallengeOutcome::Step);
        }
        Ok(match arrive(host, &trip, answers).await? {
            Err(rejection) => ChallengeOutcome::Rejected(rejection),
            Ok(()) => ChallengeOutcome::Accepted(Acceptance {
                held: held.id.clone(),
                secret: Credential::after(&trip)?,
                facts: Vec::new(),
                notice: None,
            }),
        })
    }

    fn has_checks(&self) -> bool {
        true
    }

    async fn check(&self, host: &dyn Host) -> Result<Vec<Finding>, Failure> {
        let settings = Settings::read(host)?;
        let asked_at = host.now();
        let checked = duo::check(host, &settings).await;
        let text = match &checked {
            Ok(()) => texts::CHECK_WORKS,
            Err(Failure::Misconfigured(_)) => texts::CHECK_REFUSED,
            Err(Failure::Unavailable(_)) => texts::CHECK_UNAVAILABLE,
        };
        Ok(vec![Finding {
            subject: settings.api,
            works: checked.is_ok(),
            text: text.text(),
            took: host.now() - asked_at,
        }])
    }
}

/// Sends somebody to Duo, if it is there.
async fn leave(
    host: &dyn Host,
    account: &Account,
    name: &str,
    held: Option<&str>,
) -> Result<Step, Failure> {
    let settings = Settings::read(host)?;
    duo::check(host, &settings).await?;
    let trip = Trip::begin(host, account, name, held)?;
    let prompts = vec![
        Prompt::Message {
            text: texts::LEAVE.text(),
        },
        Prompt::Redirect {
            url: duo::prompt(host, &settings, &trip).await?,
            label: texts::GO.text(),
        },
    ];
    Step::new(prompts, &trip)
}

/// What the browser brought back, and what Duo says to it.
async fn arrive(
    host: &dyn Host,
    trip: &Trip,
    answers: &Answers,
) -> Result<Result<(), Rejection>, Failure> {
    let settings = Settings::read(host)?;
    let Some(code) = trip.code(answers) else {
        return Ok(Err(Rejection::wrong(None, texts::FOREIGN.text())));
    };
    Ok(match duo::result(host, &settings, trip, code).await? {
        Verdict::Allowed => Ok(()),
        Verdict::Refused => Err(Rejection::wrong(None, texts::REFUSED.text())),
    })
}
