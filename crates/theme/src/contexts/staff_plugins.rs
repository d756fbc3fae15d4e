//! The staff area's pages about third-party plugins: which there are, and all about one.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Message;
use super::samples::{self, Sample};
use crate::keys;

/// `staff/plugins.html`.
#[derive(Clone, Serialize)]
pub struct PluginsPage {
    /// The plugins, by id.
    pub plugins: Vec<PluginRow>,
    /// Plugins that are gone and whose factors people still hold.
    pub missing: Vec<MissingPlugin>,
}

/// What a plugin is in, as staff see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PluginStatus {
    /// It works.
    Enabled,
    /// It is installed and does nothing.
    Disabled,
    /// It was enabled and cannot be loaded.
    Faulted,
    /// The panel switched it off because it failed again and again.
    Stopped,
}

/// A plugin in the list, and at the head of its page.
#[derive(Clone, Debug, Serialize)]
pub struct PluginRow {
    /// Its name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The version that is installed.
    pub version: String,
    /// What it is in.
    pub status: PluginStatus,
    /// The newer version that waits for staff.
    pub waiting: Option<String>,
    /// The fingerprint of its publisher's key; none if nobody signed it.
    pub publisher: Option<String>,
    /// How often it was called in the last day.
    pub calls: u64,
    /// How many of these calls came to nothing.
    pub failures: u64,
    /// How long a call took on average.
    pub mean: Option<Message>,
}

/// A plugin that is not there although people hold its factor.
#[derive(Clone, Debug, Serialize)]
pub struct MissingPlugin {
    /// What it was called among all plugins.
    pub id: String,
    /// How many people hold its factor.
    pub holders: u64,
    /// How many of them hold no other.
    pub sole: u64,
}

/// `staff/plugin.html`: leads to the questions `/staff/plugins/{id}/enable`, `/disable` and `/remove`.
#[derive(Clone, Serialize)]
pub struct PluginPage {
    /// The plugin.
    pub plugin: PluginRow,
    /// Where its icon is, if it brought one.
    pub icon_href: Option<String>,
    /// What it says of itself; none where its package cannot be read any more.
    pub about: Option<PluginAbout>,
    /// What it may do.
    pub permissions: Vec<PermissionView>,
    /// Why it cannot be loaded, in technical words.
    pub fault: Option<String>,
    /// The digest of its package.
    pub digest: String,
    /// When it was first installed.
    pub installed_at: DateTime<Utc>,
    /// How many people hold its factor.
    pub holders: u64,
    /// How many of them hold no other.
    pub sole: u64,
    /// What its failed calls of the last day came to.
    pub faults: Vec<FaultCount>,
    /// What it wrote to its log, the latest first.
    pub lines: Vec<PluginLine>,
}

/// What a plugin says of itself.
#[derive(Clone, Debug, Serialize)]
pub struct PluginAbout {
    /// What it does, in a line.
    pub description: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// Under which terms it may be used.
    pub licence: String,
    /// Where more is to be read: an `https` address.
    pub homepage: Option<String>,
    /// Its read-me, as plain text.
    pub readme: Option<String>,
}

/// Something that a plugin may do.
#[derive(Clone, Debug, Serialize)]
pub struct PermissionView {
    /// What, as a sentence.
    pub sentence: Message,
    /// Why its author says that it is needed.
    pub reason: Option<String>,
}

/// Failed calls that came to the same.
#[derive(Clone, Debug, Serialize)]
pub struct FaultCount {
    /// What they came to.
    pub kind: Message,
    /// How many.
    pub count: u64,
}

/// A line of a plugin's log.
#[derive(Clone, Debug, Serialize)]
pub struct PluginLine {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// How loud it is: `debug`, `info`, `warn` or `error`.
    pub level: String,
    /// What it says, in the plugin's own words.
    pub message: String,
}

pub(super) const SAMPLE_KEY: &str = "1F2A 9C04 77D0 3B5E 8A61 C2F9 0D4E 6B73";

fn sample_plugin(status: PluginStatus) -> PluginRow {
    let is_hostile = status == PluginStatus::Stopped;
    let text = |calm: &str| if is_hostile { samples::HOSTILE } else { calm }.to_owned();
    PluginRow {
        id: "dev.acme.sms-code".into(),
        name: text("SMS codes (Acme)"),
        version: "1.2.0".into(),
        status,
        waiting: (status == PluginStatus::Enabled).then(|| "1.3.0".into()),
        publisher: (!is_hostile).then(|| SAMPLE_KEY.into()),
        calls: if is_hostile { 12_345 } else { 0 },
        failures: if is_hostile { 1_234 } else { 0 },
        mean: is_hostile
            .then(|| Message::new(keys::PLUGIN_TOOK_MICROSECONDS).with("count", 412_u32)),
    }
}

