//! Signing out, here and everywhere.

use axum::response::{IntoResponse, Response};
use innkeeper_theme::contexts::NoticeKind;

use super::{notice, to_sign_in};
use crate::app::sessions;
use crate::web::cookies::CookieKind;
use crate::web::form::Posted;
use crate::web::page::{MaybeRestricted, Page};
use crate::web::problem::Problem;

/// `POST /logout`: the row ends, so the cookie opens nothing from anywhere (R154).
pub async fn here(page: Page, _form: Posted) -> Result<Response, Problem> {
    if let Some(live) = &page.session {
        sessions::end(&page.panel, &live.principal, live.session.id, &page.caller).await?;
    }
    signed_out(&page, NoticeKind::SignedOut).await
}

/// `POST /logout/everywhere`
pub async fn everywhere(
    MaybeRestricted(signed_in): MaybeRestricted,
    _form: Posted,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    sessions::end_all(&page.panel, signed_in.principal(), &page.caller).await?;
    signed_out(page, NoticeKind::SignedOutEverywhere).await
}

async fn signed_out(page: &Page, kind: NoticeKind) -> Result<Response, Problem> {
    let page = page.as_visitor();
    let mut response = notice(&page, kind, None, Some(to_sign_in(&page)))
        .await?
        .into_response();
    page.clear_cookie(&mut response, CookieKind::Session(page.area));
    page.clear_cookie(&mut response, CookieKind::Pending(page.area));
    Ok(response)
}
