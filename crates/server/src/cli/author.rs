//! The commands of plugin authors. They need no panel, and know none; only `dev` brings a demonstration's up to date.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use innkeeper_kit::build::{Built, build};
use innkeeper_kit::conformance::{self, Machine, Report};
use innkeeper_kit::scaffold::New;
use innkeeper_kit::{Folder, Language, parcel};

use super::dev::Dev;
use super::{output, question};
use crate::config::Sources;

/// What to do with a plugin of one's own.
#[derive(Subcommand)]
pub enum Author {
    /// Begin a plugin from a template that works.
    New(Begin),
    /// Build the components of plugins from source.
    Build(Folders),
    /// Hold built plugins to the conformance suite: what panels rely on.
    Test(Test),
    /// Build a plugin whenever a file of it is saved, and put it into a demonstration that runs.
    Dev(Dev),
    /// Make the package that providers install.
    Pack(Pack),
    /// Sign a package.
    Sign(Sign),
    /// Make a pair of keys to sign with.
    Keygen(Keygen),
}

/// Options of `plugin new`.
#[derive(Args)]
pub struct Begin {
    /// What it is to be. There are factors today.
    #[arg(value_parser = ["factor"])]
    kind: String,
    /// The name of its folder: small letters, digits and hyphens.
    name: String,
    /// The language: rust, js, python or c.
    #[arg(long, default_value = "rust")]
    lang: Language,
    /// Its id: a domain of yours backwards, and a name.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

/// Folders of plugins.
#[derive(Args)]
pub struct Folders {
    /// The folders of the plugins.
    #[arg(value_name = "DIR", default_value = ".")]
    folders: Vec<PathBuf>,
}

/// Options of `plugin test`.
#[derive(Args)]
pub struct Test {
    #[command(flatten)]
    folders: Folders,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `plugin pack`.
#[derive(Args)]
pub struct Pack {
    /// The folder of the plugin.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `plugin sign`.
#[derive(Args)]
pub struct Sign {
    /// The package.
    #[arg(value_name = "FILE")]
    package: PathBuf,
    /// The secret key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    password: Password,
}

/// Options of `plugin keygen`.
#[derive(Args)]
pub struct Keygen {
    /// The file of the secret key; the public one is put beside it and ends in .pub.
    #[arg(value_name = "FILE", default_value = "publisher.key")]
    key: PathBuf,
    #[command(flatten)]
    password: Password,
}

/// What protects a secret key beside the permissions of its file.
#[derive(Args)]
pub struct Password {
    /// Leave the secret key without a password.
    #[arg(long)]
    no_password: bool,
    /// Take the password from the first line of standard input, instead of asking at the terminal.
    #[arg(long, conflicts_with = "no_password")]
    password_stdin: bool,
}

impl Author {
    pub async fn run(self, process: Sources) -> anyhow::Result<ExitCode> {
        match self {
            Self::New(begin) => begin.run()?,
            Self::Build(folders) => folders.build()?,
            Self::Test(test) => return test.run().await,
            Self::Dev(dev) => return dev.run(process).await,
            Self::Pack(pack) => pack.run()?,
            Self::Sign(sign) => sign.run()?,
            Self::Keygen(keygen) => keygen.run()?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Begin {
    fn run(&self) -> anyhow::Result<()> {
        let new = New::factor(&self.name, self.id.as_deref(), self.lang)?;
        let folder = new.write(Path::new("."))?;
        output::say(&format!(
            "{} is a working factor in {}. Go on with:\n\n  cd {}\n  innkeeper plugin build\n  innkeeper plugin test",
            new.id,
            self.lang,
            folder.display()
        ))?;
        if self.id.is_none() {
            output::note(
                "Before you publish it, give it an id below a domain of yours: `id` in plugin.toml.",
            );
        }
        Ok(())
    }
}

impl Folders {
    fn build(&self) -> anyhow::Result<()> {
        for path in &self.folders {
            let folder = Folder::open(path)?;
            let id = folder.manifest.id.clone();
            let built = build(&folder, &mut |what| {
                output::note(&format!("{id}: {what} …"));
            })?;
            let size = folder.read_component()?.len() / 1024;
            let how = match built {
                Built::Made => "built",
                Built::Kept => "nothing has changed",
            };
            output::say(&format!(
                "{} ({size} KiB, {how})",
                folder.component().display()
            ))?;
        }
        Ok(())
    }
}

impl Test {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let cache =
            std::env::home_dir().context("there is no home folder to keep compiled plugins in")?;
        let machine = Machine::new(&cache.join(".cache/innkeeper/plugins"))?;
        // What the suite asserts is told in its report.
        std::panic::set_hook(Box::new(|_| {}));
        let mut reports = Vec::new();
        for path in &self.folders.folders {
            let folder = Folder::open(path)?;
            let id = folder.manifest.id.clone();
            let mut progress = |what: &str| output::note(&format!("{id}: {what} …"));
            reports.push(conformance::test(&folder, &machine, &mut progress).await?);
        }
        drop(std::panic::take_hook());
        if self.json {
            output::json(&reports)?;
        } else {
            reports.iter().try_for_each(tell)?;
        }
        Ok(if reports.iter().all(Report::is_good) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn tell(report: &Report) -> anyhow::Result<()> {
    output::say(&report.id)?;
    for check in &report.checks {
        match &check.fault {
            None => output::say(&format!("  ok      {}", check.holds))?,
            Some(fault) => {
                output::say(&format!("  FAILED  {}", check.holds))?;
                output::say(&format!(
                    "          {}",
                    fault.replace('\n', "\n          ")
                ))?;
            }
        }
    }
    let rows = report.costs.iter().map(|(function, cost)| {
        vec![
            (*function).to_owned(),
            cost.calls.to_string(),
            format!("{} µs", cost.median),
            format!("{} µs", cost.slowest),
            cost.host_calls.to_string(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        output::say("")?;
        output::table(
            &["function", "calls", "median", "slowest", "host calls"],
            &rows,
        )?;
    }
    Ok(())
}

impl Pack {
    fn run(&self) -> anyhow::Result<()> {
        let packed = parcel::pack(&Folder::open(&self.folder)?)?;
        if self.json {
            return output::json(&packed);
        }
        output::say(&format!(
            "{} ({} KiB)",
            packed.path.display(),
            packed.size / 1024
        ))?;
        output::say(&format!("SHA-256 {}", packed.sha256))?;
        output::say(&format!(
            "It runs on panels that serve {}",
            packed.needs.join(", ")
        ))?;
        for ask in &packed.asks {
            let reason = ask
                .reason
                .as_deref()
                .map_or_else(String::new, |reason| format!(": {reason}"));
            output::say(&format!("It asks for {}{reason}", ask.permission))?;
        }
        for unused in &packed.unused {
            output::note(&format!(
                "It declares [capabilities.{unused}] and never uses it: take it out, and providers have less to allow."
            ));
        }
        Ok(())
    }
}

impl Sign {
    fn run(&self) -> anyhow::Result<()> {
        let password = self.password.ask("Password of the key: ")?;
        let signature = parcel::sign(&self.package, &self.key, password)?;
        output::say(&signature.display().to_string())?;
        Ok(())
    }
}

impl Keygen {
    fn run(&self) -> anyhow::Result<()> {
        let first = self.password.ask("Password for the key: ")?;
        if self.password.is_asked() {
            let again = self.password.ask("The same again: ")?;
            ensure!(
                first == again,
                "these are two passwords; nothing was written"
            );
        }
        let public = parcel::keygen(&self.key, first)?;
        let key = self.key.display();
        output::say(&format!(
            "The secret key is in {key}. Nobody else may ever have it."
        ))?;
        output::say(&format!("The public key is {public}"))?;
        output::say(&format!("Its fingerprint is {}", public.fingerprint()))?;
        output::note("Keep a copy of the secret key: without it there are no updates.");
        Ok(())
    }
}

impl Password {
    fn is_asked(&self) -> bool {
        !self.no_password && !self.password_stdin
    }

    fn ask(&self, question: &str) -> anyhow::Result<Option<String>> {
        if self.no_password {
            return Ok(None);
        }
        if self.password_stdin {
            let password = question::read_password()?;
            return Ok(password.text().map(str::to_owned));
        }
        let password = question::ask_unseen(question)?;
        if password.is_empty() {
            bail!("an empty password protects nothing: say --no-password if that is meant");
        }
        Ok(Some(password.to_string()))
    }
}
