//! A package in one file, `dev.acme.sms-code-1.2.0.innpack`: a gzipped tar of known files in known places.
//!
//! It is read in memory and never unpacked to a disk. A version has one file: the same content packs to the
//! same bytes, whoever packs it and whenever.

mod error;
mod place;
mod read;
mod write;

use std::collections::BTreeMap;

pub use error::ArchiveError;
pub use write::pack;

use crate::manifest::{Icon, IconFile};
use crate::quantity::Size;
use crate::{Digest, Manifest, icon, locale};
use place::Place;

/// What the name of a package ends with.
pub const EXTENSION: &str = "innpack";

/// Packages have no more bytes than this.
pub const MOST_PACKED: Size = Size::mib(32);

/// And no more than this when they are unpacked.
pub const MOST_UNPACKED: Size = Size::mib(96);

/// And no more files.
pub const MOST_FILES: usize = 256;

/// The files of a package by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A package that was read: every part of it is in bounds and what it should be. Who signed it, and what its
/// component reaches for, is for `signature` and `component`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The component, with the digest that the manifest says.
    pub component: Vec<u8>,
    /// Its texts in Fluent's notation, by language; if there are any, then in English.
    pub locales: BTreeMap<String, String>,
    /// Its icon, if that is a file: the manifest says of which kind.
    pub icon: Option<Vec<u8>>,
    /// `README.md`
    pub readme: Option<String>,
    /// `LICENSE`
    pub licence: Option<String>,
    /// The digest of the package as a whole, which is what is signed.
    pub digest: Digest,
}

impl Package {
    /// Reads a package of a stranger's.
    pub fn read(bytes: &[u8]) -> Result<Self, ArchiveError> {
        let package = Self::read_bundled(bytes)?;
        if package.manifest.id.is_bundled() {
            return Err(ArchiveError::Reserved(package.manifest.id));
        }
        Ok(package)
    }

    /// Reads a package that came with the panel, which may have an id that is kept for those.
    pub fn read_bundled(bytes: &[u8]) -> Result<Self, ArchiveError> {
        Self::from_files(read::files(bytes)?, Digest::of(bytes))
    }

    fn from_files(mut files: Files, digest: Digest) -> Result<Self, ArchiveError> {
        let mut take = |place: Place| files.remove(&place.name());
        let need = |place: Place, file: Option<Vec<u8>>| {
            file.ok_or_else(|| ArchiveError::Missing(place.name()))
        };
        let manifest = need(Place::Manifest, take(Place::Manifest))?;
        let manifest = Manifest::parse(&text(&Place::Manifest, manifest)?)?;
        let component = need(Place::Component, take(Place::Component))?;
        check_component(&manifest, &component)?;
        let readme = take(Place::Readme).map(|file| text(&Place::Readme, file));
        let licence = take(Place::Licence).map(|file| text(&Place::Licence, file));
        let icon = [IconFile::Svg, IconFile::Png].map(|kind| (kind, take(Place::Icon(kind))));
        Ok(Self {
            icon: read_icon(&manifest, icon)?,
            locales: read_locales(files)?,
            manifest,
            component,
            readme: readme.transpose()?,
            licence: licence.transpose()?,
            digest,
        })
    }
}

fn text(place: &Place, file: Vec<u8>) -> Result<String, ArchiveError> {
    String::from_utf8(file).map_err(|_| ArchiveError::NotText(place.name()))
}

fn check_component(manifest: &Manifest, component: &[u8]) -> Result<(), ArchiveError> {
    let declared = manifest.component.ok_or(ArchiveError::NoDigest)?;
    let found = Digest::of(component);
    if declared != found {
        return Err(ArchiveError::OtherComponent { declared, found });
    }
    Ok(())
}

fn read_icon(
    manifest: &Manifest,
    files: [(IconFile, Option<Vec<u8>>); 2],
) -> Result<Option<Vec<u8>>, ArchiveError> {
    let declared = match manifest.icon {
        Some(Icon::File(kind)) => Some(kind),
        _ => None,
    };
    let mut icon = None;
    for (kind, file) in files {
        match file {
            Some(_) if declared != Some(kind) => return Err(ArchiveError::UndeclaredIcon(kind)),
            None if declared == Some(kind) => {
                return Err(ArchiveError::Missing(kind.name().to_owned()));
            }
            Some(file) => {
                icon::check(kind, &file).map_err(|error| ArchiveError::Icon { kind, error })?;
                icon = Some(file);
            }
            None => {}
        }
    }
    Ok(icon)
}

/// What is left when everything else was taken.
fn read_locales(files: Files) -> Result<BTreeMap<String, String>, ArchiveError> {
    let mut locales = BTreeMap::new();
    for (name, file) in files {
        let place = name.parse()?;
        let Place::Locale(language) = &place else {
            continue;
        };
        let language = language.clone();
        let text = text(&place, file)?;
        locale::check(&text).map_err(|error| ArchiveError::Locale { name, error })?;
        locales.insert(language, text);
    }
    if !locales.is_empty() && !locales.contains_key("en") {
        return Err(ArchiveError::NoEnglish);
    }
    Ok(locales)
}
