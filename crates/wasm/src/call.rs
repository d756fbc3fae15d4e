//! One call: what it has used so far, and its line to the host.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use innkeeper_module::Host;
use tokio::sync::{mpsc, oneshot};
use wasmtime::{ResourceLimiter, StoreContextMut, UpdateDeadline};

use crate::fault::Fault;
use crate::lane::Lane;
use crate::limits::Terms;

/// A future that may borrow the host.
pub(crate) type Answering<'h, T> = Pin<Box<dyn Future<Output = T> + Send + 'h>>;

/// A question to the host. The host is borrowed and a store owns all it has, so what a plugin asks travels
/// to the task that has the host, and is answered there.
pub(crate) type Ask = Box<dyn for<'h> FnOnce(&'h dyn Host) -> Answering<'h, ()> + Send>;

/// What a call says to whoever waits for its answer.
pub(crate) enum Said {
    /// It asks the host.
    Asks(Ask),
    /// A tick found it running, and will again.
    RunsOn,
}

/// What a store holds.
pub(crate) struct Call {
    pub(crate) terms: Arc<Terms>,
    /// Whoever waits for the answer; None where the plugin must get by without the panel.
    waiter: Option<mpsc::UnboundedSender<Said>>,
    has_said_that_it_runs_on: bool,
    began: Instant,
    waited: Waited,
    lane: Lane,
    memory: usize,
    /// Whether it was refused memory.
    pub(crate) was_denied_memory: bool,
    /// What it last wrote to the log as an error; its panic, if it panicked.
    pub(crate) last_error: Option<String>,
    pub(crate) used: Used,
}

/// What may be used so many times in a call.
#[derive(Default)]
pub(crate) struct Used {
    pub(crate) log_lines: u32,
    pub(crate) http_requests: u32,
    pub(crate) messages: u32,
    pub(crate) hashes: u32,
    pub(crate) signatures: u32,
    pub(crate) store_uses: u32,
}

impl Call {
    pub(crate) fn new(
        terms: Arc<Terms>,
        waiter: Option<mpsc::UnboundedSender<Said>>,
        lane: Lane,
    ) -> Self {
        Self {
            terms,
            began: Instant::now(),
            waited: Waited::default(),
            lane,
            waiter,
            has_said_that_it_runs_on: false,
            memory: 0,
            was_denied_memory: false,
            last_error: None,
            used: Used::default(),
        }
    }

    /// Whether there is somebody to ask.
    pub(crate) fn has_host(&self) -> bool {
        self.waiter.is_some()
    }

    /// Asks the host and waits for the answer.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        ask: impl for<'h> FnOnce(&'h dyn Host) -> Answering<'h, T> + Send + 'static,
    ) -> wasmtime::Result<T> {
        let (answer, answered) = oneshot::channel();
        let ask: Ask = Box::new(move |host| {
            let answering = ask(host);
            Box::pin(async move {
                // Who asked may have been stopped meanwhile.
                let _ = answer.send(answering.await);
            })
        });
        let alone = || Fault::Asked("a description is given without the panel");
        let waiter = self.waiter.as_ref().ok_or_else(alone)?;
        waiter.send(Said::Asks(ask)).map_err(|_| Fault::Wall)?;
        self.lane.give_turn_back();
        let answered = self.waited.during(answered).await;
        Ok(answered.map_err(|_| Fault::Wall)?)
    }

    /// What has passed since it began, without what it waited for the panel and for its turn.
    pub(crate) fn ran(&self) -> Duration {
        self.began.elapsed().saturating_sub(self.waited.get())
    }

    /// Called at each tick in which the plugin runs. It makes room for others, until its time is used up.
    pub(crate) fn tick(mut store: StoreContextMut<'_, Self>) -> UpdateDeadline {
        let call = store.data_mut();
        if let Some(waiter) = &call.waiter
            && !call.has_said_that_it_runs_on
        {
            call.has_said_that_it_runs_on = true;
            // Nobody listens any more where it is being stopped.
            let _ = waiter.send(Said::RunsOn);
        }
        let ran = call.ran();
        if ran >= call.terms.limits.cpu {
            return UpdateDeadline::Interrupt;
        }
        let (waited, aside) = (call.waited.clone(), call.lane.step_aside(ran));
        // A plain `Yield` wakes itself at once and starves everybody else: the measurements have the figures.
        UpdateDeadline::YieldCustom(1, Box::pin(async move { waited.during(aside).await }))
    }
}

/// How long a call has not been running.
#[derive(Clone, Default)]
struct Waited(Arc<AtomicU64>);

impl Waited {
    async fn during<T>(&self, wait: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let done = wait.await;
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0.fetch_add(nanos, Ordering::Relaxed);
        done
    }

    fn get(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

/// Counts one more use, as long as there may be one.
pub(crate) fn spend(used: &mut u32, most: u32, what: &'static str) -> Result<(), Fault> {
    if *used >= most {
        return Err(Fault::Asked(what));
    }
    *used += 1;
    Ok(())
}

/// Wasmtime's own limits hold for each memory; a component may have several, so they are added up here.
impl ResourceLimiter for Call {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let sum = self.memory.saturating_sub(current).saturating_add(desired);
        if sum > self.terms.limits.memory {
            self.was_denied_memory = true;
            return Ok(false);
        }
        self.memory = sum;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.was_denied_memory = true;
        Ok(())
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if desired > self.terms.limits.table_elements {
            self.was_denied_memory = true;
            return Ok(false);
        }
        Ok(true)
    }
}
