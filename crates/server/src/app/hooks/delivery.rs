//! Telling plugins what happened: in order about each person, at least once, by one node at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use innkeeper_identity::ids::ParkedId;
use innkeeper_module::{Failure, Hooks as _};
use innkeeper_store::hooks::{self, Line, Parked};
use innkeeper_store::{Tx, audit_chain, leases};
use innkeeper_wasm::State;

use super::payload;
use crate::Panel;
use crate::app::Caller;
use crate::host::ModuleHost;
use crate::jobs::wait_after;
use crate::plugins::Loaded;

/// For how long a node tells a plugin, unless it says again that it does.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How many lines are read at once.
const BATCH: i64 = 200;

/// After so many tries, which take about a day, a line is laid aside for staff.
const TRIES: i64 = 32;

/// What is older is not told any more: a plugin that comes back after months is not to be flooded.
const OLDEST: TimeDelta = TimeDelta::days(7);

/// The order of what happened to nobody in particular.
const NOBODY: &str = "panel";

/// Tells every plugin that hears of events what happened since it last heard, and again what it did not take.
/// Returns how many events were taken.
///
/// # Errors
/// Where the database is away.
pub async fn deliver(panel: &Panel) -> anyhow::Result<usize> {
    let mut told = 0;
    for loaded in panel.plugins.all().values() {
        if loaded.hooks().is_some() && !loaded.granted.events.is_empty() {
            told += Telling { panel, loaded }.all().await?;
        }
    }
    Ok(told)
}

/// Whether what was granted makes a plugin hear of events.
pub(crate) fn hears(granted: &[String]) -> bool {
    granted.iter().any(|name| name.starts_with("event "))
}

/// Has a plugin hear of what happens from now on, if it did not before.
pub(crate) async fn begin(tx: &mut Tx, plugin: &str) -> Result<(), innkeeper_store::Error> {
    let head = audit_chain::head(tx).await?;
    hooks::begin(tx, plugin, head.seq).await
}

/// One plugin that is told.
struct Telling<'a> {
    panel: &'a Panel,
    loaded: &'a Arc<Loaded>,
}

