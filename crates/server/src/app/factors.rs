//! What a person holds: their credentials, opened and sealed, listed, renamed, removed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::{Held, Holdings};
use innkeeper_identity::ids::{CredentialId, PrincipalId};
use innkeeper_identity::names::Label;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::removal::{RemovalRefused, may_remove};
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_module::{Fact, Secret};
use innkeeper_store::credentials::{self, Credential, Removed};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::sessions::SignedIn as LiveSession;
use innkeeper_store::{Sealed, Tx, throttles};
use serde::Deserialize;
use serde_json::Value;

use super::challenges::Proof;
use super::events::{Event, EventName};
use super::notices::Notice;
use super::{Caller, enforcement, sessions, throttling};
use crate::Panel;
use crate::keys::Aad;

/// Binds a credential's secret to its row and its owner (R185).
fn secret_aad(id: CredentialId, principal: PrincipalId) -> Aad {
    Aad::new("credentials", "secret", id.0, principal.0)
}

/// Seals what a module wants to keep.
pub fn seal_secret(
    panel: &Panel,
    id: CredentialId,
    principal: PrincipalId,
    secret: &Secret,
) -> anyhow::Result<Sealed> {
    Ok(Sealed(
        panel
            .keys
            .seal(&secret_aad(id, principal), secret.bytes())?,
    ))
}

/// Opens what a module kept.
pub fn open_secret(panel: &Panel, credential: &Credential) -> anyhow::Result<Secret> {
    Ok(panel.keys.open(
        &secret_aad(credential.id, credential.principal_id),
        &credential.secret.0,
    )?)
}

/// The facts a module told about a credential.
pub fn facts(credential: &Credential) -> Vec<Fact> {
    Vec::<Fact>::deserialize(&credential.facts).unwrap_or_default()
}

/// Facts as they are stored.
pub fn write_facts(facts: &[Fact]) -> Value {
    serde_json::to_value(facts).expect("facts are made of strings")
}

/// What the rules of the door need to know of the credentials of a person of that kind.
pub fn holdings(panel: &Panel, kind: PrincipalKind, held: &[Credential]) -> Holdings {
    let modules = panel.modules();
    held.iter()
        .map(|credential| {
            let factor = modules.second_factor(&credential.factor);
            let rule = factor.map(|factor| panel.factor_rule(&factor));
            Held {
                id: credential.id,
                factor: credential.factor.clone(),
                class: rule.map_or(credential.class, |rule| rule.class),
                state: credential.state,
                available: rule.is_some_and(|rule| rule.allows(kind)),
                position: credential.position,
                last_used_at: credential.last_used_at,
            }
        })
        .collect()
}

/// The best class among factors by name, with commas between, that people of that kind may use. None
/// where they can use none.
pub fn best_class(panel: &Panel, kind: PrincipalKind, factors: Option<&str>) -> Option<Assurance> {
    let factors = factors.unwrap_or_default().split(',');
    let modules = panel.modules();
    let rules = factors
        .filter_map(|id| modules.second_factor(id))
        .map(|factor| panel.factor_rule(&factor));
    rules
        .filter(|rule| rule.allows(kind))
        .map(|rule| rule.class)
        .max()
}

/// What is left of a way back in that is used up.
pub struct CodesLeft {
    /// How many codes.
    pub count: u32,
    /// Whether its module finds that few.
    pub is_few: bool,
}

/// What is left of the person's way back in, if they hold one that works and is used up.
pub fn codes_left(live: &LiveSession) -> Option<CodesLeft> {
    let facts = Vec::<Fact>::deserialize(live.recovery_facts.as_ref()?).ok()?;
    let fact = facts.into_iter().find(|fact| fact.name == "remaining")?;
    Some(CodesLeft {
        count: fact.value.parse().ok()?,
        is_few: fact.warning,
    })
}

/// Everything a person holds, for the security page: active and disabled, never removed.
pub async fn list_held(panel: &Panel, principal: PrincipalId) -> anyhow::Result<Vec<Credential>> {
    let mut tx = panel.db.read_once().await?;
    Ok(credentials::list_held(&mut tx, principal).await?)
}

