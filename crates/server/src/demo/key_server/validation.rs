//! The server's side of the validation protocol 2.0, for a few keys in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha1::Sha1;

use super::block::{Block, MODHEX};
use crate::clock::{Clock as _, SystemClock};
use crate::random::Random;

/// Who may ask.
#[derive(Clone)]
pub struct Client {
    /// The client's number.
    pub id: String,
    /// The key that both sides sign with.
    pub api_key: Vec<u8>,
}

impl Client {
    /// A client that nobody else knows.
    pub fn invent(random: &dyn Random) -> Self {
        let mut api_key = vec![0; 20];
        random.fill(&mut api_key);
        Self {
            id: "1".to_owned(),
            api_key,
        }
    }

    /// The API key as it is given to people.
    pub fn shown_key(&self) -> String {
        BASE64.encode(&self.api_key)
    }
}

/// What only a key and its server know.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Secrets {
    /// What every block begins with.
    pub private_id: [u8; 6],
    /// What blocks are encrypted with.
    pub aes_key: [u8; 16],
}

/// Checks one-time passwords, and accepts each once.
pub struct Validator {
    client: Client,
    keys: Mutex<BTreeMap<String, Known>>,
}

struct Known {
    secrets: Secrets,
    last: Option<Accepted>,
}

struct Accepted {
    place: (u16, u8),
    otp: String,
    nonce: String,
}

