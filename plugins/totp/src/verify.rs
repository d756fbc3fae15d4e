//! Whether a code is right: the window, the high-water mark, and help for clocks that are off.
//!
//! Pure: the server's time comes in as an argument. A code is accepted once because the step it
//! belongs to goes into the new credential, which the panel stores by compare-and-set. Help about a
//! clock tells of a guess when it is or was right, so that step is used up the same way: what the window
//! has still to come to is burnt, and what it has passed is below the high-water mark from then on, for a
//! resynchronised clock may bring the window back.

use chrono::{DateTime, Utc};
use innkeeper_module::Secret;
use subtle::ConstantTimeEq as _;

use crate::credential::{Credential, DRIFT, Drift, REACH};

/// How far from now the window can be at most, in steps: where a clock may be resynchronised to, what it
/// may drift from there, and half a window.
const SIGHT: i64 = REACH + DRIFT + WIDEST;

/// The most steps that are accepted before and after the window's centre.
const WIDEST: i64 = 2;

/// How many codes in a row must lie to one side before the window follows them.
const STREAK: i64 = 3;

/// How many steps before and after the window's centre are accepted.
#[derive(Clone, Copy)]
pub(crate) struct Window(i64);

impl Window {
    /// 0 is strict, 2 is the most there can be.
    pub(crate) fn new(steps: i64) -> Option<Self> {
        (0..=WIDEST).contains(&steps).then_some(Self(steps))
    }

    /// Whether it follows a phone's clock; a strict one takes the present step and no other.
    pub(crate) fn follows(self) -> bool {
        self.0 > 0
    }

    /// Whether a step so far from now is accepted. The present step always is: a phone whose clock
    /// was put right must not be shut out by the drift it used to have.
    fn holds(self, place: i64, drift: Drift) -> bool {
        place == 0 || (self.follows() && (place - drift.offset).abs() <= self.0)
    }

    /// Whether it has passed that step, wherever it is.
    fn has_passed(self, place: i64, drift: Drift) -> bool {
        let first = if self.follows() {
            drift.offset - self.0
        } else {
            0
        };
        place < first.min(0)
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
        /// Where it could be accepted at another time: the credential that never does. It must be stored
        /// before anybody is told.
        burnt: Option<Credential>,
    },
    /// Wrong.
    Wrong,
}

/// Judges a code of as many digits as the credential's codes have.
///
/// Every step within sight is computed and compared, whatever the code, so that neither the time it
/// takes nor the path through it tells how near a guess was.
pub(crate) fn judge(
    credential: &Credential,
    code: &Secret,
    now: DateTime<Utc>,
    window: Window,
) -> Verdict {
    let period = i64::from(credential.period());
    let present = now.timestamp().div_euclid(period);
    let seen = places_of(credential, code, present);
    let held: Vec<i64> = seen
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
        return accept(credential, present, place, window);
    }
    let hits: Vec<i64> = seen
        .into_iter()
        .filter(|place| is_within_reach(*place))
        .collect();
    match hits.as_slice() {
        [] => Verdict::Wrong,
        _ if !held.is_empty() => Verdict::Used,
        [place] if credential.last_step == Some(present + place) => Verdict::Used,
        [place] if *place < 0 && credential.is_burnt(present + place) => Verdict::Used,
        [place] => elsewhere(credential, present, *place, window),
        _ => Verdict::Wrong,
    }
}

/// Help for a clock that is off, where it costs nothing or its price can be paid.
fn elsewhere(credential: &Credential, present: i64, place: i64, window: Window) -> Verdict {
    let seconds = place * i64::from(credential.period());
    let step = present + place;
    let burnt = if !credential.is_fresh(step) {
        None
    } else if window.has_passed(place, credential.drift) {
        let mut passed = credential.clone();
        passed.settle(Some(step));
        Some(passed)
    } else {
        let Some(burnt) = credential.burn(step, present - SIGHT) else {
            return Verdict::Wrong;
        };
        Some(burnt)
    };
    Verdict::ElsewhereInTime { seconds, burnt }
}

/// What became of two codes, one right after the other, of a phone whose clock may be off.
pub(crate) enum Resync {
    /// Both are right. The credential is what it is from now on: both steps are spent, and the window is
    /// where the phone's clock is.
    Found {
        credential: Credential,
        /// By how much the clock is off, negative for one that is behind.
        seconds: i64,
    },
    /// One of them is spent, or was given away.
    Used,
    /// They are not two codes in a row of any time within reach.
    Wrong,
}

/// Finds a phone's clock by two codes in a row (RFC 6238, section 6). Half a minute is what typing takes,
/// and no clock that is off.
pub(crate) fn resync(credential: &Credential, codes: [&Secret; 2], now: DateTime<Utc>) -> Resync {
    let period = i64::from(credential.period());
    let present = now.timestamp().div_euclid(period);
    let [first, second] = codes.map(|code| places_of(credential, code, present));
    let pairs: Vec<i64> = second
        .into_iter()
        .filter(|place| first.contains(&(place - 1)))
        .filter(|place| is_within_reach(*place) && is_within_reach(place - 1))
        .collect();
    let [place] = pairs[..] else {
        return Resync::Wrong;
    };
    let step = present + place;
    if !credential.is_fresh(step - 1) || !credential.is_fresh(step) {
        return Resync::Used;
    }
    let offset = if place.abs() <= 1 { 0 } else { place };
    let mut credential = credential.clone();
    credential.settle(Some(step));
    credential.drift = Drift::resynchronised(offset);
    Resync::Found {
        credential,
        seconds: offset * period,
    }
}

fn is_within_reach(place: i64) -> bool {
    (-REACH..=REACH).contains(&place)
}

/// Where within sight the code is at home, in steps from the present one.
fn places_of(credential: &Credential, code: &Secret, present: i64) -> Vec<i64> {
    let steps = (-SIGHT..=SIGHT).map(|place| present + place);
    let matches: Vec<bool> = credential
        .codes(steps)
        .map(|right| right.is_some_and(|right| right.bytes().ct_eq(code.bytes()).into()))
        .collect();
    let places = (-SIGHT..=SIGHT).zip(matches);
    places
        .filter_map(|(place, hit)| hit.then_some(place))
        .collect()
}

fn accept(credential: &Credential, present: i64, place: i64, window: Window) -> Verdict {
    let drift = follow(credential.drift, place, window);
    let followed = drift.streak == 0 && drift.offset != credential.drift.offset;
    let mut credential = credential.clone();
    credential.settle(Some(present + place));
    credential.drift = drift;
    Verdict::Accepted {
        credential,
        followed,
    }
}

/// Three codes running on the same side of the centre move it one step to that side. The code of the
/// present moment, where a resynchronised window is elsewhere, says that the clock was put right.
fn follow(drift: Drift, place: i64, window: Window) -> Drift {
    if drift.base != 0 && (place - drift.offset).abs() > window.0 {
        return Drift::default();
    }
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
        offset: (drift.offset + side).clamp(drift.base - DRIFT, drift.base + DRIFT),
        streak: 0,
        ..drift
    }
}
