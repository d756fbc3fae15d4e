//! The staff area's pages on which a plugin is installed: the files, and what one says yes to.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::staff_plugins::{SAMPLE_KEY, sample_permissions};
use super::{Form, Message, PermissionView};
use crate::keys;

/// `staff/plugin_install.html`: posts the files `package`, `signature` and `rotation`, and `key`, as
/// `multipart/form-data` with the token first; or `index`, the address of one, to `/staff/plugins/index`.
#[derive(Clone, Serialize)]
pub struct PluginInstallPage {
    /// The fields `key` and `index`, and what is wrong.
    pub form: Form,
    /// How large packages may be, as people write it.
    pub most: String,
    /// Whether packages that nobody signed are taken.
    pub takes_unsigned: bool,
}

/// `staff/plugin_progress.html`: looks again at `/staff/plugins/install/progress` with `plugin`.
#[derive(Clone, Serialize)]
pub struct PluginProgressPage {
    /// The plugin's name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The version that is being installed.
    pub version: String,
    /// When that began.
    pub begun_at: DateTime<Utc>,
    /// After how many seconds to look again.
    pub every: u32,
}

/// `staff/plugin_index.html`: posts `index` and `plugin` to `/staff/plugins/index/bring`.
#[derive(Clone, Serialize)]
pub struct PluginIndexPage {
    /// What the index is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// What is in it, by id.
    pub plugins: Vec<IndexedPlugin>,
    /// What went wrong.
    pub form: Form,
}

/// A plugin of an index, in the words of whoever made the index.
#[derive(Clone, Debug, Serialize)]
pub struct IndexedPlugin {
    /// Its name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it does, in a line.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// The newest version that this panel can run.
    pub version: Option<String>,
    /// Why it can run none, in technical words.
    pub unserved: Option<String>,
    /// The version that is installed.
    pub installed: Option<String>,
}

/// Who signed a package, as far as this panel knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signer {
    /// A key that nothing is known of: staff compare it.
    New,
    /// The key that the plugin was installed with.
    Same,
    /// A new key, which the one that the plugin was installed with vouches for.
    Rotated,
    /// Nobody.
    Nobody,
}

/// `staff/plugin_consent.html`: who signed a package and what it asks for. Posts `consent` to `action`; who says no
/// posts `digest` to `decline_action`.
#[derive(Clone, Serialize)]
pub struct PluginConsentPage {
    /// The plugin's name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The version that is offered.
    pub version: String,
    /// What it does, in a line.
    pub description: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// The version that is installed.
    pub installed: Option<String>,
    /// Who signed it.
    pub signer: Signer,
    /// The fingerprint of the key that did.
    pub key: Option<String>,
    /// The fingerprint of the key before it, where it is a new one.
    pub earlier_key: Option<String>,
    /// The digest of the package.
    pub digest: String,
    /// Why it cannot be installed.
    pub refusal: Option<Message>,
    /// What is wrong with its component, in technical words.
    pub faults: Vec<String>,
    /// All that it asks for, where it is installed for the first time.
    pub asked: Vec<PermissionView>,
    /// What it asks for and the installed version does not do at all.
    pub added: Vec<PermissionView>,
    /// What the installed version does in part.
    pub widened: Vec<PermissionView>,
    /// What it will do in part only.
    pub narrowed: Vec<PermissionView>,
    /// What it will not do any more.
    pub removed: Vec<PermissionView>,
    /// What stays.
    pub unchanged: Vec<PermissionView>,
    /// Names what was shown; it is sent back with the yes.
    pub consent: String,
    /// Where a yes is posted.
    pub action: String,
    /// Where a no is posted.
    pub decline_action: String,
    /// What went wrong with the yes before.
    pub form: Form,
}

impl Sample for PluginInstallPage {
    fn samples() -> Vec<Self> {
        let page = |form, takes_unsigned| Self {
            form,
            most: "32 MiB".into(),
            takes_unsigned,
        };
        vec![
            page(Form::new(), false),
            page(
                Form::new()
                    .value("key", samples::HOSTILE)
                    .field_error("package", Message::new(keys::ERROR_REQUIRED))
                    .field_error(
                        "signature",
                        Message::new(keys::ERROR_PLUGIN_SIGNATURE_OTHER)
                            .with("says", samples::HOSTILE)
                            .with("is", samples::HOSTILE),
                    )
                    .field_error("key", Message::new(keys::ERROR_PLUGIN_KEY_INVALID))
                    .field_error("rotation", Message::new(keys::ERROR_PLUGIN_ROTATION))
                    .value("index", samples::HOSTILE)
                    .field_error(
                        "index",
                        Message::new(keys::ERROR_PLUGIN_INDEX_SERVER).with("why", samples::HOSTILE),
                    ),
                true,
            ),
        ]
    }
}

