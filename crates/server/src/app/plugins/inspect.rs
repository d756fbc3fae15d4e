//! What a package is, who signed it, what it asks for and what it would change. Nothing of it is run.

use innkeeper_package::component;
use innkeeper_package::interfaces::Capability;
use innkeeper_package::permission::{Asked, Diff, diff};
use innkeeper_package::rotation::Rotation;
use innkeeper_package::signature::SignatureError;
use innkeeper_package::trust::{self, Installed, Lenience, Refusal, TrustDecision};
use innkeeper_package::{Digest, Offer, Package, Permission, PublisherKey};
use innkeeper_store::plugins::{self, Plugin};

use crate::Panel;
use crate::plugins::name_of;

/// A package as somebody hands it over.
#[derive(Clone, Copy, Default)]
pub struct Upload<'a> {
    /// Its bytes.
    pub package: &'a [u8],
    /// The text of its signature, if it has one.
    pub signature: Option<&'a str>,
    /// The publisher's public key; where the plugin is installed, the one it was installed with is known.
    pub key: Option<PublisherKey>,
    /// What old keys say of new ones.
    pub rotations: &'a [Rotation],
}

/// Why a package cannot even be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is signed, and nobody said with which key.
    #[error("it is signed: give the publisher's public key as well")]
    KeyMissing,
    /// The signature does not hold, or the package is none.
    #[error(transparent)]
    Package(#[from] SignatureError),
}

/// What was found.
pub struct Inspection {
    /// The package, with whoever signed it.
    pub offer: Offer,
    /// The plugin of that id that is installed.
    pub installed: Option<Plugin>,
    /// Whether it may take that place, and why.
    pub trust: Result<TrustDecision, Refusal>,
    /// All that it asks for, with its reasons.
    pub asked: Vec<Asked>,
    /// What it would change of what the installed version may do.
    pub diff: Diff,
    /// What is wrong with its component.
    pub faults: Vec<String>,
    /// What it asks for and never uses.
    pub unused: Vec<Capability>,
    /// Names this package with exactly these permissions: whoever says yes says yes to this.
    pub consent: String,
}

impl Inspection {
    /// Whether somebody must say yes before it may run.
    pub fn needs_consent(&self) -> bool {
        self.installed.is_none() || self.diff.needs_consent()
    }

    /// The names of all that it asks for.
    pub(super) fn names(&self) -> Vec<String> {
        names(&self.asked)
    }
}

pub(super) fn names(asked: &[Asked]) -> Vec<String> {
    asked
        .iter()
        .map(|asked| name_of(&asked.permission))
        .collect()
}

