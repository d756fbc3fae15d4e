//! The groups of clients: a client is in one at most.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::{ClientGroupId, ClientId};
use innkeeper_identity::names::{ClientName, NameProblem};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_store::client_groups::{self as rows, ListedGroup};
use innkeeper_theme::contexts::{
    ClientGroupPage, ClientGroupRow, ClientGroupsPage, ConfirmActionPage, Flash, Form, Message,
};
use innkeeper_theme::keys;

use super::small;
use crate::app::client_groups::{self, Changed};
use crate::app::rules::Scope;
use crate::web::extract::Path;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const PAGE: &str = "/client-groups";

/// `GET /staff/client-groups`
pub async fn list(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewClients)?;
    draw_list(&signed_in, Form::new()).await
}

/// `POST /staff/client-groups`
pub async fn create(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    admit(&signed_in, PAGE).await?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    let name = match ClientName::parse(form.text("name")) {
        Ok(name) => name,
        Err(problem) => {
            let wrong = wrong_name(&form, problem);
            return Ok(redrawn(None, draw_list(&signed_in, wrong).await?));
        }
    };
    let made = client_groups::create(&page.panel, staff_member, &name, &page.caller).await?;
    if made.is_none() {
        let drawn = draw_list(&signed_in, taken(&form)).await?;
        return Ok(redrawn(None, drawn));
    }
    let flash = Message::new(keys::FLASH_GROUP_SAVED).with("name", name.as_str());
    Ok(page.to_with(PAGE, &Flash::success(flash)))
}

/// `GET /staff/client-groups/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<ClientGroupId>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewClients)?;
    let group = find(&signed_in, id).await?;
    let form = Form::new().value("name", &group.group.name);
    draw_one(&signed_in, group, form).await
}

/// `POST /staff/client-groups/{id}`: another name.
pub async fn rename(
    signed_in: SignedIn,
    Path(id): Path<ClientGroupId>,
    form: Posted,
) -> Result<Response, Problem> {
    let back = format!("{PAGE}/{id}");
    admit(&signed_in, &back).await?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    let group = find(&signed_in, id).await?;
    let wrong = match ClientName::parse(form.text("name")) {
        Err(problem) => wrong_name(&form, problem),
        Ok(name) => {
            let (panel, caller) = (&page.panel, &page.caller);
            match client_groups::rename(panel, staff_member, id, &name, caller).await? {
                Changed::Missing => return Err(Problem::NotFound),
                Changed::NameTaken => taken(&form),
                Changed::Done => {
                    let flash = Message::new(keys::FLASH_GROUP_SAVED).with("name", name.as_str());
                    return Ok(page.to_with(&back, &Flash::success(flash)));
                }
            }
        }
    };
    Ok(redrawn(None, draw_one(&signed_in, group, wrong).await?))
}

/// `GET /staff/client-groups/{id}/delete`
pub async fn confirm_delete(
    signed_in: SignedIn,
    Path(id): Path<ClientGroupId>,
) -> Result<Response, Problem> {
    admit(&signed_in, &format!("{PAGE}/{id}/delete")).await?;
    let found = find(&signed_in, id).await?;
    let sentence = |key| {
        Message::new(key)
            .with("name", found.group.name.as_str())
            .with("count", found.clients)
    };
    let view = ConfirmActionPage {
        title: sentence(keys::ASK_DELETE_GROUP_TITLE),
        text: sentence(keys::ASK_DELETE_GROUP_TEXT),
        action: format!("/staff{PAGE}/{id}/delete"),
        button: Message::new(keys::ASK_DELETE_GROUP_BUTTON),
        cancel_href: format!("/staff{PAGE}/{id}"),
        danger: true,
        form: Form::new(),
        fields: Vec::new(),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

/// `POST /staff/client-groups/{id}/delete`
pub async fn delete(
    signed_in: SignedIn,
    Path(id): Path<ClientGroupId>,
    _form: Posted,
) -> Result<Response, Problem> {
    admit(&signed_in, &format!("{PAGE}/{id}/delete")).await?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    match client_groups::delete(&page.panel, staff_member, id, &page.caller).await? {
        Changed::Done => {
            let deleted = Flash::success(Message::new(keys::FLASH_GROUP_DELETED));
            Ok(page.to_with(PAGE, &deleted))
        }
        Changed::Missing | Changed::NameTaken => Err(Problem::NotFound),
    }
}

/// `POST /staff/clients/{id}/group`
pub async fn put_client(
    signed_in: SignedIn,
    Path(id): Path<ClientId>,
    form: Posted,
) -> Result<Response, Problem> {
    let back = format!("/clients/{id}");
    admit(&signed_in, &back).await?;
    let (page, staff_member) = (&signed_in.page, signed_in.principal());
    let group = match form.text("group") {
        "" => None,
        _ => Some(form.parse("group")?),
    };
    let (panel, caller) = (&page.panel, &page.caller);
    match client_groups::put_client(panel, staff_member, id, group, caller).await? {
        Changed::Done => {
            let saved = Flash::success(Message::new(keys::FLASH_CLIENT_GROUPED));
            Ok(page.to_with(&back, &saved))
        }
        Changed::Missing | Changed::NameTaken => Err(Problem::NotFound),
    }
}

/// A group may bring a rule about second factors, so a change of it is as sensitive as one of people.
async fn admit(signed_in: &SignedIn, back: &str) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ManageClients)?;
    signed_in.require_fresh(Action::ManageUsers, back).await
}

async fn find(signed_in: &SignedIn, id: ClientGroupId) -> Result<ListedGroup, Problem> {
    let mut tx = signed_in.page.panel.db.read().await?;
    let groups = rows::list(&mut tx).await?;
    let mut groups = groups.into_iter();
    groups
        .find(|listed| listed.group.id == id)
        .ok_or(Problem::NotFound)
}

fn wrong_name(form: &Posted, problem: NameProblem) -> Form {
    Form::new()
        .value("name", form.text("name"))
        .field_error("name", fields::name(problem))
}

fn taken(form: &Posted) -> Form {
    Form::new()
        .value("name", form.text("name"))
        .field_error("name", Message::new(keys::ERROR_NAME_TAKEN))
}

fn row(listed: ListedGroup) -> ClientGroupRow {
    ClientGroupRow {
        id: listed.group.id.to_string(),
        clients: small(listed.clients),
        has_rule: listed.group.rule.is_some(),
        created_at: listed.group.created_at,
        name: listed.group.name,
    }
}

async fn draw_list(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let mut tx = signed_in.page.panel.db.read().await?;
    let groups = rows::list(&mut tx).await?;
    drop(tx);
    let view = ClientGroupsPage {
        groups: groups.into_iter().map(row).collect(),
        may_manage: signed_in.may(StaffPermission::ManageClients),
        form,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

async fn draw_one(
    signed_in: &SignedIn,
    group: ListedGroup,
    form: Form,
) -> Result<Response, Problem> {
    let rules = signed_in.may(StaffPermission::ManageSettings);
    let scope = Scope::Group(group.group.id);
    let view = ClientGroupPage {
        group: row(group),
        may_manage: signed_in.may(StaffPermission::ManageClients),
        rule_href: rules.then(|| format!("/staff/settings/rules/{scope}")),
        form,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}
