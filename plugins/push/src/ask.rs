//! A question to a phone: three numbers, of which the page shows one, and a way to say that it was somebody else. Behind
//! each button is a token, and all of them are sent to a topic of this question's own.

use innkeeper_module::{Account, Failure, Host};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::ntfy::{self, Button, Notification, Priority};
use crate::settings::Settings;
use crate::texts;

/// Numbers have two digits.
const FIRST: u8 = 10;
const NUMBERS: u8 = 90;

/// How many the phone offers: a notification has room for as many buttons.
const OFFERED: u8 = 3;

/// A question.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// The topic that buttons send their tokens to.
    answer: String,
    right: usize,
    numbers: Vec<Number>,
    /// What the button sends that says no.
    refusal: String,
}

/// A number on the phone, and what tapping it sends.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    number: u8,
    token: String,
}

/// What was tapped on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tapped {
    /// No button yet.
    Nothing,
    /// The number that the page shows.
    Right,
    /// Another number.
    Wrong,
    /// That it was somebody else.
    Refusal,
}

impl Ask {
    pub(crate) fn draw(host: &dyn Host) -> Result<Self, Failure> {
        let chance = host.random(64);
        let mut drawn: Vec<u8> = Vec::new();
        for number in fair(chance.bytes(), NUMBERS) {
            if drawn.len() < usize::from(OFFERED) && !drawn.contains(&number) {
                drawn.push(number);
            }
        }
        // In the order of their size, which says nothing.
        drawn.sort_unstable();
        let numbers = drawn.into_iter().map(|number| {
            Ok(Number {
                number: FIRST + number,
                token: ntfy::token(host)?,
            })
        });
        let numbers = numbers.collect::<Result<Vec<_>, Failure>>()?;
        let chance = host.random(16);
        let right = fair(chance.bytes(), OFFERED).next();
        let ask = Self {
            answer: ntfy::topic(host, ntfy::ANSWER)?,
            right: right.map(usize::from).ok_or_else(ntfy::too_little)?,
            numbers,
            refusal: ntfy::token(host)?,
        };
        if ask.is_sound() {
            Ok(ask)
        } else {
            Err(ntfy::too_little())
        }
    }

    /// The number that the page shows.
    pub(crate) fn right(&self) -> u8 {
        self.numbers.get(self.right).map_or(0, |right| right.number)
    }

    /// The topic of the answer, which names the question.
    pub(crate) fn answers_at(&self) -> &str {
        &self.answer
    }

    pub(crate) fn is_sound(&self) -> bool {
        self.answer.starts_with(ntfy::ANSWER)
            && self.right < self.numbers.len()
            && self.numbers.len() == usize::from(OFFERED)
            && !self.refusal.is_empty()
            && self.numbers.iter().all(|number| !number.token.is_empty())
    }

    /// Asks a phone. The way to say no comes first and quietly, so that the numbers lie on top of it.
    pub(crate) async fn send(
        &self,
        host: &dyn Host,
        settings: &Settings,
        topic: &str,
        account: &Account,
    ) -> Result<(), Failure> {
        let said = |phrase| texts::said(&account.locale, phrase, &account.issuer);
        let button = |label: String, token: &str| Button {
            label,
            token: token.to_owned(),
        };
        let refusing = Notification {
            topic,
            title: said(&texts::NOTICE_REFUSE_TITLE),
            message: said(&texts::NOTICE_REFUSE),
            priority: Priority::Low,
            buttons: vec![button(said(&texts::NOTICE_REFUSE_BUTTON), &self.refusal)],
            answer: &self.answer,
        };
        let numbers = self.numbers.iter();
        let numbers = numbers.map(|number| button(number.number.to_string(), &number.token));
        let asking = Notification {
            topic,
            title: said(&texts::NOTICE_TITLE),
            message: said(&texts::NOTICE),
            priority: Priority::High,
            buttons: numbers.collect(),
            answer: &self.answer,
        };
        ntfy::publish(host, settings, &refusing).await?;
        ntfy::publish(host, settings, &asking).await
    }

    /// What came of it. The first tap decides; whatever else is in the topic is nobody's.
    pub(crate) async fn tapped(
        &self,
        host: &dyn Host,
        settings: &Settings,
    ) -> Result<Tapped, Failure> {
        let sent = ntfy::read(host, settings, &self.answer).await?;
        let first = sent.iter().find_map(|message| self.judge(message));
        Ok(first.unwrap_or(Tapped::Nothing))
    }

    /// Which button sent this, if one did.
    fn judge(&self, sent: &str) -> Option<Tapped> {
        let mut found = same(sent, &self.refusal).then_some(Tapped::Refusal);
        for (index, number) in self.numbers.iter().enumerate() {
            if same(sent, &number.token) {
                let is_right = index == self.right;
                found = Some(if is_right {
                    Tapped::Right
                } else {
                    Tapped::Wrong
                });
            }
        }
        found
    }
}

/// Numbers below `most`, all equally likely: bytes that would favour low ones are passed over.
fn fair(chance: &[u8], most: u8) -> impl Iterator<Item = u8> {
    let limit = u8::MAX - u8::MAX % most;
    let bytes = chance.iter().copied().filter(move |byte| *byte < limit);
    bytes.map(move |byte| byte % most)
}

/// In constant time, but for the length.
fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
