//! Changing one's password.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::step_up::Action;
use innkeeper_module::Secret;
use innkeeper_theme::contexts::{Flash, Form, Message, PasswordPage};
use innkeeper_theme::keys;

use crate::app::password::{self, Changed};
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::{redrawn, too_many};

const PAGE: &str = "/account/password";

/// `GET /account/password`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in
        .require_fresh(Action::ChangePassword, PAGE)
        .await?;
    draw(&signed_in, Form::new()).await
}

/// `POST /account/password`
pub async fn submit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in
        .require_fresh(Action::ChangePassword, PAGE)
        .await?;
    let page = &signed_in.page;
    let current = password::normalise(form.text("current_password"));
    let new = Secret::from(form.text("password"));
    let wrong =
        match password::change(&page.panel, signed_in.live(), current, &new, &page.caller).await? {
            Changed::Done(token) => {
                let flash = Flash::success(Message::new(keys::FLASH_PASSWORD_CHANGED));
                return Ok(signed_in.moved("/account/security", &token, Some(&flash)));
            }
            Changed::SignedOut => return Ok(page.to("/login")),
            Changed::WrongCurrent => Form::new()
                .field_error("current_password", Message::new(keys::ERROR_PASSWORD_WRONG)),
            Changed::Unchanged => {
                Form::new().field_error("password", Message::new(keys::ERROR_PASSWORD_UNCHANGED))
            }
            Changed::Bad(problem) => Form::new().field_error("password", fields::password(problem)),
            Changed::Wait(wait) => {
                let waiting = Form::new().form_error(too_many(wait));
                return Ok(redrawn(Some(wait), draw(&signed_in, waiting).await?));
            }
        };
    Ok(redrawn(None, draw(&signed_in, wrong).await?))
}

async fn draw(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let is_protected = signed_in.holdings().await?.is_protected();
    let view = PasswordPage {
        form,
        min_length: page.min_password_length(is_protected),
        changed_at: signed_in.principal().password_changed_at,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
