//! Exempting a person from the rules about second factors for a while, and ending that (R177).

use axum::response::{IntoResponse, Response};
use chrono_tz::Tz;
use innkeeper_identity::enforcement::LONGEST_EXEMPTION;
use innkeeper_identity::ids::{ExemptionId, PrincipalId};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::step_up::Action;
use innkeeper_store::exemptions::ListedExemption;
use innkeeper_store::principals::{self, Principal};
use innkeeper_theme::contexts::{ExemptPage, ExemptionRow, Flash, Form, Message};
use innkeeper_theme::keys;

use super::person;
use super::rules::begin_of_day;
use crate::app::exemptions;
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const LIST: &str = "/settings/rules";

/// `GET /staff/settings/exempt/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<PrincipalId>) -> Result<Response, Problem> {
    let whom = admit(&signed_in, id).await?;
    draw(&signed_in, &whom, Form::new()).await
}

/// `POST /staff/settings/exempt/{id}`
pub async fn give(
    signed_in: SignedIn,
    Path(id): Path<PrincipalId>,
    form: Posted,
) -> Result<Response, Problem> {
    let whom = admit(&signed_in, id).await?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    let (now, typed) = (page.panel.clock.now(), form.trimmed("until"));
    let mut wrong = Form::new()
        .value("until", typed)
        .value("reason", form.text("reason"));
    let zone = staff_member.time_zone.parse().unwrap_or(Tz::UTC);
    let until =
        begin_of_day(typed, zone).filter(|until| *until > now && *until <= now + LONGEST_EXEMPTION);
    if until.is_none() {
        wrong = wrong.field_error("until", Message::new(keys::ERROR_DATE_YEAR));
    }
    let reason = person::stated_reason(form.text("reason"));
    match (until, reason) {
        (Some(until), Ok(reason)) => {
            let (panel, caller) = (&page.panel, &page.caller);
            if !exemptions::give(panel, staff_member, id, (until, &reason), caller).await? {
                return Err(Problem::NotFound);
            }
            let given = Message::new(keys::FLASH_EXEMPTED).with("name", whom.name.as_str());
            Ok(page.to_with(LIST, &Flash::success(given)))
        }
        (_, reason) => {
            if let Err(error) = reason {
                wrong = wrong.field_error("reason", error);
            }
            Ok(redrawn(None, draw(&signed_in, &whom, wrong).await?))
        }
    }
}

/// `POST /staff/settings/exemptions/{id}/end`
pub async fn end(
    signed_in: SignedIn,
    Path(id): Path<ExemptionId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    signed_in
        .require_fresh(Action::ChangeSettings, LIST)
        .await?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    let flash = if exemptions::end(&page.panel, staff_member, id, &page.caller).await? {
        Flash::success(Message::new(keys::FLASH_EXEMPTION_ENDED))
    } else {
        Flash::danger(Message::new(keys::ERROR_CONFLICT))
    };
    Ok(page.to_with(LIST, &flash))
}

/// An exemption as pages list it.
pub(super) fn exemption_row(listed: ListedExemption) -> ExemptionRow {
    let exemption = listed.exemption;
    ExemptionRow {
        id: exemption.id.to_string(),
        name: listed.name,
        href: page_of(listed.kind, exemption.principal_id),
        reason: exemption.reason,
        until: exemption.until,
        given_by: listed.giver,
        given_at: exemption.created_at,
    }
}

fn page_of(kind: PrincipalKind, id: PrincipalId) -> String {
    match kind {
        PrincipalKind::User => format!("/staff/users/{id}"),
        PrincipalKind::Staff => format!("/staff/members/{id}"),
    }
}

async fn admit(signed_in: &SignedIn, id: PrincipalId) -> Result<Principal, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    let back = format!("/settings/exempt/{id}");
    signed_in
        .require_fresh(Action::ChangeSettings, &back)
        .await?;
    let mut tx = signed_in.page.panel.db.read().await?;
    let found = principals::find(&mut tx, id).await?;
    found.ok_or(Problem::NotFound)
}

async fn draw(signed_in: &SignedIn, whom: &Principal, form: Form) -> Result<Response, Problem> {
    let view = ExemptPage {
        name: whom.name.clone(),
        email: whom.email.clone(),
        href: page_of(whom.kind, whom.id),
        action: format!("/staff/settings/exempt/{}", whom.id),
        form,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
