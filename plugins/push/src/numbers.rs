//! The numbers of a challenge and the tokens behind their buttons; the code of an enrolment.

use data_encoding::HEXLOWER;
use innkeeper_module::{Answers, Failure, Host};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::{CODE, DIGITS};

/// How much chance is in a token.
const TOKEN: usize = 16;

/// Numbers have two digits.
const FIRST: u8 = 10;
const NUMBERS: u8 = 90;

/// Three numbers, one of which the page shows.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    right: usize,
    all: Vec<Button>,
}

/// A number on the phone, and what tapping it sends.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Button {
    pub(crate) number: u8,
    pub(crate) token: String,
}

impl Numbers {
    pub(crate) fn draw(host: &dyn Host) -> Result<Self, Failure> {
        let chance = host.random(64);
        // What would favour some numbers is drawn again, which 64 bytes are enough for.
        let fair = |most: u8| {
            let limit = u8::MAX - u8::MAX % most;
            let bytes = chance.bytes().iter();
            bytes.copied().filter(move |byte| *byte < limit).map(move |byte| byte % most)
        };
        let mut numbers: Vec<u8> = Vec::with_capacity(3);
        for number in fair(NUMBERS).map(|number| number + FIRST) {
            if numbers.len() < 3 && !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        let right = fair(3).last().map(usize::from);
        let (Some(right), 3) = (right, numbers.len()) else {
            return Err(too_little());
        };
        let all = numbers.into_iter().map(|number| {
            let token = token(host)?;
            Ok(Button { number, token })
        });
        Ok(Self {
            right,
            all: all.collect::<Result<_, Failure>>()?,
        })
    }

    /// The number that the page shows.
    pub(crate) fn right(&self) -> u8 {
        self.all.get(self.right).map_or(0, |button| button.number)
    }

    /// Those on the phone, in the order of their size, which says nothing.
    pub(crate) fn buttons(&self) -> Vec<Button> {
        let mut buttons = self.all.clone();
        buttons.sort_by_key(|button| button.number);
        buttons
    }

    /// Whether this was sent by a button, and if so whether by the right one.
    pub(crate) fn judge(&self, sent: &str) -> Option<bool> {
        let mut found = None;
        for (index, button) in self.all.iter().enumerate() {
            if same(sent, &button.token) {
                found = Some(index == self.right);
            }
        }
        found
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.right < self.all.len()
            && self.all.len() == 3
            && self.all.iter().all(|button| button.token.len() == 2 * TOKEN)
    }
}

/// In constant time, but for the length.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

pub(crate) fn token(host: &dyn Host) -> Result<String, Failure> {
    let random = host.random(TOKEN);
    if random.bytes().len() == TOKEN {
        Ok(HEXLOWER.encode(random.bytes()))
    } else {
        Err(too_little())
    }
}

/// Six digits. Numbers that would favour low codes are drawn again.
pub(crate) fn code(host: &dyn Host) -> Result<String, Failure> {
    let codes = 10_u32.pow(DIGITS);
    let fair = u32::MAX - u32::MAX % codes;
    let random = host.random(64);
    let fours = random.bytes().chunks_exact(4);
    let mut numbers = fours.filter_map(|four| four.try_into().ok().map(u32::from_le_bytes));
    let number = numbers.find(|number| *number < fair).ok_or_else(too_little)?;
    Ok(format!("{:06}", number % codes))
}

/// Reads the code field: ASCII spaces and dashes are stripped, nothing else is forgiven.
pub(crate) fn read(answers: &Answers) -> Option<String> {
    let text = answers.text(CODE)?;
    let typed: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let sound = typed.len() == DIGITS as usize && typed.bytes().all(|b| b.is_ascii_digit());
    sound.then_some(typed)
}

pub(crate) fn too_little() -> Failure {
    Failure::Unavailable("too little randomness".into())
}
