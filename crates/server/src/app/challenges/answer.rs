//! The answer to a challenge: asked of the module, counted, and made a proof that may be spent once.

use anyhow::Context;
use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::ChallengePurpose;
use innkeeper_identity::ids::{ChallengeId, PendingLoginId};
use innkeeper_module::{
    Acceptance, Answers, ChallengeOutcome, Fact, Failure, Rejection, Spent, Step, Text,
};
use innkeeper_store::challenges::{self, Challenge, Labelled};
use innkeeper_store::credentials::{self, Credential, Use};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Sealed, Tx, pending_logins};

use super::replay::{Replay, spends};
use super::{Target, chosen, find_live, note_failure, open_held, open_step};
use crate::Panel;
use crate::app::conversation::{self, Kept};
use crate::app::throttling::{self, Tried};
use crate::app::{Caller, factors, messages};
use crate::host::ModuleHost;
use crate::modules::Factor;

/// What became of the answers.
pub enum Answer {
    /// The proof holds, if it can be spent.
    Proved(Box<Proof>),
    /// The proof failed, or was not looked at for a lock: both look the same (R35).
    Rejected(Refusal),
    /// Another round, or still waiting.
    Again,
    /// No fault of the person's: offer another way.
    Unavailable,
    /// The challenge is over; begin again.
    Gone,
    /// Too many failures for this pending login (R23).
    Exhausted,
}

/// Why a proof was refused, for the page.
pub struct Refusal {
    /// The module whose text it is.
    pub factor: String,
    /// What the module says; none where the panel refused without asking it.
    pub rejection: Option<Box<Rejection>>,
    /// How long to wait before the next try counts.
    pub wait: Option<chrono::Duration>,
}

/// A proof that a module accepted and nobody has spent yet.
pub struct Proof {
    /// Which factor proved it.
    pub factor: Factor,
    /// Which credential.
    pub credential: Credential,
    /// What the proof is worth.
    pub class: Assurance,
    /// What the module wants the person to know.
    pub notice: Option<Text>,
    sealed: Sealed,
    facts: Vec<Fact>,
    challenge: ChallengeId,
    tried: Tried,
}

impl Proof {
    /// What the credential tells about itself after this proof.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Uses the proof up. False means that somebody else used it first: nothing may be granted.
    pub async fn spend(
        &self,
        tx: &mut Tx,
        now: DateTime<Utc>,
    ) -> Result<bool, innkeeper_store::Error> {
        let credential = &self.credential;
        let used = Use {
            id: credential.id,
            principal_id: credential.principal_id,
            seen_version: credential.secret_version,
            secret: &self.sealed,
            facts: &factors::write_facts(&self.facts),
            now,
        };
        let spent = credentials::spend(tx, used).await?;
        if spent {
            challenges::delete(tx, self.challenge).await?;
            throttling::succeeded(tx, &self.tried).await?;
        }
        Ok(spent)
    }
}

