//! Plugins fresh from the templates work as they are, outside of this repository. What takes long to fetch is lent to
//! them by the plugins of this repository, which pin the same versions.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use innkeeper_kit::build::build;
use innkeeper_kit::conformance::Report;
use innkeeper_kit::scaffold::New;
use innkeeper_kit::{Folder, Language};
use tempfile::TempDir;

use crate::bundled::{folder, root, tried};

fn begun(language: Language) -> (TempDir, Folder) {
    let place = tempfile::tempdir().expect("a folder");
    let new = New::factor("my-factor", Some("dev.acme.my-factor"), language);
    let path = new.and_then(|new| new.write(place.path()));
    let path = path.expect("it is written");
    (place, Folder::open(&path).expect("a plugin's folder"))
}

fn assert_good(report: &Report) {
    assert!(report.is_good(), "{:#?}", report.checks);
}

fn lend(from: &str, made: &str, to: &Folder) {
    let lender = folder(from);
    build(&lender, &mut |_| {}).expect("it is built");
    symlink(lender.path().join(made), to.path().join(made)).expect("it is lent");
}

#[tokio::test]
async fn a_factor_begun_in_rust_keeps_the_contract() {
    let (_place, folder) = begun(Language::Rust);
    let target = root().join("target/kit-template");
    fs::create_dir_all(&target).unwrap();
    symlink(target.canonicalize().unwrap(), folder.path().join("target")).unwrap();
    assert_good(&tried(&folder).await);
}

#[tokio::test]
async fn a_factor_begun_in_javascript_keeps_the_contract() {
    let (_place, folder) = begun(Language::JavaScript);
    lend("hotp", "node_modules", &folder);
    assert_good(&tried(&folder).await);
}

#[tokio::test]
async fn a_factor_begun_in_python_keeps_the_contract() {
    let (_place, folder) = begun(Language::Python);
    lend("code-card", ".venv", &folder);
    assert_good(&tried(&folder).await);
}

#[tokio::test]
async fn a_factor_begun_in_c_keeps_the_contract() {
    let (_place, folder) = begun(Language::C);
    assert_good(&tried(&folder).await);
}

#[test]
fn templates_pin_what_the_plugins_here_pin() {
    let template = |name: &str| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("templates")
            .join(name)
    };
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let python = read(&template("python/requirements.txt"));
    assert_eq!(
        python,
        read(&folder("code-card").path().join("requirements.txt"))
    );
    let pin = |text: String| {
        text.lines()
            .find(|line| line.contains("componentize-qjs"))
            .unwrap()
            .trim()
            .to_owned()
    };
    let javascript = pin(read(&template("js/package.json")));
    assert_eq!(
        javascript,
        pin(read(&folder("hotp").path().join("package.json")))
    );
}

#[tokio::test]
async fn a_factor_that_accepts_a_code_twice_does_not_pass() {
    let (_place, folder) = begun(Language::C);
    let source = folder.path().join("src/plugin.c");
    let text = fs::read_to_string(&source).unwrap();
    fs::write(&source, text.replace("  sheet->used++;\n", "")).unwrap();
    let report = tried(&folder).await;
    let fault = report.checks.iter().find_map(|check| check.fault.clone());
    let fault = fault.expect("a check failed");
    assert!(
        fault.contains("a proof leaves its mark in the secret"),
        "{fault}"
    );
}

#[tokio::test]
async fn a_factor_that_crashes_does_not_pass_and_its_last_words_are_told() {
    let (_place, folder) = begun(Language::C);
    let source = folder.path().join("src/plugin.c");
    let text = fs::read_to_string(&source).unwrap();
    let broken = text.replace(
        "  string_t typed = answer(answers, \"code\");",
        "  string_t typed = answer(answers, \"code\");\n  if (typed.len == 0) __builtin_trap();",
    );
    fs::write(&source, broken).unwrap();
    let report = tried(&folder).await;
    let fault = report.checks.iter().find_map(|check| check.fault.clone());
    assert_eq!(fault.as_deref(), Some("continue-enrolment: it panicked"));
}

#[tokio::test]
async fn a_text_that_a_language_lacks_is_named() {
    let (_place, folder) = begun(Language::C);
    let german = folder.path().join("locales/de.ftl");
    let text = fs::read_to_string(&german).unwrap();
    fs::write(
        &german,
        text.replace("my-factor-wrong =", "my-factor-wrnog ="),
    )
    .unwrap();
    let report = tried(&folder).await;
    let fault = report.checks.iter().find_map(|check| check.fault.clone());
    assert_eq!(
        fault.as_deref(),
        Some("locales/de.ftl lacks `my-factor-wrong`")
    );
}

#[test]
fn a_name_that_is_none_is_refused() {
    for name in ["", "My-factor", "../up", "a b", "-x", "x-", "1x"] {
        assert!(New::factor(name, None, Language::C).is_err(), "{name:?}");
    }
}
