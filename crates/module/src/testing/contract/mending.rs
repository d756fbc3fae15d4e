//! What the panel relies on where a factor puts credentials right.

use super::{Bench, assert_misconfigured, assert_refused, rejected, stored_and_loaded};
use crate::testing::{form, hostile};
use crate::{Account, Answers, ChallengeOutcome, Failure, Held, Step};

impl Bench<'_> {
    /// What puts a credential right is spent by it as a proof is, and its state is of no use elsewhere.
    pub(super) async fn mends_without_opening(&mut self, account: &Account, held: &mut Held) {
        if !self.factor.mends() {
            let begun = self.factor.begin_mend(&self.host, account, held).await;
            assert_misconfigured(begun.as_ref().err(), "mending what is not mended");
            return;
        }
        let step = self.begin_mend(account, held).await;
        for wrong in hostile::wrong_answers(&step) {
            let outcome = self.mend(account, held, &step, &wrong).await;
            let rejection = rejected(outcome).expect("a hostile answer is rejected");
            form::assert_rejection(&rejection, &step, &wrong);
            form::assert_spent(&rejection, held);
        }
        for state in hostile::broken(&step.state) {
            let step = Step {
                state,
                ..step.clone()
            };
            let outcome = self.mend(account, held, &step, &Answers::default()).await;
            assert_misconfigured(outcome.as_ref().err(), "a mending's broken state");
        }
        let asked = self.begin(account, held).await;
        let answers = self.driver.mend(&self.host, account, &step);
        self.remember(&step, &answers);
        let foreign = self.challenge(account, held, &step, &answers).await;
        assert_refused(&foreign, "a mending's state is no challenge's");
        let foreign = self.mend(account, held, &asked, &answers).await;
        assert_refused(&foreign, "a challenge's state is no mending's");
        let Ok(ChallengeOutcome::Accepted(mended)) =
            self.mend(account, held, &step, &answers).await
        else {
            unreachable!("right answers mend")
        };
        assert_eq!(mended.held, held.id, "it says which credential it mended");
        assert!(mended.secret != held.secret, "mending leaves its mark");
        form::assert_stored("a credential's secret", &mended.secret);
        form::assert_facts(&mended.facts);
        let told = mended.notice.expect("mending says what was wrong");
        form::assert_text(&told.text);
        held.secret = stored_and_loaded(&mended.secret);
        let step = self.begin_mend(account, held).await;
        let again = self.mend(account, held, &step, &answers).await;
        assert_refused(&again, "the same answers do not mend twice");
        let step = self.begin(account, held).await;
        let proof = self.driver.prove(&self.host, account, &step);
        let spent = self.challenge(account, held, &step, &proof).await;
        assert_refused(&spent, "what mended a credential proves nothing after it");
        self.host.advance_seconds(self.driver.pause());
    }

    async fn begin_mend(&self, account: &Account, held: &Held) -> Step {
        let begun = self.factor.begin_mend(&self.host, account, held).await;
        let step = begun.expect("a mending begins without state");
        form::assert_step(&step);
        step
    }

    async fn mend(
        &self,
        account: &Account,
        held: &Held,
        step: &Step,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let (factor, host) = (self.factor, &self.host);
        let outcome = factor.continue_mend(host, account, held, &step.state, answers);
        outcome.await
    }
}
