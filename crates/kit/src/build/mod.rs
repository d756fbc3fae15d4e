//! From source to component, in any of the languages. A component that is newer than its sources is kept: what a
//! build depends on is hashed, and the hash lies beside what it made.

mod c;
mod javascript;
mod python;
mod rust;
mod world;

use std::fs;

use anyhow::Context as _;
use innkeeper_package::Digest;

use crate::{Folder, Language, Progress};

/// Changes when the kit builds otherwise than before.
const VERSION: &str = "2";

/// What a build came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Built {
    /// The component was made.
    Made,
    /// Nothing had changed since it was made.
    Kept,
}

/// Builds the plugin of a folder.
///
/// # Errors
/// A tool that is missing, with the line that brings it; or what the tool said.
pub fn build(folder: &Folder, progress: Progress<'_>) -> anyhow::Result<Built> {
    let language = folder.language()?;
    fs::create_dir_all(folder.build())?;
    // Of two builds at once, one waits for the other. The lock goes with the file.
    let lock = fs::File::create(folder.build().join("lock"))?;
    lock.lock()?;
    let stamp = stamp(folder)?;
    let stamp_path = folder.build().join("stamp");
    let is_current = fs::read_to_string(&stamp_path).is_ok_and(|before| before == stamp);
    if is_current && folder.component().is_file() {
        return Ok(Built::Kept);
    }
    match language {
        Language::Rust => rust::build(folder, progress),
        Language::JavaScript => javascript::build(folder, progress),
        Language::Python => python::build(folder, progress),
        Language::C => c::build(folder, progress),
    }
    .with_context(|| format!("{} was not built", folder.manifest.id))?;
    fs::write(&stamp_path, stamp)?;
    Ok(Built::Made)
}

/// The hash of everything that a build depends on.
fn stamp(folder: &Folder) -> anyhow::Result<String> {
    let mut all = format!("kit {VERSION}\n").into_bytes();
    let interfaces = fs::read_dir(folder.interfaces()?.join("deps"))?;
    for package in interfaces {
        for file in fs::read_dir(package?.path())? {
            all.extend(fs::read(file?.path())?);
        }
    }
    all.extend(c::HEADER.as_bytes());
    for (name, path) in folder.sources()? {
        let digest = Digest::of(&fs::read(path)?);
        all.extend(format!("{name} {digest}\n").into_bytes());
    }
    Ok(Digest::of(&all).to_string())
}
