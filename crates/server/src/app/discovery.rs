//! A sign-in without a password: a passkey that says whose it is, and proves it.
//!
//! It is offered where a factor can do it and a proof by it is worth the highest class here. What follows
//! is decided as after any second factor.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::DISCOVERY_LIFETIME;
use innkeeper_identity::ids::{ChallengeId, PrincipalId};
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::sign_in;
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_module::{Acceptance, Answers, ChallengeOutcome, Prompt, Rejection, Text};
use innkeeper_store::credentials::{self, Credential, Use};
use innkeeper_store::discoveries::{self, Discovery};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{TokenHash, Tx};
use uuid::Uuid;

use super::conversation::{self, Kept};
use super::events::{Event, EventName};
use super::sessions::{self, Entry, Opening};
use super::throttling::{self, Tried};
use super::{Caller, challenges, enforcement, factors};
use crate::Panel;
use crate::host::ModuleHost;
use crate::modules::Factor;

/// Which browser asks, and at which door.
pub struct Visitor<'a> {
    /// The area's door.
    pub kind: PrincipalKind,
    /// What the browser is known by.
    pub bound_to: TokenHash,
    /// Where the request comes from.
    pub caller: &'a Caller,
}

/// What became of the beginning.
pub enum Begun {
    /// The question waits for its answer.
    Open,
    /// No factor can do it here.
    Unavailable,
    /// Too many from this network.
    Wait(TimeDelta),
}

