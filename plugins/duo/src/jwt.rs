//! JSON Web Tokens with HS512 (RFC 7515, RFC 7519), the one kind that Duo speaks. The panel has the key: it makes the
//! signatures, and what comes back is compared with what it would have made.

use data_encoding::BASE64URL_NOPAD;
use innkeeper_module::{Denied, Failure, Host, KeyedHash};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use subtle::ConstantTimeEq as _;

/// The setting with the key.
const KEY: &str = "client-secret";
const HEADER: &str = r#"{"alg":"HS512","typ":"JWT"}"#;

/// A token with these claims.
pub(crate) async fn make(host: &dyn Host, claims: &impl Serialize) -> Result<String, Failure> {
    let odd = |_| Failure::Misconfigured("the claims have no JSON form".into());
    let claims = serde_json::to_vec(claims).map_err(odd)?;
    let (header, claims) = (encode(HEADER.as_bytes()), encode(&claims));
    let signed = format!("{header}.{claims}");
    let signature = encode(&sign(host, &signed).await?);
    Ok(format!("{signed}.{signature}"))
}

/// The claims of a token, if it is one and the key is ours. No other algorithm is ever looked at.
pub(crate) async fn read<T: DeserializeOwned>(
    host: &dyn Host,
    token: &str,
) -> Result<Option<T>, Failure> {
    let Some((signed, signature)) = token.rsplit_once('.') else {
        return Ok(None);
    };
    let Some((header, claims)) = signed.split_once('.') else {
        return Ok(None);
    };
    let algorithm = decode(header)
        .and_then(|header| serde_json::from_slice::<Value>(&header).ok())
        .and_then(|header| Some(header.get("alg")?.as_str()? == "HS512"));
    let (Some(true), Some(signature)) = (algorithm, decode(signature)) else {
        return Ok(None);
    };
    let expected = sign(host, signed).await?;
    if !bool::from(signature.ct_eq(&expected)) {
        return Ok(None);
    }
    Ok(decode(claims).and_then(|claims| serde_json::from_slice(&claims).ok()))
}

async fn sign(host: &dyn Host, text: &str) -> Result<Vec<u8>, Failure> {
    let signature = host.hmac(KeyedHash::Sha512, KEY, text.as_bytes()).await;
    signature.map_err(|denied| match denied {
        Denied::NotGranted(why) | Denied::Failed(why) => Failure::Misconfigured(why),
    })
}

fn encode(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}
