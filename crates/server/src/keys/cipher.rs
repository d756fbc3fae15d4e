//! Sealed data: a format byte, the key's id, a nonce drawn for this write, and XChaCha20-Poly1305.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use innkeeper_module::Secret;

use super::key::{ID_BYTES, Key, KeyId};
use super::{Aad, KeyError};

/// The length of a nonce.
pub const NONCE_BYTES: usize = 24;
const FORMAT: u8 = 1;

/// Seals `plain` for the place that `aad` names.
pub fn seal(
    key: &Key,
    nonce: [u8; NONCE_BYTES],
    aad: &Aad,
    plain: &[u8],
) -> Result<Vec<u8>, KeyError> {
    let payload = Payload {
        msg: plain,
        aad: &aad.with(key.id(), FORMAT),
    };
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| KeyError::TooLarge)?;
    Ok([&[FORMAT], key.id().bytes().as_slice(), &nonce, &sealed].concat())
}

/// Opens what was sealed for the same place with the same key.
pub fn open(key: &Key, aad: &Aad, sealed: &[u8]) -> Result<Secret, KeyError> {
    let rest = sealed.get(1 + ID_BYTES..).ok_or(KeyError::NotOpened)?;
    let (nonce, ciphertext) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or(KeyError::NotOpened)?;
    let payload = Payload {
        msg: ciphertext,
        aad: &aad.with(key.id(), FORMAT),
    };
    let plain = cipher(key)
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| KeyError::NotOpened)?;
    Ok(Secret::new(plain))
}

/// Which key sealed this.
pub fn key_id(sealed: &[u8]) -> Result<KeyId, KeyError> {
    match sealed.split_first() {
        Some((&FORMAT, rest)) => rest
            .first_chunk::<ID_BYTES>()
            .copied()
            .map(KeyId::from_bytes)
            .ok_or(KeyError::NotOpened),
        _ => Err(KeyError::NotOpened),
    }
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(*key.sealing()).into())
}
