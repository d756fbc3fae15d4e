//! What plugins show in places of pages. It is text of a stranger's, and says whose it is.

use serde::Serialize;

use super::Tone;
use super::samples;

/// What one plugin shows; `components/slots.html` draws it.
#[derive(Clone, Debug, Serialize)]
pub struct PluginSlot {
    /// What people call the plugin.
    pub plugin: String,
    /// What it shows, in order.
    pub blocks: Vec<PluginBlock>,
}

/// One thing that a plugin shows.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PluginBlock {
    /// A heading for what follows.
    Heading {
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Text {
        /// What it says.
        text: String,
    },
    /// Lines with a name and a value each.
    Facts {
        /// The lines.
        lines: Vec<SlotLine>,
    },
    /// A link.
    Link {
        /// What it says.
        text: String,
        /// Where it leads: a path of the panel, or an address that begins with `https://`.
        href: String,
        /// The host, where it leads out of the panel; people see it before they follow it.
        host: Option<String>,
    },
    /// A sentence that stands out.
    Notice {
        /// How good the news is.
        level: Tone,
        /// What it says.
        text: String,
    },
}

/// A line of facts.
#[derive(Clone, Debug, Serialize)]
pub struct SlotLine {
    /// Its name.
    pub label: String,
    /// Its value.
    pub value: String,
}

/// Two plugins that show all that can be shown, one of them hostile.
pub(super) fn sample_slots() -> Vec<PluginSlot> {
    let all = |text: &str, plugin: &str| PluginSlot {
        plugin: plugin.into(),
        blocks: vec![
            PluginBlock::Heading { text: text.into() },
            PluginBlock::Text { text: text.into() },
            PluginBlock::Facts {
                lines: vec![
                    SlotLine {
                        label: text.into(),
                        value: samples::LONG_EMAIL.into(),
                    },
                    SlotLine {
                        label: "Latest".into(),
                        value: text.into(),
                    },
                ],
            },
            PluginBlock::Link {
                text: text.into(),
                href: "https://status.acme.example/".into(),
                host: Some("status.acme.example".into()),
            },
            PluginBlock::Link {
                text: text.into(),
                href: "/account".into(),
                host: None,
            },
            PluginBlock::Notice {
                level: Tone::Warning,
                text: text.into(),
            },
        ],
    };
    vec![
        all("Known networks", "Network guard"),
        all(samples::HOSTILE, samples::HOSTILE),
    ]
}
