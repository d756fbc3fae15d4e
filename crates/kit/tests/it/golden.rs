//! What was published stays as it was: the interfaces of a version word for word, and components that were built for
//! them then, which every later panel runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use innkeeper_kit::Folder;
use innkeeper_kit::conformance;
use innkeeper_package::Digest;

use crate::bundled::{machine, root};

/// The versions that were published, and the digest of each of their files.
fn published() -> Vec<(PathBuf, BTreeMap<String, String>)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let versions = fs::read_dir(golden).expect("a folder for each version");
    let version = |folder: PathBuf| {
        let list = fs::read_to_string(folder.join("interfaces")).expect("a list");
        let lines = list.lines().filter_map(|line| line.split_once("  "));
        let files = lines.map(|(digest, name)| (name.to_owned(), digest.to_owned()));
        (folder, files.collect())
    };
    versions
        .map(|entry| version(entry.expect("an entry").path()))
        .collect()
}

fn digests(folder: &Path, above: &str, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            digests(&entry.path(), &format!("{name}/"), into);
        } else {
            let file = fs::read(entry.path()).expect("a file");
            into.insert(name, Digest::of(&file).to_string());
        }
    }
}

#[test]
fn interfaces_that_were_published_are_never_edited() {
    for (golden, expected) in published() {
        let version = golden.file_name().expect("a version");
        let mut there = BTreeMap::new();
        digests(&root().join("plugins/wit").join(version), "", &mut there);
        assert_eq!(
            there, expected,
            "what changes is a version of its own, in a folder of its own"
        );
    }
}

#[tokio::test]
async fn components_of_every_published_version_keep_to_the_suite_of_today() {
    for (golden, _) in published() {
        let mut tried = 0;
        for entry in fs::read_dir(golden).expect("components") {
            let plugin = entry.expect("an entry").path();
            if !plugin.is_dir() {
                continue;
            }
            let copy = tempfile::tempdir().expect("a folder");
            for part in ["build", "locales", "tests"] {
                fs::create_dir(copy.path().join(part)).expect("a folder");
            }
            for (from, to) in [
                ("plugin.toml", "plugin.toml"),
                ("plugin.wasm", "build/plugin.wasm"),
                ("tests/conformance.toml", "tests/conformance.toml"),
                ("locales/en.ftl", "locales/en.ftl"),
                ("locales/de.ftl", "locales/de.ftl"),
            ] {
                fs::copy(plugin.join(from), copy.path().join(to)).expect("it is copied");
            }
            let folder = Folder::open(copy.path()).expect("a plugin's folder");
            let report = conformance::test(&folder, &machine(), &mut |_| {}).await;
            let report = report.expect("the suite runs");
            assert!(
                report.is_good(),
                "{}: {:#?}",
                plugin.display(),
                report.checks
            );
            tried += 1;
        }
        assert!(
            tried >= 5,
            "a factor in two languages, a channel, hooks that hear, hooks that answer and show"
        );
    }
}