/// Looks at a package. `lenience` is what the operator lets pass.
///
/// # Errors
/// Where the database is away.
pub async fn inspect(
    panel: &Panel,
    upload: Upload<'_>,
    lenience: Lenience,
) -> anyhow::Result<Result<Inspection, Unreadable>> {
    let mut tx = panel.db.read().await?;
    let all = plugins::list(&mut tx).await?;
    drop(tx);
    let offer = match read(upload, &all) {
        Ok(offer) => offer,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let id = offer.package().manifest.id.as_str();
    let installed = match all.into_iter().find(|plugin| plugin.id == id) {
        Some(plugin) => Some(with_permissions(panel, plugin).await?),
        None => None,
    };
    Ok(Ok(look(offer, installed, upload.rotations, lenience)?))
}

/// Looks at the newer version of a plugin that waits; none if none does.
///
/// # Errors
/// Where the database is away, or what is in it is no package.
pub async fn inspect_offered(panel: &Panel, id: &str) -> anyhow::Result<Option<Inspection>> {
    let mut tx = panel.db.read().await?;
    let installed = plugins::find(&mut tx, id).await?;
    let offered = plugins::find_offered(&mut tx, id).await?;
    drop(tx);
    let Some((installed, (offered, bytes))) = installed.zip(offered) else {
        return Ok(None);
    };
    // Who signed it was looked at when it came, and is in its row.
    let trust = match (&installed.publisher, &offered.publisher) {
        (Some(from), Some(to)) if from == to => TrustDecision::SameKey,
        (Some(from), Some(to)) => TrustDecision::Rotated {
            from: from.parse()?,
            to: to.parse()?,
        },
        (None, Some(key)) => TrustDecision::FirstInstall { key: key.parse()? },
        (_, None) => TrustDecision::Unsigned,
    };
    let offer = Offer::unsigned(&bytes)?;
    let installed = with_permissions(panel, installed).await?;
    let found = look(offer, Some(installed), &[], Lenience::default())?;
    // Meanwhile a newer one may have taken the place.
    let version = found.offer.package().manifest.version.clone();
    let before = found.installed.as_ref().map(pinned).transpose()?;
    let trust = match before {
        Some(before) if version <= before.version => Err(Refusal::Downgrade {
            installed: before.version,
            offered: version,
        }),
        _ => Ok(trust),
    };
    Ok(Some(Inspection { trust, ..found }))
}

/// The installed plugin with what it may do. If its own package cannot be read any more, nothing was granted.
async fn with_permissions(
    panel: &Panel,
    plugin: Plugin,
) -> anyhow::Result<(Plugin, Vec<Permission>)> {
    let mut tx = panel.db.read_once().await?;
    let bytes = plugins::package(&mut tx, &plugin.id).await?;
    let package = bytes.and_then(|bytes| Package::read(&bytes).ok());
    let asked = package.map_or_else(Vec::new, |package| package.manifest.permissions());
    let granted = asked
        .into_iter()
        .map(|asked| asked.permission)
        .filter(|permission| plugin.granted.contains(&name_of(permission)))
        .collect();
    Ok((plugin, granted))
}

fn look(
    offer: Offer,
    installed: Option<(Plugin, Vec<Permission>)>,
    rotations: &[Rotation],
    lenience: Lenience,
) -> anyhow::Result<Inspection> {
    let package = offer.package();
    let (installed, granted) = installed.unzip();
    let known = installed.as_ref().map(pinned).transpose()?;
    let trust = trust::decide(known.as_ref(), &offer, rotations, lenience);
    let asked = package.manifest.permissions();
    let (faults, unused) = match component::check(&package.manifest, &package.component) {
        Ok(checked) => (Vec::new(), checked.unused),
        Err(faults) => (faults.iter().map(ToString::to_string).collect(), Vec::new()),
    };
    let consent = consent(package, &asked);
    let offered: Vec<Permission> = asked.iter().map(|asked| asked.permission.clone()).collect();
    let diff = diff(&granted.unwrap_or_default(), &offered);
    Ok(Inspection {
        offer,
        installed,
        trust,
        asked,
        diff,
        faults,
        unused,
        consent,
    })
}

/// The installed plugin as its publisher's key is concerned.
fn pinned(plugin: &Plugin) -> anyhow::Result<Installed> {
    Ok(Installed {
        key: match &plugin.publisher {
            Some(key) => Some(key.parse()?),
            None => None,
        },
        version: plugin.version.parse()?,
        digest: plugin.digest.parse()?,
    })
}

fn consent(package: &Package, asked: &[Asked]) -> String {
    let mut text = format!("innkeeper consent 1\n{}\n", package.digest);
    for name in names(asked) {
        text.push_str(&name);
        text.push('\n');
    }
    Digest::of(text.as_bytes()).to_string()
}

/// Reads a package under whichever of the known keys signed it.
fn read(upload: Upload<'_>, installed: &[Plugin]) -> Result<Offer, Unreadable> {
    let Some(signature) = upload.signature else {
        return Offer::unsigned(upload.package).map_err(|error| SignatureError::from(error).into());
    };
    let pinned = installed
        .iter()
        .filter_map(|plugin| plugin.publisher.as_deref()?.parse().ok());
    let new = upload.rotations.iter().map(|rotation| *rotation.to());
    let mut refused = Unreadable::KeyMissing;
    for key in upload.key.into_iter().chain(new).chain(pinned) {
        match Offer::signed(upload.package, signature, &key) {
            Ok(offer) => return Ok(offer),
            Err(SignatureError::OtherKey) => {}
            Err(error) => refused = error.into(),
        }
    }
    if upload.key.is_some() && refused == Unreadable::KeyMissing {
        refused = SignatureError::OtherKey.into();
    }
    Err(refused)
}
