//! Setting a factor up: a conversation bound to the session that began it, at whose end there is a
//! credential (R5, R7).

use chrono::{DateTime, Utc};
use innkeeper_identity::credential::{CredentialState, ENROLMENT_ATTEMPTS, ENROLMENT_LIFETIME};
use innkeeper_identity::ids::{CredentialId, EnrolmentId};
use innkeeper_identity::names::Label;
use innkeeper_identity::sign_in;
use innkeeper_module::{Answers, Enrolled, EnrolmentOutcome, Prompt, Rejection, Step};
use innkeeper_store::credentials::{self, Credential, Removed};
use innkeeper_store::enrolments::{self, Enrolment};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::sessions::{SignedIn as LiveSession, Standing};
use innkeeper_store::{Tx, sessions as session_rows};

use super::conversation::{self, Kept, account};
use super::events::{Event, EventName};
use super::messages::{self, NoMobile};
use super::notices::Notice;
use super::sessions::Token;
use super::{Caller, api_tokens, challenges, enforcement, factors, mobile, sessions, throttling};
use crate::Panel;
use crate::host::ModuleHost;
use crate::modules::Factor;

/// Why an enrolment could not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such factor here.
    Unknown,
    /// The person has as many of it as they may.
    Full,
    /// The credential to be replaced is not theirs.
    Missing,
    /// The factor could not be asked.
    Unavailable,
    /// It would send another message, and that is too soon (R75).
    Wait(chrono::Duration),
    /// It writes to mobiles, and the person has no number, or one that gets no messages from here.
    NoMobile(NoMobile),
}

/// An enrolment as a page shows it.
pub struct Shown {
    /// The row.
    pub enrolment: Enrolment,
    /// Which factor.
    pub factor: Factor,
    /// What to draw.
    pub prompts: Vec<Prompt>,
    /// The label of the credential that will be replaced.
    pub replaces: Option<String>,
}

/// What a person sent.
#[derive(Clone, Copy)]
pub struct Answered<'a> {
    /// For the module.
    pub answers: &'a Answers,
    /// Their own name for the credential, if they gave one.
    pub label: Option<&'a Label>,
}

/// What became of the answers.
pub enum Continued {
    /// Another round.
    Again,
    /// Wrong; the module whose text it is, and the text.
    Rejected(Rejection),
    /// Set up.
    Enrolled {
        /// For the session, which moved to a new id.
        token: Token,
        /// The enrolment of backup codes that began with the first factor, where there are none yet.
        codes_are_next: Option<EnrolmentId>,
    },
    /// The factor could not be asked.
    Unavailable,
    /// The enrolment is over: too old, too many tries, or finished elsewhere.
    Gone,
    /// The authenticator is somebody's already, perhaps this person's (R110).
    Taken,
}