/// One of every kind.
pub(super) fn sample_permissions() -> Vec<PermissionView> {
    let filled = [
        (keys::PERMISSION_ROLE, "role", "second-factor"),
        (keys::PERMISSION_HOST, "host", "api.acme.example"),
        (keys::PERMISSION_HOSTS_BELOW, "host", "*.acme.example:8443"),
        (keys::PERMISSION_HOST_OF_SETTING, "setting", "server"),
        (keys::PERMISSION_STORE, "size", "10 MiB"),
        (keys::PERMISSION_STORE_PER_USER, "size", "256 KiB"),
        (keys::PERMISSION_PROFILE, "field", "mobile"),
        (keys::PERMISSION_CHANNEL, "channel", samples::HOSTILE),
        (keys::PERMISSION_EVENT, "event", "invoice.paid"),
        (keys::PERMISSION_EVENT_UNKNOWN, "event", "world.ended"),
        (keys::PERMISSION_FILTER, "filter", "sign-in.risk"),
        (keys::PERMISSION_SLOT, "slot", "client.summary"),
        (keys::PERMISSION_MEMORY, "size", "128 MiB"),
    ];
    let filled = filled.map(|(key, name, value)| Message::new(key).with(name, value));
    let times = [keys::PERMISSION_CPU, keys::PERMISSION_TIME]
        .map(|key| Message::new(key).with("milliseconds", 2_000_u32));
    let all = filled.into_iter().chain(times).enumerate();
    all.map(|(number, sentence)| PermissionView {
        sentence,
        reason: match number % 3 {
            0 => None,
            1 => Some("Sends the code.".into()),
            _ => Some(samples::HOSTILE.into()),
        },
    })
    .collect()
}

impl Sample for PluginsPage {
    fn samples() -> Vec<Self> {
        let all = [
            PluginStatus::Enabled,
            PluginStatus::Disabled,
            PluginStatus::Faulted,
            PluginStatus::Stopped,
        ];
        let missing = |id: &str, sole| MissingPlugin {
            id: id.into(),
            holders: 7,
            sole,
        };
        vec![
            Self {
                plugins: vec![],
                missing: vec![],
            },
            Self {
                plugins: all.map(sample_plugin).into(),
                missing: vec![missing("dev.example.gone", 0), missing(samples::HOSTILE, 1)],
            },
        ]
    }
}

impl Sample for PluginPage {
    fn samples() -> Vec<Self> {
        let line = |level: &str, message: &str| PluginLine {
            at: samples::earlier(),
            level: level.into(),
            message: message.into(),
        };
        let page = |status| Self {
            plugin: sample_plugin(status),
            icon_href: None,
            about: None,
            permissions: vec![],
            fault: None,
            digest: "9c".repeat(32),
            installed_at: samples::long_ago(),
            holders: 0,
            sole: 0,
            faults: vec![],
            lines: vec![],
        };
        let about = |text: &str| PluginAbout {
            description: text.into(),
            authors: vec!["Acme <dev@acme.example>".into(), text.into()],
            licence: "MIT".into(),
            homepage: Some("https://acme.example/sms?a=1&b=2".into()),
            readme: Some(format!("# {text}\n\n{}\n", samples::LONG_TEXT)),
        };
        let faults = keys::PLUGIN_FAULTS.iter().map(|key| FaultCount {
            kind: Message::new(*key),
            count: 7,
        });
        vec![
            Self {
                about: Some(PluginAbout {
                    homepage: None,
                    readme: None,
                    ..about("Codes by SMS, sent through Acme")
                }),
                permissions: sample_permissions(),
                ..page(PluginStatus::Disabled)
            },
            Self {
                icon_href: Some("/staff/plugins/dev.acme.sms-code/icon".into()),
                about: Some(about("Codes by SMS, sent through Acme")),
                permissions: sample_permissions(),
                holders: 12,
                sole: 3,
                lines: ["debug", "info", "warn", "error"]
                    .map(|level| line(level, "the gateway answered 200"))
                    .into(),
                ..page(PluginStatus::Enabled)
            },
            Self {
                fault: Some(samples::HOSTILE.into()),
                ..page(PluginStatus::Faulted)
            },
            Self {
                about: Some(about(samples::HOSTILE)),
                holders: 1,
                sole: 1,
                faults: faults.collect(),
                lines: vec![
                    line("error", samples::HOSTILE),
                    line("warn", samples::LONG_TEXT),
                ],
                ..page(PluginStatus::Stopped)
            },
        ]
    }
}
