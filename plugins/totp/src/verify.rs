//! Whether a code is right: the window, the high-water mark, and help for clocks that are off.
//!
//! Pure: the server's time comes in as an argument. A code is accepted once because the step it
//! belongs to goes into the new credential, which the panel stores by compare-and-set. Help about a
//! clock that is ahead tells that a guess will be right later, so that step is burnt the same way;
//! steps of the past need no burning, because the window never comes back to them.

use chrono::{DateTime, Utc};
use innkeeper_module::Secret;
use subtle::ConstantTimeEq as _;

use crate::credential::{Credential, DRIFT, Drift};

/// How far from now a wrong code is looked for, in steps; only to say how far a clock is off.
const REACH: i64 = 20;

/// How many codes in a row must lie to one side before the window follows them.
const STREAK: i64 = 3;

/// How many steps before and after the window's centre are accepted.
#[derive(Clone, Copy)]
pub(crate) struct Window(i64);

impl Window {
    /// 0 is strict, 2 is the most there can be.
    pub(crate) fn new(steps: i64) -> Option<Self> {
        (0..=2).contains(&steps).then_some(Self(steps))
    }

    /// Whether a step so far from now is accepted. The present step always is: a phone whose clock
    /// was put right must not be shut out by the drift it used to have.
    fn holds(self, place: i64, drift: Drift) -> bool {
        place == 0 || (self.0 > 0 && (place - drift.offset).abs() <= self.0)
    }
}

impl Default for Window {
    fn default() -> Self {
        Self(1)
    }
}

/// What became of a code.
pub(crate) enum Verdict {
    /// Right. The credential is what it is from now on.
    Accepted {
        credential: Credential,
        /// Whether the window has just followed the phone's clock.
        followed: bool,
    },
    /// Right once, and spent.
    Used,
    /// The code of a moment so many seconds away from now, negative for the past; not accepted.
    ElsewhereInTime {
        seconds: i64,
        /// Where that moment is still to come: the credential that never accepts it. It must be
        /// stored before anybody is told.
        burnt: Option<Credential>,
    },
    /// Wrong.
    Wrong,
}

/// Judges a code of as many digits as the credential's codes have.
///
/// Every step within reach is computed and compared, whatever the code, so that neither the time it
/// takes nor the path through it tells how near a guess was.
pub(crate) fn judge(
    credential: &Credential,
    code: &Secret,
    now: DateTime<Utc>,
    window: Window,
) -> Verdict {
    let period = i64::from(credential.period());
    let present = now.timestamp().div_euclid(period);
    let hits = places_of(credential, code, present);
    let held: Vec<i64> = hits
        .iter()
        .copied()
        .filter(|place| window.holds(*place, credential.drift))
        .collect();
    // A code that was given away opens nothing, not even where a neighbouring step has the same.
    let given_away = held
        .iter()
        .any(|place| credential.is_burnt(present + place));
    let fresh = |place: &i64| !given_away && credential.is_fresh(present + place);
    // The latest of several, else the same code could come back for the later step.
    if let Some(place) = held.iter().copied().filter(fresh).max() {
        return accept(credential, present, place);
    }
    match hits.as_slice() {
        [] => Verdict::Wrong,
        _ if !held.is_empty() => Verdict::Used,
        [place] if credential.last_step == Some(present + place) => Verdict::Used,
        [place] if *place < 0 && credential.is_burnt(present + place) => Verdict::Used,
        [place] => elsewhere(credential, present, *place),
        _ => Verdict::Wrong,
    }
}

/// Help for a clock that is off, where it costs nothing or its price can be paid.
fn elsewhere(credential: &Credential, present: i64, place: i64) -> Verdict {
    let seconds = place * i64::from(credential.period());
    let step = present + place;
    if place < 0 || !credential.is_fresh(step) {
        return Verdict::ElsewhereInTime {
            seconds,
            burnt: None,
        };
    }
    match credential.burn(step, present - REACH) {
        None => Verdict::Wrong,
        burnt => Verdict::ElsewhereInTime { seconds, burnt },
    }
}

/// Where within reach the code is at home, in steps from the present one.
fn places_of(credential: &Credential, code: &Secret, present: i64) -> Vec<i64> {
    let steps = (-REACH..=REACH).map(|place| present + place);
    let matches: Vec<bool> = credential
        .codes(steps)
        .map(|right| right.is_some_and(|right| right.bytes().ct_eq(code.bytes()).into()))
        .collect();
    let places = (-REACH..=REACH).zip(matches);
    places
        .filter_map(|(place, hit)| hit.then_some(place))
        .collect()
}

fn accept(credential: &Credential, present: i64, place: i64) -> Verdict {
    let drift = follow(credential.drift, place);
    let followed = drift.streak == 0 && drift.offset != credential.drift.offset;
    let mut credential = credential.clone();
    credential.settle(Some(present + place));
    credential.drift = drift;
    Verdict::Accepted {
        credential,
        followed,
    }
}

/// Three codes running on the same side of the centre move it one step to that side.
fn follow(drift: Drift, place: i64) -> Drift {
    let side = (place - drift.offset).signum();
    let streak = if side == drift.streak.signum() {
        drift.streak + side
    } else {
        side
    };
    if streak.abs() < STREAK {
        return Drift { streak, ..drift };
    }
    Drift {
        offset: (drift.offset + side).clamp(-DRIFT, DRIFT),
        streak: 0,
    }
}
