//! The runtime that the suite runs plugins on: the panel's own. What was compiled is kept for the next time, signed
//! with a key of this user's, for compiling takes long and a forged file would be a program of a stranger's.

use std::fs::{self, DirBuilder};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use innkeeper_package::Digest;
use innkeeper_wasm::{ArtifactKey, Code, PoolLimits, Runtime, compatibility, compile};
use tempfile::NamedTempFile;

use crate::Progress;

/// A runtime with a cache.
pub struct Machine {
    pub(super) runtime: Arc<Runtime>,
    cache: PathBuf,
    key: ArtifactKey,
}

impl Machine {
    /// Sets a machine up that keeps what it compiled in this folder.
    ///
    /// # Errors
    /// Where plugins cannot run here, or the folder cannot be had.
    pub fn new(cache: &Path) -> anyhow::Result<Self> {
        let shown = || cache.display().to_string();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(cache)
            .with_context(shown)?;
        Ok(Self {
            runtime: Arc::new(Runtime::new(&PoolLimits::default())?),
            key: ArtifactKey::new(key(&cache.join("key")).with_context(shown)?),
            cache: cache.to_owned(),
        })
    }

    /// Makes a component callable; compiles it unless that was done before.
    pub(super) fn load(&self, component: &[u8], progress: Progress<'_>) -> anyhow::Result<Code> {
        let digest = Digest::of(component);
        let path = self.cache.join(format!("{digest}-{}", compatibility()?));
        if let Ok(file) = fs::read(&path)
            && let Ok(code) = self.runtime.load(&self.key, digest.as_bytes(), &file)
        {
            return Ok(code);
        }
        progress("compiling the component, which takes half a minute for Python");
        let file = self.key.seal(digest.as_bytes(), &compile(component)?);
        write(&path, &file)?;
        Ok(self.runtime.load(&self.key, digest.as_bytes(), &file)?)
    }
}

/// The key in this file; drawn at the first time. Of several who draw one at once the first counts.
fn key(path: &Path) -> anyhow::Result<[u8; 32]> {
    if !path.exists() {
        let mut key = [0; 32];
        #[expect(
            clippy::disallowed_methods,
            reason = "the kit is no panel; this key guards files of its user on this machine"
        )]
        getrandom::fill(&mut key).context("no chance can be had")?;
        match beside(path, &key)?.persist_noclobber(path) {
            Err(error) if error.error.kind() != ErrorKind::AlreadyExists => {
                return Err(error.into());
            }
            _ => {}
        }
    }
    let key = fs::read(path)?.try_into().ok();
    key.with_context(|| format!("{} is no key; delete it", path.display()))
}

/// Written beside and moved: others read all of it or nothing.
fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    beside(path, content)?.persist(path)?;
    Ok(())
}

/// A file for its user alone, in the same folder and with a name that nobody else writes to.
fn beside(path: &Path, content: &[u8]) -> anyhow::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    Ok(file)
}
