//! What people change of themselves without further proof, and which client they act for.

use innkeeper_identity::ids::ClientId;
use innkeeper_identity::names::PersonName;
use innkeeper_store::clients;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::sessions::{self, SignedIn as LiveSession};

use super::Caller;
use super::events::{Event, EventName};
use crate::Panel;

/// A profile as its owner filled it in.
pub struct Profile {
    /// What to call them.
    pub name: PersonName,
    /// A language of the theme.
    pub locale: String,
    /// An IANA name.
    pub time_zone: String,
}

/// Changes the profile.
pub async fn save(
    panel: &Panel,
    principal: &Principal,
    profile: &Profile,
    caller: &Caller,
) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let row = principals::Profile {
        name: profile.name.as_str(),
        locale: &profile.locale,
        time_zone: &profile.time_zone,
    };
    principals::save_profile(&mut tx, principal.id, row).await?;
    Event::by(EventName::ProfileChanged, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the language alone.
pub async fn set_locale(panel: &Panel, principal: &Principal, locale: &str) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let row = principals::Profile {
        name: &principal.name,
        locale,
        time_zone: &principal.time_zone,
    };
    principals::save_profile(&mut tx, principal.id, row).await?;
    tx.commit().await?;
    Ok(())
}

/// Acts for another client from here on; its name, or none where the user does not belong to it.
pub async fn switch_client(
    panel: &Panel,
    live: &LiveSession,
    client: ClientId,
) -> anyhow::Result<Option<String>> {
    let mut tx = panel.db.begin().await?;
    let mine = clients::clients_of(&mut tx, live.principal.id).await?;
    let Some(picked) = mine.into_iter().find(|of| of.client.id == client) else {
        return Ok(None);
    };
    sessions::set_client(&mut tx, live.session.id, Some(client)).await?;
    tx.commit().await?;
    Ok(Some(picked.client.name))
}
