//! The contract has teeth: a plain good factor passes it, and each way of being bad fails it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{Enrollee, FakeHost, second_factor_contract};
use crate::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Fact, Failure, Held, Host, InputKind, LogLevel, Prompt, Rejection,
    SecondFactor, Secret, Spent, Step, Text,
};

/// What is wrong with a factor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    BadId,
    NoFallback,
    TwinPrompts,
    HugeState,
    AcceptsNothing,
    EchoesAnswers,
    NamesAForeignField,
    AcceptsTwice,
    LeavesNoMark,
    AcceptsTheProofOfEnrolment,
    IgnoresTheState,
    IgnoresThePerson,
    BlamesThePersonForABrokenSecret,
    LogsAnswers,
    TwinFacts,
    SpendsNothing,
    SpendsOfAnother,
    SpendsUncounted,
    SpendsAtEnrolment,
    KeepsWhatItGaveAway,
}

/// How far down the list a word is refused with a hint instead of opening.
const FAR: u32 = 10;

/// A list of words, each of which opens once: what backup codes are, without anything around them.
struct Words(Fault);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    base: String,
    next: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    who: String,
    what: String,
    base: Option<String>,
}

fn word(base: &str, number: u32) -> String {
    format!("{base}-{number}")
}

fn broken() -> Failure {
    Failure::Misconfigured("unreadable".into())
}

impl Words {
    fn is(&self, fault: Fault) -> bool {
        self.0 == fault
    }

    fn step(&self, account: &Account, what: &str, base: Option<String>) -> Step {
        let fallback = if self.is(Fault::NoFallback) {
            " "
        } else {
            "Word"
        };
        let input = Prompt::Input {
            name: "word".into(),
            label: Text::new("words-word", fallback),
            help: None,
            input: InputKind::Text,
            max_length: 64,
            period: None,
        };
        let shown = Prompt::Copyable {
            label: Text::new("words-base", "Base"),
            value: base.clone().unwrap_or_default().into(),
            display: None,
        };
        let mut prompts = vec![shown, input.clone()];
        if self.is(Fault::TwinPrompts) {
            prompts.push(input);
        }
        let state = State {
            who: account.pseudonym.clone(),
            what: what.into(),
            base,
        };
        let mut state = Secret::pack(&state).expect("JSON");
        if self.is(Fault::HugeState) {
            state = Secret::new([state.bytes(), &[b' '; 9000]].concat());
        }
        Step { prompts, state }
    }

    fn state(&self, account: &Account, what: &str, state: &Secret) -> Result<State, Failure> {
        let state: Option<State> = state.unpack();
        let foreign = |state: &State| {
            let person = state.who != account.pseudonym && !self.is(Fault::IgnoresThePerson);
            person || state.what != what
        };
        match state {
            Some(state) if !foreign(&state) => Ok(state),
            _ => Err(broken()),
        }
    }

    fn rejected(&self, answers: &Answers) -> Rejection {
        let mut reason = Text::new("words-wrong", "Wrong");
        if self.is(Fault::EchoesAnswers) {
            reason = reason.with("typed", answers.text("word").unwrap_or_default());
        }
        let foreign = self.is(Fault::NamesAForeignField);
        Rejection {
            field: Some(if foreign { "else" } else { "word" }.into()),
            reason,
            counts: true,
            spends: None,
        }
    }

    /// A word that comes later is given away, and so burnt: only the words after it open.
    fn hinted(&self, held: &Held, kept: &Kept, given_away: u32, answers: &Answers) -> Rejection {
        let keeps = self.is(Fault::KeepsWhatItGaveAway);
        let next = if keeps { kept.next + 1 } else { given_away + 1 };
        let next = if self.is(Fault::SpendsNothing) {
            kept.next
        } else {
            next
        };
        let foreign = self.is(Fault::SpendsOfAnother);
        Rejection {
            counts: !self.is(Fault::SpendsUncounted),
            spends: Some(Spent {
                held: if foreign { "another" } else { &held.id }.into(),
                secret: Self::secret(&kept.base, next),
                facts: self.facts(),
            }),
            ..self.rejected(answers)
        }
    }

    fn secret(base: &str, next: u32) -> Secret {
        let base = base.to_owned();
        Secret::pack(&Kept { base, next }).expect("JSON")
    }

    fn facts(&self) -> Vec<Fact> {
        let fact = Fact {
            name: "words".into(),
            value: "1".into(),
            text: Text::new("words-left", "Words are left"),
            warning: false,
        };
        vec![fact; if self.is(Fault::TwinFacts) { 2 } else { 1 }]
    }
}

