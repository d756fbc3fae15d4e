//! Names that people give: to themselves, to clients, to credentials (R3).
//!
//! Any script is welcome. What is refused is what makes a name look like another one or vanish:
//! control characters, changes of the writing direction, invisible characters. Output escapes names;
//! nothing here makes them safe for a page.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// There is nothing to see in it.
    #[error("a name is missing")]
    Empty,
    /// It is too long.
    #[error("a name has at most {max} characters")]
    TooLong {
        /// How many characters it may have.
        max: usize,
    },
    /// It contains a character that names must not have.
    #[error("a name has no control or invisible characters")]
    Forbidden,
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $max:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// How many characters it has at most.
            pub const MAX: usize = $max;

            /// Takes what a person typed: without white space around it, in NFC.
            pub fn parse(typed: &str) -> Result<Self, NameProblem> {
                tidy(typed, Self::MAX).map(Self)
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameProblem;

            fn from_str(typed: &str) -> Result<Self, Self::Err> {
                Self::parse(typed)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameProblem;

            fn try_from(typed: String) -> Result<Self, Self::Error> {
                Self::parse(&typed)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    )*};
}

names! {
    /// What a person is called.
    PersonName: 128,
    /// What a client is called: a company's or a person's name.
    ClientName: 128,
    /// What its owner calls a credential (R3).
    Label: 64,
}

/// What names are sorted by, in any language that is written in Latin letters: without capitals and
/// accents, so that Österreich stands among the O.
pub fn sort_key(name: &str) -> String {
    name.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn tidy(typed: &str, max: usize) -> Result<String, NameProblem> {
    // NFC can shorten a text, but no name by this much; more is not worth the work.
    if typed.len() > 64 * max {
        return Err(NameProblem::TooLong { max });
    }
    let name: String = typed.trim_matches(' ').nfc().collect();
    if name.chars().any(is_forbidden) {
        return Err(NameProblem::Forbidden);
    }
    let name = name.trim();
    if !name.chars().any(is_visible) {
        return Err(NameProblem::Empty);
    }
    if name.chars().count() > max {
        return Err(NameProblem::TooLong { max });
    }
    Ok(name.to_owned())
}

/// Controls, line ends, changes of direction, and characters without a shape. The joiners U+200C and
/// U+200D stay: Persian, the scripts of India and emoji need them.
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
        && !is_combining_mark(c)
}
