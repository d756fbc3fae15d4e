//! Rust: cargo makes a module without a system around it, and a component is made of that.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use innkeeper_plugin_build::{TARGET, encode, without_paths};
use serde::Deserialize;

use crate::{Folder, Progress, tool};

/// What cargo says of something that it made.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

/// The package that becomes the component: the folder itself, or `component` in it where the folder's own package is a
/// library that others use as well.
fn package(folder: &Folder) -> PathBuf {
    let component = folder.path().join("component");
    if component.join("Cargo.toml").is_file() {
        return component;
    }
    folder.path().to_owned()
}

pub(super) fn build(folder: &Folder, progress: Progress<'_>) -> anyhow::Result<()> {
    progress("cargo build --release");
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "--release", "--target", TARGET])
        .arg("--message-format=json-render-diagnostics")
        .args(without_paths(
            folder.path().parent().unwrap_or(folder.path()),
        ))
        .current_dir(package(folder));
    let said = tool::run(&mut cargo, "Install Rust from https://rustup.rs.").map_err(|error| {
        let lacks_target = format!("{error:#}").contains("can't find crate for `core`");
        if lacks_target {
            return error.context(format!("run `rustup target add {TARGET}` first"));
        }
        error
    })?;
    let module = String::from_utf8_lossy(&said)
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .flat_map(|message| message.filenames)
        .rfind(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .context("cargo made no module: set `crate-type = [\"cdylib\"]` in Cargo.toml")?;
    progress("making a component of it");
    let component = encode(&fs::read(&module)?)?;
    fs::write(folder.component(), component)?;
    Ok(())
}