/// Begins to set up a factor, or to set one up anew while the old one keeps working (R12).
pub async fn begin(
    panel: &Panel,
    live: &LiveSession,
    factor_id: &str,
    replaces: Option<CredentialId>,
    caller: &Caller,
) -> anyhow::Result<Result<EnrolmentId, Refused>> {
    let principal = &live.principal;
    let known = panel.modules().second_factor(factor_id);
    let Some(factor) = known.filter(|factor| panel.offers(factor, principal.kind)) else {
        return Ok(Err(Refused::Unknown));
    };
    let held = factors::list_held(panel, principal.id).await?;
    let several = factor.description.several;
    // Of what people hold once, another one takes the place of the first: new backup codes.
    let only = held
        .iter()
        .find(|held| !several && held.factor == factor_id)
        .map(|held| held.id);
    let replaces = replaces.or(only);
    match replaces {
        Some(id)
            if !held
                .iter()
                .any(|held| held.id == id && held.factor == factor_id) =>
        {
            return Ok(Err(Refused::Missing));
        }
        None if !factors::holdings(panel, principal.kind, &held).may_add(factor_id, several) => {
            return Ok(Err(Refused::Full));
        }
        _ => {}
    }
    let of_factor: Vec<Credential> = held
        .into_iter()
        // The authenticator that is set up anew may be the same one.
        .filter(|held| held.factor == factor_id && Some(held.id) != replaces)
        .collect();
    let of_factor = challenges::open_held(panel, &of_factor)?;
    let number = mobile::of(principal);
    if factor.is_for_mobiles()
        && let Err(why) = messages::reachable(panel, number.as_ref())
    {
        return Ok(Err(Refused::NoMobile(why)));
    }
    if let Some(wait) = throttling::count_message(panel, principal, &factor, caller).await? {
        return Ok(Err(Refused::Wait(wait)));
    }
    let host = ModuleHost::new(panel, factor_id, principal, caller).writing_to(number.as_ref());
    let step = match factor
        .module
        .begin_enrolment(&host, &account(panel, principal, factor_id), &of_factor)
        .await
    {
        Ok(step) => step,
        Err(failure) => {
            tracing::warn!(factor = factor_id, %failure, "an enrolment could not begin");
            return Ok(Err(Refused::Unavailable));
        }
    };
    let now = panel.clock.now();
    let id = EnrolmentId::new(now, panel.random.id_bytes());
    let enrolment = Enrolment {
        id,
        session_id: live.session.id,
        principal_id: principal.id,
        factor: factor_id.to_owned(),
        replaces,
        label: None,
        step: conversation::seal(panel, Kept::Enrolment, id.0, principal.id, (&factor, &step))?,
        version: 0,
        attempts: 0,
        created_at: now,
        expires_at: now + ENROLMENT_LIFETIME,
        mobile: number
            .filter(|_| factor.is_for_mobiles())
            .map(|number| number.as_str().to_owned()),
    };
    let mut tx = panel.db.begin().await?;
    enrolments::insert(&mut tx, &enrolment).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

/// The enrolment of this session, if it is under way.
pub async fn show(
    panel: &Panel,
    live: &LiveSession,
    id: EnrolmentId,
) -> anyhow::Result<Option<Shown>> {
    let mut tx = panel.db.read().await?;
    let found = enrolments::find(&mut tx, id, live.session.id, panel.clock.now()).await?;
    let Some(enrolment) = found else {
        return Ok(None);
    };
    let replaces = match enrolment.replaces {
        Some(id) => credentials::find(&mut tx, id)
            .await?
            .map(|credential| credential.label),
        None => None,
    };
    drop(tx);
    let Some(factor) = panel.modules().second_factor(&enrolment.factor) else {
        return Ok(None);
    };
    let Some(step) = open_step(panel, &enrolment, &factor)? else {
        return Ok(None);
    };
    Ok(Some(Shown {
        factor,
        prompts: step.prompts,
        replaces,
        enrolment,
    }))
}

/// Takes the answers to an enrolment's latest step.
pub async fn proceed(
    panel: &Panel,
    live: &LiveSession,
    id: EnrolmentId,
    answered: Answered<'_>,
    caller: &Caller,
) -> anyhow::Result<Continued> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let found = enrolments::find(&mut tx, id, live.session.id, now).await?;
    let attempts = enrolments::count_attempt(&mut tx, id, now).await?;
    let Some(enrolment) =
        found.filter(|_| attempts.is_some_and(|attempts| attempts <= ENROLMENT_ATTEMPTS))
    else {
        enrolments::delete(&mut tx, id, live.session.id).await?;
        tx.commit().await?;
        return Ok(Continued::Gone);
    };
    tx.commit().await?;
    let Some(factor) = panel.modules().second_factor(&enrolment.factor) else {
        return Ok(Continued::Unavailable);
    };
    let Some(step) = open_step(panel, &enrolment, &factor)? else {
        return Ok(Continued::Gone);
    };
    let number = messages::kept(enrolment.mobile.as_deref());
    let host = ModuleHost::new(panel, &enrolment.factor, &live.principal, caller)
        .writing_to(number.as_ref());
    let account = account(panel, &live.principal, &enrolment.factor);
    let answers = answered.answers.to(&step.prompts);
    match factor
        .module
        .continue_enrolment(&host, &account, &step.state, &answers)
        .await
    {
        Ok(EnrolmentOutcome::Step(next)) => {
            let sealed = conversation::seal(
                panel,
                Kept::Enrolment,
                id.0,
                live.principal.id,
                (&factor, &next),
            )?;
            let mut tx = panel.db.begin().await?;
            let next = enrolments::Step {
                id,
                session_id: live.session.id,
                seen_version: enrolment.version,
                label: answered
                    .label
                    .map(Label::as_str)
                    .or(enrolment.label.as_deref()),
                step: &sealed,
            };
            let advanced = enrolments::advance(&mut tx, next, now).await?;
            tx.commit().await?;
            Ok(if advanced {
                Continued::Again
            } else {
                Continued::Gone
            })
        }
        Ok(EnrolmentOutcome::Rejected(rejection)) => Ok(Continued::Rejected(rejection)),
        Ok(EnrolmentOutcome::Enrolled(enrolled)) => {
            let named = Enrolment {
                label: answered
                    .label
                    .map(|label| label.as_str().to_owned())
                    .or(enrolment.label.clone()),
                ..enrolment
            };
            finish(panel, live, &named, &factor, &enrolled, caller).await
        }
        Err(failure) => {
            tracing::warn!(factor = enrolment.factor, %failure, "an enrolment could not go on");
            Ok(Continued::Unavailable)
        }
    }
}

