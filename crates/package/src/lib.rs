//! What a plugin package is: bytes in, typed values or precise errors out.
//!
//! A package is a `plugin.toml` (`manifest`), a component and what belongs to it in one file (`archive`),
//! with a detached signature (`signature`). Whether it may be installed over what is there is decided in
//! `trust`; what its component reaches for is held against what it declares before any of it runs
//! (`component`); what it may do, and what an update would change of that, is in `permission`; where
//! packages are found is an `index`.
//!
//! Nothing here reads a file, asks a network or a clock, or runs a plugin. Errors are written for plugin
//! authors and operators; what customers and staff read comes from locale files, by the keys that
//! `Permission` gives.

pub mod archive;
pub mod component;
pub mod digest;
pub mod host_pattern;
pub mod icon;
pub mod id;
pub mod index;
pub mod interfaces;
pub mod locale;
pub mod manifest;
pub mod permission;
pub mod quantity;
pub mod rotation;
#[cfg(feature = "sign")]
pub mod sign;
pub mod signature;
pub mod trust;

mod words;

pub use archive::{ArchiveError, Package};
pub use digest::Digest;
pub use host_pattern::HostPattern;
pub use id::PluginId;
pub use index::Index;
pub use manifest::{Manifest, ManifestError};
pub use permission::Permission;
pub use signature::{Offer, PublisherKey};
