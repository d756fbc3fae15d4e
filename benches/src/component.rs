//! The machine's own limit for a sandboxed factor: the same component and the same question on bare Wasmtime,
//! in a fresh instance, with a clock, no settings and no other host around it.

use chrono::{DateTime, Utc};
use innkeeper_module::{Account, Held, Secret};
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store,
};

use self::bindings::exports::innkeeper::factor::second_factor::ChallengeOutcome;
use self::bindings::innkeeper::factor::types;
use self::bindings::innkeeper::host::{clock, settings, types as host};
use self::bindings::{Factor, FactorPre};

mod bindings {
    wasmtime::component::bindgen!({ path: "../plugins/wit/1.0", world: "factor" });
}

/// A component on bare Wasmtime.
pub struct Bare {
    engine: Engine,
    factor: FactorPre<World>,
    now: DateTime<Utc>,
}

/// All that a factor is told: what time it is, for ever.
struct World(i64);

impl clock::Host for World {
    fn now(&mut self) -> i64 {
        self.0
    }
}

impl settings::Host for World {
    fn get(&mut self, _: String) -> Result<Option<String>, host::Denied> {
        Ok(None)
    }
}

/// What is asked of it.
pub struct Question {
    account: types::Account,
    held: Vec<types::Held>,
    state: Vec<u8>,
    answers: Vec<types::Answer>,
}

impl Bare {
    /// Compiles it; the clock stands still.
    pub fn new(component: &[u8], now: DateTime<Utc>) -> anyhow::Result<Self> {
        let mut pool = PoolingAllocationConfig::new();
        pool.linear_memory_keep_resident(1 << 20)
            .max_memory_size(64 << 20)
            .total_component_instances(16)
            .pagemap_scan(Enabled::Auto);
        let mut config = Config::new();
        config
            .memory_reservation(64 << 20)
            .memory_guard_size(64 << 10)
            .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        let engine = Engine::new(&config)?;
        let component = Component::new(&engine, component)?;
        let mut linker = Linker::new(&engine);
        clock::add_to_linker::<_, HasSelf<World>>(&mut linker, |world| world)?;
        settings::add_to_linker::<_, HasSelf<World>>(&mut linker, |world| world)?;
        linker.define_unknown_imports_as_traps(&component)?;
        let factor = FactorPre::new(linker.instantiate_pre(&component)?)?;
        Ok(Self {
            engine,
            factor,
            now,
        })
    }

    /// Whether the answer is right.
    pub fn verify(&self, question: &Question) -> anyhow::Result<bool> {
        let mut store = Store::new(&self.engine, World(self.now.timestamp_millis()));
        let factor: Factor = self.factor.instantiate(&mut store)?;
        let outcome = factor
            .innkeeper_factor_second_factor()
            .call_continue_challenge(
                &mut store,
                &question.account,
                &question.held,
                &question.state,
                &question.answers,
            )?;
        Ok(matches!(outcome, Ok(ChallengeOutcome::Accepted(_))))
    }
}

impl Question {
    /// A challenge of somebody who holds one credential, answered by a code.
    pub fn new(account: &Account, held: &Held, state: &Secret, code: &str) -> Self {
        Self {
            account: types::Account {
                pseudonym: account.pseudonym.clone(),
                label: account.label.clone(),
                issuer: account.issuer.clone(),
                locale: account.locale.clone(),
                attributes: Vec::new(),
            },
            held: vec![types::Held {
                id: held.id.clone(),
                label: held.label.clone(),
                secret: held.secret.bytes().to_vec(),
            }],
            state: state.bytes().to_vec(),
            answers: vec![("code".to_owned(), code.to_owned())],
        }
    }
}
