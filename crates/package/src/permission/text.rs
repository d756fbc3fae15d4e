//! Permissions as text, a line for each: what staff granted is kept so.

use std::fmt;
use std::str::FromStr;

use super::Permission;
use crate::PluginId;
use crate::manifest::ProfileField;
use crate::quantity::time;
use crate::words::{is_dotted, is_name};

/// Far more than a manifest can ask for.
const MOST_BYTES: usize = 256 * 1024;

/// A text is no permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no permission")]
pub struct NoPermission;

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(role) => write!(f, "role {}", role.as_str()),
            Self::Host(host) => write!(f, "host {host}"),
            Self::HostOfSetting(setting) => write!(f, "host-of-setting {setting}"),
            Self::Store(size) => write!(f, "store {size}"),
            Self::StorePerUser(size) => write!(f, "store-per-user {size}"),
            Self::Profile(field) => write!(f, "profile {}", field.as_str()),
            Self::Channel(channel) => write!(f, "channel {channel}"),
            Self::Event(event) => write!(f, "event {event}"),
            Self::Filter(filter) => write!(f, "filter {filter}"),
            Self::Slot(slot) => write!(f, "slot {slot}"),
            Self::Memory(size) => write!(f, "memory {size}"),
            Self::Cpu(time) => write!(f, "cpu {} ms", time.as_millis()),
            Self::Time(time) => write!(f, "time {} ms", time.as_millis()),
        }
    }
}

impl FromStr for Permission {
    type Err = NoPermission;

    fn from_str(line: &str) -> Result<Self, NoPermission> {
        let (kind, value) = line.split_once(' ').ok_or(NoPermission)?;
        let name = || value.to_owned();
        let dotted = || is_dotted(value, 80).then(name);
        let permission = match kind {
            "role" => value.parse().ok().map(Self::Role),
            "host" => value.parse().ok().map(Self::Host),
            "host-of-setting" => is_name(value, 40).then(name).map(Self::HostOfSetting),
            "store" => value.parse().ok().map(Self::Store),
            "store-per-user" => value.parse().ok().map(Self::StorePerUser),
            "profile" => ProfileField::named(value).map(Self::Profile),
            "channel" => is_channel(value).then(name).map(Self::Channel),
            "event" => dotted().map(Self::Event),
            "filter" => dotted().map(Self::Filter),
            "slot" => dotted().map(Self::Slot),
            "memory" => value.parse().ok().map(Self::Memory),
            "cpu" => time(value).ok().map(Self::Cpu),
            "time" => time(value).ok().map(Self::Time),
            _ => None,
        };
        permission.ok_or(NoPermission)
    }
}

/// `email`, or the id of a plugin that is a channel.
pub(crate) fn is_channel(name: &str) -> bool {
    is_name(name, 40) || name.parse::<PluginId>().is_ok()
}

/// Writes permissions, a line for each.
pub fn write(permissions: &[Permission]) -> String {
    let lines = permissions
        .iter()
        .map(|permission| format!("{permission}\n"));
    lines.collect::<Vec<_>>().concat()
}

/// Reads what was written. A line that is not understood grants nothing, so all of it is refused.
pub fn read(text: &str) -> Result<Vec<Permission>, NoPermission> {
    if text.len() > MOST_BYTES {
        return Err(NoPermission);
    }
    text.lines().map(str::parse).collect()
}
