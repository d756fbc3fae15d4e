//! A sheet of one-time codes, asked for one after the other. Nothing is kept between calls but the state of a step and
//! the secret of a credential.

use innkeeper_plugin::{
    Acceptance, Account, Answers, Assurance, ChallengeOutcome, Description, Enrolled,
    EnrolmentOutcome, Fact, Failure, Held, Host, InputKind, Prompt, Rejection, SecondFactor, Secret,
    Step, Text, async_trait,
};
use serde::{Deserialize, Serialize};

const CODES: usize = 12;

innkeeper_plugin::export_factor!(Factor);

innkeeper_plugin::phrases! {
    NAME = "%name%-name", "%title%";
    SUMMARY = "%name%-summary", "A sheet of codes that you print";
    KEEP = "%name%-keep", "Print these codes or write them down. They are shown only now.";
    SHEET = "%name%-codes", "Your codes";
    CODE = "%name%-code", "Code number {$number}";
    WRONG = "%name%-wrong", "That is not this code.";
    USED_UP = "%name%-used-up", "All codes are used. Sign in another way and get new ones.";
    LEFT = "%name%-left", "{$left} codes left";
}

struct Factor;

/// A credential: the codes, and how many of them are used. That is what makes a code spent, so it is in the secret.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    codes: Vec<Secret>,
    used: usize,
}

/// What a step wants back, with whose it is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum State {
    Enrols { who: String, sheet: Sheet },
    Challenges { who: String, held: String },
}

impl Sheet {
    fn draw(host: &dyn Host) -> Self {
        let code = |_| {
            let number = host.random(8).bytes().iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
            Secret::from(format!("{:06}", number % 1_000_000))
        };
        Self { codes: (0..CODES).map(code).collect(), used: 0 }
    }

    fn of(held: &[Held]) -> Result<(&Held, Self), Failure> {
        let held = held.first().ok_or_else(|| misconfigured("there is no credential"))?;
        let sheet: Option<Self> = held.secret.unpack();
        Ok((held, sheet.ok_or_else(|| misconfigured("the secret is not one of this plugin"))?))
    }

    fn field(&self) -> Prompt {
        Prompt::Input {
            name: "code".into(),
            label: CODE.text().with("number", self.used + 1),
            help: None,
            input: InputKind::Digits,
            max_length: 6,
            period: None,
        }
    }

    /// The sheet after this answer, if it is right. Secrets are compared in constant time.
    fn spend(mut self, answers: &Answers) -> Result<Self, Rejection> {
        let refused = |reason: Text, counts| Rejection { field: Some("code".into()), reason, counts, spends: None };
        let Some(code) = self.codes.get(self.used) else {
            return Err(refused(USED_UP.text(), false));
        };
        if answers.get("code") != Some(code) {
            return Err(refused(WRONG.text(), true));
        }
        self.used += 1;
        Ok(self)
    }

    fn facts(&self) -> Vec<Fact> {
        let left = self.codes.len().saturating_sub(self.used);
        let text = LEFT.text().with("left", left);
        vec![Fact { name: "left".into(), value: left.to_string(), text, warning: left < 3 }]
    }
}

fn misconfigured(why: &str) -> Failure {
    Failure::Misconfigured(why.into())
}

fn pack(data: &impl Serialize) -> Result<Secret, Failure> {
    Secret::pack(data).ok_or_else(|| misconfigured("it cannot be packed"))
}

#[async_trait]
impl SecondFactor for Factor {
    fn describe(&self) -> Description {
        Description {
            id: "%name%".into(),
            name: NAME.text(),
            summary: SUMMARY.text(),
            icon: "key".into(),
            assurance: Assurance::Basic,
            several: false,
            together: false,
            sends_messages: false,
        }
    }

    async fn begin_enrolment(&self, host: &dyn Host, account: &Account, _: &[Held]) -> Result<Step, Failure> {
        let sheet = Sheet::draw(host);
        let prompts = vec![
            Prompt::Message { text: KEEP.text() },
            Prompt::Codes { label: SHEET.text(), codes: sheet.codes.clone(), file_name: "codes.txt".into() },
            sheet.field(),
        ];
        let state = pack(&State::Enrols { who: account.pseudonym.clone(), sheet })?;
        Ok(Step { prompts, state })
    }

    async fn continue_enrolment(
        &self,
        _: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let sheet = match state.unpack() {
            Some(State::Enrols { who, sheet }) if who == account.pseudonym => sheet,
            _ => return Err(misconfigured("the state is not of this enrolment")),
        };
        Ok(match sheet.spend(answers) {
            Err(rejection) => EnrolmentOutcome::Rejected(rejection),
            Ok(sheet) => EnrolmentOutcome::Enrolled(Enrolled {
                secret: pack(&sheet)?,
                label: NAME.text(),
                facts: sheet.facts(),
                identifier: None,
            }),
        })
    }

    async fn begin_challenge(&self, _: &dyn Host, account: &Account, held: &[Held]) -> Result<Step, Failure> {
        let (held, sheet) = Sheet::of(held)?;
        let (who, held) = (account.pseudonym.clone(), held.id.clone());
        let state = pack(&State::Challenges { who, held })?;
        Ok(Step { prompts: vec![sheet.field()], state })
    }

    async fn continue_challenge(
        &self,
        _: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let (held, sheet) = Sheet::of(held)?;
        match state.unpack() {
            Some(State::Challenges { who, held: id }) if who == account.pseudonym && id == held.id => {}
            _ => return Err(misconfigured("the state is not of this challenge")),
        }
        Ok(match sheet.spend(answers) {
            Err(rejection) => ChallengeOutcome::Rejected(rejection),
            // The panel stores the secret with the sign-in or not at all: no code counts twice.
            Ok(sheet) => ChallengeOutcome::Accepted(Acceptance {
                held: held.id.clone(),
                secret: pack(&sheet)?,
                facts: sheet.facts(),
                notice: None,
            }),
        })
    }
}
