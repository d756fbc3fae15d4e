//! What a person typed, before any secret is looked at.

use innkeeper_module::{Answers, Secret};

/// The name of the field for a code.
pub(crate) const CODE: &str = "code";

/// The sixteen letters of modhex, which every keyboard layout has in the same place.
const MODHEX: &str = "cbdefghijklnrtuv";

/// What the field had in it.
pub(crate) enum Typed {
    /// Exactly as many ASCII digits as asked for.
    Code(Secret),
    /// The one-time password of a hardware key: the person touched the wrong thing.
    KeyCode,
    /// Anything else.
    Garbage,
}

/// Reads a field for a code: ASCII spaces and dashes are stripped, nothing else is forgiven.
pub(crate) fn read(answers: &Answers, field: &str, digits: u8) -> Typed {
    let Some(text) = answers.text(field) else {
        return Typed::Garbage;
    };
    let typed: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if typed.len() == usize::from(digits) && typed.bytes().all(|b| b.is_ascii_digit()) {
        Typed::Code(typed.into())
    } else if is_key_code(&typed) {
        Typed::KeyCode
    } else {
        Typed::Garbage
    }
}

/// Whether this is 32 to 48 letters of modhex: a key's public id, if any, and its encrypted block.
fn is_key_code(typed: &str) -> bool {
    let modhex = |c: char| MODHEX.contains(c.to_ascii_lowercase());
    (32..=48).contains(&typed.len()) && typed.chars().all(modhex)
}
