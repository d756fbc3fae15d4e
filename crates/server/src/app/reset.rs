//! A forgotten password: a link by mail, the second factor where one is held (R168), a new password.
//!
//! Nothing here signs anybody in.

use innkeeper_identity::credential::ChallengePurpose;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::password::PasswordProblem;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::sign_in::{self, NextStep};
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_identity::token::TokenPurpose;
use innkeeper_module::{Answers, Secret};
use innkeeper_store::PasswordHash;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::tokens::{self, Token as Row};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::challenges::{self, Answer, Refusal, Target, Way};
use super::events::{Event, EventName};
use super::notices::Notice;
use super::{Caller, enforcement, factors, links, password, sessions, throttling};
use crate::Panel;
use crate::jobs::{self, Job};

/// Somebody asked for a link. What follows happens off the request, so that known and unknown
/// addresses take the same time and get the same answer (R165).
#[derive(Serialize, Deserialize)]
pub struct SendResetLink {
    /// Which area's door.
    pub kind: PrincipalKind,
    /// The address's key.
    pub email_key: String,
    /// Whether staff asked for it.
    pub by_staff: bool,
    /// Where the request came from.
    pub ip: Option<std::net::IpAddr>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
    /// The request's id.
    pub request_id: Option<String>,
}

impl Job for SendResetLink {
    const KIND: &'static str = "send-reset-link";

