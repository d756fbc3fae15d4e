//! An authenticator and the browser before it, made for these tests from the specification: it knows
//! nothing of the module, and can be told to misbehave.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(super) const ORIGIN: &str = "https://panel.example.com";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;

/// How it says what it is.
#[derive(Clone)]
pub(super) enum Attests {
    /// Not at all.
    Nothing,
    /// By its own key, which anybody could.
    Itself,
    /// By the key of a maker, with the certificate for it.
    By(SigningKey, Vec<u8>),
}

impl Attests {
    /// The statement's format and the statement, in CBOR.
    fn statement(&self, key: &SigningKey, signed: &[u8]) -> Vec<u8> {
        let (key, certificate) = match self {
            Self::Nothing => return b"\x64none\x67attStmt\xa0".to_vec(),
            Self::Itself => (key, None),
            Self::By(key, certificate) => (key, Some(certificate)),
        };
        let signature: Signature = key.sign(signed);
        let signature = signature.to_der();
        let signature = signature.as_bytes();
        let mut statement = b"\x66packed\x67attStmt".to_vec();
        statement.push(if certificate.is_some() { 0xa3 } else { 0xa2 });
        statement.extend(b"\x63alg\x26\x63sig\x58");
        statement.push(u8::try_from(signature.len()).expect("short"));
        statement.extend(signature);
        if let Some(certificate) = certificate {
            statement.extend(b"\x63x5c\x81\x59");
            let length = u16::try_from(certificate.len()).expect("short");
            statement.extend(length.to_be_bytes());
            statement.extend(certificate);
        }
        statement
    }
}

/// One passkey with everything that could be wrong about it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the flags of the specification"
)]
#[derive(Clone)]
pub(super) struct Authenticator {
    pub(super) key: SigningKey,
    pub(super) id: Vec<u8>,
    pub(super) handle: Option<Vec<u8>>,
    /// None for those that do not count.
    pub(super) counter: Option<u32>,
    pub(super) present: bool,
    pub(super) verifies: bool,
    pub(super) eligible: bool,
    pub(super) backed_up: bool,
    pub(super) aaguid: [u8; 16],
    pub(super) attests: Attests,
    pub(super) transports: Vec<&'static str>,
    pub(super) origin: String,
    pub(super) rp_id: Option<String>,
    pub(super) kind: Option<&'static str>,
    pub(super) challenge: Option<String>,
    pub(super) more: Value,
}

impl Authenticator {
    /// A well-behaved one that counts and verifies its person.
    pub(super) fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).expect("a key"),
            id: vec![seed; 24],
            handle: None,
            counter: Some(0),
            present: true,
            verifies: true,
            eligible: false,
            backed_up: false,
            aaguid: [0; 16],
            attests: Attests::Nothing,
            transports: Vec::new(),
            origin: ORIGIN.into(),
            rp_id: None,
            kind: None,
            challenge: None,
            more: json!({ "crossOrigin": false }),
        }
    }

    /// What `navigator.credentials.create` resolves to, as JSON.
    pub(super) fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("JSON");
        let handle = options["user"]["id"].as_str().expect("a handle");
        self.handle = Some(decoded(handle));
        let rp_id = options["rp"]["id"].as_str().expect("a party").to_owned();
        let client_data = self.client_data("webauthn.create", &options);
        let mut data = self.data(&rp_id, ATTESTED);
        data.extend(self.aaguid);
        data.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        let mut attestation = b"\xa3\x63fmt".to_vec();
        attestation.extend(self.attests.statement(&self.key, &signed));
        attestation.extend(b"\x68authData\x59");
        attestation.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        attestation.extend(data);
        let id = encoded(&self.id);
        let answer = json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": encoded(&client_data),
                "attestationObject": encoded(&attestation),
                "transports": self.transports,
            },
        });
        answer.to_string()
    }

    /// What `navigator.credentials.get` resolves to, as JSON.
    pub(super) fn get(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("JSON");
        let rp_id = options["rpId"].as_str().expect("a party").to_owned();
        let client_data = self.client_data("webauthn.get", &options);
        self.counter = self.counter.map(|counter| counter + 1);
        let data = self.data(&rp_id, 0);
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let id = encoded(&self.id);
        let answer = json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encoded(&client_data),
                "authenticatorData": encoded(&data),
                "signature": encoded(signature.to_der().as_bytes()),
                "userHandle": self.handle.as_deref().map(encoded),
            },
        });
        answer.to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = self.challenge.clone();
        let challenge = challenge.map_or(options["challenge"].clone(), Value::from);
        let mut client_data = json!({
            "type": self.kind.unwrap_or(kind), "challenge": challenge, "origin": self.origin,
        });
        let more = self.more.as_object().expect("an object").clone();
        client_data.as_object_mut().expect("an object").extend(more);
        client_data.to_string().into_bytes()
    }

    fn data(&self, rp_id: &str, more: u8) -> Vec<u8> {
        let flag = |flag: u8, is: bool| if is { flag } else { 0 };
        let flags = more
            | flag(PRESENT, self.present)
            | flag(VERIFIED, self.verifies)
            | flag(ELIGIBLE, self.eligible)
            | flag(BACKED_UP, self.backed_up);
        let rp_id = self.rp_id.as_deref().unwrap_or(rp_id);
        let mut data = Sha256::digest(rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.unwrap_or(0).to_be_bytes());
        data
    }

    /// A COSE key: EC2, ES256, P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (_, xy) = point.as_bytes().split_first().expect("a point");
        let (x, y) = xy.split_at(32);
        [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20],
            x,
            &[0x22, 0x58, 0x20],
            y,
        ]
        .concat()
    }
}

pub(super) fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

pub(super) fn decoded(text: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64url")
}
