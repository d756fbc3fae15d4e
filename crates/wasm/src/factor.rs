//! A second factor that is a component, as the panel knows second factors.

use std::sync::Arc;

use async_trait::async_trait;
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, Description, EnrolmentOutcome, Failure, Finding, Held,
    Host, SecondFactor, Secret, Step,
};

use crate::bindings::checked::CheckedPre;
use crate::bindings::{self, FactorPre};
use crate::breaker::State;
use crate::call::Call;
use crate::check::Check;
use crate::engine::{Code, Runtime};
use crate::fault::{Fault, Unfit};
use crate::health::Health;
use crate::limits::Terms;
use crate::plugin::Plugin;
use crate::{from_guest, to_guest};

/// A second factor in a sandbox.
pub struct WasmFactor {
    plugin: Plugin,
    code: FactorPre<Call>,
    checks: Option<CheckedPre<Call>>,
    description: Description,
    /// What it calls itself, which the keys of its texts begin with.
    name: String,
}

impl WasmFactor {
    /// Makes a factor of a component, and asks it once what it is. The panel knows it by `id`, which is the
    /// manifest's; the component itself only knows its last part.
    ///
    /// # Errors
    /// [`Unfit`] where it is no second factor, or cannot say what it is.
    pub async fn new(
        runtime: Arc<Runtime>,
        code: &Code,
        id: &str,
        terms: Terms,
    ) -> Result<Self, Unfit> {
        let linked = runtime.linker.instantiate_pre(&code.0);
        let linked = linked.map_err(|error| Unfit::load(&error))?;
        let checks = CheckedPre::new(linked.clone()).ok();
        let code = FactorPre::new(linked).map_err(|error| Unfit::load(&error))?;
        let describing = Arc::new(terms.of_description());
        let plugin = Plugin::new(runtime, id, Arc::new(terms));
        let mut description = describe(&plugin, &describing, code.clone()).await?;
        let name = std::mem::replace(&mut description.id, id.to_owned());
        if id.rsplit('.').next() != Some(&name) {
            let id = id.to_owned();
            return Err(Unfit::Name { name, id });
        }
        Ok(Self {
            plugin,
            code,
            checks,
            description,
            name,
        })
    }

    /// How it is doing.
    pub fn health(&self) -> Health {
        self.plugin.health()
    }

    /// Whether it may be called.
    pub fn state(&self, now: chrono::DateTime<chrono::Utc>) -> State {
        self.plugin.breaker().state(now)
    }

    /// Lets it try again: staff looked at it.
    pub fn reset(&self) {
        self.plugin.breaker().reset();
    }

    fn rules(&self) -> Check<'_> {
        Check::of(&self.name)
    }
}

async fn describe(
    plugin: &Plugin,
    terms: &Arc<Terms>,
    code: FactorPre<Call>,
) -> Result<Description, Fault> {
    let running = plugin.run(terms, None, move |store| {
        Box::pin(async move {
            let factor = code.instantiate_async(&mut *store).await?;
            let guest = factor.innkeeper_factor_second_factor();
            guest.call_describe(store).await
        })
    });
    let described = tokio::time::timeout(terms.limits.wall, running).await;
    let described = described.map_err(|_| Fault::Wall)??;
    let description = from_guest::description(described)?;
    Check::description(&description)?;
    Ok(description)
}

/// A call of one of the factor's functions: with what arguments, and how its answer is read. What is a failure
/// by the plugin's own word comes back as it is; everything else that is no answer is a fault.
macro_rules! call {
    ($self:ident, $host:ident, $function:ident($($argument:ident = $value:expr),*), $judge:expr) => {{
        $(let $argument = $value;)*
        let code = $self.code.clone();
        let answer = $self.plugin.call(
            $host,
            move |store| {
                Box::pin(async move {
                    let factor = code.instantiate_async(&mut *store).await?;
                    let guest = factor.innkeeper_factor_second_factor();
                    guest.$function(store, $(&$argument),*).await
                })
            },
            |answer| answered(answer, $judge),
        );
        answer.await.map_err(Failure::from)?
    }};
}

/// The plugin's own failure, or what is made of its answer.
fn answered<T, J>(
    answer: Result<T, bindings::innkeeper::host::types::Failure>,
    judge: impl FnOnce(T) -> Result<J, Fault>,
) -> Result<Result<J, Failure>, Fault> {
    match answer {
        Ok(answer) => judge(answer).map(Ok),
        Err(failure) => Ok(Err(from_guest::failure(failure))),
    }
}

#[async_trait]
impl SecondFactor for WasmFactor {
    fn describe(&self) -> Description {
        self.description.clone()
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let check = self.rules();
        call!(
            self,
            host,
            call_begin_enrolment(
                account = to_guest::account(account),
                held = to_guest::held(held)
            ),
            |step| {
                let step = from_guest::step(step)?;
                check.step(&step).map(|()| step)
            }
        )
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let check = self.rules();
        call!(
            self,
            host,
            call_continue_enrolment(
                account = to_guest::account(account),
                state = to_guest::bytes(state),
                answers = to_guest::answers(answers)
            ),
            |outcome| {
                let outcome = from_guest::enrolment(outcome)?;
                check.enrolment(&outcome).map(|()| outcome)
            }
        )
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let check = self.rules();
        call!(
            self,
            host,
            call_begin_challenge(
                account = to_guest::account(account),
                held = to_guest::held(held)
            ),
            |step| {
                let step = from_guest::step(step)?;
                check.step(&step).map(|()| step)
            }
        )
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let check = self.rules();
        call!(
            self,
            host,
            call_continue_challenge(
                account = to_guest::account(account),
                asked = to_guest::held(held),
                state = to_guest::bytes(state),
                answers = to_guest::answers(answers)
            ),
            |outcome| {
                let outcome = from_guest::challenge(outcome)?;
                check.challenge(&outcome, held).map(|()| outcome)
            }
        )
    }

    fn has_checks(&self) -> bool {
        self.checks.is_some()
    }

    async fn check(&self, host: &dyn Host) -> Result<Vec<Finding>, Failure> {
        let (Some(code), check) = (self.checks.clone(), self.rules()) else {
            return Ok(Vec::new());
        };
        let answer = self.plugin.call(
            host,
            move |store| {
                Box::pin(async move {
                    let factor = code.instantiate_async(&mut *store).await?;
                    factor.innkeeper_factor_checks().call_check(store).await
                })
            },
            |answer| {
                answered(answer, |findings| {
                    let findings = from_guest::findings(findings);
                    check.findings(&findings).map(|()| findings)
                })
            },
        );
        answer.await.map_err(Failure::from)?
    }
}
