//! `innkeeper demo`: a panel with sample data in a folder of its own, and how to sign in to it.
//!
//! It takes nothing from `innkeeper.toml`: no real database may ever get sample data.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{output, serve};
use crate::config::{Config, Sources};
use crate::demo::key_server::{Client, KeyServer, Plugged, Validator, VirtualKey};
use crate::demo::{self, SignIns};
use crate::random::SystemRandom;
use crate::telemetry::start_logging;

/// Says how to sign in, and that the folder is a demonstration's.
const NOTES: &str = "demo.json";
const DATABASE: &str = "innkeeper.db";
const KEYS: &str = "keys.json";
/// The virtual hardware key.
const VIRTUAL_KEY: &str = "virtual-key.json";

/// Options of `demo`.
#[derive(Args)]
pub struct Demo {
    /// Address and port of the panel; port 0 takes any free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where its data is. It is kept between starts.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    data: PathBuf,
    /// Forget what was done to the sample data and begin anew.
    #[arg(long)]
    reset: bool,
    /// For programs: the first line says how to sign in.
    #[arg(long)]
    json: bool,
    /// A folder of themes, read again whenever it changes.
    #[arg(long, value_name = "DIR")]
    themes: Option<PathBuf>,
}

/// What is written down between starts.
#[derive(Serialize, Deserialize)]
struct Notes {
    /// None while the sample data is being made.
    sign_ins: Option<SignIns>,
}

/// What programs are told.
#[derive(Serialize)]
struct Told<'a> {
    url: String,
    #[serde(flatten)]
    sign_ins: &'a SignIns,
}

impl Demo {
    pub async fn run(self, process: Sources) -> anyhow::Result<ExitCode> {
        let key_server = KeyServer::bind()
            .await
            .context("cannot listen on this machine for the virtual key")?;
        let key_page = key_server.url();
        let client = Client::invent(&SystemRandom);
        let sources = self
            .sources(process)
            .with("yubikey.client_id", client.id.as_str())
            .with("yubikey.api_key", client.shown_key())
            .with("yubikey.servers", key_server.verify_url());
        let config = Config::load(&sources)?;
        start_logging(&config.log);
        serve::serve(config, async |config: &Config| {
            let sign_ins = self.sample_data(config).await?;
            key_server.start(&Arc::new(Validator::new(client)), Some(self.plug_in()?));
            let url = config.server.base_url.origin();
            if self.json {
                let told = Told {
                    url,
                    sign_ins: &sign_ins,
                };
                output::say(&serde_json::to_string(&told)?)?;
            } else {
                self.introduce(&url, &key_page, &sign_ins)?;
            }
            Ok(())
        })
        .await?;
        Ok(ExitCode::SUCCESS)
    }

    fn sources(&self, process: Sources) -> Sources {
        let mut sources =
            sources_of(&self.data, process).with("server.listen", self.listen.to_string());
        if let Some(themes) = &self.themes {
            sources = sources.with("theme.dir", themes.to_string_lossy());
        }
        sources
    }

    /// The sample data of this folder, made unless it is there.
    async fn sample_data(&self, config: &Config) -> anyhow::Result<SignIns> {
        let folder = &self.data;
        let shown = folder.display();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make {shown}"))?;
        let notes_path = folder.join(NOTES);
        let notes = read::<Notes>(&notes_path)?;
        if notes.is_none() && fs::read_dir(folder)?.next().is_some() {
            bail!(
                "{shown} has something else in it than sample data: choose another folder with --data"
            );
        }
        match notes.and_then(|notes| notes.sign_ins) {
            Some(sign_ins) if !self.reset => return Ok(sign_ins),
            _ => clear(folder).with_context(|| format!("cannot clear {shown}"))?,
        }
        output::note("Making sample data …");
        write(&notes_path, &Notes { sign_ins: None })?;
        let sign_ins = demo::seed(config.clone()).await?;
        let notes = Notes {
            sign_ins: Some(sign_ins.clone()),
        };
        write(&notes_path, &notes)?;
        Ok(sign_ins)
    }

