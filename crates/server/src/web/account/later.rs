//! *Skip for now*: the reminder of a second factor that will be required stays away for a day (R173).

use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::local_path::LocalPath;

use crate::app::enforcement;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// `POST /account/security/later`
pub async fn skip(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let page = &signed_in.page;
    enforcement::skip(&page.panel, signed_in.principal().id).await?;
    let back = LocalPath::parse(form.text("return_to")).unwrap_or_default();
    Ok(Redirect::to(back.as_str()).into_response())
}
