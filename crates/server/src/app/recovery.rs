//! Recovery of an account whose owner lost every second factor (R181).
//!
//! It is asked for at the door with the password, proved by the mailbox, reviewed by staff, and may be
//! called off until the last moment: by a link in the mails, by staff, and by a sign-in with a factor,
//! for what is at hand was not lost. It never signs anybody in and never replaces the password.

mod review;

use chrono::Duration;
use innkeeper_identity::ids::RecoveryId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::recovery::{LINK_LIFETIME, REQUEST_LIFETIME, RecoveryState, is_due};
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_module::Secret;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::recovery::{self as rows, Request};
use innkeeper_store::{Tx, credentials};
use innkeeper_theme::contexts::{
    RecoveryAskedMail, RecoveryEndedMail, RecoveryOutcome, RecoveryReceivedMail,
};
use serde::{Deserialize, Serialize};

use super::events::{Event, EventName};
use super::notices::Notice;
use super::people::Reset;
use super::sessions::{Token, hash_token};
use super::sign_in::{self, Checked};
use super::{Caller, factors, links, throttling};
use crate::Panel;
use crate::jobs::{Job, JobError};

pub use review::{Decided, Decision, decide};

/// Where links of requests lead.
const PAGE: &str = "/login/recover/request";

/// How many characters a person may write to staff.
pub const MAX_WORDS: usize = 1000;

/// Asks for recovery. The answer is the same for everybody; the wait, where too much was tried from here.
pub async fn ask(
    panel: &Panel,
    email: &str,
    password: Secret,
    caller: &Caller,
) -> anyhow::Result<Option<Duration>> {
    let checked = sign_in::check_password(panel, PrincipalKind::User, email, password, caller);
    let (principal, tried) = match checked.await? {
        Checked::Right(principal, tried) => (principal, tried),
        Checked::Wrong(_) => return Ok(None),
        Checked::Wait(wait) => return Ok(Some(wait)),
    };
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    throttling::succeeded(&mut tx, &tried).await?;
    let account = throttle::account_subject(principal.kind, &principal.email_key);
    let on = vec![(ThrottleScope::Recovery, account)];
    let is_too_often = throttling::raise(&mut tx, on, now).await?.wait.is_some();
    let held = credentials::list_held(&mut tx, principal.id).await?;
    let is_protected = factors::holdings(panel, principal.kind, &held).is_protected();
    if !is_too_often && is_protected && principal.email_confirmed_at.is_some() {
        begin(&mut tx, panel, &principal, caller).await?;
    }
    tx.commit().await?;
    Ok(None)
}

async fn begin(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    caller: &Caller,
) -> anyhow::Result<()> {
    let now = panel.clock.now();
    let token = Token::generate(panel);
    let request = Request {
        id: RecoveryId::new(now, panel.random.id_bytes()),
        principal_id: principal.id,
        epoch: principal.security_epoch,
        token_hash: token.hash(),
        cancel_hash: None,
        state: RecoveryState::Asked,
        until: Some(now + LINK_LIFETIME),
        words: String::new(),
        ip: caller.ip.map(|ip| ip.to_string()).unwrap_or_default(),
        user_agent: caller.user_agent.clone().unwrap_or_default(),
        approved_by: None,
        seconded_by: None,
        reason: None,
        checked: Vec::new(),
        created_at: now,
        ended_at: None,
        version: 0,
    };
    rows::insert(tx, &request).await?;
    let notice = notice(panel, principal, caller);
    let link = links::link(panel, principal, PAGE, &token, now + LINK_LIFETIME);
    let mail = RecoveryAskedMail {
        href: link.href,
        expires_at: link.expires_at,
        forgot_href: notice.href("/password/forgot"),
        occasion: notice.occasion(),
    };
    notice.queue(tx, &mail).await?;
    Event::by(EventName::RecoveryAsked, principal.kind, principal.id)
        .record(tx, panel, caller)
        .await?;
    Ok(())
}

/// The request that a link belongs to; none where it is made up, or was not followed in time.
pub async fn find(panel: &Panel, token: &str) -> anyhow::Result<Option<Request>> {
    let mut tx = panel.db.read().await?;
    let found = rows::find_by_token(&mut tx, &hash_token(token)).await?;
    let now = panel.clock.now();
    let is_late = |request: &Request| {
        request.state == RecoveryState::Asked && request.until.is_none_or(|until| now >= until)
    };
    Ok(found.filter(|request| !is_late(request)))
}

