//! The one file that knows there are two engines.
//!
//! A [`Db`] gives units of work: `begin` to write, `read` to look. A [`Tx`] has four verbs, `all`,
//! `optional`, `one` and `execute`, which take a statement of `sql!` and a tuple of arguments. There is
//! no query here: those are in a file per aggregate.

use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{
    Arguments as _, Encode, FromRow, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection,
    Transaction, Type,
};

use tokio::sync::Notify;

use crate::audit::AuditEntry;
use crate::audit_chain::{self, ChainKey};
use crate::error::{Error, Result};
use crate::lending::{Begin, Lending, Lent};

/// How long a writer of another process, such as the command line, is waited for.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections for reading a SQLite file; writing has exactly one.
const SQLITE_READERS: u32 = 8;

/// What a unit sees does not change under it, as in SQLite.
const BEGIN_READ_ONLY: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of ours.
    Sqlite,
    /// A server that several nodes may share.
    Postgres,
}

/// A value that both drivers can store. An optional one must be owned: `Option<String>`, not
/// `Option<&str>`, which the drivers take for `'static` alone.
pub trait Param:
    Send + for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres>
{
}

impl<T> Param for T where
    T: Send
        + for<'q> Encode<'q, Sqlite>
        + Type<Sqlite>
        + for<'q> Encode<'q, Postgres>
        + Type<Postgres>
{
}

/// A row that both drivers can read; `#[derive(sqlx::FromRow)]` is enough.
pub trait Record:
    Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>
{
}

impl<T> Record for T where
    T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>
{
}

/// The arguments of a statement: a tuple of [`Param`]s, in the order of `$1`, `$2` and so on.
pub trait Args: Send {
    /// Writes them down for SQLite.
    fn for_sqlite(self) -> Result<SqliteArguments>;
    /// Writes them down for PostgreSQL.
    fn for_postgres(self) -> Result<PgArguments>;
}

impl Args for () {
    fn for_sqlite(self) -> Result<SqliteArguments> {
        Ok(SqliteArguments::default())
    }

    fn for_postgres(self) -> Result<PgArguments> {
        Ok(PgArguments::default())
    }
}

macro_rules! tuples_are_args {
    ($($param:ident),+) => {
        impl<$($param: Param),+> Args for ($($param,)+) {
            fn for_sqlite(self) -> Result<SqliteArguments> {
                let mut arguments = SqliteArguments::default();
                #[expect(non_snake_case, reason = "the values are named as their types")]
                let ($($param,)+) = self;
                $(arguments.add($param).map_err(sqlx::Error::Encode)?;)+
                Ok(arguments)
            }

            fn for_postgres(self) -> Result<PgArguments> {
                let mut arguments = PgArguments::default();
                #[expect(non_snake_case, reason = "the values are named as their types")]
                let ($($param,)+) = self;
                $(arguments.add($param).map_err(sqlx::Error::Encode)?;)+
                Ok(arguments)
            }
        }
    };
}

macro_rules! tuples_up_to_are_args {
    ($first:ident) => { tuples_are_args!($first); };
    ($first:ident, $($rest:ident),+) => {
        tuples_are_args!($first, $($rest),+);
        tuples_up_to_are_args!($($rest),+);
    };
}

tuples_up_to_are_args!(
    A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X
);

/// A database, to be cloned freely.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    statements: Arc<AtomicU64>,
    chain_key: Arc<OnceLock<ChainKey>>,
    jobs: Arc<Notify>,
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { write: Lending, read: Lending },
    Postgres(PgPool),
}

