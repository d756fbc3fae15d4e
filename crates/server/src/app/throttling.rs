//! The counters of the door, kept in the database for all nodes alike (R29).
//!
//! What a count means is a rule of `identity::throttle`; here it is raised before anything is checked
//! (R30), inside one unit of work with the lock that it costs.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use innkeeper_identity::mobile::MobileNumber;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::throttle::{self, Rules, ThrottleScope, Verdict};
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Tx, throttles};

use super::Caller;
use super::events::{Event, EventName};
use super::notices::Notice;
use crate::Panel;
use crate::modules::Factor;

/// One attempt, as it stands on every counter that it touches.
pub struct Tried {
    counters: Vec<Counter>,
    at: DateTime<Utc>,
    /// How long to wait, where a lock refused the attempt.
    pub wait: Option<TimeDelta>,
}

struct Counter {
    scope: ThrottleScope,
    subject: String,
    rules: Rules,
    verdict: Verdict,
}

impl Counter {
    fn stored(&self) -> throttles::Counter<'_> {
        throttles::Counter {
            scope: self.scope,
            subject: &self.subject,
            rules: self.rules,
        }
    }
}

impl Tried {
    /// How long the answer is kept back.
    pub fn slow_by(&self) -> Option<TimeDelta> {
        self.counters
            .iter()
            .filter_map(|counter| counter.verdict.slow_by)
            .max()
    }

    /// How long the next attempt must wait, if this one fails.
    pub fn next_wait(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.counters
            .iter()
            .filter_map(|counter| counter.verdict.locked_until)
            .map(|until| until - now)
            .filter(|wait| *wait > TimeDelta::zero())
            .max()
    }

    fn stored(&self) -> Vec<throttles::Counter<'_>> {
        self.counters.iter().map(Counter::stored).collect()
    }

    fn disables(&self) -> bool {
        self.counters.iter().any(|counter| counter.verdict.disable)
    }

    fn locks(&self, scope: ThrottleScope, at_least: TimeDelta, now: DateTime<Utc>) -> bool {
        self.counters
            .iter()
            .filter(|counter| counter.scope == scope)
            .filter_map(|counter| counter.verdict.locked_until)
            .any(|until| until - now >= at_least)
    }
}

/// Counts an attempt on every one of the counters. Where one of them is locked the attempt is refused,
/// and the caller drops the unit of work: what a lock refuses is not counted (R35).
pub async fn raise(
    tx: &mut Tx,
    on: Vec<(ThrottleScope, String)>,
    now: DateTime<Utc>,
) -> Result<Tried, innkeeper_store::Error> {
    let on = on.into_iter();
    let on = on.map(|(scope, subject)| (scope, subject, throttle::rules(scope)));
    raise_by(tx, on.collect(), now).await
}

/// The same by rules that the provider set.
async fn raise_by(
    tx: &mut Tx,
    on: Vec<(ThrottleScope, String, Rules)>,
    now: DateTime<Utc>,
) -> Result<Tried, innkeeper_store::Error> {
    let counters: Vec<_> = on
        .iter()
        .map(|(scope, subject, rules)| throttles::Counter {
            scope: *scope,
            subject,
            rules: *rules,
        })
        .collect();
    // The raise comes first, for it takes the rows: between a look and a raise another node may lock.
    let raised = throttles::raise(tx, &counters, now).await?;
    let waits = raised
        .iter()
        .filter_map(|row| throttle::admit(Some(&row.state()), now).err());
    if let Some(until) = waits.map(|wait| wait.until).max() {
        return Ok(Tried {
            counters: Vec::new(),
            at: now,
            wait: Some(until - now),
        });
    }
    let mut tried = Vec::with_capacity(on.len());
    for ((scope, subject, rules), row) in on.into_iter().zip(raised) {
        let verdict = throttle::after_failure(&rules, &row.state(), now);
        if let Some(until) = verdict.locked_until {
            throttles::lock_until(tx, scope, &subject, until).await?;
        }
        tried.push(Counter {
            scope,
            subject,
            rules,
            verdict,
        });
    }
    Ok(Tried {
        counters: tried,
        at: now,
        wait: None,
    })
}

