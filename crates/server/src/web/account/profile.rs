//! Name, language and time zone.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::names::PersonName;
use innkeeper_theme::contexts::{Choice, Flash, Form, Message, ProfilePage};
use innkeeper_theme::keys;

use crate::app::mobile;
use crate::app::profile::{self, Profile};
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// `GET /account/profile`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let principal = signed_in.principal();
    let form = Form::new()
        .value("name", &principal.name)
        .value("locale", &principal.locale)
        .value("time_zone", &principal.time_zone);
    draw(&signed_in, form).await
}

/// `POST /account/profile`
pub async fn submit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let (locale, time_zone) = (form.text("locale"), form.text("time_zone"));
    let mut shown = Form::new()
        .value("name", form.text("name"))
        .value("locale", locale)
        .value("time_zone", time_zone);
    if !page
        .panel
        .theme
        .locales()
        .iter()
        .any(|known| known.code == locale)
    {
        shown = shown.field_error("locale", Message::new(keys::ERROR_CHOICE_INVALID));
    }
    if time_zone.parse::<chrono_tz::Tz>().is_err() {
        shown = shown.field_error("time_zone", Message::new(keys::ERROR_CHOICE_INVALID));
    }
    let name = match PersonName::parse(form.text("name")) {
        Ok(name) if !shown.has_errors() => name,
        Ok(_) => {
            return Ok(redrawn(None, draw(&signed_in, shown).await?));
        }
        Err(problem) => {
            shown = shown.field_error("name", fields::name(problem));
            return Ok(redrawn(None, draw(&signed_in, shown).await?));
        }
    };
    let changed = Profile {
        name,
        locale: locale.to_owned(),
        time_zone: time_zone.to_owned(),
    };
    profile::save(&page.panel, signed_in.principal(), &changed, &page.caller).await?;
    Ok(page.to_with(
        "/account/profile",
        &Flash::success(Message::new(keys::FLASH_PROFILE_SAVED)),
    ))
}

async fn draw(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let theme = &signed_in.page.panel.theme;
    let view = ProfilePage {
        form,
        locales: theme
            .locales()
            .iter()
            .map(|known| Choice::new(&known.code, &known.name))
            .collect(),
        time_zones: chrono_tz::TZ_VARIANTS
            .iter()
            .map(|zone| zone.name().to_owned())
            .collect(),
        mobile: mobile::of(signed_in.principal()).map(|number| number.to_string()),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
