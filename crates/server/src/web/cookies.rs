//! The cookies of the door: read once per request, written only here.
//!
//! Under an `https` base URL every cookie carries the `__Host-` prefix and `Secure`, so that neither a
//! sibling host nor a plain connection can set or see it. A plain `http` base URL exists on loopback
//! only, where some clients would refuse such cookies.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};
use innkeeper_identity::browser;

use super::area::Area;

/// What a cookie is for; its name follows from that and the area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieKind {
    /// A signed-in session.
    Session(Area),
    /// A sign-in whose second factor is due (R19): never the session's cookie.
    Pending(Area),
    /// What a trusted device keeps (R132); staff have none.
    Trusted,
    /// The mark by which a browser is known again that somebody signed in with (R183). It opens nothing.
    Browser(Area),
    /// Which page a browser left for another site in the middle of a step.
    Away(Area),
    /// A visitor who may be nobody yet; ties forms to a browser.
    Visit,
    /// One message for the next page.
    Flash(Area),
    /// The language picked by a visitor.
    Locale,
    /// The colour scheme picked by a visitor.
    Scheme,
}

impl CookieKind {
    fn name(self, secure: bool) -> String {
        let name = match self {
            Self::Session(Area::Customer) => "innkeeper",
            Self::Session(Area::Staff) => "innkeeper-staff",
            Self::Pending(Area::Customer) => "pending",
            Self::Pending(Area::Staff) => "pending-staff",
            Self::Trusted => "trusted",
            Self::Browser(Area::Customer) => "browser",
            Self::Browser(Area::Staff) => "browser-staff",
            Self::Away(Area::Customer) => "away",
            Self::Away(Area::Staff) => "away-staff",
            Self::Visit => "visit",
            Self::Flash(Area::Customer) => "flash",
            Self::Flash(Area::Staff) => "flash-staff",
            Self::Locale => "locale",
            Self::Scheme => "scheme",
        };
        if secure {
            format!("__Host-{name}")
        } else {
            name.to_owned()
        }
    }

    fn max_age(self) -> Option<Duration> {
        match self {
            // The server decides when these end; the browser forgets them when it closes or is told to.
            Self::Session(_) | Self::Pending(_) | Self::Visit => None,
            Self::Trusted => Some(Duration::days(30)),
            Self::Browser(_) => Some(Duration::days(browser::KNOWN_FOR.num_days())),
            // As long as a sign-in may take; what led away is over by then.
            Self::Away(_) => Some(Duration::minutes(10)),
            Self::Flash(_) => Some(Duration::minutes(1)),
            Self::Locale | Self::Scheme => Some(Duration::days(365)),
        }
    }
}

/// Reads and writes cookies for one base URL.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    /// Whether the base URL is `https`.
    pub secure: bool,
}

impl Cookies {
    /// The value of a cookie, if the browser sent exactly one of that name.
    ///
    /// Two of one name mean that somebody planted one: neither is believed.
    pub fn get(self, headers: &HeaderMap, kind: CookieKind) -> Option<String> {
        let name = kind.name(self.secure);
        let mut values = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(candidate, _)| *candidate == name)
            .map(|(_, value)| value);
        match (values.next(), values.next()) {
            (Some(value), None) if value.len() <= 4096 => Some(value.to_owned()),
            _ => None,
        }
    }

    /// The header that sets a cookie.
    pub fn set(self, kind: CookieKind, value: &str) -> HeaderValue {
        self.header(kind, value.to_owned(), kind.max_age())
    }

    /// The header that takes a cookie back.
    pub fn clear(self, kind: CookieKind) -> HeaderValue {
        self.header(kind, String::new(), Some(Duration::ZERO))
    }

    fn header(self, kind: CookieKind, value: String, max_age: Option<Duration>) -> HeaderValue {
        let mut cookie = Cookie::build((kind.name(self.secure), value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .build();
        cookie.set_max_age(max_age);
        HeaderValue::from_str(&cookie.to_string())
            .expect("cookie names and values are made of visible ASCII characters")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(text).unwrap());
        headers
    }

    #[test]
    fn r152_a_cookie_under_https_has_the_host_prefix_and_every_attribute() {
        let header = Cookies { secure: true }.set(CookieKind::Session(Area::Customer), "abc");
        assert_eq!(
            header.to_str().unwrap(),
            "__Host-innkeeper=abc; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
    }

    #[test]
    fn r139_the_areas_do_not_read_each_others_cookies() {
        let cookies = Cookies { secure: true };
        let headers = sent("__Host-innkeeper=user");
        assert_eq!(
            cookies.get(&headers, CookieKind::Session(Area::Staff)),
            None
        );
        assert_eq!(
            cookies
                .get(&headers, CookieKind::Session(Area::Customer))
                .as_deref(),
            Some("user")
        );
    }

    #[test]
    fn a_cookie_sent_twice_is_not_believed() {
        let cookies = Cookies { secure: false };
        let headers = sent("innkeeper=a; innkeeper=b");
        assert_eq!(
            cookies.get(&headers, CookieKind::Session(Area::Customer)),
            None
        );
    }
}
