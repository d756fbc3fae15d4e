//! Devices that were trusted after a second factor, and spare their owner the next ones (R130-R139).

use innkeeper_identity::ids::{PrincipalId, TrustedDeviceId};
use innkeeper_identity::policy::FactorPolicy;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::trusted_device::{
    self as rules, LIFETIME, MAX_DEVICES, Presented, Verdict,
};
use innkeeper_store::principals::Principal;
use innkeeper_store::trusted_devices::{self as rows, Rotation, TrustedDevice};
use innkeeper_store::{TokenHash, Tx};

use super::Caller;
use super::events::{Event, EventName};
use super::notices::Notice;
use super::sessions::{Token, hash_token};
use crate::Panel;

/// What a browser keeps of its trust: the series and the secret.
pub struct Ticket {
    id: TrustedDeviceId,
    secret: Token,
}

impl Ticket {
    /// The text for the cookie.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.id, self.secret.reveal())
    }
}

/// A cookie that a browser sent, taken apart.
pub struct Sent {
    id: TrustedDeviceId,
    hash: TokenHash,
}

impl Sent {
    /// What a browser sent, where trusted devices count for people under that policy.
    pub fn of(
        panel: &Panel,
        kind: PrincipalKind,
        cookie: Option<&str>,
        policy: &FactorPolicy,
    ) -> Option<Self> {
        cookie
            .and_then(parse)
            .filter(|_| count_for(panel, kind, policy))
    }
}

fn parse(cookie: &str) -> Option<Sent> {
    let (id, secret) = cookie.split_once('.')?;
    Some(Sent {
        id: id.parse().ok()?,
        hash: hash_token(secret),
    })
}

/// Whether trusted devices count for people of that kind here.
pub fn count_for(panel: &Panel, kind: PrincipalKind, policy: &FactorPolicy) -> bool {
    rules::count_for(kind, panel.settings().trusted_devices, policy)
}

/// What a browser's cookie spares its owner.
pub enum Spared {
    /// The second factor; the browser gets this ticket, or keeps the one it has.
    Factor(Option<Ticket>),
    /// Nothing.
    Nothing,
}

/// Asks whether the browser that gave the right password needs no second factor (R133). A cookie of
/// somebody else's does nothing and is left alone.
pub async fn spare(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    sent: Option<Sent>,
    caller: &Caller,
) -> anyhow::Result<Spared> {
    let Some(sent) = sent else {
        return Ok(Spared::Nothing);
    };
    let Some(device) = rows::find(tx, sent.id, principal.id).await? else {
        return Ok(Spared::Nothing);
    };
    let now = panel.clock.now();
    let ip = caller.ip.map(|ip| ip.to_string()).unwrap_or_default();
    // Hashes of 256 random bits: how long a comparison takes tells nothing of what was hashed.
    let same = |hash: &TokenHash| *hash == sent.hash;
    let presented = Presented {
        is_current: same(&device.secret_hash),
        is_previous_from_there: device.previous_hash.as_ref().is_some_and(same) && device.ip == ip,
        rotated_at: device.rotated_at,
        expires_at: device.expires_at,
        epoch: device.epoch,
    };
    match rules::judge(&presented, principal.security_epoch, now) {
        Verdict::Trusted => {
            let secret = Token::generate(panel);
            let rotation = Rotation {
                id: device.id,
                seen: &sent.hash,
                next: &secret.hash(),
                ip: &ip,
                now,
            };
            // Another tab was quicker: its cookie is the browser's, and the code is asked here.
            if !rows::rotate(tx, rotation).await? {
                return Ok(Spared::Nothing);
            }
            Ok(Spared::Factor(Some(Ticket {
                id: device.id,
                secret,
            })))
        }
        Verdict::TrustedByGrace => Ok(Spared::Factor(None)),
        Verdict::Over => {
            rows::delete(tx, device.id, principal.id).await?;
            Ok(Spared::Nothing)
        }
        Verdict::Stolen => {
            rows::delete(tx, device.id, principal.id).await?;
            Event::by_system(EventName::TrustedDeviceStolen)
                .about(principal.id)
                .record(tx, panel, caller)
                .await?;
            notice(panel, principal, caller)
                .trusted_device_stolen(tx)
                .await?;
            Ok(Spared::Nothing)
        }
    }
}

/// Trusts the browser in which a proof was just given that may do that; part of the unit of work that
/// opens the session.
pub async fn trust(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    caller: &Caller,
) -> anyhow::Result<Ticket> {
    let (now, epoch) = (panel.clock.now(), principal.security_epoch);
    let trusted = rows::list_live(tx, principal.id, epoch, now).await?;
    for oldest in trusted.iter().skip(MAX_DEVICES - 1) {
        rows::delete(tx, oldest.id, principal.id).await?;
    }
    let ticket = Ticket {
        id: TrustedDeviceId::new(now, panel.random.id_bytes()),
        secret: Token::generate(panel),
    };
    let device = TrustedDevice {
        id: ticket.id,
        principal_id: principal.id,
        secret_hash: ticket.secret.hash(),
        previous_hash: None,
        rotated_at: now,
        epoch,
        ip: caller.ip.map(|ip| ip.to_string()).unwrap_or_default(),
        user_agent: caller.user_agent.clone().unwrap_or_default(),
        created_at: now,
        last_used_at: now,
        expires_at: now + LIFETIME,
    };
    rows::insert(tx, &device).await?;
    Event::by(EventName::DeviceTrusted, principal.kind, principal.id)
        .record(tx, panel, caller)
        .await?;
    notice(panel, principal, caller)
        .device_trusted(tx, device.expires_at)
        .await?;
    Ok(ticket)
}

/// The devices that a person trusts.
pub async fn list(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
) -> Result<Vec<TrustedDevice>, innkeeper_store::Error> {
    let (now, epoch) = (panel.clock.now(), principal.security_epoch);
    rows::list_live(tx, principal.id, epoch, now).await
}

/// Ends trust in a person's device, by that person or by staff. False where the person has no such one.
pub async fn distrust(
    panel: &Panel,
    by: &Principal,
    owner: PrincipalId,
    id: TrustedDeviceId,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let ended = rows::delete(&mut tx, id, owner).await?;
    if ended {
        Event::by(EventName::DeviceDistrusted, by.kind, by.id)
            .about(owner)
            .record(&mut tx, panel, caller)
            .await?;
    }
    tx.commit().await?;
    Ok(ended)
}

fn notice<'a>(panel: &'a Panel, principal: &'a Principal, caller: &'a Caller) -> Notice<'a> {
    Notice {
        panel,
        to: principal,
        caller,
    }
}
