//! One code: four groups of five letters and digits. The first group says which code it is, the
//! other three are its secret of 75 bits.

use innkeeper_module::{Host, Secret};

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters and digits in a code.
pub(crate) const LENGTH: usize = 20;

/// Letters and digits in a group, and so in the selector.
const GROUP: usize = 5;

/// A code without dashes, spaces or letters that look like digits.
pub(crate) struct Code(Secret);

impl Code {
    /// A new code. None where the host gave too little randomness.
    pub(crate) fn draw(host: &dyn Host) -> Option<Self> {
        let random = host.random(LENGTH);
        // A byte's lower five bits are as even as the byte.
        let letter = |byte: &u8| ALPHABET.get(usize::from(byte & 31)).copied();
        let letters: Vec<u8> = random.bytes().iter().filter_map(letter).collect();
        (letters.len() == LENGTH).then(|| Self(Secret::new(letters)))
    }

    /// Reads what a person typed: case, white space and dashes do not matter, O is 0, I and L are 1.
    /// None for what cannot be a code.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let mut letters = Vec::with_capacity(LENGTH + 1);
        for character in typed.chars().filter(|c| !is_separator(*c)) {
            letters.push(letter(character)?);
            if letters.len() > LENGTH {
                return None;
            }
        }
        (letters.len() == LENGTH).then(|| Self(Secret::new(letters)))
    }

    /// The first group. It is no secret: it finds the one hash to compare with.
    pub(crate) fn selector(&self) -> &str {
        self.parts().0
    }

    /// The three groups that are hashed.
    pub(crate) fn secret(&self) -> Secret {
        self.parts().1.into()
    }

    /// The code as a person would write it down.
    pub(crate) fn written(&self) -> Secret {
        let mut written = Vec::with_capacity(LENGTH + LENGTH / GROUP);
        for group in self.0.bytes().chunks(GROUP) {
            if !written.is_empty() {
                written.push(b'-');
            }
            written.extend_from_slice(group);
        }
        Secret::new(written)
    }

    fn parts(&self) -> (&str, &str) {
        let letters = self.0.text().and_then(|text| text.split_at_checked(GROUP));
        letters.expect("a code is twenty ASCII characters")
    }
}

/// What people, printers and word processors put between groups.
fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn letter(typed: char) -> Option<u8> {
    let meant = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let meant = u8::try_from(meant).ok()?;
    ALPHABET.contains(&meant).then_some(meant)
}
