//! The first step of a sign-in: the password, and the one decision of what is due after it (R1).

use anyhow::Context;
use chrono::Duration;
use innkeeper_identity::demand::policy_under;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::PendingLoginId;
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::sign_in::{self, NextStep};
use innkeeper_module::Secret;
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::pending_logins::{self, PendingLogin};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{PasswordHash, Tx};

use super::challenges::{self, Target, Way};
use super::events::{Event, EventName};
use super::hooks::Assessed;
use super::sessions::{self, Entry, Opening, Token};
use super::stuffing::{self, Typed};
use super::throttling::Tried;
use super::trusted_devices::{Spared, Ticket};
use super::{
    Caller, enforcement, factors, hooks, password, registration, throttling, trusted_devices,
};
use crate::Panel;
use crate::hashing::Verdict;

/// What a person typed at the door.
pub struct Attempt<'a> {
    /// Which area's door.
    pub kind: PrincipalKind,
    /// The address as typed.
    pub email: &'a str,
    /// The password as typed.
    pub password: Secret,
    /// Where they wanted to go (R27).
    pub next: LocalPath,
    /// The cookie of a trusted device, if the browser sent one.
    pub trusted_device: Option<String>,
}

/// What becomes of it.
pub enum SignIn {
    /// Signed in; the ticket is for the trusted device's cookie.
    Open(Entry, Option<Ticket>),
    /// A second factor is due; the token is for the pending login's cookie.
    SecondFactor(Token),
    /// Address or password wrong, or nobody of that address: all the same to the page.
    Wrong,
    /// The password was right and the address was never confirmed; a new mail is on its way.
    Unconfirmed,
    /// The account's factors cannot be used here: only support can help (R9).
    ContactSupport,
    /// Too many tries.
    Wait(Duration),
}

/// Tries to sign in with a password.
pub async fn sign_in(
    panel: &Panel,
    attempt: Attempt<'_>,
    caller: &Caller,
) -> anyhow::Result<SignIn> {
    let checked = check_password(panel, attempt.kind, attempt.email, attempt.password, caller);
    let (principal, tried) = match checked.await? {
        Checked::Right(principal, tried) => (*principal, tried),
        Checked::Wrong(wait) => return Ok(wait.map_or(SignIn::Wrong, SignIn::Wait)),
        Checked::Wait(wait) => return Ok(SignIn::Wait(wait)),
    };
    if principal.email_confirmed_at.is_none() {
        let mut tx = panel.db.begin().await?;
        throttling::succeeded(&mut tx, &tried).await?;
        tx.commit().await?;
        registration::send_confirmation(panel, &principal, caller).await?;
        return Ok(SignIn::Unconfirmed);
    }
    let onward = Onward {
        next: attempt.next,
        trusted_device: attempt.trusted_device,
    };
    next_step(panel, &principal, &tried, onward, caller).await
}

/// What came of an address and a password.
pub(super) enum Checked {
    /// They are those of somebody who may sign in.
    Right(Box<Principal>, Tried),
    /// They are nobody's; perhaps with a wait before the next try.
    Wrong(Option<Duration>),
    /// Too many tries: nothing was looked at.
    Wait(Duration),
}

/// Looks whose address and password these are, which takes as long for nobody as for somebody, and
/// counts the attempt. What the success forgives is for the caller to forgive.
pub(super) async fn check_password(
    panel: &Panel,
    kind: PrincipalKind,
    typed: &str,
    password: Secret,
    caller: &Caller,
) -> anyhow::Result<Checked> {
    let email = EmailAddress::parse(typed).ok();
    let key = email
        .as_ref()
        .map_or_else(|| typed.to_lowercase(), EmailAddress::key);
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let on = throttling::of_password(kind, &key, caller);
    let tried = throttling::raise(&mut tx, on, now).await?;
    let principal = match &email {
        Some(_) => principals::find_by_email(&mut tx, kind, &key).await?,
        None => None,
    };
    let shut_out = stuffing::wait(&mut tx, panel, principal.as_ref(), caller).await?;
    if let Some(wait) = tried.wait.max(shut_out) {
        // The unit of work is dropped: what a lock refuses is not counted.
        panel.metrics.sign_in("throttled");
        return Ok(Checked::Wait(wait));
    }
    tx.commit().await?;

    let stored = principal
        .as_ref()
        .and_then(|principal| principal.password_hash.as_ref());
    let verdict = password::verify(panel, password.clone(), stored).await?;
    let Some(principal) =
        principal.filter(|principal| verdict.is_right() && principal.status.is_active())
    else {
        if let Some(delay) = tried.slow_by().and_then(|delay| delay.to_std().ok()) {
            tokio::time::sleep(delay).await;
        }
        let typed = Typed {
            kind,
            email_key: &key,
            password: &password,
        };
        return wrong(panel, typed, &tried, caller).await;
    };
    if verdict == (Verdict::Right { rehash: true }) {
        rehash(panel, &principal, password).await?;
    }
    Ok(Checked::Right(Box::new(principal), tried))
}

/// What matters once the password was right.
struct Onward {
    next: LocalPath,
    trusted_device: Option<String>,
}

