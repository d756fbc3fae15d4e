//! The door: every page before somebody is signed in, for both areas.

pub mod forgot;
pub mod home;
pub mod invitation;
pub mod login;
pub mod logout;
pub mod passkey;
pub mod recover;
pub mod register;
pub mod reset;
pub mod verify;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_theme::contexts::{Action, NoticeKind, NoticePage};

use super::page::Page;
use super::problem::Problem;
use crate::app::throttling;

/// A page that says one thing and leads on.
async fn notice(
    page: &Page,
    kind: NoticeKind,
    email: Option<String>,
    action: Option<Action>,
) -> Result<axum::response::Html<String>, Problem> {
    page.render(&NoticePage {
        kind,
        email,
        action,
    })
    .await
}

/// Counts a try at a mailed link's token (R169).
pub async fn count_token(page: &Page) -> Result<(), Problem> {
    match throttling::count_from(&page.panel, ThrottleScope::Token, &page.caller).await? {
        Some(wait) => Err(Problem::Throttled(wait)),
        None => Ok(()),
    }
}

/// What every mailed link leads to that is used, too old or made up.
pub async fn link_expired(page: &Page) -> Result<Response, Problem> {
    let said = notice(page, NoticeKind::LinkExpired, None, Some(to_sign_in(page))).await?;
    Ok((StatusCode::GONE, said).into_response())
}

/// The way back to the door.
pub fn to_sign_in(page: &Page) -> Action {
    Action::new(
        page.area.path("/login"),
        innkeeper_theme::keys::ACTION_SIGN_IN,
    )
}