    /// The virtual key of this folder, plugged in once more.
    fn plug_in(&self) -> anyhow::Result<VirtualKey> {
        let path = self.data.join(VIRTUAL_KEY);
        let kept: Option<Plugged> = read(&path)?;
        let kept = kept.unwrap_or_else(|| Plugged::invent(&SystemRandom));
        let (kept, key) = kept.plug_in();
        write(&path, &kept)?;
        Ok(key)
    }

    fn introduce(&self, url: &str, key_page: &str, sign_ins: &SignIns) -> anyhow::Result<()> {
        let none = || "-".to_owned();
        let row = |email: &String, password: &String, key: &Option<String>| {
            vec![
                email.clone(),
                password.clone(),
                key.clone().unwrap_or_else(none),
            ]
        };
        let head = ["e-mail", "password", "setup key of the authenticator app"];
        output::say(&format!("\nCustomers sign in at {url}/login\n"))?;
        let users = sign_ins
            .users
            .iter()
            .map(|user| row(&user.email, &user.password, &user.totp_secret));
        output::table(&head, &users.collect::<Vec<_>>())?;
        for user in &sign_ins.users {
            if let Some(codes) = &user.backup_codes {
                output::say(&format!("\nBackup codes of {}:", user.email))?;
                for pair in codes.chunks(2) {
                    output::say(&format!("  {}", pair.join("   ")))?;
                }
            }
        }
        output::say(&format!(
            "\nThe provider's people sign in at {url}/staff/login\n"
        ))?;
        let staff = sign_ins
            .staff
            .iter()
            .map(|member| row(&member.email, &member.password, &member.totp_secret));
        output::table(&head, &staff.collect::<Vec<_>>())?;
        output::say(&format!(
            "\nAdd a setup key to an authenticator app by hand, or see its code with: oathtool --totp -b KEY\n\
             A virtual YubiKey, for development: {key_page}\n\
             Mails do not leave: read them at {url}/staff/mails\n\
             Staff may do without a second factor here, so that the owner can look around; a real panel requires one.\n\
             Data is kept in {}; begin anew with --reset, stop with Ctrl-C.\n",
            self.data.display()
        ))?;
        if !self.listen.ip().is_loopback() {
            output::note(
                "Careful: this listens beyond this machine, and anybody who knows these passwords can sign in.",
            );
        }
        Ok(())
    }
}

/// The settings of a demonstration by the folder of its data. Of the process's own settings only those count
/// that say what is logged.
fn sources_of(data: &Path, process: Sources) -> Sources {
    let of_logs =
        |(name, _): &(String, String)| name.to_uppercase().starts_with("INNKEEPER__LOG__");
    let environment: Vec<_> = process.environment.into_iter().filter(of_logs).collect();
    let is_silent = environment.is_empty();
    let sources = Sources {
        environment,
        ..Sources::default()
    }
    .with(
        "database.url",
        format!("sqlite:{}", data.join(DATABASE).display()),
    )
    .with("keys.path", data.join(KEYS).to_string_lossy());
    if is_silent {
        sources.with("log.level", "warn")
    } else {
        sources
    }
}

/// The configuration of a demonstration that was begun, for a command beside it.
pub(super) fn config_of(data: &Path, process: Sources) -> anyhow::Result<Config> {
    let notes: Option<Notes> = read(&data.join(NOTES))?;
    if notes.and_then(|notes| notes.sign_ins).is_none() {
        bail!(
            "there is no demonstration in {}: start one with `innkeeper demo` in another window, or name its folder",
            data.display()
        );
    }
    let config = Config::load(&sources_of(data, process))?;
    start_logging(&config.log);
    Ok(config)
}

fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Option<T>> {
    match fs::read(path) {
        Ok(text) => {
            let read = serde_json::from_slice(&text);
            read.map(Some)
                .with_context(|| format!("cannot understand {}", path.display()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Written beside and moved, so that a folder always says what it is.
fn write(path: &Path, content: &impl Serialize) -> anyhow::Result<()> {
    let fresh = path.with_extension("new");
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(&serde_json::to_vec_pretty(content)?)?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Removes what a demonstration writes, and nothing else. The notes stay until they are written over.
fn clear(folder: &Path) -> io::Result<()> {
    let of_database = ["", "-wal", "-shm", "-journal"].map(|end| format!("{DATABASE}{end}"));
    for name in of_database
        .iter()
        .map(String::as_str)
        .chain([KEYS, VIRTUAL_KEY])
    {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
