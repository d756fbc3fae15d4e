//! The files of a theme and of the themes it falls back to. Everything is read at once, so that a page
//! never waits for a disk and a half-written theme never shows.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ThemeError;
use crate::manifest::{DEFAULT_THEME, Manifest, check_name};

/// A single file of a theme may have this many bytes, and a theme this many files.
const MAX_FILE: u64 = 8 * 1024 * 1024;
const MAX_FILES: usize = 4000;

#[derive(rust_embed::Embed)]
#[folder = "../../themes/default"]
struct DefaultTheme;

/// One theme of the chain.
pub(crate) struct Layer {
    pub(crate) name: String,
    /// None for the embedded one.
    pub(crate) folder: Option<PathBuf>,
    /// By path with slashes, relative to the theme.
    pub(crate) files: BTreeMap<String, Arc<[u8]>>,
}

impl Layer {
    /// The files below a folder (with its slash) that end in one of the endings, as text.
    pub(crate) fn texts<'a>(
        &'a self,
        keep: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = Result<(&'a str, &'a str), ThemeError>> {
        self.files
            .iter()
            .filter(move |(path, _)| keep(path))
            .map(|(path, bytes)| match std::str::from_utf8(bytes) {
                Ok(text) => Ok((path.as_str(), text)),
                Err(_) => Err(ThemeError::File {
                    path: self.folder.clone().unwrap_or_default().join(path),
                    what: "it is not UTF-8",
                }),
            })
    }
}

/// The theme `name` and its ancestors, nearest first.
pub(crate) fn read_chain(themes: Option<&Path>, name: &str) -> Result<Vec<Layer>, ThemeError> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next {
        if layers.iter().any(|layer| layer.name == name) {
            let mut chain: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
            chain.push(&name);
            return Err(ThemeError::Cycle(chain.join(" → ")));
        }
        let (layer, manifest) = read(themes, &name)?;
        next = manifest.ancestor().map(str::to_owned);
        layers.push(layer);
    }
    Ok(layers)
}

fn read(themes: Option<&Path>, name: &str) -> Result<(Layer, Manifest), ThemeError> {
    check_name(name)?;
    let folder = themes
        .map(|themes| themes.join(name))
        .filter(|folder| folder.join("theme.toml").is_file());
    let files = match &folder {
        Some(folder) => read_folder(folder)?,
        None if name == DEFAULT_THEME => read_embedded(),
        None => {
            let place = themes.map_or_else(
                || "the panel itself".to_owned(),
                |themes| themes.display().to_string(),
            );
            return Err(ThemeError::Unknown {
                name: name.to_owned(),
                place,
            });
        }
    };
    let manifest = files.get("theme.toml").map_or(&b""[..], |bytes| bytes);
    let manifest = Manifest::parse(name, &String::from_utf8_lossy(manifest))?;
    let layer = Layer {
        name: name.to_owned(),
        folder,
        files,
    };
    Ok((layer, manifest))
}

fn read_embedded() -> BTreeMap<String, Arc<[u8]>> {
    DefaultTheme::iter()
        .filter_map(|path| {
            let file = DefaultTheme::get(&path)?;
            Some((path.into_owned(), Arc::from(file.data)))
        })
        .collect()
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, Arc<[u8]>>, ThemeError> {
    let mut files = BTreeMap::new();
    for found in walk(folder)? {
        if found.length > MAX_FILE {
            return Err(ThemeError::File {
                path: found.path,
                what: "it is too large for a theme (8 MiB)",
            });
        }
        let bytes = fs::read(&found.path).map_err(|source| ThemeError::Read {
            path: found.path.clone(),
            source,
        })?;
        files.insert(found.name, Arc::from(bytes));
    }
    Ok(files)
}

struct Found {
    name: String,
    path: PathBuf,
    length: u64,
    modified: Option<std::time::SystemTime>,
}

/// Every file of a theme's folder. Hidden ones are not part of it, and a link must not lead out of it.
fn walk(root: &Path) -> Result<Vec<Found>, ThemeError> {
    let unread = |path: &Path, source| ThemeError::Read {
        path: path.to_owned(),
        source,
    };
    let inside = root.canonicalize().map_err(|error| unread(root, error))?;
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unread(&folder, error))? {
            let path = entry.map_err(|error| unread(&folder, error))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                return Err(ThemeError::File {
                    path,
                    what: "its name is not UTF-8",
                });
            };
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            let name = format!("{prefix}{name}");
            let target = path.canonicalize().map_err(|error| unread(&path, error))?;
            if !target.starts_with(&inside) {
                return Err(ThemeError::File {
                    path,
                    what: "it is a link that leads out of the theme",
                });
            }
            let data = fs::metadata(&target).map_err(|error| unread(&path, error))?;
            if data.is_dir() {
                folders.push((path, format!("{name}/")));
            } else {
                found.push(Found {
                    name,
                    path,
                    length: data.len(),
                    modified: data.modified().ok(),
                });
            }
            if found.len() + folders.len() > MAX_FILES {
                return Err(ThemeError::File {
                    path: root.to_owned(),
                    what: "it has too many files for a theme",
                });
            }
        }
    }
    Ok(found)
}

/// Changes whenever a file of the folders is added, removed or written.
pub(crate) fn stamp<'a>(folders: impl Iterator<Item = &'a Path>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for folder in folders {
        let mut found = walk(folder).unwrap_or_default();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        for file in found {
            (file.name, file.length, file.modified).hash(&mut hasher);
        }
    }
    hasher.finish()
}
