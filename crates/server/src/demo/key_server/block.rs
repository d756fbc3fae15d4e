//! What a key encrypts, and the letters it types.

use std::sync::LazyLock;

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _};
use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};

use super::validation::Secrets;
use crate::random::{Random, SystemRandom};

/// What the checksum over a whole block comes to.
const RESIDUE: u16 = 0xf0b8;

/// The letters that nearly every keyboard layout has in the same place, as hexadecimal digits.
pub(super) static MODHEX: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("cbdefghijklnrtuv");
    specification.encoding().expect("sixteen different letters")
});

/// What is in an encrypted block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) private_id: [u8; 6],
    /// How often the key was plugged in; the highest bit says that it was typed in capitals.
    pub(super) session: u16,
    /// Eighths of a second since it was plugged in; 24 bits.
    pub(super) timestamp: u32,
    /// How often it was touched since.
    pub(super) touch: u8,
    pub(super) random: u16,
}

impl Block {
    pub(super) fn encrypt(&self, key: [u8; 16]) -> [u8; 16] {
        let mut plain = Vec::with_capacity(16);
        plain.extend(self.private_id);
        plain.extend(self.session.to_le_bytes());
        plain.extend(self.timestamp.to_le_bytes().into_iter().take(3));
        plain.push(self.touch);
        plain.extend(self.random.to_le_bytes());
        plain.extend((!checksum(&plain)).to_le_bytes());
        let whole = <[u8; 16]>::try_from(plain).expect("6, 2, 3, 1, 2 and 2 bytes");
        let mut block = whole.into();
        Aes128::new(&key.into()).encrypt_block(&mut block);
        block.into()
    }

    /// None where the checksum is not right: it was encrypted with another key.
    pub(super) fn decrypt(encrypted: [u8; 16], key: [u8; 16]) -> Option<Self> {
        let mut block = encrypted.into();
        Aes128::new(&key.into()).decrypt_block(&mut block);
        let whole: [u8; 16] = block.into();
        if checksum(&whole) != RESIDUE {
            return None;
        }
        let (private_id, rest) = whole.split_first_chunk::<6>()?;
        let (session, rest) = rest.split_first_chunk::<2>()?;
        let ([low, middle, high], rest) = rest.split_first_chunk::<3>()?;
        let ([touch], rest) = rest.split_first_chunk::<1>()?;
        let (random, _) = rest.split_first_chunk::<2>()?;
        Some(Self {
            private_id: *private_id,
            session: u16::from_le_bytes(*session),
            timestamp: u32::from_le_bytes([*low, *middle, *high, 0]),
            touch: *touch,
            random: u16::from_le_bytes(*random),
        })
    }
}

/// The checksum of ISO 13239, as keys compute it.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |mut sum, byte| {
        sum ^= u16::from(*byte);
        for _ in 0..8 {
            let odd = sum & 1 == 1;
            sum >>= 1;
            if odd {
                sum ^= 0x8408;
            }
        }
        sum
    })
}

/// A key that is touched by a button on a page.
pub struct VirtualKey {
    public_id: [u8; 6],
    secrets: Secrets,
    session: u16,
    touches: u32,
}

impl VirtualKey {
    /// A key that was plugged in for the so-manieth time.
    pub fn new(public_id: [u8; 6], secrets: Secrets, session: u16) -> Self {
        Self {
            public_id,
            secrets,
            session,
            touches: 0,
        }
    }

    /// Its name.
    pub fn public_id(&self) -> String {
        MODHEX.encode(&self.public_id)
    }

    /// What its server must know.
    pub fn secrets(&self) -> Secrets {
        self.secrets
    }

    /// Types a one-time password.
    pub fn touch(&mut self) -> String {
        let mut random = [0; 2];
        SystemRandom.fill(&mut random);
        let touch = u8::try_from(self.touches % 256).unwrap_or_default();
        let block = Block {
            private_id: self.secrets.private_id,
            session: self.session,
            timestamp: self.touches & 0x00ff_ffff,
            touch,
            random: u16::from_le_bytes(random),
        };
        self.touches += 1;
        if self.touches.is_multiple_of(256) {
            self.session = self.session.saturating_add(1);
        }
        let encrypted = block.encrypt(self.secrets.aes_key);
        format!("{}{}", self.public_id(), MODHEX.encode(&encrypted))
    }
}

/// A virtual key between two demonstrations.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plugged {
    public_id: [u8; 6],
    secrets: Secrets,
    session: u16,
}

impl Plugged {
    /// A key that was never plugged in.
    pub fn invent(random: &dyn Random) -> Self {
        let mut invented = Self {
            public_id: [0; 6],
            secrets: Secrets {
                private_id: [0; 6],
                aes_key: [0; 16],
            },
            session: 0,
        };
        // Names that begin so are those of keys that were programmed by their owners.
        let [begin, rest @ ..] = &mut invented.public_id;
        *begin = 0xff;
        random.fill(rest);
        random.fill(&mut invented.secrets.private_id);
        random.fill(&mut invented.secrets.aes_key);
        invented
    }

    /// The key, and what is to be remembered of it.
    pub fn plug_in(self) -> (Self, VirtualKey) {
        // With room between, for a key that is touched so often that its own counter goes on.
        let session = self.session.saturating_add(8);
        let key = VirtualKey::new(self.public_id, self.secrets, session);
        (Self { session, ..self }, key)
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
    }

    fn encrypted(modhex: &str) -> [u8; 16] {
        MODHEX
            .decode(modhex.as_bytes())
            .unwrap()
            .try_into()
            .unwrap()
    }

    #[test]
    fn a_known_code_of_a_real_key_is_read() {
        let key = bytes("ecde18dbe76fbd0c33330f1c354871db");
        let block = Block {
            private_id: bytes("8792ebfe26cc"),
            session: 19,
            timestamp: 49712,
            touch: 17,
            random: 40904,
        };
        let typed = encrypted("hknhfjbrjnlnldnhcujvddbikngjrtgh");
        assert_eq!(Block::decrypt(typed, key), Some(block));
        assert_eq!(block.encrypt(key), typed);
        assert_eq!(
            MODHEX.decode(b"dteffuje").unwrap(),
            [0x2d, 0x34, 0x4e, 0x83]
        );
    }

    #[test]
    fn a_known_block_becomes_the_known_letters() {
        let block = Block {
            private_id: [1, 2, 3, 4, 5, 6],
            session: 1,
            timestamp: 0x0001_0001,
            touch: 1,
            random: 0,
        };
        let key = bytes("000102030405060708090a0b0c0d0e0f");
        let typed = MODHEX.encode(&block.encrypt(key));
        assert_eq!(typed, "dvgtiblfkbgturecfllberrvkinnctnn");
    }

    #[test]
    fn another_keys_code_is_not_read() {
        let typed = encrypted("hknhfjbrjnlnldnhcujvddbikngjrtgh");
        assert_eq!(Block::decrypt(typed, [7; 16]), None);
    }

    #[test]
    fn a_key_never_types_the_same_counters_twice() {
        let secrets = Secrets {
            private_id: [6; 6],
            aes_key: [9; 16],
        };
        let mut key = VirtualKey::new([1; 6], secrets, 41);
        let mut last = None;
        for _ in 0..600 {
            let otp = key.touch();
            let (id, block) = otp.split_at(12);
            assert_eq!(id, key.public_id());
            let block = Block::decrypt(encrypted(block), [9; 16]).unwrap();
            let place = Some((block.session, block.touch));
            assert!(place > last, "{place:?} after {last:?}");
            last = place;
        }
    }
}