/// Gives an enrolment up.
pub async fn cancel(panel: &Panel, live: &LiveSession, id: EnrolmentId) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    enrolments::delete(&mut tx, id, live.session.id).await?;
    tx.commit().await?;
    Ok(())
}

/// The end: the enrolment is consumed by one row and the credential is born active.
///
/// Every other session and pending login ends (R155), and this session gets a new id (R144) and the
/// class of the proof that was just given.
async fn finish(
    panel: &Panel,
    live: &LiveSession,
    enrolment: &Enrolment,
    factor: &Factor,
    enrolled: &Enrolled,
    caller: &Caller,
) -> anyhow::Result<Continued> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let seen = enrolment.version;
    if enrolments::finish(&mut tx, enrolment.id, live.session.id, seen, now)
        .await?
        .is_none()
    {
        return Ok(Continued::Gone);
    }
    let Some(principal) = principals::take(&mut tx, live.principal.id).await? else {
        return Ok(Continued::Gone);
    };
    let replaced = replace(&mut tx, enrolment, &principal, now, caller).await?;
    let label = enrolment
        .label
        .clone()
        .or_else(|| replaced.as_ref().map(|old| old.label.clone()))
        .unwrap_or_else(|| {
            panel.module_text(&principal.locale, &enrolment.factor, &enrolled.label)
        });
    let credential = Credential {
        mobile: enrolment.mobile.clone(),
        ..birth(panel, &principal, factor, enrolled, label, now)?
    };
    if let Err(error) = credentials::insert(&mut tx, &credential).await {
        // The unit of work is dropped, whatever it was.
        return if error.is_conflict() {
            Ok(Continued::Taken)
        } else {
            Err(error.into())
        };
    }
    sessions::end_others(&mut tx, panel, principal.id, Some(live.session.id), caller).await?;
    if replaced.is_none() {
        api_tokens::go_along(&mut tx, principal.id, principal.security_epoch).await?;
    }
    let name = match (factor.is_recovery(), &replaced) {
        (true, _) => EventName::BackupCodesMade,
        (false, Some(_)) => EventName::FactorReplaced,
        (false, None) => EventName::FactorEnrolled,
    };
    Event::by(name, principal.kind, principal.id)
        .with("factor", enrolment.factor.clone())
        .with("label", credential.label.clone())
        .record(&mut tx, panel, caller)
        .await?;
    let notice = Notice {
        panel,
        to: &principal,
        caller,
    };
    if factor.is_recovery() {
        notice.backup_codes_made(&mut tx, &enrolled.facts).await?;
    } else {
        notice
            .factor_added(&mut tx, &credential, replaced.is_some())
            .await?;
    }
    let token = raise_session(&mut tx, panel, live, factor).await?;
    tx.commit().await?;
    Ok(Continued::Enrolled {
        token,
        codes_are_next: begin_codes(panel, live, factor, caller).await?,
    })
}