/// What counts a credential's failures: itself, or all of its factor's together.
fn subject(factor: &Factor, credential: &Credential) -> String {
    if factor.description.together {
        format!("{} {}", credential.principal_id, credential.factor)
    } else {
        credential.id.to_string()
    }
}

/// The subject of a credential's counter, whether or not its factor is still here.
pub fn subject_of(panel: &Panel, credential: &Credential) -> String {
    let factor = panel.modules().second_factor(&credential.factor);
    factor.map_or_else(
        || credential.id.to_string(),
        |factor| subject(&factor, credential),
    )
}

/// The counters of a second factor: the credential's own, the account's and the network's (R29, R42).
pub fn of_factor(
    panel: &Panel,
    principal: &Principal,
    factor: &Factor,
    credentials: &[Credential],
    caller: &Caller,
) -> Vec<(ThrottleScope, String)> {
    let own = credentials
        .first()
        .map(|credential| subject(factor, credential));
    let mut on: Vec<_> = own
        .map(|own| (ThrottleScope::Credential, own))
        .into_iter()
        .collect();
    if throttle::account_lock_binds(panel.class_of(factor)) {
        on.push((ThrottleScope::Account, principal.id.to_string()));
    }
    if let Some(ip) = caller.ip {
        let network = throttle::ip_subject(ip);
        on.push((ThrottleScope::Ip, network.clone()));
        on.push((ThrottleScope::IpMinute, network));
    }
    on
}

/// The attempt held: each counter forgets what its rule lets it forget (R33).
pub async fn succeeded(tx: &mut Tx, tried: &Tried) -> Result<(), innkeeper_store::Error> {
    throttles::succeed(tx, &tried.stored(), tried.at).await
}

/// The attempt was none (a factor that could not be asked, a round that only asks for more).
pub async fn take_back(tx: &mut Tx, tried: &Tried) -> Result<(), innkeeper_store::Error> {
    throttles::take_back(tx, &tried.stored(), tried.at).await
}

/// A second factor failed: what follows beyond the counters, which were raised already.
pub async fn factor_failed(
    panel: &Panel,
    principal: &Principal,
    failed: &[Credential],
    tried: &Tried,
    caller: &Caller,
) -> anyhow::Result<Option<TimeDelta>> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    for credential in failed {
        credentials::record_failure(&mut tx, credential.id, now).await?;
        if tried.disables() && credentials::disable(&mut tx, credential.id).await? {
            note(
                &mut tx,
                panel,
                EventName::FactorDisabled,
                principal,
                credential,
                caller,
            )
            .await?;
        }
    }
    // Only a lock that a person would notice is worth a mail.
    if tried.locks(ThrottleScope::Credential, TimeDelta::minutes(15), now)
        && let Some(credential) = failed.first()
    {
        note(
            &mut tx,
            panel,
            EventName::FactorLocked,
            principal,
            credential,
            caller,
        )
        .await?;
        let until = if tried.disables() {
            None
        } else {
            tried.next_wait(now).map(|wait| now + wait)
        };
        Notice {
            panel,
            to: principal,
            caller,
        }
        .factor_locked(&mut tx, credential, until)
        .await?;
    }
    tx.commit().await?;
    Ok(tried.next_wait(now))
}

async fn note(
    tx: &mut Tx,
    panel: &Panel,
    name: EventName,
    principal: &Principal,
    credential: &Credential,
    caller: &Caller,
) -> Result<(), innkeeper_store::Error> {
    Event::by(name, principal.kind, principal.id)
        .with("factor", credential.factor.clone())
        .with("credential", credential.id.to_string())
        .record(tx, panel, caller)
        .await
}