    async fn run(&self, panel: &Panel) -> Result<(), jobs::JobError> {
        let caller = Caller {
            ip: self.ip,
            user_agent: self.user_agent.clone(),
            request_id: self.request_id.clone(),
            browser: None,
        };
        let mut tx = panel.db.begin().await?;
        let found = principals::find_by_email(&mut tx, self.kind, &self.email_key).await?;
        let Some(principal) = found.filter(|principal| principal.status.is_active()) else {
            return Ok(());
        };
        let link = links::issue(
            &mut tx,
            panel,
            &principal,
            TokenPurpose::ResetPassword,
            None,
            "/password/reset",
        )
        .await?;
        Notice {
            panel,
            to: &principal,
            caller: &caller,
        }
        .reset_password(&mut tx, &link, self.by_staff)
        .await?;
        Event::by_system(EventName::PasswordResetRequested)
            .about(principal.id)
            .record(&mut tx, panel, &caller)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Asks for a link. The wait, where too many were asked for from here.
pub async fn request(
    panel: &Panel,
    kind: PrincipalKind,
    email: &EmailAddress,
    caller: &Caller,
) -> anyhow::Result<Option<chrono::Duration>> {
    if let Some(wait) = throttling::count_from(panel, ThrottleScope::ResetIp, caller).await? {
        return Ok(Some(wait));
    }
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let on = vec![(
        ThrottleScope::Reset,
        throttle::account_subject(kind, &email.key()),
    )];
    // Too many for one address: the answer stays the same, and no further mail leaves.
    if throttling::raise(&mut tx, on, now).await?.wait.is_none() {
        let job = SendResetLink {
            kind,
            email_key: email.key(),
            by_staff: false,
            ip: caller.ip,
            user_agent: caller.user_agent.clone(),
            request_id: caller.request_id.clone(),
        };
        jobs::enqueue(&mut tx, panel, &job, now).await?;
        tx.commit().await?;
    }
    Ok(None)
}

/// A link that somebody followed.
pub struct Reset {
    /// The link's row.
    pub row: Row,
    /// Whose password it is.
    pub principal: Principal,
    /// The ways to prove the second factor that is due; none where none is.
    pub ways: Vec<Way>,
    /// Whether a second factor is held and none can be used (R9).
    pub is_refused: bool,
    /// Whether the person has two-factor authentication, which the shortest password depends on.
    pub is_protected: bool,
}

impl Reset {
    /// What the second factor's challenge is bound to.
    pub fn target(&self) -> Target {
        let mut id = [0; 16];
        id.iter_mut()
            .zip(&self.row.token_hash.0)
            .for_each(|(to, from)| *to = *from);
        Target {
            purpose: ChallengePurpose::ResetPassword,
            bound_to: Uuid::from_bytes(id),
        }
    }
}

/// What a link stands for. None where it is used, too old or made up.
pub async fn find(
    panel: &Panel,
    kind: PrincipalKind,
    token: &str,
) -> anyhow::Result<Option<Reset>> {
    let mut found = links::find(panel, token, TokenPurpose::ResetPassword).await?;
    if found.is_none() {
        found = links::find(panel, token, TokenPurpose::WelcomeStaff).await?;
    }
    let Some((row, principal)) = found.filter(|(_, principal)| principal.kind == kind) else {
        return Ok(None);
    };
    let held = factors::list_held(panel, principal.id).await?;
    let holdings = factors::holdings(panel, kind, &held);
    let mut tx = panel.db.read().await?;
    let policy = enforcement::policy_of(&mut tx, panel, &principal).await?;
    drop(tx);
    let next = sign_in::after_password(&holdings, &policy);
    let ways = match &next {
        NextStep::Challenge { usable } => challenges::ways(panel, usable),
        NextStep::Full | NextStep::EnrolOnly | NextStep::Refused => Vec::new(),
    };
    Ok(Some(Reset {
        row,
        principal,
        ways,
        is_refused: next == NextStep::Refused,
        is_protected: holdings.is_protected(),
    }))
}

/// What became of a new password.
pub enum Outcome {
    /// It is set; every session is over.
    Done,
    /// It will not do.
    BadPassword(PasswordProblem),
    /// The second factor failed.
    Rejected(Refusal),
    /// Another round of the same challenge.
    Again,
    /// The factor cannot be asked now.
    Unavailable,
    /// The link was used meanwhile.
    Gone,
}

/// Sets a new password by a link, after the second factor where one is due.
pub async fn choose(
    panel: &Panel,
    reset: &Reset,
    new: &Secret,
    answers: &Answers,
    caller: &Caller,
) -> anyhow::Result<Outcome> {
    let Reset {
        row,
        principal,
        ways,
        is_refused,
        is_protected,
    } = reset;
    if *is_refused {
        return Ok(Outcome::Unavailable);
    }
    let normalised = match password::check(
        panel,
        new,
        &[&principal.name, &principal.email, &panel.brand().name],
        *is_protected,
    )
    .await
    {
        Ok(normalised) => normalised,
        Err(problem) => return Ok(Outcome::BadPassword(problem)),
    };
    let proof = if ways.is_empty() {
        None
    } else {
        match challenges::answer(panel, principal, reset.target(), answers, caller).await? {
            Answer::Proved(proof) => Some(proof),
            Answer::Rejected(refusal) => {
                note_refusal(panel, principal, &refusal, caller).await?;
                return Ok(Outcome::Rejected(refusal));
            }
            Answer::Again | Answer::Gone => return Ok(Outcome::Again),
            Answer::Unavailable | Answer::Exhausted => return Ok(Outcome::Unavailable),
        }
    };
    let hash = panel.hasher.hash(normalised).await?;
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    if tokens::consume(&mut tx, &row.token_hash, row.purpose, now)
        .await?
        .is_none()
    {
        return Ok(Outcome::Gone);
    }
    if let Some(proof) = &proof {
        if !proof.spend(&mut tx, now).await? {
            return Ok(Outcome::Rejected(challenges::already_spent(proof)));
        }
        if proof.factor.is_recovery() {
            factors::note_backup_code_used(&mut tx, panel, principal, proof, caller).await?;
        }
    }
    principals::set_password(&mut tx, principal.id, &PasswordHash(hash), now).await?;
    if principal.email_confirmed_at.is_none() {
        // Whoever read the mail has the address.
        principals::confirm_email(&mut tx, principal.id, now).await?;
    }
    sessions::end_others(&mut tx, panel, principal.id, None, caller).await?;
    Event::by(EventName::PasswordReset, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    Notice {
        panel,
        to: principal,
        caller,
    }
    .password_changed(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Writes a second factor down that failed on the way to a new password.
async fn note_refusal(
    panel: &Panel,
    principal: &Principal,
    refusal: &Refusal,
    caller: &Caller,
) -> Result<(), innkeeper_store::Error> {
    if !refusal.counts() {
        return Ok(());
    }
    let mut tx = panel.db.begin().await?;
    Event::by(EventName::PasswordResetFailed, principal.kind, principal.id)
        .with("factor", refusal.factor.as_str())
        .with("because", refusal.because())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await
}
