//! The clients, the billed accounts, and who belongs to them.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::ClientId;
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::ClientStatus;
use innkeeper_store::audit::Filter;
use innkeeper_store::client_groups;
use innkeeper_store::clients::{self, Client, Member, MemberFactor};
use innkeeper_store::invitations;
use innkeeper_theme::contexts::{
    Choice, ClientMemberRow, ClientPage, ClientRow, ClientStatus as StatusView, ClientsPage, Form,
};

use super::{ListQuery, audit, count, listing, part, small};
use crate::web::extract::{Path, Query};
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::team::list;

/// `GET /staff/clients`
pub async fn list(
    signed_in: SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewClients)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let search = asked.q.trim();
    let mut tx = signed_in.page.panel.db.read().await?;
    let paged = clients::list(&mut tx, Some(search), part).await?;
    let mut list = listing("/staff/clients", &[("q", search)], part, paged, |listed| {
        row(listed.client, small(listed.members))
    });
    if search.is_empty() {
        list.total = Some(count(clients::count(&mut tx).await?));
    }
    drop(tx);
    Ok(signed_in
        .page
        .render(&ClientsPage {
            list,
            search: search.to_owned(),
        })
        .await?
        .into_response())
}

/// `GET /staff/clients/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<ClientId>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewClients)?;
    let mut tx = signed_in.page.panel.db.read().await?;
    let client = clients::find(&mut tx, id).await?.ok_or(Problem::NotFound)?;
    let members = clients::members_of(&mut tx, id).await?;
    let factors = clients::factors_of(&mut tx, id).await?;
    let invitations = invitations::list_of_client(&mut tx, id).await?;
    let of_client = Filter {
        client: Some(id),
        ..Filter::default()
    };
    let group = client_groups::of_client(&mut tx, id).await?;
    let groups = client_groups::list(&mut tx).await?.into_iter();
    let own = group.as_ref().map(|group| group.id.to_string());
    let view = ClientPage {
        group: group.map(|group| group.name),
        groups: groups
            .map(|listed| Choice::new(listed.group.id.to_string(), listed.group.name))
            .collect(),
        may_manage: signed_in.may(StaffPermission::ManageClients),
        form: Form::new().value("group", own.unwrap_or_default()),
        client: row(client, u32::try_from(members.len()).unwrap_or(u32::MAX)),
        members: members
            .into_iter()
            .map(|row| member(&signed_in, row, &factors))
            .collect(),
        invitations: list::invitation_rows(&signed_in.page, invitations),
        audit: audit::recent(&mut tx, &signed_in, of_client).await?,
    };
    drop(tx);
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn row(client: Client, users: u32) -> ClientRow {
    ClientRow {
        id: client.id.to_string(),
        status: match client.status {
            ClientStatus::Active => StatusView::Active,
            ClientStatus::Closed => StatusView::Closed,
        },
        users,
        created_at: client.created_at,
        name: client.name,
    }
}

fn member(signed_in: &SignedIn, member: Member, factors: &[MemberFactor]) -> ClientMemberRow {
    ClientMemberRow {
        user_id: member.membership.principal_id.to_string(),
        name: member.name,
        email: member.email,
        owner: member.membership.owner,
        permissions: member
            .membership
            .permissions
            .names()
            .map(str::to_owned)
            .collect(),
        factors: list::factors(&signed_in.page, member.membership.principal_id, factors),
        last_sign_in_at: member.last_sign_in_at,
    }
}
