//! Who runs for long lets those pass that do not: a plugin that loops, or an interpreter that starts, must not hold
//! up a proof that takes a third of a millisecond.
//!
//! All calls run as they come until [`PROMPT`] is used up. Those that go on are in the slow lane: while others are
//! under way, they run one at a time, a tick each, with as long a rest between. So they have at most half of one
//! thread together, however many they are; and all of it where nobody else wants to run.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::limits::TICK;
use crate::plugin::locked;

/// How long a call may run before it is taken for a long one.
const PROMPT: Duration = TICK.saturating_mul(2);

/// The lanes of all plugins.
#[derive(Debug)]
pub(crate) struct Lanes {
    prompt: AtomicUsize,
    slow: Arc<Semaphore>,
}

/// A call's place among those under way.
pub(crate) struct Lane {
    lanes: Arc<Lanes>,
    place: Place,
}

enum Place {
    Prompt,
    Slow(Turn),
}

/// A turn in the slow lane, which is shared with the future that waits for it.
type Turn = Arc<Mutex<Option<OwnedSemaphorePermit>>>;

impl Lanes {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            prompt: AtomicUsize::new(0),
            slow: Arc::new(Semaphore::new(1)),
        })
    }

    /// A place for a call that begins.
    pub(crate) fn enter(self: &Arc<Self>) -> Lane {
        self.prompt.fetch_add(1, Ordering::Relaxed);
        Lane {
            lanes: Arc::clone(self),
            place: Place::Prompt,
        }
    }

    fn is_free(&self) -> bool {
        self.prompt.load(Ordering::Relaxed) == 0
    }

    /// Waits for the turn of a long call.
    async fn take_turn(self: Arc<Self>, turn: Turn) {
        if self.is_free() {
            return yield_now().await;
        }
        let permit = Arc::clone(&self.slow).acquire_owned().await.ok();
        if !self.is_free() {
            sleep(TICK).await;
        }
        *locked(&turn) = permit;
    }
}

impl Lane {
    /// Makes room for others, once a call has been running for so long.
    pub(crate) fn step_aside(&mut self, ran: Duration) -> impl Future<Output = ()> + use<> {
        if ran >= PROMPT && matches!(self.place, Place::Prompt) {
            self.lanes.prompt.fetch_sub(1, Ordering::Relaxed);
            self.place = Place::Slow(Turn::default());
        }
        self.give_turn_back();
        let turn = match &self.place {
            Place::Prompt => None,
            Place::Slow(turn) => Some((Arc::clone(&self.lanes), Arc::clone(turn))),
        };
        async move {
            match turn {
                Some((lanes, turn)) => lanes.take_turn(turn).await,
                None => yield_now().await,
            }
        }
    }

    /// Lets the next one of the slow lane run: this one ends, or waits for the panel.
    pub(crate) fn give_turn_back(&self) {
        if let Place::Slow(turn) = &self.place {
            *locked(turn) = None;
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        // A turn goes back with its place.
        if matches!(self.place, Place::Prompt) {
            self.lanes.prompt.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn long_calls_need_no_turn_where_nobody_else_is_under_way() {
        let lanes = Lanes::new();
        let (mut one, mut other) = (lanes.enter(), lanes.enter());
        drop(other.step_aside(PROMPT));
        one.step_aside(PROMPT).await;
        other.step_aside(PROMPT).await;
        assert_eq!(lanes.slow.available_permits(), 1);
    }

    #[tokio::test]
    async fn long_calls_take_turns_while_others_are_under_way() {
        let lanes = Lanes::new();
        let (mut one, mut other, prompt) = (lanes.enter(), lanes.enter(), lanes.enter());
        one.step_aside(PROMPT).await;
        let waiting = tokio::spawn(other.step_aside(PROMPT));
        for _ in 0..100 {
            yield_now().await;
        }
        assert!(!waiting.is_finished(), "the turn is taken");
        drop(one.step_aside(PROMPT));
        waiting.await.expect("the next one has the turn");
        assert_eq!(lanes.slow.available_permits(), 0);
        drop((other, prompt));
        assert_eq!(lanes.slow.available_permits(), 1);
        assert!(lanes.is_free());
    }

    #[tokio::test]
    async fn a_prompt_call_waits_for_no_long_one() {
        let lanes = Lanes::new();
        let (mut long, mut prompt) = (lanes.enter(), lanes.enter());
        long.step_aside(PROMPT).await;
        prompt.step_aside(TICK).await;
        assert_eq!(
            lanes.slow.available_permits(),
            0,
            "the long one has the turn still"
        );
    }
}
