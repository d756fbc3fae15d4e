//! Proof that a form came from a page of ours (R159): a token bound to the browser's most trusted
//! cookie, and the browser's own word on where the request comes from.

use axum::http::{HeaderMap, Method, header};
use data_encoding::BASE64URL_NOPAD;

use super::area::Area;
use super::cookies::{CookieKind, Cookies};
use crate::keys::{KeyRing, MacPurpose};

/// What a form's token is bound to: it changes whenever the browser's standing changes.
pub fn binding(cookies: Cookies, headers: &HeaderMap, area: Area) -> Option<String> {
    [
        CookieKind::Session(area),
        CookieKind::Pending(area),
        CookieKind::Visit,
    ]
    .into_iter()
    .find_map(|kind| cookies.get(headers, kind))
}

/// The token for forms shown to a browser with this binding.
pub fn token(keys: &KeyRing, area: Area, binding: &str) -> String {
    BASE64URL_NOPAD.encode(&keys.mac(MacPurpose::Csrf, message(area, binding).as_bytes()))
}

/// Whether a token belongs to the binding, in constant time.
pub fn is_valid(keys: &KeyRing, area: Area, binding: &str, token: &str) -> bool {
    BASE64URL_NOPAD
        .decode(token.as_bytes())
        .is_ok_and(|mac| keys.verify_mac(MacPurpose::Csrf, message(area, binding).as_bytes(), &mac))
}

fn message(area: Area, binding: &str) -> String {
    format!("{}|{binding}", area.base())
}

/// Whether a request that changes something may come from where it says it comes from.
///
/// Browsers send `Sec-Fetch-Site` and `Origin`; programs send neither and must have the token.
pub fn is_same_origin(method: &Method, headers: &HeaderMap, base_origin: &str) -> bool {
    if method.is_safe() {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => origin == base_origin,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn r159_a_change_asked_for_by_another_site_is_refused() {
        let asked = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            is_same_origin(&Method::POST, &headers, "https://panel.example")
        };
        assert!(asked("sec-fetch-site", "same-origin"));
        assert!(asked("origin", "https://panel.example"));
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            assert!(!asked(name, value), "{name}: {value}");
        }
    }
}
