//! What somebody who is signed in is asked to join. Their confirmed address is the proof; no link is
//! needed here, so none travels through the sign-in.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::InvitationId;
use innkeeper_theme::contexts::{Flash, InvitationsPage, Message};
use innkeeper_theme::keys;

use crate::app::team;
use crate::web::door::invitation::offer;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

const PAGE: &str = "/account/invitations";

/// `GET /account/invitations`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let invitations = team::list_for(&signed_in.page.panel, signed_in.principal()).await?;
    let view = InvitationsPage {
        invitations: invitations.into_iter().map(offer).collect(),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

/// `POST /account/invitations`
pub async fn submit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let id: InvitationId = form.parse("invitation")?;
    let (page, person) = (&signed_in.page, signed_in.principal());
    let gone = Flash::danger(Message::new(keys::FLASH_TEAM_GONE));
    match form.text("answer") {
        "join" => {
            let session = signed_in.live().session.id;
            let joined = team::join(&page.panel, person, session, id, &page.caller).await?;
            Ok(joined.map_or_else(
                || page.to_with(PAGE, &gone),
                |client| {
                    let joined = Message::new(keys::FLASH_TEAM_JOINED).with("client", client);
                    page.to_with("/account", &Flash::success(joined))
                },
            ))
        }
        "decline" => {
            let declined = team::decline(&page.panel, person, id, &page.caller).await?;
            let flash = if declined {
                Flash::success(Message::new(keys::FLASH_TEAM_DECLINED))
            } else {
                gone
            };
            Ok(page.to_with("/account", &flash))
        }
        _ => Err(Problem::BadRequest("malformed-field")),
    }
}