/// Takes answers to the challenge under way. Counters are raised first; only a clean answer of the
/// module's takes the raise back.
pub async fn answer(
    panel: &Panel,
    principal: &Principal,
    target: Target,
    answers: &Answers,
    caller: &Caller,
) -> anyhow::Result<Answer> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let found = find_live(&mut tx, panel, principal.id, target).await?;
    let Some(Labelled { challenge, .. }) = found else {
        return Ok(Answer::Gone);
    };
    let Some(factor) = panel.modules().second_factor(&challenge.factor) else {
        return Ok(Answer::Unavailable);
    };
    let all = credentials::list_active(&mut tx, principal.id).await?;
    let credentials = chosen(&all, &factor, challenge.credential_id);
    if credentials.is_empty() {
        return Ok(Answer::Gone);
    }
    let Some(step) = open_step(panel, &challenge, &factor)? else {
        return Ok(Answer::Gone);
    };
    let answers = &answers.to(&step.prompts);
    if target.purpose == ChallengePurpose::SignIn
        && pending_logins::raise_attempts(&mut tx, target.pending(), now)
            .await?
            .is_none()
    {
        return Ok(Answer::Exhausted);
    }
    let on = throttling::of_factor(panel, principal, &factor, &credentials, caller);
    let tried = throttling::raise(&mut tx, on, now).await?;
    if let Some(wait) = tried.wait {
        // The unit of work is dropped: what a lock refuses is not counted.
        return Ok(Answer::Rejected(Refusal::locked(&factor, wait)));
    }
    let replay = Replay::of(panel, principal, &factor, answers);
    let is_new = match &replay {
        Some(replay) => replay.claim(&mut tx, now).await?,
        None => true,
    };
    tx.commit().await?;

    let asked = Asked {
        panel,
        principal,
        target,
        factor: &factor,
        credentials: &credentials,
        challenge: &challenge,
        caller,
    };
    if !is_new {
        return asked.repeated(&tried).await;
    }
    let outcome = asked.module(&step, answers).await?;
    if let Some(replay) = &replay
        && !spends(&outcome)
    {
        replay.release(panel).await?;
    }
    match outcome {
        Ok(ChallengeOutcome::Accepted(acceptance)) => asked.accepted(acceptance, tried),
        Ok(ChallengeOutcome::Rejected(rejection)) => asked.rejected(rejection, &tried).await,
        Ok(ChallengeOutcome::Step(next)) => asked.next(&next, &tried).await,
        Ok(ChallengeOutcome::Pending) => asked.uncounted(&tried).await.map(|()| Answer::Again),
        Err(failure) => {
            asked.uncounted(&tried).await?;
            note_failure(panel, principal, &factor, &failure, caller).await?;
            Ok(Answer::Unavailable)
        }
    }
}

/// The refusal of a proof that somebody else spent first.
pub fn already_spent(proof: &Proof) -> Refusal {
    Refusal::by_panel(&proof.factor, None)
}

impl Refusal {
    fn locked(factor: &Factor, wait: chrono::Duration) -> Self {
        Self::by_panel(factor, Some(wait))
    }

    /// A refusal in the panel's words, which are the same whatever the factor.
    fn by_panel(factor: &Factor, wait: Option<chrono::Duration>) -> Self {
        Self {
            factor: factor.description.id.clone(),
            rejection: None,
            wait,
        }
    }

    /// Whether it was a wrong answer, and not a lock or a slip that costs nothing.
    pub fn counts(&self) -> bool {
        self.rejection
            .as_ref()
            .map_or(self.wait.is_none(), |rejection| rejection.counts)
    }

    /// The module's name for why, for the audit log: a key copied elsewhere is told from a typing error (R111).
    pub fn because(&self) -> Option<&str> {
        self.rejection
            .as_ref()
            .map(|rejection| rejection.reason.key.as_str())
    }
}

impl Target {
    fn pending(self) -> PendingLoginId {
        PendingLoginId(self.bound_to)
    }
}

/// One call of a module, with what its outcome concerns.
struct Asked<'a> {
    panel: &'a Panel,
    principal: &'a Principal,
    target: Target,
    factor: &'a Factor,
    credentials: &'a [Credential],
    challenge: &'a Challenge,
    caller: &'a Caller,
}

