//! Everything the program knows at run time, opened once and handed to pages, jobs and commands alike.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context as _, bail};
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use innkeeper_identity::password;
use innkeeper_store::Db;
use innkeeper_theme::Theme;
use innkeeper_theme::contexts::Brand;

use crate::app::audit;
use crate::app::settings::Settings;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::hashing::Hasher;
use crate::keys::{self, KeyRing};
use crate::mail::Mailer;
use crate::modules::{Channel, Factor, Modules, TEXTS};
use crate::outbound::Outbound;
use crate::plugins::Plugins;
use crate::random::{Random, SystemRandom};
use crate::telemetry::Metrics;

/// A handle on the panel; clones are the same panel.
#[derive(Clone)]
pub struct Panel {
    inner: Arc<Inner>,
}

/// What a [`Panel`] holds.
pub struct Inner {
    /// The operator's settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The one source of chance.
    pub random: Arc<dyn Random>,
    /// The sealing keys.
    pub keys: Arc<KeyRing>,
    /// The password hashing pool.
    pub hasher: Hasher,
    /// How pages and mails look.
    pub theme: Theme,
    /// The numbers for operators.
    pub metrics: Arc<Metrics>,
    /// The way out for mails.
    pub mailer: Mailer,
    /// The way out for modules.
    pub outbound: Outbound,
    node: String,
    settings: RwLock<Arc<Settings>>,
    /// The modules that come with the panel.
    bundled: Modules,
    modules: RwLock<Arc<Modules>>,
    /// The plugins of this node.
    pub plugins: Plugins,
    clock_offset_ms: AtomicI64,
}

/// What to do with a database that is older than the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migrate {
    /// Bring it up to date.
    Apply,
    /// Refuse to open, and say what to run.
    Refuse,
}

/// How a panel is opened.
pub struct PanelBuilder {
    config: Config,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    modules: Modules,
    migrate: Migrate,
    program: Option<PathBuf>,
}

impl Deref for Panel {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}

impl Panel {
    /// Opens the panel as `serve` does: migrates if the settings allow it.
    ///
    /// # Errors
    /// Says what is wrong and what to do.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let migrate = if config.database.migrate {
            Migrate::Apply
        } else {
            Migrate::Refuse
        };
        Self::builder(config).migrate(migrate).open().await
    }

    /// A panel that is opened piece by piece.
    pub fn builder(config: Config) -> PanelBuilder {
        PanelBuilder {
            modules: Modules::bundled(&config),
            config,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            migrate: Migrate::Refuse,
            program: None,
        }
    }

    /// Names this process among those that share the database.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Takes note of by how much a time server is ahead of this machine.
    pub fn note_clock_offset(&self, offset: TimeDelta) {
        let millis = offset.num_milliseconds();
        self.clock_offset_ms.store(millis, Ordering::Relaxed);
    }

    /// By how much this machine's clock was behind when last compared; zero where it never was.
    pub fn clock_offset(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.clock_offset_ms.load(Ordering::Relaxed))
    }

    /// Runs every job that is due and returns how many, so that tests need not wait for workers.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn run_due_jobs(&self) -> Result<usize, innkeeper_store::Error> {
        crate::jobs::run_due(self).await
    }

    /// What staff set, and for the rest what the operator did.
    pub fn settings(&self) -> Arc<Settings> {
        self.settings
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Reads again what staff set. Call it after changing a setting; other nodes follow within seconds.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn refresh_settings(&self) -> Result<(), innkeeper_store::Error> {
        let settings = Settings::load(&self.db, &self.config).await?;
        *self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
        Ok(())
    }

    /// The modules as they are now. A request that asks twice may see two states of them.
    pub fn modules(&self) -> Arc<Modules> {
        self.modules
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts the modules of plugins beside those that come with the panel, in the place of earlier ones.
    pub(crate) fn set_plugin_modules(&self, factors: Vec<Factor>, channels: Vec<Channel>) {
        let modules = self.bundled.with_plugins(factors, channels);
        *self.modules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(modules);
    }

    /// What is asked of a new password of somebody who has a second factor or none.
    pub fn password_policy(&self, is_protected: bool) -> password::Policy {
        self.settings().password_policy(is_protected)
    }

    /// Whether visitors may register.
    pub fn registration_is_open(&self) -> bool {
        self.settings().registration_open
    }

    /// Who the provider is.
    pub fn brand(&self) -> Brand {
        self.settings().brand()
    }

    /// The panel's own origin, as browsers write it.
    pub fn origin(&self) -> String {
        self.config.server.base_url.origin()
    }

    /// The whole address of a page; `path` begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        self.config.server.base_url.join(path)
    }
}

