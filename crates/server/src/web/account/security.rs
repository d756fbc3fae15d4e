//! The security page: what a person holds, and what they can do about it.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::{CredentialState, Holdings};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::removal::may_remove;
use innkeeper_identity::step_up::Action;
use innkeeper_module::Fact;
use innkeeper_store::credentials::Credential;
use innkeeper_store::sessions::SignedIn as LiveSession;
use innkeeper_theme::contexts::{
    CredentialState as StateView, CredentialView, FactView, FactorCard, FactorClass, SecurityPage,
};

use crate::app::hooks::Place;
use crate::app::{factors, trusted_devices};
use crate::modules::Factor;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;
use crate::web::slots::slots;

const PAGE: &str = "/account/security";

/// `GET /account/security`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let (page, principal) = (&signed_in.page, signed_in.principal());
    let panel = &page.panel;
    // Where nothing is held there is nothing to see.
    if signed_in.holdings().await?.is_protected() {
        signed_in.require_fresh(Action::ViewFactors, PAGE).await?;
    }
    let (held, holdings) = (signed_in.held().await?, signed_in.holdings().await?);
    let enforced = signed_in.enforced();
    let locks = factors::locks(panel, held).await?;
    let views: Vec<CredentialView> = held
        .iter()
        .map(|credential| {
            let mut view = credential_view(page, credential, locks.get(&credential.id).copied());
            view.can_remove = may_remove(&holdings, credential.id, &enforced.asked).is_ok();
            view
        })
        .collect();
    let (mut recovery, credentials): (Vec<_>, Vec<_>) =
        views.into_iter().partition(|view| view.is_recovery);
    let recovery_card = panel
        .modules()
        .recovery_factor()
        .filter(|factor| {
            holdings.is_protected() && panel.factor_rule(factor).allows(principal.kind)
        })
        .map(|factor| card(page, &factor, &holdings));
    let view = SecurityPage {
        two_factor_on: holdings.is_protected(),
        required: enforced.asked.is_required(),
        credentials,
        recovery: recovery.pop(),
        recovery_card,
        can_add: cards(page, principal.kind, &holdings)
            .iter()
            .any(|card| card.available),
        sessions_count: places(signed_in.live()),
        password_changed_at: principal.password_changed_at,
        hangs_on_one_device: hangs_on_one_device(held),
        trusts_devices: trusted_devices::count_for(panel, principal.kind, &enforced.policy),
        slots: slots(page, Place::AccountSecurity, principal).await,
    };
    Ok(page.render(&view).await?.into_response())
}

/// The factors to choose from: everything but the ways back in.
pub fn cards(page: &Page, kind: PrincipalKind, holdings: &Holdings) -> Vec<FactorCard> {
    let modules = page.panel.modules();
    modules
        .second_factors()
        .iter()
        .filter(|factor| !factor.is_recovery() && page.panel.offers(factor, kind))
        .map(|factor| card(page, factor, holdings))
        .collect()
}

fn card(page: &Page, factor: &Factor, holdings: &Holdings) -> FactorCard {
    let about = &factor.description;
    let enrolled = holdings
        .held()
        .filter(|held| held.factor == about.id)
        .count();
    FactorCard {
        factor: about.id.clone(),
        name: page.module_text(&about.id, &about.name),
        summary: page.module_text(&about.id, &about.summary),
        icon: about.icon.clone(),
        class: class_view(page.panel.class_of(factor)),
        enrolled: u32::try_from(enrolled).unwrap_or(u32::MAX),
        available: holdings.may_add(&about.id, about.several),
    }
}

/// A credential as its owner or staff may see it.
pub fn credential_view(
    page: &Page,
    credential: &Credential,
    locked_until: Option<chrono::DateTime<chrono::Utc>>,
) -> CredentialView {
    let factor = page.panel.modules().second_factor(&credential.factor);
    let factor = factor.as_ref();
    let class = factor.map_or(credential.class, |factor| page.panel.class_of(factor));
    CredentialView {
        id: credential.id.to_string(),
        factor: credential.factor.clone(),
        factor_name: factor.map_or_else(
            || credential.factor.clone(),
            |factor| page.module_text(&credential.factor, &factor.description.name),
        ),
        label: credential.label.clone(),
        icon: factor.map_or_else(String::new, |factor| factor.description.icon.clone()),
        class: class_view(class),
        created_at: credential.created_at,
        last_used_at: credential.last_used_at,
        facts: factors::facts(credential)
            .into_iter()
            .map(|fact| FactView {
                text: page.module_text(&credential.factor, &fact.text),
                name: fact.name,
                warning: fact.warning,
            })
            .collect(),
        state: match credential.state {
            CredentialState::Removed => StateView::Removed,
            CredentialState::Disabled => StateView::Disabled,
            CredentialState::Active if locked_until.is_some() => StateView::Locked,
            CredentialState::Active => StateView::Active,
        },
        locked_until,
        can_check: credential.state == CredentialState::Active
            && factor.is_some_and(|factor| !factor.is_recovery()),
        can_mend: credential.state == CredentialState::Active
            && factor.is_some_and(|factor| factor.module.mends()),
        can_replace: factor.is_some(),
        can_remove: false,
        is_recovery: class == Assurance::Recovery,
    }
}

fn class_view(class: Assurance) -> FactorClass {
    match class {
        Assurance::Recovery => FactorClass::Recovery,
        Assurance::Basic => FactorClass::Basic,
        Assurance::Strong => FactorClass::Strong,
        Assurance::PhishingResistant => FactorClass::PhishingResistant,
    }
}

/// Whether the only factor is a passkey that cannot leave its device (R114).
fn hangs_on_one_device(held: &[Credential]) -> bool {
    let mut factors = held
        .iter()
        .filter(|credential| credential.class != Assurance::Recovery);
    let (Some(only), None) = (factors.next(), factors.next()) else {
        return false;
    };
    let is_bound = |fact: &Fact| (&*fact.name, &*fact.value) == ("backup", "bound");
    factors::facts(only).iter().any(is_bound)
}

/// In how many places a person is signed in.
pub fn places(live: &LiveSession) -> u32 {
    u32::try_from(live.live_sessions).unwrap_or(u32::MAX)
}
