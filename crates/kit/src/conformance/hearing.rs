//! Hooks under observation: what they make of events, of odd ones, and of a world in which something fails.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use innkeeper_module::testing::{Enrollee as _, FakeHost};
use innkeeper_module::{Denied, Event, Failure, Hooks as _, Host as _, HttpResponse};
use innkeeper_wasm::WasmHooks;
use serde_json::{Value, json};

use super::Verdict;
use super::person::Person;
use super::watched::{Cost, words};

/// An address that must not be in a log.
const ADDRESS: &str = "dora.the.customer@example.net";

/// Far more than a fact has.
const LONG: usize = 16 * 1024;

pub(super) struct Hearing {
    hooks: Arc<WasmHooks>,
    events: Vec<String>,
    person: Person,
    count: u32,
    took: Vec<Duration>,
    logs: Vec<String>,
}

impl Hearing {
    pub(super) fn new(hooks: Arc<WasmHooks>, events: Vec<String>, person: Person) -> Self {
        Self {
            hooks,
            events,
            person,
            count: 0,
            took: Vec::new(),
            logs: Vec::new(),
        }
    }

    /// Each event that it declares, and the same once more.
    pub(super) async fn takes_each(&mut self) -> Verdict {
        let host = self.person.host();
        for name in self.events.clone() {
            let event = self.event(&host, &name, &json!({"factor": "totp"}));
            for _ in 0..2 {
                if let Err(failure) = self.told(&host, &event).await? {
                    return Err(format!("`{name}`: {failure}"));
                }
            }
        }
        Ok(())
    }

    /// Facts of every kind and size, names that it does not know, nobody whom it happened to.
    pub(super) async fn takes_odd_ones(&mut self) -> Verdict {
        let host = self.person.host();
        let long = "\u{1f600}\u{202e}\"<b>".repeat(LONG / 12);
        let odd = [
            json!({}),
            json!({"factor": null, "count": -1.5e300, "kinds": [[], {"a": [true]}], "": ""}),
            json!({"factor": long, "stage": "line\nbreak\u{0}"}),
        ];
        let mut names = self.events.clone();
        names.push("no-such.event".into());
        for (name, detail) in names
            .iter()
            .flat_map(|name| odd.iter().map(move |detail| (name, detail)))
        {
            let mut event = self.event(&host, name, detail);
            event.subject = None;
            event.attributes.insert("email".into(), "x".repeat(2000));
            let _ = self.told(&host, &event).await?;
        }
        Ok(())
    }

    /// Staff forgot a setting.
    pub(super) async fn misses(&mut self, setting: String) -> Verdict {
        self.person.forgotten = Some(setting.clone());
        let host = self.person.host();
        self.person.forgotten = None;
        for name in self.events.clone() {
            let event = self.event(&host, &name, &json!({"factor": "totp"}));
            if let Err(Failure::Misconfigured(_)) = self.told(&host, &event).await? {
                return Ok(());
            }
        }
        Err(format!(
            "without the setting `{setting}` it answers `misconfigured`"
        ))
    }

    /// What it asks of others comes to nothing.
    pub(super) async fn is_cut_off(&mut self) -> Verdict {
        let answer = HttpResponse {
            status: 500,
            headers: Vec::new(),
            body: Vec::new(),
        };
        let faults = [
            (
                "a denied request",
                Err(Denied::NotGranted("not declared".into())),
            ),
            ("a timeout", Err(Denied::Failed("timed out".into()))),
            ("the status 500", Ok(answer)),
        ];
        for (what, fault) in faults {
            self.person.fault = Some(fault);
            let host = self.person.host();
            self.person.fault = None;
            for name in self.events.clone() {
                let event = self.event(&host, &name, &json!({"factor": "totp"}));
                let before = host.requests().len();
                let outcome = self.told(&host, &event).await?;
                if outcome.is_ok() && host.requests().len() > before {
                    return Err(format!("after {what} it says that it took `{name}`"));
                }
            }
        }
        Ok(())
    }

    /// What was logged so far names nobody.
    pub(super) fn keeps_quiet(&self) -> Verdict {
        let told = self.logs.iter().find(|line| line.contains(ADDRESS));
        told.map_or(Ok(()), |line| Err(format!("it logged `{line}`")))
    }

    pub(super) fn cost(&self) -> Cost {
        Cost::of(&self.took)
    }

    fn event(&mut self, host: &FakeHost, name: &str, detail: &Value) -> Event {
        self.count += 1;
        let attributes = [
            ("actor", "user"),
            ("email", ADDRESS),
            ("name", "Dora"),
            ("network", "192.0.2.7"),
        ];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Event {
            id: format!("01985f60-0000-7000-8000-{:012x}", self.count),
            name: name.into(),
            version: 1,
            at: host.now(),
            subject: Some("pseudonym-of-dora".into()),
            detail: detail.to_string(),
            attributes: BTreeMap::from(attributes),
        }
    }

    /// The plugin's own word; that it came to none fails every check.
    async fn told(
        &mut self,
        host: &FakeHost,
        event: &Event,
    ) -> Result<Result<(), Failure>, String> {
        let before = self.hooks.health().latest;
        let begun = Instant::now();
        let outcome = self.hooks.deliver(host, event).await;
        self.took.push(begun.elapsed());
        self.logs = host
            .logs()
            .into_iter()
            .map(|(_, line)| line)
            .chain(self.logs.drain(..))
            .collect();
        match self.hooks.health().latest {
            Some((at, fault)) if before.as_ref() != Some(&(at, fault.clone())) => {
                Err(format!("deliver: {}", words(&fault)))
            }
            _ => Ok(outcome),
        }
    }
}
