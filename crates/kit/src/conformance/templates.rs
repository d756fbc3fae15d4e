//! The templates of a script, and what they can do beyond those of minijinja: what an app, a browser or a service works out.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use innkeeper_module::{KeyedHash, Secret, signatures};
use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use url::Url;

/// Where a script's templates are filled in; what is not there is an error.
pub(super) fn environment() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.add_filter("hotp", hotp);
    templates.add_filter("totp", totp);
    templates.add_filter("query", query);
    templates.add_filter("claims", claims);
    templates.add_filter("jwt", jwt);
    templates
}

fn odd(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, why)
}

/// The one-time password of six digits for a counter (RFC 4226).
fn hotp(key: &str, counter: u64) -> Result<String, Error> {
    let key = BASE32_NOPAD.decode(key.as_bytes());
    let key = key.map_err(|_| odd("the key is not in base 32"))?;
    let mac = signatures::hmac(KeyedHash::Sha1, &Secret::new(key), &counter.to_be_bytes());
    let mac = mac.ok_or_else(|| odd("the key is empty"))?;
    let offset = usize::from(mac.last().copied().unwrap_or_default() & 15);
    let word = mac
        .get(offset..offset + 4)
        .and_then(|word| word.try_into().ok());
    let number = u32::from_be_bytes(word.unwrap_or_default()) & 0x7fff_ffff;
    Ok(format!("{:06}", number % 1_000_000))
}

/// The one-time password of six digits for a time in seconds (RFC 6238, periods of 30 seconds).
fn totp(key: &str, now: u64) -> Result<String, Error> {
    hotp(key, now / 30)
}

/// A parameter of an address.
fn query(address: &str, name: &str) -> Result<String, Error> {
    let address = Url::parse(address).map_err(|_| odd("this is no address"))?;
    let mut pairs = address.query_pairs();
    let found = pairs.find(|(found, _)| found == name);
    let (_, value) = found.ok_or_else(|| odd("the address has no such parameter"))?;
    Ok(value.into_owned())
}

/// What a JSON Web Token says, whoever signed it (RFC 7519).
fn claims(token: &str) -> Result<Value, Error> {
    let claims = token.split('.').nth(1).unwrap_or_default();
    let claims = BASE64URL_NOPAD.decode(claims.as_bytes()).ok();
    let claims =
        claims.and_then(|claims| serde_json::from_slice::<serde_json::Value>(&claims).ok());
    let claims = claims.ok_or_else(|| odd("this is no JSON Web Token"))?;
    Ok(Value::from(Serde(claims)))
}

/// A JSON Web Token with these claims, signed with a key by HMAC and SHA-512 (RFC 7515).
fn jwt(claims: &Value, key: &str) -> Result<String, Error> {
    let claims = serde_json::to_vec(claims).map_err(|_| odd("these are no claims"))?;
    let header = BASE64URL_NOPAD.encode(br#"{"alg":"HS512","typ":"JWT"}"#);
    let signed = format!("{header}.{}", BASE64URL_NOPAD.encode(&claims));
    let signature = signatures::hmac(KeyedHash::Sha512, &Secret::from(key), signed.as_bytes());
    let signature = signature.ok_or_else(|| odd("the key is empty"))?;
    Ok(format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature)))
}

#[cfg(test)]
mod tests {
    use minijinja::{Value, context};

    use super::{claims, environment, hotp, query};

    #[test]
    fn passwords_are_those_of_rfc_4226() {
        let key = data_encoding::BASE32_NOPAD.encode(b"12345678901234567890");
        let passwords = [0, 1, 9].map(|counter| hotp(&key, counter).unwrap());
        assert_eq!(passwords, ["755224", "287082", "520489"]);
    }

    #[test]
    fn a_token_says_what_was_signed_and_an_address_what_is_in_it() {
        let sees = context! { now => 5 };
        let token = "{{ {'iss': 'a', 'exp': now + 300} | jwt('key') }}";
        let token = environment().render_str(token, sees).unwrap();
        let said = claims(&token).unwrap();
        assert_eq!(said.get_attr("exp").unwrap(), Value::from(305));
        let address = format!("https://a.example/?x=1&request={token}");
        assert_eq!(query(&address, "request").unwrap(), token);
        assert!(query(&address, "y").is_err());
        assert!(claims("a.b.c").is_err());
    }
}
