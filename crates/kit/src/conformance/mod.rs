//! The conformance suite: what the panel relies on in a plugin, tried on the component as it will be installed, with
//! a world that is a script. Passing does not prove a factor secure; failing proves that no panel can host it.

mod asking;
mod channel;
mod hearing;
mod journey;
mod machine;
mod person;
mod script;
mod showing;
mod templates;
mod texts;
mod watched;

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use innkeeper_module::SecondFactor as _;
use innkeeper_module::testing::second_factor_contract;
use innkeeper_package::component;
use innkeeper_package::manifest::{Role, SettingKind};
use innkeeper_wasm::{Code, Terms, WasmFactor, WasmHooks};
use serde::Serialize;

pub use machine::Machine;
pub use watched::Cost;

use crate::{Folder, Progress};
use asking::{Asking, PATIENCE, within};
use hearing::Hearing;
use person::Person;
use script::Script;
use showing::Showing;
use watched::Watched;

/// What came of one check.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What was to hold.
    pub holds: &'static str,
    /// Why it does not.
    pub fault: Option<String>,
}

/// What came of the suite.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The plugin.
    pub id: String,
    /// Each check, in order; after one that everything rests on has failed, there are no more.
    pub checks: Vec<Check>,
    /// What the calls cost on this machine, by function.
    pub costs: BTreeMap<&'static str, Cost>,
}

impl Report {
    /// Whether everything holds.
    pub fn is_good(&self) -> bool {
        self.checks.iter().all(|check| check.fault.is_none())
    }
}

/// Why a check failed.
type Verdict = Result<(), String>;

/// Runs the suite against the component in a plugin's folder.
///
/// # Errors
/// Where the suite itself cannot be run: no component, no script, no runtime.
pub async fn test(
    folder: &Folder,
    machine: &Machine,
    progress: Progress<'_>,
) -> anyhow::Result<Report> {
    let component = folder.read_component()?;
    let script = Script::read(folder.path())?;
    let mut suite = Suite {
        folder,
        machine,
        script,
        report: Report {
            id: folder.manifest.id.to_string(),
            checks: Vec::new(),
            costs: BTreeMap::new(),
        },
    };
    let checked = component::check(&folder.manifest, &component);
    let calls_servers = checked.as_ref().is_ok_and(|checked| {
        let imports = &checked.surface.imports;
        imports.iter().any(|import| import.interface == "http")
    });
    let verdict = checked.map(|_| ()).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        faults.join("\n")
    });
    if suite.judge("it is what its manifest says, and imports no more", verdict) {
        let code = machine.load(&component, progress)?;
        progress("the suite");
        suite.run(&code, calls_servers).await?;
    }
    Ok(suite.report)
}

struct Suite<'a> {
    folder: &'a Folder,
    machine: &'a Machine,
    script: Script,
    report: Report,
}

