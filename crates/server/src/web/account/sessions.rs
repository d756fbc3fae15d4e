//! Where a person is signed in.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::device;
use innkeeper_identity::ids::SessionId;
use innkeeper_identity::step_up::Action;
use innkeeper_store::sessions::Session;
use innkeeper_theme::contexts::{Flash, Message, SessionView, SessionsPage};
use innkeeper_theme::keys;

use crate::app::sessions;
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

const PAGE: &str = "/account/security/sessions";

/// `GET /account/security/sessions`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let (page, live) = (&signed_in.page, signed_in.live());
    let mut views: Vec<SessionView> = sessions::list(&page.panel, live.principal.id)
        .await?
        .iter()
        .map(|session| session_view(session, live.session.id))
        .collect();
    views.sort_by_key(|view| !view.current);
    let view = SessionsPage { sessions: views };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /account/security/sessions/{id}/revoke`
pub async fn revoke(
    signed_in: SignedIn,
    Path(id): Path<SessionId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::EndSessions, PAGE).await?;
    let page = &signed_in.page;
    if !sessions::end(&page.panel, signed_in.principal(), id, &page.caller).await? {
        return Err(Problem::NotFound);
    }
    Ok(page.to_with(
        PAGE,
        &Flash::success(Message::new(keys::FLASH_SESSION_ENDED)),
    ))
}

/// A session as its owner or staff may see it.
pub fn session_view(session: &Session, current: SessionId) -> SessionView {
    let device = device::describe_user_agent(&session.user_agent);
    SessionView {
        id: session.id.to_string(),
        current: session.id == current,
        device: Message::device(device.browser, device.os),
        ip: session.ip.clone(),
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
    }
}
