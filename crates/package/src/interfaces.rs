//! The interfaces that this panel serves, all in one table. What a plugin may import and export, what it must
//! have declared for it, and whether this panel is new enough, follows from a row.

use std::fmt;

use semver::Version;

use crate::manifest::{Api, Role};

/// An interface that this panel serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interface {
    /// `innkeeper:host`
    pub package: &'static str,
    /// `http`
    pub name: &'static str,
    /// Major versions are served side by side, a row for each.
    pub major: u64,
    /// The newest minor version of it; older ones are part of it.
    pub minor: u64,
    /// Who has it, and who may call it.
    pub way: Way,
}

/// Who has an interface, and who may call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Names for data; there is nothing to call.
    Types,
    /// The panel has it, and every plugin may call it.
    Open,
    /// The panel has it, and whoever declared the capability may call it.
    Granted(Capability),
    /// Plugins of this role have it.
    Core(Role),
    /// Plugins of this role may have it.
    Extra(Role),
    /// Hooks have it that declare names for it.
    Hook(Hook),
}

/// What a plugin declares to be let at an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// `[capabilities.store]`
    Store,
    /// `[capabilities.http]`
    Http,
    /// `[capabilities.channels]`
    Channels,
}

impl Capability {
    /// As the section of the manifest is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Store => "store",
            Self::Http => "http",
            Self::Channels => "channels",
        }
    }

    /// What to write into the section.
    pub fn example(self) -> &'static str {
        match self {
            Self::Store => "`quota` and `reason`",
            Self::Http => "`hosts` and `reason`",
            Self::Channels => "the channel and what it is for, like email = \"To send the codes.\"",
        }
    }
}

/// What hooks can do, each an interface of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// `[capabilities.events]`
    Events,
    /// `[capabilities.filters]`
    Filters,
    /// `[capabilities.slots]`
    Slots,
}

impl Hook {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Events, Self::Filters, Self::Slots];

    /// As the section of the manifest and the interface are called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Filters => "filters",
            Self::Slots => "slots",
        }
    }
}

const HOST: &str = "innkeeper:host";
const FACTOR: &str = "innkeeper:factor";
const CHANNEL: &str = "innkeeper:channel";
const HOOKS: &str = "innkeeper:hooks";

/// Every interface that this panel serves.
pub const SERVED: [Interface; 20] = [
    row(HOST, "types", Way::Types),
    row(HOST, "log", Way::Open),
    row(HOST, "clock", Way::Open),
    row(HOST, "random", Way::Open),
    row(HOST, "settings", Way::Open),
    row(HOST, "hash", Way::Open),
    row(HOST, "signatures", Way::Open),
    row(HOST, "store", Way::Granted(Capability::Store)),
    row(HOST, "http", Way::Granted(Capability::Http)),
    row(HOST, "messages", Way::Granted(Capability::Channels)),
    row(FACTOR, "types", Way::Types),
    row(FACTOR, "second-factor", Way::Core(Role::SecondFactor)),
    row(FACTOR, "discovery", Way::Extra(Role::SecondFactor)),
    row(FACTOR, "checks", Way::Extra(Role::SecondFactor)),
    row(CHANNEL, "types", Way::Types),
    row(CHANNEL, "sender", Way::Core(Role::Channel)),
    row(HOOKS, "types", Way::Types),
    row(HOOKS, "events", Way::Hook(Hook::Events)),
    row(HOOKS, "filters", Way::Hook(Hook::Filters)),
    row(HOOKS, "slots", Way::Hook(Hook::Slots)),
];

/// All are at 1.0 today.
const fn row(package: &'static str, name: &'static str, way: Way) -> Interface {
    Interface {
        package,
        name,
        major: 1,
        minor: 0,
        way,
    }
}

/// Something that a plugin needs and this panel does not serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Unserved {
    /// What it needs: a package, or an interface of one.
    pub what: String,
    /// In which version.
    pub needs: (u64, u64),
    /// In which versions this panel has it, oldest first.
    pub served: Vec<(u64, u64)>,
}

impl Unserved {
    /// Whether a newer panel may serve it. Where not, the plugin is the one that is too old.
    pub fn is_newer(&self) -> bool {
        self.served.iter().all(|served| *served < self.needs)
    }
}

impl fmt::Display for Unserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.needs;
        write!(f, "needs {} {major}.{minor}, this panel serves ", self.what)?;
        if self.served.is_empty() {
            f.write_str("none of it")?;
        }
        for (index, (major, minor)) in self.served.iter().enumerate() {
            let between = if index == 0 { "" } else { " and " };
            write!(f, "{between}{major}.{minor}")?;
        }
        f.write_str(if self.is_newer() {
            "; update the panel"
        } else {
            "; take a newer version of the plugin"
        })
    }
}

/// Whether this panel serves what a manifest says the plugin is made for.
pub fn serves(api: &Api) -> Result<(), Unserved> {
    let rows = SERVED.iter().filter(|row| row.package == api.package);
    judge(&api.package, (api.major, api.minor), rows)
}

/// The row of an interface that a component names.
pub fn find(package: &str, name: &str, version: &Version) -> Result<Interface, Unserved> {
    let rows = || {
        SERVED
            .iter()
            .filter(|row| row.package == package && row.name == name)
    };
    let needs = (version.major, version.minor);
    judge(&format!("{package}/{name}"), needs, rows())?;
    let row = rows().find(|row| row.major == needs.0).copied();
    row.ok_or_else(|| Unserved {
        what: format!("{package}/{name}"),
        needs,
        served: Vec::new(),
    })
}

fn judge<'a>(
    what: &str,
    needs: (u64, u64),
    rows: impl Iterator<Item = &'a Interface>,
) -> Result<(), Unserved> {
    let mut served: Vec<_> = rows.map(|row| (row.major, row.minor)).collect();
    served.sort_unstable();
    served.dedup();
    if served
        .iter()
        .any(|(major, minor)| *major == needs.0 && *minor >= needs.1)
    {
        return Ok(());
    }
    Err(Unserved {
        what: what.to_owned(),
        needs,
        served,
    })
}