/// Gives the session a new id and what the proof that ended the enrolment is worth: it is as fresh as
/// any step-up.
async fn raise_session(
    tx: &mut Tx,
    panel: &Panel,
    live: &LiveSession,
    factor: &Factor,
) -> Result<Token, innkeeper_store::Error> {
    let (session, principal) = (&live.session, &live.principal);
    let token = Token::generate(panel);
    let policy = enforcement::policy_of(tx, panel, principal).await?;
    let class_now = panel.class_of(factor);
    let (restriction, class) =
        sign_in::after_enrolment(session.restriction, session.class, class_now, &policy);
    let epoch = principals::find(tx, principal.id)
        .await?
        .map_or(session.epoch, |fresh| fresh.security_epoch);
    let standing = Standing {
        epoch,
        class,
        amr: &session.amr,
        restriction,
    };
    session_rows::set_standing(tx, session.id, standing).await?;
    let hash = token.hash();
    if factor.is_recovery() {
        session_rows::rotate(tx, session.id, &hash).await?;
    } else {
        let now = panel.clock.now();
        session_rows::step_up(tx, session.id, &hash, now, Some(class_now)).await?;
    }
    Ok(token)
}

/// The first factor is followed by backup codes (R15).
async fn begin_codes(
    panel: &Panel,
    live: &LiveSession,
    enrolled: &Factor,
    caller: &Caller,
) -> anyhow::Result<Option<EnrolmentId>> {
    let Some(recovery) = panel.modules().recovery_factor().filter(|recovery| {
        let offered = panel.offers(recovery, live.principal.kind);
        offered && !enrolled.is_recovery()
    }) else {
        return Ok(None);
    };
    let held = factors::list_held(panel, live.principal.id).await?;
    if held
        .iter()
        .any(|credential| credential.factor == recovery.description.id)
    {
        return Ok(None);
    }
    Ok(begin(panel, live, &recovery.description.id, None, caller)
        .await?
        .ok())
}

async fn replace(
    tx: &mut Tx,
    enrolment: &Enrolment,
    principal: &Principal,
    now: DateTime<Utc>,
    caller: &Caller,
) -> Result<Option<Credential>, innkeeper_store::Error> {
    let Some(id) = enrolment.replaces else {
        return Ok(None);
    };
    let old = credentials::find(tx, id)
        .await?
        .filter(|old| old.principal_id == principal.id);
    if old.is_some() {
        let ip = caller.ip.map(|ip| ip.to_string());
        let removed = Removed {
            at: now,
            by: Some(principal.id),
            ip: ip.as_deref(),
        };
        credentials::remove(tx, id, removed).await?;
    }
    Ok(old)
}

fn birth(
    panel: &Panel,
    principal: &Principal,
    factor: &Factor,
    enrolled: &Enrolled,
    label: String,
    now: DateTime<Utc>,
) -> anyhow::Result<Credential> {
    let id = CredentialId::new(now, panel.random.id_bytes());
    Ok(Credential {
        id,
        principal_id: principal.id,
        factor: factor.description.id.clone(),
        label,
        state: CredentialState::Active,
        class: panel.class_of(factor),
        secret: factors::seal_secret(panel, id, principal.id, &enrolled.secret)?,
        secret_version: 0,
        facts: factors::write_facts(&enrolled.facts),
        position: 0,
        created_at: now,
        last_used_at: None,
        last_failed_at: None,
        removed_at: None,
        removed_by: None,
        removed_ip: None,
        identifier: enrolled.identifier.clone(),
        mobile: None,
    })
}

fn open_step(
    panel: &Panel,
    enrolment: &Enrolment,
    factor: &Factor,
) -> anyhow::Result<Option<Step>> {
    conversation::open(
        panel,
        Kept::Enrolment,
        enrolment.id.0,
        enrolment.principal_id,
        (factor, &enrolment.step),
    )
}
