//! Which passwords may be chosen (R162, R163), and the form in which they are hashed and compared.
//!
//! Hashing is the server's. There are no composition rules and no expiry, and none are to be added.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The longest password, in bytes of NFC: 256 characters of any script fit.
pub const MAX_BYTES: usize = 1024;

/// Shorter words of the context are too likely to be part of a good password.
const MIN_CONTEXT_WORD: usize = 4;

/// Passwords that everybody tries first: lower case, NFC, sorted by bytes. See data/README.md.
static COMMON: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../data/common-passwords.txt")
        .lines()
        .collect()
});

/// A password in the form in which it is hashed and compared: NFC, nothing cut off, nothing trimmed.
///
/// It cannot be printed and is wiped when dropped.
///
/// ```compile_fail,E0277
/// let password = innkeeper_identity::password::Password::typed("x");
/// println!("{password:?}");
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

impl Password {
    /// Takes a password to compare; None where it is longer than any that could have been chosen.
    pub fn typed(text: &str) -> Option<Self> {
        // NFC can shorten a text, but no password by this much; more is not worth the work.
        if text.len() > 4 * MAX_BYTES {
            return None;
        }
        // Room for the worst case, so that no half-grown copy is left behind in memory.
        let mut normal = Zeroizing::new(String::with_capacity(3 * text.len()));
        normal.extend(text.nfc());
        (normal.len() <= MAX_BYTES).then(|| Self(std::mem::take(&mut *normal)))
    }

    /// The password, for the one who hashes it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// How many characters it has.
    fn length(&self) -> usize {
        self.0.chars().count()
    }
}

/// A password that the policy accepted: the only kind that may be set.
pub struct NewPassword(Password);

impl NewPassword {
    /// The password.
    pub fn password(&self) -> &Password {
        &self.0
    }

    /// The password, for the one who hashes it.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The password, to be handed on to where it is hashed.
    pub fn into_password(self) -> Password {
        self.0
    }
}

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// It is too short.
    #[error("a password has at least {min} characters")]
    TooShort {
        /// How many characters it must have.
        min: usize,
    },
    /// It is too long.
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
    /// It is among those that everybody tries first.
    #[error("this password is too common")]
    Common,
    /// It is in a list of passwords that were stolen somewhere.
    #[error("this password was stolen somewhere and is in lists of such")]
    Leaked,
    /// It is little more than a name that an attacker knows: the product's, the person's, the address's.
    #[error("this password is too easy to guess from a name")]
    Guessable,
}

/// What the provider asks of passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How many characters a password has at least.
    pub min_length: usize,
}

impl Default for Policy {
    fn default() -> Self {
        Self { min_length: 8 }
    }
}

impl Policy {
    /// Whether a password may be chosen by a person with that context: product and brand names, the
    /// domain, the person's name, the local part of the address.
    pub fn check(&self, typed: &str, context: &[&str]) -> Result<NewPassword, PasswordProblem> {
        let password = Password::typed(typed).ok_or(PasswordProblem::TooLong)?;
        if password.length() < self.min_length {
            return Err(PasswordProblem::TooShort {
                min: self.min_length,
            });
        }
        if is_common(&password) {
            return Err(PasswordProblem::Common);
        }
        if is_guessable(&password, context) {
            return Err(PasswordProblem::Guessable);
        }
        Ok(NewPassword(password))
    }
}

/// On the list, or of one or two characters only.
fn is_common(password: &Password) -> bool {
    let lower = Zeroizing::new(password.expose().to_lowercase());
    let listed = COMMON.binary_search(&lower.as_str()).is_ok();
    let mut seen: Vec<char> = Vec::with_capacity(3);
    for c in lower.chars() {
        if !seen.contains(&c) {
            seen.push(c);
        }
        if seen.len() > 2 {
            break;
        }
    }
    let monotonous = seen.len() <= 2;
    seen.zeroize();
    listed || monotonous
}

/// Whether at least half of the letters and digits are words of the context.
fn is_guessable(password: &Password, context: &[&str]) -> bool {
    let mut left = Zeroizing::new(fold(password.expose()));
    let total = left.chars().count();
    for word in context_words(context) {
        left = Zeroizing::new(left.replace(&word, ""));
    }
    let known = total - left.chars().count();
    known > 0 && known * 2 >= total
}

/// The words of the context and their parts, folded, the longest first, without the short ones.
fn context_words(context: &[&str]) -> Vec<String> {
    let parts = context
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain([*text]));
    let mut words: Vec<String> = parts
        .map(fold)
        .filter(|word| word.chars().count() >= MIN_CONTEXT_WORD)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Letters and digits only, lower case, NFC.
fn fold(text: &str) -> String {
    let lower = Zeroizing::new(text.to_lowercase());
    let mut folded = String::with_capacity(3 * lower.len());
    folded.extend(lower.nfc().filter(|c| c.is_alphanumeric()));
    folded
}
