//! What the browser sent back, as far as the library does not look at it.

use innkeeper_module::Answers;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use webauthn_rs_core::proto::{
    AuthenticatorTransport, PublicKeyCredential, RegisterPublicKeyCredential,
};

/// The name of the one field.
pub(crate) const PASSKEY: &str = "passkey";

/// How long an answer may be; attestations with certificates have a few thousand characters.
const LONGEST: usize = 64 * 1024;

/// How long a credential's id may be, by the specification.
const LONGEST_ID: usize = 1023;

/// A new passkey, not verified yet.
pub(crate) fn created(answers: &Answers) -> Option<RegisterPublicKeyCredential> {
    let created: RegisterPublicKeyCredential = parse(answers)?;
    sound(&created.type_, &created.raw_id).then_some(created)
}

/// A passkey's signature, not verified yet.
pub(crate) fn signed(answers: &Answers) -> Option<PublicKeyCredential> {
    let signed: PublicKeyCredential = parse(answers)?;
    sound(&signed.type_, &signed.raw_id).then_some(signed)
}

fn parse<T: DeserializeOwned>(answers: &Answers) -> Option<T> {
    let text = answers.text(PASSKEY).filter(|text| text.len() <= LONGEST)?;
    serde_json::from_str(text).ok()
}

fn sound(kind: &str, id: &[u8]) -> bool {
    kind == "public-key" && (1..=LONGEST_ID).contains(&id.len())
}

/// Whether the browser says that another site's page asked, or says nothing that can be read (R115).
pub(crate) fn is_cross_origin(client_data: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct ClientData {
        #[serde(rename = "crossOrigin", default)]
        cross_origin: bool,
        #[serde(rename = "topOrigin")]
        top_origin: Option<String>,
    }
    let client_data: Result<ClientData, _> = serde_json::from_slice(client_data);
    client_data.map_or(true, |said| said.cross_origin || said.top_origin.is_some())
}

/// The transports that the browser named, each once, as far as they are known.
pub(crate) fn transports(created: &RegisterPublicKeyCredential) -> Vec<AuthenticatorTransport> {
    use AuthenticatorTransport::{Ble, Hybrid, Internal, Nfc, Usb};
    let named = created.response.transports.as_deref().unwrap_or_default();
    [Usb, Nfc, Ble, Hybrid, Internal]
        .into_iter()
        .filter(|transport| named.contains(transport))
        .collect()
}

/// The kind of authenticator, which stands right before the credential's id and its length; None where
/// the authenticator does not tell.
pub(crate) fn aaguid(attestation: &[u8], id: &[u8]) -> Option<String> {
    let length = u16::try_from(id.len()).ok()?.to_be_bytes();
    let needle = [&length[..], id].concat();
    let at = attestation
        .windows(needle.len())
        .position(|window| window == needle)?;
    let aaguid = attestation.get(at.checked_sub(16)?..at)?;
    if aaguid.iter().all(|byte| *byte == 0) {
        return None;
    }
    let hex = data_encoding::HEXLOWER.encode(aaguid);
    let mut text = String::with_capacity(36);
    for (place, digit) in hex.chars().enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    Some(text)
}
