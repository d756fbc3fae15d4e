//! Exemptions from the rules about second factors (R177): for a person, with a reason, an end and the name of who
//! gave it. Nobody is exempt silently, owners neither.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{ExemptionId, PrincipalId};
use innkeeper_store::exemptions::{self, Exemption};
use innkeeper_store::principals::{self, Principal};

use super::Caller;
use super::events::{Event, EventName};
use crate::Panel;

/// Exempts a person until then. False where there is nobody of that id.
pub async fn give(
    panel: &Panel,
    staff: &Principal,
    whom: PrincipalId,
    (until, reason): (DateTime<Utc>, &str),
    caller: &Caller,
) -> anyhow::Result<bool> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let Some(person) = principals::take(&mut tx, whom).await? else {
        return Ok(false);
    };
    let exemption = Exemption {
        id: ExemptionId::new(now, panel.random.id_bytes()),
        principal_id: person.id,
        reason: reason.to_owned(),
        until,
        given_by: staff.id,
        created_at: now,
        ended_at: None,
    };
    exemptions::insert(&mut tx, &exemption).await?;
    Event::by(EventName::ExemptionGiven, staff.kind, staff.id)
        .about(person.id)
        .with("until", until.to_rfc3339())
        .with("reason", reason)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// Ends an exemption before its time. False where it has ended.
pub async fn end(
    panel: &Panel,
    staff: &Principal,
    id: ExemptionId,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let Some(ended) = exemptions::end(&mut tx, id, panel.clock.now()).await? else {
        return Ok(false);
    };
    Event::by(EventName::ExemptionEnded, staff.kind, staff.id)
        .about(ended.principal_id)
        .with("until", ended.until.to_rfc3339())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(true)
}
