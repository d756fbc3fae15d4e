//! The customer area's home.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::ClientId;
use innkeeper_theme::contexts::{AccountHomePage, ClientCard, Flash, Message, SecuritySummary};
use innkeeper_theme::keys;

use super::security::places;
use crate::app::hooks::Place;
use crate::app::{factors, profile};
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::slots::slots;

/// `GET /account`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let (page, live) = (&signed_in.page, signed_in.live());
    let clients = page.clients();
    let home = AccountHomePage {
        clients: clients
            .iter()
            .map(|of| ClientCard {
                id: of.client.id.to_string(),
                owner: of.owner,
                permissions: of
                    .permissions
                    .iter()
                    .map(|permission| permission.as_str().to_owned())
                    .collect(),
                current: live.session.client_id == Some(of.client.id),
                name: of.client.name.clone(),
            })
            .collect(),
        security: SecuritySummary {
            two_factor: live.is_protected,
            backup_codes_left: factors::codes_left(live).map(|left| left.count),
            sessions: places(live),
        },
        last_sign_in: live.principal.last_sign_in_at,
        slots: slots(page, Place::CustomerHome, &live.principal).await,
    };
    Ok(page.render(&home).await?.into_response())
}

/// `POST /account/switch-client`
pub async fn switch_client(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let client: ClientId = form.parse("client")?;
    let name = profile::switch_client(&signed_in.page.panel, signed_in.live(), client)
        .await?
        .ok_or(Problem::NotFound)?;
    let flash = Flash::success(Message::new(keys::FLASH_CLIENT_SWITCHED).with("name", name));
    Ok(signed_in.page.to_with("/account", &flash))
}
