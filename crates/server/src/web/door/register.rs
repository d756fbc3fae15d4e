//! Becoming a customer.

use crate::web::extract::Query;
use axum::response::{IntoResponse, Response};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_module::Secret;
use innkeeper_theme::contexts::{ConfirmPage, ConfirmPurpose, Form, NoticeKind, RegisterPage};
use serde::Deserialize;

use super::{count_token, link_expired, notice, to_sign_in};
use crate::app::links;
use crate::app::registration::{self, Application, Registered};
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::wait::{redrawn, too_many};

/// A link's token.
#[derive(Deserialize)]
pub struct Link {
    /// As mailed.
    #[serde(default)]
    pub token: String,
}

/// `GET /register`
pub async fn show(page: Page) -> Result<Response, Problem> {
    if !page.panel.registration_is_open() {
        return Ok(notice(
            &page,
            NoticeKind::RegistrationClosed,
            None,
            Some(to_sign_in(&page)),
        )
        .await?
        .into_response());
    }
    if page.session.is_some() {
        return Ok(page.to("/account"));
    }
    draw(&page, Form::new()).await
}

/// `POST /register`
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    if !page.panel.registration_is_open() {
        return Err(Problem::Forbidden);
    }
    let filled = Form::new()
        .value("name", form.trimmed("name"))
        .value("email", form.trimmed("email"));
    let name = PersonName::parse(form.text("name"));
    let email = EmailAddress::parse(form.text("email"));
    let (name, email) = match (name, email) {
        (Ok(name), Ok(email)) => (name, email),
        (name, email) => {
            let mut wrong = filled;
            if let Err(problem) = name {
                wrong = wrong.field_error("name", fields::name(problem));
            }
            if let Err(problem) = email {
                wrong = wrong.field_error("email", fields::email(problem));
            }
            return Ok(redrawn(None, draw(&page, wrong).await?));
        }
    };
    let application = Application {
        name,
        email,
        password: Secret::from(form.text("password")),
        locale: page.locale.clone(),
        time_zone: page.panel.settings().time_zone.name().to_owned(),
    };
    Ok(
        match registration::register(&page.panel, application, &page.caller).await? {
            Registered::CheckMail => {
                let email = Some(form.trimmed("email").to_owned());
                notice(&page, NoticeKind::CheckMail, email, Some(to_sign_in(&page)))
                    .await?
                    .into_response()
            }
            Registered::BadPassword(problem) => {
                let wrong = filled.field_error("password", fields::password(problem));
                redrawn(None, draw(&page, wrong).await?)
            }
            Registered::Wait(wait) => {
                let waiting = filled.form_error(too_many(wait));
                redrawn(Some(wait), draw(&page, waiting).await?)
            }
        },
    )
}

/// `GET /register/confirm`: a mail scanner that opens the link changes nothing (R81).
pub async fn show_confirm(page: Page, Query(link): Query<Link>) -> Result<Response, Problem> {
    let Some((_, principal)) =
        links::find(&page.panel, &link.token, TokenPurpose::ConfirmEmail).await?
    else {
        return link_expired(&page).await;
    };
    let confirm = ConfirmPage {
        purpose: ConfirmPurpose::Registration,
        email: principal.email,
        action: "/register/confirm".to_owned(),
        token: link.token,
        form: Form::new(),
    };
    Ok(page.render(&confirm).await?.into_response())
}

/// `POST /register/confirm`
pub async fn confirm(page: Page, form: Posted) -> Result<Response, Problem> {
    count_token(&page).await?;
    match registration::confirm(&page.panel, form.text("token"), &page.caller).await? {
        Some(_) => Ok(
            notice(&page, NoticeKind::Confirmed, None, Some(to_sign_in(&page)))
                .await?
                .into_response(),
        ),
        None => link_expired(&page).await,
    }
}

async fn draw(page: &Page, form: Form) -> Result<Response, Problem> {
    let register = RegisterPage {
        form,
        min_length: page.min_password_length(false),
    };
    Ok(page.render(&register).await?.into_response())
}
