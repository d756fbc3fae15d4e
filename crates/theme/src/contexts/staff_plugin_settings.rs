//! The form for a plugin's settings, drawn from what its manifest says of them.

use serde::Serialize;

use super::samples::{self, Sample};
use super::{Choice, Form, Message};
use crate::keys;

/// `staff/plugin_settings.html`: posts the fields that `settings` name to `/staff/plugins/{id}/settings`, and a test
/// to `test_action`.
#[derive(Clone, Serialize)]
pub struct PluginSettingsPage {
    /// The plugin's name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its settings, in the order in which they are asked for.
    pub settings: Vec<PluginSettingView>,
    /// What was entered, and what is wrong.
    pub form: Form,
    /// Where it is tried whether the plugin starts here.
    pub test_action: String,
    /// Where it is tried whether what its factor depends on works, if there is something to try.
    pub check_action: Option<String>,
}

/// A setting of a plugin.
#[derive(Clone, Debug, Serialize)]
pub struct PluginSettingView {
    /// The name of its field.
    pub field: String,
    /// What it is called, in the reader's language if the plugin brought that.
    pub label: String,
    /// What to know before filling it in.
    pub help: Option<String>,
    /// How it looks.
    pub kind: PluginSettingKind,
    /// Whether something must be entered.
    pub required: bool,
    /// What holds while nothing is entered.
    pub default: Option<String>,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// Whether a secret is set; it is shown to nobody again.
    pub is_set: bool,
    /// The name of the box that takes a secret away, where the plugin works without it.
    pub clear_field: Option<String>,
}

/// How a setting looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PluginSettingKind {
    /// A line of text.
    Text,
    /// A whole number.
    Number,
    /// A box to tick, `yes`.
    Check,
    /// One of several.
    Choice,
    /// An address.
    Url,
    /// A secret: left empty, it stays as it is.
    Secret,
}

impl Sample for PluginSettingsPage {
    fn samples() -> Vec<Self> {
        let setting = |field: &str, kind| PluginSettingView {
            field: field.into(),
            label: "API key".into(),
            help: None,
            kind,
            required: true,
            default: None,
            options: vec![],
            is_set: false,
            clear_field: None,
        };
        let page = Self {
            id: "dev.acme.sms-code".into(),
            name: "SMS codes (Acme)".into(),
            settings: vec![],
            form: Form::new(),
            test_action: "/staff/plugins/dev.acme.sms-code/test".into(),
            check_action: None,
        };
        let hostile = |field: &str, kind| PluginSettingView {
            label: samples::HOSTILE.into(),
            help: Some(samples::LONG_TEXT.into()),
            required: false,
            default: Some(samples::HOSTILE.into()),
            options: vec![
                Choice::new("fast", samples::HOSTILE),
                Choice::new("safe", "Safe"),
            ],
            is_set: true,
            clear_field: Some(format!("clear_{field}")),
            ..setting(field, kind)
        };
        let kinds = [
            ("setting_sender", PluginSettingKind::Text),
            ("setting_length", PluginSettingKind::Number),
            ("setting_loud", PluginSettingKind::Check),
            ("setting_way", PluginSettingKind::Choice),
            ("setting_server", PluginSettingKind::Url),
            ("setting_api-key", PluginSettingKind::Secret),
        ];
        let wrong = |key| Message::new(key);
        vec![
            page.clone(),
            Self {
                settings: kinds.map(|(field, kind)| setting(field, kind)).into(),
                check_action: Some("/staff/settings/factors/dev.acme.sms-code/test".into()),
                ..page.clone()
            },
            Self {
                name: samples::HOSTILE.into(),
                settings: kinds.map(|(field, kind)| hostile(field, kind)).into(),
                form: Form::new()
                    .value("setting_sender", samples::HOSTILE)
                    .value("setting_way", "safe")
                    .checked("setting_loud", true)
                    .field_error("setting_sender", wrong(keys::ERROR_PLUGIN_LINE))
                    .field_error(
                        "setting_length",
                        Message::new(keys::ERROR_PLUGIN_LENGTH)
                            .with("min", 1_u32)
                            .with("max", 1_000_u32),
                    )
                    .field_error("setting_way", wrong(keys::ERROR_CHOICE_INVALID))
                    .field_error(
                        "setting_server",
                        Message::new(keys::ERROR_PLUGIN_HOST).with("why", samples::HOSTILE),
                    )
                    .field_error("setting_api-key", wrong(keys::ERROR_REQUIRED))
                    .form_error(wrong(keys::ERROR_FORM_INVALID)),
                ..page
            },
        ]
    }
}
