//! The plugin authors' kit: a factor from a template, its component from source in one of four languages, the
//! conformance suite against it, and the package that providers install.
//!
//! It works outside of this repository: interfaces and guest libraries are embedded, and are written into the
//! folder of a new plugin. Nothing here talks to a panel, and nothing here prints: what happens is handed to a
//! `Progress`, and what came of it is returned.

pub mod build;
pub mod conformance;
pub mod folder;
pub mod language;
pub mod parcel;
pub mod scaffold;
mod tool;

pub use folder::Folder;
pub use language::Language;

/// Hears what happens while something takes long.
pub type Progress<'a> = &'a mut dyn FnMut(&str);
