//! Where a call runs. The way to another thread and back, once for the call and once for each question to the panel,
//! takes as long as a short call does. So a plugin whose last call was short runs on the thread of whoever waits for the
//! answer, until a tick finds it there; everything else runs on the plugins' own threads, where it holds up nobody.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use crate::fault::Fault;

/// After a call that took less, the next one may run where it is waited for. To check a code takes a plugin in a compiled
/// language about a tenth of it, and interpreters take longer to start.
pub(crate) const SHORT: Duration = Duration::from_millis(1);

type Work<T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send>>;

/// A call under way. Whoever stops waiting for it stops it: dropping this does.
pub(crate) enum Running<T> {
    /// On the thread of whoever waits.
    Here(Work<T>),
    /// On a thread of the plugins.
    Away(JoinSet<Result<T, Fault>>),
}

impl<T: Send + 'static> Running<T> {
    pub(crate) fn here(work: impl Future<Output = Result<T, Fault>> + Send + 'static) -> Self {
        Self::Here(Box::pin(work))
    }

    pub(crate) fn away(
        work: impl Future<Output = Result<T, Fault>> + Send + 'static,
        threads: &Handle,
    ) -> Self {
        let mut set = JoinSet::new();
        set.spawn_on(work, threads);
        Self::Away(set)
    }

    /// Goes on, but away.
    pub(crate) fn leave(self, threads: &Handle) -> Self {
        match self {
            Self::Here(work) => Self::away(work, threads),
            Self::Away(_) => self,
        }
    }

    /// Waits for its end.
    pub(crate) async fn end(&mut self) -> Result<T, Fault> {
        let ended = match self {
            Self::Here(work) => AssertUnwindSafe(work).catch_unwind().await.ok(),
            Self::Away(set) => set.join_next().await.and_then(Result::ok),
        };
        ended.unwrap_or_else(|| Err(Fault::Trap("the runtime failed".into())))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::panic::panic_any;
    use std::task::Poll;
    use std::thread::{self, ThreadId};

    use tokio::runtime::Handle;
    use tokio::task::yield_now;

    use super::*;

    /// The threads that it runs on before and after it lets others run.
    async fn threads() -> Result<[ThreadId; 2], Fault> {
        let before = thread::current().id();
        yield_now().await;
        Ok([before, thread::current().id()])
    }

    #[tokio::test]
    async fn a_call_runs_here_until_it_leaves() {
        let here = thread::current().id();
        assert_eq!(Running::here(threads()).end().await, Ok([here, here]));

        let plugins = tokio::runtime::Builder::new_multi_thread()
            .build()
            .expect("threads");
        let mut running = Running::here(threads());
        let polled = running.end().now_or_never();
        assert_eq!(polled, None, "it lets others run");
        let mut running = running.leave(plugins.handle());
        let [before, after] = running.end().await.expect("its threads");
        assert_eq!(before, here);
        assert_ne!(after, here);
        plugins.shutdown_background();
    }

    #[tokio::test]
    async fn a_runtime_that_fails_is_a_fault_wherever_the_call_runs() {
        let breaks = || poll_fn(|_| -> Poll<Result<(), Fault>> { panic_any("it breaks") });
        let failed = Err(Fault::Trap("the runtime failed".into()));
        assert_eq!(Running::here(breaks()).end().await, failed);
        let mut away = Running::away(breaks(), &Handle::current());
        assert_eq!(away.end().await, failed);
    }
}