#[async_trait]
impl SecondFactor for Words {
    fn describe(&self) -> Description {
        let bad = self.is(Fault::BadId);
        Description {
            id: if bad { "Words!" } else { "words" }.into(),
            name: Text::new("words-name", "Words"),
            summary: Text::new("words-summary", "Words to keep"),
            icon: "words".into(),
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
        let random = host.random(8);
        let hex: Vec<String> = random.bytes().iter().map(|b| format!("{b:02x}")).collect();
        Ok(self.step(account, "enrolment", Some(hex.concat())))
    }

    async fn continue_enrolment(
        &self,
        _host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let state = self.state(account, "enrolment", state)?;
        let base = state.base.ok_or_else(broken)?;
        let proved = answers.text("word") == Some(&word(&base, 0));
        if !proved && !self.is(Fault::AcceptsNothing) {
            let mut rejection = self.rejected(answers);
            rejection.spends = self.is(Fault::SpendsAtEnrolment).then(|| Spent {
                held: "none".into(),
                secret: Self::secret(&base, 1),
                facts: self.facts(),
            });
            return Ok(EnrolmentOutcome::Rejected(rejection));
        }
        let next = u32::from(!self.is(Fault::AcceptsTheProofOfEnrolment));
        Ok(EnrolmentOutcome::Enrolled(Enrolled {
            secret: Self::secret(&base, next),
            label: Text::new("words-label", "Words"),
            facts: self.facts(),
            identifier: None,
        }))
    }

    async fn begin_challenge(
        &self,
        _host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let held = held.first().ok_or_else(broken)?;
        Ok(self.step(account, &held.id, None))
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let held = held.first().ok_or_else(broken)?;
        if !self.is(Fault::IgnoresTheState) {
            self.state(account, &held.id, state)?;
        }
        if self.is(Fault::LogsAnswers) {
            host.log(LogLevel::Debug, answers.text("word").unwrap_or_default());
        }
        let rejected = || Ok(ChallengeOutcome::Rejected(self.rejected(answers)));
        let Some(kept) = held.secret.unpack::<Kept>() else {
            let blames = self.is(Fault::BlamesThePersonForABrokenSecret);
            return if blames { rejected() } else { Err(broken()) };
        };
        let forgets = self.is(Fault::AcceptsTwice) && kept.next > 1;
        let spent = (kept.next - u32::from(forgets)..kept.next + 20)
            .find(|number| answers.text("word") == Some(&word(&kept.base, *number)));
        let Some(spent) = spent else {
            return rejected();
        };
        if spent >= kept.next + FAR {
            let hinted = self.hinted(held, &kept, spent, answers);
            return Ok(ChallengeOutcome::Rejected(hinted));
        }
        Ok(ChallengeOutcome::Accepted(Acceptance {
            held: held.id.clone(),
            secret: Self::secret(&kept.base, spent + u32::from(!self.is(Fault::LeavesNoMark))),
            facts: self.facts(),
            notice: None,
        }))
    }
}

/// Says one word after the other.
#[derive(Default)]
struct Speaker(BTreeMap<String, (String, u32)>);

impl Speaker {
    fn next(&mut self, account: &Account) -> Answers {
        let (base, number) = self.0.get_mut(&account.pseudonym).expect("enrolled");
        let answer = word(base, *number);
        *number += 1;
        Answers::new([("word".to_owned(), answer.into())])
    }
}

impl Enrollee for Speaker {
    fn enrol(&mut self, _host: &FakeHost, account: &Account, step: &Step) -> Answers {
        if let Some(Prompt::Copyable { value, .. }) = step.prompts.first() {
            let base = value.text().expect("text").to_owned();
            self.0.insert(account.pseudonym.clone(), (base, 0));
        }
        self.next(account)
    }

    fn prove(&mut self, _host: &FakeHost, account: &Account, _step: &Step) -> Answers {
        self.next(account)
    }

    /// Reads out a word too far down the list.
    fn tempt(
        &mut self,
        _host: &FakeHost,
        account: &Account,
        _step: &Step,
    ) -> Option<(Answers, i64)> {
        let (_, number) = self.0.get_mut(&account.pseudonym).expect("enrolled");
        *number += FAR;
        Some((self.next(account), 30))
    }
}

async fn hold(fault: Fault) {
    second_factor_contract(&Words(fault), &mut Speaker::default()).await;
}

#[tokio::test]
async fn a_good_factor_passes() {
    hold(Fault::None).await;
}

macro_rules! refuses {
    ($($name:ident: $fault:ident, $why:literal;)*) => {
        $(
            #[tokio::test]
            #[should_panic(expected = $why)]
            async fn $name() {
                hold(Fault::$fault).await;
            }
        )*
    };
}

refuses! {
    an_id_that_is_no_plain_name_fails: BadId, "the module's id is a short plain name";
    a_text_without_a_fallback_fails: NoFallback, "words-word has a fallback";
    two_prompts_of_one_name_fail: TwinPrompts, "each answer's name is unique";
    a_state_beyond_the_limit_fails: HugeState, "a step's state has 8192 bytes at most";
    enrolling_by_no_answer_fails: AcceptsNothing, "hostile answers do not enrol";
    repeating_what_was_typed_fails: EchoesAnswers, "does not echo what was typed";
    naming_a_field_that_is_not_there_fails: NamesAForeignField, "names a field of its step";
    accepting_an_answer_twice_fails: AcceptsTwice, "the same answers are not accepted twice";
    a_proof_without_a_mark_fails: LeavesNoMark, "a proof leaves its mark";
    accepting_the_proof_of_enrolment_fails: AcceptsTheProofOfEnrolment, "prove nothing after it";
    ignoring_the_state_fails: IgnoresTheState, "one person's challenge is not another's";
    ignoring_whom_it_is_with_fails: IgnoresThePerson, "ends with the person it began with";
    blaming_people_for_storage_fails: BlamesThePersonForABrokenSecret, "a broken secret is";
    logging_an_answer_fails: LogsAnswers, "answers are not logged";
    a_rejection_that_spends_without_a_mark_fails: SpendsNothing, "that spends changes the secret";
    spending_of_a_credential_that_was_not_asked_fails: SpendsOfAnother, "which credential it spends of";
    spending_without_counting_fails: SpendsUncounted, "a rejection that spends counts";
    spending_at_an_enrolment_fails: SpendsAtEnrolment, "an enrolment's rejection spends nothing";
    accepting_later_what_was_given_away_fails: KeepsWhatItGaveAway, "gave away opens nothing later";
    two_facts_of_one_name_fail: TwinFacts, "each fact's name is unique";
}
