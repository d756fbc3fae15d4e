//! What the panel relies on in every second factor.
//!
//! It is written against the trait alone, so that a native module and a sandboxed one pass the same
//! tests. Passing does not prove a factor secure; failing proves that the panel cannot host it.

mod mending;

use crate::testing::{Enrollee, FakeHost, form, hostile};
use crate::{
    Acceptance, Account, Answers, ChallengeOutcome, Enrolled, EnrolmentOutcome, Failure, Held,
    Prompt, Rejection, SecondFactor, Secret, Step,
};

/// How many rounds a conversation may take.
const ROUNDS: usize = 8;

/// Tests a factor; panics with a sentence about what is not as it must be.
///
/// Descriptions are pure; conversations begin without state, are well-formed, survive hostile answers
/// and foreign or broken states and secrets, and come to their end with right answers; what proved
/// something proves nothing a second time, nor does what mended a credential; nothing secret reaches logs or errors.
pub async fn second_factor_contract(factor: &dyn SecondFactor, driver: &mut dyn Enrollee) {
    let description = factor.describe();
    form::assert_description(&description);
    assert_eq!(description, factor.describe(), "a description is pure");

    let host = driver.host();
    let mut bench = Bench {
        factor,
        driver,
        host,
        typed: Vec::new(),
    };
    let (alice, bob) = (person("alice"), person("bob"));
    let mut held = bench.enrols_and_spends_the_proof(&alice).await;
    for _ in 0..3 {
        bench.proves_once(&alice, &mut held).await;
    }
    bench.mends_without_opening(&alice, &mut held).await;
    bench.keeps_people_apart(&alice, &bob, &held).await;
    bench.survives_broken_storage(&alice, &held).await;
    bench.told_nobody(&held);
}

struct Bench<'a> {
    factor: &'a dyn SecondFactor,
    driver: &'a mut dyn Enrollee,
    host: FakeHost,
    /// Right answers, none of which may turn up where people look.
    typed: Vec<(Vec<String>, Answers)>,
}

