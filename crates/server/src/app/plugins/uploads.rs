//! Packages that staff bring: kept aside until they say yes to what they were shown, say no, or forget about it.
//! Nothing of them is run before the yes.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_package::PublisherKey;
use innkeeper_package::rotation::{Rotation, RotationError};
use innkeeper_package::trust::Lenience;
use innkeeper_store::plugin_uploads;
use tokio::time::timeout;

use super::{
    By, Confirmed, Inspection, Installed, Refused, Unreadable, Upload, Who, inspect, install,
};
use crate::Panel;
use crate::app::Caller;

/// For how long a package is kept aside.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// For how long whoever said yes waits for the end, before they are told that it goes on.
const PATIENCE: Duration = Duration::from_secs(3);

/// After how long an installation has ended with the process that did it: compiling has limits far below.
const LOST: TimeDelta = TimeDelta::minutes(15);

/// A package with what was brought with it.
#[derive(Clone, Default)]
pub struct Brought {
    /// Its bytes.
    pub package: Vec<u8>,
    /// The text of its signature.
    pub signature: Option<String>,
    /// The publisher's public key.
    pub key: Option<PublisherKey>,
    /// The texts of what old keys say of new ones.
    pub rotations: Vec<String>,
}

impl Brought {
    /// What old keys say of new ones.
    ///
    /// # Errors
    /// Where one of the texts is no such statement.
    pub fn rotations(&self) -> Result<Vec<Rotation>, RotationError> {
        self.rotations.iter().map(|text| text.parse()).collect()
    }

    fn upload<'a>(&'a self, rotations: &'a [Rotation]) -> Upload<'a> {
        Upload {
            package: &self.package,
            signature: self.signature.as_deref(),
            key: self.key,
            rotations,
        }
    }
}

/// What staff may install: what nobody signed only where plugins are written.
fn lenience(panel: &Panel) -> Lenience {
    Lenience {
        unsigned: panel.config.plugins.dev,
        older: false,
    }
}

/// Keeps a package aside that can be read; another one that the same person brought before is gone.
///
/// # Errors
/// Where the database is away, or a statement about keys is none.
pub async fn bring(
    panel: &Panel,
    staff: PrincipalId,
    brought: Brought,
) -> anyhow::Result<Result<(), Unreadable>> {
    let rotations = brought.rotations()?;
    let found = inspect(panel, brought.upload(&rotations), lenience(panel)).await?;
    if let Err(unreadable) = found {
        return Ok(Err(unreadable));
    }
    let upload = plugin_uploads::Upload {
        principal_id: staff,
        signature: brought.signature,
        publisher: brought.key.map(|key| key.to_string()),
        rotations: brought.rotations,
        expires_at: panel.clock.now() + KEPT,
        package: brought.package,
    };
    let mut tx = panel.db.begin().await?;
    plugin_uploads::put(&mut tx, &upload).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Looks at the package that somebody brought; none if there is none, or it was kept long enough.
///
/// # Errors
/// Where the database is away.
pub async fn inspect_brought(
    panel: &Panel,
    staff: PrincipalId,
) -> anyhow::Result<Option<Result<Inspection, Unreadable>>> {
    let Some(brought) = find(panel, staff).await? else {
        return Ok(None);
    };
    let rotations = brought.rotations()?;
    let found = inspect(panel, brought.upload(&rotations), lenience(panel)).await?;
    Ok(Some(found))
}

/// How far an installation is that went on by itself.
pub enum Progress {
    /// It goes on, since then.
    GoesOn(DateTime<Utc>),
    /// It came to nothing, and this is why, in technical words.
    Failed(String),
    /// It ended with the process that did it, and nothing changed.
    Lost,
    /// It is done, or there was none.
    Done,
}

/// Installs the package that somebody brought, if `consent` names what they were shown. Whoever asks waits for a
/// moment at most, for compiling may take a minute: none where it goes on by itself, see [`progress`].
///
/// # Errors
/// Where the database is away.
pub async fn install_brought(
    panel: &Panel,
    staff: PrincipalId,
    consent: &str,
    caller: &Caller,
) -> anyhow::Result<Option<Installed>> {
    let now = panel.clock.now();
    let Some(brought) = find(panel, staff).await? else {
        return Ok(Some(Installed::Refused(Refused::Unknown)));
    };
    let mut tx = panel.db.begin().await?;
    if !plugin_uploads::begin(&mut tx, staff, now, now - LOST).await? {
        return Ok(None);
    }
    tx.commit().await?;
    let (panel, caller) = (panel.clone(), caller.clone());
    let confirmed = Confirmed {
        consent: Some(consent.to_owned()),
        lenience: lenience(&panel),
    };
    let mut work = tokio::spawn(async move {
        let by = By {
            who: Who::Staff(staff),
            caller: &caller,
        };
        let done = install_kept(&panel, &brought, &confirmed, by).await;
        let fault = match &done {
            Ok(Installed::Done(_) | Installed::Waits(_)) => None,
            Ok(Installed::Refused(refused)) => Some(refused.to_string()),
            Err(error) => Some(format!("{error:#}")),
        };
        // Another package that was brought meanwhile stays as it is.
        let mut tx = panel.db.begin().await?;
        match fault {
            None => plugin_uploads::finish(&mut tx, staff, now).await?,
            Some(fault) => plugin_uploads::end(&mut tx, staff, now, &fault).await?,
        };
        tx.commit().await?;
        done
    });
    match timeout(PATIENCE, &mut work).await {
        Ok(done) => Ok(Some(done??)),
        Err(_) => Ok(None),
    }
}

/// How far the installation is that somebody said yes to.
///
/// # Errors
/// Where the database is away.
pub async fn progress(panel: &Panel, staff: PrincipalId) -> anyhow::Result<Progress> {
    let mut tx = panel.db.read_once().await?;
    let found = plugin_uploads::progress(&mut tx, staff).await?;
    Ok(match found {
        None => Progress::Done,
        Some(found) => match (found.begun_at, found.fault) {
            (Some(begun), _) if begun >= panel.clock.now() - LOST => Progress::GoesOn(begun),
            (Some(_), _) => Progress::Lost,
            (None, Some(fault)) => Progress::Failed(fault),
            (None, None) => Progress::Done,
        },
    })
}

async fn install_kept(
    panel: &Panel,
    brought: &Brought,
    confirmed: &Confirmed,
    by: By<'_>,
) -> anyhow::Result<Installed> {
    let rotations = brought.rotations()?;
    install(panel, brought.upload(&rotations), confirmed, by).await
}

/// Forgets the package that somebody brought; false if there is none.
///
/// # Errors
/// Where the database is away.
pub async fn discard(panel: &Panel, staff: PrincipalId) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let discarded = plugin_uploads::delete(&mut tx, staff).await?;
    tx.commit().await?;
    Ok(discarded)
}

async fn find(panel: &Panel, staff: PrincipalId) -> anyhow::Result<Option<Brought>> {
    let mut tx = panel.db.read_once().await?;
    let found = plugin_uploads::find(&mut tx, staff, panel.clock.now()).await?;
    let Some(upload) = found else {
        return Ok(None);
    };
    let key = upload.publisher.map(|key| key.parse()).transpose()?;
    Ok(Some(Brought {
        package: upload.package,
        signature: upload.signature,
        key,
        rotations: upload.rotations,
    }))
}
