//! What the documentation names exists: linked files, paths of the tree, and the tests that requirements cite.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use innkeeper_tests::surroundings::root;
use innkeeper_tests::tree::{Source, sources};

/// Folders whose files are named by their path from the root.
const NAMED_FROM_THE_ROOT: [&str; 8] = [
    "crates/",
    "plugins/",
    "themes/",
    "migrations/",
    "tests/",
    "docs/",
    "fuzz/",
    "benches/",
];

fn pages() -> Vec<Source> {
    let is_page = |source: &Source| {
        source
            .path
            .extension()
            .is_some_and(|extension| extension == "md")
    };
    let pages: Vec<Source> = sources().unwrap().into_iter().filter(is_page).collect();
    assert!(pages.len() > 5, "the walk found next to nothing");
    pages
}

/// What stands between the marks, on one line.
fn between<'a>(text: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    text.lines().flat_map(move |line| {
        line.split(open)
            .skip(1)
            .filter_map(move |rest| rest.split_once(close).map(|(inside, _)| inside))
    })
}

/// Words in code marks, once each mark that opens is told from one that closes.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut path, part| {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
        path
    })
}

#[test]
fn links_lead_to_files_that_exist() {
    let mut broken = Vec::new();
    for page in pages() {
        let folder = page.path.parent().unwrap_or(Path::new(""));
        for link in between(&page.text, "](", ')') {
            let file = link.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                continue;
            }
            if !root().join(normal(&folder.join(file))).exists() {
                broken.push(format!("{}: {link}", page.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn paths_that_are_named_exist() {
    let mut missing = Vec::new();
    for page in pages() {
        for word in code(&page.text) {
            let is_path = NAMED_FROM_THE_ROOT
                .iter()
                .any(|folder| word.starts_with(folder));
            let is_pattern = word.contains([' ', '*', '{', '<', '…']);
            if is_path && !is_pattern && !root().join(word).exists() {
                missing.push(format!("{}: {word}", page.path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn tests_that_requirements_cite_exist() {
    let sources = sources().unwrap();
    let functions: BTreeSet<&str> = sources
        .iter()
        .filter(|source| source.is_rust())
        .flat_map(|source| source.text.split("fn ").skip(1))
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
        .collect();
    let citing = ["ARCHITECTURE.md", "docs/security/requirements.md"];
    let cited: BTreeSet<&str> = sources
        .iter()
        .filter(|source| citing.iter().any(|page| source.path == Path::new(page)))
        .flat_map(|source| code(&source.text))
        .filter(|word| {
            word.matches('_').count() >= 3
                && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
        .collect();
    assert!(cited.len() > 60, "only {} tests are cited", cited.len());
    let unknown: Vec<&&str> = cited
        .iter()
        .filter(|name| !functions.contains(**name))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// The help pages that customers read, by the language of the controls they name.
const HELP: [(&str, &str); 2] = [
    ("docs/customers/two-factor-authentication.md", "en"),
    ("docs/customers/zwei-faktor-anmeldung.md", "de"),
];

#[test]
fn what_the_help_pages_call_a_control_is_what_the_control_says() {
    let sources = sources().unwrap();
    for (page, language) in HELP {
        let locales = format!("locales/{language}");
        let texts: BTreeSet<&str> = sources
            .iter()
            .filter(|source| source.path.to_string_lossy().contains(&locales))
            .flat_map(|source| source.text.lines())
            .filter_map(|line| line.split_once(" = ").map(|(_, text)| text))
            .collect();
        let page = sources
            .iter()
            .find(|source| source.path == Path::new(page))
            .unwrap();
        let prose = page
            .text
            .replace("**", "")
            .replace("\n   ", " ")
            .replace('\n', " ");
        // The introduction is set in italics as a whole.
        let (_, prose) = prose.split_once("## ").unwrap();
        let named: Vec<&str> = prose.split('*').skip(1).step_by(2).collect();
        assert!(named.len() > 10, "{named:?}");
        let unknown: Vec<&&str> = named
            .iter()
            .filter(|name| !texts.contains(**name))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
