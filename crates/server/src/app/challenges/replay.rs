//! Answers that a plugin was given: none is given to it twice (R128).
//!
//! Modules that come with the panel leave a mark in the secret. So do plugins, who are held to it; but whether
//! the mark means anything is a stranger's word, and the panel does not take it.

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_module::{Answers, ChallengeOutcome, Failure};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Tx, answered};

use crate::Panel;
use crate::modules::Factor;

/// For how long an answer is remembered.
const REMEMBERED: TimeDelta = TimeDelta::minutes(10);

/// An answer, as it is remembered.
pub(super) struct Replay {
    principal: PrincipalId,
    digest: [u8; 32],
}

impl Replay {
    /// What there is to remember: nothing of an answer in which nothing was entered, such as asking whether a
    /// phone has been looked at.
    pub(super) fn of(
        panel: &Panel,
        principal: &Principal,
        factor: &Factor,
        answers: &Answers,
    ) -> Option<Self> {
        if !factor.is_plugin() {
            return None;
        }
        let mut text = Vec::new();
        let mut part = |bytes: &[u8]| {
            text.extend(bytes.len().to_be_bytes());
            text.extend(bytes);
        };
        part(principal.id.0.as_bytes());
        part(factor.description.id.as_bytes());
        let mut is_empty = true;
        for (name, answer) in answers.iter() {
            is_empty &= answer.bytes().is_empty();
            part(name.as_bytes());
            part(answer.bytes());
        }
        (!is_empty).then(|| Self {
            principal: principal.id,
            digest: panel.keys.answered(&text),
        })
    }

    /// Remembers it; false if it is remembered already.
    pub(super) async fn claim(
        &self,
        tx: &mut Tx,
        now: DateTime<Utc>,
    ) -> Result<bool, innkeeper_store::Error> {
        answered::claim(tx, self.principal, &self.digest, now, now + REMEMBERED).await
    }

    /// Forgets it, for nothing came of it.
    pub(super) async fn release(&self, panel: &Panel) -> Result<(), innkeeper_store::Error> {
        let mut tx = panel.db.begin().await?;
        answered::release(&mut tx, self.principal, &self.digest).await?;
        tx.commit().await
    }
}

/// Whether an answer is used up by what became of it. A step on the way, a wait and a fault are nothing.
pub(super) fn spends(outcome: &Result<ChallengeOutcome, Failure>) -> bool {
    match outcome {
        Ok(ChallengeOutcome::Accepted(_)) => true,
        Ok(ChallengeOutcome::Rejected(rejection)) => rejection.counts || rejection.spends.is_some(),
        Ok(ChallengeOutcome::Step(_) | ChallengeOutcome::Pending) | Err(_) => false,
    }
}