/// What an answer says beside its status.
type Pairs = Vec<(&'static str, String)>;

impl Validator {
    /// A server for one client, which knows no keys yet.
    pub fn new(client: Client) -> Self {
        Self {
            client,
            keys: Mutex::default(),
        }
    }

    /// Learns a key by its name.
    pub fn learn(&self, public_id: String, secrets: Secrets) {
        let known = Known {
            secrets,
            last: None,
        };
        self.keys().insert(public_id, known);
    }

    /// Forgets what it accepted, as a server does that is restored from a backup.
    pub fn forget(&self) {
        self.keys().values_mut().for_each(|known| known.last = None);
    }

    /// The signed answer to a question.
    pub fn answer(&self, parameters: &[(String, String)]) -> String {
        let mut asked = BTreeMap::new();
        for (name, value) in parameters {
            asked.insert(name.as_str(), value.as_str());
        }
        let mut pairs: Pairs = vec![("t", now())];
        for name in ["otp", "nonce"] {
            if let Some(value) = asked.get(name) {
                pairs.push((name, (*value).to_owned()));
            }
        }
        let status = self.judge(&asked, &mut pairs);
        pairs.push(("status", status.to_owned()));
        let named = pairs.iter().map(|(name, value)| (*name, value.as_str()));
        let signature = self.sign(named);
        let mut answer = format!("h={}\r\n", BASE64.encode(&signature));
        for (name, value) in pairs {
            let _ = write!(answer, "{name}={value}\r\n");
        }
        answer.push_str("\r\n");
        answer
    }

    fn judge(&self, asked: &BTreeMap<&str, &str>, pairs: &mut Pairs) -> &'static str {
        let get = |name| {
            asked
                .get(name)
                .copied()
                .filter(|value: &&str| !value.is_empty())
        };
        let (Some(id), Some(otp), Some(nonce)) = (get("id"), get("otp"), get("nonce")) else {
            return "MISSING_PARAMETER";
        };
        let is_plain = nonce.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !(16..=40).contains(&nonce.len()) || !is_plain {
            return "MISSING_PARAMETER";
        }
        if id != self.client.id {
            return "NO_SUCH_CLIENT";
        }
        let others = asked.iter().filter(|(name, _)| **name != "h");
        let signature = self.sign(others.map(|(name, value)| (*name, *value)));
        if get("h") != Some(BASE64.encode(&signature).as_str()) {
            return "BAD_SIGNATURE";
        }
        self.spend(otp, nonce, pairs)
    }

    fn spend(&self, otp: &str, nonce: &str, pairs: &mut Pairs) -> &'static str {
        let mut keys = self.keys();
        let split = otp.len().checked_sub(32);
        let Some((public_id, typed)) = split.and_then(|at| otp.split_at_checked(at)) else {
            return "BAD_OTP";
        };
        let (Some(known), Ok(encrypted)) =
            (keys.get_mut(public_id), MODHEX.decode(typed.as_bytes()))
        else {
            return "BAD_OTP";
        };
        let block = <[u8; 16]>::try_from(encrypted).ok();
        let block = block.and_then(|block| Block::decrypt(block, known.secrets.aes_key));
        let genuine = block.filter(|block| block.private_id == known.secrets.private_id);
        let Some(block) = genuine else {
            return "BAD_OTP";
        };
        // The highest bit says how it was typed.
        let place = (block.session & 0x7fff, block.touch);
        if let Some(last) = &known.last {
            if last.otp == otp && last.nonce == nonce {
                return "REPLAYED_REQUEST";
            }
            if place <= last.place {
                return "REPLAYED_OTP";
            }
        }
        known.last = Some(Accepted {
            place,
            otp: otp.to_owned(),
            nonce: nonce.to_owned(),
        });
        pairs.push(("sl", "100".to_owned()));
        pairs.push(("timestamp", block.timestamp.to_string()));
        pairs.push(("sessioncounter", place.0.to_string()));
        pairs.push(("sessionuse", place.1.to_string()));
        "OK"
    }

    fn sign<'a>(&self, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
        let mut sorted: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        sorted.sort_unstable();
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.client.api_key)
            .expect("a key for HMAC may have any length");
        mac.update(sorted.join("&").as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    fn keys(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Known>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn now() -> String {
    SystemClock
        .now()
        .format("%Y-%m-%dT%H:%M:%SZ0%3f")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::super::VirtualKey;
    use super::*;

    const SECRETS: Secrets = Secrets {
        private_id: [3; 6],
        aes_key: [4; 16],
    };
    const NONCE: &str = "0123456789abcdef";

    fn validator() -> Validator {
        Validator::new(Client {
            id: "87".to_owned(),
            api_key: (1..=20).collect(),
        })
    }

    fn ask(validator: &Validator, otp: &str, nonce: &str) -> String {
        let mut asked = vec![("id", "87"), ("otp", otp), ("nonce", nonce)];
        let signature = BASE64.encode(&validator.sign(asked.iter().copied()));
        asked.push(("h", &signature));
        status(validator, &asked)
    }

    fn status(validator: &Validator, asked: &[(&str, &str)]) -> String {
        let asked: Vec<(String, String)> = asked
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let answer = validator.answer(&asked);
        let lines = answer.lines();
        let mut statuses = lines.filter_map(|line| line.strip_prefix("status="));
        statuses.next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_vector_is_signed_as_others_sign_it() {
        let asked = [
            ("id", "87"),
            ("nonce", "askjdnkajsndjkasndkjsnad"),
            ("otp", "vvvvvvcucrlcietctckflvnncdgckubflugerlnr"),
            ("sl", "50"),
            ("timeout", "8"),
            ("timestamp", "1"),
        ];
        let signature = validator().sign(asked.into_iter());
        assert_eq!(BASE64.encode(&signature), "xeRFPaJB0xi0dmSRmdamT3Vz6qM=");
    }

    #[test]
    fn a_code_works_once_and_codes_before_it_no_more() {
        let validator = validator();
        let mut key = VirtualKey::new([1; 6], SECRETS, 5);
        validator.learn(key.public_id(), SECRETS);
        let (skipped, first, second) = (key.touch(), key.touch(), key.touch());
        assert_eq!(ask(&validator, &first, NONCE), "OK");
        assert_eq!(ask(&validator, &first, NONCE), "REPLAYED_REQUEST");
        assert_eq!(ask(&validator, &first, "fedcba9876543210"), "REPLAYED_OTP");
        assert_eq!(ask(&validator, &skipped, NONCE), "REPLAYED_OTP");
        assert_eq!(ask(&validator, &second, NONCE), "OK");
        validator.forget();
        assert_eq!(ask(&validator, &second, NONCE), "OK");
    }

    #[test]
    fn questions_that_are_wrong_get_no_ok() {
        let validator = validator();
        let mut key = VirtualKey::new([1; 6], SECRETS, 5);
        let stranger = key.touch();
        assert_eq!(ask(&validator, &stranger, NONCE), "BAD_OTP");
        validator.learn(key.public_id(), SECRETS);
        let guessed = Secrets {
            aes_key: [5; 16],
            ..SECRETS
        };
        let forged = VirtualKey::new([1; 6], guessed, 9).touch();
        assert_eq!(ask(&validator, &forged, NONCE), "BAD_OTP");
        let other_id = Secrets {
            private_id: [9; 6],
            ..SECRETS
        };
        let other = VirtualKey::new([1; 6], other_id, 9).touch();
        assert_eq!(ask(&validator, &other, NONCE), "BAD_OTP");
        for odd in ["", "ccc", "é", &"é".repeat(22)] {
            assert_ne!(ask(&validator, odd, NONCE), "OK");
        }
        let otp = key.touch();
        assert_eq!(ask(&validator, &otp, "short"), "MISSING_PARAMETER");
        let unsigned = [("id", "87"), ("otp", &otp), ("nonce", NONCE)];
        assert_eq!(status(&validator, &unsigned), "BAD_SIGNATURE");
        let nobody = [("id", "88"), ("otp", &otp), ("nonce", NONCE)];
        assert_eq!(status(&validator, &nobody), "NO_SUCH_CLIENT");
    }
}
