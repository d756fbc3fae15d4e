//! What the client is called.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::names::ClientName;
use innkeeper_theme::contexts::{ClientProfilePage, Flash, Form, Message};
use innkeeper_theme::keys;

use crate::app::team;
use crate::web::acting::Acting;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// `GET /clients/profile`
pub async fn show(acting: Acting) -> Result<Response, Problem> {
    let form = Form::new().value("name", &acting.member.client.name);
    draw(&acting, form).await
}

/// `POST /clients/profile`
pub async fn submit(acting: Acting, form: Posted) -> Result<Response, Problem> {
    acting.check(&form)?;
    let name = match ClientName::parse(form.text("name")) {
        Ok(name) => name,
        Err(problem) => {
            let wrong = Form::new()
                .value("name", form.text("name"))
                .field_error("name", fields::name(problem));
            return Ok(redrawn(None, draw(&acting, wrong).await?));
        }
    };
    let caller = &acting.page().caller;
    if !team::rename_client(acting.panel(), &acting.member, &name, caller).await? {
        return Err(Problem::Forbidden);
    }
    let saved = Message::new(keys::FLASH_CLIENT_SAVED);
    Ok(acting.to_with("/clients/profile", &Flash::success(saved)))
}

async fn draw(acting: &Acting, form: Form) -> Result<Response, Problem> {
    let view = ClientProfilePage {
        client: acting.client(),
        form,
        created_at: acting.member.client.created_at,
    };
    Ok(acting.page().render(&view).await?.into_response())
}
