//! Changing one's address.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::step_up::Action;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_theme::contexts::{
    Action as Link, ConfirmPage, ConfirmPurpose, EmailPage, Flash, Form, Message, NoticeKind,
    NoticePage, PendingEmail,
};
use innkeeper_theme::keys;

use crate::app::email::{self, Confirmed};
use crate::app::links;
use crate::web::cookies::CookieKind;
use crate::web::door::register::Link as Token;
use crate::web::door::{count_token, link_expired, to_sign_in};
use crate::web::extract::Query;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const PAGE: &str = "/account/email";

/// `GET /account/email`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ChangeEmail, PAGE).await?;
    draw(&signed_in, Form::new()).await
}

/// `POST /account/email`
pub async fn submit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ChangeEmail, PAGE).await?;
    let page = &signed_in.page;
    let typed = form.trimmed("email");
    let wrong = |error: Message| {
        Form::new()
            .value("email", typed)
            .field_error("email", error)
    };
    let new = match EmailAddress::parse(typed) {
        Ok(new) if new.key() != signed_in.principal().email_key => new,
        Ok(_) => {
            let form = wrong(Message::new(keys::ERROR_EMAIL_UNCHANGED));
            return Ok(redrawn(None, draw(&signed_in, form).await?));
        }
        Err(problem) => {
            let form = wrong(fields::email(problem));
            return Ok(redrawn(None, draw(&signed_in, form).await?));
        }
    };
    email::request_change(&page.panel, signed_in.principal(), &new, &page.caller).await?;
    let sent = Message::new(keys::FLASH_EMAIL_CHANGE_SENT).with("email", new.as_str());
    Ok(page.to_with(PAGE, &Flash::success(sent)))
}

/// `GET /account/email/confirm`
pub async fn show_confirm(page: Page, Query(link): Query<Token>) -> Result<Response, Problem> {
    let found = links::find(&page.panel, &link.token, TokenPurpose::ChangeEmail).await?;
    let Some((row, _)) = found.filter(|(_, principal)| principal.kind == page.area.kind()) else {
        return link_expired(&page).await;
    };
    let confirm = ConfirmPage {
        purpose: ConfirmPurpose::EmailChange,
        email: row.payload.unwrap_or_default(),
        action: page.area.path("/account/email/confirm"),
        token: link.token,
        form: Form::new(),
    };
    Ok(page.render(&confirm).await?.into_response())
}

/// `POST /account/email/confirm`
pub async fn confirm(page: Page, form: Posted) -> Result<Response, Problem> {
    count_token(&page).await?;
    match email::confirm_change(
        &page.panel,
        page.area.kind(),
        form.text("token"),
        &page.caller,
    )
    .await?
    {
        Confirmed::Gone => link_expired(&page).await,
        Confirmed::Done(email) => {
            let action = to_sign_in(&page);
            changed(&page, NoticeKind::EmailChanged, email, action).await
        }
    }
}

/// `GET /account/email/undo`
pub async fn show_undo(page: Page, Query(link): Query<Token>) -> Result<Response, Problem> {
    let found = email::find_undo(&page.panel, page.area.kind(), &link.token).await?;
    let Some(undo) = found else {
        return link_expired(&page).await;
    };
    let confirm = ConfirmPage {
        purpose: ConfirmPurpose::EmailUndo,
        email: undo.email,
        action: page.area.path("/account/email/undo"),
        token: link.token,
        form: Form::new(),
    };
    Ok(page.render(&confirm).await?.into_response())
}

/// `POST /account/email/undo`
pub async fn undo(page: Page, form: Posted) -> Result<Response, Problem> {
    count_token(&page).await?;
    let (panel, kind) = (&page.panel, page.area.kind());
    match email::undo_change(panel, kind, form.text("token"), &page.caller).await? {
        Confirmed::Gone => link_expired(&page).await,
        Confirmed::Done(email) => {
            let forgot = page.area.path("/password/forgot");
            let action = Link::new(forgot, keys::ACTION_FORGOT);
            changed(&page, NoticeKind::EmailUndone, email, action).await
        }
    }
}

/// Says that another address holds from now on, to somebody who is signed out by it.
async fn changed(
    page: &Page,
    kind: NoticeKind,
    email: String,
    action: Link,
) -> Result<Response, Problem> {
    let page = page.as_visitor();
    let said = NoticePage {
        kind,
        email: Some(email),
        action: Some(action),
    };
    let mut response = page.render(&said).await?.into_response();
    page.clear_cookie(&mut response, CookieKind::Session(page.area));
    Ok(response)
}

async fn draw(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let principal = signed_in.principal();
    let pending = email::pending(&signed_in.page.panel, principal.id)
        .await?
        .map(|(email, expires_at)| PendingEmail { email, expires_at });
    let view = EmailPage {
        form,
        current: principal.email.clone(),
        pending,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
