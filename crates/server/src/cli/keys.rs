//! `innkeeper keys`: the keys that seal secrets in the database.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::output;
use crate::Panel;
use crate::app::operator;
use crate::config::Config;
use crate::keys::{self, KeyInfo, Resealed, count_by_key};

/// Running panels look at the key file at least this often; until then they seal with the old key.
const UNTIL_EVERY_PANEL_KNOWS: Duration = Duration::from_millis(1500);

/// What to do with the keys.
#[derive(Subcommand)]
pub enum Keys {
    /// List the keys of the key file, and how much each seals.
    List(List),
    /// Make a new key and seal everything with it, while the panel runs.
    Rotate(Rotate),
}

/// Options of `keys list`.
#[derive(Args)]
pub struct List {
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `keys rotate`.
#[derive(Args)]
pub struct Rotate {
    /// Make no new key: only finish a rotation that was interrupted.
    #[arg(long)]
    resume: bool,
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    key: KeyInfo,
    seals: u64,
}

impl Keys {
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let panel = super::open(config).await?;
        match self {
            Self::List(options) => list(&panel, &options).await,
            Self::Rotate(options) => rotate(&panel, &options).await,
        }
    }
}

async fn list(panel: &Panel, options: &List) -> anyhow::Result<ExitCode> {
    let counts = count_by_key(&panel.db).await?;
    let seals = |key: &KeyInfo| counts.get(&key.id).copied().unwrap_or(0);
    let listed: Vec<Listed> = panel
        .keys
        .list()
        .into_iter()
        .map(|key| Listed {
            seals: seals(&key),
            key,
        })
        .collect();
    if options.json {
        output::json(&listed)?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |listed: &Listed| {
        let created = listed
            .key
            .created_at
            .format("%Y-%m-%d %H:%M UTC")
            .to_string();
        let active = if listed.key.active { "active" } else { "" };
        vec![
            listed.key.id.to_string(),
            created,
            listed.seals.to_string(),
            active.to_owned(),
        ]
    };
    output::table(
        &["key", "made", "seals", ""],
        &listed.iter().map(row).collect::<Vec<_>>(),
    )?;
    Ok(ExitCode::SUCCESS)
}

async fn rotate(panel: &Panel, options: &Rotate) -> anyhow::Result<ExitCode> {
    if options.resume {
        output::note(&format!("The active key is {}.", panel.keys.active_id()));
    } else {
        let id = panel.keys.rotate(panel.clock.as_ref())?;
        keys::check(&panel.keys, &panel.db).await?;
        operator::note_rotation(panel, &id.to_string(), "the operator").await?;
        let path = panel.config.keys.path.display();
        output::note(&format!(
            "Key {id} is the active one now. Keep a fresh copy of {path}; other nodes need the same file."
        ));
        tokio::time::sleep(UNTIL_EVERY_PANEL_KNOWS).await;
    }
    let mut told = 0;
    let mut progress = |so_far: Resealed| {
        let looked_at = so_far.resealed + so_far.current + so_far.leftovers + so_far.broken;
        if looked_at >= told + 1000 {
            told = looked_at;
            output::note(&format!(
                "{looked_at} looked at, {} sealed anew …",
                so_far.resealed
            ));
        }
    };
    let mut done = keys::reseal(&panel.keys, &panel.db, &mut progress).await?;
    if done.leftovers > 0 {
        // What changed under our hands a moment ago has settled by now.
        let again = keys::reseal(&panel.keys, &panel.db, &mut |_| {}).await?;
        done = Resealed {
            resealed: done.resealed + again.resealed,
            ..again
        };
    }
    output::say(&format!(
        "Sealed {} secrets anew; {} had the active key already.",
        done.resealed, done.current
    ))?;
    if done.broken > 0 {
        output::note(&format!(
            "{} do not open with any key of the file; the log names them.",
            done.broken
        ));
    }
    if done.leftovers > 0 {
        output::note(&format!(
            "{} changed meanwhile: run `innkeeper keys rotate --resume`.",
            done.leftovers
        ));
    }
    let is_complete = done.leftovers == 0 && done.broken == 0;
    Ok(if is_complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
