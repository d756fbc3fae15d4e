//! The first step: address and password.

use crate::web::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_theme::contexts::{Form, LoginPage, Message, NoticeKind};
use innkeeper_theme::keys;
use serde::Deserialize;

use super::{notice, to_sign_in};
use crate::app::discovery;
use crate::app::password;
use crate::app::sign_in::{self, Attempt, SignIn};
use crate::web::cookies::CookieKind;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::wait::{redrawn, too_many};

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

impl Next {
    /// A path of this house, or none.
    pub fn path(&self) -> Option<LocalPath> {
        self.next.as_deref().and_then(LocalPath::parse)
    }
}

/// `GET /login`
pub async fn show(page: Page, Query(next): Query<Next>) -> Result<Response, Problem> {
    if page.session.is_some() {
        let home = next.path().map_or_else(
            || page.area.home().to_owned(),
            |path| path.as_str().to_owned(),
        );
        return Ok(Redirect::to(&home).into_response());
    }
    draw(&page, Form::new(), next.path()).await
}

/// `POST /login`
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    let next = LocalPath::parse(form.text("next"));
    let attempt = Attempt {
        kind: page.area.kind(),
        email: form.trimmed("email"),
        password: password::normalise(form.text("password")),
        trusted_device: page.cookie(CookieKind::Trusted),
        next: next
            .clone()
            .unwrap_or_else(|| LocalPath::parse(page.area.home()).unwrap_or_default()),
    };
    let filled = || Form::new().value("email", form.trimmed("email"));
    Ok(
        match sign_in::sign_in(&page.panel, attempt, &page.caller).await? {
            SignIn::Open(entry, ticket) => {
                let home = next.map_or_else(
                    || page.area.home().to_owned(),
                    |path| path.as_str().to_owned(),
                );
                let mut response = Redirect::to(&home).into_response();
                page.enter(&mut response, &entry);
                if let Some(ticket) = ticket {
                    page.set_ticket(&mut response, &ticket);
                }
                response
            }
            SignIn::SecondFactor(token) => {
                let mut response = page.to("/login/verify");
                page.set_cookie(&mut response, CookieKind::Pending(page.area), &token);
                response
            }
            SignIn::Wrong => {
                let wrong = filled().form_error(Message::new(keys::ERROR_SIGN_IN_FAILED));
                redrawn(None, draw(&page, wrong, next).await?)
            }
            SignIn::Wait(wait) => {
                let waiting = filled().form_error(too_many(wait));
                redrawn(Some(wait), draw(&page, waiting, next).await?)
            }
            SignIn::Unconfirmed => {
                let email = Some(form.trimmed("email").to_owned());
                notice(&page, NoticeKind::CheckMail, email, Some(to_sign_in(&page)))
                    .await?
                    .into_response()
            }
            SignIn::ContactSupport => {
                let refused = notice(&page, NoticeKind::ContactSupport, None, None).await?;
                (StatusCode::FORBIDDEN, refused).into_response()
            }
        },
    )
}

/// The page, with what is wrong.
pub(super) async fn draw(
    page: &Page,
    form: Form,
    next: Option<LocalPath>,
) -> Result<Response, Problem> {
    let login = LoginPage {
        form,
        next: next.map(|path| path.as_str().to_owned()),
        can_register: page.area.kind() == PrincipalKind::User && page.panel.registration_is_open(),
        passkeys: discovery::offered(&page.panel, page.area.kind()).is_some(),
    };
    Ok(page.render(&login).await?.into_response())
}
