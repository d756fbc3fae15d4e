//! What plugins show in places of pages, as the theme draws it.

use innkeeper_identity::local_path::LocalPath;
use innkeeper_module::{Block, Level, Text};
use innkeeper_store::principals::Principal;
use innkeeper_theme::contexts::{PluginBlock, PluginSlot, SlotLine, Tone};
use url::Url;

use crate::app::hooks::{Filled, Place, fill};
use crate::web::page::Page;

/// How long a text may be once it is in the reader's language, in characters.
const LONG: usize = 500;

/// What plugins show in that place of a page about that person.
pub async fn slots(page: &Page, place: Place, about: &Principal) -> Vec<PluginSlot> {
    let filled = fill(&page.panel, place, about, &page.caller).await;
    filled.iter().map(|filled| slot(page, filled)).collect()
}

fn slot(page: &Page, filled: &Filled) -> PluginSlot {
    let say = |text: &Text| cut(page.module_text(&filled.id, text));
    PluginSlot {
        plugin: filled.name.clone(),
        blocks: filled
            .blocks
            .iter()
            .filter_map(|block| drawn(block, &say))
            .collect(),
    }
}

fn drawn(block: &Block, say: &impl Fn(&Text) -> String) -> Option<PluginBlock> {
    Some(match block {
        Block::Heading(text) => PluginBlock::Heading { text: say(text) },
        Block::Paragraph(text) => PluginBlock::Text { text: say(text) },
        Block::Facts(lines) => {
            let line = |(label, value): &(Text, Text)| SlotLine {
                label: say(label),
                value: say(value),
            };
            PluginBlock::Facts {
                lines: lines.iter().map(line).collect(),
            }
        }
        Block::Link { text, href } => {
            let (href, host) = target(href)?;
            PluginBlock::Link {
                text: say(text),
                href,
                host,
            }
        }
        Block::Notice { level, text } => PluginBlock::Notice {
            level: match level {
                Level::Info => Tone::Info,
                Level::Success => Tone::Success,
                Level::Warning => Tone::Warning,
                Level::Danger => Tone::Danger,
            },
            text: say(text),
        },
    })
}

/// Where a link leads, read by what judges every address: a path of the panel, or an address and its host, which
/// people see before they follow it.
fn target(href: &str) -> Option<(String, Option<String>)> {
    if href.starts_with('/') {
        return Some((LocalPath::parse(href)?.as_str().to_owned(), None));
    }
    let url = Url::parse(href).ok()?;
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    let host = url.host_str().filter(|_| is_plain)?.to_owned();
    Some((url.into(), Some(host)))
}

fn cut(text: String) -> String {
    if text.chars().count() <= LONG {
        return text;
    }
    text.chars().take(LONG).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::{LONG, cut, target};

    #[test]
    fn a_link_leads_where_it_seems_to_lead_or_is_not_drawn() {
        assert_eq!(
            target("/account/profile"),
            Some(("/account/profile".to_owned(), None))
        );
        let outside = target("https://status.acme.example/a?b=c").expect("an address");
        assert_eq!(outside.1.as_deref(), Some("status.acme.example"));
        for odd in [
            "//evil.example",
            "/../evil",
            "/a//b",
            "javascript:alert(1)",
            "http://acme.example",
            "https://ada@acme.example",
            "mailto:ada@acme.example",
        ] {
            assert_eq!(target(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_text_that_grew_too_long_is_cut() {
        assert_eq!(cut("short".into()), "short");
        assert_eq!(cut("ä".repeat(LONG + 1)).chars().count(), LONG + 1);
        assert!(cut("ä".repeat(LONG * 2)).ends_with('…'));
    }
}
