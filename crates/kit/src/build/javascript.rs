//! JavaScript: npm brings `QuickJS` with the program that puts a plugin into it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use serde::Deserialize;

use super::world;
use crate::{Folder, Progress, tool};

/// Tells the log what an exception was, which would otherwise end the call without a word. `{main}` is the plugin.
const ENTRY: &str = r#"import { write } from "innkeeper:host/log@1.0.0";
import { secondFactor as plugin } from "../{main}";

const isFailure = (error) => error?.tag === "unavailable" || error?.tag === "misconfigured";
const told = (work) => (...given) => {
  try {
    return work(...given);
  } catch (error) {
    if (!isFailure(error)) write("error", `${error} ${error?.stack ?? ""}`);
    throw error;
  }
};

export const secondFactor = Object.fromEntries(Object.entries(plugin).map(([name, work]) => [name, told(work)]));
"#;

const BRINGS: &str =
    "Install Node.js 20 or later: `apt-get install nodejs npm`, or from https://nodejs.org.";

/// What is of interest in a `package.json`.
#[derive(Deserialize)]
struct Package {
    main: String,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
    #[serde(default, rename = "devDependencies")]
    dev_dependencies: BTreeMap<String, String>,
}

/// What is of interest in that of a package which was installed.
#[derive(Deserialize)]
struct Installed {
    version: String,
}

impl Package {
    /// Whether everything that it names is there in just that version.
    fn is_installed(&self, folder: &Path) -> bool {
        let mut all = self.dependencies.iter().chain(&self.dev_dependencies);
        all.all(|(name, version)| {
            let path = folder.join("node_modules").join(name).join("package.json");
            let installed = fs::read_to_string(path).ok();
            let installed =
                installed.and_then(|text| serde_json::from_str::<Installed>(&text).ok());
            installed.is_some_and(|installed| installed.version == *version)
        })
    }
}

pub(super) fn build(folder: &Folder, progress: Progress<'_>) -> anyhow::Result<()> {
    let path = folder.path();
    let package = fs::read_to_string(path.join("package.json"))?;
    let package: Package =
        serde_json::from_str(&package).context("package.json must say `main`")?;
    if !package.is_installed(path) {
        let with_lock = path.join("package-lock.json").is_file();
        let how = if with_lock { "ci" } else { "install" };
        progress(&format!("npm {how}"));
        let mut npm = Command::new("npm");
        npm.args([how, "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(path);
        tool::run(&mut npm, BRINGS)?;
    }
    fs::write(
        folder.build().join("entry.js"),
        ENTRY.replace("{main}", &package.main),
    )?;
    progress("componentize-qjs");
    let mut componentize = Command::new(path.join("node_modules/.bin/componentize-qjs"));
    componentize
        .arg("--wit")
        .arg(world::write(folder)?)
        .args(["--world", world::NAME, "--js", "build/entry.js"])
        .args(["--sync", "--stub-wasi", "--output"])
        .arg(folder.component())
        .current_dir(path);
    let lacks = "Add `componentize-qjs` to the devDependencies of package.json.";
    tool::run(&mut componentize, lacks)?;
    Ok(())
}
