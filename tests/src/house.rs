//! A whole panel inside the test: the real router, jobs, mails and database, with a clock that stands
//! still and chance that repeats itself.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::Panel;
use innkeeper_server::clock::TestClock;
use innkeeper_server::config::{Config, Sources};
use innkeeper_server::random::SeededRandom;
use innkeeper_store::mails::{self, Mail};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::testing::TestDatabase;
use innkeeper_store::{Engine, Page};
use tempfile::TempDir;

use crate::leaks::{self, Kind, Place};
use crate::oathtool;
use crate::visitor::Visitor;

/// Where the house of a test says it is.
pub const BASE_URL: &str = "https://panel.example";

/// A password that every rule of the house accepts.
pub const PASSWORD: &str = "a long walk by the river";

/// A panel with a database of its own.
pub struct House {
    /// The panel.
    pub panel: Panel,
    /// Its clock.
    pub clock: Arc<TestClock>,
    router: Router,
    visitors: AtomicU32,
    _database: TestDatabase,
    _folder: TempDir,
}

impl House {
    /// Opens a house on that engine; None where it is left out of this run.
    pub async fn open(engine: Engine) -> Option<Self> {
        Self::open_with(engine, &[]).await
    }

    /// The same with settings of its own.
    pub async fn open_with(engine: Engine, settings: &[(&str, &str)]) -> Option<Self> {
        leaks::watch();
        let database = TestDatabase::new(engine).await?;
        let folder =
            TempDir::with_prefix("innkeeper-house-").expect("a temporary folder can be made");
        let keys = folder.path().join("keys.json");
        let mut sources = Sources::default()
            .with("server.base_url", BASE_URL)
            .with("database.url", database.url.as_str())
            .with("keys.path", keys.to_string_lossy());
        for (key, value) in settings {
            sources = sources.with(key, *value);
        }
        let config = Config::load(&sources).expect("the settings of a test are right");
        let clock = Arc::new(TestClock::new(opening_day()));
        let panel = Panel::builder(config)
            .clock(clock.clone())
            .random(Arc::new(SeededRandom::new(seed())))
            .open()
            .await
            .expect("the panel opens");
        let router = innkeeper_server::web::router(panel.clone());
        Some(Self {
            panel,
            clock,
            router,
            visitors: AtomicU32::new(1),
            _database: database,
            _folder: folder,
        })
    }

    /// Starts the panel anew on the same data, with settings that the operator changed.
    ///
    /// # Panics
    /// Where the panel does not open.
    pub async fn reopen(&mut self, change: impl FnOnce(&mut Config)) {
        let mut config = self.panel.config.clone();
        change(&mut config);
        self.panel = Panel::builder(config)
            .clock(self.clock.clone())
            .random(Arc::new(SeededRandom::new(seed())))
            .open()
            .await
            .expect("the panel opens again");
        self.router = innkeeper_server::web::router(self.panel.clone());
    }

    /// The same, and plugins are compiled with that program.
    ///
    /// # Panics
    /// Where the panel does not open.
    pub async fn reopen_with(&mut self, program: PathBuf, change: impl FnOnce(&mut Config)) {
        let mut config = self.panel.config.clone();
        change(&mut config);
        self.panel = Panel::builder(config)
            .clock(self.clock.clone())
            .random(Arc::new(SeededRandom::new(seed())))
            .program(program)
            .open()
            .await
            .expect("the panel opens again");
        self.panel
            .refresh_plugins()
            .await
            .expect("plugins are looked at");
        self.router = innkeeper_server::web::router(self.panel.clone());
    }

    /// Somebody with a browser and an address of their own.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.router.clone(), self.visitor_address())
    }

    /// An address that nobody had before.
    pub fn visitor_address(&self) -> IpAddr {
        let number = self.visitors.fetch_add(1, Ordering::Relaxed);
        let [.., high, low] = number.to_be_bytes();
        IpAddr::from([198, 18, high, low])
    }

    /// The time in the house.
    pub fn now(&self) -> DateTime<Utc> {
        use innkeeper_server::clock::Clock as _;
        self.clock.now()
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// Lets the next code of an authenticator app begin.
    pub fn wait_for_next_code(&self) {
        self.wait(TimeDelta::seconds(30));
    }

    /// What an authenticator app with that setup key shows now.
    ///
    /// # Panics
    /// Where `oathtool` is not there.
    pub fn code(&self, setup_key: &str) -> String {
        oathtool::code(setup_key, self.now().timestamp()).expect("oathtool computes a code")
    }

    /// Does the background work that is due.
    pub async fn run_jobs(&self) -> usize {
        self.panel.run_due_jobs().await.expect("jobs run")
    }

    /// Every mail, the latest first.
    pub async fn mails(&self) -> Vec<Mail> {
        let mut tx = self.panel.db.read().await.expect("a unit of work begins");
        let lines = mails::list(&mut tx, None, Page::first(100))
            .await
            .expect("mails are listed")
            .rows;
        let mut all: Vec<Mail> = Vec::new();
        for line in lines {
            all.extend(
                mails::find(&mut tx, line.id)
                    .await
                    .expect("a mail is found"),
            );
        }
        for mail in &all {
            leaks::read(Place::Mail, &mail.line.subject);
            for body in [&mail.text_body, &mail.html_body].into_iter().flatten() {
                leaks::read(Place::Mail, &body.0);
            }
        }
        all
    }

    /// The link of the latest mail of that template to that address, as a path.
    ///
    /// # Panics
    /// Where there is no such mail or no link in it.
    pub async fn mailed_link(&self, template: &str, to: &str) -> String {
        let mails = self.mails().await;
        let mail = mails
            .iter()
            .find(|mail| mail.line.template == template && mail.line.to_address == to)
            .expect("the mail was written");
        let text = mail
            .text_body
            .as_ref()
            .map(|body| body.0.as_str())
            .unwrap_or_default();
        let base = self.panel.config.server.base_url.origin();
        let start = text.find(&base).expect("the mail has a link");
        let link = text[start..].split_whitespace().next().unwrap_or_default();
        if let Some((_, token)) = link.split_once("token=") {
            leaks::keep(Kind::Mailed, token);
        }
        link.strip_prefix(&base).unwrap_or(link).to_owned()
    }

    /// The person of that address, as stored.
    ///
    /// # Panics
    /// Where there is none.
    pub async fn person(&self, kind: PrincipalKind, email: &str) -> Principal {
        let key = EmailAddress::parse(email).expect("an address").key();
        let mut tx = self.panel.db.read().await.expect("a unit of work begins");
        principals::find_by_email(&mut tx, kind, &key)
            .await
            .expect("a look-up")
            .expect("the person is there")
    }
}

impl Drop for House {
    /// No test ends well while a secret is where it must not be.
    fn drop(&mut self) {
        let found = leaks::found();
        assert!(
            found.is_empty() || std::thread::panicking(),
            "secrets leaked: {found:#?}"
        );
    }
}

/// Another seed for every house, the same in every run: no two make the same secrets.
fn seed() -> u64 {
    thread_local! {
        static HOUSES: Cell<u64> = const { Cell::new(0) };
    }
    let number = HOUSES.replace(HOUSES.get() + 1);
    let mut hasher = DefaultHasher::new();
    (std::thread::current().name(), number).hash(&mut hasher);
    hasher.finish()
}

/// When tests begin: at the start of a code's thirty seconds.
fn opening_day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0)
        .single()
        .expect("a date that exists")
}
