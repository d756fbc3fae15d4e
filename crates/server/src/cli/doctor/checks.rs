//! What is looked at, one function each. Nothing is made or changed.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use innkeeper_module::Secret;
use innkeeper_store::{Db, audit_chain};

use super::plugins::plugins;
use super::{Check, Status};
use crate::config::{Config, Sources};
use crate::hashing::Hasher;
use crate::keys::{self, KeyRing};
use crate::mail::Mailer;
use crate::random::SystemRandom;
use crate::telemetry::Metrics;
use crate::{open_database, open_theme};

/// Whoever else may read a private file.
const OTHERS: u32 = 0o077;
/// How long a look at the network may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn configuration(sources: &Sources) -> Check {
    let file = sources
        .file
        .as_ref()
        .map_or_else(|| "no file".to_owned(), |path| path.display().to_string());
    let message = format!(
        "{file}, {} variables of the environment",
        sources.environment.len()
    );
    Check::new("configuration", Status::Ok, message)
}

pub(super) async fn base_url(config: &Config) -> Check {
    const NAME: &str = "base URL";
    let base = &config.server.base_url;
    let origin = base.origin();
    if base.is_loopback() {
        return Check::new(
            NAME,
            Status::Warning,
            format!("{origin}: only this machine can reach it. Set `server.base_url`"),
        );
    }
    if !base.is_secure() {
        return Check::new(
            NAME,
            Status::Warning,
            format!("{origin}: passwords and cookies travel in the clear"),
        );
    }
    let host = base.host().trim_matches(['[', ']']).to_owned();
    match tokio::time::timeout(PATIENCE, tokio::net::lookup_host((host, 443))).await {
        Ok(Ok(_)) => Check::new(
            NAME,
            Status::Ok,
            format!("{origin}: the name has an address; whether it leads here was not tried"),
        ),
        Ok(Err(error)) => Check::new(
            NAME,
            Status::Failed,
            format!("{origin}: the name has no address: {error}"),
        ),
        Err(_) => Check::new(
            NAME,
            Status::Skipped,
            format!("{origin}: no name server answers"),
        ),
    }
}

pub(super) async fn database_and_keys(config: &Config) -> Vec<Check> {
    let missing = config
        .database
        .url
        .sqlite_path()
        .filter(|path| !path.exists());
    if let Some(path) = missing {
        let message = format!(
            "{} is not there yet; `innkeeper init` or the first start makes it",
            path.display()
        );
        return vec![
            Check::new("database", Status::Warning, message),
            keys_alone(config),
        ];
    }
    match tokio::time::timeout(PATIENCE, open_database(config)).await {
        Ok(Ok(db)) => {
            let mut found = vec![database(config, &db).await, keys_of(config, &db).await];
            found.extend(audit_log(&db).await);
            found.extend(plugins(config, &db).await);
            found
        }
        Ok(Err(error)) => vec![Check::failed("database", &error), keys_alone(config)],
        Err(_) => {
            let message = format!("{} does not answer", config.database.url.shown());
            vec![
                Check::new("database", Status::Failed, message),
                keys_alone(config),
            ]
        }
    }
}

async fn database(config: &Config, db: &Db) -> Check {
    const NAME: &str = "database";
    let shown = config.database.url.shown();
    match db.pending_migrations().await {
        Ok(pending) if pending.is_empty() => {
            Check::new(NAME, Status::Ok, format!("{shown}, up to date"))
        }
        Ok(pending) => {
            let message = format!(
                "{shown} lacks {} migration(s). Run `innkeeper migrate`",
                pending.len()
            );
            Check::new(NAME, Status::Warning, message)
        }
        Err(error) => Check::failed(NAME, &error.into()),
    }
}

async fn keys_of(config: &Config, db: &Db) -> Check {
    const NAME: &str = "keys";
    // Before the first migration there is no table to look at.
    if !db.is_migrated().await.unwrap_or(false) {
        return keys_alone(config);
    }
    let examine = async {
        if !keys::is_in_use(db).await? && !config.keys.path.exists() {
            return Ok(keys_alone(config));
        }
        let ring = KeyRing::open_existing(&config.keys.path, Arc::new(SystemRandom))?;
        keys::verify(&ring, db).await?;
        let (keys, active) = (ring.list(), ring.active_id());
        let counts = keys::count_by_key(db).await?;
        let older: u64 = counts
            .iter()
            .filter(|(id, _)| **id != active)
            .map(|(_, count)| count)
            .sum();
        let message = format!("{} key(s), active {active}", keys.len());
        Ok(if older == 0 {
            Check::new(NAME, Status::Ok, message)
        } else {
            let advice = "Run `innkeeper keys rotate --resume`";
            Check::new(
                NAME,
                Status::Warning,
                format!("{message}; {older} secrets are sealed with older keys. {advice}"),
            )
        })
    };
    examine
        .await
        .unwrap_or_else(|error: anyhow::Error| Check::failed(NAME, &error))
}

