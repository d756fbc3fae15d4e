//! The second step of a sign-in: a proof by a factor turns a pending login into a session, once.

use innkeeper_identity::credential::ChallengePurpose;
use innkeeper_identity::ids::PendingLoginId;
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::sign_in;
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_identity::trusted_device::may_trust;
use innkeeper_module::{Answers, Text};
use innkeeper_store::pending_logins::{self, PendingLogin};
use innkeeper_store::principals::{self, Principal};

use super::challenges::{self, Answer, Proof, Refusal, Target};
use super::events::{Event, EventName};
use super::notices::Notice;
use super::sessions::{self, Entry, Opening, hash_token};
use super::trusted_devices::{self, Ticket};
use super::{Caller, enforcement, factors, recovery, throttling};
use crate::Panel;

impl Target {
    /// The second step of a sign-in.
    pub fn sign_in(pending: PendingLoginId) -> Self {
        Self {
            purpose: ChallengePurpose::SignIn,
            bound_to: pending.0,
        }
    }
}

/// How many reminders are written at a time.
const REMINDERS: i64 = 50;

/// A sign-in between its two steps.
pub struct Pending {
    /// The row, which alone says whose sign-in it is (R20).
    pub login: PendingLogin,
    /// Whose it is.
    pub principal: Principal,
}

/// What became of the second step.
pub enum Verified {
    /// Signed in.
    Open {
        /// For the browser to keep.
        entry: Entry,
        /// Where they wanted to go.
        next: LocalPath,
        /// The module's word beside the success, and whose it is.
        notice: Option<(String, Text)>,
        /// For the trusted device's cookie, where the person wanted one and may have it.
        ticket: Option<Ticket>,
    },
    /// The proof failed.
    Rejected(Refusal),
    /// Another round of the same challenge.
    Again,
    /// This factor cannot be asked now.
    Unavailable,
    /// The challenge or the whole sign-in is over.
    Gone,
}

/// The pending login that a browser's token stands for.
pub async fn find(
    panel: &Panel,
    kind: PrincipalKind,
    token: &str,
) -> anyhow::Result<Option<Pending>> {
    let (hash, now) = (hash_token(token), panel.clock.now());
    let mut tx = panel.db.read_once().await?;
    let found = pending_logins::find_by_token_hash(&mut tx, &hash, now).await?;
    let Some((login, principal)) = found else {
        return Ok(None);
    };
    let state = sign_in::PendingState {
        epoch: login.epoch,
        attempts: login.attempts,
        expires_at: login.expires_at,
    };
    let is_alive = state.alive(principal.security_epoch, now);
    Ok(
        (is_alive && principal.status.is_active() && principal.kind == kind)
            .then_some(Pending { login, principal }),
    )
}

/// Takes the answers to the second step; `trust` is the wish not to be asked in this browser again.
pub async fn verify(
    panel: &Panel,
    pending: &Pending,
    answers: &Answers,
    trust: bool,
    caller: &Caller,
) -> anyhow::Result<Verified> {
    let target = Target::sign_in(pending.login.id);
    Ok(
        match challenges::answer(panel, &pending.principal, target, answers, caller).await? {
            Answer::Proved(proof) => grant(panel, pending, &proof, trust, caller).await?,
            Answer::Rejected(refusal) if !refusal.counts() => Verified::Rejected(refusal),
            Answer::Rejected(refusal) => {
                let over = failed(panel, pending, &refusal, caller).await?;
                if over {
                    Verified::Gone
                } else {
                    Verified::Rejected(refusal)
                }
            }
            Answer::Again => Verified::Again,
            Answer::Unavailable => Verified::Unavailable,
            Answer::Gone => Verified::Gone,
            Answer::Exhausted => {
                cancel(panel, pending).await?;
                Verified::Gone
            }
        },
    )
}

