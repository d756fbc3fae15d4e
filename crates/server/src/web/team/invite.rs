//! Asking somebody to join the client; sending that again, or taking it back.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::InvitationId;
use innkeeper_identity::permission::Permissions;
use innkeeper_theme::contexts::{Flash, Form, Message, TeamInvitePage};
use innkeeper_theme::keys;

use super::{choices, refusal, ticked, with_permissions};
use crate::app::team::{self, Invited, Offer};
use crate::web::acting::Acting;
use crate::web::extract::Path;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::problem::Problem;
use crate::web::wait::{redrawn, too_many};

const TEAM: &str = "/clients/team";
const PAGE: &str = "/clients/team/invite";

/// `GET /clients/team/invite`
pub async fn show(acting: Acting) -> Result<Response, Problem> {
    acting.require_fresh(PAGE).await?;
    draw(&acting, Form::new()).await
}

/// `POST /clients/team/invite`
pub async fn submit(acting: Acting, form: Posted) -> Result<Response, Problem> {
    acting.check(&form)?;
    acting.require_fresh(PAGE).await?;
    let permissions = ticked(&form, &acting.member.standing, &Permissions::none());
    let filled = with_permissions(
        Form::new().value("email", form.trimmed("email")),
        &permissions,
    );
    let email = match EmailAddress::parse(form.text("email")) {
        Ok(email) => email,
        Err(problem) => {
            let wrong = filled.field_error("email", fields::email(problem));
            return Ok(redrawn(None, draw(&acting, wrong).await?));
        }
    };
    let offer = Offer { email, permissions };
    let caller = &acting.page().caller;
    let wrong = match team::invite(acting.panel(), &acting.member, &offer, caller).await? {
        Invited::Sent => {
            let sent = Message::new(keys::FLASH_TEAM_INVITED).with("email", offer.email.as_str());
            return Ok(acting.to_with(TEAM, &Flash::success(sent)));
        }
        Invited::Member => filled.field_error("email", Message::new(keys::ERROR_TEAM_MEMBER)),
        Invited::Missing => return Err(Problem::NotFound),
        Invited::Refused(why) => filled.form_error(refusal(why)),
        Invited::Wait(wait) => {
            let drawn = draw(&acting, filled.form_error(too_many(wait))).await?;
            return Ok(redrawn(Some(wait), drawn));
        }
    };
    Ok(redrawn(None, draw(&acting, wrong).await?))
}

async fn draw(acting: &Acting, form: Form) -> Result<Response, Problem> {
    let view = TeamInvitePage {
        client: acting.client(),
        client_name: acting.member.client.name.clone(),
        form,
        permissions: choices(&acting.member.standing),
    };
    Ok(acting.page().render(&view).await?.into_response())
}

/// `POST /clients/team/invitations/{id}/resend`
pub async fn resend(
    acting: Acting,
    Path(id): Path<InvitationId>,
    form: Posted,
) -> Result<Response, Problem> {
    acting.check(&form)?;
    acting.require_fresh(TEAM).await?;
    let caller = &acting.page().caller;
    let flash = match team::resend(acting.panel(), &acting.member, id, caller).await? {
        Invited::Sent => Flash::success(Message::new(keys::FLASH_TEAM_RESENT)),
        Invited::Missing | Invited::Member => Flash::danger(Message::new(keys::FLASH_TEAM_GONE)),
        Invited::Refused(why) => Flash::danger(refusal(why)),
        Invited::Wait(wait) => Flash::danger(too_many(wait)),
    };
    Ok(acting.to_with(TEAM, &flash))
}

/// `POST /clients/team/invitations/{id}/withdraw`
pub async fn withdraw(
    acting: Acting,
    Path(id): Path<InvitationId>,
    form: Posted,
) -> Result<Response, Problem> {
    acting.check(&form)?;
    acting.require_fresh(TEAM).await?;
    let caller = &acting.page().caller;
    let flash = match team::withdraw(acting.panel(), &acting.member, id, caller).await? {
        Some(email) => {
            Flash::success(Message::new(keys::FLASH_TEAM_WITHDRAWN).with("email", email))
        }
        None => Flash::danger(Message::new(keys::FLASH_TEAM_GONE)),
    };
    Ok(acting.to_with(TEAM, &flash))
}
