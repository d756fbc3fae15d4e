//! What the sandbox of plugins costs: the same factor as a component on the panel's runtime, on bare Wasmtime,
//! and natively.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use innkeeper_module::testing::{self, FakeHost};
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, Held, Host as _, SecondFactor, Secret, Step,
};
use innkeeper_totp::{Algorithm, Totp};
use innkeeper_wasm::{ArtifactKey, Code, PoolLimits, Runtime, Terms, WasmFactor, compile};
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;

use crate::component::{Bare, Question};
use crate::house::{KEY, code_at};
use crate::program;
use crate::statistics::{millis, number, p99};

/// The factor that is there both natively and as a component, and what does all that is forbidden.
const FACTOR: &str = "innkeeper-totp-component";
const EVIL: &str = "innkeeper-evil-component";
/// How many proofs are asked for, one after another.
const PROOFS: u32 = 2_000;
/// How many are asked for at once, and how many plugins loop beside them.
const CROWD: usize = 1_000;
const LOOPS: usize = 4;
/// How many plugins lie idle.
const IDLE: usize = 32;

/// The runtime, and somebody with an app.
pub struct Sandbox {
    runtime: Arc<Runtime>,
    component: Vec<u8>,
    compiled: Compiled,
    person: Person,
}

/// Plugins that never end, until this is dropped.
pub struct Endless {
    loops: JoinSet<bool>,
}

impl Endless {
    /// Ends them, if they went on until now.
    pub fn end(mut self) -> anyhow::Result<()> {
        ensure!(
            self.loops.try_join_next().is_none(),
            "a loop came to an end"
        );
        Ok(())
    }
}

/// What one proof takes of a processor.
pub struct Proofs {
    /// As a component, with the whole host around it.
    pub isolated: Duration,
    /// As a component on bare Wasmtime.
    pub bare: Duration,
    /// Natively.
    pub native: Duration,
}

struct Compiled {
    key: ArtifactKey,
    digest: [u8; 32],
    file: Vec<u8>,
}

struct Person {
    host: FakeHost,
    account: Account,
    held: [Held; 1],
    step: Step,
    code: String,
}

impl Compiled {
    fn of(component: &[u8]) -> anyhow::Result<Self> {
        let key = ArtifactKey::new([7; 32]);
        let digest = Sha256::digest(component).into();
        let file = key.seal(&digest, &compile(component)?);
        Ok(Self { key, digest, file })
    }

    fn load(&self, runtime: &Runtime) -> anyhow::Result<Code> {
        Ok(runtime.load(&self.key, &self.digest, &self.file)?)
    }
}

impl Person {
    async fn with_app() -> anyhow::Result<Self> {
        let host = FakeHost::default();
        let account = account("ada@example.com");
        let held = [Held {
            id: "app".to_owned(),
            label: "App".to_owned(),
            secret: Totp::import(Secret::new(KEY), Algorithm::Sha1, 6)?,
        }];
        let step = Totp.begin_challenge(&host, &account, &held).await;
        let step = step.map_err(|failure| anyhow::anyhow!("no challenge: {failure}"))?;
        let code = code_at(host.now());
        Ok(Self {
            host,
            account,
            held,
            step,
            code,
        })
    }

    async fn proves(&self, factor: &dyn SecondFactor) -> bool {
        let answers = Answers::new([("code".to_owned(), Secret::from(self.code.as_str()))]);
        let (account, state) = (&self.account, &self.step.state);
        let outcome = factor.continue_challenge(&self.host, account, &self.held, state, &answers);
        matches!(outcome.await, Ok(ChallengeOutcome::Accepted(_)))
    }
}

fn account(label: &str) -> Account {
    Account {
        label: label.to_owned(),
        ..testing::account()
    }
}

impl Sandbox {
    /// Builds and compiles the component.
    pub async fn open() -> anyhow::Result<Self> {
        let component = std::fs::read(innkeeper_plugin_build::build(FACTOR)?)?;
        Ok(Self {
            runtime: Arc::new(Runtime::new(&PoolLimits::default())?),
            compiled: Compiled::of(&component)?,
            component,
            person: Person::with_app().await?,
        })
    }

