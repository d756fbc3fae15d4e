//! A credential as it is kept: the key, how codes are made of it, and what was accepted so far.

use innkeeper_module::{Failure, Secret};
use serde::{Deserialize, Serialize};
use totp_rs::Builder;

/// The version of what is stored.
const VERSION: u32 = 1;

/// The period of every authenticator app in use, in seconds.
pub(crate) const PERIOD: u32 = 30;

/// How far the window's centre may follow a phone's clock by itself, in steps.
pub(crate) const DRIFT: i64 = 2;

/// How far from now a code is looked for, in steps: to say how far a clock is off, and to follow one that
/// its owner resynchronised.
pub(crate) const REACH: i64 = 20;

/// How many steps can be burnt at once. Whoever needs help with a clock more often has to wait.
const BURNT: usize = 16;

/// The hash function beneath the codes. New keys use SHA-1: many apps can do nothing else, some of
/// them without saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Algorithm {
    /// HMAC-SHA-1.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

/// Where a phone's clock is, as far as its codes tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Drift {
    /// Steps between the server's clock and the window's centre; negative for a phone that is behind.
    pub(crate) offset: i64,
    /// How much of that the owner's resynchronising put there; the window follows from there by itself.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) base: i64,
    /// How many codes in a row lay beside the centre, with the sign of their side.
    pub(crate) streak: i64,
}

impl Drift {
    /// Where a resynchronised clock is, before it drifts any further.
    pub(crate) fn resynchronised(offset: i64) -> Self {
        Self {
            offset,
            base: offset,
            streak: 0,
        }
    }

    fn is_sound(self) -> bool {
        (-REACH..=REACH).contains(&self.base)
            && (-DRIFT..=DRIFT).contains(&(self.offset - self.base))
            && (-3..=3).contains(&self.streak)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks it so")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// What the module stores of one authenticator app.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credential {
    version: u32,
    secret: Secret,
    algorithm: Algorithm,
    digits: u8,
    period: u32,
    /// The latest step whose code was accepted. No code of this step or an earlier one is ever
    /// accepted again.
    pub(crate) last_step: Option<i64>,
    /// Later steps whose code was typed too early and told to be right then: never accepted either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    burnt: Vec<i64>,
    pub(crate) drift: Drift,
}

impl Credential {
    /// A credential that nothing was accepted for yet.
    pub(crate) fn new(secret: Secret, algorithm: Algorithm, digits: u8) -> Result<Self, Failure> {
        let credential = Self {
            version: VERSION,
            secret,
            algorithm,
            digits,
            period: PERIOD,
            last_step: None,
            burnt: Vec::new(),
            drift: Drift::default(),
        };
        credential.checked()
    }

    /// Reads what was stored.
    pub(crate) fn open(stored: &Secret) -> Result<Self, Failure> {
        let credential: Self = stored.unpack().ok_or_else(unusable)?;
        credential.checked()
    }

    /// What is to be stored.
    pub(crate) fn seal(&self) -> Result<Secret, Failure> {
        Secret::pack(self).ok_or_else(unusable)
    }

    /// How many digits a code has.
    pub(crate) fn digits(&self) -> u8 {
        self.digits
    }

    /// Seconds that one code lives.
    pub(crate) fn period(&self) -> u32 {
        self.period
    }

    /// The key, for the enrolment page.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Whether a code of this step can still be accepted, at its time.
    pub(crate) fn is_fresh(&self, step: i64) -> bool {
        self.last_step.is_none_or(|last| step > last) && !self.is_burnt(step)
    }

    /// Whether the step was given away.
    pub(crate) fn is_burnt(&self, step: i64) -> bool {
        self.burnt.contains(&step)
    }

    /// Burns a step; None where there is no room, so that it must not be given away. Burnt steps
    /// `before` which nothing is at home raise the high-water mark and take no room any more: even a
    /// clock that is set back never makes them right.
    pub(crate) fn burn(&self, step: i64, before: i64) -> Option<Self> {
        let mut credential = self.clone();
        let passed = self.burnt.iter().copied().filter(|burnt| *burnt < before);
        credential.settle(passed.max());
        if !credential.is_burnt(step) {
            credential.burnt.push(step);
        }
        (credential.burnt.len() <= BURNT).then_some(credential)
    }

    /// Raises the high-water mark.
    pub(crate) fn settle(&mut self, step: Option<i64>) {
        self.last_step = self.last_step.max(step);
        if let Some(last) = self.last_step {
            self.burnt.retain(|burnt| *burnt > last);
        }
    }

    /// The codes of these steps. Steps before 1970 have none.
    pub(crate) fn codes(
        &self,
        steps: impl Iterator<Item = i64>,
    ) -> impl Iterator<Item = Option<Secret>> {
        let generator = Builder::new()
            .with_algorithm(match self.algorithm {
                Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
                Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
                Algorithm::Sha512 => totp_rs::Algorithm::SHA512,
            })
            .with_digits(self.digits)
            .with_secret(self.secret.bytes().to_vec())
            .with_step_duration(u64::from(self.period))
            .build_noncompliant();
        let period = i64::from(self.period);
        steps.map(move |step| {
            let time = u64::try_from(step.checked_mul(period)?).ok()?;
            Some(generator.generate(time).to_string().into())
        })
    }

    /// Refuses what no code can be made of, whoever stored it.
    fn checked(self) -> Result<Self, Failure> {
        let sound = self.version == VERSION
            && (16..=128).contains(&self.secret.bytes().len())
            && matches!(self.digits, 6 | 8)
            && self.period == PERIOD
            && self.burnt.len() <= BURNT
            && self.drift.is_sound();
        if sound { Ok(self) } else { Err(unusable()) }
    }
}

/// Says nothing of what was found: it may be a secret.
fn unusable() -> Failure {
    Failure::Misconfigured("the stored authenticator app cannot be read".into())
}
