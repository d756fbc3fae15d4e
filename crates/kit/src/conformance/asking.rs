//! Hooks that answer questions, under observation: what they say of sign-ins, of odd ones, and within which time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use innkeeper_module::testing::{Enrollee as _, FakeHost};
use innkeeper_module::{Demand, Hooks as _, SignIn};
use innkeeper_wasm::{Limits, WasmHooks};

use super::Verdict;
use super::person::Person;
use super::watched::{Cost, micros, unanswered};

/// The question that this panel asks.
const ASSESS: &str = "sign-in.assess";

/// An address that must not be in a log.
const NETWORK: &str = "203.0.113.77";

/// Far more than anything has that is asked about.
const LONG: usize = 16 * 1024;

/// How long the suite waits, for machines that have much else to do; what the panel would wait is held against the
/// usual time instead.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Asking {
    hooks: Arc<WasmHooks>,
    person: Person,
    took: Vec<Duration>,
    logs: Vec<String>,
}

impl Asking {
    pub(super) fn new(hooks: Arc<WasmHooks>, person: Person) -> Self {
        Self {
            hooks,
            person,
            took: Vec::new(),
            logs: Vec::new(),
        }
    }

    /// What it declares is asked here at all, and gets an answer for whoever it may be.
    pub(super) async fn answers(&mut self, declared: &[String]) -> Verdict {
        if let Some(other) = declared.iter().find(|name| *name != ASSESS) {
            return Err(format!(
                "`{other}` is never asked; this panel asks `{ASSESS}`"
            ));
        }
        let host = self.person.host();
        for area in ["user", "staff"] {
            for network in [Some(NETWORK), Some("2001:db8::77"), None] {
                for _ in 0..3 {
                    self.asked(&host, &sign_in(area, network)).await?;
                }
            }
        }
        Ok(())
    }

    /// Sign-ins that no panel describes so.
    pub(super) async fn takes_odd_ones(&mut self) -> Verdict {
        let host = self.person.host();
        let long = "\u{1f600}\u{202e}\"<b>\u{0}\n".repeat(LONG / 14);
        for odd in ["", "::ffff:203.0.113.77", "203.0.113.77/24", &long] {
            let mut sign_in = sign_in(odd, Some(odd));
            odd.clone_into(&mut sign_in.subject);
            self.asked(&host, &sign_in).await?;
        }
        Ok(())
    }

    /// What was logged so far names nobody.
    pub(super) fn keeps_quiet(&self) -> Verdict {
        let told = self.logs.iter().find(|line| line.contains(NETWORK));
        told.map_or(Ok(()), |line| Err(format!("it logged `{line}`")))
    }

    pub(super) fn cost(&self) -> Cost {
        Cost::of(&self.took)
    }

    /// Its answer; that it came to none fails every check.
    async fn asked(&mut self, host: &FakeHost, sign_in: &SignIn) -> Result<Demand, String> {
        let begun = Instant::now();
        let answer = self.hooks.assess(host, sign_in).await;
        self.took.push(begun.elapsed());
        self.logs
            .extend(host.logs().into_iter().map(|(_, line)| line));
        answer.map_err(|failure| unanswered(&self.hooks, "assess-sign-in", &failure))
    }
}

/// Half of the answers come in a good part of the time that the panel waits.
pub(super) fn within(cost: &Cost) -> Verdict {
    let most = micros(Limits::default().answer);
    if cost.median <= most / 2 {
        return Ok(());
    }
    Err(format!(
        "half of its answers took {} µs or more; the panel waits for {most} µs and no longer",
        cost.median
    ))
}

fn sign_in(area: &str, network: Option<&str>) -> SignIn {
    SignIn {
        subject: "pseudonym-of-dora".into(),
        area: area.into(),
        network: network.map(str::to_owned),
    }
}
