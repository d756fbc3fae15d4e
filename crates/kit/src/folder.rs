//! A plugin's folder: where what is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, bail, ensure};
use innkeeper_package::Manifest;

use crate::Language;

/// What is made, and therefore no source.
const MADE: [&str; 5] = ["build", "node_modules", ".venv", "target", "__pycache__"];

/// The folder of a plugin.
pub struct Folder {
    path: PathBuf,
    /// What the plugin says of itself.
    pub manifest: Manifest,
}

impl Folder {
    /// Opens the folder that has a `plugin.toml` in it.
    ///
    /// # Errors
    /// What is missing or wrong, and what to do.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = path.join("plugin.toml");
        ensure!(
            file.is_file(),
            "there is no {}: name the folder of a plugin, or begin one with `innkeeper plugin new`",
            file.display()
        );
        let path = path.canonicalize()?;
        let manifest = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let manifest = Manifest::parse(&manifest).with_context(|| path.display().to_string())?;
        Ok(Self { path, manifest })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the plugin is written in.
    ///
    /// # Errors
    /// Where nothing says so.
    pub fn language(&self) -> anyhow::Result<Language> {
        let marks = Language::ALL.map(Language::mark).join(", ");
        Language::of(&self.path)
            .with_context(|| format!("{} has none of {marks}", self.path.display()))
    }

    /// Where builds go.
    pub fn build(&self) -> PathBuf {
        self.path.join("build")
    }

    /// The component that a build makes.
    pub fn component(&self) -> PathBuf {
        self.build().join("plugin.wasm")
    }

    /// The interfaces that the plugin was begun with; plugins of this repository share those of today.
    pub fn interfaces(&self) -> anyhow::Result<PathBuf> {
        let places = [self.path.join("wit"), self.path.join("../wit/1.0")];
        let mut found = places
            .iter()
            .filter(|place| place.join("worlds.wit").is_file());
        let Some(place) = found.next() else {
            bail!(
                "{} is missing: `innkeeper plugin new` writes it",
                places[0].display()
            );
        };
        Ok(place.canonicalize()?)
    }

    /// The component, which must have been built.
    ///
    /// # Errors
    /// If it was not.
    pub fn read_component(&self) -> anyhow::Result<Vec<u8>> {
        let path = self.component();
        fs::read(&path).with_context(|| {
            format!(
                "{} is not there: run `innkeeper plugin build` first",
                path.display()
            )
        })
    }

    /// The texts by language.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn locales(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let mut locales = BTreeMap::new();
        let folder = self.path.join("locales");
        if !folder.is_dir() {
            return Ok(locales);
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "ftl")
                && let Some(language) = path.file_stem()
            {
                let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                locales.insert(language.to_string_lossy().into_owned(), text);
            }
        }
        Ok(locales)
    }

    /// Every file that something can depend on, by its path in the folder; what is made is left out.
    pub(crate) fn sources(&self) -> anyhow::Result<BTreeMap<String, PathBuf>> {
        let mut sources = BTreeMap::new();
        collect(&self.path, "", &mut sources)?;
        Ok(sources)
    }
}

/// When which file of a plugin was saved, and how long it is: what tells that there is something new.
///
/// # Errors
/// If the folder cannot be read.
pub fn saved(path: &Path) -> anyhow::Result<BTreeMap<String, (SystemTime, u64)>> {
    let mut sources = BTreeMap::new();
    collect(path, "", &mut sources).with_context(|| path.display().to_string())?;
    let mut saved = BTreeMap::new();
    for (name, path) in sources {
        // An editor may be in the midst of putting another file in its place.
        if let Ok(about) = fs::metadata(path) {
            saved.insert(name, (about.modified()?, about.len()));
        }
    }
    Ok(saved)
}

fn collect(folder: &Path, above: &str, into: &mut BTreeMap<String, PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if MADE.contains(&name.as_str()) || name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{above}{name}/"), into)?;
        } else if kind.is_file() {
            into.insert(format!("{above}{name}"), entry.path());
        }
    }
    Ok(())
}
