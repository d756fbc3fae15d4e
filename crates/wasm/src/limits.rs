//! How much a plugin may take. The defaults are measured: see docs/decisions/0012-plugin-runtime.md.

use std::collections::BTreeSet;
use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// How often it is looked at how long a plugin has been running.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// What one plugin may take, per call unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time in which the plugin really runs, looked at every 10 ms.
    pub cpu: Duration,
    /// Time on the clock, with everything it waits for.
    pub wall: Duration,
    /// Time on the clock for the answer to a question, while somebody waits for a sign-in to go on.
    pub answer: Duration,
    /// Bytes of memory, summed over all memories of the component.
    pub memory: usize,
    /// Elements of each table.
    pub table_elements: usize,
    /// Bytes that one exchange of data with the panel may have.
    pub exchange: usize,
    /// Lines of log; what is above is dropped.
    pub log_lines: u32,
    /// Bytes of a log line; what is above is cut.
    pub log_line: usize,
    /// Bytes of chance at once.
    pub random: u32,
    /// HTTP requests.
    pub http_requests: u32,
    /// Bytes of a request's body.
    pub http_body: usize,
    /// Messages to the person.
    pub messages: u32,
    /// Slow hashes made or compared with.
    pub hashes: u32,
    /// Signatures made.
    pub signatures: u32,
    /// Uses of the store.
    pub store_uses: u32,
    /// Bytes of a key in the store.
    pub store_key: usize,
    /// Bytes of a value in the store.
    pub store_value: usize,
    /// Calls of this plugin at once.
    pub at_once: usize,
    /// Calls of this plugin that wait for their turn; what is above is turned away.
    pub waiting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cpu: Duration::from_secs(1),
            wall: Duration::from_secs(10),
            answer: Duration::from_millis(50),
            memory: 64 * MIB,
            table_elements: 20_000,
            exchange: 4 * MIB,
            log_lines: 100,
            log_line: 4 * KIB,
            random: 4096,
            http_requests: 8,
            http_body: MIB,
            messages: 2,
            hashes: 32,
            signatures: 32,
            store_uses: 64,
            store_key: 256,
            store_value: 64 * KIB,
            at_once: 16,
            waiting: 256,
        }
    }
}

/// On what terms a plugin runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// How much it may take.
    pub limits: Limits,
    /// Its settings that it may use in headers by name and never read.
    pub secret_settings: BTreeSet<String>,
}

impl Terms {
    /// Those for the answer to a question.
    pub(crate) fn of_questions(&self) -> Self {
        let mut terms = self.clone();
        terms.limits.cpu = terms.limits.cpu.min(terms.limits.answer);
        terms.limits.wall = terms.limits.wall.min(terms.limits.answer);
        terms
    }

    /// Those for describing itself: that is a constant, after all.
    pub(crate) fn of_description(&self) -> Self {
        let mut terms = self.clone();
        let most = Duration::from_secs(1);
        terms.limits.cpu = terms.limits.cpu.min(most);
        terms.limits.wall = terms.limits.wall.min(most);
        terms
    }
}

/// What all plugins of this process share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolLimits {
    /// Calls at once, of all plugins together.
    pub slots: u32,
    /// The largest memory that [`Limits::memory`] can grant.
    pub memory: usize,
    /// Threads for calls that take longer than a moment, apart from those that answer requests.
    pub threads: usize,
}

impl Default for PoolLimits {
    fn default() -> Self {
        Self {
            slots: 64,
            memory: 64 * MIB,
            threads: 2,
        }
    }
}
