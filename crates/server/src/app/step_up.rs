//! A fresh proof before something sensitive (R140-R145).

use innkeeper_identity::credential::{ChallengePurpose, Holdings};
use innkeeper_identity::ids::SessionId;
use innkeeper_identity::sign_in::order_options;
use innkeeper_identity::step_up::{self, Action, StepUp, StepUpNeed};
use innkeeper_module::{Answers, Secret};
use innkeeper_store::sessions::{self as session_rows, SignedIn as LiveSession};

use super::challenges::{self, Answer, Proof, Refusal, Target, Way};
use super::events::{Event, EventName};
use super::sessions::Token;
use super::throttling::{self, Tried};
use super::{Caller, factors, password, sessions};
use crate::Panel;

impl Target {
    /// A step-up of a session.
    pub fn step_up(session: SessionId) -> Self {
        Self {
            purpose: ChallengePurpose::StepUp,
            bound_to: session.0,
        }
    }
}

/// What a person must give, and how they can.
pub struct Due {
    /// What the proof consists of.
    pub need: StepUpNeed,
    /// The ways to give its second factor, in the order to offer them.
    pub ways: Vec<Way>,
}

/// What became of a step-up.
pub enum SteppedUp {
    /// Done; the token is for the session, which moved to a new id (R144).
    Done(Token),
    /// The password was wrong.
    WrongPassword,
    /// The factor was.
    Rejected(Refusal),
    /// Another round of the same challenge.
    Again,
    /// The factor cannot be asked now.
    Unavailable,
    /// Too many tries from here.
    Wait(chrono::Duration),
    /// Too many failures: the session is over (R145).
    SignedOut,
}

/// Whether the session may do this now, or a fresh proof is due first.
pub fn is_settled(panel: &Panel, live: &LiveSession, action: Action, holdings: &Holdings) -> bool {
    let need = step_up::required_for(action, live.session.restriction, holdings);
    let stamp = live.session.stepped_up_at.map(|at| StepUp {
        at,
        class: live.session.step_up_class,
    });
    let now = panel.clock.now();
    step_up::settled(stamp.as_ref(), need, live.principal.kind, now)
}

/// What a step-up of this person consists of.
pub async fn due(panel: &Panel, live: &LiveSession) -> anyhow::Result<Due> {
    let held = factors::list_held(panel, live.principal.id).await?;
    let holdings = factors::holdings(panel, live.principal.kind, &held);
    let need = step_up::required(&holdings);
    let usable = holdings
        .usable()
        .filter(|held| need.least_class().is_some_and(|least| held.class >= least))
        .cloned()
        .collect();
    Ok(Due {
        need,
        ways: challenges::ways(panel, &order_options(usable)),
    })
}

/// Takes the proof: the password, the answers to the challenge, or both.
pub async fn give(
    panel: &Panel,
    live: &LiveSession,
    typed: Secret,
    answers: &Answers,
    caller: &Caller,
) -> anyhow::Result<SteppedUp> {
    let Due { need, .. } = due(panel, live).await?;
    let mut tried = None;
    if need.asks_password() {
        match check_password(panel, live, typed, caller).await? {
            Ok(right) => tried = Some(right),
            Err(outcome) => return Ok(outcome),
        }
    }
    if need.least_class().is_none() {
        return finish(panel, live, tried.as_ref(), None, caller).await;
    }
    let target = Target::step_up(live.session.id);
    Ok(
        match challenges::answer(panel, &live.principal, target, answers, caller).await? {
            Answer::Proved(proof) if need.is_met_by(Some(proof.class)) => {
                finish(panel, live, tried.as_ref(), Some(&proof), caller).await?
            }
            Answer::Rejected(refusal) if refusal.counts() => {
                failed(panel, live, SteppedUp::Rejected(refusal), caller).await?
            }
            Answer::Rejected(refusal) => SteppedUp::Rejected(refusal),
            Answer::Again | Answer::Gone | Answer::Proved(_) => SteppedUp::Again,
            Answer::Unavailable | Answer::Exhausted => SteppedUp::Unavailable,
        },
    )
}

/// Checks the password of somebody signed in, with the door's own counters (R40).
pub async fn check_password(
    panel: &Panel,
    live: &LiveSession,
    typed: Secret,
    caller: &Caller,
) -> anyhow::Result<Result<Tried, SteppedUp>> {
    let principal = &live.principal;
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let tried = throttling::raise(
        &mut tx,
        throttling::of_password(principal.kind, &principal.email_key, caller),
        now,
    )
    .await?;
    if let Some(wait) = tried.wait {
        return Ok(Err(SteppedUp::Wait(wait)));
    }
    tx.commit().await?;
    let verdict = password::verify(panel, typed, principal.password_hash.as_ref()).await?;
    if verdict.is_right() {
        return Ok(Ok(tried));
    }
    Ok(Err(
        failed(panel, live, SteppedUp::WrongPassword, caller).await?
    ))
}

async fn finish(
    panel: &Panel,
    live: &LiveSession,
    password: Option<&Tried>,
    proof: Option<&Proof>,
    caller: &Caller,
) -> anyhow::Result<SteppedUp> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    if let Some(proof) = proof
        && !proof.spend(&mut tx, now).await?
    {
        return Ok(SteppedUp::Rejected(challenges::already_spent(proof)));
    }
    if let Some(tried) = password {
        throttling::succeeded(&mut tx, tried).await?;
    }
    let token = Token::generate(panel);
    let class = proof.map(|proof| proof.class);
    if !session_rows::step_up(&mut tx, live.session.id, &token.hash(), now, class).await? {
        return Ok(SteppedUp::SignedOut);
    }
    Event::by(EventName::SteppedUp, live.principal.kind, live.principal.id)
        .with(
            "factor",
            proof.map_or("password", |proof| proof.factor.description.id.as_str()),
        )
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(SteppedUp::Done(token))
}

/// Counts a failed step-up; the fifth ends the session (R145).
async fn failed(
    panel: &Panel,
    live: &LiveSession,
    outcome: SteppedUp,
    caller: &Caller,
) -> anyhow::Result<SteppedUp> {
    let mut tx = panel.db.begin().await?;
    let failures = session_rows::count_step_up_failure(&mut tx, live.session.id).await?;
    let mut event = Event::by(
        EventName::StepUpFailed,
        live.principal.kind,
        live.principal.id,
    );
    if let SteppedUp::Rejected(refusal) = &outcome {
        event = event
            .with("factor", refusal.factor.as_str())
            .with("because", refusal.because());
    }
    event.record(&mut tx, panel, caller).await?;
    tx.commit().await?;
    if failures.is_none_or(step_up::ends_session) {
        sessions::end(panel, &live.principal, live.session.id, caller).await?;
        return Ok(SteppedUp::SignedOut);
    }
    Ok(outcome)
}
