//! Backup codes as a second factor: ten codes to keep, each of which signs in once.
//!
//! They only get a person back in: what a sign-in with one may do, who is told of it and how new
//! ones replace the old are the panel's rules. The plain codes are in the enrolment's sealed state
//! and on its page, and nowhere else.

mod code;
mod set;
mod texts;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt::Display;

use async_trait::async_trait;
use chrono::SecondsFormat;
use innkeeper_module::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Fact, Failure, Held, Host, InputKind, Notice, Prompt, Rejection,
    SecondFactor, Secret, Step, Text,
};
use serde::{Deserialize, Serialize};

pub use texts::TEXTS;

use code::{Code, LENGTH};
use set::{CodeSet, Spending};

/// How many codes a set has.
const CODES: usize = 10;

/// From how many codes left on the person is warned.
const FEW: usize = 3;

/// The name of the box that says the codes are saved.
const SAVED: &str = "saved";

/// The name of the field for a code.
const CODE: &str = "code";

/// The factor.
pub struct BackupCodes;

/// What an enrolment remembers until the codes are saved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolling {
    enrolling: String,
    codes: Vec<Secret>,
}

/// What a challenge remembers: whom and which set it is about.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Challenged {
    challenged: String,
    held: String,
}

#[async_trait]
impl SecondFactor for BackupCodes {
    fn describe(&self) -> Description {
        Description {
            id: "backup-codes".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            icon: "backup-codes".into(),
            assurance: Assurance::Recovery,
            several: false,
            together: false,
            sends_messages: false,
        }
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        _held: &[Held],
    ) -> Result<Step, Failure> {
        let codes: Vec<Secret> = draw(host)?.iter().map(Code::written).collect();
        let state = Enrolling {
            enrolling: account.pseudonym.clone(),
            codes: codes.clone(),
        };
        let date = host.now().format("%Y-%m-%d");
        Step::new(
            vec![
                Prompt::Message {
                    text: texts::KEEP.text(),
                },
                Prompt::Codes {
                    label: texts::LIST.text(),
                    codes,
                    file_name: file_name(&account.issuer, date),
                },
                Prompt::Confirm {
                    name: SAVED.into(),
                    label: texts::SAVED.text(),
                },
            ],
            &state,
        )
    }

    /// The hashing waits until the codes are saved: an enrolment that is given up costs nothing.
    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state: Enrolling = state.unpack().ok_or_else(Failure::foreign_state)?;
        if state.enrolling != account.pseudonym {
            return Err(Failure::foreign_state());
        }
        if answers.text(SAVED) != Some("yes") {
            return Ok(EnrolmentOutcome::Rejected(Rejection {
                field: Some(SAVED.into()),
                reason: texts::NOT_SAVED.text(),
                counts: false,
                spends: None,
            }));
        }
        let read = |code: &Secret| code.text().and_then(Code::read);
        let codes: Option<Vec<Code>> = state.codes.iter().map(read).collect();
        let set = CodeSet::of(host, &codes.ok_or_else(Failure::foreign_state)?).await?;
        Ok(EnrolmentOutcome::Enrolled(Enrolled {
            secret: set.seal()?,
            label: texts::LABEL.text(),
            facts: facts(&set),
            identifier: None,
        }))
    }

    async fn begin_challenge(
        &self,
        _host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let held = Held::picked(held)?;
        CodeSet::open(&held.secret)?;
        let state = Challenged {
            challenged: account.pseudonym.clone(),
            held: held.id.clone(),
        };
        Step::new(
            vec![
                Prompt::Message {
                    text: texts::CHALLENGE.text(),
                },
                Prompt::Input {
                    name: CODE.into(),
                    label: texts::CODE.text(),
                    help: Some(texts::CODE_HELP.text().with("length", LENGTH)),
                    input: InputKind::Code,
                    max_length: u32::try_from(LENGTH).unwrap_or(u32::MAX),
                    period: None,
                },
            ],
            &state,
        )
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
        let state: Challenged = state.unpack().ok_or_else(Failure::foreign_state)?;
        if state.challenged != account.pseudonym || state.held != held.id {
            return Err(Failure::foreign_state());
        }
        let set = CodeSet::open(&held.secret)?;
        let Some(code) = answers.text(CODE).and_then(Code::read) else {
            return Ok(rejected(texts::FORMAT.text().with("length", LENGTH)));
        };
        Ok(match set.spend(host, &code).await? {
            Spending::Unknown => rejected(texts::WRONG.text()),
            Spending::SpentBefore => rejected(texts::SPENT.text()),
            Spending::Spent(set) => ChallengeOutcome::Accepted(Acceptance {
                held: held.id.clone(),
                secret: set.seal()?,
                facts: facts(&set),
                notice: warning(&set).map(|text| Notice { text }),
            }),
        })
    }
}

/// Ten codes whose selectors differ.
fn draw(host: &dyn Host) -> Result<Vec<Code>, Failure> {
    let mut selectors = BTreeSet::new();
    let mut codes = Vec::with_capacity(CODES);
    // Two selectors of 33 million are rarely alike; where they keep being so, chance is broken.
    for _ in 0..2 * CODES {
        let code = Code::draw(host);
        let code = code.ok_or_else(|| Failure::Unavailable("too little randomness".into()))?;
        if selectors.insert(code.selector().to_owned()) {
            codes.push(code);
        }
        if codes.len() == CODES {
            return Ok(codes);
        }
    }
    Err(Failure::Unavailable("the randomness repeats itself".into()))
}

/// The file's name: provider and date, so that it is found again and told from older ones.
fn file_name(issuer: &str, date: impl Display) -> String {
    let issuer = issuer.to_ascii_lowercase();
    let words = issuer.split(|c: char| !c.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).take(4);
    let mut parts: Vec<String> = words.map(|word| word.chars().take(16).collect()).collect();
    parts.push(format!("backup-codes-{date}.txt"));
    parts.join("-")
}

fn rejected(reason: Text) -> ChallengeOutcome {
    ChallengeOutcome::Rejected(Rejection {
        field: Some(CODE.into()),
        reason,
        counts: true,
        spends: None,
    })
}

/// How many codes are left, and when each of the others was used.
fn facts(set: &CodeSet) -> Vec<Fact> {
    let remaining = set.remaining();
    let mut facts = vec![Fact {
        name: "remaining".into(),
        value: remaining.to_string(),
        text: texts::REMAINING
            .text()
            .with("remaining", remaining)
            .with("total", set.total()),
        warning: remaining <= FEW,
    }];
    for (number, used_at) in (1..).zip(set.uses()) {
        facts.push(Fact {
            name: format!("used-{number}"),
            value: used_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            text: texts::USED
                .text()
                .with("when", used_at.format("%Y-%m-%d %H:%M UTC")),
            warning: false,
        });
    }
    facts
}

/// What the person should hear when codes run out.
fn warning(set: &CodeSet) -> Option<Text> {
    match set.remaining() {
        0 => Some(texts::NONE.text()),
        few @ 1..=FEW => Some(texts::FEW.text().with("remaining", few)),
        _ => None,
    }
}