impl Suite<'_> {
    fn judge(&mut self, holds: &'static str, verdict: Verdict) -> bool {
        let fault = verdict.err();
        let is_good = fault.is_none();
        self.report.checks.push(Check { holds, fault });
        is_good
    }

    async fn run(&mut self, code: &Code, calls_servers: bool) -> anyhow::Result<()> {
        let provides = self.folder.manifest.provides.clone();
        if provides.contains(&Role::SecondFactor) {
            self.run_factor(code, calls_servers).await?;
        }
        if provides.contains(&Role::Channel) {
            self.run_channel(code).await;
        }
        if provides.contains(&Role::Hooks) {
            self.run_hooks(code).await;
        }
        Ok(())
    }

    /// What hears of events, and what answers questions.
    async fn run_hooks(&mut self, code: &Code) {
        let manifest = &self.folder.manifest;
        let runtime = Arc::clone(&self.machine.runtime);
        let mut terms = self.terms();
        terms.limits.answer = PATIENCE;
        let hooks = match WasmHooks::new(runtime, code, manifest.id.as_str(), terms) {
            Ok(hooks) => Arc::new(hooks),
            Err(error) => {
                self.judge("it hears of what it declares", Err(error.to_string()));
                return;
            }
        };
        let named = |names: &BTreeMap<String, String>| names.keys().cloned().collect::<Vec<_>>();
        let events = named(&manifest.capabilities.events);
        let filters = named(&manifest.capabilities.filters);
        if !events.is_empty() {
            self.run_events(Arc::clone(&hooks), events).await;
        }
        let slots = named(&manifest.capabilities.slots);
        if !filters.is_empty() {
            self.run_filters(Arc::clone(&hooks), &filters).await;
        }
        if !slots.is_empty() {
            self.run_slots(hooks, &slots).await;
        }
    }

    async fn run_slots(&mut self, hooks: Arc<WasmHooks>, slots: &[String]) {
        let mut showing = Showing::new(hooks, Person::new(self.script.clone()));
        let verdict = showing.fills(slots).await;
        self.judge("it fills the places that it declares", verdict);
        let verdict = showing.takes_odd_ones().await;
        self.judge("odd places break nothing", verdict);
        let verdict = within(&showing.cost());
        self.judge("it fills them in time", verdict);
        let verdict = match self.folder.locales() {
            Ok(files) => texts::check(&files, showing.texts()),
            Err(error) => Err(error.to_string()),
        };
        self.judge("every text on a page is in every language", verdict);
        self.report.costs.insert("fill", showing.cost());
    }

    async fn run_filters(&mut self, hooks: Arc<WasmHooks>, filters: &[String]) {
        let mut asking = Asking::new(hooks, Person::new(self.script.clone()));
        let verdict = asking.answers(filters).await;
        self.judge("it answers what it declares", verdict);
        let verdict = asking.takes_odd_ones().await;
        self.judge("odd questions break nothing", verdict);
        let verdict = within(&asking.cost());
        self.judge("it answers in time", verdict);
        let verdict = asking.keeps_quiet();
        self.judge("nobody's network is logged", verdict);
        self.report.costs.insert("assess-sign-in", asking.cost());
    }

    async fn run_events(&mut self, hooks: Arc<WasmHooks>, events: Vec<String>) {
        let mut hearing = Hearing::new(hooks, events, Person::new(self.script.clone()));
        let verdict = hearing.takes_each().await;
        self.judge("it hears of what it declares, also twice", verdict);
        let verdict = hearing.takes_odd_ones().await;
        self.judge("odd events break nothing", verdict);
        for name in self.required() {
            let verdict = hearing.misses(name).await;
            self.judge("a missing setting is a misconfiguration", verdict);
        }
        let verdict = hearing.is_cut_off().await;
        self.judge("what could not be sent is not taken for heard", verdict);
        let verdict = hearing.keeps_quiet();
        self.judge("nobody's address is logged", verdict);
        self.report.costs.insert("deliver", hearing.cost());
    }

    async fn run_factor(&mut self, code: &Code, calls_servers: bool) -> anyhow::Result<()> {
        let described = (self.load(code).await, self.load(code).await);
        let factor = match described {
            (Ok(one), Ok(other)) => {
                let is_same = one.describe() == other.describe();
                let differs = || "two calls of `describe` differ".to_owned();
                self.judge(
                    "describe is pure",
                    is_same.then_some(()).ok_or_else(differs),
                );
                one
            }
            (Err(error), _) | (_, Err(error)) => {
                self.judge("describe is pure", Err(error));
                return Ok(());
            }
        };
        let factor = Watched::new(factor);
        let mut person = Person::new(self.script.clone());
        let contract = second_factor_contract(&factor, &mut person);
        let verdict = caught(contract, &factor).await;
        self.judge("it keeps the contract of second factors", verdict);
        let verdict = caught(journey::chance(&factor, &mut person), &factor).await;
        self.judge("200 lists of random answers are refused", verdict);
        self.misfortunes(&factor, calls_servers).await;
        let verdict = texts::check(&self.folder.locales()?, &factor.texts());
        self.judge("every text is in every language", verdict);
        self.report.costs = factor.costs();
        Ok(())
    }

    /// What is not the person's fault must never look like it.
    async fn misfortunes(&mut self, factor: &Watched, calls_servers: bool) {
        for name in self.required() {
            let mut person = Person::new(self.script.clone());
            person.forgotten = Some(name);
            let verdict = caught(journey::misconfigured(factor, &mut person), factor).await;
            self.judge("a missing setting is a misconfiguration", verdict);
        }
        if calls_servers {
            let mut person = Person::new(self.script.clone());
            let verdict = caught(journey::unavailable(factor, &mut person), factor).await;
            self.judge("a server that fails makes it unavailable", verdict);
        }
    }

    /// The settings that staff must set and the plugin may read.
    fn required(&self) -> Vec<String> {
        let settings = self.folder.manifest.settings.iter();
        let required = settings
            .filter(|setting| setting.required && !matches!(setting.kind, SettingKind::Secret));
        required.map(|setting| setting.name.clone()).collect()
    }

    fn terms(&self) -> Terms {
        let settings = self.folder.manifest.settings.iter();
        let secret = settings.filter(|setting| matches!(setting.kind, SettingKind::Secret));
        Terms {
            secret_settings: secret.map(|setting| setting.name.clone()).collect(),
            ..Terms::default()
        }
    }

    async fn load(&self, code: &Code) -> Result<WasmFactor, String> {
        let factor = WasmFactor::new(
            Arc::clone(&self.machine.runtime),
            code,
            self.folder.manifest.id.as_str(),
            self.terms(),
        )
        .await;
        factor.map_err(|error| error.to_string())
    }
}

/// Runs what asserts, and takes its last words. That the plugin gave no answer at all is why something else does not
/// hold, so it is told first.
async fn caught(work: impl Future<Output = ()>, factor: &Watched) -> Verdict {
    let done = asserted(work).await;
    factor.fault().map_or(done, Err)
}

async fn asserted(work: impl Future<Output = ()>) -> Verdict {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.map_err(|panic| last_words(panic.as_ref()))
}

fn last_words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let text = text.unwrap_or("the suite broke");
    let inner = text.strip_prefix("internal error: entered unreachable code: ");
    inner.unwrap_or(text).to_owned()
}
