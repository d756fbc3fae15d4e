//! Choosing a new password by a link, with the second factor where one is held (R168).

use crate::web::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use innkeeper_identity::token::TokenPurpose;
use innkeeper_module::Secret;
use innkeeper_theme::contexts::{Form, Message, NoticeKind, ResetPage};
use innkeeper_theme::keys;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::register::Link;
use super::{count_token, link_expired, notice, to_sign_in};
use crate::app::challenges;
use crate::app::factors;
use crate::app::reset::{self, Outcome, Reset};
use crate::web::away::render_step;
use crate::web::challenge::{Refused, find_way, not_begun, options, refusal};
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::prompts;
use crate::web::wait::{redrawn, seconds};

/// `GET /password/reset`
pub async fn show(page: Page, Query(link): Query<Link>) -> Result<Response, Problem> {
    let Some(reset) = reset::find(&page.panel, page.area.kind(), &link.token).await? else {
        return link_expired(&page).await;
    };
    draw(&page, &link.token, &reset, Refused::default()).await
}

/// `POST /password/reset`: with `option`, another factor is asked instead.
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    count_token(&page).await?;
    let token = form.text("token");
    let Some(reset) = reset::find(&page.panel, page.area.kind(), token).await? else {
        return link_expired(&page).await;
    };
    if form.has("option") {
        let way = find_way(&reset.ways, form.text("option"))
            .ok_or(Problem::BadRequest("unknown-option"))?;
        let begun = challenges::begin(
            &page.panel,
            &reset.principal,
            reset.target(),
            way,
            &page.caller,
        )
        .await?;
        let why = not_begun(begun).map(|why| Form::new().form_error(why.text));
        return draw(&page, token, &reset, why.unwrap_or_default().into()).await;
    }
    let new = Secret::from(form.text("password"));
    let mut brought = Vec::new();
    let refused =
        match reset::choose(&page.panel, &reset, &new, &form.answers(), &page.caller).await? {
            Outcome::Done => {
                return Ok(notice(
                    &page,
                    NoticeKind::PasswordReset,
                    None,
                    Some(to_sign_in(&page)),
                )
                .await?
                .into_response());
            }
            Outcome::Gone => return link_expired(&page).await,
            Outcome::BadPassword(problem) => {
                // The factor was not asked: what was brought back for it is still good.
                brought = form.brought();
                Refused::from(Form::new().field_error("password", fields::password(problem)))
            }
            Outcome::Rejected(rejected) => refusal(&page, &rejected),
            Outcome::Again => Refused::default(),
            Outcome::Unavailable => {
                let error = Message::new(keys::ERROR_FACTOR_UNAVAILABLE);
                Refused::from(Form::new().form_error(error))
            }
        };
    let wait = refused.wait;
    let drawn = draw(&page.carrying(brought), token, &reset, refused).await?;
    Ok(redrawn(wait, drawn))
}

async fn draw(
    page: &Page,
    token: &str,
    reset: &Reset,
    refused: Refused,
) -> Result<Response, Problem> {
    if reset.is_refused {
        let said = notice(page, NoticeKind::ContactSupport, None, None).await?;
        return Ok((StatusCode::FORBIDDEN, said).into_response());
    }
    let shown = challenges::show_or_begin(
        &page.panel,
        &reset.principal,
        reset.target(),
        &reset.ways,
        &page.caller,
    )
    .await?;
    let held = factors::list_held(&page.panel, reset.principal.id).await?;
    let (factor_name, prompts) = match &shown {
        Some(shown) => {
            let description = &shown.factor.description;
            (
                Some(page.module_text(&description.id, &description.name)),
                prompts::view(page, &description.id, &shown.prompts)?,
            )
        }
        None => (None, Vec::new()),
    };
    // A code that was sent can be asked for again, and one that was not must be asked for first.
    let sends = shown
        .as_ref()
        .is_none_or(|shown| shown.factor.description.sends_messages);
    let others = if reset.ways.len() > 1 || sends {
        options(page, &reset.ways, &held)
    } else {
        Vec::new()
    };
    let view = ResetPage {
        form: refused.form,
        email: reset.principal.email.clone(),
        token: token.to_owned(),
        min_length: page.min_password_length(reset.is_protected),
        factor_name,
        prompts,
        others,
        wait_seconds: refused.wait.map(seconds),
        welcome: reset.row.purpose == TokenPurpose::WelcomeStaff,
    };
    let prompts = shown.map(|shown| shown.prompts).unwrap_or_default();
    let token = utf8_percent_encode(token, NON_ALPHANUMERIC);
    render_step(
        page,
        &view,
        &prompts,
        &format!("/password/reset?token={token}"),
    )
    .await
}