/// The grant: the proof is spent and the pending login consumed by one row each, or nothing happens.
async fn grant(
    panel: &Panel,
    pending: &Pending,
    proof: &Proof,
    trust: bool,
    caller: &Caller,
) -> anyhow::Result<Verified> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    // Rows are taken in the order in which an answer takes them, so that no two wait for each other.
    let Some(login) =
        pending_logins::consume(&mut tx, pending.login.id, pending.login.epoch, now).await?
    else {
        return Ok(Verified::Gone);
    };
    if !proof.spend(&mut tx, now).await? {
        return Ok(Verified::Rejected(challenges::already_spent(proof)));
    }
    // Disabled since the password step, or signed out everywhere: the fresh row decides (R156).
    let fresh = enforcement::find(&mut tx, panel, login.principal_id).await?;
    let fresh = fresh.filter(|(principal, _)| {
        principal.status.is_active() && principal.security_epoch == login.epoch
    });
    let Some((principal, policy)) = fresh else {
        return Ok(Verified::Gone);
    };
    let restriction = sign_in::after_factor(proof.class, &policy);
    let trusts = trust
        && trusted_devices::count_for(panel, principal.kind, &policy)
        && may_trust(proof.class, restriction);
    let opening = Opening {
        class: Some(proof.class),
        methods: vec!["pwd".to_owned(), proof.factor.description.id.clone()],
        restriction,
        told: trusts || proof.factor.is_recovery(),
    };
    let entry = sessions::open(&mut tx, panel, &principal, opening, caller).await?;
    if proof.factor.is_recovery() {
        factors::note_backup_code_used(&mut tx, panel, &principal, proof, caller).await?;
    }
    recovery::call_off(&mut tx, panel, &principal, caller).await?;
    let ticket = if trusts {
        Some(trusted_devices::trust(&mut tx, panel, &principal, caller).await?)
    } else {
        None
    };
    tx.commit().await?;
    panel.metrics.sign_in("second-factor");
    let notice = proof
        .notice
        .clone()
        .map(|text| (proof.factor.description.id.clone(), text));
    Ok(Verified::Open {
        entry,
        next: LocalPath::parse(&login.next_path).unwrap_or_default(),
        notice,
        ticket,
    })
}

/// Writes a failed second step down. True when it was the last that this sign-in allows.
async fn failed(
    panel: &Panel,
    pending: &Pending,
    refusal: &Refusal,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let principal = &pending.principal;
    let mut tx = panel.db.begin().await?;
    Event::by(EventName::SignInFailed, principal.kind, principal.id)
        .with("stage", "second-factor")
        .with("factor", refusal.factor.as_str())
        .with("because", refusal.because())
        .record(&mut tx, panel, caller)
        .await?;
    let spent = pending.login.attempts + 1 >= sign_in::PENDING_ATTEMPTS;
    if spent {
        pending_logins::delete(&mut tx, pending.login.id).await?;
    }
    tx.commit().await?;
    panel.metrics.sign_in("wrong-factor");
    Ok(spent)
}

/// Gives a sign-in up.
pub async fn cancel(panel: &Panel, pending: &Pending) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    innkeeper_store::challenges::delete_for(&mut tx, pending.login.id.0).await?;
    pending_logins::delete(&mut tx, pending.login.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells owners of sign-ins whose password was right and whose second step nobody took (R28), once an
/// hour for each person and device however often it was tried.
pub async fn remind_unfinished(panel: &Panel) -> anyhow::Result<()> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    for login in
        pending_logins::list_unfinished(&mut tx, now - sign_in::UNFINISHED_AFTER, REMINDERS).await?
    {
        if !pending_logins::mark_reminded(&mut tx, login.id, now).await? {
            continue;
        }
        let Some(principal) = principals::find(&mut tx, login.principal_id).await? else {
            continue;
        };
        let on = vec![(
            ThrottleScope::Unfinished,
            format!("{} {}", principal.id, login.user_agent),
        )];
        if throttling::raise(&mut tx, on, now).await?.wait.is_some() {
            continue;
        }
        let caller = Caller {
            ip: login.ip.parse().ok(),
            user_agent: Some(login.user_agent),
            ..Caller::default()
        };
        Notice {
            panel,
            to: &principal,
            caller: &caller,
        }
        .sign_in_unfinished(&mut tx, login.created_at)
        .await?;
        Event::by_system(EventName::SignInUnfinished)
            .about(principal.id)
            .record(&mut tx, panel, &caller)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
