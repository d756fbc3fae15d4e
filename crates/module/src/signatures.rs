//! Signatures that modules have made with keys that they never see: how a host makes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use crate::{KeyedHash, Secret};

/// What the keys of Standard Webhooks begin with; base 64 follows.
const WEBHOOK: &str = "whsec_";

/// HMAC over a message (RFC 2104); None where the setting is no key.
pub fn hmac(hash: KeyedHash, setting: &Secret, message: &[u8]) -> Option<Vec<u8>> {
    let webhook = setting.text().and_then(|text| text.strip_prefix(WEBHOOK));
    let key = match webhook {
        Some(text) => Secret::new(BASE64.decode(text).ok()?),
        None => setting.clone(),
    };
    if key.bytes().is_empty() {
        return None;
    }
    let key = key.bytes();
    Some(match hash {
        KeyedHash::Sha1 => {
            let mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
            mac.chain_update(message).finalize().into_bytes().to_vec()
        }
        KeyedHash::Sha256 => {
            let mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
            mac.chain_update(message).finalize().into_bytes().to_vec()
        }
        KeyedHash::Sha512 => {
            let mac = Hmac::<Sha512>::new_from_slice(key).ok()?;
            mac.chain_update(message).finalize().into_bytes().to_vec()
        }
    })
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::hmac;
    use crate::{KeyedHash, Secret};

    fn shown(hash: KeyedHash, key: &str, message: &str) -> Option<String> {
        let code = hmac(hash, &Secret::from(key), message.as_bytes());
        code.map(|code| HEXLOWER.encode(&code))
    }

    #[test]
    fn codes_are_those_of_rfc_2202_and_4231() {
        let message = "what do ya want for nothing?";
        let one = shown(KeyedHash::Sha1, "Jefe", message);
        assert_eq!(
            one.as_deref(),
            Some("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        );
        let two = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(
            shown(KeyedHash::Sha256, "Jefe", message).as_deref(),
            Some(two)
        );
        let long = shown(KeyedHash::Sha512, "Jefe", message).unwrap_or_default();
        assert!(
            long.starts_with("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554")
        );
    }

    #[test]
    fn a_key_of_standard_webhooks_is_in_base_64() {
        let plain = shown(KeyedHash::Sha256, "Jefe", "message");
        assert_eq!(shown(KeyedHash::Sha256, "whsec_SmVmZQ==", "message"), plain);
        assert_eq!(shown(KeyedHash::Sha256, "whsec_!", "message"), None);
        assert_eq!(shown(KeyedHash::Sha256, "", "message"), None);
    }
}
