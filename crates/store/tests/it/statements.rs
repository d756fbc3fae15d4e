//! What holds for every statement and for the schema as a whole.

use std::collections::BTreeSet;

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::{ChallengePurpose, CredentialState};
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::{ActorKind, ClientStatus, PrincipalKind, PrincipalStatus};
use innkeeper_identity::session::Restriction;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_store::testing::TestDatabase;
use innkeeper_store::{Db, Engine, engines, registered_statements, settings};
use sqlx::{Executor as _, PgPool, SqlSafeStr as _, SqlitePool};

use crate::world::at;

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    let database = TestDatabase::new(Engine::Sqlite)
        .await
        .expect("SQLite is never left out");
    let pool = SqlitePool::connect(&database.url).await.unwrap();
    let mut broken = Vec::new();
    for statement in registered_statements() {
        if statement
            .engine
            .is_none_or(|engine| engine == Engine::Sqlite)
            && let Err(error) = pool.prepare(statement.sql.into_sql_str()).await
        {
            broken.push(format!(
                "{}:{}: {error}\n  {}",
                statement.file, statement.line, statement.sql
            ));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn every_statement_prepares_on_postgres() {
    let Some(database) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let pool = PgPool::connect(&database.url).await.unwrap();
    let mut broken = Vec::new();
    for statement in registered_statements() {
        if statement
            .engine
            .is_none_or(|engine| engine == Engine::Postgres)
            && let Err(error) = pool.prepare(statement.sql.into_sql_str()).await
        {
            broken.push(format!(
                "{}:{}: {error}\n  {}",
                statement.file, statement.line, statement.sql
            ));
        }
    }
    pool.close().await;
    database.drop_database().await;
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_statements_are_registered() {
    let statements = registered_statements();
    assert!(
        statements.len() > 120,
        "only {} statements are known",
        statements.len()
    );
    let portable = statements
        .iter()
        .filter(|statement| statement.engine.is_none())
        .count();
    assert_eq!(
        statements.len() - portable,
        2,
        "claiming a job is the one statement written twice"
    );
}

#[test]
fn statements_keep_to_what_both_engines_share() {
    let never = [
        "ilike",
        "now()",
        "current_timestamp",
        "greatest(",
        "->>",
        "select *",
        "interval ",
    ];
    for statement in registered_statements() {
        let sql = statement.sql.to_lowercase();
        for word in never {
            assert!(
                !sql.contains(word),
                "{}:{}: `{word}`",
                statement.file,
                statement.line
            );
        }
    }
}

type Column = (String, String, bool);

#[tokio::test]
async fn the_two_schemas_are_the_same() {
    let sqlite = TestDatabase::new(Engine::Sqlite)
        .await
        .expect("SQLite is never left out");
    let Some(postgres) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let pool = SqlitePool::connect(&sqlite.url).await.unwrap();
    let in_sqlite: Vec<Column> = sqlx::query_as(
        "SELECT t.name, c.name, c.\"notnull\" = 0 FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let pool = PgPool::connect(&postgres.url).await.unwrap();
    let in_postgres: Vec<Column> = sqlx::query_as(
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), is_nullable = 'YES' \
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let in_sqlite: BTreeSet<_> = in_sqlite.into_iter().collect();
    let in_postgres: BTreeSet<_> = in_postgres.into_iter().collect();
    assert!(in_sqlite.len() > 150, "only {} columns", in_sqlite.len());
    let differing: Vec<_> = in_sqlite.symmetric_difference(&in_postgres).collect();
    assert!(
        differing.is_empty(),
        "only in one of the two (table, column, nullable): {differing:?}"
    );
    pool.close().await;
    postgres.drop_database().await;
}

#[tokio::test]
async fn the_two_schemas_have_the_same_indexes() {
    let sqlite = TestDatabase::new(Engine::Sqlite)
        .await
        .expect("SQLite is never left out");
    let Some(postgres) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let pool = SqlitePool::connect(&sqlite.url).await.unwrap();
    let in_sqlite: Vec<(String, String)> = sqlx::query_as(
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let pool = PgPool::connect(&postgres.url).await.unwrap();
    let in_postgres: Vec<(String, String)> = sqlx::query_as(
        "SELECT CAST(tablename AS TEXT), CAST(indexname AS TEXT) FROM pg_indexes WHERE schemaname = current_schema() \
         AND indexname NOT LIKE '%\\_key' AND indexname NOT LIKE '%\\_pkey'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let in_postgres: BTreeSet<_> = in_postgres.into_iter().collect();
    assert_eq!(in_sqlite.into_iter().collect::<BTreeSet<_>>(), in_postgres);
    pool.close().await;
    postgres.drop_database().await;
}

#[tokio::test]
async fn every_table_of_sqlite_is_strict() {
    let database = TestDatabase::new(Engine::Sqlite)
        .await
        .expect("SQLite is never left out");
    let pool = SqlitePool::connect(&database.url).await.unwrap();
    let lax: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
         AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(lax.is_empty(), "not STRICT: {lax:?}");
}

engines! {
    async fn migrating_again_changes_nothing(db: Db) {
        assert!(db.is_migrated().await.unwrap());
        db.migrate().await.unwrap();
        assert_eq!(db.pending_migrations().await.unwrap(), Vec::<String>::new());
    }

    async fn a_unit_that_reads_refuses_to_write(db: Db) {
        let mut tx = db.read().await.unwrap();
        let refused = tx.execute("INSERT INTO leases (name, holder, until) VALUES ('a', 'b', 'c')", ()).await;
        assert!(refused.is_err(), "a write went through");
        let mut tx = db.read().await.unwrap();
        let refused = tx.execute("DELETE FROM leases", ()).await;
        assert!(refused.is_err(), "a delete went through");
    }

    async fn what_a_unit_that_reads_sees_does_not_change_under_it(db: Db) {
        let mut reader = db.read().await.unwrap();
        assert_eq!(settings::get(&mut reader, "brand.name").await.unwrap(), None);
        let mut writer = db.begin().await.unwrap();
        settings::put(&mut writer, "brand.name", &"Inn".into(), at(0)).await.unwrap();
        writer.commit().await.unwrap();
        assert_eq!(settings::get(&mut reader, "brand.name").await.unwrap(), None);
        let mut later = db.read().await.unwrap();
        assert_eq!(settings::get(&mut later, "brand.name").await.unwrap(), Some("Inn".into()));
    }

    async fn what_is_not_committed_is_undone(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.execute("INSERT INTO staff_roles (principal_id, role) SELECT id, 'owner' FROM principals", ()).await.unwrap();
        settings::put(&mut tx, "brand.name", &"Inn".into(), at(0)).await.unwrap();
        drop(tx);
        let mut tx = db.read().await.unwrap();
        assert_eq!(settings::get(&mut tx, "brand.name").await.unwrap(), None);
    }

    async fn statements_are_counted(db: Db) {
        let before = db.statements_run();
        let mut tx = db.begin().await.unwrap();
        settings::all(&mut tx).await.unwrap();
        settings::get(&mut tx, "brand.name").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.statements_run() - before, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_programs_may_open_and_migrate_a_database_at_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(database) = TestDatabase::unmigrated(engine).await else {
            continue;
        };
        let programs: Vec<_> = (0..8)
            .map(|_| database.url.clone())
            .map(|url| {
                tokio::spawn(async move {
                    let db = Db::connect(&url, 2).await.unwrap();
                    db.migrate().await.unwrap();
                    assert!(db.is_migrated().await.unwrap());
                    db.close().await;
                })
            })
            .collect();
        for program in programs {
            program.await.unwrap();
        }
        database.drop_database().await;
    }
}

#[tokio::test]
async fn a_database_without_our_schema_is_not_migrated() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(database) = TestDatabase::unmigrated(engine).await else {
            continue;
        };
        let pending = database.db.pending_migrations().await.unwrap();
        assert_eq!(pending.first().map(String::as_str), Some("0001 house"));
        assert!(!database.db.is_migrated().await.unwrap());
        database.drop_database().await;
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_showing_its_password() {
    for url in ["mysql://root:secret@db/panel", "sqlite::memory:", "secret"] {
        let error = Db::connect(url, 1).await.unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}

/// The words that the migrations at last let a column hold.
fn allowed<'a>(migrations: &'a str, table: &str, column: &str) -> BTreeSet<&'a str> {
    let changed = format!("ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_check");
    let (_, rest) = migrations
        .rsplit_once(&changed)
        .or_else(|| migrations.rsplit_once(&format!("CREATE TABLE {table} (")))
        .expect("the table is made");
    let (_, rest) = rest
        .split_once(&format!("CHECK ({column} IN ("))
        .expect("the column is checked");
    let (words, _) = rest.split_once("))").expect("the list ends");
    words
        .split(", ")
        .map(|word| word.trim_matches('\''))
        .collect()
}

macro_rules! checked {
    ($($table:literal . $column:literal: $enum:ty),+ $(,)?) => {
        vec![$(($table, $column, <$enum>::ALL.iter().map(|word| word.as_str()).collect::<BTreeSet<_>>())),+]
    };
}

#[test]
fn the_schema_lets_each_column_hold_the_words_of_its_enum_and_no_others() {
    let checked = checked![
        "principals"."kind": PrincipalKind,
        "principals"."status": PrincipalStatus,
        "staff_roles"."role": Role,
        "clients"."status": ClientStatus,
        "tokens"."purpose": TokenPurpose,
        "credentials"."state": CredentialState,
        "credentials"."class": Assurance,
        "sessions"."class": Assurance,
        "sessions"."restriction": Restriction,
        "sessions"."step_up_class": Assurance,
        "challenges"."purpose": ChallengePurpose,
        "audit_log"."actor_kind": ActorKind,
    ];
    for migrations in [
        concat!(
            include_str!("../../../../migrations/sqlite/0001_house.sql"),
            include_str!("../../../../migrations/sqlite/0016_check_ups.sql"),
        ),
        concat!(
            include_str!("../../../../migrations/postgres/0001_house.sql"),
            include_str!("../../../../migrations/postgres/0016_check_ups.sql"),
        ),
    ] {
        for (table, column, words) in &checked {
            assert_eq!(
                &allowed(migrations, table, column),
                words,
                "{table}.{column}"
            );
        }
    }
}
