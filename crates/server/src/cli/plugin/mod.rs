//! `innkeeper plugin`: plugins on a panel's database, also when the server does not run. A server that does
//! follows within seconds.

mod settings;
mod untold;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use innkeeper_package::archive::MOST_PACKED;
use innkeeper_package::rotation::Rotation;
use innkeeper_package::trust::Lenience;
use innkeeper_package::{PluginId, PublisherKey};
use serde_json::json;

use self::words::{report, sentence};
use super::{output, question};
use crate::Panel;
use crate::app::Caller;
use crate::app::plugins::{self, By, Confirmed, Installed, Removed, Switched, Upload, Who};
use crate::config::Config;
use crate::plugins::name_of;

const NOBODY_IN_PARTICULAR: &str = "the operator";

/// What to do with plugins.
#[derive(Subcommand)]
pub enum Plugin {
    /// Say what a package is, who signed it and what it asks for. Nothing of it is run.
    Inspect(Inspect),
    /// Install a package, or update a plugin by one.
    Install(Install),
    /// Grant what the newer version of a plugin asks for that waits.
    Grant(Named),
    /// List plugins.
    List(List),
    /// Let a plugin work.
    Enable(Named),
    /// Have a plugin do nothing.
    Disable(Named),
    /// Remove a plugin, with its settings and all that it remembers.
    Remove(Named),
    /// Show or change the settings of a plugin.
    Settings(settings::Settings),
    /// List what plugins were not told of yet: what waits for another try, and what was laid aside.
    Untold(untold::Untold),
    /// Have a plugin told again of what was laid aside.
    TellAgain(untold::TellAgain),
}

/// A package and what belongs to it.
#[derive(Args)]
pub struct Files {
    /// The package; with --index the plugin's id.
    #[arg(value_name = "FILE")]
    package: PathBuf,
    /// Take the newest version that runs here from the index at this address.
    #[arg(long, value_name = "URL", conflicts_with_all = ["signature", "key", "rotation"])]
    index: Option<String>,
    /// Its signature; the file beside it that ends in .minisig if there is one.
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
    /// The publisher's public key: a file, or the line that begins with RW. An installed plugin's is known.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A statement of an old key about a new one.
    #[arg(long, value_name = "FILE")]
    rotation: Vec<PathBuf>,
}

/// Options of `plugin inspect`.
#[derive(Args)]
pub struct Inspect {
    #[command(flatten)]
    files: Files,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `plugin install`.
#[derive(Args)]
pub struct Install {
    #[command(flatten)]
    files: Files,
    /// Grant what it asks for without a question.
    #[arg(long)]
    yes: bool,
    /// Install a package that nobody signed.
    #[arg(long)]
    allow_unsigned: bool,
    /// Install an older version, or other bytes for the same one.
    #[arg(long)]
    force: bool,
    /// Who you are, for the audit log.
    #[arg(long, default_value = NOBODY_IN_PARTICULAR)]
    by: String,
}

/// Options of what is done to one plugin.
#[derive(Args)]
pub struct Named {
    /// Its id.
    #[arg(value_name = "ID")]
    id: String,
    /// Do it without a question.
    #[arg(long)]
    yes: bool,
    /// Who you are, for the audit log.
    #[arg(long, default_value = NOBODY_IN_PARTICULAR)]
    by: String,
}

/// Options of `plugin list`.
#[derive(Args)]
pub struct List {
    /// For programs.
    #[arg(long)]
    json: bool,
}

impl Plugin {
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let panel = super::open(config).await?;
        let caller = Caller::default();
        match self {
            Self::Inspect(options) => options.run(&panel).await?,
            Self::Install(options) => options.run(&panel, &caller).await?,
            Self::Grant(named) => grant(&panel, &named, &caller).await?,
            Self::List(options) => list(&panel, &options).await?,
            Self::Enable(named) => {
                let switched = plugins::enable(&panel, &named.id, named.by(&caller)).await?;
                told(&named.id, switched, "enabled")?;
            }
            Self::Disable(named) => disable(&panel, &named, &caller).await?,
            Self::Remove(named) => remove(&panel, &named, &caller).await?,
            Self::Settings(options) => options.run(&panel, &caller).await?,
            Self::Untold(options) => options.run(&panel).await?,
            Self::TellAgain(options) => options.run(&panel, &caller).await?,
        }
        panel.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Named {
    fn by<'a>(&'a self, caller: &'a Caller) -> By<'a> {
        By {
            who: Who::Operator(&self.by),
            caller,
        }
    }
}

/// What [`Files`] name, read.
struct Read {
    package: Vec<u8>,
    signature: Option<String>,
    key: Option<PublisherKey>,
    rotations: Vec<Rotation>,
}

impl Files {
    async fn read(&self, panel: &Panel) -> anyhow::Result<Read> {
        match &self.index {
            Some(index) => self.fetch(panel, index).await,
            None => self.open(),
        }
    }

