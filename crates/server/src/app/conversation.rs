//! The steps of conversations with modules, sealed while they wait for answers.
//!
//! A step belongs to the edition of the factor that made it: what one version of a plugin remembers is nothing
//! that another may be made to believe. Who answers a step of another edition finds that it is gone.

use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_module::{Account, Secret, Step};
use innkeeper_package::manifest::ProfileField;
use innkeeper_store::Sealed;
use innkeeper_store::principals::Principal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Panel;
use crate::keys::Aad;
use crate::modules::Factor;
use crate::plugins::Loaded;
use crate::web::area::Area;
use crate::web::away::RETURN;

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

/// A step with who made it.
#[derive(Serialize)]
struct Made<'a> {
    edition: &'a str,
    step: &'a Step,
}

/// The same, as it is read. What was sealed before there were editions is of none.
#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    edition: String,
    step: Option<Step>,
}

/// Seals a factor's step for its row.
pub fn seal(
    panel: &Panel,
    kept: Kept,
    row: Uuid,
    principal: PrincipalId,
    (factor, step): (&Factor, &Step),
) -> anyhow::Result<Sealed> {
    let edition = &factor.edition;
    let plain = Secret::new(serde_json::to_vec(&Made { edition, step })?);
    Ok(Sealed(
        panel.keys.seal(&aad(kept, row, principal), plain.bytes())?,
    ))
}

/// Opens the step of a row; none if another edition of the factor made it.
pub fn open(
    panel: &Panel,
    kept: Kept,
    row: Uuid,
    principal: PrincipalId,
    (factor, sealed): (&Factor, &Sealed),
) -> anyhow::Result<Option<Step>> {
    let plain = panel.keys.open(&aad(kept, row, principal), &sealed.0)?;
    let read: Read = serde_json::from_slice(plain.bytes())?;
    Ok(read.step.filter(|_| *read.edition == *factor.edition))
}

/// Whom a module talks to, as far as it may know.
pub fn account(panel: &Panel, principal: &Principal, module: &str) -> Account {
    let label = match principal.kind {
        PrincipalKind::User => principal.email.clone(),
        // A person may be both, with one address: an app must show which is which.
        PrincipalKind::Staff => format!("{} (staff)", principal.email),
    };
    let label = match panel.plugins.find(module) {
        Some(plugin) => label_for(&plugin, principal, label),
        None => label,
    };
    Account {
        pseudonym: panel.keys.pseudonym(module, principal.id),
        label,
        issuer: panel.brand().name.clone(),
        locale: principal.locale.clone(),
        return_url: panel.absolute(&Area::for_kind(principal.kind).path(RETURN)),
    }
}

/// What a plugin's account is called: by the address or the name only if it was granted that (R121).
fn label_for(plugin: &Loaded, principal: &Principal, label: String) -> String {
    let profile = &plugin.granted.profile;
    if profile.contains(&ProfileField::Email) {
        label
    } else if profile.contains(&ProfileField::Name) {
        principal.name.clone()
    } else {
        String::new()
    }
}
