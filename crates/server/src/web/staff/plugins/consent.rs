//! The page that says who signed a package and what it asks for, and the newer version of a plugin that waits to
//! be granted that. A yes names exactly what was shown (R127).

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_package::Permission;
use innkeeper_package::permission::{Asked as Wish, Change};
use innkeeper_package::trust::TrustDecision;
use innkeeper_store::plugins::Plugin;
use innkeeper_theme::contexts::{Flash, Form, Message, PermissionView, PluginConsentPage, Signer};
use innkeeper_theme::keys;

use super::switch::by;
use super::{find, page_of, permission, refusal};
use crate::app::plugins::{self, Inspection, Installed, Refused};
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// Where the answers go, and what was wrong with the one before.
pub(super) struct Asked {
    pub action: String,
    pub decline_action: String,
    pub form: Form,
}

/// `GET /staff/plugins/{id}/update`
pub async fn ask(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    admit(&signed_in, &id).await?;
    draw(&signed_in, &id, Form::new()).await
}

/// `POST /staff/plugins/{id}/update`
pub async fn grant(
    signed_in: SignedIn,
    Path(id): Path<String>,
    form: Posted,
) -> Result<Response, Problem> {
    admit(&signed_in, &id).await?;
    let (page, consent) = (&signed_in.page, form.text("consent"));
    let outcome = plugins::grant(&page.panel, &id, consent, by(&signed_in)).await?;
    match outcome {
        Installed::Done(plugin) => Ok(installed(page, &plugin)),
        Installed::Waits(_) | Installed::Refused(Refused::Unknown) => Err(Problem::NotFound),
        Installed::Refused(refused) => {
            let wrong = Form::new().form_error(refusal::refused(&refused));
            Ok(redrawn(None, draw(&signed_in, &id, wrong).await?))
        }
    }
}

/// `POST /staff/plugins/{id}/update/decline`
pub async fn decline(
    signed_in: SignedIn,
    Path(id): Path<String>,
    form: Posted,
) -> Result<Response, Problem> {
    admit(&signed_in, &id).await?;
    let page = &signed_in.page;
    let plugin = find(&signed_in, &id).await?.plugin;
    let digest = form.text("digest");
    let declined = plugins::decline(&page.panel, &id, digest, by(&signed_in)).await?;
    let flash = if declined {
        let text = Message::new(keys::FLASH_PLUGIN_DECLINED).with("name", plugin.called());
        Flash::success(text)
    } else {
        Flash::danger(Message::new(keys::ERROR_CONFLICT))
    };
    Ok(page.to_with(&page_of(&id), &flash))
}

async fn admit(signed_in: &SignedIn, id: &str) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let back = format!("{}/update", page_of(id));
    signed_in.require_fresh(Action::ManagePlugins, &back).await
}

async fn draw(signed_in: &SignedIn, id: &str, form: Form) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let found = plugins::inspect_offered(&page.panel, id).await?;
    let action = page.area.path(&format!("{}/update", page_of(id)));
    let asked = Asked {
        decline_action: format!("{action}/decline"),
        action,
        form,
    };
    let view = view(found.ok_or(Problem::NotFound)?, asked);
    Ok(page.render(&view).await?.into_response())
}

/// The page of the plugin, with a word about what became of it.
pub(super) fn installed(page: &Page, plugin: &Plugin) -> Response {
    let is_new = plugin.row_version == 0 && plugin.installed_at == plugin.changed_at;
    let key = if is_new {
        keys::FLASH_PLUGIN_INSTALLED
    } else {
        keys::FLASH_PLUGIN_UPDATED
    };
    let text = Message::new(key)
        .with("name", plugin.called())
        .with("version", plugin.version.as_str());
    page.to_with(&page_of(&plugin.id), &Flash::success(text))
}

/// What was found of a package, as it is shown before the yes.
pub(super) fn view(found: Inspection, asked: Asked) -> PluginConsentPage {
    let wished = |permission: &Permission| wish(&found.asked, permission);
    let all = |permissions: &[Permission]| permissions.iter().map(&wished).collect();
    let to = |changes: &[Change]| changes.iter().map(|change| wished(&change.to)).collect();
    let is_update = found.installed.is_some();
    let mut view = PluginConsentPage {
        refusal: refusal::inspected(&found),
        key: found.offer.signer().map(|key| key.fingerprint()),
        earlier_key: match &found.trust {
            Ok(TrustDecision::Rotated { from, .. }) => Some(from.fingerprint()),
            _ => None,
        },
        signer: signer(&found),
        asked: Vec::new(),
        added: Vec::new(),
        widened: to(&found.diff.widened),
        narrowed: to(&found.diff.narrowed),
        removed: all(&found.diff.removed),
        unchanged: all(&found.diff.unchanged),
        installed: found
            .installed
            .as_ref()
            .map(|plugin| plugin.version.clone()),
        consent: found.consent.clone(),
        faults: found.faults.clone(),
        action: asked.action,
        decline_action: asked.decline_action,
        form: asked.form,
        id: String::new(),
        name: String::new(),
        version: String::new(),
        description: String::new(),
        licence: String::new(),
        authors: Vec::new(),
        digest: String::new(),
    };
    if is_update {
        view.added = all(&found.diff.added);
    } else {
        view.asked = found.asked.iter().map(permission).collect();
    }
    let package = found.offer.into_package();
    let manifest = package.manifest;
    PluginConsentPage {
        id: manifest.id.to_string(),
        name: manifest.name,
        version: manifest.version.to_string(),
        description: manifest.description,
        licence: manifest.licence,
        authors: manifest.authors,
        digest: package.digest.to_string(),
        ..view
    }
}

/// The permission with the reason that the package gives for it.
fn wish(asked: &[Wish], permission: &Permission) -> PermissionView {
    let asked = asked.iter().find(|asked| asked.permission == *permission);
    let bare = || Wish {
        permission: permission.clone(),
        reason: None,
    };
    asked.map_or_else(|| super::permission(&bare()), super::permission)
}

fn signer(found: &Inspection) -> Signer {
    match (&found.trust, found.offer.signer()) {
        (_, None) => Signer::Nobody,
        (Ok(TrustDecision::SameKey), _) => Signer::Same,
        (Ok(TrustDecision::Rotated { .. }), _) => Signer::Rotated,
        (_, Some(key)) => {
            let pinned = found
                .installed
                .as_ref()
                .and_then(|plugin| plugin.publisher.as_ref());
            if pinned == Some(&key.to_string()) {
                Signer::Same
            } else {
                Signer::New
            }
        }
    }
}