/// The counters of a password: this person from this network, this person from anywhere, and the
/// network (R36).
pub fn of_password(
    kind: PrincipalKind,
    email_key: &str,
    caller: &Caller,
) -> Vec<(ThrottleScope, String)> {
    let mut on = vec![(
        ThrottleScope::PasswordAccount,
        throttle::account_subject(kind, email_key),
    )];
    if let Some(ip) = caller.ip {
        on.push((
            ThrottleScope::Password,
            throttle::password_subject(kind, email_key, ip),
        ));
        on.push((ThrottleScope::PasswordIp, throttle::ip_subject(ip)));
    }
    on
}

/// Counts a message that a factor is about to send (R75); factors that send none cost nothing. The
/// wait, where it would be too soon or one too many.
pub async fn count_message(
    panel: &Panel,
    principal: &Principal,
    factor: &Factor,
    caller: &Caller,
) -> Result<Option<TimeDelta>, innkeeper_store::Error> {
    if !factor.description.sends_messages {
        return Ok(None);
    }
    let person = principal.id.to_string();
    let mut on = vec![
        (ThrottleScope::Message, person.clone()),
        (ThrottleScope::MessageHour, person.clone()),
        (ThrottleScope::MessageDay, person),
    ];
    on.extend(
        caller
            .ip
            .map(|ip| (ThrottleScope::MessageIp, throttle::ip_subject(ip))),
    );
    let mut tx = panel.db.begin().await?;
    let tried = raise(&mut tx, on, panel.clock.now()).await?;
    if tried.wait.is_none() {
        tx.commit().await?;
    }
    Ok(tried.wait)
}

/// Counts a message to a mobile on what it costs the provider (R85): this number, its country, and all together in a
/// day. Those of the person were counted before. None where one of them is used up.
pub async fn count_mobile(
    panel: &Panel,
    number: &MobileNumber,
) -> Result<Option<Tried>, innkeeper_store::Error> {
    let limits = &panel.config.sms;
    let digest = panel.keys.lasting_digest(number.as_str().as_bytes());
    let country = number.country().unwrap_or("none").to_owned();
    let rule = |scope| throttle::rules(scope);
    let on = vec![
        (
            ThrottleScope::MobileDay,
            HEXLOWER.encode(&digest),
            rule(ThrottleScope::MobileDay),
        ),
        (
            ThrottleScope::CountryDay,
            country,
            rule(ThrottleScope::CountryDay).at_most(limits.country_day),
        ),
        (
            ThrottleScope::MobilesDay,
            "all".to_owned(),
            rule(ThrottleScope::MobilesDay).at_most(limits.day),
        ),
    ];
    let mut tx = panel.db.begin().await?;
    let tried = raise_by(&mut tx, on, panel.clock.now()).await?;
    if tried.wait.is_some() {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(tried))
}

/// When this person may be sent another message; none where that is now.
pub async fn message_due(
    panel: &Panel,
    principal: &Principal,
) -> Result<Option<DateTime<Utc>>, innkeeper_store::Error> {
    let now = panel.clock.now();
    let mut tx = panel.db.read_once().await?;
    let rows = throttles::list(&mut tx, &[&principal.id.to_string()]).await?;
    Ok(rows
        .iter()
        .filter(|row| row.scope.is_of_messages())
        .filter_map(|row| row.locked_until)
        .filter(|until| *until > now)
        .max())
}

/// Counts one attempt of a kind that is limited by network alone. The wait, where there were too many.
pub async fn count_from(
    panel: &Panel,
    scope: ThrottleScope,
    caller: &Caller,
) -> Result<Option<TimeDelta>, innkeeper_store::Error> {
    let Some(ip) = caller.ip else { return Ok(None) };
    let mut tx = panel.db.begin().await?;
    let tried = raise(
        &mut tx,
        vec![(scope, throttle::ip_subject(ip))],
        panel.clock.now(),
    )
    .await?;
    if tried.wait.is_none() {
        tx.commit().await?;
    }
    Ok(tried.wait)
}
