//! The files of the checkout that are ours, for tests that hold the house rules.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::program;
use crate::surroundings::root;

/// A file of the checkout.
pub struct Source {
    /// Its path from the root.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

impl Source {
    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.path
            .extension()
            .is_some_and(|extension| extension == "rs")
    }

    /// Whether someone else wrote it and we keep it unchanged.
    pub fn is_vendored(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        name.contains(".min.")
            || self
                .path
                .components()
                .any(|part| part.as_os_str() == "vendor")
    }
}

/// Every text file that is in the repository or would get in with `git add`, in order of their paths.
pub fn sources() -> anyhow::Result<Vec<Source>> {
    let root = root();
    let mut paths = listed_by_git(&root).or_else(|_| walked(&root))?;
    paths.sort();
    let read = |path: PathBuf| {
        // A file may be listed and gone, or no text.
        let text = fs::read_to_string(root.join(&path)).ok()?;
        Some(Source { path, text })
    };
    Ok(paths.into_iter().filter_map(read).collect())
}

fn listed_by_git(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]);
    let list = program::output(git.current_dir(root))?;
    let paths: Vec<PathBuf> = list
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .collect();
    anyhow::ensure!(!paths.is_empty(), "git lists no file");
    Ok(paths)
}

/// Without git, as in an unpacked archive: everything but what builds and runs leave behind.
fn walked(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_ours = name != ".git"
                && name != "node_modules"
                && name != ".venv"
                && name != "data"
                && !name.starts_with("target");
            if path.is_dir() && is_ours {
                folders.push(path);
            } else if path.is_file() {
                paths.push(path.strip_prefix(root)?.to_owned());
            }
        }
    }
    Ok(paths)
}