    /// Proofs one after another, of which each is right.
    pub async fn proofs(&self) -> anyhow::Result<Proofs> {
        let sandboxed = self.factor(Terms::default()).await?;
        let bare = Bare::new(&self.component, self.person.host.now())?;
        let [held] = &self.person.held;
        let question = Question::new(
            &self.person.account,
            held,
            &self.person.step.state,
            &self.person.code,
        );
        // The first of each warms up.
        ensure!(
            self.person.proves(&sandboxed).await
                && self.person.proves(&Totp).await
                && bare.verify(&question)?,
            "a right code is not taken"
        );
        let isolated = self.many(&sandboxed).await?;
        let begun = program::cpu_of_this_process()?;
        for _ in 0..PROOFS {
            ensure!(bare.verify(&question)?, "a right code is not taken");
        }
        let bare = program::cpu_of_this_process()?.saturating_sub(begun) / PROOFS;
        let native = self.many(&Totp).await?;
        Ok(Proofs {
            isolated,
            bare,
            native,
        })
    }

    async fn many(&self, factor: &dyn SecondFactor) -> anyhow::Result<Duration> {
        let begun = program::cpu_of_this_process()?;
        for _ in 0..PROOFS {
            ensure!(
                self.person.proves(factor).await,
                "a right code is not taken"
            );
        }
        Ok(program::cpu_of_this_process()?.saturating_sub(begun) / PROOFS)
    }

    /// From a compiled file to a factor that has said what it is.
    pub async fn cold_start(&self) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        self.factor(Terms::default()).await?;
        Ok(begun.elapsed())
    }

    /// What a plugin that nobody calls takes of memory, in MiB.
    pub async fn idle(&self) -> anyhow::Result<f64> {
        let before = program::memory_of_this_process()?;
        let mut factors = Vec::new();
        for _ in 0..IDLE {
            factors.push(self.factor(Terms::default()).await?);
        }
        let after = program::memory_of_this_process()?;
        Ok((after - before).max(0.0) / number(factors.len()))
    }

    /// How long the slowest proofs of a crowd take: on a quiet day, and beside plugins that never end.
    pub async fn crowds(self: &Arc<Self>) -> anyhow::Result<(f64, f64)> {
        let mut terms = Terms::default();
        terms.limits.waiting = CROWD;
        terms.limits.wall = Duration::from_mins(5);
        let factor = Arc::new(self.factor(terms).await?);
        let quiet = self.crowd(&factor).await?;
        let endless = self.endless().await?;
        let beside = self.crowd(&factor).await?;
        endless.end()?;
        Ok((quiet, beside))
    }

    /// Sets plugins off that never end.
    pub async fn endless(&self) -> anyhow::Result<Endless> {
        let mut terms = Terms::default();
        terms.limits.wall = Duration::from_mins(5);
        terms.limits.cpu = Duration::from_mins(5);
        let evil = Compiled::of(&std::fs::read(innkeeper_plugin_build::build(EVIL)?)?)?;
        let evil = evil.load(&self.runtime)?;
        let mut loops = JoinSet::new();
        for _ in 0..LOOPS {
            let evil =
                WasmFactor::new(Arc::clone(&self.runtime), &evil, "evil", terms.clone()).await?;
            loops.spawn(async move {
                let account = account("loop");
                let host = FakeHost::default();
                evil.begin_challenge(&host, &account, &[]).await.is_ok()
            });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ok(Endless { loops })
    }

    async fn crowd(self: &Arc<Self>, factor: &Arc<WasmFactor>) -> anyhow::Result<f64> {
        let mut proofs = JoinSet::new();
        for _ in 0..CROWD {
            let (sandbox, factor) = (Arc::clone(self), Arc::clone(factor));
            proofs.spawn(async move {
                let begun = Instant::now();
                let proved = sandbox.person.proves(factor.as_ref()).await;
                proved.then(|| begun.elapsed())
            });
        }
        let times: Option<Vec<Duration>> = proofs.join_all().await.into_iter().collect();
        Ok(millis(p99(&times.context("a right code is not taken")?)))
    }

    async fn factor(&self, terms: Terms) -> anyhow::Result<WasmFactor> {
        let code = self.compiled.load(&self.runtime)?;
        Ok(WasmFactor::new(Arc::clone(&self.runtime), &code, "totp", terms).await?)
    }
}
