//! When a plugin that fails is left alone, and when it is switched off. Pure: the time is an argument.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

/// So many failures in so long let a plugin rest.
const FAILURES: usize = 5;
const WITHIN: TimeDelta = TimeDelta::seconds(60);

/// For how long it rests.
const REST: TimeDelta = TimeDelta::seconds(30);

/// So many rests in so long switch it off.
const RESTS: usize = 3;
const OF_RESTS: TimeDelta = TimeDelta::hours(1);

/// What is to be done with a plugin's next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It may be called.
    Working,
    /// It failed too often and is not called until then.
    Resting(DateTime<Utc>),
    /// It failed too often again and again: staff must look at it.
    Off,
}

/// Counts a plugin's failures.
#[derive(Clone, Debug, Default)]
pub struct Breaker {
    failures: VecDeque<DateTime<Utc>>,
    rests: VecDeque<DateTime<Utc>>,
    resting_until: Option<DateTime<Utc>>,
    is_off: bool,
}

impl Breaker {
    /// What is to be done with a call at that time.
    pub fn state(&self, now: DateTime<Utc>) -> State {
        if self.is_off {
            return State::Off;
        }
        match self.resting_until {
            Some(until) if now < until => State::Resting(until),
            _ => State::Working,
        }
    }

    /// Takes a failure in, and says what follows from it.
    pub fn failed(&mut self, now: DateTime<Utc>) -> State {
        forget(&mut self.failures, now - WITHIN);
        self.failures.push_back(now);
        if self.failures.len() >= FAILURES && self.state(now) == State::Working {
            self.failures.clear();
            self.resting_until = Some(now + REST);
            forget(&mut self.rests, now - OF_RESTS);
            self.rests.push_back(now);
            self.is_off = self.rests.len() >= RESTS;
        }
        self.state(now)
    }

    /// Staff looked at it, and it may try again.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

fn forget(times: &mut VecDeque<DateTime<Utc>>, before: DateTime<Utc>) {
    while times.front().is_some_and(|time| *time <= before) {
        times.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Breaker, State};

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn fail(breaker: &mut Breaker, times: impl IntoIterator<Item = i64>) {
        for time in times {
            breaker.failed(at(time));
        }
    }

    #[test]
    fn five_failures_in_a_minute_are_followed_by_half_a_minute_of_rest() {
        let mut breaker = Breaker::default();
        fail(&mut breaker, 0..4);
        assert_eq!(breaker.state(at(4)), State::Working);
        assert_eq!(breaker.failed(at(4)), State::Resting(at(34)));
        assert_eq!(breaker.state(at(33)), State::Resting(at(34)));
        assert_eq!(breaker.state(at(34)), State::Working);
    }

    #[test]
    fn failures_far_apart_are_no_reason_to_rest() {
        let mut breaker = Breaker::default();
        fail(&mut breaker, (0..100).map(|count| count * 15));
        assert_eq!(breaker.state(at(1486)), State::Working);
    }

    #[test]
    fn three_rests_in_an_hour_switch_it_off_until_staff_looked_at_it() {
        let mut breaker = Breaker::default();
        fail(&mut breaker, 0..5);
        fail(&mut breaker, 100..105);
        assert_eq!(breaker.state(at(200)), State::Working);
        fail(&mut breaker, 200..205);
        assert_eq!(breaker.state(at(1_000_000)), State::Off);
        breaker.reset();
        assert_eq!(breaker.state(at(1_000_000)), State::Working);
    }

    #[test]
    fn rests_far_apart_do_not_switch_it_off() {
        let mut breaker = Breaker::default();
        for hour in 0..10 {
            fail(&mut breaker, hour * 3600..hour * 3600 + 5);
        }
        assert_eq!(breaker.state(at(36_000)), State::Working);
    }
}