impl Bench<'_> {
    /// An enrolment from beginning to end; its proof is spent by it.
    async fn enrols_and_spends_the_proof(&mut self, account: &Account) -> Held {
        let (enrolled, answers) = self.enrol(account, true).await;
        let held = held(account, &stored_and_loaded(&enrolled.secret));
        let step = self.begin(account, &held).await;
        let again = self.challenge(account, &held, &step, &answers).await;
        assert_refused(
            &again,
            "the answers that proved an enrolment prove nothing after it",
        );
        self.host.advance_seconds(self.driver.pause());
        held
    }

    /// A challenge: hostile answers fail, right ones are accepted, and the same ones only once.
    async fn proves_once(&mut self, account: &Account, held: &mut Held) {
        let step = self.begin(account, held).await;
        for wrong in hostile::wrong_answers(&step) {
            let outcome = self.challenge(account, held, &step, &wrong).await;
            let rejection = rejected(outcome).expect("a hostile answer is rejected");
            form::assert_rejection(&rejection, &step, &wrong);
            form::assert_spent(&rejection, held);
        }
        let (acceptance, step, answers) = self.prove(account, held, step).await;
        assert_eq!(
            acceptance.held, held.id,
            "it says which credential proved it"
        );
        assert!(
            acceptance.secret != held.secret,
            "a proof leaves its mark in the secret"
        );
        form::assert_stored("a credential's secret", &acceptance.secret);
        form::assert_facts(&acceptance.facts);
        if let Some(notice) = &acceptance.notice {
            form::assert_text(&notice.text);
        }
        held.secret = stored_and_loaded(&acceptance.secret);
        let again = self.challenge(account, held, &step, &answers).await;
        assert_refused(&again, "the same answers are not accepted twice");
        let step = self.begin(account, held).await;
        let again = self.challenge(account, held, &step, &answers).await;
        assert_refused(
            &again,
            "the same answers are not accepted in a new challenge either",
        );
        self.host.advance_seconds(self.driver.pause());
        self.spends_what_it_gives_away(account, held).await;
    }

    /// An answer that is refused with a hint opens nothing once what it spent is stored, whenever it
    /// comes again.
    async fn spends_what_it_gives_away(&mut self, account: &Account, held: &mut Held) {
        let step = self.begin(account, held).await;
        let Some((answers, wait)) = self.driver.tempt(&self.host, account, &step) else {
            return;
        };
        self.remember(&step, &answers);
        let outcome = self.challenge(account, held, &step, &answers).await;
        let rejection = rejected(outcome).expect("a tempting answer is rejected");
        form::assert_rejection(&rejection, &step, &answers);
        form::assert_spent(&rejection, held);
        if let Some(spent) = rejection.spends {
            held.secret = stored_and_loaded(&spent.secret);
        }
        self.host.advance_seconds(wait);
        let step = self.begin(account, held).await;
        let again = self.challenge(account, held, &step, &answers).await;
        assert_refused(&again, "what a refusal gave away opens nothing later");
        self.host.advance_seconds(self.driver.pause());
    }

    /// Neither states nor proofs of one person are of use to another, nor those of one purpose to
    /// another.
    async fn keeps_people_apart(&mut self, alice: &Account, bob: &Account, hers: &Held) {
        let carol = person("carol");
        let begun = self.begin_enrolment(&carol).await;
        let answers = self.driver.enrol(&self.host, &carol, &begun);
        let foreign = self.enrolment(bob, &begun, &answers).await;
        assert_not_enrolled(&foreign, "an enrolment ends with the person it began with");

        let (enrolled, _) = self.enrol(bob, false).await;
        let his = held(bob, &stored_and_loaded(&enrolled.secret));
        self.host.advance_seconds(self.driver.pause());
        let (her_step, his_step) = (self.begin(alice, hers).await, self.begin(bob, &his).await);
        let proof = self.driver.prove(&self.host, bob, &his_step);
        let foreign = self.challenge(alice, hers, &her_step, &proof).await;
        assert_refused(&foreign, "one person's proof is not another's");
        let foreign = self.challenge(bob, &his, &her_step, &proof).await;
        assert_refused(&foreign, "one person's challenge is not another's");
        let foreign = self.challenge(alice, &his, &his_step, &proof).await;
        assert_refused(&foreign, "a challenge ends with the person it began with");
        let foreign = self.challenge(bob, &his, &begun, &proof).await;
        assert_refused(&foreign, "an enrolment's state is no challenge's");
        let foreign = self.enrolment(bob, &his_step, &proof).await;
        assert_not_enrolled(&foreign, "a challenge's state is no enrolment's");
        let mut other = his.clone();
        other.id = "another-credential".into();
        let foreign = self.challenge(bob, &other, &his_step, &proof).await;
        assert_refused(&foreign, "a challenge is of one credential");
    }

    /// What the panel hands back broken is a fault of the installation, never a panic, never a pass.
    async fn survives_broken_storage(&mut self, account: &Account, genuine: &Held) {
        let step = self.begin(account, genuine).await;
        let answers = self.driver.prove(&self.host, account, &step);
        for secret in hostile::broken(&genuine.secret) {
            let broken = held(account, &secret);
            let begun =
                self.factor
                    .begin_challenge(&self.host, account, std::slice::from_ref(&broken));
            let sound = begun.await.map_or_else(|e| is_misconfigured(&e), |_| true);
            assert!(sound, "a broken secret is a misconfiguration");
            let outcome = self.challenge(account, &broken, &step, &answers).await;
            assert_misconfigured(outcome.as_ref().err(), "a broken secret");
        }
        for state in hostile::broken(&step.state) {
            let step = Step {
                state,
                ..step.clone()
            };
            let outcome = self.challenge(account, genuine, &step, &answers).await;
            assert_misconfigured(outcome.as_ref().err(), "a challenge's broken state");
        }
        let none = self.factor.begin_challenge(&self.host, account, &[]).await;
        assert_misconfigured(none.as_ref().err(), "a challenge without a credential");
        let outcome = self.challenge(account, genuine, &step, &answers).await;
        let sound = matches!(
            outcome,
            Ok(ChallengeOutcome::Accepted(_) | ChallengeOutcome::Step(_))
        );
        assert!(sound, "what was broken was the storage, not the answers");

        let step = self.begin_enrolment(account).await;
        let answers = self.driver.enrol(&self.host, account, &step);
        for state in hostile::broken(&step.state) {
            let step = Step {
                state,
                ..step.clone()
            };
            let outcome = self.enrolment(account, &step, &answers).await;
            assert_misconfigured(outcome.as_ref().err(), "an enrolment's broken state");
        }
    }

    /// No log line has an answer or a secret in it.
    fn told_nobody(&self, held: &Held) {
        for (_, line) in self.host.logs() {
            let secret = held
                .secret
                .text()
                .is_some_and(|secret| line.contains(secret));
            assert!(!secret, "secrets are not logged");
            for (names, answers) in &self.typed {
                let typed = names.iter().filter_map(|name| answers.text(name));
                let told = typed
                    .filter(|text| text.len() >= 4)
                    .any(|text| line.contains(text));
                assert!(!told, "answers are not logged");
            }
        }
    }

    /// Enrols by right answers; the last of them come back too.
    async fn enrol(&mut self, account: &Account, hostile: bool) -> (Enrolled, Answers) {
        let mut step = self.begin_enrolment(account).await;
        for _ in 0..ROUNDS {
            if hostile {
                self.refuses_to_enrol(account, &step).await;
            }
            let answers = self.driver.enrol(&self.host, account, &step);
            self.remember(&step, &answers);
            match self.enrolment(account, &step, &answers).await {
                Ok(EnrolmentOutcome::Enrolled(enrolled)) => {
                    form::assert_stored("a credential's secret", &enrolled.secret);
                    form::assert_text(&enrolled.label);
                    form::assert_facts(&enrolled.facts);
                    form::assert_identifier(enrolled.identifier.as_deref());
                    return (enrolled, answers);
                }
                Ok(EnrolmentOutcome::Step(next)) => step = next,
                Ok(EnrolmentOutcome::Rejected(rejection)) => {
                    unreachable!("right answers are not rejected: {}", rejection.reason.key)
                }
                Err(failure) => unreachable!("right answers do not fail: {failure}"),
            }
            form::assert_step(&step);
        }
        unreachable!("an enrolment comes to its end within {ROUNDS} rounds")
    }

    async fn refuses_to_enrol(&self, account: &Account, step: &Step) {
        for wrong in hostile::wrong_answers(step) {
            let outcome = self.enrolment(account, step, &wrong).await;
            let Ok(EnrolmentOutcome::Rejected(rejection)) = outcome else {
                assert_not_enrolled(&outcome, "hostile answers do not enrol");
                continue;
            };
            form::assert_rejection(&rejection, step, &wrong);
            assert!(
                rejection.spends.is_none(),
                "an enrolment's rejection spends nothing"
            );
        }
    }

    /// Proves by right answers; the step they belong to and they themselves come back too.
    async fn prove(
        &mut self,
        account: &Account,
        held: &Held,
        mut step: Step,
    ) -> (Acceptance, Step, Answers) {
        for _ in 0..ROUNDS {
            let answers = self.driver.prove(&self.host, account, &step);
            self.remember(&step, &answers);
            match self.challenge(account, held, &step, &answers).await {
                Ok(ChallengeOutcome::Accepted(acceptance)) => return (acceptance, step, answers),
                Ok(ChallengeOutcome::Step(next)) => step = next,
                Ok(ChallengeOutcome::Pending) => {}
                Ok(ChallengeOutcome::Rejected(rejection)) => {
                    unreachable!("right answers are not rejected: {}", rejection.reason.key)
                }
                Err(failure) => unreachable!("right answers do not fail: {failure}"),
            }
            form::assert_step(&step);
        }
        unreachable!("a challenge comes to its end within {ROUNDS} rounds")
    }

    fn remember(&mut self, step: &Step, answers: &Answers) {
        let names = step.prompts.iter().filter_map(form::name);
        self.typed
            .push((names.map(str::to_owned).collect(), answers.clone()));
    }

    async fn begin_enrolment(&self, account: &Account) -> Step {
        let begun = self.factor.begin_enrolment(&self.host, account, &[]).await;
        let step = begun.expect("an enrolment begins without state");
        form::assert_step(&step);
        step
    }

    async fn begin(&self, account: &Account, held: &Held) -> Step {
        let held = std::slice::from_ref(held);
        let begun = self.factor.begin_challenge(&self.host, account, held).await;
        let step = begun.expect("a challenge begins without state");
        form::assert_step(&step);
        step
    }

    async fn enrolment(
        &self,
        account: &Account,
        step: &Step,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let (factor, host) = (self.factor, &self.host);
        let outcome = factor.continue_enrolment(host, account, &step.state, answers);
        outcome.await
    }

    async fn challenge(
        &self,
        account: &Account,
        held: &Held,
        step: &Step,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let (factor, host, held) = (self.factor, &self.host, std::slice::from_ref(held));
        let outcome = factor.continue_challenge(host, account, held, &step.state, answers);
        let outcome = outcome.await;
        if matches!(outcome, Ok(ChallengeOutcome::Pending)) {
            let waits = |prompt: &Prompt| matches!(prompt, Prompt::Wait { .. });
            assert!(
                step.prompts.iter().any(waits),
                "only a step that waits is asked again without being counted"
            );
        }
        outcome
    }
}