/// Whether the person has two-factor authentication.
pub async fn is_protected(panel: &Panel, principal: &Principal) -> anyhow::Result<bool> {
    let held = list_held(panel, principal.id).await?;
    Ok(holdings(panel, principal.kind, &held).is_protected())
}

/// Gives a credential another label (R3). False where the person has no such credential.
pub async fn rename(
    panel: &Panel,
    principal: &Principal,
    id: CredentialId,
    label: &Label,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let renamed = credentials::rename(&mut tx, id, principal.id, label.as_str()).await?;
    if renamed {
        Event::by(EventName::FactorRenamed, principal.kind, principal.id)
            .with("credential", id.to_string())
            .with("label", label.as_str())
            .record(&mut tx, panel, caller)
            .await?;
    }
    tx.commit().await?;
    Ok(renamed)
}

/// What became of a removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// It is gone.
    Done,
    /// The person has no such credential.
    Missing,
    /// It is the last and the provider requires one (R13).
    Required,
    /// What would be left cannot be used.
    LocksOut,
}

/// Removes a credential. With the last factor its backup codes go too (R13); every other session ends
/// (R155) and the owner hears of it (R183).
pub async fn remove(
    panel: &Panel,
    live: &LiveSession,
    id: CredentialId,
    caller: &Caller,
) -> anyhow::Result<Removal> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let Some(principal) = principals::take(&mut tx, live.principal.id).await? else {
        return Ok(Removal::Missing);
    };
    let held = credentials::list_held(&mut tx, principal.id).await?;
    let Some(credential) = held.iter().find(|credential| credential.id == id) else {
        return Ok(Removal::Missing);
    };
    let asked = enforcement::of_person(&mut tx, panel, &principal)
        .await?
        .asked;
    let removal = match may_remove(&holdings(panel, principal.kind, &held), id, &asked) {
        Ok(removal) => removal,
        Err(RemovalRefused::NotHeld) => return Ok(Removal::Missing),
        Err(RemovalRefused::Required) => return Ok(Removal::Required),
        Err(RemovalRefused::LocksOut) => return Ok(Removal::LocksOut),
    };
    let ip = caller.ip.map(|ip| ip.to_string());
    let removed = Removed {
        at: now,
        by: Some(principal.id),
        ip: ip.as_deref(),
    };
    for gone in std::iter::once(id).chain(removal.also) {
        credentials::remove(&mut tx, gone, removed).await?;
    }
    sessions::end_others(&mut tx, panel, principal.id, Some(live.session.id), caller).await?;
    Event::by(EventName::FactorRemoved, principal.kind, principal.id)
        .with("factor", credential.factor.clone())
        .with("label", credential.label.clone())
        .record(&mut tx, panel, caller)
        .await?;
    Notice {
        panel,
        to: &principal,
        caller,
    }
    .factor_removed(&mut tx, credential, removal.last)
    .await?;
    tx.commit().await?;
    Ok(Removal::Done)
}

/// A sign-in by a backup code is told to the owner (R67).
pub async fn note_backup_code_used(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    proof: &Proof,
    caller: &Caller,
) -> anyhow::Result<()> {
    Event::by(EventName::BackupCodeUsed, principal.kind, principal.id)
        .record(tx, panel, caller)
        .await?;
    Notice {
        panel,
        to: principal,
        caller,
    }
    .backup_code_used(tx, proof.facts())
    .await
}

/// Until when each of these credentials is locked, where one is.
pub async fn locks(
    panel: &Panel,
    held: &[Credential],
) -> anyhow::Result<HashMap<CredentialId, DateTime<Utc>>> {
    let subjects: Vec<String> = held
        .iter()
        .map(|credential| throttling::subject_of(panel, credential))
        .collect();
    let wanted: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let now = panel.clock.now();
    let mut tx = panel.db.read().await?;
    let rows = throttles::list(&mut tx, &wanted).await?;
    let locked = |subject: &str| {
        rows.iter()
            .filter(|row| row.scope == ThrottleScope::Credential && row.subject == subject)
            .find_map(|row| row.locked_until.filter(|until| *until > now))
    };
    Ok(held
        .iter()
        .zip(&subjects)
        .filter_map(|(held, subject)| Some((held.id, locked(subject)?)))
        .collect())
}
