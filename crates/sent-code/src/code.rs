//! A code: how it is drawn, read and recognised. What is kept of it is a keyed digest, never itself.

use hmac::{Hmac, KeyInit as _, Mac as _};
use innkeeper_module::{Answers, Host, Secret};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the one field.
pub(crate) const CODE: &str = "code";

/// How many digits a code has.
pub(crate) const DIGITS: u32 = 8;

/// How many codes there are.
const CODES: u32 = 10_u32.pow(DIGITS);

/// The largest multiple of [`CODES`] that four bytes hold: numbers from here on are drawn again, or
/// low codes would come up more often than high ones.
const FAIR: u32 = u32::MAX - u32::MAX % CODES;

/// How many random bytes a digest's key has.
const KEY: usize = 32;

/// A new code; None where chance gave nothing to make one of.
pub(crate) fn draw(host: &dyn Host) -> Option<Secret> {
    // Four bytes are unfit once in fifty times, sixteen times four of them never.
    pick(&host.random(64))
}

/// The first fit four bytes as a code.
fn pick(random: &Secret) -> Option<Secret> {
    let fours = random.bytes().chunks_exact(4);
    let mut numbers = fours.filter_map(|four| four.try_into().ok().map(u32::from_le_bytes));
    let number = numbers.find(|number| *number < FAIR)? % CODES;
    Some(format!("{number:08}").into())
}

/// Reads the code field: ASCII spaces and dashes are stripped, nothing else is forgiven.
pub(crate) fn read(answers: &Answers) -> Option<Secret> {
    let text = answers.text(CODE)?;
    let typed: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let sound = typed.len() == DIGITS as usize && typed.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| typed.into())
}

/// What a code is for: a digest of one use recognises no code of another.
#[derive(Clone, Copy)]
pub(crate) struct Use {
    /// Whose code it is.
    pub(crate) factor: &'static str,
    /// What it proves.
    pub(crate) purpose: Purpose,
}

/// What a code proves.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    /// To prove that the messages arrive.
    Enrolment,
    /// To prove who is there.
    Challenge,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::Challenge => "challenge",
        }
    }
}

/// By what a code is recognised: HMAC-SHA-256 under a key of its own.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Digest {
    key: Secret,
    mac: Secret,
}

impl Digest {
    /// The digest of a new code; None where chance gave no key.
    pub(crate) fn new(host: &dyn Host, used_for: Use, code: &Secret) -> Option<Self> {
        let key = host.random(KEY);
        if key.bytes().len() != KEY {
            return None;
        }
        let mac = Secret::new(mac(&key, used_for, code)?.finalize().into_bytes().to_vec());
        Some(Self { key, mac })
    }

    /// Whether this is the code, for that use; in constant time.
    pub(crate) fn recognises(&self, used_for: Use, code: &Secret) -> bool {
        mac(&self.key, used_for, code).is_some_and(|mac| mac.verify_slice(self.mac.bytes()).is_ok())
    }

    /// A name for this digest that tells nothing of it, to remember that its code was used.
    pub(crate) fn mark(&self) -> Vec<u8> {
        Sha256::digest(self.key.bytes()).to_vec()
    }

    /// Whether it has the lengths it must have.
    pub(crate) fn is_sound(&self) -> bool {
        self.key.bytes().len() == KEY && self.mac.bytes().len() == 32
    }
}

fn mac(key: &Secret, used_for: Use, code: &Secret) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes()).ok()?;
    mac.update(b"innkeeper sent code 1\0");
    mac.update(used_for.factor.as_bytes());
    mac.update(b"\0");
    mac.update(used_for.purpose.word().as_bytes());
    mac.update(b"\0");
    mac.update(code.bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use innkeeper_module::testing::FakeHost;
    use proptest::prelude::*;

    use super::*;

    fn picked(numbers: &[u32]) -> Option<String> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        pick(&Secret::new(bytes)).map(|code| code.text().expect("digits").to_owned())
    }

    #[test]
    fn r71_numbers_that_would_favour_low_codes_are_drawn_again() {
        assert_eq!(FAIR, 4_200_000_000);
        assert_eq!(picked(&[FAIR - 1]).as_deref(), Some("99999999"));
        assert_eq!(picked(&[FAIR, u32::MAX, 7]).as_deref(), Some("00000007"));
        assert_eq!(picked(&[u32::MAX; 16]), None);
        assert_eq!(picked(&[]), None);
    }

    #[test]
    fn r71_all_digits_come_up_evenly_in_all_places() {
        let host = FakeHost::default();
        let mut seen = [[0_u32; 10]; DIGITS as usize];
        for _ in 0..10_000 {
            let code = draw(&host).expect("a code");
            for (place, digit) in code.bytes().iter().enumerate() {
                seen[place][usize::from(digit - b'0')] += 1;
            }
        }
        let even = seen.iter().flatten().all(|n| (850..1150).contains(n));
        assert!(even, "{seen:?}");
    }

    const CHALLENGE: Use = Use {
        factor: "email-code",
        purpose: Purpose::Challenge,
    };

    #[test]
    fn r76_a_digest_recognises_one_code_of_one_factor_for_one_purpose() {
        let host = FakeHost::default();
        let code = Secret::from("00000017");
        let digest = Digest::new(&host, CHALLENGE, &code).expect("a key");
        assert!(digest.recognises(CHALLENGE, &code));
        let enrolment = Use {
            purpose: Purpose::Enrolment,
            ..CHALLENGE
        };
        let other = Use {
            factor: "sms-code",
            ..CHALLENGE
        };
        assert!(!digest.recognises(enrolment, &code) && !digest.recognises(other, &code));
        assert!(!digest.recognises(CHALLENGE, &Secret::from("00000018")));
    }

    #[test]
    fn r76_the_same_code_never_has_the_same_digest() {
        let host = FakeHost::default();
        let code = Secret::from("00000017");
        let [one, two] = [(); 2].map(|()| Digest::new(&host, CHALLENGE, &code));
        let (one, two) = (one.expect("a key"), two.expect("a key"));
        assert!(one.mac != two.mac && one.key != two.key && one.mark() != two.mark());
    }

    proptest! {
        #[test]
        fn every_fit_number_makes_eight_digits(number in 0..FAIR) {
            let code = picked(&[number]).expect("a code");
            prop_assert_eq!(code.len(), 8);
            prop_assert_eq!(code.parse::<u32>().ok(), Some(number % CODES));
        }
    }
}
