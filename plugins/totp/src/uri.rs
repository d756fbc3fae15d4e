//! The `otpauth` URI of the key URI format, which authenticator apps read from the QR code.

use innkeeper_module::{Account, Secret};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How long an issuer may be, encoded. With [`ACCOUNT`] it keeps the QR code readable by phones.
const ISSUER: usize = 240;

/// How long an account name may be, encoded: every address of ordinary letters fits.
const ACCOUNT: usize = 768;

/// The URI for a new key: SHA-1, six digits and thirty seconds, which is what all apps can do.
pub(crate) fn otpauth(account: &Account, base32: &str) -> Secret {
    let issuer = encode(&account.issuer, ISSUER);
    let name = encode(&account.label, ACCOUNT);
    let rest = "algorithm=SHA1&digits=6&period=30";
    let uri = if issuer.is_empty() {
        format!("otpauth://totp/{name}?secret={base32}&{rest}")
    } else {
        format!("otpauth://totp/{issuer}:{name}?secret={base32}&issuer={issuer}&{rest}")
    };
    uri.into()
}

/// A name without the colon, which separates issuer and account in the URI.
pub(crate) fn without_colon(name: &str) -> String {
    name.replace(':', "")
}

/// Percent-encodes a name, cut off between two characters where it is too long.
fn encode(name: &str, longest: usize) -> String {
    let mut encoded = String::new();
    for character in without_colon(name).chars() {
        let mut buffer = [0; 4];
        let piece = utf8_percent_encode(character.encode_utf8(&mut buffer), RESERVED).to_string();
        if encoded.len() + piece.len() > longest {
            break;
        }
        encoded.push_str(&piece);
    }
    encoded
}
