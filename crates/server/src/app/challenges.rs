//! A challenge: the conversation in which somebody proves a factor they hold, for whatever purpose.
//!
//! The panel raises every counter before a module is asked (R30), and a proof grants nothing by itself:
//! it must be [spent](Proof::spend) in the unit of work that grants something.

mod answer;
mod replay;

use chrono::{DateTime, Utc};
use innkeeper_identity::credential::ChallengePurpose;
use innkeeper_identity::credential::{self as rules, CHALLENGE_LIFETIME, CredentialState};
use innkeeper_identity::ids::{ChallengeId, CredentialId, PrincipalId};
use innkeeper_module::{Failure, Held, Prompt, Step};
use innkeeper_store::Tx;
use innkeeper_store::challenges::{self, Challenge, Labelled};
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::Principal;
use uuid::Uuid;

pub use answer::{Answer, Proof, Refusal, already_spent, answer};

use super::conversation::{self, Kept};
use super::events::{Event, EventName};
use super::{Caller, factors, messages, throttling};
use crate::Panel;
use crate::host::ModuleHost;
use crate::modules::Factor;

/// What a challenge is for and what it is bound to; it works for nothing else (R72).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the proof will be used for.
    pub purpose: ChallengePurpose,
    /// The pending login, the session or the reset link.
    pub bound_to: Uuid,
}

/// A challenge as a page shows it.
pub struct Shown {
    /// Which factor.
    pub factor: Factor,
    /// Which of the person's ways it is.
    pub way: Way,
    /// The person's own name for the credential, where one was picked.
    pub label: Option<String>,
    /// What to draw.
    pub prompts: Vec<Prompt>,
    /// When the conversation ends.
    pub expires_at: DateTime<Utc>,
}

/// One way for a person to prove themselves: a credential, or all of a factor's together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The factor's id.
    pub factor: String,
    /// The credential; none where any of the factor's will do.
    pub credential: Option<CredentialId>,
}

/// The ways that these credentials open, which the rules of the door have put in order (R190).
pub fn ways<'a>(panel: &Panel, usable: impl IntoIterator<Item = &'a rules::Held>) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for held in usable {
        let Some(factor) = panel.modules().second_factor(&held.factor) else {
            continue;
        };
        let credential = (!factor.description.together).then_some(held.id);
        let way = Way {
            factor: held.factor.clone(),
            credential,
        };
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// What became of a challenge that somebody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is open.
    Open,
    /// The factor could not be asked; staff find out from the log.
    Unavailable,
    /// It would send another message, and that is too soon (R75). What was open stays open.
    Wait(chrono::Duration),
}

/// Opens a challenge by one of the [`ways`], replacing the one under way.
pub async fn begin(
    panel: &Panel,
    principal: &Principal,
    target: Target,
    way: &Way,
    caller: &Caller,
) -> anyhow::Result<Begun> {
    let mut tx = panel.db.read_once().await?;
    let credentials = credentials::list_active(&mut tx, principal.id).await?;
    drop(tx);
    begin_with(panel, principal, target, (way, &credentials), caller).await
}

/// The same for a person whose credentials are at hand.
pub async fn begin_with(
    panel: &Panel,
    principal: &Principal,
    target: Target,
    (way, credentials): (&Way, &[Credential]),
    caller: &Caller,
) -> anyhow::Result<Begun> {
    let Some(factor) = panel.modules().second_factor(&way.factor) else {
        return Ok(Begun::Unavailable);
    };
    let chosen = chosen(credentials, &factor, way.credential);
    if chosen.is_empty() {
        return Ok(Begun::Unavailable);
    }
    if let Some(wait) = throttling::count_message(panel, principal, &factor, caller).await? {
        return Ok(Begun::Wait(wait));
    }
    let held = open_held(panel, &chosen)?;
    let number = messages::of(&chosen);
    let host = ModuleHost::new(panel, &way.factor, principal, caller).writing_to(number.as_ref());
    let account = conversation::account(panel, principal, &way.factor);
    let now = panel.clock.now();
    let begun = match (target.purpose, held.first()) {
        (ChallengePurpose::Mend, Some(held)) => {
            factor.module.begin_mend(&host, &account, held).await
        }
        _ => factor.module.begin_challenge(&host, &account, &held).await,
    };
    match begun {
        Ok(step) => {
            let id = ChallengeId::new(now, panel.random.id_bytes());
            let challenge = Challenge {
                id,
                purpose: target.purpose,
                bound_to: target.bound_to,
                principal_id: principal.id,
                factor: way.factor.clone(),
                credential_id: way.credential,
                step: conversation::seal(
                    panel,
                    Kept::Challenge,
                    id.0,
                    principal.id,
                    (&factor, &step),
                )?,
                version: 0,
                created_at: now,
                expires_at: now + CHALLENGE_LIFETIME,
            };
            let mut tx = panel.db.begin().await?;
            challenges::put(&mut tx, &challenge).await?;
            tx.commit().await?;
            Ok(Begun::Open)
        }
        Err(failure) => {
            note_failure(panel, principal, &factor, &failure, caller).await?;
            Ok(Begun::Unavailable)
        }
    }
}

