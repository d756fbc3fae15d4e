//! What a plugin gave, before the panel sees it (R120, R124): the form that every module keeps, keys of its
//! own, and credentials that are really those of this conversation (R119).

use innkeeper_module::form::{self, Checked, Form};
use innkeeper_module::{
    Block, ChallengeOutcome, Description, EnrolmentOutcome, Finding, Held, Rejection, Step,
};

use crate::fault::Fault;

/// Checks for the plugin of one id.
#[derive(Clone, Copy)]
pub(crate) struct Check<'a>(Form<'a>);

impl<'a> Check<'a> {
    pub(crate) fn of(id: &'a str) -> Self {
        Self(Form { module: Some(id) })
    }

    pub(crate) fn description(description: &Description) -> Result<(), Fault> {
        let form = Form {
            module: Some(&description.id),
        };
        fault(form.description(description))
    }

    pub(crate) fn step(self, step: &Step) -> Result<(), Fault> {
        fault(self.0.step(step))
    }

    pub(crate) fn enrolment(self, outcome: &EnrolmentOutcome) -> Result<(), Fault> {
        match outcome {
            EnrolmentOutcome::Step(step) => self.step(step),
            EnrolmentOutcome::Rejected(rejection) => {
                if rejection.spends.is_some() {
                    return Err(bad("an enrolment's rejection spends nothing"));
                }
                fault(self.0.rejection(rejection))
            }
            EnrolmentOutcome::Enrolled(enrolled) => {
                fault(form::stored("a credential's secret", &enrolled.secret))?;
                fault(self.0.text(&enrolled.label))?;
                fault(self.0.facts(&enrolled.facts))?;
                fault(form::identifier(enrolled.identifier.as_deref()))
            }
        }
    }

    pub(crate) fn challenge(self, outcome: &ChallengeOutcome, held: &[Held]) -> Result<(), Fault> {
        match outcome {
            ChallengeOutcome::Step(step) => self.step(step),
            ChallengeOutcome::Rejected(rejection) => self.rejection(rejection, held),
            ChallengeOutcome::Pending => Ok(()),
            ChallengeOutcome::Accepted(acceptance) => {
                let proved = held.iter().find(|held| held.id == acceptance.held);
                let Some(proved) = proved else {
                    return Err(bad("it accepts for a credential that was not asked about"));
                };
                if proved.secret == acceptance.secret {
                    return Err(bad("a proof leaves its mark in the secret"));
                }
                fault(form::stored("a credential's secret", &acceptance.secret))?;
                fault(self.0.facts(&acceptance.facts))?;
                let mut notice = acceptance.notice.iter();
                notice.try_for_each(|notice| fault(self.0.text(&notice.text)))
            }
        }
    }

    pub(crate) fn findings(self, findings: &[Finding]) -> Result<(), Fault> {
        fault(self.0.findings(findings))
    }

    fn rejection(self, rejection: &Rejection, held: &[Held]) -> Result<(), Fault> {
        fault(self.0.rejection(rejection))?;
        match &rejection.spends {
            Some(spent) => fault(self.0.spent(rejection.counts, spent, held)),
            None => Ok(()),
        }
    }
}

/// What is shown in a place. Its keys are of the plugin's own locale files, so they begin as they like.
pub(crate) fn blocks(blocks: &[Block]) -> Result<(), Fault> {
    fault(Form::default().blocks(blocks))
}

fn fault(checked: Checked) -> Result<(), Fault> {
    checked.map_err(|unsound| Fault::BadReturn(unsound.to_string()))
}

fn bad(why: &str) -> Fault {
    Fault::BadReturn(why.into())
}

/// As much of a text as has so many bytes, cut between two characters.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// The text on one line, with what cannot be seen made visible.
pub(crate) fn without_controls(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if form::is_plain_line(character.encode_utf8(&mut [0; 4])) {
            line.push(character);
        } else {
            line.extend(character.escape_default());
        }
    }
    line
}