impl Db {
    /// Opens `sqlite:PATH`, making the file if there is none, or connects to `postgres://…`.
    ///
    /// `connections` bounds the connections to a PostgreSQL server. A SQLite database in memory is
    /// refused: it would be another one on every connection.
    pub async fn connect(url: &str, connections: u32) -> Result<Self> {
        let pools = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?;
            Pools::Postgres(
                PgPoolOptions::new()
                    .max_connections(connections)
                    .connect_with(options)
                    .await?,
            )
        } else if url.starts_with("sqlite:")
            && !url.contains(":memory:")
            && !url.contains("mode=memory")
        {
            open_sqlite(SqliteConnectOptions::from_str(url)?).await?
        } else {
            return Err(Error::Address(without_password(url)));
        };
        Ok(Self::of(pools))
    }

    /// Opens the SQLite file at `path`, making it if there is none.
    pub async fn open_file(path: &Path) -> Result<Self> {
        let pools = open_sqlite(SqliteConnectOptions::new().filename(path)).await?;
        Ok(Self::of(pools))
    }

    fn of(pools: Pools) -> Self {
        Self {
            pools,
            statements: Arc::default(),
            chain_key: Arc::default(),
            jobs: Arc::default(),
        }
    }

    /// Hands over the key that chains the audit log, without which nothing is written there. The first one
    /// stays.
    pub fn chain_audit_with(&self, key: ChainKey) {
        let _ = self.chain_key.set(key);
    }

    /// Which engine it is, for people to read; no decision may depend on it.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Begins a unit of work that may write. Nothing of it stays unless it is committed.
    ///
    /// SQLite has one writer: never wait for a hash or a network inside a unit of work.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => {
                Inner::Sqlite(write.take().await?.begin(Begin::Write).await?)
            }
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(self.unit(inner, Extent::Whole))
    }

    /// Begins a unit of work that only reads; a write in it fails on both engines.
    pub async fn read(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => {
                Inner::Sqlite(read.take().await?.begin(Begin::Read).await?)
            }
            Pools::Postgres(pool) => Inner::Postgres(pool.begin_with(BEGIN_READ_ONLY).await?),
        };
        Ok(self.unit(inner, Extent::Whole))
    }

    /// A unit of work of one statement that reads. It is whole in itself and begins nothing, which on the
    /// way to the database and back is half of what a short look costs. Builds with debug assertions end
    /// where it is used for more.
    pub async fn read_once(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(read.take().await?),
            Pools::Postgres(pool) => Inner::Looking(pool.acquire().await?),
        };
        Ok(self.unit(inner, Extent::OneStatement))
    }

    fn unit(&self, inner: Inner, extent: Extent) -> Tx {
        Tx {
            inner,
            extent,
            statements: Arc::clone(&self.statements),
            chain_key: Arc::clone(&self.chain_key),
            jobs: Arc::clone(&self.jobs),
            queued: false,
            happened: Vec::new(),
        }
    }

    /// Waits until a unit of work of this process has put a job into the queue, or somebody else
    /// [says](Db::wake_worker) that there is one.
    pub async fn job_queued(&self) {
        self.jobs.notified().await;
    }

    /// Wakes one of those who wait for a job.
    pub fn wake_worker(&self) {
        self.jobs.notify_one();
    }

    /// Brings the schema up to what this program needs. Several programs may do so at once.
    pub async fn migrate(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { write, .. } => self.migrate_sqlite(write).await,
            Pools::Postgres(pool) => Ok(POSTGRES_MIGRATIONS.run(pool).await?),
        }
    }

    /// The driver has no lock for SQLite: who comes second finds a step done by another program, and goes
    /// on from there as long as there is progress.
    async fn migrate_sqlite(&self, write: &Lending) -> Result<()> {
        let mut pending = usize::MAX;
        let mut writer = write.take().await?;
        // `run` takes connections that live for ever; this is the driver's own way round that.
        while let Err(error) = SQLITE_MIGRATIONS
            .run_direct(None, writer.connection(), false)
            .await
        {
            let left = self.pending_migrations().await?.len();
            match left {
                0 => break,
                left if left < pending => pending = left,
                _ => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The migrations of this program that the database has not had yet, by name.
    pub async fn pending_migrations(&self) -> Result<Vec<String>> {
        const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success";
        let (migrations, applied): (_, Vec<(i64,)>) = match &self.pools {
            Pools::Sqlite { read, .. } => {
                let mut read = read.take().await?;
                let table: Option<(String,)> = sqlx::query_as(
                    "SELECT name FROM sqlite_master WHERE name = '_sqlx_migrations'",
                )
                .fetch_optional(read.connection())
                .await?;
                let applied = match table {
                    Some(_) => sqlx::query_as(APPLIED).fetch_all(read.connection()).await?,
                    None => Vec::new(),
                };
                (&SQLITE_MIGRATIONS, applied)
            }
            Pools::Postgres(pool) => {
                let (table,): (Option<String>,) =
                    sqlx::query_as("SELECT CAST(to_regclass('_sqlx_migrations') AS TEXT)")
                        .fetch_one(pool)
                        .await?;
                let applied = match table {
                    Some(_) => sqlx::query_as(APPLIED).fetch_all(pool).await?,
                    None => Vec::new(),
                };
                (&POSTGRES_MIGRATIONS, applied)
            }
        };
        let pending = migrations
            .iter()
            .filter(|migration| !applied.contains(&(migration.version,)));
        Ok(pending
            .map(|migration| format!("{:04} {}", migration.version, migration.description))
            .collect())
    }

    /// Whether the schema is what this program needs.
    pub async fn is_migrated(&self) -> Result<bool> {
        Ok(self.pending_migrations().await?.is_empty())
    }

    /// How many statements were run since the start, so that a test can bound what a page costs.
    pub fn statements_run(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes every connection, once the units of work under way have ended.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                // The writer last: the last connection to close folds the log into the file.
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

static SQLITE_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/postgres");

async fn open_sqlite(options: SqliteConnectOptions) -> Result<Pools> {
    let options = options
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .synchronous(SqliteSynchronous::Normal);
    let writing = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let write = Lending::new(writing, 1);
    // What is wrong with the file shows now, and not at the first change.
    drop(write.take().await?);
    let options = options.create_if_missing(false).pragma("query_only", "ON");
    let read = Lending::new(options, SQLITE_READERS);
    Ok(Pools::Sqlite { write, read })
}

/// The scheme alone of an address that we could not take: what follows may hold a password.
fn without_password(url: &str) -> String {
    url.split_once(':')
        .map_or_else(|| "…".to_owned(), |(scheme, _)| format!("{scheme}:…"))
}

/// A unit of work: all of it happens at `commit`, or none of it.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    extent: Extent,
    statements: Arc<AtomicU64>,
    chain_key: Arc<OnceLock<ChainKey>>,
    jobs: Arc<Notify>,
    /// Whether there will be a job once this unit of work is done.
    pub(crate) queued: bool,
    /// What the audit log is to tell of this unit of work, once it is done.
    pub(crate) happened: Vec<AuditEntry>,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Lent),
    Postgres(Transaction<'static, Postgres>),
    Looking(PoolConnection<Postgres>),
}

/// How much a unit of work may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Whole,
    OneStatement,
    /// The one statement was run.
    Spent,
}

/// Where a statement runs.
enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Tx {
    /// Every row of the answer.
    pub async fn all<R: Record>(&mut self, sql: &'static str, args: impl Args) -> Result<Vec<R>> {
        Ok(match self.run(sql) {
            Connection::Sqlite(connection) => {
                sqlx::query_as_with(sql, args.for_sqlite()?)
                    .fetch_all(connection)
                    .await?
            }
            Connection::Postgres(connection) => {
                sqlx::query_as_with(sql, args.for_postgres()?)
                    .fetch_all(connection)
                    .await?
            }
        })
    }

    /// The row of the answer, or None.
    pub async fn optional<R: Record>(
        &mut self,
        sql: &'static str,
        args: impl Args,
    ) -> Result<Option<R>> {
        Ok(match self.run(sql) {
            Connection::Sqlite(connection) => {
                sqlx::query_as_with(sql, args.for_sqlite()?)
                    .fetch_optional(connection)
                    .await?
            }
            Connection::Postgres(connection) => {
                sqlx::query_as_with(sql, args.for_postgres()?)
                    .fetch_optional(connection)
                    .await?
            }
        })
    }

    /// The row of an answer that always has one, such as a count.
    pub async fn one<R: Record>(&mut self, sql: &'static str, args: impl Args) -> Result<R> {
        Ok(match self.run(sql) {
            Connection::Sqlite(connection) => {
                sqlx::query_as_with(sql, args.for_sqlite()?)
                    .fetch_one(connection)
                    .await?
            }
            Connection::Postgres(connection) => {
                sqlx::query_as_with(sql, args.for_postgres()?)
                    .fetch_one(connection)
                    .await?
            }
        })
    }

    /// Runs a statement without an answer; returns how many rows it changed.
    pub async fn execute(&mut self, sql: &'static str, args: impl Args) -> Result<u64> {
        Ok(match self.run(sql) {
            Connection::Sqlite(connection) => sqlx::query_with(sql, args.for_sqlite()?)
                .execute(connection)
                .await?
                .rows_affected(),
            Connection::Postgres(connection) => sqlx::query_with(sql, args.for_postgres()?)
                .execute(connection)
                .await?
                .rows_affected(),
        })
    }

    /// Makes all of it happen. Dropping the unit of work instead undoes it.
    ///
    /// The audit log comes last, so that nobody waits for a row while holding the end of its chain. Whoever
    /// waits for a job that was queued is woken after it.
    pub async fn commit(mut self) -> Result<()> {
        let happened = std::mem::take(&mut self.happened);
        if !happened.is_empty() {
            audit_chain::append(&mut self, &happened).await?;
        }
        match self.inner {
            Inner::Sqlite(lent) => lent.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
            Inner::Looking(_) => {}
        }
        if self.queued {
            self.jobs.notify_one();
        }
        Ok(())
    }

    /// Undoes it, and waits until that is done; dropping does the same a little later.
    pub async fn rollback(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(lent) => lent.rollback().await?,
            Inner::Postgres(tx) => tx.rollback().await?,
            Inner::Looking(_) => {}
        }
        Ok(())
    }

    /// The key that chains the audit log.
    pub(crate) fn chain_key(&self) -> Result<ChainKey> {
        self.chain_key.get().cloned().ok_or(Error::Chain)
    }

    /// The text for this engine, where one text cannot serve both: claiming a job, and nowhere else.
    pub(crate) fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.inner {
            Inner::Sqlite(_) => sqlite,
            Inner::Postgres(_) | Inner::Looking(_) => postgres,
        }
    }

    /// Counts a statement, and says where it runs.
    fn run(&mut self, sql: &str) -> Connection<'_> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if self.extent != Extent::Whole {
            debug_assert!(
                self.extent == Extent::OneStatement && sql.starts_with("SELECT "),
                "`read_once` is for one statement that reads, not for {sql}"
            );
            self.extent = Extent::Spent;
        }
        match &mut self.inner {
            Inner::Sqlite(lent) => Connection::Sqlite(lent.connection()),
            Inner::Postgres(tx) => Connection::Postgres(tx),
            Inner::Looking(connection) => Connection::Postgres(connection),
        }
    }
}
