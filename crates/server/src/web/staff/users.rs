//! The users: who they are, how safe they are, and what staff may do for them.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::audit::Filter;
use innkeeper_store::clients::{self, ClientOfUser};
use innkeeper_store::principals::{self, ListedPrincipal};
use innkeeper_theme::contexts::{MembershipRow, PersonSecurity, UserPage, UserRow, UsersPage};

use super::{ListQuery, actor, audit, count, listing, part, person};
use crate::app::hooks::Place;
use crate::app::{people, trusted_devices};
use crate::web::account::devices::device_view;
use crate::web::extract::{Path, Query};
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::slots::slots;

const KIND: PrincipalKind = PrincipalKind::User;

/// `GET /staff/users`
pub async fn list(
    signed_in: SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewUsers)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let search = asked.q.trim();
    let mut tx = signed_in.page.panel.db.read().await?;
    let paged = principals::list(&mut tx, KIND, Some(search), part).await?;
    let mut list = listing("/staff/users", &[("q", search)], part, paged, row);
    if search.is_empty() {
        list.total = Some(count(principals::count(&mut tx, KIND).await?));
    }
    drop(tx);
    Ok(signed_in
        .page
        .render(&UsersPage {
            list,
            search: search.to_owned(),
        })
        .await?
        .into_response())
}

fn row(listed: ListedPrincipal) -> UserRow {
    let ListedPrincipal {
        principal,
        active_factors,
    } = listed;
    UserRow {
        id: principal.id.to_string(),
        confirmed: principal.email_confirmed_at.is_some(),
        status: person::status(principal.status),
        two_factor: active_factors > 0,
        created_at: principal.created_at,
        last_sign_in_at: principal.last_sign_in_at,
        name: principal.name,
        email: principal.email,
    }
}

/// `GET /staff/users/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<PrincipalId>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewUsers)?;
    let panel = &signed_in.page.panel;
    let mut tx = panel.db.read().await?;
    let found = principals::find(&mut tx, id).await?;
    let user = found
        .filter(|principal| principal.kind == KIND)
        .ok_or(Problem::NotFound)?;
    let security = people::security(&mut tx, panel, &user).await?;
    let devices = trusted_devices::list(&mut tx, panel, &user).await?;
    let memberships = clients::clients_of(&mut tx, id).await?;
    let about = Filter {
        about: Some(id),
        ..Filter::default()
    };
    let mut view = UserPage {
        user: person::view(&mut tx, &signed_in, &user, None).await?,
        memberships: memberships.into_iter().map(membership).collect(),
        actions: person::actions(actor(&signed_in)?, &user, None, &security),
        security: PersonSecurity {
            devices: devices.iter().map(device_view).collect(),
            may_distrust: actor(&signed_in)?.role.may(StaffPermission::EndSessions),
            ..person::security_view(&signed_in, &security)
        },
        audit: audit::recent(&mut tx, &signed_in, about).await?,
        slots: Vec::new(),
    };
    drop(tx);
    // Plugins are asked when nothing is held open for them.
    view.slots = slots(&signed_in.page, Place::StaffPerson, &user).await;
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn membership(of_user: ClientOfUser) -> MembershipRow {
    MembershipRow {
        client_id: of_user.client.id.to_string(),
        client_name: of_user.client.name,
        owner: of_user.owner,
        permissions: of_user.permissions.names().map(str::to_owned).collect(),
    }
}

/// `GET /staff/users/{id}/{action}`
pub async fn confirm(
    signed_in: SignedIn,
    Path((id, action)): Path<(PrincipalId, String)>,
) -> Result<Response, Problem> {
    person::confirm(&signed_in, (KIND, id), &action).await
}

/// `POST /staff/users/{id}/{action}`
pub async fn act(
    signed_in: SignedIn,
    Path((id, action)): Path<(PrincipalId, String)>,
    form: Posted,
) -> Result<Response, Problem> {
    person::act(&signed_in, (KIND, id), &action, &form).await
}