/// What follows a right password: the one decision, and what it leads to.
async fn next_step(
    panel: &Panel,
    principal: &Principal,
    tried: &Tried,
    onward: Onward,
    caller: &Caller,
) -> anyhow::Result<SignIn> {
    // Before the unit of work: plugins have a store, and somebody else may be writing.
    let assessed = hooks::assess(panel, principal, caller).await;
    let demand = assessed.demand;
    let mut tx = panel.db.begin().await?;
    throttling::succeeded(&mut tx, tried).await?;
    let held = credentials::list_held(&mut tx, principal.id).await?;
    let policy = enforcement::policy_of(&mut tx, panel, principal).await?;
    let holdings = factors::holdings(panel, principal.kind, &held);
    let asked = policy_under(demand.class, &holdings, &policy);
    let (restriction, second, ticket) = match sign_in::after_password(&holdings, &asked) {
        NextStep::Full => (Restriction::None, None, None),
        NextStep::EnrolOnly => (Restriction::EnrolOnly, None, None),
        NextStep::Refused => {
            let failed = Event::by(EventName::SignInFailed, principal.kind, principal.id)
                .with("stage", "no-usable-factor");
            assessed
                .noted_in(failed)
                .record(&mut tx, panel, caller)
                .await?;
            tx.commit().await?;
            return Ok(SignIn::ContactSupport);
        }
        NextStep::Challenge { usable } => {
            let cookie = onward.trusted_device.as_deref();
            let cookie = cookie.filter(|_| !demand.distrust);
            let device = trusted_devices::Sent::of(panel, principal.kind, cookie, &policy);
            match trusted_devices::spare(&mut tx, panel, principal, device, caller).await? {
                Spared::Nothing => {
                    let ways = challenges::ways(panel, &usable);
                    let due = Due {
                        ways,
                        held,
                        next: onward.next,
                        assessed,
                    };
                    return challenge(tx, panel, principal, due, caller).await;
                }
                // Worth no more than the password (R138), and no fresh proof.
                Spared::Factor(ticket) => (Restriction::None, Some("trusted-device"), ticket),
            }
        }
    };
    let opening = Opening {
        class: None,
        methods: ["pwd"]
            .into_iter()
            .chain(second)
            .map(str::to_owned)
            .collect(),
        restriction,
        told: false,
    };
    let entry = sessions::open(&mut tx, panel, principal, opening, caller).await?;
    tx.commit().await?;
    panel.metrics.sign_in(second.unwrap_or("password"));
    Ok(SignIn::Open(entry, ticket))
}

/// A second factor that is due.
struct Due {
    ways: Vec<Way>,
    held: Vec<Credential>,
    next: LocalPath,
    assessed: Assessed,
}

/// A second factor is due: the first of the ways is asked for.
async fn challenge(
    mut tx: Tx,
    panel: &Panel,
    principal: &Principal,
    due: Due,
    caller: &Caller,
) -> anyhow::Result<SignIn> {
    let (token, pending) = pend(&mut tx, panel, principal, &due, caller).await?;
    tx.commit().await?;
    let first = due.ways.first().context("a challenge has a way")?;
    let target = Target::sign_in(pending);
    let asked = (first, due.held.as_slice());
    challenges::begin_with(panel, principal, target, asked, caller).await?;
    Ok(SignIn::SecondFactor(token))
}

async fn wrong(
    panel: &Panel,
    typed: Typed<'_>,
    tried: &Tried,
    caller: &Caller,
) -> anyhow::Result<Checked> {
    let mut tx = panel.db.begin().await?;
    let principal = principals::find_by_email(&mut tx, typed.kind, typed.email_key).await?;
    let mut event = Event::by_system(EventName::SignInFailed)
        .with("stage", "password")
        .with("area", typed.kind.as_str());
    if let Some(principal) = &principal {
        event = event.about(principal.id);
    }
    let shut_out = stuffing::count(&mut tx, panel, typed, principal.as_ref(), caller).await?;
    event.record(&mut tx, panel, caller).await?;
    tx.commit().await?;
    panel.metrics.sign_in("wrong-password");
    let wait = tried.next_wait(panel.clock.now());
    Ok(Checked::Wrong(wait.max(shut_out)))
}

async fn pend(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    due: &Due,
    caller: &Caller,
) -> anyhow::Result<(Token, PendingLoginId)> {
    let now = panel.clock.now();
    let token = Token::generate(panel);
    let id = PendingLoginId::new(now, panel.random.id_bytes());
    let pending = PendingLogin {
        id,
        token_hash: token.hash(),
        principal_id: principal.id,
        epoch: principal.security_epoch,
        attempts: 0,
        ip: caller.ip.map(|ip| ip.to_string()).unwrap_or_default(),
        user_agent: caller.user_agent.clone().unwrap_or_default(),
        next_path: due.next.as_str().to_owned(),
        created_at: now,
        expires_at: now + panel.config.security.pending_lifetime(),
        reminded_at: None,
        demanded: due.assessed.demand.class,
    };
    pending_logins::insert(tx, &pending).await?;
    let event = Event::by(EventName::SignInPending, principal.kind, principal.id);
    due.assessed
        .noted_in(event)
        .record(tx, panel, caller)
        .await?;
    Ok((token, id))
}

async fn rehash(panel: &Panel, principal: &Principal, password: Secret) -> anyhow::Result<()> {
    let Some(old) = &principal.password_hash else {
        return Ok(());
    };
    let new = PasswordHash(panel.hasher.hash(password).await?);
    let mut tx = panel.db.begin().await?;
    principals::rehash_password(&mut tx, principal.id, old, &new).await?;
    tx.commit().await?;
    Ok(())
}
