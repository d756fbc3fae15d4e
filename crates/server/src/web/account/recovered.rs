//! After a sign-in by a backup code: set up a factor, keep the ones there are, or leave (R67).

use axum::response::{IntoResponse, Response};
use innkeeper_identity::session::Restriction;
use innkeeper_theme::contexts::RecoveredPage;

use super::security::credential_view;
use crate::app::{factors, sessions};
use crate::web::form::Posted;
use crate::web::page::MaybeRestricted;
use crate::web::problem::Problem;

/// `GET /account/security/recovered`
pub async fn show(MaybeRestricted(signed_in): MaybeRestricted) -> Result<Response, Problem> {
    let page = &signed_in.page;
    if signed_in.live().session.restriction != Restriction::Recovery {
        return Ok(page.to("/account/security"));
    }
    let held = signed_in.held().await?;
    let view = RecoveredPage {
        backup_codes_left: factors::codes_left(signed_in.live()).map_or(0, |left| left.count),
        credentials: held
            .iter()
            .map(|credential| credential_view(page, credential, None))
            .filter(|view| !view.is_recovery)
            .collect(),
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /account/security/recovered`: "Keep my factors".
pub async fn keep(
    MaybeRestricted(signed_in): MaybeRestricted,
    _form: Posted,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    // Not to the security page: whoever kept factors that are out of reach cannot prove themselves there.
    let home = page.area.home();
    let home = home.strip_prefix(page.area.base()).unwrap_or(home);
    match sessions::keep_factors(&page.panel, signed_in.live(), &page.caller).await? {
        Some(token) => Ok(signed_in.moved(home, &token, None)),
        None => Ok(page.to(home)),
    }
}