/// When the audit log was last checked, and what was found. Nothing before the first migration.
async fn audit_log(db: &Db) -> Option<Check> {
    const NAME: &str = "audit log";
    if !db.is_migrated().await.unwrap_or(false) {
        return None;
    }
    let read = async { audit_chain::head(&mut db.read().await?).await };
    let head = match read.await {
        Ok(head) => head,
        Err(error) => return Some(Check::failed(NAME, &error.into())),
    };
    let since = head.begun_at.map(|at| at.format("%Y-%m-%d").to_string());
    let end = head.shown().unwrap_or_else(|| "no line yet".to_owned());
    let checked = head
        .checked_at
        .map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string());
    Some(match (since, checked, &head.broken_how) {
        (None, ..) => Check::new(NAME, Status::Skipped, "the first start begins its chain"),
        (_, Some(at), Some(how)) => {
            let line = head.broken_seq.unwrap_or_default();
            let message = format!(
                "not as it was written: {how}, line {line}, found {at}. Run `innkeeper audit verify`"
            );
            Check::new(NAME, Status::Failed, message)
        }
        (Some(since), Some(at), None) => {
            let message =
                format!("unbroken when last checked, {at}; chained since {since}, head {end}");
            Check::new(NAME, Status::Ok, message)
        }
        (Some(since), None, _) => {
            let message =
                format!("chained since {since} and not checked yet. Run `innkeeper audit verify`");
            Check::new(NAME, Status::Ok, message)
        }
    })
}

/// The key file without a database to hold it against.
fn keys_alone(config: &Config) -> Check {
    const NAME: &str = "keys";
    let path = &config.keys.path;
    if !path.exists() {
        let message = format!(
            "{} is not there yet; `innkeeper init` or the first start makes it",
            path.display()
        );
        return Check::new(NAME, Status::Warning, message);
    }
    match KeyRing::open_existing(path, Arc::new(SystemRandom)) {
        Ok(ring) => Check::new(
            NAME,
            Status::Ok,
            format!("{} key(s), active {}", ring.list().len(), ring.active_id()),
        ),
        Err(error) => Check::failed(NAME, &error.into()),
    }
}

pub(super) fn theme(config: &Config) -> Check {
    match open_theme(config) {
        Ok(theme) => {
            let locales: Vec<_> = theme
                .locales()
                .into_iter()
                .map(|locale| locale.code)
                .collect();
            Check::new(
                "theme",
                Status::Ok,
                format!("{} in {}", config.theme.name, locales.join(", ")),
            )
        }
        Err(error) => Check::failed("theme", &error),
    }
}

pub(super) async fn mail(config: &Config) -> Check {
    const NAME: &str = "mail";
    let Some(smtp) = config.mail.smtp() else {
        let message =
            "mails are caught in the panel and do not leave. Set `mail.transport = \"smtp\"`";
        return Check::new(NAME, Status::Warning, message);
    };
    let server = format!("{}:{}", smtp.host, smtp.port);
    let greet = async {
        Mailer::new(&config.mail)?
            .greet()
            .await
            .with_context(|| format!("{server} cannot be used"))
    };
    match tokio::time::timeout(PATIENCE, greet).await {
        Ok(Ok(())) => Check::new(
            NAME,
            Status::Ok,
            format!("{server} answers; mails come from {}", config.mail.from),
        ),
        Ok(Err(error)) => Check::failed(NAME, &error),
        Err(_) => Check::new(NAME, Status::Failed, format!("{server} does not answer")),
    }
}

/// How long a password takes, which bounds how many people can sign in per second.
pub(super) async fn hashing(config: &Config) -> Check {
    const NAME: &str = "hashing";
    let (clock, random) = (crate::clock::SystemClock, Arc::new(SystemRandom));
    let ring = Arc::new(KeyRing::in_memory(&clock, random.clone()));
    let examine = async {
        let hasher = Hasher::new(&config.security, ring, random, Arc::new(Metrics::default()))?;
        let started = Instant::now();
        hasher.hash(Secret::from("how long does it take")).await?;
        Ok(started.elapsed())
    };
    match examine.await {
        Ok(took) => {
            let message = format!(
                "{} ms for a password, {} at once",
                took.as_millis(),
                config.security.hashing_concurrency
            );
            let status = if took > Duration::from_secs(1) {
                Status::Warning
            } else {
                Status::Ok
            };
            Check::new(NAME, status, message)
        }
        Err(error) => Check::failed(NAME, &error),
    }
}

pub(super) fn file_modes(config: &Config, sources: &Sources) -> Check {
    const NAME: &str = "file modes";
    let database = config.database.url.sqlite_path();
    let private = [
        Some(&config.keys.path),
        database.as_ref(),
        sources.file.as_ref(),
    ];
    let open: Vec<String> = private
        .into_iter()
        .flatten()
        .filter(|path| is_open_to_others(path))
        .map(|path| format!("{0} can be read by others: chmod 600 {0}", path.display()))
        .collect();
    if open.is_empty() {
        Check::new(
            NAME,
            Status::Ok,
            "database, keys and configuration are private",
        )
    } else {
        Check::new(NAME, Status::Warning, open.join("\n"))
    }
}

fn is_open_to_others(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & OTHERS != 0)
}
