//! The protocol's signature: parameters in order, joined without any encoding, under HMAC-SHA-1.

use hmac::{Hmac, KeyInit as _, Mac as _};
use innkeeper_module::Secret;
use sha1::Sha1;
use zeroize::Zeroizing;

/// The signature of these parameters, in any order.
pub(crate) fn sign<'a>(
    key: &Secret,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> [u8; 20] {
    mac(key, parameters).finalize().into_bytes().into()
}

/// Whether that is the signature of these parameters, in constant time.
pub(crate) fn is_signed<'a>(
    key: &Secret,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
    signature: &[u8],
) -> bool {
    mac(key, parameters).verify_slice(signature).is_ok()
}

fn mac<'a>(key: &Secret, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Hmac<Sha1> {
    let mut sorted: Vec<(&str, &str)> = parameters.into_iter().collect();
    sorted.sort_unstable();
    let mut signed = Zeroizing::new(String::with_capacity(512));
    for (place, (name, value)) in sorted.into_iter().enumerate() {
        if place > 0 {
            signed.push('&');
        }
        signed.push_str(name);
        signed.push('=');
        signed.push_str(value);
    }
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.bytes()).expect("a key for HMAC may have any length");
    mac.update(signed.as_bytes());
    mac
}
