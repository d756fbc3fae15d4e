//! The client's users, and who was asked to join.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_store::clients::{self, Member as Row, MemberFactor};
use innkeeper_store::invitations::{self, NamedInvitation};
use innkeeper_theme::contexts::{InvitationRow, MemberFactorView, TeamMemberRow, TeamPage};

use crate::web::acting::Acting;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::staff::person_status;

/// `GET /clients/team`
pub async fn show(acting: Acting) -> Result<Response, Problem> {
    let client = &acting.member.client;
    let mut tx = acting.panel().db.read().await?;
    let members = clients::members_of(&mut tx, client.id).await?;
    let held = clients::factors_of(&mut tx, client.id).await?;
    let invitations = invitations::list_of_client(&mut tx, client.id).await?;
    drop(tx);
    let view = TeamPage {
        client: acting.client(),
        client_name: client.name.clone(),
        members: members
            .into_iter()
            .map(|member| row(&acting, member, &held))
            .collect(),
        invitations: invitation_rows(acting.page(), invitations),
    };
    Ok(acting.page().render(&view).await?.into_response())
}

/// A member as pages of the client show them.
pub fn row(acting: &Acting, member: Row, held: &[MemberFactor]) -> TeamMemberRow {
    let membership = member.membership;
    TeamMemberRow {
        user_id: membership.principal_id.to_string(),
        is_self: membership.principal_id == acting.member.principal.id,
        status: person_status(member.status),
        owner: membership.owner,
        permissions: membership.permissions.names().map(str::to_owned).collect(),
        factors: factors(acting.page(), membership.principal_id, held),
        last_sign_in_at: member.last_sign_in_at,
        name: member.name,
        email: member.email,
    }
}

/// Which second factors a member has and since when; nothing else of them.
pub fn factors(page: &Page, person: PrincipalId, held: &[MemberFactor]) -> Vec<MemberFactorView> {
    let name = |factor: &str| {
        page.panel.modules().second_factor(factor).map_or_else(
            || factor.to_owned(),
            |known| page.module_text(factor, &known.description.name),
        )
    };
    held.iter()
        .filter(|held| held.principal_id == person)
        .map(|held| MemberFactorView {
            name: name(&held.factor),
            since: held.since,
        })
        .collect()
}

/// Invitations as pages show them.
pub fn invitation_rows(page: &Page, invitations: Vec<NamedInvitation>) -> Vec<InvitationRow> {
    let now = page.panel.clock.now();
    invitations
        .into_iter()
        .map(|named| InvitationRow {
            id: named.invitation.id.to_string(),
            permissions: named
                .invitation
                .permissions
                .names()
                .map(str::to_owned)
                .collect(),
            by: named.inviter,
            created_at: named.invitation.created_at,
            sent_at: named.invitation.sent_at,
            expires_at: named.invitation.expires_at,
            expired: named.invitation.expires_at <= now,
            email: named.invitation.email,
        })
        .collect()
}
