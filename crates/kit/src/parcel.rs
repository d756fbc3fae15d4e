//! The package that providers install, and its signature. The same folder makes the same bytes, always.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use innkeeper_package::Digest;
use innkeeper_package::archive::{self, Files};
use innkeeper_package::component::{self, Checked};
use innkeeper_package::manifest::{Icon, Manifest};
use innkeeper_package::sign::SigningKey;
use innkeeper_package::signature::{self, PublisherKey};
use serde::Serialize;

use crate::Folder;

/// Packs a plugin whose component was built, into its `build` folder.
///
/// # Errors
/// What a panel would refuse in the package.
pub fn pack(folder: &Folder) -> anyhow::Result<Packed> {
    let component = folder.read_component()?;
    let Checked { surface, unused } = check(&folder.manifest, &component)?;
    let mut files = Files::new();
    let take = |name: &str| fs::read(folder.path().join(name));
    files.insert("plugin.toml".into(), take("plugin.toml")?);
    files.insert("plugin.wasm".into(), component);
    for name in ["README.md", "LICENSE"] {
        if let Ok(file) = take(name) {
            files.insert(name.into(), file);
        }
    }
    if let Some(Icon::File(icon)) = folder.manifest.icon {
        let icon = icon.name();
        files.insert(icon.into(), take(icon).with_context(|| icon.to_owned())?);
    }
    for (language, text) in folder.locales()? {
        files.insert(format!("locales/{language}.ftl"), text.into_bytes());
    }
    let path = folder.build().join(folder.manifest.file_name());
    let bytes = archive::pack(files)?;
    fs::write(&path, &bytes)?;
    let needs = surface.imports.iter().chain(&surface.exports);
    Ok(Packed {
        path,
        id: folder.manifest.id.to_string(),
        version: folder.manifest.version.to_string(),
        sha256: Digest::of(&bytes).to_string(),
        size: bytes.len() as u64,
        needs: needs.map(ToString::to_string).collect(),
        asks: asks(&folder.manifest),
        unused: unused
            .iter()
            .map(|capability| capability.as_str())
            .collect(),
    })
}

fn check(manifest: &Manifest, component: &[u8]) -> anyhow::Result<Checked> {
    component::check(manifest, component).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(faults.join("\n"))
    })
}

/// Makes a pair of keys: `NAME.key`, which nobody else may ever have, and `NAME.pub`.
///
/// # Errors
/// If one of the files is there already.
pub fn keygen(path: &Path, password: Option<String>) -> anyhow::Result<PublisherKey> {
    let public = path.with_extension("pub");
    for path in [path, &public] {
        ensure!(
            !path.exists(),
            "{} is there already, and keys are never written over",
            path.display()
        );
    }
    let (key, file) = SigningKey::generate(password)?;
    let mut out = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| path.display().to_string())?;
    out.write_all(file.as_bytes())?;
    let text = format!(
        "untrusted comment: minisign public key of an innkeeper publisher\n{}\n",
        key.public()
    );
    fs::write(&public, text)?;
    Ok(key.public())
}

/// Signs a package; the signature's file is put beside it.
///
/// # Errors
/// If the key cannot be opened, or the file is no package.
pub fn sign(package: &Path, key: &Path, password: Option<String>) -> anyhow::Result<PathBuf> {
    let bytes = fs::read(package).with_context(|| package.display().to_string())?;
    let file = fs::read_to_string(key).with_context(|| key.display().to_string())?;
    let signature = SigningKey::open(&file, password)?.sign(&bytes)?;
    let path = beside(package);
    fs::write(&path, signature)?;
    Ok(path)
}

fn beside(package: &Path) -> PathBuf {
    let mut name = package.as_os_str().to_owned();
    name.push(".");
    name.push(signature::EXTENSION);
    name.into()
}

/// A package that was made.
#[derive(Debug, Serialize)]
pub struct Packed {
    /// Where it is.
    pub path: PathBuf,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its digest.
    pub sha256: String,
    /// How many bytes it has.
    pub size: u64,
    /// The interfaces that a panel must serve, in these versions or later ones of the same major.
    pub needs: Vec<String>,
    /// What the provider is asked to allow; what goes with it; and why.
    pub asks: Vec<Ask>,
    /// What the manifest declares and the component never uses.
    pub unused: Vec<&'static str>,
}

/// Something that the provider is asked to allow.
#[derive(Debug, Serialize)]
pub struct Ask {
    /// What.
    pub permission: String,
    /// Why.
    pub reason: Option<String>,
}

fn asks(manifest: &Manifest) -> Vec<Ask> {
    let asks = manifest.permissions().into_iter().map(|asked| {
        let kind = asked.permission.key().trim_start_matches("permission-");
        let args = asked.permission.args().into_iter().map(|(_, value)| value);
        let words: Vec<String> = [kind.to_owned()].into_iter().chain(args).collect();
        Ask {
            permission: words.join(" "),
            reason: asked.reason,
        }
    });
    asks.collect()
}
