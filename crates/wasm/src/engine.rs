//! The machine that all plugins of this process share: one engine, one pool of memory, a few threads.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

use rustix::process::setpriority_process;
use tokio::runtime::{Builder, Handle};
use tokio::sync::Semaphore;
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig,
};

use crate::artifact::ArtifactKey;
use crate::bindings;
use crate::call::Call;
use crate::fault::Unfit;
use crate::lane::Lanes;
use crate::limits::{PoolLimits, TICK};

/// How many memories, tables and core instances a component may have. Python needs 38 instances, `QuickJS` three
/// memories.
const MEMORIES: u32 = 4;
const TABLES: u32 = 8;
const CORE_INSTANCES: u32 = 64;

/// How many elements a table may have; the largest engine for JavaScript has 7,697.
const TABLE_ELEMENTS: usize = 20_000;

/// How much less urgent plugins are than the rest of the program, as `nice` counts: a page must not wait
/// because one of them is busy.
const NICENESS: i32 = 5;

/// What compiled code depends on: the same for who compiles and who runs.
pub(crate) fn config() -> Config {
    let mut config = Config::new();
    config
        .cranelift_opt_level(OptLevel::Speed)
        .epoch_interruption(true)
        .max_wasm_stack(512 << 10)
        .async_stack_size(1 << 20)
        // Bounds are checked in code, so that a slot takes 64 MiB of addresses instead of 4 GiB.
        .memory_reservation(64 << 20)
        .memory_guard_size(64 << 10);
    config
}

fn pool(limits: &PoolLimits) -> PoolingAllocationConfig {
    let slots = limits.slots;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .total_core_instances(slots.saturating_mul(CORE_INSTANCES))
        .total_memories(slots.saturating_mul(MEMORIES))
        .total_tables(slots.saturating_mul(TABLES))
        .total_stacks(slots)
        .max_core_instances_per_component(CORE_INSTANCES)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .table_elements(TABLE_ELEMENTS)
        .max_memory_size(limits.memory)
        .linear_memory_keep_resident(1 << 20)
        .table_keep_resident(64 << 10)
        .async_stack_keep_resident(64 << 10)
        .max_unused_warm_slots(16)
        // Tells which pages were touched, so that only those are wiped; on Linux since 6.7.
        .pagemap_scan(Enabled::Auto);
    pool
}

/// The machine that plugins run on. There is one in a process.
pub struct Runtime {
    pub(crate) engine: Engine,
    pub(crate) linker: Linker<Call>,
    pub(crate) slots: Arc<Semaphore>,
    pub(crate) lanes: Arc<Lanes>,
    threads: Option<tokio::runtime::Runtime>,
    /// Ends the ticking when the machine is gone.
    _ticking: mpsc::Sender<()>,
}

impl Runtime {
    /// Sets the machine up.
    ///
    /// # Errors
    /// [`Unfit::Runtime`] where this machine cannot run plugins, or too little memory can be set aside.
    pub fn new(limits: &PoolLimits) -> Result<Self, Unfit> {
        let unfit = |error: wasmtime::Error| Unfit::Runtime(format!("{error:#}"));
        let mut config = config();
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
        let engine = Engine::new(&config).map_err(unfit)?;
        let mut linker = Linker::new(&engine);
        bindings::Factor::add_to_linker::<_, HasSelf<Call>>(&mut linker, |call| call)
            .map_err(unfit)?;
        bindings::events::innkeeper::hooks::types::add_to_linker::<_, HasSelf<Call>>(
            &mut linker,
            |call| call,
        )
        .map_err(unfit)?;
        bindings::sending::innkeeper::channel::types::add_to_linker::<_, HasSelf<Call>>(
            &mut linker,
            |call| call,
        )
        .map_err(unfit)?;
        let threads = Builder::new_multi_thread()
            .worker_threads(limits.threads)
            .thread_name("plugins")
            .enable_time()
            // Where the system refuses, plugins are as urgent as pages, and nothing else is amiss.
            .on_thread_start(|| {
                let _ = setpriority_process(Some(rustix::thread::gettid()), NICENESS);
            })
            .build()
            .map_err(|error| Unfit::Runtime(error.to_string()))?;
        Ok(Self {
            _ticking: tick(&engine)?,
            slots: Arc::new(Semaphore::new(usize::try_from(limits.slots).unwrap_or(1))),
            lanes: Lanes::new(),
            threads: Some(threads),
            engine,
            linker,
        })
    }

    /// Makes what this panel compiled of the component with that SHA-256 callable.
    ///
    /// # Errors
    /// [`Unfit::Load`] for what it did not, or no longer can be run and must be compiled again.
    pub fn load(
        &self,
        key: &ArtifactKey,
        component: &[u8; 32],
        file: &[u8],
    ) -> Result<Code, Unfit> {
        let genuine = key.open(component, file);
        let genuine = genuine.map_err(|forged| Unfit::Load(forged.to_string()))?;
        genuine.load(&self.engine).map(Code)
    }

    /// Where plugins run that take longer than a moment: threads of their own, so that none of them holds up those that
    /// answer requests.
    pub(crate) fn threads(&self) -> Option<&Handle> {
        self.threads.as_ref().map(tokio::runtime::Runtime::handle)
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        // Waiting for its threads would block, which is forbidden where requests are answered.
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

/// A component that can be called.
#[derive(Clone)]
pub struct Code(pub(crate) Component);

impl Code {
    /// The interfaces that it imports, by name and version.
    pub fn imports(&self) -> Vec<String> {
        let ty = self.0.component_type();
        let imports = ty.imports(self.0.engine());
        imports.map(|(name, _)| name.to_owned()).collect()
    }
}

/// Ticks on a thread of its own, for the threads that plugins run on may all be busy.
fn tick(engine: &Engine) -> Result<mpsc::Sender<()>, Unfit> {
    let (ticking, ends) = mpsc::channel();
    let engine = engine.weak();
    let ticker = move || {
        while ends.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            let Some(engine) = engine.upgrade() else {
                return;
            };
            engine.increment_epoch();
        }
    };
    thread::Builder::new()
        .name("plugin-ticks".into())
        .spawn(ticker)
        .map_err(|error| Unfit::Runtime(error.to_string()))?;
    Ok(ticking)
}
