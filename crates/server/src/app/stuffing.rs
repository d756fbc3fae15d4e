//! Lists of stolen addresses and passwords that somebody tries out from one network (R43).
//!
//! Each pair is tried once or twice, so neither the counters of accounts nor that of the network's last ten
//! minutes stop it. Here wrong pairs are counted that differ, for hours, and a network with too many is shut
//! out: it tries no more passwords for a while. Nobody else's network is touched, passkeys are, and whoever
//! signed in before in the same browser comes in as ever (R36): what a network full of people mistypes in
//! their own browsers is not even counted.

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_module::Secret;
use innkeeper_store::principals::Principal;
use innkeeper_store::{Error, KeyedDigest, Tx, throttles, tried_pairs};

use super::events::{Event, EventName};
use super::{Caller, browsers, throttling};
use zeroize::Zeroizing;

use crate::Panel;
use crate::keys::MacPurpose;

/// How many networks staff are shown.
const SHOWN: i64 = 100;

/// What was typed at the door.
pub struct Typed<'a> {
    /// At which door.
    pub kind: PrincipalKind,
    /// The address as a key.
    pub email_key: &'a str,
    /// The password.
    pub password: &'a Secret,
}

/// A network from which no passwords are tried for a while.
pub struct ShutOut {
    /// The IPv4 address, or the /64 of an IPv6 address.
    pub network: String,
    /// How many wrong pairs were counted.
    pub pairs: i64,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// How long the caller's network must wait, unless this browser is one that the person signed in with.
/// Strangers learn nothing by it: whether there is such a person makes a difference to a known browser only.
pub async fn wait(
    tx: &mut Tx,
    panel: &Panel,
    principal: Option<&Principal>,
    caller: &Caller,
) -> Result<Option<TimeDelta>, Error> {
    let Some(ip) = caller.ip else { return Ok(None) };
    let network = throttle::ip_subject(ip);
    let now = panel.clock.now();
    let row = throttles::find(tx, ThrottleScope::Stuffing, &network).await?;
    let until = row.and_then(|row| row.locked_until);
    let Some(until) = until.filter(|until| *until > now) else {
        return Ok(None);
    };
    let is_known = is_known(tx, panel, principal, caller).await?;
    Ok((!is_known).then_some(until - now))
}

/// Counts a wrong pair; part of the unit of work that writes the failure down. The wait, where it was one too
/// many.
pub async fn count(
    tx: &mut Tx,
    panel: &Panel,
    typed: Typed<'_>,
    principal: Option<&Principal>,
    caller: &Caller,
) -> Result<Option<TimeDelta>, Error> {
    let Some(ip) = caller.ip else { return Ok(None) };
    if is_known(tx, panel, principal, caller).await? {
        return Ok(None);
    }
    let (network, now) = (throttle::ip_subject(ip), panel.clock.now());
    let pair = digest(panel, &network, &typed);
    let window = throttle::rules(ThrottleScope::Stuffing).window;
    if !tried_pairs::insert(tx, &network, &pair, window, now).await? {
        return Ok(None);
    }
    let on = vec![(ThrottleScope::Stuffing, network.clone())];
    let tried = throttling::raise(tx, on, now).await?;
    // Of those who try at the same moment one shuts the network out: the others find its lock.
    let shut_out = tried.next_wait(now);
    if let Some(lasts) = shut_out {
        Event::by_system(EventName::NetworkShutOut)
            .with("network", network)
            .with("minutes", lasts.num_minutes())
            .record(tx, panel, caller)
            .await?;
    }
    Ok(shut_out.or(tried.wait))
}

/// The networks that are shut out at the moment.
pub async fn list(tx: &mut Tx, panel: &Panel) -> Result<Vec<ShutOut>, Error> {
    let (scope, now) = (ThrottleScope::Stuffing, panel.clock.now());
    let rows = throttles::list_locked(tx, scope, now, SHOWN).await?;
    let shut_out = |row: throttles::ThrottleRow| {
        Some(ShutOut {
            network: row.subject,
            pairs: row.window_count,
            until: row.locked_until?,
        })
    };
    Ok(rows.into_iter().filter_map(shut_out).collect())
}

/// A staff member lets a network in again, and what was tried there is forgotten. False where it was not
/// shut out.
pub async fn admit(
    panel: &Panel,
    staff_member: &Principal,
    network: &str,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    if !throttles::clear(&mut tx, ThrottleScope::Stuffing, network).await? {
        return Ok(false);
    }
    tried_pairs::delete_for_network(&mut tx, network).await?;
    Event::by(
        EventName::NetworkAdmitted,
        staff_member.kind,
        staff_member.id,
    )
    .with("network", network)
    .record(&mut tx, panel, caller)
    .await?;
    tx.commit().await?;
    Ok(true)
}

async fn is_known(
    tx: &mut Tx,
    panel: &Panel,
    principal: Option<&Principal>,
    caller: &Caller,
) -> Result<bool, Error> {
    match principal {
        Some(principal) => browsers::is_marked(tx, panel, principal.id, caller).await,
        None => Ok(false),
    }
}

/// Sixteen bits of a digest that only this panel can make.
fn digest(panel: &Panel, network: &str, typed: &Typed<'_>) -> KeyedDigest {
    let pair = format!("tried {network} {} {} ", typed.kind, typed.email_key);
    let text = Zeroizing::new([pair.as_bytes(), typed.password.bytes()].concat());
    let mac = panel.keys.mac(MacPurpose::Lookup, &text);
    KeyedDigest(mac.into_iter().take(2).collect())
}
