//! E-mail addresses: what the panel takes for one, how two of them compare, how one is hinted at (R78).
//!
//! Whether mail arrives there is shown by a token, never by rules.

use std::fmt;
use std::str::FromStr;

use idna::{AsciiDenyList, domain_to_ascii_cow};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest address that mail can be sent to (RFC 5321 allows no longer path).
pub const MAX_LENGTH: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN_LABEL: usize = 63;

/// An address that mail could be sent to: `local@domain`.
///
/// The local part is plain ASCII without quotes, for not every mail server takes more; the domain may
/// be in any script. It is kept as typed, in NFC; compare by [`EmailAddress::key`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    text: String,
    at: usize,
}

/// Why a text is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing was typed.
    #[error("an e-mail address is missing")]
    Empty,
    /// It is longer than mail can be sent to.
    #[error("an e-mail address has at most {max} characters")]
    TooLong {
        /// How many characters it may have.
        max: usize,
    },
    /// It does not look like one.
    #[error("this is no e-mail address")]
    Malformed,
}

impl EmailAddress {
    /// Takes what a person typed. Spaces around it are dropped; anything odd inside is refused.
    pub fn parse(typed: &str) -> Result<Self, EmailProblem> {
        let typed = typed.trim_matches(' ');
        if typed.is_empty() {
            return Err(EmailProblem::Empty);
        }
        let too_long = EmailProblem::TooLong { max: MAX_LENGTH };
        if typed.len() > 4 * MAX_LENGTH {
            return Err(too_long);
        }
        let text: String = typed.nfc().collect();
        if text.len() > MAX_LENGTH {
            return Err(too_long);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailProblem::Malformed)?;
        if !is_local_part(local) || !is_domain(domain) {
            return Err(EmailProblem::Malformed);
        }
        let at = local.len();
        Ok(Self { text, at })
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What two spellings of one address have in common: lower case, NFC.
    ///
    /// Mail goes to the stored address, never to the one that was typed to find it.
    pub fn key(&self) -> String {
        let lower: String = self.text.to_lowercase();
        lower.nfc().collect()
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }

    /// A hint that its owner recognises and others learn little from: `by***@example.ext` (R78).
    pub fn mask(&self) -> String {
        let shown = match self.local().len() {
            0 | 1 => 0,
            2 | 3 => 1,
            _ => 2,
        };
        let start: String = self.local().chars().take(shown).collect();
        format!("{start}***@{}", self.domain())
    }
}

/// Dot-separated atoms of RFC 5321.
fn is_local_part(local: &str) -> bool {
    local.len() <= MAX_LOCAL
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
        })
}

/// A name with a dot in it, or `localhost`. No addresses in brackets, nothing that is only numbers, and nothing that has no
/// ASCII form (UTS 46), which is what mail is sent to.
fn is_domain(domain: &str) -> bool {
    let plain = |c: char| matches!(c, '-' | '.') || c.is_alphanumeric() || is_combining_mark(c);
    if domain.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let Ok(ascii) = domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::STD3) else {
        return false;
    };
    let Some((_, last)) = ascii.rsplit_once('.') else {
        return false;
    };
    domain.chars().all(plain)
        && ascii.split('.').all(is_domain_label)
        && !last.chars().all(|c| c.is_ascii_digit())
}

/// A label in its ASCII form (RFC 1035).
fn is_domain_label(label: &str) -> bool {
    (1..=MAX_DOMAIN_LABEL).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailProblem;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailProblem;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.text
    }
}
