//! A factor under observation: what it says, how long each call takes, and what it asks of the panel.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, Delivery, Denied, Description, EnrolmentOutcome, Failure,
    Held, Host, HttpRequest, HttpResponse, KeyedHash, LogLevel, OutboundMessage, Prompt,
    SecondFactor, Secret, Step, Store, Text,
};
use innkeeper_wasm::{Fault, WasmFactor, WasmHooks};
use serde::Serialize;

/// What the calls of one function cost.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cost {
    /// How many there were.
    pub calls: u64,
    /// The longest, in microseconds.
    pub slowest: u64,
    /// Half of them were no slower than so many microseconds.
    pub median: u64,
    /// The most uses of the panel in one call.
    pub host_calls: u64,
}

impl Cost {
    /// Of calls whose uses of the panel nobody counted.
    pub(super) fn of(took: &[Duration]) -> Self {
        let mut times: Vec<u64> = took.iter().map(|took| micros(*took)).collect();
        times.sort_unstable();
        Self {
            calls: times.len() as u64,
            slowest: times.last().copied().unwrap_or_default(),
            median: times.get(times.len() / 2).copied().unwrap_or_default(),
            host_calls: 0,
        }
    }
}

#[derive(Default)]
struct Seen {
    texts: BTreeMap<String, BTreeSet<String>>,
    took: BTreeMap<&'static str, Vec<(Duration, u64)>>,
    fault: Option<String>,
}

/// A factor under observation.
pub(super) struct Watched {
    factor: WasmFactor,
    seen: Mutex<Seen>,
}

impl Watched {
    pub(super) fn new(factor: WasmFactor) -> Self {
        let watched = Self {
            factor,
            seen: Mutex::default(),
        };
        let Description { name, summary, .. } = watched.factor.describe();
        watched.hear([&name, &summary]);
        watched
    }

    /// The first thing since the last question that was no answer at all, with the plugin's own last words.
    pub(super) fn fault(&self) -> Option<String> {
        self.seen().fault.take()
    }

    /// The keys of all texts with the names of their arguments.
    pub(super) fn texts(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.seen().texts.clone()
    }

    /// What calls cost, by function.
    pub(super) fn costs(&self) -> BTreeMap<&'static str, Cost> {
        let seen = self.seen();
        let costs = seen.took.iter().map(|(function, calls)| {
            let times: Vec<Duration> = calls.iter().map(|(took, _)| *took).collect();
            let uses = calls.iter().map(|(_, uses)| *uses);
            let cost = Cost {
                host_calls: uses.max().unwrap_or_default(),
                ..Cost::of(&times)
            };
            (*function, cost)
        });
        costs.collect()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear<'t>(&self, texts: impl IntoIterator<Item = &'t Text>) {
        let mut seen = self.seen();
        for text in texts {
            let arguments = seen.texts.entry(text.key.clone()).or_default();
            arguments.extend(text.args.keys().cloned());
        }
    }

    fn hear_step(&self, step: &Step) {
        for prompt in &step.prompts {
            match prompt {
                Prompt::Message { text } | Prompt::Wait { text, .. } => self.hear([text]),
                Prompt::Copyable { label, .. }
                | Prompt::Qr { label, .. }
                | Prompt::Confirm { label, .. }
                | Prompt::Codes { label, .. }
                | Prompt::Redirect { label, .. } => self.hear([label]),
                Prompt::Input { label, help, .. } => self.hear([label].into_iter().chain(help)),
                Prompt::Choice { label, options, .. } => {
                    self.hear(
                        [label]
                            .into_iter()
                            .chain(options.iter().map(|option| &option.label)),
                    );
                }
                _ => {}
            }
        }
    }

    fn record<T>(
        &self,
        function: &'static str,
        begun: Instant,
        host: &Counting<'_>,
        answer: &Result<T, Failure>,
    ) {
        let fault = self.factor.health().latest;
        let mut seen = self.seen();
        let uses = host.uses.load(Ordering::Relaxed);
        seen.took
            .entry(function)
            .or_default()
            .push((begun.elapsed(), uses));
        if let Err(Failure::Unavailable(why)) = answer
            && why.starts_with("the plugin gave no answer")
            && seen.fault.is_none()
            && let Some((_, fault)) = fault
        {
            seen.fault = Some(format!("{function}: {}", words(&fault)));
        }
    }
}

pub(super) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Why a question to hooks came to no answer: what the runtime found wrong, where it did.
pub(super) fn unanswered(hooks: &WasmHooks, function: &str, failure: &Failure) -> String {
    let fault = hooks.health().latest;
    let why = fault.map_or_else(|| failure.to_string(), |(_, fault)| words(&fault));
    format!("{function}: {why}")
}

