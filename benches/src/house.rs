//! A migrated database full of people with authenticator apps, and the panel in front of it.

use std::fs::File;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::CredentialState;
use innkeeper_identity::ids::{CredentialId, PrincipalId};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_module::{Fact, Secret, Text};
use innkeeper_server::app::hooks::{self, Place};
use innkeeper_server::app::{Caller, factors, registration};
use innkeeper_server::clock::{Clock as _, SystemClock};
use innkeeper_server::config::{Config, Sources};
use innkeeper_server::{Migrate, Panel};
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{PasswordHash, Tx};
use innkeeper_totp::{Algorithm, Totp};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::program::{Program, cpu_of_this_thread};

/// Everybody's password.
pub const PASSWORD: &str = "a long walk by the river";
/// What everybody is called, for the page is compared with one that is drawn from memory.
pub const NAME: &str = "Ada Lovelace";
/// How many people there are. Each signs in once: a code is good once.
const PEOPLE: u32 = 12_000;
/// How often plugins are asked that are not there.
const ASKED: u32 = 100_000;
/// Everybody's key, for the code is not what is measured.
pub const KEY: &[u8; 20] = b"12345678901234567890";

/// Somebody who never signed in.
pub struct User {
    /// The address that they type.
    pub email: String,
    /// Where they are.
    pub ip: IpAddr,
}

/// The database, and the people in it who have not signed in yet.
pub struct House {
    /// The settings.
    pub config: Config,
    program: PathBuf,
    database: String,
    next: AtomicU32,
    folder: TempDir,
}

impl House {
    /// Fills a database.
    pub async fn build(program: PathBuf, database: Option<String>) -> anyhow::Result<Self> {
        let folder = TempDir::with_prefix("innkeeper-bench-")?;
        let at = |name: &str| folder.path().join(name).display().to_string();
        let database = database.unwrap_or_else(|| format!("sqlite:{}", at("panel.db")));
        let sources = Sources::default()
            .with("database.url", database.as_str())
            .with("keys.path", at("keys.json"));
        let config = Config::load(&sources)?;
        let panel = Panel::builder(config.clone())
            .migrate(Migrate::Apply)
            .open()
            .await?;
        let hash = panel.hasher.hash(Secret::from(PASSWORD)).await?;
        let mut tx = panel.db.begin().await?;
        for number in 0..PEOPLE {
            welcome(&mut tx, &panel, number, &hash).await?;
        }
        tx.commit().await?;
        panel.db.close().await;
        Ok(Self {
            config,
            program,
            database,
            next: AtomicU32::new(0),
            folder,
        })
    }

    /// Starts the panel.
    pub fn open(&self) -> anyhow::Result<Program> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))?;
        Program::start(
            Command::new(&self.program)
                .arg("serve")
                .env_clear()
                .env("INNKEEPER__DATABASE__URL", &self.database)
                .env(
                    "INNKEEPER__KEYS__PATH",
                    self.folder.path().join("keys.json"),
                )
                .env("INNKEEPER__SERVER__LISTEN", "127.0.0.1:0")
                .env("INNKEEPER__SERVER__TRUSTED_PROXIES", "127.0.0.1")
                .env("INNKEEPER__SERVER__TIME_SERVER", "")
                .current_dir(self.folder.path())
                .stderr(log),
        )
    }

    /// Opens the panel within this program, for what must share it; it stays open to the program's end.
    pub async fn open_here(&self) -> anyhow::Result<SocketAddr> {
        let sources = Sources::default()
            .with("database.url", self.database.as_str())
            .with(
                "keys.path",
                self.folder.path().join("keys.json").display().to_string(),
            )
            .with("server.trusted_proxies", "127.0.0.1");
        let panel = Panel::builder(Config::load(&sources)?).open().await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let router = innkeeper_server::web::router(panel);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Ok(address)
    }

    /// What a page pays to ask plugins where there are none: of a processor, each time.
    pub async fn ask_nobody(&self) -> anyhow::Result<Duration> {
        let panel = Panel::builder(self.config.clone()).open().await?;
        let mut tx = panel.db.read_once().await?;
        let found = principals::find_by_email(&mut tx, PrincipalKind::User, &email(0)).await?;
        drop(tx);
        let (somebody, caller) = (found.context("nobody lives here")?, Caller::default());
        let before = cpu_of_this_thread()?;
        for _ in 0..ASKED {
            let shown = hooks::fill(&panel, Place::CustomerHome, &somebody, &caller).await;
            ensure!(shown.is_empty(), "a plugin is here");
        }
        let cost = cpu_of_this_thread()?.saturating_sub(before);
        panel.db.close().await;
        Ok(cost / ASKED)
    }

    /// Somebody who has not signed in yet, in a network of their own: no lock may slow anybody down.
    pub fn somebody(&self) -> anyhow::Result<User> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number >= PEOPLE {
            bail!("everybody has signed in; take fewer rounds");
        }
        let [_, _, high, low] = number.to_be_bytes();
        Ok(User {
            email: email(number),
            ip: IpAddr::from([10, high, low, 7]),
        })
    }
}

