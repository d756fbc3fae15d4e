//! Language and colours, for visitors and people alike.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::local_path::LocalPath;

use super::cookies::CookieKind;
use super::form::Posted;
use super::page::Page;
use super::problem::Problem;
use crate::app::profile;

/// `POST /preferences`: sets what the form names and comes back to `return_to`.
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    let back = LocalPath::parse(form.text("return_to")).unwrap_or_default();
    let mut response = Redirect::to(back.as_str()).into_response();
    let cookies = page.panel.cookies();
    if form.has("locale") {
        let known = page
            .panel
            .theme
            .locales()
            .into_iter()
            .find(|known| known.code == form.text("locale"));
        let picked = known.ok_or(Problem::BadRequest("unknown-locale"))?;
        if let Some(live) = &page.session {
            profile::set_locale(&page.panel, &live.principal, &picked.code).await?;
        }
        response.headers_mut().append(
            header::SET_COOKIE,
            cookies.set(CookieKind::Locale, &picked.code),
        );
    }
    if form.has("scheme") {
        let picked = form.text("scheme");
        if !["auto", "light", "dark"].contains(&picked) {
            return Err(Problem::BadRequest("unknown-scheme"));
        }
        response
            .headers_mut()
            .append(header::SET_COOKIE, cookies.set(CookieKind::Scheme, picked));
    }
    Ok(response)
}
