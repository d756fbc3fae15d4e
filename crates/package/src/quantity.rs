//! Amounts as people write them: `64 KiB`, `1 MiB/user`, `250 ms`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// An amount is not written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// It is no size.
    #[error("is no size: write a whole number and B, KiB or MiB, like \"64 KiB\"")]
    Size,
    /// It is no quota.
    #[error(
        "is no quota: write a size for the whole plugin, like \"1 MiB\", or for each user, like \"16 KiB/user\""
    )]
    Quota,
    /// It is no length of time.
    #[error("is no length of time: write a whole number and ms or s, like \"250 ms\"")]
    Time,
}

/// So many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

impl Size {
    /// So many KiB.
    pub const fn kib(count: u64) -> Self {
        Self(count * KIB)
    }

    /// So many MiB.
    pub const fn mib(count: u64) -> Self {
        Self(count * MIB)
    }
}

impl FromStr for Size {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (count, unit) = parts(text).ok_or(QuantityError::Size)?;
        let factor = match unit {
            "B" => 1,
            "KiB" => KIB,
            "MiB" => MIB,
            _ => return Err(QuantityError::Size),
        };
        count
            .checked_mul(factor)
            .filter(|bytes| *bytes > 0)
            .map(Self)
            .ok_or(QuantityError::Size)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes % MIB == 0 => write!(f, "{} MiB", bytes / MIB),
            bytes if bytes % KIB == 0 => write!(f, "{} KiB", bytes / KIB),
            bytes => write!(f, "{bytes} B"),
        }
    }
}

/// How much a plugin may store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quota {
    /// All in all.
    Whole(Size),
    /// For each user.
    PerUser(Size),
}

impl Quota {
    /// The size that is named.
    pub fn size(self) -> Size {
        match self {
            Self::Whole(size) | Self::PerUser(size) => size,
        }
    }
}

impl FromStr for Quota {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let quota = match text.strip_suffix("/user") {
            Some(size) => size.parse().map(Self::PerUser),
            None => text.parse().map(Self::Whole),
        };
        quota.map_err(|_| QuantityError::Quota)
    }
}

impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(size) => write!(f, "{size}"),
            Self::PerUser(size) => write!(f, "{size}/user"),
        }
    }
}

/// Reads `250 ms` or `5 s`.
pub fn time(text: &str) -> Result<Duration, QuantityError> {
    let (count, unit) = parts(text).ok_or(QuantityError::Time)?;
    match unit {
        _ if count == 0 || count > 1_000_000 => Err(QuantityError::Time),
        "ms" => Ok(Duration::from_millis(count)),
        "s" => Ok(Duration::from_secs(count)),
        _ => Err(QuantityError::Time),
    }
}

/// The number and its unit, with or without a space between them.
fn parts(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at_checked(end)?;
    let unit = rest.strip_prefix(' ').unwrap_or(rest);
    digits.parse().ok().map(|count| (count, unit))
}
