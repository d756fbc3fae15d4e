//! The audit log's chain: begun when the panel opens, walked once a day and by `innkeeper audit verify`.

use innkeeper_store::Db;
use innkeeper_store::audit_chain::{self, Break, Walk};

use crate::Panel;
use crate::clock::Clock;

/// What a walk along the whole chain found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many lines hold.
    pub lines: i64,
    /// Where it first does not hold.
    pub found: Option<Break>,
}

/// Begins the chain, once in a database's life, with the lines that are there already.
///
/// # Errors
/// Where the database is away.
pub async fn begin(db: &Db, clock: &dyn Clock) -> Result<(), innkeeper_store::Error> {
    let head = audit_chain::head(&mut db.read().await?).await?;
    if head.begun_at.is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let taken_over = audit_chain::begin(&mut tx, clock.now()).await?;
    tx.commit().await?;
    if let Some(lines) = taken_over.filter(|lines| *lines > 0) {
        tracing::info!(lines, "chained the audit log's lines");
    }
    Ok(())
}

/// Walks along the whole chain and keeps what was found. `progress` hears how far it is, and how far it goes.
///
/// # Errors
/// Where the database is away.
pub async fn verify(
    panel: &Panel,
    progress: &mut (dyn FnMut(i64, i64) + Send),
) -> Result<Verified, innkeeper_store::Error> {
    let begun = Walk::begin(&mut panel.db.read().await?).await?;
    let verified = match begun {
        Err(found) => Verified {
            lines: 0,
            found: Some(found),
        },
        Ok(walk) => walk_on(panel, walk, progress).await?,
    };
    let mut tx = panel.db.begin().await?;
    let now = panel.clock.now();
    audit_chain::note_check(&mut tx, verified.lines, verified.found, now).await?;
    tx.commit().await?;
    Ok(verified)
}

async fn walk_on(
    panel: &Panel,
    mut walk: Walk,
    progress: &mut (dyn FnMut(i64, i64) + Send),
) -> Result<Verified, innkeeper_store::Error> {
    loop {
        let went = walk.go_on(&mut panel.db.read().await?).await?;
        let lines = walk.at();
        match went {
            Ok(true) => return Ok(Verified { lines, found: None }),
            Ok(false) => progress(lines, walk.goal()),
            Err(found) => {
                let found = Some(found);
                return Ok(Verified { lines, found });
            }
        }
    }
}

/// The daily walk. What it finds is for the log, the doctor and the staff's page.
///
/// # Errors
/// Where the database is away.
pub async fn verify_daily(panel: Panel) -> anyhow::Result<()> {
    let verified = verify(&panel, &mut |_, _| {}).await?;
    match verified.found {
        None => tracing::info!(lines = verified.lines, "the audit log is whole"),
        Some(found) => tracing::error!(
            line = found.seq,
            id = found.line.map(|line| line.to_string()),
            fault = found.fault.as_str(),
            "the audit log is not as it was written; `innkeeper audit verify` says more"
        ),
    }
    Ok(())
}
