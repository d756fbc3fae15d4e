//! Ending trust in one device of a user, after a question (R137). Staff members have no trusted devices.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::{PrincipalId, TrustedDeviceId};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::step_up::Action;
use innkeeper_store::principals::{self, Principal};
use innkeeper_theme::contexts::{ConfirmActionPage, Flash, Form, Message};
use innkeeper_theme::keys;

use crate::app::trusted_devices;
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// `GET /staff/users/{id}/devices/{device}/distrust`
pub async fn confirm(
    signed_in: SignedIn,
    Path((id, device)): Path<(PrincipalId, TrustedDeviceId)>,
) -> Result<Response, Problem> {
    let user = admit(&signed_in, id, device).await?;
    let page = &signed_in.page;
    let question = ConfirmActionPage {
        title: Message::new(keys::ASK_DISTRUST_TITLE).with("name", user.name.as_str()),
        text: Message::new(keys::ASK_DISTRUST_TEXT).with("name", user.name.as_str()),
        action: page.area.path(&path_of(id, device)),
        button: Message::new(keys::ASK_DISTRUST_BUTTON),
        cancel_href: page.area.path(&format!("/users/{id}")),
        danger: false,
        form: Form::new(),
        fields: Vec::new(),
    };
    Ok(page.render(&question).await?.into_response())
}

/// `POST /staff/users/{id}/devices/{device}/distrust`
pub async fn act(
    signed_in: SignedIn,
    Path((id, device)): Path<(PrincipalId, TrustedDeviceId)>,
    _form: Posted,
) -> Result<Response, Problem> {
    let user = admit(&signed_in, id, device).await?;
    let (page, by) = (&signed_in.page, signed_in.principal());
    let ended = trusted_devices::distrust(&page.panel, by, user.id, device, &page.caller).await?;
    let outcome = if ended {
        let done = Message::new(keys::FLASH_USER_DEVICE_DISTRUSTED);
        Flash::success(done.with("name", user.name.as_str()))
    } else {
        Flash::danger(Message::new(keys::ERROR_CONFLICT))
    };
    Ok(page.to_with(&format!("/users/{id}"), &outcome))
}

/// The user, where the viewer may do this and has just proved who they are.
async fn admit(
    signed_in: &SignedIn,
    id: PrincipalId,
    device: TrustedDeviceId,
) -> Result<Principal, Problem> {
    signed_in.require(StaffPermission::EndSessions)?;
    signed_in
        .require_fresh(Action::ManageUsers, &path_of(id, device))
        .await?;
    let mut tx = signed_in.page.panel.db.read_once().await?;
    principals::find(&mut tx, id)
        .await?
        .filter(|principal| principal.kind == PrincipalKind::User)
        .ok_or(Problem::NotFound)
}

/// Where it is asked, below the area's base.
fn path_of(id: PrincipalId, device: TrustedDeviceId) -> String {
    format!("/users/{id}/devices/{device}/distrust")
}
