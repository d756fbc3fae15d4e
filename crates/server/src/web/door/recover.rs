//! Recovery at the door: asking for it, and the page behind the links of its mails. Opening a link
//! changes nothing.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::recovery::RecoveryState;
use innkeeper_store::recovery::Request;
use innkeeper_theme::contexts::{
    Form, Message, NoticeKind, RecoverPage, RecoveryPage, RecoveryState as StateView,
};
use innkeeper_theme::keys;

use super::register::Link;
use super::{count_token, link_expired, notice, to_sign_in};
use crate::app::password;
use crate::app::recovery::{self, MAX_WORDS};
use crate::web::extract::Query;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::wait::{redrawn, too_many};

/// `GET /login/recover`
pub async fn show(page: Page) -> Result<Response, Problem> {
    let view = RecoverPage { form: Form::new() };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /login/recover`: the same answer for every address and every password.
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    let email = form.trimmed("email");
    let password = password::normalise(form.text("password"));
    match recovery::ask(&page.panel, email, password, &page.caller).await? {
        None => {
            let back = Some(to_sign_in(&page));
            let said = notice(&page, NoticeKind::RecoverySent, None, back).await?;
            Ok(said.into_response())
        }
        Some(wait) => {
            let form = Form::new().value("email", email).form_error(too_many(wait));
            let drawn = page.render(&RecoverPage { form }).await?;
            Ok(redrawn(Some(wait), drawn))
        }
    }
}

/// `GET /login/recover/request`
pub async fn show_request(page: Page, Query(link): Query<Link>) -> Result<Response, Problem> {
    draw(&page, link.token, Form::new()).await
}

/// `POST /login/recover/request`: sends the request, or with `cancel` calls it off.
pub async fn act(page: Page, form: Posted) -> Result<Response, Problem> {
    count_token(&page).await?;
    let token = form.text("token").to_owned();
    if form.has("cancel") {
        recovery::cancel(&page.panel, &token, &page.caller).await?;
        return draw(&page, token, Form::new()).await;
    }
    let words = form.trimmed("words");
    if words.chars().count() > MAX_WORDS {
        let too_long = Message::new(keys::ERROR_TOO_LONG).with("max", MAX_WORDS);
        let form = Form::new()
            .value("words", words)
            .field_error("words", too_long);
        return Ok(redrawn(None, draw(&page, token, form).await?));
    }
    recovery::send(&page.panel, &token, words, &page.caller).await?;
    draw(&page, token, Form::new()).await
}

async fn draw(page: &Page, token: String, form: Form) -> Result<Response, Problem> {
    let Some(request) = recovery::find(&page.panel, &token).await? else {
        return link_expired(page).await;
    };
    let view = RecoveryPage {
        form,
        token,
        state: state(request.state),
        until: waits_until(&request),
        can_cancel: request.state.is_pending(),
    };
    Ok(page.render(&view).await?.into_response())
}

fn waits_until(request: &Request) -> Option<chrono::DateTime<chrono::Utc>> {
    request
        .until
        .filter(|_| request.state == RecoveryState::Waiting)
}

/// The state as pages show it.
pub fn state(state: RecoveryState) -> StateView {
    match state {
        RecoveryState::Asked => StateView::Asked,
        RecoveryState::Open => StateView::Open,
        RecoveryState::Approved => StateView::Approved,
        RecoveryState::Waiting => StateView::Waiting,
        RecoveryState::Done => StateView::Done,
        RecoveryState::Refused => StateView::Refused,
        RecoveryState::Cancelled => StateView::Cancelled,
        RecoveryState::Expired => StateView::Expired,
    }
}
