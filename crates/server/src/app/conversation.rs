//! The steps of conversations with modules, sealed while they wait for answers.

use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_module::{Account, Secret, Step};
use innkeeper_store::Sealed;
use innkeeper_store::principals::Principal;
use uuid::Uuid;

use crate::Panel;
use crate::keys::Aad;

/// The tables that keep steps.
#[derive(Clone, Copy)]
pub enum Kept {
    /// In `challenges`.
    Challenge,
    /// In `enrolments`.
    Enrolment,
    /// In `discoveries`.
    Discovery,
}

fn aad(kept: Kept, row: Uuid, principal: PrincipalId) -> Aad {
    let table = match kept {
        Kept::Challenge => "challenges",
        Kept::Enrolment => "enrolments",
        Kept::Discovery => "discoveries",
    };
    Aad::new(table, "step", row, principal.0)
}

/// Seals a step for its row.
pub fn seal(
    panel: &Panel,
    kept: Kept,
    row: Uuid,
    principal: PrincipalId,
    step: &Step,
) -> anyhow::Result<Sealed> {
    let plain = Secret::new(serde_json::to_vec(step)?);
    Ok(Sealed(
        panel.keys.seal(&aad(kept, row, principal), plain.bytes())?,
    ))
}

/// Opens the step of a row.
pub fn open(
    panel: &Panel,
    kept: Kept,
    row: Uuid,
    principal: PrincipalId,
    sealed: &Sealed,
) -> anyhow::Result<Step> {
    let plain = panel.keys.open(&aad(kept, row, principal), &sealed.0)?;
    Ok(serde_json::from_slice(plain.bytes())?)
}

/// Whom a module talks to, as far as it may know.
pub fn account(panel: &Panel, principal: &Principal, module: &str) -> Account {
    let label = match principal.kind {
        PrincipalKind::User => principal.email.clone(),
        // A person may be both, with one address: an app must show which is which.
        PrincipalKind::Staff => format!("{} (staff)", principal.email),
    };
    Account {
        pseudonym: panel.keys.pseudonym(module, principal.id),
        label,
        issuer: panel.brand().name.clone(),
        locale: principal.locale.clone(),
    }
}
