//! Renaming and removing a credential.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::CredentialId;
use innkeeper_identity::names::Label;
use innkeeper_identity::removal::may_remove;
use innkeeper_identity::step_up::Action;
use innkeeper_store::credentials::Credential;
use innkeeper_theme::contexts::{Flash, Form, Message, RemovePage, RenamePage};
use innkeeper_theme::keys;

use super::security::credential_view;
use crate::app::factors::{self, Removal};
use crate::web::extract::Path;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const SECURITY: &str = "/account/security";

/// `GET /account/security/credentials/{id}/rename`
pub async fn show_rename(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
) -> Result<Response, Problem> {
    let credential = find(&signed_in, id).await?;
    let form = Form::new().value("label", &credential.label);
    draw_rename(&signed_in, credential, form).await
}

/// `POST /account/security/credentials/{id}/rename`
pub async fn rename(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
    form: Posted,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let label = match Label::parse(form.text("label")) {
        Ok(label) => label,
        Err(problem) => {
            let credential = find(&signed_in, id).await?;
            let form = Form::new()
                .value("label", form.text("label"))
                .field_error("label", fields::label(problem));
            let drawn = draw_rename(&signed_in, credential, form).await?;
            return Ok(redrawn(None, drawn));
        }
    };
    if !factors::rename(&page.panel, signed_in.principal(), id, &label, &page.caller).await? {
        return Err(Problem::NotFound);
    }
    let flash =
        Flash::success(Message::new(keys::FLASH_FACTOR_RENAMED).with("label", label.as_str()));
    Ok(page.to_with(SECURITY, &flash))
}

/// `GET /account/security/credentials/{id}/remove`
pub async fn show_remove(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
) -> Result<Response, Problem> {
    signed_in
        .require_fresh(Action::RemoveFactor, &removal_page(id))
        .await?;
    let credential = find(&signed_in, id).await?;
    let (page, asked) = (&signed_in.page, signed_in.enforced().asked);
    let Ok(removal) = may_remove(&signed_in.holdings().await?, id, &asked) else {
        return Ok(page.to_with(
            SECURITY,
            &Flash::danger(Message::new(keys::ERROR_FACTOR_REQUIRED)),
        ));
    };
    let view = RemovePage {
        credential: credential_view(page, credential, None),
        last: removal.last,
        form: Form::new(),
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /account/security/credentials/{id}/remove`
pub async fn remove(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in
        .require_fresh(Action::RemoveFactor, &removal_page(id))
        .await?;
    let credential = find(&signed_in, id).await?;
    let page = &signed_in.page;
    let flash = match factors::remove(&page.panel, signed_in.live(), id, &page.caller).await? {
        Removal::Done => {
            let name = credential_view(page, credential, None).factor_name;
            Flash::success(Message::new(keys::FLASH_FACTOR_REMOVED).with("factor", name))
        }
        Removal::Missing => return Err(Problem::NotFound),
        Removal::Required | Removal::LocksOut => {
            Flash::danger(Message::new(keys::ERROR_FACTOR_REQUIRED))
        }
    };
    Ok(page.to_with(SECURITY, &flash))
}

fn removal_page(id: CredentialId) -> String {
    format!("/account/security/credentials/{id}/remove")
}

async fn find(signed_in: &SignedIn, id: CredentialId) -> Result<&Credential, Problem> {
    let mut held = signed_in.held().await?.iter();
    held.find(|credential| credential.id == id)
        .ok_or(Problem::NotFound)
}

async fn draw_rename(
    signed_in: &SignedIn,
    credential: &Credential,
    form: Form,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let view = RenamePage {
        credential: credential_view(page, credential, None),
        form,
    };
    Ok(page.render(&view).await?.into_response())
}