impl Sample for PluginIndexPage {
    fn samples() -> Vec<Self> {
        let plugin = |name: &str| IndexedPlugin {
            id: "dev.acme.sms-code".into(),
            name: name.into(),
            description: "Codes by SMS, sent through Acme".into(),
            publisher: "Acme".into(),
            version: Some("1.3.0".into()),
            unserved: None,
            installed: None,
        };
        let page = Self {
            name: "Plugins of the community".into(),
            address: "https://plugins.example/index.json".into(),
            plugins: vec![],
            form: Form::new(),
        };
        vec![
            page.clone(),
            Self {
                plugins: vec![
                    plugin("SMS codes (Acme)"),
                    IndexedPlugin {
                        installed: Some("1.2.0".into()),
                        ..plugin("SMS codes (Acme)")
                    },
                    IndexedPlugin {
                        installed: Some("1.3.0".into()),
                        ..plugin("SMS codes (Acme)")
                    },
                    IndexedPlugin {
                        version: None,
                        unserved: Some(samples::HOSTILE.into()),
                        description: samples::LONG_TEXT.into(),
                        publisher: samples::HOSTILE.into(),
                        ..plugin(samples::HOSTILE)
                    },
                ],
                name: samples::HOSTILE.into(),
                address: "https://plugins.example/index.json?a=1&b=\"".into(),
                form: Form::new().form_error(Message::new(keys::ERROR_PLUGIN_INDEX_CHANGED)),
            },
        ]
    }
}

impl Sample for PluginProgressPage {
    fn samples() -> Vec<Self> {
        let plain = Self {
            id: "dev.acme.sms-code".into(),
            name: "SMS codes (Acme)".into(),
            version: "1.2.0".into(),
            begun_at: samples::earlier(),
            every: 2,
        };
        let hostile = Self {
            name: samples::HOSTILE.into(),
            ..plain.clone()
        };
        vec![plain, hostile]
    }
}

impl Sample for PluginConsentPage {
    fn samples() -> Vec<Self> {
        let key = || Some(SAMPLE_KEY.to_owned());
        let first = Self {
            id: "dev.acme.sms-code".into(),
            name: "SMS codes (Acme)".into(),
            version: "1.2.0".into(),
            description: "Codes by SMS, sent through Acme".into(),
            licence: "MIT".into(),
            authors: vec!["Acme <dev@acme.example>".into()],
            installed: None,
            signer: Signer::New,
            key: key(),
            earlier_key: None,
            digest: "9c".repeat(32),
            refusal: None,
            faults: vec![],
            asked: sample_permissions(),
            added: vec![],
            widened: vec![],
            narrowed: vec![],
            removed: vec![],
            unchanged: vec![],
            consent: "ab".repeat(32),
            action: "/staff/plugins/install/confirm".into(),
            decline_action: "/staff/plugins/install/discard".into(),
            form: Form::new(),
        };
        let part = |at: usize| sample_permissions().into_iter().skip(at).take(2).collect();
        let update = Self {
            installed: Some("1.1.0".into()),
            signer: Signer::Same,
            asked: vec![],
            unchanged: sample_permissions(),
            ..first.clone()
        };
        vec![
            first.clone(),
            update.clone(),
            Self {
                name: samples::HOSTILE.into(),
                description: samples::LONG_TEXT.into(),
                authors: vec![samples::HOSTILE.into()],
                signer: Signer::Rotated,
                earlier_key: key(),
                added: part(0),
                widened: part(2),
                narrowed: part(4),
                removed: part(6),
                unchanged: part(8),
                form: Form::new().form_error(Message::new(keys::ERROR_PLUGIN_NOT_CONFIRMED)),
                ..update.clone()
            },
            Self {
                refusal: Some(
                    Message::new(keys::ERROR_PLUGIN_KEY_CHANGED)
                        .with("offered", SAMPLE_KEY)
                        .with("pinned", SAMPLE_KEY),
                ),
                ..update
            },
            Self {
                signer: Signer::Nobody,
                key: None,
                authors: vec![],
                refusal: Some(Message::new(keys::ERROR_PLUGIN_UNFIT)),
                faults: vec!["it imports `wasi:cli`".into(), samples::HOSTILE.into()],
                ..first.clone()
            },
            Self {
                signer: Signer::Nobody,
                key: None,
                ..first
            },
        ]
    }
}
