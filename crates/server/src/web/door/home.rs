//! The front door for visitors.

use axum::response::{IntoResponse, Response};
use innkeeper_theme::contexts::HomePage;

use crate::web::page::Page;
use crate::web::problem::Problem;

/// `GET /`
pub async fn show(page: Page) -> Result<Response, Problem> {
    if page.session.is_some() {
        return Ok(page.to("/account"));
    }
    let home = HomePage {
        can_register: page.panel.registration_is_open(),
    };
    Ok(page.render(&home).await?.into_response())
}
