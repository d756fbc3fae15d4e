//! Databases for tests: each test gets an empty, migrated one of its own, on both engines.
//!
//! SQLite is a file in a temporary folder. PostgreSQL is a schema on the server that
//! `TEST_POSTGRES_URL` names; without one the test fails rather than pass by half, unless
//! `INNKEEPER_TEST_WITHOUT` has the word `postgres` in it.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;

use crate::db::{Db, Engine};

/// Connections of one test to PostgreSQL, of which many run at once.
const CONNECTIONS: u32 = 6;

/// An empty, migrated database.
#[derive(Debug)]
pub struct TestDatabase {
    /// The database.
    pub db: Db,
    /// Its address, for a program to be started with.
    pub url: String,
    schema: Option<Schema>,
    _folder: TempDir,
}

#[derive(Debug)]
struct Schema {
    server: String,
    name: String,
}

impl TestDatabase {
    /// A migrated database on that engine; None, said on the standard error, where it is to be left out.
    ///
    /// # Panics
    /// Where it cannot be made: a test can do nothing about that.
    pub async fn new(engine: Engine) -> Option<Self> {
        let database = Self::unmigrated(engine).await?;
        database
            .db
            .migrate()
            .await
            .expect("the test database can be migrated");
        Some(database)
    }

    /// The same with nothing in it at all.
    pub async fn unmigrated(engine: Engine) -> Option<Self> {
        let folder = TempDir::with_prefix("innkeeper-").expect("a temporary folder can be made");
        let (url, schema) = match engine {
            Engine::Sqlite => (
                format!("sqlite:{}", folder.path().join("panel.db").display()),
                None,
            ),
            Engine::Postgres => {
                let schema = Schema::create(postgres_server()?, &folder).await;
                (schema.url(), Some(schema))
            }
        };
        let db = Db::connect(&url, CONNECTIONS)
            .await
            .expect("the test database can be reached");
        Some(Self {
            db,
            url,
            schema,
            _folder: folder,
        })
    }

    /// Closes the database and drops it. What a failed test leaves behind goes with the server.
    pub async fn drop_database(self) {
        self.db.close().await;
        if let Some(schema) = &self.schema {
            schema.execute("DROP SCHEMA {} CASCADE").await;
        }
    }
}

impl Schema {
    async fn create(server: String, folder: &TempDir) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // The folder's name is different in every run, also where process ids begin anew.
        let random = folder
            .path()
            .to_string_lossy()
            .rsplit('-')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let name = format!("test_{}_{number}_{random}", std::process::id());
        let schema = Self { server, name };
        schema.execute("CREATE SCHEMA {}").await;
        schema
    }

    async fn execute(&self, sql: &str) {
        let sql = sql.replace("{}", &self.name);
        let mut connection = PgConnection::connect(&self.server)
            .await
            .expect("the server that TEST_POSTGRES_URL names can be reached");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .expect("a schema can be made and dropped");
        connection
            .close()
            .await
            .expect("a connection can be closed");
    }

    fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!(
            "{}{separator}options=-c%20search_path%3D{}",
            self.server, self.name
        )
    }
}

/// The server for tests; None where PostgreSQL is to be left out.
#[expect(
    clippy::disallowed_methods,
    reason = "how tests are run is no setting of the panel"
)]
fn postgres_server() -> Option<String> {
    let left_out = std::env::var("INNKEEPER_TEST_WITHOUT").unwrap_or_default();
    if left_out.split([',', ' ']).any(|word| word == "postgres") {
        eprintln!("left out, as INNKEEPER_TEST_WITHOUT asks: this test on PostgreSQL");
        return None;
    }
    let server = std::env::var("TEST_POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty());
    Some(server.expect(
        "TEST_POSTGRES_URL names a PostgreSQL server for tests: `cargo xtask test` starts one, \
         or set INNKEEPER_TEST_WITHOUT=postgres to leave that half out",
    ))
}

/// What somebody does who has the database and not the panel: runs statements on the database at that address.
pub async fn run_beneath(url: &str, statements: &str) -> crate::Result<()> {
    let sql = AssertSqlSafe(statements.to_owned());
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await?;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
        connection.close().await?;
    } else {
        let mut connection = PgConnection::connect(url).await?;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
        connection.close().await?;
    }
    Ok(())
}

/// Runs a test on one engine; what [`engines!`](crate::engines) calls.
pub fn run<Story, Told>(engine: Engine, story: Story)
where
    Story: FnOnce(Db) -> Told,
    Told: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made");
    runtime.block_on(async {
        let Some(database) = TestDatabase::new(engine).await else {
            return;
        };
        story(database.db.clone()).await;
        database.drop_database().await;
    });
}

/// Makes a test of each engine out of one story: `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! engines {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: Db) $story:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($db: $crate::Db) $story

            #[test]
            fn sqlite() {
                $crate::testing::run($crate::Engine::Sqlite, story);
            }

            #[test]
            fn postgres() {
                $crate::testing::run($crate::Engine::Postgres, story);
            }
        }
    )+};
}
