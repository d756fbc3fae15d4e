//! Packages that staff bring: kept aside until they say yes to what they were shown, say no, or forget about it.
//! Nothing of them is run before the yes.

use chrono::TimeDelta;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_package::PublisherKey;
use innkeeper_package::rotation::{Rotation, RotationError};
use innkeeper_package::trust::Lenience;
use innkeeper_store::plugin_uploads;

use super::{By, Confirmed, Inspection, Installed, Refused, Unreadable, Upload, inspect, install};
use crate::Panel;

/// For how long a package is kept aside.
const KEPT: TimeDelta = TimeDelta::hours(1);

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

/// Installs the package that somebody brought, if `consent` names what they were shown.
///
/// # Errors
/// Where the database is away.
pub async fn install_brought(
    panel: &Panel,
    staff: PrincipalId,
    consent: &str,
    by: By<'_>,
) -> anyhow::Result<Installed> {
    let Some(brought) = find(panel, staff).await? else {
        return Ok(Installed::Refused(Refused::Unknown));
    };
    let confirmed = Confirmed {
        consent: Some(consent.to_owned()),
        lenience: lenience(panel),
    };
    let rotations = brought.rotations()?;
    let outcome = install(panel, brought.upload(&rotations), &confirmed, by).await?;
    if matches!(outcome, Installed::Done(_)) {
        discard(panel, staff).await?;
    }
    Ok(outcome)
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
