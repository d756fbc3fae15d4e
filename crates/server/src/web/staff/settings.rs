//! What staff set: how the house presents itself, and who comes in.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::recovery::MAX_WAIT_HOURS;
use innkeeper_identity::step_up::Action;
use innkeeper_theme::contexts::{Choice, Flash, Form, Message, SettingsPage};
use innkeeper_theme::keys;

use super::factor_rules;
use crate::Panel;
use crate::app::settings::{self, MAX_CHECK, PASSWORD_LENGTHS, Recovery, Settings};
use crate::app::staff;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const PAGE: &str = "/settings";

/// `GET /staff/settings`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    signed_in
        .require_fresh(Action::ChangeSettings, PAGE)
        .await?;
    let panel = &signed_in.page.panel;
    let form = factor_rules::fill(panel, filled(&panel.settings()));
    draw(&signed_in, form).await
}

/// `POST /staff/settings`
pub async fn save(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    signed_in
        .require_fresh(Action::ChangeSettings, PAGE)
        .await?;
    let page = &signed_in.page;
    match parse(page, &form) {
        Ok(settings) => {
            settings::save(&page.panel, signed_in.principal(), &settings, &page.caller).await?;
            Ok(page.to_with(
                PAGE,
                &Flash::success(Message::new(keys::FLASH_SETTINGS_SAVED)),
            ))
        }
        Err(wrong) => {
            let wrong = wrong.form_error(Message::new(keys::ERROR_FORM_INVALID));
            Ok(redrawn(None, draw(&signed_in, wrong).await?))
        }
    }
}

/// `POST /staff/settings/test-mail`
pub async fn test_mail(signed_in: SignedIn, _form: Posted) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    staff::send_test_mail(&page.panel, staff_member, &page.caller).await?;
    let sent = Message::new(keys::FLASH_TEST_MAIL_SENT).with("email", staff_member.email.as_str());
    Ok(page.to_with(PAGE, &Flash::success(sent)))
}

fn filled(settings: &Settings) -> Form {
    Form::new()
        .value("brand_name", &settings.brand_name)
        .value(
            "support_email",
            settings.support_email.as_deref().unwrap_or_default(),
        )
        .value("locale", &settings.locale)
        .value("time_zone", settings.time_zone.name())
        .value(
            "password_min_length",
            settings.password_min_length.to_string(),
        )
        .value(
            "password_min_length_alone",
            settings.password_min_length_alone.to_string(),
        )
        .checked("trusted_devices", settings.trusted_devices)
        .checked(
            "recovery_second_approver",
            settings.recovery.second_approver,
        )
        .value(
            "recovery_wait_hours",
            settings.recovery.wait_hours.to_string(),
        )
        .value("recovery_checklist", settings.recovery.checklist.join("\n"))
        .checked("registration_open", settings.registration_open)
}

/// The form as it came, for the page that says what is wrong with it.
fn as_typed(panel: &Panel, form: &Posted) -> Form {
    let texts = [
        "brand_name",
        "support_email",
        "locale",
        "time_zone",
        "password_min_length",
        "password_min_length_alone",
        "recovery_wait_hours",
        "recovery_checklist",
    ];
    let boxes = [
        "registration_open",
        "trusted_devices",
        "recovery_second_approver",
    ];
    let shown = texts
        .into_iter()
        .fold(factor_rules::as_typed(panel, form), |shown, field| {
            shown.value(field, form.text(field))
        });
    boxes.into_iter().fold(shown, |shown, field| {
        shown.checked(field, form.is_ticked(field))
    })
}

fn parse(page: &Page, form: &Posted) -> Result<Settings, Form> {
    let (mut wrong, before) = (as_typed(&page.panel, form), page.panel.settings());
    let mut settings = Settings::clone(&before);
    match settings::brand_name(form.text("brand_name")) {
        Ok(name) => settings.brand_name = name,
        Err(problem) => wrong = wrong.field_error("brand_name", fields::name(problem)),
    }
    match form.trimmed("support_email") {
        "" => settings.support_email = None,
        typed => match EmailAddress::parse(typed) {
            Ok(email) => settings.support_email = Some(email.into()),
            Err(problem) => wrong = wrong.field_error("support_email", fields::email(problem)),
        },
    }
    match page
        .panel
        .theme
        .locales()
        .into_iter()
        .find(|known| known.code == form.text("locale"))
    {
        Some(known) => settings.locale = known.code,
        None => wrong = wrong.field_error("locale", Message::new(keys::ERROR_CHOICE_INVALID)),
    }
    match form.text("time_zone").parse() {
        Ok(zone) => settings.time_zone = zone,
        Err(_) => wrong = wrong.field_error("time_zone", Message::new(keys::ERROR_CHOICE_INVALID)),
    }
    for (field, length) in [
        ("password_min_length", &mut settings.password_min_length),
        (
            "password_min_length_alone",
            &mut settings.password_min_length_alone,
        ),
    ] {
        let typed = form.trimmed(field).parse().ok();
        match typed.filter(|length| PASSWORD_LENGTHS.contains(length)) {
            Some(typed) => *length = typed,
            None => wrong = wrong.field_error(field, out_of_range()),
        }
    }
    settings.registration_open = form.is_ticked("registration_open");
    settings.trusted_devices = form.is_ticked("trusted_devices");
    match recovery(form) {
        Ok(recovery) => settings.recovery = recovery,
        Err((field, problem)) => wrong = wrong.field_error(field, problem),
    }
    match factor_rules::parse(&page.panel, form) {
        Ok(rules) => settings.factor_rules.extend(rules),
        Err(field) => wrong = wrong.field_error(field, Message::new(keys::ERROR_CHOICE_INVALID)),
    }
    if wrong.has_errors() {
        Err(wrong)
    } else {
        Ok(settings)
    }
}

/// What is asked for before a recovery, or the field that is wrong and how.
fn recovery(form: &Posted) -> Result<Recovery, (&'static str, Message)> {
    let hours = form.trimmed("recovery_wait_hours").parse().ok();
    let hours = hours.filter(|hours| *hours <= MAX_WAIT_HOURS);
    let checklist = settings::recovery_checklist(form.text("recovery_checklist"));
    Ok(Recovery {
        second_approver: form.is_ticked("recovery_second_approver"),
        wait_hours: hours.ok_or_else(|| {
            let range = Message::new(keys::ERROR_NUMBER_RANGE);
            let range = range.with("min", 0_u32).with("max", MAX_WAIT_HOURS);
            ("recovery_wait_hours", range)
        })?,
        checklist: checklist.ok_or_else(|| {
            let too_long = Message::new(keys::ERROR_TOO_LONG).with("max", MAX_CHECK);
            ("recovery_checklist", too_long)
        })?,
    })
}

fn out_of_range() -> Message {
    Message::new(keys::ERROR_NUMBER_RANGE)
        .with("min", *PASSWORD_LENGTHS.start())
        .with("max", *PASSWORD_LENGTHS.end())
}

async fn draw(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let locales = signed_in.page.panel.theme.locales();
    let view = SettingsPage {
        form,
        factors: factor_rules::views(&signed_in.page).await?,
        locales: locales
            .iter()
            .map(|known| Choice::new(&known.code, &known.name))
            .collect(),
        time_zones: innkeeper_theme::time_zones()
            .into_iter()
            .map(str::to_owned)
            .collect(),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
