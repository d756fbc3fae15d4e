//! The question to a validation server.

use data_encoding::{BASE64, HEXLOWER};
use innkeeper_module::{Failure, Host, HttpRequest};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::otp::Otp;
use crate::settings::{Settings, SyncLevel};
use crate::signature;

/// How much chance is in a nonce: 20 bytes, which are 40 letters and digits.
const NONCE: usize = 20;

/// How long a server may wait for its peers, in seconds; it must still answer within the panel's limit.
const SYNC_TIMEOUT: &str = "5";

/// What need not be encoded in a query.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A nonce for one verification, whichever servers are asked.
pub(crate) fn nonce(host: &dyn Host) -> Result<String, Failure> {
    let random = host.random(NONCE);
    if random.bytes().len() != NONCE {
        return Err(Failure::Unavailable("too little randomness".into()));
    }
    Ok(HEXLOWER.encode(random.bytes()))
}

/// The signed query, the same for every server.
pub(crate) fn query(settings: &Settings, otp: &Otp, nonce: &str) -> String {
    let level = settings.sync_level.map(SyncLevel::to_parameter);
    let mut parameters = vec![
        ("id", settings.client_id.as_str()),
        ("nonce", nonce),
        ("otp", otp.text()),
        ("timestamp", "1"),
    ];
    if let Some(level) = &level {
        parameters.push(("sl", level));
        parameters.push(("timeout", SYNC_TIMEOUT));
    }
    signed(settings, &parameters)
}

/// The parameters with their signature, encoded.
pub(crate) fn signed(settings: &Settings, parameters: &[(&str, &str)]) -> String {
    let signature = signature::sign(&settings.api_key, parameters.iter().copied());
    let signature = BASE64.encode(&signature);
    let mut query = String::with_capacity(256);
    for (name, value) in parameters.iter().chain([&("h", signature.as_str())]) {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        query.extend(utf8_percent_encode(value, ENCODED));
    }
    query
}

/// The question to one server.
pub(crate) fn to(server: &str, query: &str) -> HttpRequest {
    HttpRequest {
        method: "GET".into(),
        url: format!("{server}?{query}"),
        headers: Vec::new(),
        body: Vec::new(),
    }
}
