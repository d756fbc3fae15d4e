//! Signing in without a password: a passkey says who is there.

use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::local_path::LocalPath;
use innkeeper_theme::contexts::{Flash, Form, Message, PasskeyPage};
use innkeeper_theme::keys;

use super::login;
use crate::app::discovery::{self, Begun, Discovered, Visitor};
use crate::app::sessions::hash_token;
use crate::web::csrf;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::prompts;
use crate::web::wait::{redrawn, too_many};

const PAGE: &str = "/login/passkey";

/// `POST /login/passkey`
pub async fn begin(page: Page, form: Posted) -> Result<Response, Problem> {
    let next = LocalPath::parse(form.text("next"));
    let Some(visitor) = visitor(&page) else {
        return Ok(page.to("/login"));
    };
    let home = || LocalPath::parse(page.area.home()).unwrap_or_default();
    let to = next.clone().unwrap_or_else(home);
    Ok(match discovery::begin(&page.panel, &visitor, &to).await? {
        Begun::Open => page.to(PAGE),
        Begun::Unavailable => page.to_with(
            "/login",
            &Flash::danger(Message::new(keys::ERROR_FACTOR_UNAVAILABLE)),
        ),
        Begun::Wait(wait) => {
            let waiting = Form::new().form_error(too_many(wait));
            redrawn(Some(wait), login::draw(&page, waiting, next).await?)
        }
    })
}

/// `GET /login/passkey`
pub async fn show(page: Page) -> Result<Response, Problem> {
    if page.session.is_some() {
        return Ok(Redirect::to(page.area.home()).into_response());
    }
    let shown = match visitor(&page) {
        Some(visitor) => discovery::show(&page.panel, &visitor).await?,
        None => None,
    };
    let Some(shown) = shown else {
        return Ok(page.to("/login"));
    };
    let about = &shown.factor.description;
    let view = PasskeyPage {
        form: Form::new(),
        icon: about.icon.clone(),
        prompts: prompts::view(&page, &about.id, &shown.prompts)?,
        expires_at: shown.expires_at,
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /login/passkey/answer`
pub async fn answer(page: Page, form: Posted) -> Result<Response, Problem> {
    let Some(visitor) = visitor(&page) else {
        return Ok(page.to("/login"));
    };
    let refused = |message| Form::new().form_error(message);
    let (wait, refused) = match discovery::answer(&page.panel, &visitor, &form.answers()).await? {
        Discovered::Open { entry, next } => {
            let mut response = Redirect::to(next.as_str()).into_response();
            page.enter(&mut response, &entry);
            return Ok(response);
        }
        Discovered::Gone => {
            let over = Flash::danger(Message::new(keys::ERROR_PASSKEY_EXPIRED));
            return Ok(page.to_with("/login", &over));
        }
        Discovered::Unavailable => (None, refused(Message::new(keys::ERROR_FACTOR_UNAVAILABLE))),
        Discovered::Unknown => (None, refused(Message::new(keys::ERROR_PASSKEY_UNKNOWN))),
        Discovered::Rejected(module, reason) => {
            (None, refused(page.module_message(&module, &reason)))
        }
        Discovered::Wait(wait) => (Some(wait), refused(too_many(wait))),
    };
    Ok(redrawn(wait, login::draw(&page, refused, None).await?))
}

/// The browser as the question knows it: by the cookie that its forms are bound to.
fn visitor(page: &Page) -> Option<Visitor<'_>> {
    let binding = csrf::binding(page.panel.cookies(), &page.headers, page.area)?;
    Some(Visitor {
        kind: page.area.kind(),
        bound_to: hash_token(&format!("{}|passkey|{binding}", page.area.base())),
        caller: &page.caller,
    })
}