/// What an app with everybody's key shows.
pub fn code_of_now() -> String {
    code_at(SystemClock.now())
}

/// What it shows at that moment.
pub fn code_at(now: DateTime<Utc>) -> String {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let generator = totp_rs::Builder::new()
        .with_secret(KEY.to_vec())
        .build_noncompliant();
    generator.generate(seconds).to_string()
}

fn email(number: u32) -> String {
    format!("ada{number}@example.com")
}

/// An account, a client, an authenticator app and backup codes, as registration and enrolment leave them.
async fn welcome(tx: &mut Tx, panel: &Panel, number: u32, hash: &str) -> anyhow::Result<()> {
    let now = panel.clock.now();
    let person = Principal {
        id: PrincipalId::new(now, panel.random.id_bytes()),
        kind: PrincipalKind::User,
        email: email(number),
        email_key: email(number),
        email_confirmed_at: Some(now),
        name: NAME.to_owned(),
        password_hash: Some(PasswordHash(hash.to_owned())),
        locale: "en".to_owned(),
        time_zone: "Europe/London".to_owned(),
        status: PrincipalStatus::Active,
        security_epoch: 0,
        password_changed_at: Some(now),
        last_sign_in_at: None,
        created_at: now,
        version: 0,
        mobile: None,
    };
    principals::insert(tx, &person).await?;
    registration::insert_client(tx, panel, &person).await?;
    let app = Totp::import(Secret::new(KEY), Algorithm::Sha1, 6)?;
    hold(tx, panel, &person, ("totp", Assurance::Strong), &app, now).await?;
    let codes = ("backup-codes", Assurance::Recovery);
    hold(tx, panel, &person, codes, &Secret::from("none"), now).await
}

async fn hold(
    tx: &mut Tx,
    panel: &Panel,
    person: &Principal,
    (factor, class): (&str, Assurance),
    secret: &Secret,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    panel
        .modules()
        .second_factor(factor)
        .with_context(|| format!("there is no module {factor}"))?;
    let id = CredentialId::new(now, panel.random.id_bytes());
    let remaining = Fact {
        name: "remaining".to_owned(),
        value: "10".to_owned(),
        text: Text::new("remaining", "10"),
        warning: false,
    };
    let facts = if class == Assurance::Recovery {
        vec![remaining]
    } else {
        Vec::new()
    };
    let credential = Credential {
        id,
        principal_id: person.id,
        factor: factor.to_owned(),
        label: factor.to_owned(),
        state: CredentialState::Active,
        class,
        secret: factors::seal_secret(panel, id, person.id, secret)?,
        secret_version: 0,
        facts: factors::write_facts(&facts),
        position: 0,
        created_at: now,
        last_used_at: None,
        last_failed_at: None,
        removed_at: None,
        removed_by: None,
        removed_ip: None,
        identifier: None,
        mobile: None,
    };
    credentials::insert(tx, &credential).await?;
    Ok(())
}