impl PanelBuilder {
    /// Another clock than the system's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Another source of chance than the system's.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// Other modules than those that come with the panel.
    #[must_use]
    pub fn modules(mut self, modules: Modules) -> Self {
        self.modules = modules;
        self
    }

    /// What to do with a database that is older than the program.
    #[must_use]
    pub fn migrate(mut self, migrate: Migrate) -> Self {
        self.migrate = migrate;
        self
    }

    /// The program that compiles plugins, if not this one.
    #[must_use]
    pub fn program(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    /// Opens everything.
    ///
    /// # Errors
    /// Says what is wrong and what to do.
    pub async fn open(self) -> anyhow::Result<Panel> {
        let Self {
            config,
            clock,
            random,
            modules,
            migrate,
            program,
        } = self;
        let db = open_database(&config).await?;
        bring_up_to_date(&db, migrate).await?;
        let keys = open_keys(&config, &db, clock.as_ref(), &random).await?;
        db.chain_audit_with(keys.audit_chain());
        audit::begin(&db, clock.as_ref())
            .await
            .context("cannot begin the audit log's chain")?;
        let metrics = Arc::new(Metrics::default());
        let hasher = Hasher::new(
            &config.security,
            keys.clone(),
            random.clone(),
            metrics.clone(),
        )?;
        let theme = open_theme(&config)?;
        let mailer = Mailer::new(&config.mail)?;
        let settings = RwLock::new(Arc::new(Settings::load(&db, &config).await?));
        let node = BASE32_NOPAD.encode(&random.id_bytes()).to_lowercase();
        let inner = Inner {
            config,
            db,
            clock,
            random,
            keys,
            hasher,
            theme,
            metrics,
            mailer,
            outbound: Outbound::default(),
            clock_offset_ms: AtomicI64::new(0),
            node,
            settings,
            modules: RwLock::new(Arc::new(modules.clone())),
            bundled: modules,
            plugins: Plugins::new(program),
        };
        Ok(Panel {
            inner: Arc::new(inner),
        })
    }
}

/// Connects. A database file is made for its owner alone.
///
/// # Errors
/// Says what is wrong and what to do.
pub async fn open_database(config: &Config) -> anyhow::Result<Db> {
    let url = &config.database.url;
    if let Some(path) = url.sqlite_path() {
        make_private(&path).with_context(|| {
            let path = path.display();
            format!("cannot make the database file {path}. Check that this user may write there, or set `database.url`")
        })?;
    }
    Db::connect(url.expose(), config.database.max_connections).await.with_context(|| {
        let shown = url.shown();
        format!("cannot open the database {shown}. Check `database.url`, and that the database is there and lets this user in")
    })
}

/// Reads the key file, makes it for a database that has nothing sealed yet, and holds it against the database.
///
/// # Errors
/// Says what is wrong and what to do.
pub async fn open_keys(
    config: &Config,
    db: &Db,
    clock: &dyn Clock,
    random: &Arc<dyn Random>,
) -> anyhow::Result<Arc<KeyRing>> {
    let path = &config.keys.path;
    let keys = if keys::is_in_use(db).await? {
        KeyRing::open_existing(path, random.clone())?
    } else {
        KeyRing::open_or_create(path, clock, random.clone())?
    };
    keys::check(&keys, db).await?;
    Ok(Arc::new(keys))
}

/// Reads the theme and the modules' texts.
///
/// # Errors
/// Says which file is missing or broken.
pub fn open_theme(config: &Config) -> anyhow::Result<Theme> {
    let settings = &config.theme;
    let mut builder = Theme::builder()
        .themes_dir(settings.dir.clone())
        .name(&settings.name);
    for (module, texts) in TEXTS {
        builder = builder.module_texts(module, texts);
    }
    builder.build().with_context(|| {
        format!(
            "cannot use the theme `{}`. Check `theme.name` and `theme.dir`",
            settings.name
        )
    })
}

async fn bring_up_to_date(db: &Db, migrate: Migrate) -> anyhow::Result<()> {
    let pending = db
        .pending_migrations()
        .await
        .context("cannot see which migrations the database has had")?;
    match (pending.as_slice(), migrate) {
        ([], _) => Ok(()),
        (pending, Migrate::Refuse) => bail!(
            "the database lacks {} migration(s): {}. Run `innkeeper migrate` first",
            pending.len(),
            pending.join(", ")
        ),
        (pending, Migrate::Apply) => {
            tracing::info!(
                migrations = pending.join(", "),
                "bringing the database up to date"
            );
            db.migrate()
                .await
                .context("cannot bring the database up to date; it is as it was before")
        }
    }
}

/// Makes an empty file that only its owner may read, and its folder, unless they are there.
fn make_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    match OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
    {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
