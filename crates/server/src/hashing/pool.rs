//! Threads that hash: so many, and less urgent than those that answer requests. A page must not wait
//! because many sign in.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::memory::Memory;

/// For how long a thread keeps its memory after a hash: whoever comes next need not wait until the system
/// has given it anew, which takes a tenth of what the hash does.
const LINGER: Duration = Duration::from_secs(1);

/// How much less urgent than the rest of the program, as `nice` counts. Enough to let the others go first,
/// and not so much that a busy machine would never hash.
const NICENESS: i32 = 5;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// The threads; they end when this is dropped and what was asked of them is done.
pub struct Pool(Arc<Shared>);

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    came: Condvar,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    is_closed: bool,
}

/// The pool's threads could not be started, or have ended.
#[derive(Debug)]
pub struct Gone;

impl Pool {
    /// Starts so many threads.
    pub fn start(threads: usize) -> Result<Self, Gone> {
        let shared = Arc::new(Shared::default());
        let pool = Self(shared.clone());
        for _ in 0..threads {
            let shared = shared.clone();
            let thread = std::thread::Builder::new().name("hashing".to_owned());
            thread.spawn(move || shared.work()).map_err(|_| Gone)?;
        }
        Ok(pool)
    }

    /// Does the work on one of the threads, in the order in which it was asked for. What nobody waits for
    /// any more when its turn comes is left out; `begun` is dropped when the turn comes.
    pub async fn run<T: Send + 'static>(
        &self,
        begun: impl Send + 'static,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, Gone> {
        let (done, result) = oneshot::channel();
        let job = move |memory: &mut Memory| {
            drop(begun);
            if !done.is_closed() {
                // The asker may leave at any moment.
                let _ = done.send(work(memory));
            }
        };
        self.0.queue().jobs.push_back(Box::new(job));
        self.0.came.notify_one();
        result.await.map_err(|_| Gone)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.queue().is_closed = true;
        self.0.came.notify_all();
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        // Where the system refuses, hashes are as urgent as pages, and nothing else is amiss.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
        let mut memory = Memory::default();
        while let Some(job) = self.next(&mut memory) {
            job(&mut memory);
        }
    }

    /// The next job; None when there will be none any more.
    fn next(&self, memory: &mut Memory) -> Option<Job> {
        let mut queue = self.queue();
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.is_closed {
                return None;
            }
            if memory.is_empty() {
                queue = self
                    .came
                    .wait(queue)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let waited = self.came.wait_timeout(queue, LINGER);
            let (again, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            queue = again;
            if waited.timed_out() && queue.jobs.is_empty() {
                // Unmapping takes a moment, and others may be at the queue.
                drop(queue);
                memory.give_back();
                queue = self.queue();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Instant;

    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn work_is_done_in_order_and_never_by_more_threads_than_there_are() {
        let pool = Arc::new(Pool::start(2).unwrap());
        let (at_work, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let (pool, at_work, most) = (pool.clone(), at_work.clone(), most.clone());
                tokio::spawn(async move {
                    let work = move |_: &mut Memory| {
                        most.fetch_max(
                            at_work.fetch_add(1, Ordering::SeqCst) + 1,
                            Ordering::SeqCst,
                        );
                        let begun = Instant::now();
                        while begun.elapsed() < Duration::from_millis(2) {
                            std::hint::spin_loop();
                        }
                        at_work.fetch_sub(1, Ordering::SeqCst);
                        number
                    };
                    pool.run((), work).await.unwrap()
                })
            })
            .collect();
        for (number, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.await.unwrap(), number);
        }
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_left_out() {
        let pool = Pool::start(1).unwrap();
        let (go, gate) = std::sync::mpsc::channel::<()>();
        let first = pool.run((), move |_: &mut Memory| gate.recv().is_ok());
        let mut first = Box::pin(first);
        assert!((&mut first).now_or_never().is_none());
        let ran = Arc::new(AtomicUsize::new(0));
        let mark = ran.clone();
        let mut second = Box::pin(pool.run((), move |_: &mut Memory| {
            mark.fetch_add(1, Ordering::SeqCst);
        }));
        assert!((&mut second).now_or_never().is_none());
        drop(second);
        go.send(()).unwrap();
        assert!(first.await.unwrap());
        pool.run((), |_: &mut Memory| ()).await.unwrap();
        assert_eq!(ran.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_thread_is_less_urgent_than_the_rest() {
        let pool = Pool::start(1).unwrap();
        let niceness = pool.run((), |_: &mut Memory| {
            rustix::process::getpriority_process(Some(rustix::thread::gettid())).unwrap()
        });
        let mine = rustix::process::getpriority_process(None).unwrap();
        assert_eq!(niceness.await.unwrap(), NICENESS.max(mine));
    }
}
