//! From files to bytes: the same files to the same bytes, always.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};

use super::place::Place;
use super::{ArchiveError, Files, MOST_FILES, MOST_PACKED, Package};
use crate::{Digest, Manifest};

/// No operating system in particular, by RFC 1952.
const NO_SYSTEM: u8 = 255;

/// Packs these files, after writing the component's digest into the manifest. What is packed is held to all
/// that a reader holds it to, so nobody finds out later.
pub fn pack(mut files: Files) -> Result<Vec<u8>, ArchiveError> {
    if files.len() > MOST_FILES {
        return Err(ArchiveError::Files);
    }
    for (name, file) in &files {
        let place: Place = name.parse()?;
        if file.len() as u64 > place.most().0 {
            return Err(ArchiveError::File {
                name: name.clone(),
                most: place.most(),
            });
        }
    }
    write_digest(&mut files)?;
    let bytes = compress(&files).map_err(|error| ArchiveError::Broken(error.to_string()))?;
    if bytes.len() as u64 > MOST_PACKED.0 {
        return Err(ArchiveError::Packed);
    }
    Package::from_files(files, Digest::of(&bytes))?;
    Ok(bytes)
}

/// Adds `[component]` at the manifest's end, unless it is there already.
fn write_digest(files: &mut Files) -> Result<(), ArchiveError> {
    let missing = |place: Place| ArchiveError::Missing(place.name());
    let component = files.get(&Place::Component.name());
    let digest = Digest::of(component.ok_or(missing(Place::Component))?);
    let manifest = files.get_mut(&Place::Manifest.name());
    let manifest = manifest.ok_or(missing(Place::Manifest))?;
    let text =
        std::str::from_utf8(manifest).map_err(|_| ArchiveError::NotText(Place::Manifest.name()))?;
    if Manifest::parse(text)?.component.is_none() {
        let section = format!("\n# Written by packing.\n[component]\nsha256 = \"{digest}\"\n");
        manifest.extend_from_slice(section.as_bytes());
    }
    Ok(())
}

fn compress(files: &Files) -> std::io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, file) in files {
        let mut header = tar::Header::new_ustar();
        header.set_path(name)?;
        header.set_size(file.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_cksum();
        archive.append(&header, file.as_slice())?;
    }
    let mut packed = GzBuilder::new()
        .mtime(0)
        .operating_system(NO_SYSTEM)
        .write(Vec::new(), Compression::best());
    packed.write_all(&archive.into_inner()?)?;
    packed.finish()
}
