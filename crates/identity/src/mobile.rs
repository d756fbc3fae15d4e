//! Mobile numbers, as people give them and as they are kept: E.164.
//!
//! A number is a way to reach somebody and never a proof of who they are. Which numbers there are is
//! Google's metadata, which the crate `phonenumber` carries.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use phonenumber::country::Id;
use phonenumber::metadata::DATABASE;
use phonenumber::{Mode, PhoneNumber, Type};

/// Longer texts are no numbers, however they are written.
const MAX_TYPED: usize = 64;

/// A number that a message can be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MobileNumber(String);

/// A country as a list to choose from has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country {
    /// Its code in ISO 3166: `DE`.
    pub id: &'static str,
    /// What its numbers begin with: 49.
    pub code: u16,
}

/// Why a text is no number of that country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MobileProblem {
    /// Nothing was typed.
    #[error("a number is missing")]
    Empty,
    /// There is no such country.
    #[error("not a country")]
    Country,
    /// There is no such number.
    #[error("not a number")]
    Invalid,
    /// It is one of a landline, a hotline or the like.
    #[error("not the number of a mobile")]
    NotMobile,
}

/// Every country that has telephone numbers, by its code in ISO 3166.
pub fn countries() -> &'static [Country] {
    static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
        let mut countries: Vec<Country> = DATABASE
            .iter()
            // Numbers of no country, such as those of satellites, are filed under `001`.
            .filter(|region| region.id().parse::<Id>().is_ok())
            .map(|region| Country {
                id: region.id(),
                code: region.country_code(),
            })
            .collect();
        countries.sort_unstable();
        countries
    });
    &COUNTRIES
}

impl MobileNumber {
    /// Takes what a person typed for a country. A number with `+` in front names its country itself.
    pub fn parse(country: &str, typed: &str) -> Result<Self, MobileProblem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(MobileProblem::Empty);
        }
        if typed.len() > MAX_TYPED {
            return Err(MobileProblem::Invalid);
        }
        let country: Id = country.parse().map_err(|_| MobileProblem::Country)?;
        let number = phonenumber::parse(Some(country), typed)
            .ok()
            .filter(PhoneNumber::is_valid)
            .filter(|number| number.extension().is_none())
            .ok_or(MobileProblem::Invalid)?;
        match number.number_type(&DATABASE) {
            Type::Mobile | Type::FixedLineOrMobile => {
                Ok(Self(number.format().mode(Mode::E164).to_string()))
            }
            _ => Err(MobileProblem::NotMobile),
        }
    }

    /// The number in E.164, as it is kept and dialled.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country of the number in ISO 3166, where it has one of its own.
    pub fn country(&self) -> Option<&'static str> {
        let id = self.number()?.country().id()?;
        let known = |country: &&Country| country.id == id.as_ref();
        countries().iter().find(known).map(|country| country.id)
    }

    /// The number as people of its country write it, for a field beside the country's.
    pub fn national(&self) -> String {
        self.written(Mode::National)
    }

    /// The number so far masked that only its owner knows it: the last two digits (R86).
    pub fn mask(&self) -> String {
        let end = self.0.len().saturating_sub(2);
        format!("***{}", self.0.get(end..).unwrap_or_default())
    }

    fn written(&self, mode: Mode) -> String {
        self.number().map_or_else(
            || self.0.clone(),
            |number| number.format().mode(mode).to_string(),
        )
    }

    fn number(&self) -> Option<PhoneNumber> {
        phonenumber::parse(None, &self.0).ok()
    }
}

/// As people write it to each other across borders: `+49 1512 3456789`.
impl fmt::Display for MobileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(Mode::International))
    }
}

/// Reads a number in E.164 that was kept. The rules of countries change, so what was once a number is not
/// held against today's.
impl FromStr for MobileNumber {
    type Err = MobileProblem;

    fn from_str(stored: &str) -> Result<Self, MobileProblem> {
        let digits = stored.strip_prefix('+').ok_or(MobileProblem::Invalid)?;
        let is_number =
            (3..=15).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit());
        if is_number {
            Ok(Self(stored.to_owned()))
        } else {
            Err(MobileProblem::Invalid)
        }
    }
}
