//! Blocks: what a module shows in a place of a page, as data that the theme draws. Text is text, never markup.

use std::fmt;

use crate::Text;
use crate::form::{Checked, Form, hold, is_plain_line};

/// How many blocks there may be in one place, and how many lines of facts in one block.
const BLOCKS: usize = 8;
const LINES: usize = 12;

/// How long a text may be, and each of what it is filled with, in characters; and how many of those there may be.
const LONG: usize = 300;
const ARGUMENTS: usize = 8;

/// How long an address may be.
const ADDRESS: usize = 500;

/// A place of a page that is about to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which place.
    pub place: String,
    /// Whom the page is about: a name for that person that only this module sees.
    pub subject: String,
    /// What kind of person that is: `user` or `staff`.
    pub area: String,
}

/// How good the news of a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// Needs attention.
    Warning,
    /// It failed, or it hurts.
    Danger,
}

impl Level {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Info, Self::Success, Self::Warning, Self::Danger];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    /// The level that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

/// One thing that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading for what follows.
    Heading(Text),
    /// A paragraph.
    Paragraph(Text),
    /// Lines with a name and a value each.
    Facts(Vec<(Text, Text)>),
    /// A link to an `https` address, or to a path of the panel.
    Link {
        /// What it says.
        text: Text,
        /// Where it leads.
        href: String,
    },
    /// A sentence that stands out.
    Notice {
        /// How good the news is.
        level: Level,
        /// What it says.
        text: Text,
    },
}

impl Block {
    /// Every text in it.
    pub fn texts(&self) -> Vec<&Text> {
        match self {
            Self::Facts(lines) => lines
                .iter()
                .flat_map(|(label, value)| [label, value])
                .collect(),
            Self::Heading(text)
            | Self::Paragraph(text)
            | Self::Link { text, .. }
            | Self::Notice { text, .. } => vec![text],
        }
    }
}

impl Form<'_> {
    /// What is shown in one place.
    pub fn blocks(self, blocks: &[Block]) -> Checked {
        hold(
            blocks.len() <= BLOCKS,
            format_args!("a place has {BLOCKS} blocks at most"),
        )?;
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(self, block: &Block) -> Checked {
        match block {
            Block::Facts(lines) => hold(
                (1..=LINES).contains(&lines.len()),
                format_args!("facts have 1 to {LINES} lines"),
            )?,
            Block::Link { href, .. } => hold(
                leads_somewhere(href),
                format_args!(
                    "a link leads to an https address or a path of the panel, in {ADDRESS} characters at most"
                ),
            )?,
            Block::Heading(_) | Block::Paragraph(_) | Block::Notice { .. } => {}
        }
        block.texts().into_iter().try_for_each(|text| {
            self.text(text)?;
            short(&text.key, &text.fallback)?;
            hold(
                text.args.len() <= ARGUMENTS,
                format_args!("{} has {ARGUMENTS} arguments at most", text.key),
            )?;
            let mut args = text.args.values();
            args.try_for_each(|value| short(format!("an argument of {}", text.key), value))
        })
    }
}

fn short(what: impl fmt::Display, text: &str) -> Checked {
    hold(
        text.chars().count() <= LONG,
        format_args!("{what} has {LONG} characters at most"),
    )
}

/// Whether an address is one that people may be led to: no script, no other scheme, no name and password in it.
fn leads_somewhere(href: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>');
    if href.len() > ADDRESS || !is_plain_line(href) || !href.chars().all(is_plain) {
        return false;
    }
    if let Some(rest) = href.strip_prefix("https://") {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        return host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.chars().all(of_host);
    }
    href.starts_with('/') && !href.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::{Block, Level, leads_somewhere};
    use crate::Text;
    use crate::form::Form;

    fn text(fallback: &str) -> Text {
        Text::new("acme-text", fallback)
    }

    fn is_sound(blocks: &[Block]) -> bool {
        Form::default().blocks(blocks).is_ok()
    }

    #[test]
    fn a_link_leads_to_an_https_address_or_a_path_of_the_panel() {
        for good in [
            "https://status.acme.example",
            "https://status.acme.example:8443/a?b=c#d",
            "/account/security",
            "/",
        ] {
            assert!(leads_somewhere(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,<script>",
            "http://acme.example",
            "https://",
            "https:///acme.example",
            "https://ada:secret@acme.example",
            "https://acme.example\\@evil.example",
            "https:acme.example",
            "//evil.example",
            "/\\evil.example",
            " /account",
            "/account\n",
            "account",
            "",
            "/a b",
            "https://acme.example/\"onload",
        ] {
            assert!(!leads_somewhere(bad), "{bad}");
        }
        assert!(!leads_somewhere(&format!("/{}", "a".repeat(500))));
    }

    #[test]
    fn blocks_are_few_and_short() {
        let one = Block::Paragraph(text("Hello"));
        assert!(is_sound(&vec![one.clone(); 8]));
        assert!(!is_sound(&vec![one; 9]));
        let lines = |count| Block::Facts(vec![(text("a"), text("b")); count]);
        assert!(is_sound(&[lines(1), lines(12)]));
        assert!(!is_sound(&[lines(0)]));
        assert!(!is_sound(&[lines(13)]));
        let long = |length| Block::Heading(text(&"ä".repeat(length)));
        assert!(is_sound(&[long(300)]));
        assert!(!is_sound(&[long(301)]));
        let filled = text("Hello").with("name", "x".repeat(301));
        assert!(!is_sound(&[Block::Paragraph(filled)]));
        let many = (0..9).fold(text("Hello"), |text, n| text.with(format!("a{n}"), n));
        assert!(!is_sound(&[Block::Paragraph(many)]));
    }

    #[test]
    fn a_text_is_one_line_that_says_what_it_seems_to_say() {
        for odd in ["two\nlines", "turned \u{202e}around", " "] {
            let notice = Block::Notice {
                level: Level::Info,
                text: text(odd),
            };
            assert!(!is_sound(&[notice]), "{odd:?}");
        }
        assert!(is_sound(&[Block::Paragraph(text("<b>text</b>"))]));
    }
}