pub(super) fn words(fault: &Fault) -> String {
    match fault {
        Fault::Panic {
            message: Some(message),
        } => format!("{fault}: {message}"),
        _ => fault.to_string(),
    }
}

#[async_trait]
impl SecondFactor for Watched {
    /// By the name that it gives itself: what the panel makes of it is not the plugin's.
    fn describe(&self) -> Description {
        let mut description = self.factor.describe();
        if let Some((_, name)) = description.id.rsplit_once('.') {
            description.id = name.to_owned();
        }
        description
    }

    async fn begin_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let (begun, host) = (Instant::now(), Counting::new(host));
        let answer = self.factor.begin_enrolment(&host, account, held).await;
        self.record("begin-enrolment", begun, &host, &answer);
        answer.inspect(|step| self.hear_step(step))
    }

    async fn continue_enrolment(
        &self,
        host: &dyn Host,
        account: &Account,
        state: &Secret,
        answers: &Answers,
    ) -> Result<EnrolmentOutcome, Failure> {
        let (begun, host) = (Instant::now(), Counting::new(host));
        let answer = self
            .factor
            .continue_enrolment(&host, account, state, answers)
            .await;
        self.record("continue-enrolment", begun, &host, &answer);
        answer.inspect(|outcome| match outcome {
            EnrolmentOutcome::Step(step) => self.hear_step(step),
            EnrolmentOutcome::Rejected(rejection) => self.hear([&rejection.reason]),
            EnrolmentOutcome::Enrolled(enrolled) => {
                self.hear(
                    [&enrolled.label]
                        .into_iter()
                        .chain(enrolled.facts.iter().map(|fact| &fact.text)),
                );
            }
        })
    }

    async fn begin_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
    ) -> Result<Step, Failure> {
        let (begun, host) = (Instant::now(), Counting::new(host));
        let answer = self.factor.begin_challenge(&host, account, held).await;
        self.record("begin-challenge", begun, &host, &answer);
        answer.inspect(|step| self.hear_step(step))
    }

    async fn continue_challenge(
        &self,
        host: &dyn Host,
        account: &Account,
        held: &[Held],
        state: &Secret,
        answers: &Answers,
    ) -> Result<ChallengeOutcome, Failure> {
        let (begun, host) = (Instant::now(), Counting::new(host));
        let answer = self
            .factor
            .continue_challenge(&host, account, held, state, answers)
            .await;
        self.record("continue-challenge", begun, &host, &answer);
        answer.inspect(|outcome| match outcome {
            ChallengeOutcome::Step(step) => self.hear_step(step),
            ChallengeOutcome::Rejected(rejection) => self.hear([&rejection.reason]),
            ChallengeOutcome::Accepted(acceptance) => {
                self.hear(acceptance.facts.iter().map(|fact| &fact.text));
                self.hear(acceptance.notice.iter().map(|notice| &notice.text));
            }
            ChallengeOutcome::Pending => {}
        })
    }
}

/// A host that counts.
struct Counting<'h> {
    host: &'h dyn Host,
    uses: AtomicU64,
}

impl<'h> Counting<'h> {
    fn new(host: &'h dyn Host) -> Self {
        Self {
            host,
            uses: AtomicU64::new(0),
        }
    }

    fn used(&self) -> &'h dyn Host {
        self.uses.fetch_add(1, Ordering::Relaxed);
        self.host
    }
}

#[async_trait]
impl Host for Counting<'_> {
    /// Not counted: the runtime asks for the time at each call, too.
    fn now(&self) -> DateTime<Utc> {
        self.host.now()
    }

    fn random(&self, length: usize) -> Secret {
        self.used().random(length)
    }

    fn log(&self, level: LogLevel, message: &str) {
        self.used().log(level, message);
    }

    fn setting(&self, name: &str) -> Option<Secret> {
        self.used().setting(name)
    }

    async fn hash(&self, secret: &Secret) -> Result<Secret, Denied> {
        self.used().hash(secret).await
    }

    async fn verify_hash(&self, secret: &Secret, hash: &Secret) -> Result<bool, Denied> {
        self.used().verify_hash(secret, hash).await
    }

    async fn hmac(&self, hash: KeyedHash, key: &str, message: &[u8]) -> Result<Vec<u8>, Denied> {
        self.used().hmac(hash, key, message).await
    }

    async fn http(&self, request: HttpRequest) -> Result<HttpResponse, Denied> {
        self.used().http(request).await
    }

    async fn send(&self, message: OutboundMessage) -> Result<Delivery, Denied> {
        self.used().send(message).await
    }

    fn store(&self) -> &dyn Store {
        self.used().store()
    }
}