    async fn fetch(&self, panel: &Panel, index: &str) -> anyhow::Result<Read> {
        let id = self.package.to_string_lossy();
        let id = id.parse::<PluginId>().with_context(|| id.into_owned())?;
        let caller = Caller::default();
        let by = By {
            who: Who::Operator(NOBODY_IN_PARTICULAR),
            caller: &caller,
        };
        let index = plugins::read_index(panel, index, by).await?;
        let brought = plugins::bring_from(panel, &index, &id).await?;
        Ok(Read {
            rotations: brought.rotations()?,
            package: brought.package,
            signature: brought.signature,
            key: brought.key,
        })
    }

    fn open(&self) -> anyhow::Result<Read> {
        let package = bytes(&self.package)?;
        let beside = PathBuf::from(format!("{}.minisig", self.package.display()));
        let signature = match &self.signature {
            Some(path) => Some(text(path)?),
            None if beside.exists() => Some(text(&beside)?),
            None => None,
        };
        let key = match &self.key {
            Some(key) if Path::new(key).exists() => Some(text(Path::new(key))?),
            key => key.clone(),
        };
        let key = key.map(|key| key.parse::<PublisherKey>());
        let key = key.transpose().context("the text of --key")?;
        let rotations = self.rotation.iter().map(|path| {
            let rotation = text(path)?.parse::<Rotation>();
            rotation.with_context(|| path.display().to_string())
        });
        Ok(Read {
            package,
            signature,
            key,
            rotations: rotations.collect::<anyhow::Result<_>>()?,
        })
    }
}

impl Read {
    fn upload(&self) -> Upload<'_> {
        Upload {
            package: &self.package,
            signature: self.signature.as_deref(),
            key: self.key,
            rotations: &self.rotations,
        }
    }
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let told = || format!("cannot read {}", path.display());
    let size = fs::metadata(path).with_context(told)?.len();
    if size > MOST_PACKED.0 {
        bail!(
            "{} is larger than any package ({MOST_PACKED})",
            path.display()
        );
    }
    fs::read(path).with_context(told)
}

fn text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

impl Inspect {
    async fn run(self, panel: &Panel) -> anyhow::Result<()> {
        let read = self.files.read(panel).await?;
        let lenient = Lenience {
            unsigned: true,
            older: true,
        };
        let found = plugins::inspect(panel, read.upload(), lenient).await??;
        if !self.json {
            output::say(&report(panel, &found))?;
            return Ok(());
        }
        let package = found.offer.package();
        let asked = found.asked.iter().map(|asked| {
            json!({
                "name": name_of(&asked.permission),
                "meaning": sentence(panel, &asked.permission),
                "reason": asked.reason,
            })
        });
        output::json(&json!({
            "id": package.manifest.id.as_str(),
            "name": package.manifest.name,
            "version": package.manifest.version.to_string(),
            "sha256": package.digest.to_string(),
            "signer": found.offer.signer().map(|key| key.fingerprint()),
            "permissions": asked.collect::<Vec<_>>(),
            "needs_consent": found.needs_consent(),
            "refusal": found.trust.as_ref().err().map(ToString::to_string),
            "faults": found.faults,
        }))
    }
}

impl Install {
    async fn run(self, panel: &Panel, caller: &Caller) -> anyhow::Result<()> {
        let read = self.files.read(panel).await?;
        let lenience = Lenience {
            unsigned: self.allow_unsigned,
            older: self.force,
        };
        let found = plugins::inspect(panel, read.upload(), lenience).await??;
        output::note(&report(panel, &found));
        if found.offer.signer().is_none() {
            output::note(
                "\nWARNING: nobody signed this package. Whoever could change the file on its way decides \
                 from now on who gets past the second step. Install it only on a machine for development.",
            );
        }
        found.trust.clone()?;
        if !found.faults.is_empty() {
            bail!("it cannot be installed");
        }
        confirm(self.yes, "Install it and let it do all this?")?;
        let confirmed = Confirmed {
            consent: Some(found.consent),
            lenience,
        };
        let by = By {
            who: Who::Operator(&self.by),
            caller,
        };
        installed(plugins::install(panel, read.upload(), &confirmed, by).await?)
    }
}

async fn grant(panel: &Panel, named: &Named, caller: &Caller) -> anyhow::Result<()> {
    let Some(found) = plugins::inspect_offered(panel, &named.id).await? else {
        bail!("no newer version of {} waits", named.id);
    };
    output::note(&report(panel, &found));
    confirm(named.yes, "Let it do all this?")?;
    let by = named.by(caller);
    installed(plugins::grant(panel, &named.id, &found.consent, by).await?)
}

fn installed(outcome: Installed) -> anyhow::Result<()> {
    match outcome {
        Installed::Done(plugin) => {
            output::say(&format!(
                "{} {} is installed and {}.",
                plugin.id, plugin.version, plugin.state
            ))?;
            Ok(())
        }
        Installed::Waits(offered) => {
            output::say(&format!(
                "{} {} waits for `innkeeper plugin grant {}`.",
                offered.plugin_id, offered.version, offered.plugin_id
            ))?;
            Ok(())
        }
        Installed::Refused(refused) => Err(refused.into()),
    }
}

async fn list(panel: &Panel, options: &List) -> anyhow::Result<()> {
    let all = plugins::list(panel).await?;
    if options.json {
        let all = all.iter().map(|listed| {
            let plugin = &listed.plugin;
            json!({
                "id": plugin.id,
                "version": plugin.version,
                "state": plugin.state,
                "sha256": plugin.digest,
                "granted": plugin.granted,
                "fault": plugin.fault,
                "waiting": listed.offered.as_ref().map(|offered| &offered.version),
            })
        });
        return output::json(&all.collect::<Vec<_>>());
    }
    let rows: Vec<Vec<String>> = all
        .into_iter()
        .map(|listed| {
            let waiting = listed.offered.map(|offered| offered.version);
            vec![
                listed.plugin.id,
                listed.plugin.version,
                listed.plugin.state.to_string(),
                waiting.unwrap_or_default(),
                listed.plugin.fault.unwrap_or_default(),
            ]
        })
        .collect();
    output::table(&["id", "version", "state", "waiting", "fault"], &rows)?;
    Ok(())
}

async fn disable(panel: &Panel, named: &Named, caller: &Caller) -> anyhow::Result<()> {
    warn_of_holders(panel, named).await?;
    let switched = plugins::disable(panel, &named.id, named.by(caller)).await?;
    told(&named.id, switched, "disabled")
}

async fn remove(panel: &Panel, named: &Named, caller: &Caller) -> anyhow::Result<()> {
    let Some(listed) = plugins::find(panel, &named.id).await? else {
        bail!("there is no plugin {}", named.id);
    };
    warn_of_holders(panel, named).await?;
    let seen = listed.plugin.row_version;
    match plugins::remove(panel, &named.id, seen, named.by(caller)).await? {
        Removed::Done(_) => output::say(&format!("{} is removed.", named.id))?,
        Removed::Unknown => bail!("there is no plugin {}", named.id),
        Removed::Changed => bail!("somebody else changed it meanwhile; try again"),
    }
    Ok(())
}

/// Says who would not get in any more, and asks.
async fn warn_of_holders(panel: &Panel, named: &Named) -> anyhow::Result<()> {
    let held = plugins::holding(panel, &named.id).await?;
    if held.holders > 0 {
        output::note(&format!(
            "{} people hold its factor, and {} of them hold no other: those cannot sign in without the help of \
             staff until it is back. Their accounts stay protected.",
            held.holders, held.sole
        ));
    }
    confirm(named.yes, "Go on?")
}

/// Says what became of a plugin that was to be in a state.
pub(super) fn told(id: &str, switched: Switched, state: &str) -> anyhow::Result<()> {
    match switched {
        Switched::Done => output::say(&format!("{id} is {state}."))?,
        Switched::Unknown => bail!("there is no plugin {id}"),
        Switched::Missing(names) => bail!(
            "these settings must be set first: {}; see `innkeeper plugin settings {id}`",
            names.join(", ")
        ),
        Switched::CannotRun(why) => bail!("{id} cannot run here: {why}"),
        Switched::Changed => bail!("somebody else changed it meanwhile; try again"),
    }
    Ok(())
}

/// Asks, unless told not to. Anything but a yes is a no.
fn confirm(yes: bool, asked: &str) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    let answer =
        question::ask(&format!("{asked} (yes/no)"), Some("no")).context("say it by --yes")?;
    if matches!(answer.to_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        bail!("nothing was changed")
    }
}
