//! The answer of a validation server: a verdict from bytes and from what was asked. Nothing but a signed
//! answer to this very question opens anything.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use innkeeper_module::{HttpResponse, Secret};

use crate::settings::SyncLevel;
use crate::signature;

/// How long an answer may be, in bytes.
const LONGEST: usize = 4 * 1024;

/// What was asked.
pub(crate) struct Asked<'a> {
    /// The key that answers are signed with.
    pub(crate) api_key: &'a Secret,
    /// The one-time password, as it was sent.
    pub(crate) otp: &'a str,
    /// The nonce of this verification.
    pub(crate) nonce: &'a str,
    /// How many of its peers the server had to ask.
    pub(crate) sync_level: Option<SyncLevel>,
}

/// Where a key was when it made a one-time password; later ones are larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counters {
    /// How often the key was plugged in.
    pub(crate) session: u32,
    /// How often it was touched since.
    pub(crate) touch: u32,
}

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The one-time password is right and new.
    Valid {
        /// Where the key was.
        counters: Counters,
        /// How many percent of its peers the server asked.
        level: Option<u8>,
    },
    /// It is wrong, or was used before.
    Refused {
        /// Whether the answer is signed and of this question.
        genuine: bool,
    },
    /// The server knows this question from one of its peers, who may have answered it.
    SameRequest,
    /// Staff must mend something.
    Misconfigured(&'static str),
    /// A fault that passes.
    Unavailable(&'static str),
}

/// Judges what came back.
pub(crate) fn judge(response: &HttpResponse, asked: &Asked<'_>) -> Verdict {
    if response.status != 200 {
        return Verdict::Unavailable("an HTTP status other than 200");
    }
    let Some(answer) = Answer::parse(&response.body) else {
        return Verdict::Unavailable("an answer that is none");
    };
    match answer.get("status") {
        "OK" => answer.confirms(asked),
        "BAD_OTP" | "REPLAYED_OTP" => Verdict::Refused {
            genuine: answer.is_signed(asked) && answer.is_of(asked),
        },
        "REPLAYED_REQUEST" => Verdict::SameRequest,
        "BAD_SIGNATURE" => Verdict::Misconfigured("BAD_SIGNATURE"),
        "MISSING_PARAMETER" => Verdict::Misconfigured("MISSING_PARAMETER"),
        "NO_SUCH_CLIENT" => Verdict::Misconfigured("NO_SUCH_CLIENT"),
        "OPERATION_NOT_ALLOWED" => Verdict::Misconfigured("OPERATION_NOT_ALLOWED"),
        "BACKEND_ERROR" => Verdict::Unavailable("BACKEND_ERROR"),
        "NOT_ENOUGH_ANSWERS" => Verdict::Unavailable("NOT_ENOUGH_ANSWERS"),
        _ => Verdict::Unavailable("an unknown status"),
    }
}

/// An answer's pairs; each name is there once.
struct Answer<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Answer<'a> {
    fn parse(body: &'a [u8]) -> Option<Self> {
        if body.len() > LONGEST {
            return None;
        }
        let mut pairs = BTreeMap::new();
        for line in std::str::from_utf8(body).ok()?.split('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            // Signatures and times have more of them.
            let (name, value) = line.split_once('=')?;
            if pairs.insert(name, value).is_some() {
                return None;
            }
        }
        pairs.contains_key("status").then_some(Self(pairs))
    }

    /// A value; empty where there is none.
    fn get(&self, name: &str) -> &'a str {
        self.0.get(name).copied().unwrap_or_default()
    }

    fn number(&self, name: &str) -> Option<u32> {
        let text = self.get(name);
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    }

    fn is_signed(&self, asked: &Asked<'_>) -> bool {
        let Ok(signature) = BASE64.decode(self.get("h").as_bytes()) else {
            return false;
        };
        let others = self.0.iter().map(|(name, value)| (*name, *value));
        let others = others.filter(|(name, _)| *name != "h");
        signature::is_signed(asked.api_key, others, &signature)
    }

    fn is_of(&self, asked: &Asked<'_>) -> bool {
        self.get("otp") == asked.otp && self.get("nonce") == asked.nonce
    }

    /// Everything that makes an `OK` one.
    fn confirms(&self, asked: &Asked<'_>) -> Verdict {
        if !self.is_signed(asked) {
            return Verdict::Misconfigured("an OK that is not signed with the API key");
        }
        if !self.is_of(asked) {
            return Verdict::Unavailable("an OK to another question");
        }
        let level = self.number("sl").and_then(|level| u8::try_from(level).ok());
        let synced = asked
            .sync_level
            .is_none_or(|asked| level.is_some_and(|level| level >= asked.least()));
        if !synced {
            return Verdict::Unavailable("an OK by too few servers");
        }
        match (self.number("sessioncounter"), self.number("sessionuse")) {
            (Some(session), Some(touch)) => Verdict::Valid {
                counters: Counters { session, touch },
                level,
            },
            _ => Verdict::Unavailable("an OK without counters"),
        }
    }
}