impl Asked<'_> {
    /// What the module says to the answers.
    async fn module(
        &self,
        step: &Step,
        answers: &Answers,
    ) -> anyhow::Result<Result<ChallengeOutcome, Failure>> {
        let (panel, principal, id) = (self.panel, self.principal, &self.challenge.factor);
        let held = open_held(panel, self.credentials)?;
        let number = messages::of(self.credentials);
        let host = ModuleHost::new(panel, id, principal, self.caller).writing_to(number.as_ref());
        let account = conversation::account(panel, principal, id);
        let (module, state) = (&self.factor.module, &step.state);
        let outcome = match (self.target.purpose, held.first()) {
            (ChallengePurpose::Mend, Some(held)) => {
                module.continue_mend(&host, &account, held, state, answers)
            }
            _ => module.continue_challenge(&host, &account, &held, state, answers),
        };
        Ok(outcome.await)
    }

    fn accepted(&self, acceptance: Acceptance, tried: Tried) -> anyhow::Result<Answer> {
        let credential = self.asked_about(&acceptance.held)?.clone();
        let sealed = factors::seal_secret(
            self.panel,
            credential.id,
            self.principal.id,
            &acceptance.secret,
        )?;
        Ok(Answer::Proved(Box::new(Proof {
            factor: self.factor.clone(),
            class: self.panel.class_of(self.factor),
            sealed,
            facts: acceptance.facts,
            credential,
            notice: acceptance.notice.map(|notice| notice.text),
            challenge: self.challenge.id,
            tried,
        })))
    }

    /// The same answer again is wrong, whatever the module would say (R128).
    async fn repeated(&self, tried: &Tried) -> anyhow::Result<Answer> {
        let wait = throttling::factor_failed(
            self.panel,
            self.principal,
            self.credentials,
            tried,
            self.caller,
        )
        .await?;
        Ok(Answer::Rejected(Refusal::by_panel(self.factor, wait)))
    }

    async fn rejected(&self, mut rejection: Rejection, tried: &Tried) -> anyhow::Result<Answer> {
        // What a reason gives away is spent before anybody reads it.
        let spends = rejection.spends.take();
        let told = match &spends {
            Some(spent) => self.note(spent).await?,
            None => true,
        };
        rejection.counts |= spends.is_some();
        if !rejection.counts {
            self.uncounted(tried).await?;
            return Ok(Answer::Rejected(Refusal {
                factor: self.factor.description.id.clone(),
                rejection: Some(Box::new(rejection)),
                wait: None,
            }));
        }
        let wait = throttling::factor_failed(
            self.panel,
            self.principal,
            self.credentials,
            tried,
            self.caller,
        )
        .await?;
        Ok(Answer::Rejected(Refusal {
            factor: self.factor.description.id.clone(),
            rejection: told.then(|| Box::new(rejection)),
            wait,
        }))
    }

    /// Stores what a refusal used up. False if the credential changed since the module saw it.
    async fn note(&self, spent: &Spent) -> anyhow::Result<bool> {
        let credential = self.asked_about(&spent.held)?;
        let noted = Use {
            id: credential.id,
            principal_id: self.principal.id,
            seen_version: credential.secret_version,
            secret: &factors::seal_secret(
                self.panel,
                credential.id,
                self.principal.id,
                &spent.secret,
            )?,
            facts: &factors::write_facts(&spent.facts),
            now: self.panel.clock.now(),
        };
        let mut tx = self.panel.db.begin().await?;
        let stored = credentials::note(&mut tx, noted).await?;
        tx.commit().await?;
        Ok(stored)
    }

    fn asked_about(&self, held: &str) -> anyhow::Result<&Credential> {
        let mut asked = self.credentials.iter();
        asked
            .find(|credential| credential.id.to_string() == held)
            .context("the module answered for a credential it was not asked about")
    }

    async fn next(&self, step: &Step, tried: &Tried) -> anyhow::Result<Answer> {
        self.uncounted(tried).await?;
        let sealed = conversation::seal(
            self.panel,
            Kept::Challenge,
            self.challenge.id.0,
            self.principal.id,
            (self.factor, step),
        )?;
        let mut tx = self.panel.db.begin().await?;
        let advanced =
            challenges::advance(&mut tx, self.challenge.id, self.challenge.version, &sealed)
                .await?;
        tx.commit().await?;
        Ok(if advanced {
            Answer::Again
        } else {
            Answer::Gone
        })
    }

    /// Takes back what was raised before the module was asked.
    async fn uncounted(&self, tried: &Tried) -> anyhow::Result<()> {
        let mut tx = self.panel.db.begin().await?;
        if self.target.purpose == ChallengePurpose::SignIn {
            pending_logins::lower_attempts(&mut tx, self.target.pending()).await?;
        }
        throttling::take_back(&mut tx, tried).await?;
        tx.commit().await?;
        Ok(())
    }
}
