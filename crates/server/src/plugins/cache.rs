//! What plugins were compiled to, in a folder of the panel's. Every file names the component and what the code
//! depends on, and bears a mark of this panel's own; whatever does not is compiled again.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use innkeeper_package::Digest;
use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::Panel;

/// The file for a component.
pub(super) fn path(panel: &Panel, component: &Digest) -> anyhow::Result<PathBuf> {
    let compatibility = innkeeper_wasm::compatibility()?;
    let name = format!("{component}-{compatibility}.compiled");
    Ok(panel.config.plugins.cache.join(name))
}

/// What is in the file, if there is one.
pub(super) async fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes the file as a whole, for this user alone. Two who write the same one write the same.
pub(super) async fn write(panel: &Panel, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = &panel.config.plugins.cache;
    let told = || {
        format!(
            "cannot write to {}; check that this user may, or set `plugins.cache`",
            folder.display()
        )
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(told)?;
    let part = path.with_extension(format!("{}.part", panel.node()));
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&part)
        .with_context(told)?;
    let mut file = fs::File::from_std(file);
    file.write_all(bytes).await.with_context(told)?;
    file.sync_all().await.with_context(told)?;
    fs::rename(&part, path).await.with_context(told)
}