/// The challenge under way, if there is one.
pub async fn show(
    panel: &Panel,
    principal: &Principal,
    target: Target,
) -> anyhow::Result<Option<Shown>> {
    let mut tx = panel.db.read_once().await?;
    let found = find_live(&mut tx, panel, principal.id, target).await?;
    let Some(Labelled { challenge, label }) = found else {
        return Ok(None);
    };
    drop(tx);
    let Some(factor) = panel.modules().second_factor(&challenge.factor) else {
        return Ok(None);
    };
    let Some(step) = open_step(panel, &challenge, &factor)? else {
        return Ok(None);
    };
    Ok(Some(Shown {
        factor,
        label,
        prompts: step.prompts,
        expires_at: challenge.expires_at,
        way: Way {
            factor: challenge.factor,
            credential: challenge.credential_id,
        },
    }))
}

/// The challenge under way, or else one by the first of the ways that sends nobody anything: looking at
/// a page must not.
pub async fn show_or_begin(
    panel: &Panel,
    principal: &Principal,
    target: Target,
    ways: &[Way],
    caller: &Caller,
) -> anyhow::Result<Option<Shown>> {
    let under_way = show(panel, principal, target).await?;
    if under_way.is_some() {
        return Ok(under_way);
    }
    let sends = |way: &Way| {
        let factor = panel.modules().second_factor(&way.factor);
        factor.is_some_and(|factor| factor.description.sends_messages)
    };
    let Some(quiet) = ways.iter().find(|way| !sends(way)) else {
        return Ok(None);
    };
    begin(panel, principal, target, quiet, caller).await?;
    show(panel, principal, target).await
}

/// Tells staff that a factor could not be asked.
pub(super) async fn note_failure(
    panel: &Panel,
    principal: &Principal,
    factor: &Factor,
    failure: &Failure,
    caller: &Caller,
) -> anyhow::Result<()> {
    tracing::warn!(factor = factor.description.id, %failure, "a second factor could not be asked");
    let mut tx = panel.db.begin().await?;
    Event::by_system(EventName::FactorUnavailable)
        .about(principal.id)
        .with("factor", factor.description.id.clone())
        .with("failure", failure.to_string())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn chosen(
    credentials: &[Credential],
    factor: &Factor,
    picked: Option<CredentialId>,
) -> Vec<Credential> {
    // Where one was picked of those that are asked together, it is tried out by itself.
    let asked = |credential: &&Credential| match picked {
        Some(picked) => picked == credential.id,
        None => factor.description.together,
    };
    credentials
        .iter()
        .filter(|credential| credential.factor == factor.description.id)
        .filter(|credential| credential.state == CredentialState::Active)
        .filter(asked)
        .cloned()
        .collect()
}

/// Credentials as their module gets them.
pub(super) fn open_held(panel: &Panel, credentials: &[Credential]) -> anyhow::Result<Vec<Held>> {
    credentials
        .iter()
        .map(|credential| {
            Ok(Held {
                id: credential.id.to_string(),
                label: credential.label.clone(),
                secret: factors::open_secret(panel, credential)?,
            })
        })
        .collect()
}

async fn find_live(
    tx: &mut Tx,
    panel: &Panel,
    principal: PrincipalId,
    target: Target,
) -> Result<Option<Labelled>, innkeeper_store::Error> {
    let found = challenges::find(tx, target.bound_to, target.purpose, panel.clock.now()).await?;
    Ok(found.filter(|found| found.challenge.principal_id == principal))
}

fn open_step(
    panel: &Panel,
    challenge: &Challenge,
    factor: &Factor,
) -> anyhow::Result<Option<Step>> {
    conversation::open(
        panel,
        Kept::Challenge,
        challenge.id.0,
        challenge.principal_id,
        (factor, &challenge.step),
    )
}
