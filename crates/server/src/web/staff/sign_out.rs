//! Signing everybody out, after one more question.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::step_up::Action;
use innkeeper_theme::contexts::{
    ActionField, ActionFieldKind, ConfirmActionPage, Flash, Form, Message,
};
use innkeeper_theme::keys;

use crate::app::sessions;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

const PAGE: &str = "/settings/sign-out";
const SETTINGS: &str = "/settings";
/// The box for staff members.
const STAFF: &str = "staff";

/// `GET /staff/settings/sign-out`
pub async fn confirm(signed_in: SignedIn) -> Result<Response, Problem> {
    admit(&signed_in).await?;
    let page = &signed_in.page;
    let question = ConfirmActionPage {
        title: Message::new(keys::ASK_SIGN_OUT_ALL_TITLE),
        text: Message::new(keys::ASK_SIGN_OUT_ALL_TEXT),
        action: page.area.path(PAGE),
        button: Message::new(keys::ASK_SIGN_OUT_ALL_BUTTON),
        cancel_href: page.area.path(SETTINGS),
        danger: true,
        form: Form::new(),
        fields: vec![ActionField {
            name: STAFF.to_owned(),
            label: Some(Message::new(keys::ASK_SIGN_OUT_ALL_STAFF)),
            kind: ActionFieldKind::Check,
            required: false,
        }],
    };
    Ok(page.render(&question).await?.into_response())
}

/// `POST /staff/settings/sign-out`
pub async fn act(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    admit(&signed_in).await?;
    let page = &signed_in.page;
    let mut kinds = vec![PrincipalKind::User];
    if form.is_ticked(STAFF) {
        kinds.push(PrincipalKind::Staff);
    }
    let ended =
        sessions::end_everybodys(&page.panel, signed_in.live(), &kinds, &page.caller).await?;
    let done = Message::new(keys::FLASH_EVERYBODY_SIGNED_OUT)
        .with("count", i64::try_from(ended).unwrap_or(i64::MAX));
    Ok(page.to_with(SETTINGS, &Flash::success(done)))
}

async fn admit(signed_in: &SignedIn) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    signed_in.require_fresh(Action::EndSessions, PAGE).await
}
