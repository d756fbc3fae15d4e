//! Whether a package may take the place of what is installed. It is decided by the key that the plugin was
//! first installed with, and by nothing that the package says of itself.

use semver::Version;

use crate::Digest;
use crate::rotation::{self, Rotation};
use crate::signature::{Offer, PublisherKey};

/// What is installed under the id of the package that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// The key it was installed with; none if nobody had signed it.
    pub key: Option<PublisherKey>,
    /// Its version.
    pub version: Version,
    /// Its package.
    pub digest: Digest,
}

/// What the operator lets pass although it is refused as a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lenience {
    /// Packages that nobody signed: for the machine of whoever writes them.
    pub unsigned: bool,
    /// An older version, or other bytes for the same one.
    pub older: bool,
}

/// A package may be installed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustDecision {
    /// Nothing was pinned for this id: staff compare the key, and it is pinned.
    FirstInstall {
        /// The key to pin.
        key: PublisherKey,
    },
    /// The pinned key signed it.
    SameKey,
    /// A new key signed it, and the pinned one says that this is the new one.
    Rotated {
        /// The key that was pinned.
        from: PublisherKey,
        /// The key to pin.
        to: PublisherKey,
    },
    /// Nobody signed it, and the operator lets that pass.
    Unsigned,
}

/// A package may not be installed, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another key signed it.
    #[error(
        "the package is signed with another key ({}) than the one this plugin was installed with ({}); only a rotation signed with the old key, or removing the plugin, changes that", .offered.fingerprint(), .pinned.fingerprint()
    )]
    KeyChanged {
        /// The key that is pinned.
        pinned: PublisherKey,
        /// The key that signed.
        offered: PublisherKey,
    },
    /// What was signed until now is not signed any more.
    #[error("the package is not signed, but this plugin was installed with the key {}", .pinned.fingerprint())]
    SignatureDropped {
        /// The key that is pinned.
        pinned: PublisherKey,
    },
    /// Nobody signed it.
    #[error("the package is not signed; sign it with `innkeeper plugin sign`")]
    Unsigned,
    /// It is older than what is installed.
    #[error("version {offered} is older than {installed}, which is installed")]
    Downgrade {
        /// What is installed.
        installed: Version,
        /// What is offered.
        offered: Version,
    },
    /// It says that it is the version that is installed, and it is another package.
    #[error(
        "version {version} is installed, and this is another package of that name; a version is published once"
    )]
    Republished {
        /// Of which version.
        version: Version,
    },
}

/// Decides. Keys come first: being lenient with versions lets no other key pass, and nothing lets a dropped
/// signature pass.
pub fn decide(
    installed: Option<&Installed>,
    offer: &Offer,
    rotations: &[Rotation],
    lenience: Lenience,
) -> Result<TrustDecision, Refusal> {
    let pinned = installed.and_then(|installed| installed.key);
    let decision = match (pinned, offer.signer()) {
        (None, None) if lenience.unsigned => TrustDecision::Unsigned,
        (None, None) => return Err(Refusal::Unsigned),
        (None, Some(key)) => TrustDecision::FirstInstall { key },
        (Some(pinned), None) => {
            return Err(Refusal::SignatureDropped { pinned });
        }
        (Some(pinned), Some(key)) if pinned == key => TrustDecision::SameKey,
        (Some(pinned), Some(key)) => {
            let id = &offer.package().manifest.id;
            if !rotation::leads(id, &pinned, &key, rotations) {
                return Err(Refusal::KeyChanged {
                    pinned,
                    offered: key,
                });
            }
            TrustDecision::Rotated {
                from: pinned,
                to: key,
            }
        }
    };
    match installed {
        Some(installed) if !lenience.older => check_version(installed, offer)?,
        _ => {}
    }
    Ok(decision)
}

fn check_version(installed: &Installed, offer: &Offer) -> Result<(), Refusal> {
    let offered = &offer.package().manifest.version;
    if *offered < installed.version {
        return Err(Refusal::Downgrade {
            installed: installed.version.clone(),
            offered: offered.clone(),
        });
    }
    if *offered == installed.version && offer.package().digest != installed.digest {
        let version = offered.clone();
        return Err(Refusal::Republished { version });
    }
    Ok(())
}