/// Sends the request to staff: whoever followed the link has the mailbox. It takes the place of an
/// earlier one. False where the link works no longer.
pub async fn send(
    panel: &Panel,
    token: &str,
    words: &str,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let Some(found) = find(panel, token).await? else {
        return Ok(false);
    };
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let Some(principal) = person(&mut tx, &found).await? else {
        return Ok(false);
    };
    for earlier in rows::list_pending(&mut tx, principal.id).await? {
        end(&mut tx, panel, &earlier, RecoveryState::Cancelled).await?;
    }
    if found.state != RecoveryState::Asked {
        return Ok(false);
    }
    let opened = Request {
        state: RecoveryState::Open,
        until: Some(now + REQUEST_LIFETIME),
        words: words.to_owned(),
        ..found
    };
    if !rows::save(&mut tx, &opened).await? {
        return Ok(false);
    }
    Event::by(EventName::RecoveryRequested, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    let notice = notice(panel, &principal, caller);
    let mail = RecoveryReceivedMail {
        forgot_href: notice.href("/password/forgot"),
        occasion: notice.occasion(),
    };
    notice.queue_everywhere(&mut tx, &mail).await?;
    tx.commit().await?;
    Ok(true)
}

/// Calls a request off by a link. False where there is nothing to call off any more.
pub async fn cancel(panel: &Panel, token: &str, caller: &Caller) -> anyhow::Result<bool> {
    let Some(request) = find(panel, token).await? else {
        return Ok(false);
    };
    let mut tx = panel.db.begin().await?;
    let is_pending = request.state.is_pending();
    if !is_pending || !end(&mut tx, panel, &request, RecoveryState::Cancelled).await? {
        return Ok(false);
    }
    let Some(principal) = principals::find(&mut tx, request.principal_id).await? else {
        return Ok(false);
    };
    Event::by(EventName::RecoveryCancelled, principal.kind, principal.id)
        .with("by", "link")
        .record(&mut tx, panel, caller)
        .await?;
    tell_end(&mut tx, panel, &principal, RecoveryOutcome::Cancelled, None).await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends what is pending because the person proved a factor: it was not lost. Part of the unit of work
/// that signs them in.
pub(super) async fn call_off(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    caller: &Caller,
) -> anyhow::Result<()> {
    for request in rows::list_pending(tx, principal.id).await? {
        if end(tx, panel, &request, RecoveryState::Cancelled).await? {
            Event::by(EventName::RecoveryCancelled, principal.kind, principal.id)
                .with("by", "sign-in")
                .record(tx, panel, caller)
                .await?;
            tell_end(tx, panel, principal, RecoveryOutcome::Cancelled, None).await?;
        }
    }
    Ok(())
}

/// The reset at the end of the waiting time.
#[derive(Serialize, Deserialize)]
pub struct FinishRecovery {
    /// Which request.
    pub request: RecoveryId,
}

impl Job for FinishRecovery {
    const KIND: &'static str = "finish-recovery";

    async fn run(&self, panel: &Panel) -> Result<(), JobError> {
        let now = panel.clock.now();
        let mut tx = panel.db.begin().await?;
        let Some(request) = rows::find(&mut tx, self.request).await? else {
            return Ok(());
        };
        // Called off, or done by an earlier attempt.
        if !is_due(request.state, request.until, now) {
            return Ok(());
        }
        let nobody = Caller::default();
        match person(&mut tx, &request).await? {
            Some(principal) => complete(&mut tx, panel, &request, &principal, &nobody).await?,
            None => end(&mut tx, panel, &request, RecoveryState::Expired).await?,
        };
        tx.commit().await?;
        Ok(())
    }
}

/// Resets the factors and ends the request, if nobody was quicker; its reason and who approved it are in it.
async fn complete(
    tx: &mut Tx,
    panel: &Panel,
    request: &Request,
    principal: &Principal,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let by = match request.approved_by {
        Some(id) => principals::find(tx, id).await?,
        None => None,
    };
    let Some(by) = by else {
        return Ok(false);
    };
    if !end(tx, panel, request, RecoveryState::Done).await? {
        return Ok(false);
    }
    let reset = Reset {
        panel,
        person: principal,
        by: &by,
        reason: request.reason.as_deref().unwrap_or_default(),
        caller,
    };
    let event = reset.run(tx).await?;
    event
        .with("recovery", request.id.to_string())
        .record(tx, panel, caller)
        .await?;
    Ok(true)
}

/// The person, held for this unit of work, if nothing ended the trust that the request came with.
async fn person(
    tx: &mut Tx,
    request: &Request,
) -> Result<Option<Principal>, innkeeper_store::Error> {
    let found = principals::take(tx, request.principal_id).await?;
    Ok(found.filter(|principal| {
        principal.status.is_active() && principal.security_epoch == request.epoch
    }))
}

/// Ends a request; false where it changed since it was read.
async fn end(
    tx: &mut Tx,
    panel: &Panel,
    request: &Request,
    state: RecoveryState,
) -> Result<bool, innkeeper_store::Error> {
    let ended = Request {
        state,
        until: None,
        ended_at: Some(panel.clock.now()),
        ..request.clone()
    };
    rows::save(tx, &ended).await
}

async fn tell_end(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    outcome: RecoveryOutcome,
    words: Option<&str>,
) -> anyhow::Result<()> {
    let nobody = Caller::default();
    let notice = notice(panel, principal, &nobody);
    let mail = RecoveryEndedMail {
        outcome,
        words: words.map(str::to_owned),
        sign_in_href: notice.href("/login"),
        occasion: notice.occasion(),
    };
    notice.queue_everywhere(tx, &mail).await
}

fn notice<'a>(panel: &'a Panel, to: &'a Principal, caller: &'a Caller) -> Notice<'a> {
    Notice { panel, to, caller }
}
