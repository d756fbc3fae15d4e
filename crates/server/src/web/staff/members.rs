//! The provider's own people.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::{Role, StaffPermission};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::step_up::Action;
use innkeeper_store::audit::Filter;
use innkeeper_store::staff::{self as rows, StaffMember};
use innkeeper_theme::contexts::{
    Flash, Form, MemberNewPage, MemberPage, MembersPage, Message, StaffRow,
};
use innkeeper_theme::keys;

use super::{ListQuery, actor, audit, listing, part, person};
use crate::app::hooks::Place;
use crate::app::people;
use crate::app::staff::{self, Invitation, Invited, RoleChange};
use crate::web::extract::{Path, Query};
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::slots::slots;
use crate::web::wait::redrawn;

const KIND: PrincipalKind = PrincipalKind::Staff;

/// `GET /staff/members`
pub async fn list(
    signed_in: SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewStaff)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let mut tx = signed_in.page.panel.db.read_once().await?;
    let paged = rows::list(&mut tx, None, part).await?;
    drop(tx);
    let view = MembersPage {
        list: listing("/staff/members", &[], part, paged, row),
        can_add: signed_in.may(StaffPermission::ManageStaff),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn row(member: StaffMember) -> StaffRow {
    let StaffMember {
        principal,
        role,
        active_factors,
    } = member;
    StaffRow {
        id: principal.id.to_string(),
        role: role.as_str().to_owned(),
        status: person::status(principal.status),
        two_factor: active_factors > 0,
        last_sign_in_at: principal.last_sign_in_at,
        name: principal.name,
        email: principal.email,
    }
}

/// `GET /staff/members/new`
pub async fn show_new(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageStaff)?;
    signed_in
        .require_fresh(Action::ManageStaff, "/members/new")
        .await?;
    draw_new(
        &signed_in,
        Form::new().value("role", Role::Support.as_str()),
    )
    .await
}

/// `POST /staff/members/new`
pub async fn create(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageStaff)?;
    signed_in
        .require_fresh(Action::ManageStaff, "/members/new")
        .await?;
    let page = &signed_in.page;
    let wrong = match invitation(&form) {
        Ok(invitation) => {
            match staff::invite(&page.panel, actor(&signed_in)?, &invitation, &page.caller).await? {
                Invited::Done(id) => {
                    let sent = Message::new(keys::FLASH_MEMBER_INVITED)
                        .with("email", invitation.email.as_str());
                    return Ok(page.to_with(&format!("/members/{id}"), &Flash::success(sent)));
                }
                Invited::EmailTaken => {
                    filled(&form).field_error("email", Message::new(keys::ERROR_EMAIL_TAKEN))
                }
            }
        }
        Err(wrong) => wrong,
    };
    Ok(redrawn(None, draw_new(&signed_in, wrong).await?))
}

fn filled(form: &Posted) -> Form {
    ["name", "email", "role"]
        .into_iter()
        .fold(Form::new(), |filled, field| {
            filled.value(field, form.trimmed(field))
        })
}

fn invitation(form: &Posted) -> Result<Invitation, Form> {
    let name = PersonName::parse(form.text("name"));
    let email = EmailAddress::parse(form.text("email"));
    let role = form.text("role").parse();
    match (name, email, role) {
        (Ok(name), Ok(email), Ok(role)) => Ok(Invitation { name, email, role }),
        (name, email, role) => {
            let mut wrong = filled(form);
            if let Err(problem) = name {
                wrong = wrong.field_error("name", fields::name(problem));
            }
            if let Err(problem) = email {
                wrong = wrong.field_error("email", fields::email(problem));
            }
            if role.is_err() {
                wrong = wrong.field_error("role", Message::new(keys::ERROR_CHOICE_INVALID));
            }
            Err(wrong)
        }
    }
}

async fn draw_new(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    Ok(signed_in
        .page
        .render(&MemberNewPage {
            form,
            roles: roles(),
        })
        .await?
        .into_response())
}

fn roles() -> Vec<String> {
    Role::ALL
        .iter()
        .map(|role| role.as_str().to_owned())
        .collect()
}

/// `GET /staff/members/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<PrincipalId>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewStaff)?;
    draw(&signed_in, id, None).await
}

/// `POST /staff/members/{id}`: another role.
pub async fn save(
    signed_in: SignedIn,
    Path(id): Path<PrincipalId>,
    form: Posted,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageStaff)?;
    let here = format!("/members/{id}");
    signed_in.require_fresh(Action::ManageStaff, &here).await?;
    let page = &signed_in.page;
    let picked = form.text("role");
    let wrong = match picked.parse::<Role>() {
        Ok(role) => {
            match staff::change_role(&page.panel, actor(&signed_in)?, id, role, &page.caller)
                .await?
            {
                RoleChange::Done => {
                    return Ok(page.to_with(
                        &here,
                        &Flash::success(Message::new(keys::FLASH_MEMBER_SAVED)),
                    ));
                }
                RoleChange::Missing => return Err(Problem::NotFound),
                RoleChange::Forbidden => return Err(Problem::Forbidden),
                RoleChange::LastOwner => {
                    Form::new().form_error(Message::new(keys::ERROR_LAST_OWNER))
                }
            }
        }
        Err(_) => Form::new().field_error("role", Message::new(keys::ERROR_CHOICE_INVALID)),
    };
    let drawn = draw(&signed_in, id, Some(wrong.value("role", picked))).await?;
    Ok(redrawn(None, drawn))
}

async fn draw(
    signed_in: &SignedIn,
    id: PrincipalId,
    form: Option<Form>,
) -> Result<Response, Problem> {
    let (panel, viewer) = (&signed_in.page.panel, actor(signed_in)?);
    let mut tx = panel.db.read().await?;
    let StaffMember {
        principal: member,
        role,
        ..
    } = rows::find(&mut tx, id).await?.ok_or(Problem::NotFound)?;
    let security = people::security(&mut tx, panel, &member).await?;
    let about = Filter {
        about: Some(id),
        ..Filter::default()
    };
    let mut view = MemberPage {
        member: person::view(&mut tx, signed_in, &member, Some(role)).await?,
        form: form.unwrap_or_else(|| Form::new().value("role", role.as_str())),
        roles: if staff::may_change_role(viewer, id) {
            roles()
        } else {
            Vec::new()
        },
        is_self: id == viewer.principal.id,
        actions: person::actions(viewer, &member, Some(role), &security),
        security: person::security_view(signed_in, &security),
        audit: audit::recent(&mut tx, signed_in, about).await?,
        slots: Vec::new(),
    };
    drop(tx);
    view.slots = slots(&signed_in.page, Place::StaffPerson, &member).await;
    Ok(signed_in.page.render(&view).await?.into_response())
}

/// `GET /staff/members/{id}/{action}`
pub async fn confirm(
    signed_in: SignedIn,
    Path((id, action)): Path<(PrincipalId, String)>,
) -> Result<Response, Problem> {
    person::confirm(&signed_in, (KIND, id), &action).await
}

/// `POST /staff/members/{id}/{action}`
pub async fn act(
    signed_in: SignedIn,
    Path((id, action)): Path<(PrincipalId, String)>,
    form: Posted,
) -> Result<Response, Problem> {
    person::act(&signed_in, (KIND, id), &action, &form).await
}