impl Telling<'_> {
    fn id(&self) -> &str {
        self.loaded.manifest.id.as_str()
    }

    fn lease(&self) -> String {
        format!("hooks {}", self.id())
    }

    async fn all(&self) -> anyhow::Result<usize> {
        if !self.has_news().await? || !self.takes_the_lease().await? {
            return Ok(0);
        }
        let told = self.again().await? + self.news().await?;
        let mut tx = self.panel.db.begin().await?;
        leases::release(&mut tx, &self.lease(), self.panel.node()).await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Looks, and writes nothing.
    async fn has_news(&self) -> anyhow::Result<bool> {
        let mut tx = self.panel.db.read().await?;
        let head = audit_chain::head(&mut tx).await?;
        let Some(cursor) = hooks::cursor(&mut tx, self.id()).await? else {
            return Ok(true);
        };
        let due = hooks::due(&mut tx, self.id(), self.panel.clock.now(), 1).await?;
        Ok(head.seq > cursor || !due.is_empty())
    }

    async fn takes_the_lease(&self) -> anyhow::Result<bool> {
        let mut tx = self.panel.db.begin().await?;
        let is_ours = self.keeps_the_lease(&mut tx).await?;
        if is_ours {
            begin(&mut tx, self.id()).await?;
        }
        tx.commit().await?;
        Ok(is_ours)
    }

    async fn keeps_the_lease(&self, tx: &mut Tx) -> anyhow::Result<bool> {
        let now = self.panel.clock.now();
        let (name, node) = (self.lease(), self.panel.node());
        Ok(leases::acquire(tx, &name, node, now, now + LEASE).await?)
    }

    /// Whether the plugin may be called at all: one that rests is told nothing, and nothing is held against it.
    fn may_be_told(&self) -> bool {
        let now = self.panel.clock.now();
        let hooks = self.loaded.hooks();
        hooks.is_some_and(|hooks| hooks.state(now) == State::Working)
    }

    /// Tells of one line; true if nothing is left to tell.
    async fn tell(&self, line: &Line) -> anyhow::Result<Result<(), Failure>> {
        let Some(hooks) = self.loaded.hooks() else {
            return Ok(Ok(()));
        };
        let event = payload::event(self.panel, self.loaded, &line.entry).await?;
        let caller = Caller::default();
        let host = ModuleHost::for_anybody(self.panel, self.id(), &caller)
            .about(payload::person(&line.entry));
        Ok(hooks.deliver(&host, &event).await)
    }

    /// Whether the plugin hears of this line.
    fn hears_of(&self, line: &Line) -> bool {
        let is_old = line.entry.at < self.panel.clock.now() - OLDEST;
        self.loaded.granted.events.contains(&line.entry.event) && !is_old
    }

    /// Tells again what is parked and due, the first line of each subject, and what then becomes the first.
    async fn again(&self) -> anyhow::Result<usize> {
        let mut told = 0;
        while self.may_be_told() {
            let now = self.panel.clock.now();
            let mut tx = self.panel.db.read().await?;
            let Some(parked) = hooks::due(&mut tx, self.id(), now, 1).await?.pop() else {
                break;
            };
            let line = hooks::line(&mut tx, parked.seq).await?;
            drop(tx);
            let outcome =
                match line.filter(|line| self.loaded.granted.events.contains(&line.entry.event)) {
                    Some(line) => self.tell(&line).await?,
                    None => Ok(()),
                };
            let mut tx = self.panel.db.begin().await?;
            let is_noted = match outcome {
                Ok(()) => {
                    told += 1;
                    hooks::delete(&mut tx, parked.id).await?
                }
                Err(failure) => {
                    hooks::save(&mut tx, &parked, &self.next(&parked, &failure)).await?
                }
            };
            let is_ours = self.keeps_the_lease(&mut tx).await?;
            tx.commit().await?;
            if !is_noted || !is_ours {
                break;
            }
        }
        Ok(told)
    }

    /// Tells what happened since the plugin last heard.
    async fn news(&self) -> anyhow::Result<usize> {
        let mut told = 0;
        loop {
            let mut tx = self.panel.db.read().await?;
            let Some(mut cursor) = hooks::cursor(&mut tx, self.id()).await? else {
                return Ok(told);
            };
            let lines = hooks::following(&mut tx, cursor, BATCH).await?;
            let waiting = hooks::waiting_subjects(&mut tx, self.id()).await?;
            drop(tx);
            let Some(last) = lines.last().map(|line| line.seq) else {
                return Ok(told);
            };
            let mut waiting: BTreeSet<String> = waiting.into_iter().collect();
            for line in lines.iter().filter(|line| self.hears_of(line)) {
                if !self.may_be_told() {
                    return Ok(told);
                }
                let subject = subject_of(line);
                let parked = if waiting.contains(&subject) {
                    Some(self.parked(line, &subject))
                } else {
                    let outcome = self.tell(line).await?;
                    told += usize::from(outcome.is_ok());
                    let parked = |failure| self.next(&self.parked(line, &subject), &failure);
                    outcome.err().map(parked)
                };
                if !self.moves(cursor, line.seq, parked.as_ref()).await? {
                    return Ok(told);
                }
                cursor = line.seq;
                if parked.is_some() {
                    waiting.insert(subject);
                }
            }
            if cursor < last && !self.moves(cursor, last, None).await? {
                return Ok(told);
            }
        }
    }

    /// Moves the cursor past a line that was told or is parked; false if another node does it meanwhile.
    async fn moves(&self, from: i64, to: i64, parked: Option<&Parked>) -> anyhow::Result<bool> {
        let mut tx = self.panel.db.begin().await?;
        if !hooks::advance(&mut tx, self.id(), from, to).await? {
            return Ok(false);
        }
        if let Some(parked) = parked {
            hooks::park(&mut tx, parked).await?;
        }
        let is_ours = self.keeps_the_lease(&mut tx).await?;
        tx.commit().await?;
        Ok(is_ours)
    }

    /// A line that was not told yet.
    fn parked(&self, line: &Line, subject: &str) -> Parked {
        let now = self.panel.clock.now();
        Parked {
            id: ParkedId::new(now, self.panel.random.id_bytes()),
            plugin_id: self.id().to_owned(),
            seq: line.seq,
            subject: subject.to_owned(),
            attempts: 0,
            due_at: now,
            why: None,
            dead_at: None,
        }
    }

    /// The same after one more try that came to nothing.
    fn next(&self, parked: &Parked, failure: &Failure) -> Parked {
        let now = self.panel.clock.now();
        let attempts = parked.attempts + 1;
        let is_over = attempts >= TRIES;
        let (plugin, why) = (self.id(), self.loaded.without_secrets(&failure.to_string()));
        if is_over {
            tracing::error!(
                plugin,
                seq = parked.seq,
                why,
                "an event was laid aside; staff can have it told again"
            );
        } else {
            tracing::warn!(
                plugin,
                seq = parked.seq,
                attempts,
                why,
                "an event will be told again"
            );
        }
        Parked {
            attempts,
            due_at: now + wait_after(attempts),
            why: Some(why),
            dead_at: is_over.then_some(now),
            ..parked.clone()
        }
    }
}

/// Whose order a line keeps: the person's it happened to, else the client's, else the panel's.
fn subject_of(line: &Line) -> String {
    let of_client = || line.entry.client_id.map(|client| client.0);
    let subject = line.entry.subject_id.or_else(of_client);
    subject.map_or_else(|| NOBODY.to_owned(), |id| id.to_string())
}
