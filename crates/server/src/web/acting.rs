//! Somebody who acts for a client, with the permission that the route demands.
//!
//! The census of routes names the permission, and the router hands it to [`Acting`]; a handler cannot be
//! reached with another one, nor without one. The membership is read afresh for every request, so who was
//! removed a moment ago is nobody here.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use innkeeper_identity::permission::{ClientPermission, member_may};
use innkeeper_identity::step_up::Action;
use innkeeper_theme::contexts::Flash;

use super::form::Posted;
use super::page::{Page, SignedIn};
use super::problem::Problem;
use crate::Panel;
use crate::app::team::Member;

/// What a route demands of a member; put beside each request by the router.
#[derive(Clone, Copy)]
pub struct Demand(pub ClientPermission);

/// Somebody who may do for a client what the route is about.
pub struct Acting {
    /// Who is signed in.
    pub signed_in: SignedIn,
    /// The same person as one of the client's.
    pub member: Member,
}

impl Acting {
    /// The request.
    pub fn page(&self) -> &Page {
        &self.signed_in.page
    }

    /// The panel.
    pub fn panel(&self) -> &Panel {
        &self.signed_in.page.panel
    }

    /// The client as forms name it.
    pub fn client(&self) -> String {
        self.member.client.id.to_string()
    }

    /// Insists that a form was filled in for the client that is acted for now: somebody may have switched
    /// to another one in another window.
    pub fn check(&self, form: &Posted) -> Result<(), Problem> {
        if form.text("client") == self.client() {
            Ok(())
        } else {
            Err(Problem::Conflict)
        }
    }

    /// Insists on a fresh proof before something sensitive (R140).
    pub async fn require_fresh(&self, return_to: &str) -> Result<(), Problem> {
        self.signed_in
            .require_fresh(Action::ManageTeam, return_to)
            .await
    }

    /// A redirect with a word about what was just done.
    pub fn to_with(&self, path: &str, flash: &Flash) -> Response {
        self.page().to_with(path, flash)
    }
}

impl FromRequestParts<Panel> for Acting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, Problem> {
        let signed_in = SignedIn::from_request_parts(parts, panel).await?;
        let Some(Demand(permission)) = parts.extensions.get::<Demand>().copied() else {
            let unnamed = anyhow::anyhow!("the route of a client names no permission");
            return Err(Problem::Internal(unnamed));
        };
        let acted_for = signed_in.live().session.client_id;
        let clients = signed_in.page.clients().iter();
        let of = clients
            .filter(|of| Some(of.client.id) == acted_for && of.client.status.is_active())
            .find(|of| member_may(of.owner, &of.permissions, permission))
            .ok_or(Problem::Forbidden)?;
        let member = Member::new(signed_in.principal().clone(), of.clone());
        Ok(Self { signed_in, member })
    }
}
