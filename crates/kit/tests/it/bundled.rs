//! The plugins of this repository that the kit builds, most of them written in other languages than the panel.

use std::fs;
use std::path::{Path, PathBuf};

use innkeeper_kit::Folder;
use innkeeper_kit::build::build;
use innkeeper_kit::conformance::{self, Machine, Report};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compiled components are kept between runs: compiling Python takes long.
pub fn machine() -> Machine {
    let cache = root().join("target/plugin-cache");
    Machine::new(&cache).expect("plugins run here")
}

pub fn folder(name: &str) -> Folder {
    Folder::open(&root().join("plugins").join(name)).expect("a plugin's folder")
}

pub async fn tried(folder: &Folder) -> Report {
    let mut silent = |_: &str| {};
    build(folder, &mut silent).expect("it is built");
    let report = conformance::test(folder, &machine(), &mut silent).await;
    report.expect("the suite runs")
}

pub async fn passes(name: &str) {
    let report = tried(&folder(name)).await;
    assert!(report.is_good(), "{:#?}", report.checks);
    assert!(report.checks.len() >= 5, "nothing was left out");
}

#[tokio::test]
async fn r129_the_token_in_javascript_keeps_the_contract() {
    passes("hotp").await;
}

#[tokio::test]
async fn r129_the_code_card_in_python_keeps_the_contract() {
    passes("code-card").await;
}

#[tokio::test]
async fn r129_the_memorable_word_in_c_keeps_the_contract() {
    passes("memorable-word").await;
}

#[tokio::test]
async fn r129_what_tells_chats_keeps_to_the_suite() {
    passes("chat-notify").await;
}

#[tokio::test]
async fn r129_what_watches_networks_keeps_to_the_suite() {
    passes("geo-guard").await;
}

#[tokio::test]
async fn r129_the_channel_for_sms_keeps_the_contract() {
    passes_as_built("sms").await;
}

#[tokio::test]
async fn r129_approving_on_the_phone_keeps_the_contract() {
    passes_as_built("push").await;
}

#[tokio::test]
async fn r129_duo_keeps_the_contract() {
    passes_as_built("duo").await;
}

/// Built as the tests of the sandbox build it, which may be there already.
async fn passes_as_built(name: &str) {
    let folder = folder(name);
    let component = innkeeper_plugin_build::build(&format!("innkeeper-{name}-component"));
    fs::create_dir_all(folder.build()).expect("a folder");
    fs::copy(component.expect("it is built"), folder.component()).expect("it is copied");
    let report = conformance::test(&folder, &machine(), &mut |_| {}).await;
    let report = report.expect("the suite runs");
    assert!(report.is_good(), "{:#?}", report.checks);
    assert!(report.checks.len() >= 4, "nothing was left out");
}
