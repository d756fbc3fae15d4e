//! What a trip to Duo remembers until the browser is back.

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use innkeeper_module::{Account, Answers, Failure, Host, Secret};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

/// How long a trip may take.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// A trip: whose, what for, and what tells the way back from any other.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trip {
    pub(crate) whom: String,
    /// The credential; none while enrolling.
    pub(crate) held: Option<String>,
    /// By what name Duo knows the person.
    pub(crate) name: String,
    /// Where Duo sends the browser afterwards.
    pub(crate) back: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) until: DateTime<Utc>,
}

impl Trip {
    pub(crate) fn begin(
        host: &dyn Host,
        account: &Account,
        name: &str,
        held: Option<&str>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            whom: account.pseudonym.clone(),
            held: held.map(str::to_owned),
            name: name.to_owned(),
            back: account.return_url.clone(),
            state: chance(host)?,
            nonce: chance(host)?,
            until: host.now() + PATIENCE,
        })
    }

    pub(crate) fn open(
        state: &Secret,
        account: &Account,
        held: Option<&str>,
    ) -> Result<Self, Failure> {
        let trip: Option<Self> = state.unpack();
        let is_of_this =
            |trip: &Self| trip.whom == account.pseudonym && trip.held.as_deref() == held;
        trip.filter(is_of_this).ok_or_else(Failure::foreign_state)
    }

    /// Whether it took too long: Duo takes no such request any more.
    pub(crate) fn is_over(&self, host: &dyn Host) -> bool {
        host.now() >= self.until
    }

    /// The code that a browser brought back from this very trip.
    pub(crate) fn code<'a>(&self, answers: &'a Answers) -> Option<&'a str> {
        let state = answers.text("state")?;
        let is_ours: bool = state.as_bytes().ct_eq(self.state.as_bytes()).into();
        let code = answers
            .text("duo_code")
            .filter(|code| (1..=512).contains(&code.len()));
        code.filter(|_| is_ours)
    }
}

/// Something that nobody can guess.
pub(crate) fn chance(host: &dyn Host) -> Result<String, Failure> {
    let random = host.random(18);
    if random.bytes().len() < 18 {
        return Err(Failure::Unavailable("too little randomness".into()));
    }
    Ok(HEXLOWER.encode(random.bytes()))
}
