//! `innkeeper plugin untold` and `tell-again`: events that a plugin did not take.

use anyhow::bail;
use clap::Args;
use innkeeper_identity::ids::ParkedId;
use innkeeper_store::hooks::Undelivered;
use serde_json::json;

use super::super::output;
use super::NOBODY_IN_PARTICULAR;
use crate::Panel;
use crate::app::plugins::{By, Who};
use crate::app::{Caller, hooks};

/// More than anybody reads.
const MOST: i64 = 1000;

/// Options of `plugin untold`.
#[derive(Args)]
pub struct Untold {
    /// One plugin's alone.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `plugin tell-again`.
#[derive(Args)]
pub struct TellAgain {
    /// The plugin's id.
    #[arg(value_name = "ID")]
    id: String,
    /// One event, as `plugin untold` names it; without it, all that were laid aside.
    #[arg(long, value_name = "EVENT")]
    event: Option<ParkedId>,
    /// Who you are, for the audit log.
    #[arg(long, default_value = NOBODY_IN_PARTICULAR)]
    by: String,
}

impl Untold {
    pub(super) async fn run(self, panel: &Panel) -> anyhow::Result<()> {
        let all = hooks::list(panel, self.id.as_deref(), MOST).await?;
        if self.json {
            let all = all.iter().map(|untold| {
                json!({
                    "id": untold.parked.id,
                    "plugin": untold.parked.plugin_id,
                    "event": untold.event,
                    "at": untold.at,
                    "tries": untold.parked.attempts,
                    "state": state(untold),
                    "why": untold.parked.why,
                })
            });
            return output::json(&all.collect::<Vec<_>>());
        }
        let rows = all.iter().map(|untold| {
            vec![
                untold.parked.id.to_string(),
                untold.parked.plugin_id.clone(),
                untold.event.clone(),
                untold.at.format("%Y-%m-%d %H:%M").to_string(),
                untold.parked.attempts.to_string(),
                state(untold).to_owned(),
                untold.parked.why.clone().unwrap_or_default(),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let head = ["id", "plugin", "event", "at", "tries", "state", "why"];
        output::table(&head, &rows)?;
        Ok(())
    }
}

fn state(untold: &Undelivered) -> &'static str {
    match (untold.parked.dead_at, untold.parked.attempts) {
        (Some(_), _) => "laid aside",
        (None, 0) => "in line",
        (None, _) => "waits",
    }
}

impl TellAgain {
    pub(super) async fn run(self, panel: &Panel, caller: &Caller) -> anyhow::Result<()> {
        let by = By {
            who: Who::Operator(&self.by),
            caller,
        };
        match hooks::retry(panel, &self.id, self.event, by).await? {
            0 => bail!("nothing of the kind was laid aside; see `innkeeper plugin untold`"),
            count => output::say(&format!("{} will be told of {count} again.", self.id))?,
        }
        Ok(())
    }
}
