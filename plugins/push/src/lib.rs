//! Approving on the phone as a second factor, through ntfy or a server that speaks like it.
//!
//! The page shows a number and the phone offers three. Whoever is asked about a sign-in that they did not begin does not
//! know which is right, and has a button to say so; the first tap decides, and each notification counts once. Buttons send
//! tokens that nobody can guess to a topic that nobody can guess, so there is nothing else to forge an answer with. Whoever
//! runs the server sees both: that is why the class suggested is the lowest that opens a door.

mod ask;
mod credential;
mod ntfy;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod texts;

use async_trait::async_trait;
use chrono::TimeDelta;
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Failure, Held, Host, Phrase, Prompt, Rejection, SecondFactor, Secret, Spent,
    Step,
};

pub use texts::TEXTS;

use ask::{Ask, Tapped};
use credential::Credential;
use settings::Settings;
use state::{Challenged, Enrolling};

/// How long a notification can be answered.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

/// How long an enrolment may take, in which an app may have to be installed.
const ENROLMENT: TimeDelta = TimeDelta::minutes(10);

/// How often a page asks, in seconds.
const EVERY: u32 = 3;

/// The factor.
pub struct Push;

#[async_trait]
impl SecondFactor for Push {
    fn describe(&self) -> Description {
        Description {
            id: "push".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "phone".into(),
            assurance: Assurance::Basic,
            several: true,
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
        let settings = Settings::read(host)?;
        let topic = ntfy::topic(host, ntfy::ASK)?;
        let prompts = vec![
            Prompt::Message {
                text: texts::ENROL.text(),
            },
            Prompt::Qr {
                label: texts::QR.text(),
                content: settings.link(&topic).into(),
            },
            Prompt::Copyable {
                label: texts::SERVER.text(),
                value: settings.for_phones.as_str().into(),
                display: None,
            },
            Prompt::Copyable {
                label: texts::TOPIC.text(),
                value: topic.as_str().into(),
                display: None,
            },
        ];
        let state = Enrolling {
            whom: account.pseudonym.clone(),
            topic,
            tried: None,
            until: host.now() + ENROLMENT,
        };
        Step::new(prompts, &state)
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        _answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state = Enrolling::open(state, account)?;
        let settings = Settings::read(host)?;
        if host.now() >= state.until {
            let late = Rejection::wrong(None, texts::ENROL_EXPIRED.text());
            return Ok(EnrolmentOutcome::Rejected(late));
        }
        let Some(ask) = &state.tried else {
            let ask = Ask::draw(host)?;
            ask.send(host, &settings, &state.topic, account).await?;
            let prompts = vec![
                tapping(&ask),
                Prompt::Message {
                    text: texts::TRY.text(),
                },
            ];
            let tried = Some(ask);
            return Step::new(prompts, &Enrolling { tried, ..state }).map(EnrolmentOutcome::Step);
        };
        Ok(match ask.tapped(host, &settings).await? {
            Tapped::Nothing => {
                EnrolmentOutcome::Rejected(Rejection::wrong(None, texts::NOT_YET.text()))
            }
            Tapped::Wrong | Tapped::Refusal => {
                EnrolmentOutcome::Rejected(Rejection::wrong(None, texts::ENROL_WRONG.text()))
            }
            Tapped::Right => EnrolmentOutcome::Enrolled(Enrolled {
                secret: Credential::of(state.topic).seal()?,
                label: texts::LABEL.text(),
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
        let settings = Settings::read(host)?;
        let ask = Ask::draw(host)?;
        let until = host.now() + PATIENCE;
        ask.send(host, &settings, credential.topic(), account)
            .await?;
        let prompts = vec![
            tapping(&ask),
            Prompt::Wait {
                text: texts::WAIT.text(),
                every: EVERY,
            },
        ];
        let state = Challenged {
            whom: account.pseudonym.clone(),
            held: held.id.clone(),
            ask,
            until,
        };
        Step::new(prompts, &state)
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        _answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let held = Held::picked(held)?;
        let state = Challenged::open(state, account, held)?;
        let credential = Credential::open(&held.secret)?;
        let settings = Settings::read(host)?;
        // Nothing secret was compared.
        let refused = |reason: &Phrase| {
            Ok(ChallengeOutcome::Rejected(Rejection {
                counts: false,
                ..Rejection::wrong(None, reason.text())
            }))
        };
        if credential.has_used(state.ask.answers_at()) {
            return refused(&texts::USED);
        }
        if host.now() >= state.until {
            return refused(&texts::EXPIRED);
        }
        let tapped = state.ask.tapped(host, &settings).await?;
        if tapped == Tapped::Nothing {
            return Ok(ChallengeOutcome::Pending);
        }
        // Whatever was tapped, it was the last time.
        let used = credential.using(state.ask.answers_at(), state.until, host.now())?;
        let secret = used.seal()?;
        let wrong = |reason: &Phrase, secret| {
            ChallengeOutcome::Rejected(Rejection {
                spends: Some(Spent {
                    held: held.id.clone(),
                    secret,
                    facts: Vec::new(),
                }),
                ..Rejection::wrong(None, reason.text())
            })
        };
        Ok(match tapped {
            Tapped::Right => ChallengeOutcome::Accepted(Acceptance {
                held: held.id.clone(),
                secret,
                facts: Vec::new(),
                notice: None,
            }),
            Tapped::Refusal => wrong(&texts::REFUSED, secret),
            Tapped::Nothing | Tapped::Wrong => wrong(&texts::WRONG, secret),
        })
    }
}

/// Which number to tap.
fn tapping(ask: &Ask) -> Prompt {
    Prompt::Message {
        text: texts::NUMBER.text().with("number", ask.right()),
    }
}
