//! Resynchronising: a phone whose clock is off by minutes shows codes that are refused, and two of them in
//! a row tell where its clock is (RFC 6238, section 6).
//!
//! It widens nothing: the window that is accepted keeps its width and moves to where the phone is. Both
//! codes are spent, and no mark is lowered. A strict window follows no clock; there the person is told by
//! how much theirs is off, and nothing else changes.

use innkeeper_module::{
    Acceptance, Account, Answers, ChallengeOutcome, Failure, Held, Host, Notice, Phrase, Prompt,
    Rejection, Secret, Step, Text,
};
use serde::{Deserialize, Serialize};

use crate::credential::Credential;
use crate::input::{self, Typed};
use crate::verify::{self, Resync};
use crate::{code_field, facts, spent, texts, window};

/// The field for the code that the app shows first.
pub(crate) const FIRST: &str = "first";

/// The field for the one that comes right after it.
pub(crate) const SECOND: &str = "second";

/// What a resynchronising remembers: whom and which credential it is about.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mending {
    mending: String,
    held: String,
}

pub(crate) fn begin(account: &Account, held: &Held) -> Result<Step, Failure> {
    let credential = Credential::open(&held.secret)?;
    let state = Mending {
        mending: account.pseudonym.clone(),
        held: held.id.clone(),
    };
    Step::new(
        vec![
            Prompt::Message {
                text: texts::MEND.text(),
            },
            code_field(&credential, FIRST, texts::MEND_FIRST.text()),
            code_field(&credential, SECOND, texts::MEND_SECOND.text()),
        ],
        &state,
    )
}

pub(crate) fn proceed(
    host: &dyn Host,
    account: &Account,
    held: &Held,
    state: &Secret,
    answers: &Answers,
) -> Result<ChallengeOutcome, Failure> {
    let state: Mending = state.unpack().ok_or_else(Failure::foreign_state)?;
    if state.mending != account.pseudonym || state.held != held.id {
        return Err(Failure::foreign_state());
    }
    let credential = Credential::open(&held.secret)?;
    let window = window(host)?;
    let digits = credential.digits();
    let [first, second] = match codes(answers, digits) {
        Ok(codes) => codes,
        Err((field, wrong)) => {
            let reason = wrong.text().with("digits", digits);
            let refused = Rejection::wrong(Some(field), reason);
            return Ok(ChallengeOutcome::Rejected(refused));
        }
    };
    let (found, seconds) = match verify::resync(&credential, [&first, &second], host.now()) {
        Resync::Found {
            credential,
            seconds,
        } => (credential, seconds),
        Resync::Used => return Ok(refused(texts::MEND_USED.text())),
        Resync::Wrong => return Ok(refused(texts::MEND_WRONG.text())),
    };
    if seconds != 0 && !window.follows() {
        let mut strict = credential;
        strict.settle(found.last_step);
        return Ok(ChallengeOutcome::Rejected(Rejection {
            spends: Some(spent(held, &strict)?),
            ..Rejection::wrong(
                None,
                off(seconds, texts::STRICT_BEHIND, texts::STRICT_AHEAD),
            )
        }));
    }
    let told = match seconds {
        0 => texts::MENDED_RIGHT.text(),
        _ => off(seconds, texts::MENDED_BEHIND, texts::MENDED_AHEAD),
    };
    Ok(ChallengeOutcome::Accepted(Acceptance {
        held: held.id.clone(),
        secret: found.seal()?,
        facts: facts(&found),
        notice: Some(Notice { text: told }),
    }))
}

/// The two codes, or the first field that has none and what is wrong with it.
fn codes(answers: &Answers, digits: u8) -> Result<[Secret; 2], (&'static str, Phrase)> {
    let read = |field| match input::read(answers, field, digits) {
        Typed::Code(code) => Ok(code),
        Typed::KeyCode => Err((field, texts::CODE_OF_KEY)),
        Typed::Garbage => Err((field, texts::CODE_FORMAT)),
    };
    Ok([read(FIRST)?, read(SECOND)?])
}

fn off(seconds: i64, behind: Phrase, ahead: Phrase) -> Text {
    let phrase = if seconds < 0 { behind } else { ahead };
    phrase.text().with("seconds", seconds.abs())
}

fn refused(reason: Text) -> ChallengeOutcome {
    ChallengeOutcome::Rejected(Rejection::wrong(None, reason))
}
