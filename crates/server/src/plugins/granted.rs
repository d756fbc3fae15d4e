//! What a plugin may do: what its manifest asks for, as far as staff granted it, and never more.

use std::collections::{BTreeMap, BTreeSet};

use innkeeper_module::Secret;
use innkeeper_package::manifest::{ProfileField, SettingKind};
use innkeeper_package::quantity::Size;
use innkeeper_package::{HostPattern, Manifest, Permission};
use innkeeper_store::plugin_store::Quota;
use innkeeper_theme::contexts::Message;
use innkeeper_theme::keys;
use url::Url;

use crate::app::events::EventName;
use crate::app::hooks::{ASSESS, Place};

/// Values of a plugin's own shelf, and of each account's.
const MOST_ITEMS: i64 = 10_000;
const MOST_ITEMS_OF_ACCOUNT: i64 = 100;

/// What a plugin may do.
#[derive(Clone, Debug, Default)]
pub struct Granted {
    /// Which hosts it may ask.
    pub hosts: Vec<HostPattern>,
    /// Servers of the operator's that it may ask, wherever they are.
    pub servers: Vec<Url>,
    /// What it may remember for itself.
    pub whole: Option<Quota>,
    /// What it may remember of each account.
    pub per_account: Option<Quota>,
    /// What it is told of a person.
    pub profile: BTreeSet<ProfileField>,
    /// The channels it may send messages through.
    pub channels: BTreeSet<String>,
    /// The events it hears of.
    pub events: BTreeSet<String>,
    /// The questions it is asked.
    pub filters: BTreeSet<String>,
    /// The places of pages that it fills.
    pub slots: BTreeSet<String>,
}

/// What a permission is called where grants are kept.
pub fn name_of(permission: &Permission) -> String {
    permission.to_string()
}

/// A permission as a sentence of the theme's.
pub fn sentence_of(permission: &Permission) -> Message {
    let key = match permission {
        Permission::Event(event) if EventName::find(event).is_none() => {
            keys::PERMISSION_EVENT_UNKNOWN
        }
        Permission::Filter(filter) if filter == ASSESS => keys::PERMISSION_FILTER_SIGN_IN,
        Permission::Slot(slot) => {
            Place::find(slot).map_or(keys::PERMISSION_SLOT, Place::permission)
        }
        _ => permission.key(),
    };
    let args = permission.args().into_iter();
    args.fold(Message::new(key), |message, (name, value)| {
        match value.parse::<i64>() {
            Ok(number) if name == "milliseconds" => message.with(name, number),
            _ => message.with(name, value),
        }
    })
}

impl Granted {
    /// What of the manifest was granted, with the hosts that staff entered in settings.
    pub fn of(
        manifest: &Manifest,
        granted: &[String],
        settings: &BTreeMap<String, Secret>,
        servers: Vec<Url>,
    ) -> Self {
        let mut all = Self::default();
        // Who may ask nobody is not let at a server of the operator's either.
        if manifest.capabilities.http.is_some() {
            all.servers = servers;
        }
        for asked in manifest.permissions() {
            if !granted.contains(&name_of(&asked.permission)) {
                continue;
            }
            match asked.permission {
                Permission::Host(host) => all.hosts.push(host),
                Permission::HostOfSetting(name) => {
                    all.hosts.extend(hosts_of(manifest, &name, settings));
                }
                Permission::Store(size) => all.whole = Some(quota(size, MOST_ITEMS)),
                Permission::StorePerUser(size) => {
                    all.per_account = Some(quota(size, MOST_ITEMS_OF_ACCOUNT));
                }
                Permission::Profile(field) => {
                    all.profile.insert(field);
                }
                Permission::Channel(channel) => {
                    all.channels.insert(channel);
                }
                Permission::Event(event) => {
                    all.events.insert(event);
                }
                Permission::Filter(filter) => {
                    all.filters.insert(filter);
                }
                Permission::Slot(slot) => {
                    all.slots.insert(slot);
                }
                _ => {}
            }
        }
        all
    }
}

fn quota(size: Size, items: i64) -> Quota {
    Quota {
        bytes: i64::try_from(size.0).unwrap_or(i64::MAX),
        items,
    }
}

fn hosts_of(
    manifest: &Manifest,
    name: &str,
    settings: &BTreeMap<String, Secret>,
) -> Vec<HostPattern> {
    let setting = manifest.settings.iter().find(|setting| {
        setting.name == name && matches!(setting.kind, SettingKind::HostUrl { .. })
    });
    let entered = settings.get(name).and_then(Secret::text);
    let Some((setting, entered)) = setting.zip(entered) else {
        return Vec::new();
    };
    let value = setting.read(entered).ok().flatten();
    value.map_or_else(Vec::new, |value| value.hosts())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_a_sentence_in_the_theme() {
        for key in Permission::KEYS {
            assert!(keys::ALL.contains(&key), "{key}");
        }
    }

    #[test]
    fn every_kind_of_fault_has_a_sentence_in_the_theme() {
        for kind in innkeeper_wasm::Fault::KINDS {
            let key = format!("plugin-fault-{kind}");
            let known = keys::PLUGIN_FAULTS.contains(&key.as_str());
            assert!(known, "{key}");
        }
    }
}