fn person(name: &str) -> Account {
    Account {
        pseudonym: format!("pseudonym-of-{name}"),
        label: format!("{name}+shop:ü@example.net"),
        issuer: "Müller & Söhne: Hosting".into(),
        locale: "de".into(),
        ..super::account()
    }
}

fn held(account: &Account, secret: &Secret) -> Held {
    Held {
        id: format!("credential-of-{}", account.pseudonym),
        label: "In the drawer".into(),
        secret: secret.clone(),
    }
}

/// A secret as the panel gives it back: it keeps nothing but the bytes.
fn stored_and_loaded(secret: &Secret) -> Secret {
    Secret::new(secret.bytes().to_vec())
}

fn rejected(outcome: Result<ChallengeOutcome, Failure>) -> Option<Rejection> {
    match outcome {
        Ok(ChallengeOutcome::Rejected(rejection)) => Some(rejection),
        _ => None,
    }
}

/// A misconfiguration is as good as a rejection here, and so is waiting on: none of them opens a door.
fn assert_refused(outcome: &Result<ChallengeOutcome, Failure>, why: &str) {
    let refused = match outcome {
        Ok(ChallengeOutcome::Rejected(_) | ChallengeOutcome::Pending) => true,
        Ok(_) => false,
        Err(failure) => is_misconfigured(failure),
    };
    assert!(refused, "{why}");
}

fn assert_not_enrolled(outcome: &Result<EnrolmentOutcome, Failure>, why: &str) {
    assert!(
        !matches!(outcome, Ok(EnrolmentOutcome::Enrolled(_))),
        "{why}"
    );
}

fn assert_misconfigured(failure: Option<&Failure>, what: &str) {
    let sound = failure.is_some_and(is_misconfigured);
    assert!(sound, "{what} is a misconfiguration, not {failure:?}");
}

fn is_misconfigured(failure: &Failure) -> bool {
    matches!(failure, Failure::Misconfigured(_))
}
