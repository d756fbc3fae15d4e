//! A loaded plugin, whatever it provides: one call of it from the queue to the verdict.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use innkeeper_module::Host;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use wasmtime::{PoolConcurrencyLimitError, Store};

use crate::breaker::{Breaker, State};
use crate::call::{Call, Said};
use crate::engine::Runtime;
use crate::fault::Fault;
use crate::health::Health;
use crate::limits::Terms;
use crate::running::{Running, SHORT};

/// What is done with a fresh instance's store.
pub(crate) type Work<'s, T> = Pin<Box<dyn Future<Output = wasmtime::Result<T>> + Send + 's>>;

/// What every loaded plugin has.
pub(crate) struct Plugin {
    id: String,
    runtime: Arc<Runtime>,
    terms: Arc<Terms>,
    turns: Semaphore,
    waiting: AtomicUsize,
    /// Whether its last call was a short one.
    was_short: Arc<AtomicBool>,
    breaker: Mutex<Breaker>,
    health: Mutex<Health>,
}

impl Plugin {
    pub(crate) fn new(runtime: Arc<Runtime>, id: &str, terms: Arc<Terms>) -> Self {
        Self {
            id: id.to_owned(),
            turns: Semaphore::new(terms.limits.at_once),
            waiting: AtomicUsize::new(0),
            was_short: Arc::default(),
            breaker: Mutex::default(),
            health: Mutex::default(),
            runtime,
            terms,
        }
    }

    pub(crate) fn health(&self) -> Health {
        locked(&self.health).clone()
    }

    pub(crate) fn breaker(&self) -> MutexGuard<'_, Breaker> {
        locked(&self.breaker)
    }

    /// One call, counted and judged: in a fresh instance, with everything that may be asked of the host. What
    /// it answers is read by `judge` before it counts as an answer.
    pub(crate) async fn call<T: Send + 'static, J>(
        &self,
        host: &dyn Host,
        work: impl for<'s> FnOnce(&'s mut Store<Call>) -> Work<'s, T> + Send + 'static,
        judge: impl FnOnce(T) -> Result<J, Fault>,
    ) -> Result<J, Fault> {
        match self.breaker().state(host.now()) {
            State::Working => {}
            State::Resting(_) => return Err(Fault::Resting),
            State::Off => return Err(Fault::Off),
        }
        let begun = Instant::now();
        let answer = self.queue(host, work).await.and_then(judge);
        self.record(host, begun.elapsed(), answer.as_ref().err());
        answer
    }

    fn record(&self, host: &dyn Host, took: Duration, fault: Option<&Fault>) {
        let now = host.now();
        locked(&self.health).count(now, took, fault);
        let Some(fault) = fault else {
            return;
        };
        let plugin = self.id.as_str();
        tracing::warn!(plugin, kind = fault.kind(), %fault, "a plugin gave no answer");
        if fault.is_the_plugins() && self.breaker().failed(now) != State::Working {
            tracing::error!(plugin, "a plugin failed too often and is left alone");
        }
    }

    /// Waits for a turn, within the time of the call.
    async fn queue<T: Send + 'static>(
        &self,
        host: &dyn Host,
        work: impl for<'s> FnOnce(&'s mut Store<Call>) -> Work<'s, T> + Send + 'static,
    ) -> Result<T, Fault> {
        let wall = self.terms.limits.wall;
        let turn = async {
            let place = Place::in_line(&self.waiting, self.terms.limits.waiting)?;
            let turn = self.turns.acquire().await.map_err(|_| Fault::Busy)?;
            let slot = self
                .runtime
                .slots
                .acquire()
                .await
                .map_err(|_| Fault::Busy)?;
            drop(place);
            Ok((turn, slot))
        };
        let turn = timeout(wall, turn).await.map_err(|_| Fault::Busy)??;
        let answer = timeout(wall, self.run(&self.terms, Some(host), work)).await;
        drop(turn);
        answer.map_err(|_| Fault::Wall)?
    }

    /// Runs work in a fresh store, and answers its questions here.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        terms: &Arc<Terms>,
        host: Option<&dyn Host>,
        work: impl for<'s> FnOnce(&'s mut Store<Call>) -> Work<'s, T> + Send + 'static,
    ) -> Result<T, Fault> {
        let (waiter, mut said) = mpsc::unbounded_channel();
        let (terms, waiter) = (Arc::clone(terms), host.map(|_| waiter));
        let (engine, lanes) = (self.runtime.engine.clone(), self.runtime.lanes.clone());
        let threads = self.runtime.threads().ok_or(Fault::Busy)?;
        let was_short = Arc::clone(&self.was_short);
        let work = async move {
            let mut store = Store::new(&engine, Call::new(terms, waiter, lanes.enter()));
            store.limiter(|call| call);
            store.set_hostcall_fuel(store.data().terms.limits.exchange);
            store.set_epoch_deadline(1);
            store.epoch_deadline_callback(|store| Ok(Call::tick(store)));
            let done = work(&mut store).await;
            was_short.store(store.data().ran() < SHORT, Ordering::Relaxed);
            done.map_err(|error| fault(&error, store.data()))
        };
        let mut running = if self.was_short.load(Ordering::Relaxed) {
            Running::here(work)
        } else {
            Running::away(work, threads)
        };
        loop {
            tokio::select! {
                biased;
                done = running.end() => return done,
                Some(said) = said.recv() => match said {
                    Said::Asks(ask) => {
                        if let Some(host) = host {
                            ask(host).await;
                        }
                    }
                    Said::RunsOn => {
                        self.was_short.store(false, Ordering::Relaxed);
                        running = running.leave(threads);
                    }
                },
            }
        }
    }
}

fn fault(error: &wasmtime::Error, call: &Call) -> Fault {
    if error.downcast_ref::<PoolConcurrencyLimitError>().is_some() {
        return Fault::Busy;
    }
    Fault::of(error, call.was_denied_memory, call.last_error.clone())
}

/// A place in the line of those who wait for a turn.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn in_line(waiting: &'a AtomicUsize, most: usize) -> Result<Self, Fault> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(waiting);
        if before >= most {
            return Err(Fault::Busy);
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
