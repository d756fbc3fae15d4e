//! Keys and validation servers in memory. What a key types is no cipher here, only a number that the
//! servers know: what matters is how they are asked and answered.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard};

use data_encoding::BASE64;
use innkeeper_module::{Denied, HttpRequest, HttpResponse, Secret};
use percent_encoding::percent_decode_str;

use crate::signature;

/// A pair of counters.
type Place = (u32, u32);

/// Some keys, and the pool of servers that knows them.
#[derive(Clone, Default)]
pub(super) struct Servers(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    /// Where each key was last.
    keys: BTreeMap<String, Place>,
    /// What the keys ever typed.
    typed: BTreeMap<String, Place>,
    /// What the servers accepted last, by key.
    accepted: BTreeMap<String, Place>,
}

/// What the test asks servers to say.
pub(super) type Pairs<'a> = Vec<(&'a str, &'a str)>;

impl Servers {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().expect("no test died with it")
    }

    /// Touches the key.
    pub(super) fn press(&self, key: &str) -> String {
        let mut world = self.world();
        let place = world.keys.entry(key.to_owned()).or_insert((1, 0));
        place.1 += 1;
        let place = *place;
        let mut hasher = DefaultHasher::new();
        (key, place).hash(&mut hasher);
        let number = hasher.finish();
        let otp = format!("{key}{}", modhex(&format!("{number:016x}{:016x}", !number)));
        world.typed.insert(otp.clone(), place);
        otp
    }

    /// Plugs the key in anew.
    pub(super) fn replug(&self, key: &str) {
        let mut world = self.world();
        let place = world.keys.entry(key.to_owned()).or_insert((1, 0));
        *place = (place.0 + 1, 0);
    }

    /// As if restored from a backup of before anything was accepted.
    pub(super) fn forget(&self) {
        self.world().accepted.clear();
    }

    /// What the servers say to a question.
    pub(super) fn reply(&self, request: &HttpRequest) -> HttpResponse {
        let asked = parameters(request);
        let world = &mut *self.world();
        let otp = asked["otp"].as_str();
        let echo = [("otp", otp), ("nonce", asked["nonce"].as_str())];
        let Some(place) = world.typed.get(otp).copied() else {
            return signed(&[("status", "BAD_OTP"), echo[0], echo[1]]);
        };
        let key = &otp[..otp.len() - 32];
        if world.accepted.get(key).is_some_and(|last| place <= *last) {
            return signed(&[("status", "REPLAYED_OTP"), echo[0], echo[1]]);
        }
        world.accepted.insert(key.to_owned(), place);
        good(echo[0].1, echo[1].1, place)
    }

    /// The same, for a host.
    pub(super) fn answer(
        &self,
    ) -> impl FnMut(&HttpRequest) -> Option<Result<HttpResponse, Denied>> + Send + 'static {
        let servers = self.clone();
        move |request| Some(Ok(servers.reply(request)))
    }
}

/// A signed OK.
pub(super) fn good(otp: &str, nonce: &str, (session, touch): Place) -> HttpResponse {
    let (session, touch) = (session.to_string(), touch.to_string());
    signed(&[
        ("t", "2026-11-22T12:00:07Z0123"),
        ("otp", otp),
        ("nonce", nonce),
        ("sl", "50"),
        ("timestamp", "5993928"),
        ("sessioncounter", &session),
        ("sessionuse", &touch),
        ("status", "OK"),
    ])
}

/// What was asked, decoded.
pub(super) fn parameters(request: &HttpRequest) -> BTreeMap<String, String> {
    let (_, query) = request.url.split_once('?').expect("a query");
    let pairs = query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').expect("a pair");
        let value = percent_decode_str(value).decode_utf8().expect("text");
        (name.to_owned(), value.into_owned())
    });
    pairs.collect()
}

/// An answer with these pairs, signed as it should be.
pub(super) fn signed(pairs: &[(&str, &str)]) -> HttpResponse {
    signed_with(&super::api_key(), pairs)
}

/// An answer with these pairs, signed with that key.
pub(super) fn signed_with(key: &Secret, pairs: &[(&str, &str)]) -> HttpResponse {
    let signature = BASE64.encode(&signature::sign(key, pairs.iter().copied()));
    let mut all = vec![("h", signature.as_str())];
    all.extend_from_slice(pairs);
    unsigned(&all)
}

/// An answer with just these pairs.
pub(super) fn unsigned(pairs: &[(&str, &str)]) -> HttpResponse {
    let lines = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}\r\n"));
    body(&lines.collect::<String>())
}

/// An answer with that body.
pub(super) fn body(text: &str) -> HttpResponse {
    HttpResponse {
        status: 200,
        headers: Vec::new(),
        body: text.as_bytes().to_vec(),
    }
}

fn modhex(hex: &str) -> String {
    let letter = |digit: char| {
        let value = digit.to_digit(16).expect("a digit") as usize;
        char::from(b"cbdefghijklnrtuv"[value])
    };
    hex.chars().map(letter).collect()
}
