//! The table of every key, and the reference that is printed from it.

use std::fmt::Write as _;

use super::environment::variable;

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text; empty means "not set".
    Text,
    /// A text that is never shown; `<key>_file` names a file to read it from instead.
    Secret,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A number with a unit: `500ms`, `30s`, `10m`, `24h`, `30d`.
    Duration,
    /// Texts; separated by commas in the environment.
    List,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Section and name, such as `server.listen`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The default as it would be written in the file.
    pub default: &'static str,
    /// What it means, for operators.
    pub meaning: &'static str,
}

impl Key {
    /// A row of a section's table.
    pub const fn new(
        name: &'static str,
        kind: Kind,
        default: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            default,
            meaning,
        }
    }
}

/// Every section's keys, in the order of the reference.
pub const SECTIONS: &[&[Key]] = &[
    super::server::KEYS,
    super::database::KEYS,
    super::key_file::KEYS,
    super::mail::KEYS,
    super::log::KEYS,
    super::security::KEYS,
    super::yubikey::KEYS,
    super::sms::KEYS,
    super::jobs::KEYS,
    super::plugins::KEYS,
    super::theme::KEYS,
    super::brand::KEYS,
];

/// Every key.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    SECTIONS.iter().copied().flatten()
}

/// The reference: a complete configuration file that changes nothing, with explanations.
pub fn reference() -> String {
    let mut text = String::from(
        "# Every setting of Innkeeper with its default. Durations are written 500ms, 30s, 10m, 24h or 30d.\n\
         # The environment overrides the file. Relative paths start at the working directory.\n",
    );
    for section in SECTIONS {
        let Some(first) = section.first() else {
            continue;
        };
        let name = first
            .name
            .split_once('.')
            .map_or(first.name, |(section, _)| section);
        let _ = write!(text, "\n[{name}]\n");
        for key in *section {
            let short = key
                .name
                .split_once('.')
                .map_or(key.name, |(_, short)| short);
            let _ = writeln!(text, "\n# {}", key.meaning.replace('\n', "\n# "));
            let _ = writeln!(text, "# Environment: {}", variable(key.name));
            if key.kind == Kind::Secret {
                let _ = writeln!(
                    text,
                    "# Secret: may be read from a file instead, named by {short}_file ({}_FILE).",
                    variable(key.name)
                );
            }
            let _ = writeln!(text, "{short} = {}", key.default);
        }
    }
    text
}
