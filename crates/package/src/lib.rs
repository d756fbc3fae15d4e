//! What a plugin package is: bytes in, typed values or precise errors out.
//!
//! A package is a `plugin.toml` (`manifest`) with a component and what belongs to it, in one file (`archive`).
//!
//! Nothing here reads a file, asks a network, a clock or chance, or runs a plugin. Errors are written for
//! plugin authors and operators.

pub mod archive;
pub mod digest;
pub mod host_pattern;
pub mod icon;
pub mod id;
pub mod locale;
pub mod manifest;
pub mod quantity;

mod words;

pub use archive::{ArchiveError, Package};
pub use digest::Digest;
pub use host_pattern::HostPattern;
pub use id::PluginId;
pub use manifest::{Manifest, ManifestError};
