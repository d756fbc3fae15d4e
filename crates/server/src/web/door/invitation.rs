//! Where the link of an invitation leads: to an account of one's own, to the door, or to the sign-out.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::names::PersonName;
use innkeeper_module::Secret;
use innkeeper_store::invitations::NamedInvitation;
use innkeeper_theme::contexts::{Form, InvitationCase, InvitationPage, NoticeKind, OfferView};

use super::register::Link;
use super::{count_token, link_expired, notice, to_sign_in};
use crate::app::team::{self, Found, Newcomer, Registered};
use crate::web::extract::Query;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// Where those who have an account accept, whoever they were before they came through the door.
const ACCEPT: &str = "/account/invitations";

/// `GET /invitation`: opening the link changes nothing (R81).
pub async fn show(page: Page, Query(link): Query<Link>) -> Result<Response, Problem> {
    let Some(found) = team::find_by_token(&page.panel, &link.token).await? else {
        return link_expired(&page).await;
    };
    let case = match &page.session {
        Some(live) if live.principal.email_key == found.named.invitation.email_key => {
            return Ok(page.to(ACCEPT));
        }
        Some(_) => InvitationCase::OtherPerson,
        None if found.has_account => InvitationCase::SignIn,
        None => InvitationCase::Newcomer,
    };
    draw(&page, case, found, link.token, Form::new()).await
}

/// `POST /invitation`: a newcomer makes an account and joins.
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    count_token(&page).await?;
    let token = form.text("token");
    let Some(found) = team::find_by_token(&page.panel, token).await? else {
        return link_expired(&page).await;
    };
    if page.session.is_some() || found.has_account {
        return Ok(page.to(ACCEPT));
    }
    let filled = Form::new().value("name", form.trimmed("name"));
    let name = match PersonName::parse(form.text("name")) {
        Ok(name) => name,
        Err(problem) => {
            let wrong = filled.field_error("name", fields::name(problem));
            return again(&page, found, token, wrong).await;
        }
    };
    let newcomer = Newcomer {
        name,
        password: Secret::from(form.text("password")),
        locale: page.locale.clone(),
        time_zone: page.panel.settings().time_zone.name().to_owned(),
    };
    match team::register(&page.panel, token, newcomer, &page.caller).await? {
        Registered::Done => {
            let email = Some(found.named.invitation.email);
            let said = notice(&page, NoticeKind::Joined, email, Some(to_sign_in(&page)));
            Ok(said.await?.into_response())
        }
        Registered::Gone => link_expired(&page).await,
        Registered::HasAccount => Ok(page.to(ACCEPT)),
        Registered::BadPassword(problem) => {
            let wrong = filled.field_error("password", fields::password(problem));
            again(&page, found, token, wrong).await
        }
    }
}

async fn again(page: &Page, found: Found, token: &str, form: Form) -> Result<Response, Problem> {
    let case = InvitationCase::Newcomer;
    let drawn = draw(page, case, found, token.to_owned(), form).await?;
    Ok(redrawn(None, drawn))
}

async fn draw(
    page: &Page,
    case: InvitationCase,
    found: Found,
    token: String,
    form: Form,
) -> Result<Response, Problem> {
    let view = InvitationPage {
        case,
        email: found.named.invitation.email.clone(),
        offer: offer(found.named),
        token,
        form,
        min_length: page.min_password_length(false),
        sign_in_href: "/login?next=%2Faccount%2Finvitations".to_owned(),
    };
    Ok(page.render(&view).await?.into_response())
}

/// What somebody is asked, as pages show it.
pub fn offer(named: NamedInvitation) -> OfferView {
    OfferView {
        id: named.invitation.id.to_string(),
        client: named.client,
        by: named.inviter,
        permissions: named
            .invitation
            .permissions
            .names()
            .map(str::to_owned)
            .collect(),
        expires_at: named.invitation.expires_at,
    }
}