/// The question, as a page shows it.
pub struct Shown {
    /// Which factor.
    pub factor: Factor,
    /// What to draw.
    pub prompts: Vec<Prompt>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// What became of the answer.
pub enum Discovered {
    /// Signed in.
    Open {
        /// For the browser to keep.
        entry: Entry,
        /// Where they wanted to go.
        next: LocalPath,
    },
    /// Nobody here, or nobody who may come in this way; which one is not told.
    Unknown,
    /// The proof failed: the module whose text it is, and the text.
    Rejected(String, Text),
    /// Too many tries.
    Wait(TimeDelta),
    /// The factor could not be asked.
    Unavailable,
    /// The question is over; begin again.
    Gone,
}

/// The factor by which people of this kind may sign in without a password, if there is one.
pub fn offered(panel: &Panel, kind: PrincipalKind) -> Option<Factor> {
    let modules = panel.modules();
    let mut factors = modules.second_factors().iter();
    let found = factors.find(|factor| {
        let rule = panel.factor_rule(factor);
        factor.module.discovers() && rule.allows(kind) && rule.class == Assurance::PhishingResistant
    });
    found.cloned()
}

/// Puts the question to a browser; an earlier one is gone.
pub async fn begin(
    panel: &Panel,
    visitor: &Visitor<'_>,
    next: &LocalPath,
) -> anyhow::Result<Begun> {
    let Some(factor) = offered(panel, visitor.kind) else {
        return Ok(Begun::Unavailable);
    };
    let caller = visitor.caller;
    if let Some(wait) = throttling::count_from(panel, ThrottleScope::Discovery, caller).await? {
        return Ok(Begun::Wait(wait));
    }
    let host = ModuleHost::for_anybody(panel, &factor.description.id, caller);
    let step = match factor.module.begin_discovery(&host).await {
        Ok(Some(step)) => step,
        Ok(None) => return Ok(Begun::Unavailable),
        Err(failure) => {
            tracing::warn!(factor = factor.description.id, %failure, "nobody could be asked who they are");
            return Ok(Begun::Unavailable);
        }
    };
    let now = panel.clock.now();
    // An id of its own kind is not worth a type: nobody but the seal knows it.
    let id = ChallengeId::new(now, panel.random.id_bytes()).0;
    let discovery = Discovery {
        id,
        bound_to: visitor.bound_to.clone(),
        factor: factor.description.id.clone(),
        step: conversation::seal(panel, Kept::Discovery, id, NOBODY, (&factor, &step))?,
        next_path: next.as_str().to_owned(),
        created_at: now,
        expires_at: now + DISCOVERY_LIFETIME,
    };
    let mut tx = panel.db.begin().await?;
    discoveries::put(&mut tx, &discovery).await?;
    tx.commit().await?;
    Ok(Begun::Open)
}

/// The owner of a question to whoever it may be.
const NOBODY: PrincipalId = PrincipalId(Uuid::nil());

/// The question to this browser, if there is one.
pub async fn show(panel: &Panel, visitor: &Visitor<'_>) -> anyhow::Result<Option<Shown>> {
    let mut tx = panel.db.read_once().await?;
    let found = discoveries::find(&mut tx, &visitor.bound_to, panel.clock.now()).await?;
    drop(tx);
    let Some((discovery, factor)) = found.and_then(|found| with_factor(panel, visitor, found))
    else {
        return Ok(None);
    };
    let sealed = (&factor, &discovery.step);
    let Some(step) = conversation::open(panel, Kept::Discovery, discovery.id, NOBODY, sealed)?
    else {
        return Ok(None);
    };
    Ok(Some(Shown {
        factor,
        prompts: step.prompts,
        expires_at: discovery.expires_at,
    }))
}

/// A question, unless its factor is no longer offered at this door.
fn with_factor(
    panel: &Panel,
    visitor: &Visitor<'_>,
    discovery: Discovery,
) -> Option<(Discovery, Factor)> {
    offered(panel, visitor.kind)
        .filter(|factor| factor.description.id == discovery.factor)
        .map(|factor| (discovery, factor))
}

/// Takes the answer. The question is used up and the counters are raised before anything is looked at
/// (R30, R107).
pub async fn answer(
    panel: &Panel,
    visitor: &Visitor<'_>,
    answers: &Answers,
) -> anyhow::Result<Discovered> {
    let (now, caller) = (panel.clock.now(), visitor.caller);
    let mut tx = panel.db.begin().await?;
    let found = discoveries::consume(&mut tx, &visitor.bound_to, now).await?;
    let Some((discovery, factor)) = found.and_then(|found| with_factor(panel, visitor, found))
    else {
        tx.commit().await?;
        return Ok(Discovered::Gone);
    };
    let owned = claimed(&mut tx, visitor, &factor, answers).await?;
    let on = match &owned {
        Some((principal, credential)) => {
            let credentials = std::slice::from_ref(credential);
            throttling::of_factor(panel, principal, &factor, credentials, caller)
        }
        None => of_network(caller),
    };
    let tried = throttling::raise(&mut tx, on, now).await?;
    if let Some(wait) = tried.wait {
        // The unit of work is dropped: what a lock refuses is not counted.
        return Ok(Discovered::Wait(wait));
    }
    tx.commit().await?;
    let Some((principal, credential)) = owned else {
        failed(panel, visitor, None, None).await?;
        return Ok(Discovered::Unknown);
    };

    let sealed = (&factor, &discovery.step);
    let Some(step) = conversation::open(panel, Kept::Discovery, discovery.id, NOBODY, sealed)?
    else {
        return Ok(Discovered::Gone);
    };
    let held = challenges::open_held(panel, std::slice::from_ref(&credential))?;
    let host = ModuleHost::new(panel, &discovery.factor, &principal, caller);
    let account = conversation::account(panel, &principal, &discovery.factor);
    let module = &factor.module;
    let outcome = module.continue_challenge(&host, &account, &held, &step.state, answers);
    let asked = Asked {
        panel,
        visitor,
        factor: &factor,
        principal: &principal,
        credential: &credential,
        tried: &tried,
    };
    match outcome.await {
        Ok(ChallengeOutcome::Accepted(acceptance)) => {
            asked.grant(&acceptance, &discovery.next_path).await
        }
        Ok(ChallengeOutcome::Rejected(rejection)) => asked.rejected(rejection).await,
        Ok(ChallengeOutcome::Step(_) | ChallengeOutcome::Pending) => {
            asked.uncounted().await?;
            Ok(Discovered::Gone)
        }
        Err(failure) => {
            asked.uncounted().await?;
            challenges::note_failure(panel, &principal, &factor, &failure, caller).await?;
            Ok(Discovered::Unavailable)
        }
    }
}

/// Whose credential the answers claim to be of, where that person may come in by this door.
async fn claimed(
    tx: &mut Tx,
    visitor: &Visitor<'_>,
    factor: &Factor,
    answers: &Answers,
) -> Result<Option<(Principal, Credential)>, innkeeper_store::Error> {
    let Some(identifier) = factor.module.claimed(answers) else {
        return Ok(None);
    };
    let id = &factor.description.id;
    let Some(credential) = credentials::find_by_identifier(tx, id, &identifier).await? else {
        return Ok(None);
    };
    let principal = principals::find(tx, credential.principal_id).await?;
    Ok(principal
        .filter(|principal| may_enter(visitor, principal))
        .map(|principal| (principal, credential)))
}

fn may_enter(visitor: &Visitor<'_>, principal: &Principal) -> bool {
    principal.kind == visitor.kind
        && principal.status.is_active()
        && principal.email_confirmed_at.is_some()
}

/// The counters of an answer that is nobody's.
fn of_network(caller: &Caller) -> Vec<(ThrottleScope, String)> {
    let network = caller.ip.map(throttle::ip_subject);
    network.map_or_else(Vec::new, |network| {
        vec![
            (ThrottleScope::Ip, network.clone()),
            (ThrottleScope::IpMinute, network),
        ]
    })
}

/// Writes a failed answer down.
async fn failed(
    panel: &Panel,
    visitor: &Visitor<'_>,
    principal: Option<&Principal>,
    because: Option<&str>,
) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let mut event = Event::by_system(EventName::SignInFailed)
        .with("stage", "passkey")
        .with("area", visitor.kind.as_str())
        .with("because", because);
    if let Some(principal) = principal {
        event = event.about(principal.id);
    }
    event.record(&mut tx, panel, visitor.caller).await?;
    tx.commit().await?;
    panel.metrics.sign_in("wrong-passkey");
    Ok(())
}

