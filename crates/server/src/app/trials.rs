//! A credential that its owner tries out (R16), or puts right where its proofs are refused (R54).
//!
//! Both are conversations like a challenge, with the same counters before them, and what was typed is spent
//! by them. Neither is a fresh proof, and neither opens anything.

use innkeeper_identity::check_up;
use innkeeper_identity::credential::ChallengePurpose;
use innkeeper_identity::ids::{CredentialId, SessionId};
use innkeeper_module::{Answers, Text};
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::sessions::{self as session_rows, SignedIn as LiveSession};

use super::Caller;
use super::challenges::{self, Answer, Begun, Proof, Refusal, Shown, Target, Way};
use super::events::{Event, EventName};
use crate::Panel;

/// What is done with a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// It is tried out.
    CheckUp,
    /// It is put right.
    Mend,
}

impl Trial {
    fn target(self, session: SessionId) -> Target {
        Target {
            purpose: match self {
                Self::CheckUp => ChallengePurpose::CheckUp,
                Self::Mend => ChallengePurpose::Mend,
            },
            bound_to: session.0,
        }
    }

    /// What is written down when it went well, and when it did not.
    fn events(self) -> (EventName, EventName) {
        match self {
            Self::CheckUp => (EventName::FactorChecked, EventName::FactorCheckFailed),
            Self::Mend => (EventName::FactorMended, EventName::FactorMendFailed),
        }
    }
}

/// What became of the answers.
pub enum Tried {
    /// It works, or works again; with the module's word about it.
    Done(Option<Text>),
    /// It did not.
    Rejected(Refusal),
    /// Another round.
    Again,
    /// The conversation is over; begin again.
    Gone,
    /// The factor cannot be asked now.
    Unavailable,
    /// That was often enough for this session.
    Enough,
}

/// Whether this session may try a credential out now.
pub fn may_go_on(live: &LiveSession, trial: Trial) -> bool {
    trial == Trial::Mend || check_up::may_try(live.session.step_up_failures)
}

/// Opens the conversation about that credential.
pub async fn begin(
    panel: &Panel,
    live: &LiveSession,
    trial: Trial,
    credential: &Credential,
    caller: &Caller,
) -> anyhow::Result<Begun> {
    let way = Way {
        factor: credential.factor.clone(),
        credential: Some(credential.id),
    };
    let target = trial.target(live.session.id);
    challenges::begin(panel, &live.principal, target, &way, caller).await
}

/// The conversation under way about that credential, if there is one.
pub async fn show(
    panel: &Panel,
    live: &LiveSession,
    trial: Trial,
    credential: &Credential,
) -> anyhow::Result<Option<Shown>> {
    let target = trial.target(live.session.id);
    let shown = challenges::show(panel, &live.principal, target).await?;
    Ok(shown.filter(|shown| shown.way.credential == Some(credential.id)))
}

/// Takes the answers.
pub async fn give(
    panel: &Panel,
    live: &LiveSession,
    trial: Trial,
    credential: &Credential,
    answers: &Answers,
    caller: &Caller,
) -> anyhow::Result<Tried> {
    if !may_go_on(live, trial) {
        return Ok(Tried::Enough);
    }
    if show(panel, live, trial, credential).await?.is_none() {
        return Ok(Tried::Gone);
    }
    let target = trial.target(live.session.id);
    Ok(
        match challenges::answer(panel, &live.principal, target, answers, caller).await? {
            Answer::Proved(proof) => finish(panel, live, trial, &proof, caller).await?,
            Answer::Rejected(refusal) => {
                if refusal.counts() {
                    failed(panel, live, trial, &refusal, caller).await?;
                }
                Tried::Rejected(refusal)
            }
            Answer::Again => Tried::Again,
            Answer::Gone => Tried::Gone,
            Answer::Unavailable | Answer::Exhausted => Tried::Unavailable,
        },
    )
}

/// Puts trying a credential out off. False where the person has no such credential.
pub async fn skip(panel: &Panel, live: &LiveSession, id: CredentialId) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let now = panel.clock.now();
    let skipped = credentials::skip_check_up(&mut tx, id, live.principal.id, now).await?;
    tx.commit().await?;
    Ok(skipped)
}

async fn finish(
    panel: &Panel,
    live: &LiveSession,
    trial: Trial,
    proof: &Proof,
    caller: &Caller,
) -> anyhow::Result<Tried> {
    let mut tx = panel.db.begin().await?;
    if !proof.spend(&mut tx, panel.clock.now()).await? {
        return Ok(Tried::Rejected(challenges::already_spent(proof)));
    }
    let (done, _) = trial.events();
    Event::by(done, live.principal.kind, live.principal.id)
        .with("factor", proof.factor.description.id.clone())
        .with("label", proof.credential.label.clone())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Tried::Done(proof.notice.clone()))
}

async fn failed(
    panel: &Panel,
    live: &LiveSession,
    trial: Trial,
    refusal: &Refusal,
    caller: &Caller,
) -> anyhow::Result<()> {
    let (_, failed) = trial.events();
    let mut tx = panel.db.begin().await?;
    if trial == Trial::CheckUp {
        session_rows::count_step_up_failure(&mut tx, live.session.id).await?;
    }
    Event::by(failed, live.principal.kind, live.principal.id)
        .with("factor", refusal.factor.as_str())
        .with("because", refusal.because())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(())
}
