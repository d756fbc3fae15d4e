//! What a plugin may do, as staff are asked for it, and what an update would change of that.
//!
//! There is no sentence here: a permission has a key and arguments, and the sentence is in the locale files.

mod diff;
mod text;

use std::time::Duration;

pub use diff::{Change, Diff, diff};
pub(crate) use text::is_channel;
pub use text::{NoPermission, read, write};

use crate::HostPattern;
use crate::manifest::{Limits, Manifest, ProfileField, Role, SettingKind};
use crate::quantity::Size;

/// One thing that a plugin may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Be a second factor, a channel, hooks.
    Role(Role),
    /// Ask this host, or these.
    Host(HostPattern),
    /// Ask the host that staff enter in this setting.
    HostOfSetting(String),
    /// Store so much.
    Store(Size),
    /// Store so much for each user.
    StorePerUser(Size),
    /// Be told this of the person in front of it.
    Profile(ProfileField),
    /// Send messages through this channel.
    Channel(String),
    /// Hear of this event.
    Event(String),
    /// Answer this question.
    Filter(String),
    /// Fill this place of a page.
    Slot(String),
    /// Use more memory than others.
    Memory(Size),
    /// Compute longer than others.
    Cpu(Duration),
    /// Take longer than others.
    Time(Duration),
}

/// A permission, and why the plugin's author says that it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is asked for.
    pub permission: Permission,
    /// Why. What a plugin is, and how much it uses, needs no reason.
    pub reason: Option<String>,
}

impl Permission {
    /// Every key that there is, for whoever holds the locale files against them.
    pub const KEYS: [&'static str; 14] = [
        "permission-role",
        "permission-host",
        "permission-hosts-below",
        "permission-host-of-setting",
        "permission-store",
        "permission-store-per-user",
        "permission-profile",
        "permission-channel",
        "permission-event",
        "permission-filter",
        "permission-slot",
        "permission-memory",
        "permission-cpu",
        "permission-time",
    ];

    /// The key of its sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Role(_) => "permission-role",
            Self::Host(host) if host.is_wildcard() => "permission-hosts-below",
            Self::Host(_) => "permission-host",
            Self::HostOfSetting(_) => "permission-host-of-setting",
            Self::Store(_) => "permission-store",
            Self::StorePerUser(_) => "permission-store-per-user",
            Self::Profile(_) => "permission-profile",
            Self::Channel(_) => "permission-channel",
            Self::Event(_) => "permission-event",
            Self::Filter(_) => "permission-filter",
            Self::Slot(_) => "permission-slot",
            Self::Memory(_) => "permission-memory",
            Self::Cpu(_) => "permission-cpu",
            Self::Time(_) => "permission-time",
        }
    }

    /// What its sentence is filled with. Sizes and times are as people write them everywhere.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let argument = match self {
            Self::Role(role) => ("role", role.as_str().to_owned()),
            Self::Host(host) => ("host", host.to_string()),
            Self::HostOfSetting(setting) => ("setting", setting.clone()),
            Self::Store(size) | Self::StorePerUser(size) | Self::Memory(size) => {
                ("size", size.to_string())
            }
            Self::Profile(field) => ("field", field.as_str().to_owned()),
            Self::Channel(channel) => ("channel", channel.clone()),
            Self::Event(event) => ("event", event.clone()),
            Self::Filter(filter) => ("filter", filter.clone()),
            Self::Slot(slot) => ("slot", slot.clone()),
            Self::Cpu(time) | Self::Time(time) => ("milliseconds", time.as_millis().to_string()),
        };
        vec![argument]
    }

    /// Whether whoever has it may do all that the other one allows.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Host(wide), Self::Host(narrow)) => wide.covers(narrow),
            (Self::Store(much), Self::Store(less))
            | (Self::StorePerUser(much), Self::StorePerUser(less))
            | (Self::Memory(much), Self::Memory(less)) => much >= less,
            (Self::Cpu(much), Self::Cpu(less)) | (Self::Time(much), Self::Time(less)) => {
                much >= less
            }
            _ => self == other,
        }
    }
}

impl Manifest {
    /// All that the plugin asks for, in the order in which staff read it.
    pub fn permissions(&self) -> Vec<Asked> {
        let because = |permission, reason: &str| Asked {
            permission,
            reason: Some(reason.to_owned()),
        };
        let mut asked: Vec<Asked> = self
            .provides
            .iter()
            .map(|role| plain(Permission::Role(*role)))
            .collect();
        let capabilities = &self.capabilities;
        if let Some(http) = &capabilities.http {
            let hosts = http.hosts.iter().cloned().map(Permission::Host);
            asked.extend(hosts.map(|host| because(host, &http.reason)));
            let settings = self.settings.iter();
            let settings =
                settings.filter(|setting| matches!(setting.kind, SettingKind::HostUrl { .. }));
            asked.extend(settings.map(|setting| {
                because(
                    Permission::HostOfSetting(setting.name.clone()),
                    &http.reason,
                )
            }));
        }
        if let Some(store) = &capabilities.store {
            let whole = store.whole.map(Permission::Store);
            let per_user = store.per_user.map(Permission::StorePerUser);
            asked.extend(
                whole
                    .into_iter()
                    .chain(per_user)
                    .map(|size| because(size, &store.reason)),
            );
        }
        for (field, reason) in &capabilities.profile {
            asked.push(because(Permission::Profile(*field), reason));
        }
        for (names, permission) in [
            (
                &capabilities.channels,
                Permission::Channel as fn(String) -> Permission,
            ),
            (&capabilities.events, Permission::Event),
            (&capabilities.filters, Permission::Filter),
            (&capabilities.slots, Permission::Slot),
        ] {
            asked.extend(
                names
                    .iter()
                    .map(|(name, reason)| because(permission(name.clone()), reason)),
            );
        }
        asked.extend(beyond(&self.limits));
        asked
    }
}

fn plain(permission: Permission) -> Asked {
    Asked {
        permission,
        reason: None,
    }
}

/// Asking for no more than everybody has is asking for nothing.
fn beyond(limits: &Limits) -> impl Iterator<Item = Asked> {
    let usual = Limits::USUAL;
    let memory = limits.memory.filter(|size| Some(*size) > usual.memory);
    let cpu = limits.cpu.filter(|time| Some(*time) > usual.cpu);
    let time = limits.time.filter(|time| Some(*time) > usual.time);
    let asked = [
        memory.map(Permission::Memory),
        cpu.map(Permission::Cpu),
        time.map(Permission::Time),
    ];
    asked.into_iter().flatten().map(plain)
}
