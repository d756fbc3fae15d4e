//! `innkeeper plugin settings`: a secret is read from standard input and never printed.

use std::collections::BTreeMap;

use anyhow::bail;
use clap::Args;
use innkeeper_package::manifest::SettingKind;
use serde_json::json;

use super::super::{output, question};
use super::NOBODY_IN_PARTICULAR;
use crate::Panel;
use crate::app::Caller;
use crate::app::plugins::{self, By, Entered, SetOutcome, Shown, Who};

/// Options of `plugin settings`.
#[derive(Args)]
pub struct Settings {
    /// The plugin's id.
    #[arg(value_name = "ID")]
    id: String,
    /// Set a setting. For secrets use --set-stdin.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Set a setting to the first line of standard input.
    #[arg(long, value_name = "NAME")]
    set_stdin: Option<String>,
    /// Set a setting back to what it is when nobody sets it.
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,
    /// For programs.
    #[arg(long)]
    json: bool,
    /// Who you are, for the audit log.
    #[arg(long, default_value = NOBODY_IN_PARTICULAR)]
    by: String,
}

impl Settings {
    pub(super) async fn run(self, panel: &Panel, caller: &Caller) -> anyhow::Result<()> {
        let entered = self.entered()?;
        if !entered.is_empty() {
            let by = By {
                who: Who::Operator(&self.by),
                caller,
            };
            told(&self.id, plugins::set(panel, &self.id, &entered, by).await?)?;
        }
        let Some(all) = plugins::list_settings(panel, &self.id).await? else {
            bail!("there is no plugin {}", self.id);
        };
        if self.json {
            let all = all.iter().map(|shown| {
                json!({
                    "name": shown.setting.name,
                    "label": shown.setting.label,
                    "required": shown.setting.required,
                    "secret": shown.setting.kind == SettingKind::Secret,
                    "set": shown.is_set,
                    "value": shown.value,
                })
            });
            return output::json(&all.collect::<Vec<_>>());
        }
        let rows: Vec<Vec<String>> = all.iter().map(row).collect();
        output::table(&["name", "value", "meaning"], &rows)?;
        Ok(())
    }

    fn entered(&self) -> anyhow::Result<BTreeMap<String, Entered>> {
        let mut entered = BTreeMap::new();
        for pair in &self.set {
            let Some((name, value)) = pair.split_once('=') else {
                bail!("`{pair}` is not NAME=VALUE");
            };
            entered.insert(name.to_owned(), Entered::Value(value.to_owned()));
        }
        if let Some(name) = &self.set_stdin {
            let secret = question::read_password()?;
            let value = secret.text().unwrap_or_default().to_owned();
            entered.insert(name.clone(), Entered::Value(value));
        }
        for name in &self.unset {
            entered.insert(name.clone(), Entered::Nothing);
        }
        Ok(entered)
    }
}

fn row(shown: &Shown) -> Vec<String> {
    let value = match (&shown.value, shown.is_set) {
        (Some(value), _) => value.clone(),
        (None, true) => "(set)".to_owned(),
        (None, false) if shown.setting.required && shown.setting.kind.default().is_none() => {
            "(must be set)".to_owned()
        }
        (None, false) => {
            let default = shown.setting.kind.default();
            default.map_or_else(String::new, |default| {
                format!("({})", plugins::text_of(&default))
            })
        }
    };
    vec![
        shown.setting.name.clone(),
        value,
        shown.setting.label.clone(),
    ]
}

fn told(id: &str, outcome: SetOutcome) -> anyhow::Result<()> {
    match outcome {
        SetOutcome::Done => Ok(()),
        SetOutcome::Unknown => bail!("there is no plugin {id}"),
        SetOutcome::Changed => bail!("somebody else changed it meanwhile; try again"),
        SetOutcome::Wrong(wrong) => {
            let wrong = wrong.into_iter().map(|(name, why)| match why {
                Some(why) => format!("`{name}`: {why}"),
                None => format!("`{name}` is no setting of this plugin"),
            });
            bail!("nothing was set: {}", wrong.collect::<Vec<_>>().join("; "))
        }
    }
}
