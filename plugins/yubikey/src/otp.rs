//! What a key typed, before anybody is asked about it: its form, its keyboard, whose key it is.

use innkeeper_module::{Answers, Host, Secret};
use zeroize::Zeroizing;

/// The name of the one field.
pub(crate) const OTP: &str = "otp";

/// How many characters of a one-time password the key encrypts; what stands before them names the key.
const BLOCK: usize = 32;

/// The longest public id, in characters.
const PUBLIC_ID: usize = 16;

/// The longest one-time password, in characters.
pub(crate) const LONGEST: usize = BLOCK + PUBLIC_ID;

/// The sixteen letters that nearly every keyboard layout has in the same place.
const MODHEX: &str = "cbdefghijklnrtuv";

/// What a keyboard with the Dvorak layout makes of them, letter by letter.
const DVORAK: &str = "jxe.uidchtnbpygk";

/// What the field had in it.
pub(crate) enum Typed {
    /// A one-time password of a key that says which one it is.
    Otp(Otp),
    /// An authenticator app's code: the person looked at the wrong thing.
    AppCode,
    /// Anything else.
    Garbage,
}

/// A one-time password in lower-case modhex, as validation servers echo it.
pub(crate) struct Otp {
    whole: Secret,
    public_id: String,
}

impl Otp {
    /// All of it.
    pub(crate) fn text(&self) -> &str {
        self.whole.text().unwrap_or_default()
    }

    /// The name of the key: what stands before the encrypted part.
    pub(crate) fn public_id(&self) -> &str {
        &self.public_id
    }
}

/// A one-time password in form alone: no key typed it, so no server that is right takes it for one.
pub(crate) fn of_nobody(host: &dyn Host) -> Otp {
    const NAME: usize = 12;
    // Two characters of a byte.
    let random = host.random(NAME / 2 + BLOCK / 2);
    let nibbles = random
        .bytes()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    let whole: String = nibbles
        .filter_map(|nibble| MODHEX.chars().nth(nibble.into()))
        .collect();
    Otp {
        public_id: whole.chars().take(NAME).collect(),
        whole: Secret::from(whole.as_str()),
    }
}

/// Reads the field.
pub(crate) fn read(answers: &Answers) -> Typed {
    let Some(text) = answers.text(OTP) else {
        return Typed::Garbage;
    };
    // Before anything is copied: nothing longer is worth a look.
    let text = text.trim_ascii();
    if text.len() > LONGEST {
        return Typed::Garbage;
    }
    if is_app_code(text) {
        return Typed::AppCode;
    }
    normalise(text).map_or(Typed::Garbage, Typed::Otp)
}

/// Lower case, and modhex whatever the keyboard.
fn normalise(text: &str) -> Option<Otp> {
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    let modhex = if lower.chars().all(|letter| MODHEX.contains(letter)) {
        lower
    } else {
        Zeroizing::new(lower.chars().map(from_dvorak).collect::<Option<String>>()?)
    };
    // Every character is a byte from here on.
    let public_id = modhex.len().checked_sub(BLOCK)?;
    if !(1..=PUBLIC_ID).contains(&public_id) {
        return None;
    }
    Some(Otp {
        public_id: modhex.get(..public_id)?.to_owned(),
        whole: Secret::from(modhex.as_str()),
    })
}

fn from_dvorak(letter: char) -> Option<char> {
    let place = DVORAK.chars().position(|typed| typed == letter)?;
    MODHEX.chars().nth(place)
}

/// Whether somebody wrote this down as a key's public id; what was stored is checked by it.
pub(crate) fn is_public_id(text: &str) -> bool {
    (1..=PUBLIC_ID).contains(&text.len()) && text.chars().all(|letter| MODHEX.contains(letter))
}

/// Six to eight digits, as people type them from a phone.
fn is_app_code(text: &str) -> bool {
    let mut digits = 0;
    for letter in text.chars() {
        match letter {
            '0'..='9' => digits += 1,
            ' ' | '-' => {}
            _ => return false,
        }
    }
    (6..=8).contains(&digits)
}
