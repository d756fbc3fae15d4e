//! Hooks that show something on pages, under observation: what they show of people, and within which time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use innkeeper_module::testing::{Enrollee as _, FakeHost};
use innkeeper_module::{Block, Event, Hooks as _, Host as _, View};
use innkeeper_wasm::WasmHooks;

use super::Verdict;
use super::person::Person;
use super::watched::{Cost, unanswered};

/// The places that this panel's pages have.
const PLACES: [&str; 3] = ["customer.home", "account.security", "staff.person"];

pub(super) struct Showing {
    hooks: Arc<WasmHooks>,
    person: Person,
    took: Vec<Duration>,
    texts: BTreeMap<String, BTreeSet<String>>,
}

impl Showing {
    pub(super) fn new(hooks: Arc<WasmHooks>, person: Person) -> Self {
        Self {
            hooks,
            person,
            took: Vec::new(),
            texts: BTreeMap::new(),
        }
    }

    /// What it declares is a place of this panel's; it fills it for people it never heard of, and for one who signed in
    /// from several networks.
    pub(super) async fn fills(&mut self, declared: &[String]) -> Verdict {
        if let Some(other) = declared
            .iter()
            .find(|name| !PLACES.contains(&name.as_str()))
        {
            return Err(format!(
                "no page has the place `{other}`; there are {}",
                PLACES.join(", ")
            ));
        }
        let (stranger, known) = (self.person.host(), self.person.host());
        for number in 1..=7 {
            // Only who hears of events learns from it; what they make of it is tried elsewhere.
            let _ = self.hooks.deliver(&known, &sign_in(&known, number)).await;
        }
        for place in declared {
            for area in ["user", "staff"] {
                self.filled(&stranger, &view(place, area)).await?;
                self.filled(&known, &view(place, area)).await?;
            }
        }
        Ok(())
    }

    /// Places that no page has.
    pub(super) async fn takes_odd_ones(&mut self) -> Verdict {
        let host = self.person.host();
        let long = "\u{1f600}\u{202e}\"<b>\u{0}\n".repeat(1000);
        for odd in ["", "no.such.place", &long] {
            self.filled(&host, &view(odd, odd)).await?;
        }
        Ok(())
    }

    /// The keys of all texts with the names of their arguments.
    pub(super) fn texts(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.texts
    }

    pub(super) fn cost(&self) -> Cost {
        Cost::of(&self.took)
    }

    /// Hears what it shows; that it came to no answer fails every check.
    async fn filled(&mut self, host: &FakeHost, view: &View) -> Verdict {
        let begun = Instant::now();
        let answer = self.hooks.fill(host, view).await;
        self.took.push(begun.elapsed());
        let blocks = answer.map_err(|failure| unanswered(&self.hooks, "fill", &failure))?;
        for text in blocks.iter().flat_map(Block::texts) {
            let arguments = self.texts.entry(text.key.clone()).or_default();
            arguments.extend(text.args.keys().cloned());
        }
        Ok(())
    }
}

fn view(place: &str, area: &str) -> View {
    View {
        place: place.into(),
        subject: "pseudonym-of-dora".into(),
        area: area.into(),
    }
}

fn sign_in(host: &FakeHost, number: u8) -> Event {
    let network = format!("203.0.{number}.7");
    let attributes = [("actor", "user"), ("network", &network)];
    let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Event {
        id: format!("01985f60-0000-7000-9000-{number:012x}"),
        name: "sign-in.succeeded".into(),
        version: 1,
        at: host.now(),
        subject: Some("pseudonym-of-dora".into()),
        detail: "{\"restriction\":\"none\"}".into(),
        attributes: attributes.into(),
    }
}
