//! The devices that a customer trusts: browsers that are asked for the password alone.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::device;
use innkeeper_identity::ids::TrustedDeviceId;
use innkeeper_identity::step_up::Action;
use innkeeper_store::trusted_devices::TrustedDevice;
use innkeeper_theme::contexts::{DevicesPage, Flash, Message, TrustedDeviceView};
use innkeeper_theme::keys;

use crate::app::trusted_devices;
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

const PAGE: &str = "/account/security/devices";

/// `GET /account/security/devices`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let (panel, person) = (&page.panel, signed_in.principal());
    let policy = &signed_in.enforced().policy;
    let devices = if trusted_devices::count_for(panel, person.kind, policy) {
        let mut tx = panel.db.read_once().await?;
        trusted_devices::list(&mut tx, panel, person).await?
    } else {
        Vec::new()
    };
    let view = DevicesPage {
        devices: devices.iter().map(device_view).collect(),
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /account/security/devices/{id}/distrust`
pub async fn distrust(
    signed_in: SignedIn,
    Path(id): Path<TrustedDeviceId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::EndSessions, PAGE).await?;
    let (page, person) = (&signed_in.page, signed_in.principal());
    if !trusted_devices::distrust(&page.panel, person, person.id, id, &page.caller).await? {
        return Err(Problem::NotFound);
    }
    let done = Flash::success(Message::new(keys::FLASH_DEVICE_DISTRUSTED));
    Ok(page.to_with(PAGE, &done))
}

/// A device as its owner or staff may see it.
pub fn device_view(device: &TrustedDevice) -> TrustedDeviceView {
    let about = device::describe_user_agent(&device.user_agent);
    TrustedDeviceView {
        id: device.id.to_string(),
        device: Message::device(about.browser, about.os),
        ip: device.ip.clone(),
        last_used_at: device.last_used_at,
        expires_at: device.expires_at,
    }
}
