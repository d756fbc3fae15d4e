//! Changing one's own mobile number.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::step_up::Action;
use innkeeper_theme::contexts::{Flash, Form, Message, MobilePage};
use innkeeper_theme::keys;

use crate::app::mobile;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::team::mobile as fields;
use crate::web::wait::redrawn;

const PAGE: &str = "/account/mobile";

/// `GET /account/mobile`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ChangeMobile, PAGE).await?;
    let number = mobile::of(signed_in.principal());
    draw(&signed_in, fields::filled(Form::new(), number.as_ref())).await
}

/// `POST /account/mobile`
pub async fn submit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ChangeMobile, PAGE).await?;
    let number = match fields::parse(&form, fields::typed(Form::new(), &form)) {
        Ok(number) => number,
        Err(wrong) => return Ok(redrawn(None, draw(&signed_in, wrong).await?)),
    };
    let (page, person) = (&signed_in.page, signed_in.principal());
    mobile::set(&page.panel, person, number.as_ref(), &page.caller).await?;
    let saved = Message::new(keys::FLASH_MOBILE_SAVED);
    Ok(page.to_with("/account/profile", &Flash::success(saved)))
}

async fn draw(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let view = MobilePage {
        form,
        current: mobile::of(signed_in.principal()).map(|number| number.to_string()),
        countries: fields::choices(&signed_in.page),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
