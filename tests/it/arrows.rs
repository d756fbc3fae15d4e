//! Which of our crates may know which, read from what cargo resolves. The picture is in ARCHITECTURE.md.

use std::collections::BTreeMap;
use std::process::Command;

use innkeeper_tests::{program, surroundings};
use serde::Deserialize;

/// Who may know whom; nobody else knows anybody. Every crate of ours may know itself in its own tests.
const ALLOWED: [(&str, &[&str]); 14] = [
    ("innkeeper-identity", &[]),
    ("innkeeper-module", &[]),
    ("innkeeper-package", &[]),
    ("innkeeper-plugin-build", &[]),
    // The builder and a plugin only in its tests.
    (
        "innkeeper-wasm",
        &["innkeeper-module", "innkeeper-plugin-build", PLUGINS],
    ),
    (
        "innkeeper-kit",
        &[
            "innkeeper-module",
            "innkeeper-package",
            "innkeeper-plugin-build",
            "innkeeper-wasm",
        ],
    ),
    ("innkeeper-store", &["innkeeper-identity"]),
    ("innkeeper-theme", &["innkeeper-identity"]),
    (
        "innkeeper-server",
        &[
            "innkeeper-identity",
            "innkeeper-kit",
            "innkeeper-module",
            "innkeeper-package",
            "innkeeper-store",
            "innkeeper-theme",
            "innkeeper-wasm",
            "plugins",
        ],
    ),
    ("innkeeper-sent-code", &["innkeeper-module"]),
    ("plugins", &["innkeeper-module", "innkeeper-sent-code"]),
    ("innkeeper-fuzz", &EVERYBODY),
    ("innkeeper-bench", &EVERYBODY),
    ("xtask", &[]),
];

/// Whoever looks at the whole from outside may know all of it.
const EVERYBODY: [&str; 10] = [
    "innkeeper-identity",
    "innkeeper-kit",
    "innkeeper-module",
    "innkeeper-package",
    "innkeeper-plugin-build",
    "innkeeper-server",
    "innkeeper-store",
    "innkeeper-theme",
    "innkeeper-wasm",
    PLUGINS,
];

/// And nobody may know these.
const OUTSIDE: [&str; 3] = ["innkeeper-tests", "innkeeper-fuzz", "innkeeper-bench"];

/// What lives under `plugins/`; all under one rule.
const PLUGINS: &str = "plugins";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Set for packages of this workspace only.
    path: Option<String>,
}

fn packages() -> Vec<Package> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(surroundings::root());
    let metadata: Metadata = serde_json::from_str(&program::output(&mut cargo).unwrap()).unwrap();
    metadata.packages
}

fn room<'a>(name: &'a str, path: &str) -> &'a str {
    if path.contains("/plugins/") {
        PLUGINS
    } else {
        name
    }
}

#[test]
fn crates_know_only_whom_they_may_know() {
    let allowed = BTreeMap::from(ALLOWED);
    let mut faults = Vec::new();
    for package in packages()
        .iter()
        .filter(|package| package.name != "innkeeper-tests")
    {
        let Some(known) = allowed.get(room(&package.name, &package.manifest_path)) else {
            faults.push(format!("{} has no entry; who may it know?", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let Some(path) = &dependency.path else {
                continue;
            };
            if !known.contains(&room(&dependency.name, path)) && dependency.name != package.name {
                faults.push(format!(
                    "{} must not know {}",
                    package.name, dependency.name
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn nobody_leans_on_what_looks_from_outside() {
    let leaning: Vec<String> = packages()
        .into_iter()
        .filter(|package| {
            package
                .dependencies
                .iter()
                .any(|dependency| OUTSIDE.contains(&dependency.name.as_str()))
        })
        .map(|package| package.name)
        .collect();
    assert_eq!(leaning, Vec::<String>::new());
}