/// One call of a module, with what its outcome concerns.
struct Asked<'a> {
    panel: &'a Panel,
    visitor: &'a Visitor<'a>,
    factor: &'a Factor,
    principal: &'a Principal,
    credential: &'a Credential,
    tried: &'a Tried,
}

impl Asked<'_> {
    /// The grant: the proof is spent by one row, and the session opened in the same unit of work.
    async fn grant(&self, acceptance: &Acceptance, next: &str) -> anyhow::Result<Discovered> {
        let (panel, credential) = (self.panel, self.credential);
        anyhow::ensure!(
            acceptance.held == credential.id.to_string(),
            "{} accepted a credential that it was not asked about",
            self.factor.description.id
        );
        let now = panel.clock.now();
        let secret =
            factors::seal_secret(panel, credential.id, self.principal.id, &acceptance.secret)?;
        let mut tx = panel.db.begin().await?;
        let used = Use {
            id: credential.id,
            principal_id: self.principal.id,
            seen_version: credential.secret_version,
            secret: &secret,
            facts: &factors::write_facts(&acceptance.facts),
            now,
        };
        if !credentials::spend(&mut tx, used).await? {
            return Ok(Discovered::Gone);
        }
        throttling::succeeded(&mut tx, self.tried).await?;
        // Disabled or signed out everywhere meanwhile: the fresh row decides (R156).
        let fresh = principals::find(&mut tx, self.principal.id).await?;
        let epoch = self.principal.security_epoch;
        let principal =
            fresh.filter(|fresh| may_enter(self.visitor, fresh) && fresh.security_epoch == epoch);
        let Some(principal) = principal else {
            return Ok(Discovered::Unknown);
        };
        let class = panel.class_of(self.factor);
        let policy = enforcement::policy_of(&mut tx, panel, &principal).await?;
        let opening = Opening {
            class: Some(class),
            methods: vec![self.factor.description.id.clone()],
            restriction: sign_in::after_factor(class, &policy),
            told: false,
        };
        let entry =
            sessions::open(&mut tx, panel, &principal, opening, self.visitor.caller).await?;
        tx.commit().await?;
        panel.metrics.sign_in("passkey");
        Ok(Discovered::Open {
            entry,
            next: LocalPath::parse(next).unwrap_or_default(),
        })
    }

    async fn rejected(&self, rejection: Rejection) -> anyhow::Result<Discovered> {
        // What a reason would give away would have to be spent first, and there is no need for that here.
        let tells = rejection.spends.is_none();
        if !rejection.counts && tells {
            self.uncounted().await?;
        } else {
            let failing = std::slice::from_ref(self.credential);
            let (panel, principal) = (self.panel, self.principal);
            let caller = self.visitor.caller;
            throttling::factor_failed(panel, principal, failing, self.tried, caller).await?;
            let because = rejection.reason.key.as_str();
            failed(panel, self.visitor, Some(principal), Some(because)).await?;
        }
        Ok(if tells {
            Discovered::Rejected(self.factor.description.id.clone(), rejection.reason)
        } else {
            Discovered::Unknown
        })
    }

    async fn uncounted(&self) -> anyhow::Result<()> {
        let mut tx = self.panel.db.begin().await?;
        throttling::take_back(&mut tx, self.tried).await?;
        tx.commit().await.context("a counter could not be lowered")
    }
}
