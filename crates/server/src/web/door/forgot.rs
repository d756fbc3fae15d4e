//! Asking for a link to choose a new password.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::email::EmailAddress;
use innkeeper_theme::contexts::{ForgotPage, Form, NoticeKind};

use super::{notice, to_sign_in};
use crate::app::reset;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::wait::{redrawn, too_many};

/// `GET /password/forgot`
pub async fn show(page: Page) -> Result<Response, Problem> {
    Ok(page
        .render(&ForgotPage { form: Form::new() })
        .await?
        .into_response())
}

/// `POST /password/forgot`: the same answer for every address (R165).
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    let typed = form.trimmed("email");
    let email = match EmailAddress::parse(typed) {
        Ok(email) => email,
        Err(problem) => {
            let form = Form::new()
                .value("email", typed)
                .field_error("email", fields::email(problem));
            let drawn = page.render(&ForgotPage { form }).await?;
            return Ok(redrawn(None, drawn));
        }
    };
    match reset::request(&page.panel, page.area.kind(), &email, &page.caller).await? {
        None => {
            let email = Some(typed.to_owned());
            Ok(
                notice(&page, NoticeKind::ResetSent, email, Some(to_sign_in(&page)))
                    .await?
                    .into_response(),
            )
        }
        Some(wait) => {
            let form = Form::new().value("email", typed).form_error(too_many(wait));
            let drawn = page.render(&ForgotPage { form }).await?;
            Ok(redrawn(Some(wait), drawn))
        }
    }
}
