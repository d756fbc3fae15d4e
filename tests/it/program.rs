//! The program's commands from outside: what they print, where, and how they end.

use std::path::Path;
use std::process::Output;

use innkeeper_tests::process::{self, Running};

use crate::INNKEEPER;

fn innkeeper(folder: &Path, arguments: &[&str], input: &str) -> Output {
    process::run(process::command(INNKEEPER, folder).args(arguments), input).unwrap()
}

fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_first_set_up_makes_an_owner_and_may_be_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let set_up = [
        "init",
        "--yes",
        "--email",
        "owner@inn.example",
        "--name",
        "Olivia",
        "--password-stdin",
    ];
    succeeds(&innkeeper(
        folder.path(),
        &set_up,
        "a lamp in every window\n",
    ));
    let again = succeeds(&innkeeper(
        folder.path(),
        &set_up,
        "another long password\n",
    ));
    assert!(again.contains("has an owner"), "{again}");

    let create = [
        "staff",
        "create",
        "--email",
        "clerk@inn.example",
        "--role",
        "billing",
        "--password-stdin",
    ];
    succeeds(&innkeeper(folder.path(), &create, "two pens and a stamp\n"));
    let list = succeeds(&innkeeper(folder.path(), &["staff", "list", "--json"], ""));
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let mut roles: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["role"].as_str().unwrap())
        .collect();
    roles.sort_unstable();
    assert_eq!(roles, ["billing", "owner"]);

    let keys = succeeds(&innkeeper(folder.path(), &["keys", "list", "--json"], ""));
    let keys: serde_json::Value = serde_json::from_str(&keys).unwrap();
    assert_eq!(keys.as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_not_understood_ends_with_2_and_what_fails_with_1_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let unknown = innkeeper(folder.path(), &["serv"], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&unknown.stderr).contains("serve"),
        "{unknown:?}"
    );

    let unmade = innkeeper(folder.path(), &["staff", "list"], "");
    assert_eq!(unmade.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&unmade.stderr).contains("innkeeper migrate"),
        "{unmade:?}"
    );
    assert!(unmade.stdout.is_empty(), "complaints are no result");

    std::fs::write(
        folder.path().join("innkeeper.toml"),
        "[server]\nlisten_on = \"127.0.0.1:0\"\n",
    )
    .unwrap();
    let misspelt = innkeeper(folder.path(), &["migrate"], "");
    assert_eq!(misspelt.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&misspelt.stderr).contains("server.listen"),
        "{misspelt:?}"
    );
}

#[test]
fn serve_needs_no_settings_and_ends_well_when_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = Running::start(process::command(INNKEEPER, folder.path()).args([
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]))
    .unwrap();
    let url = serve
        .wait_for(|line| line.strip_prefix("Innkeeper is at ").map(str::to_owned))
        .unwrap();
    assert!(url.starts_with("http://localhost:"), "{url}");
    assert!(serve.stop().unwrap().success());
    assert!(folder.path().join("data/innkeeper.db").exists());
}

#[test]
fn every_command_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "serve", "demo", "init", "migrate", "staff", "keys", "doctor",
    ] {
        let help = succeeds(&innkeeper(folder.path(), &[command, "--help"], ""));
        assert!(help.contains("Usage: innkeeper"), "{help}");
    }
    let reference = succeeds(&innkeeper(
        folder.path(),
        &["doctor", "--config-reference"],
        "",
    ));
    assert!(reference.contains("base_url"), "{reference}");
}

#[test]
fn a_theme_is_checked_and_what_broke_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let child = folder.path().join("sunny");
    std::fs::create_dir_all(child.join("door")).unwrap();
    let manifest = "name = \"sunny\"\nparent = \"default\"\ncontract = 1\n";
    std::fs::write(child.join("theme.toml"), manifest).unwrap();
    let good = succeeds(&innkeeper(folder.path(), &["theme", "check", "sunny"], ""));
    assert!(good.contains("0 problems"), "{good}");

    std::fs::write(
        child.join("door/login.html"),
        "<h1>{{ page.no_such_field }}</h1>",
    )
    .unwrap();
    let bad = innkeeper(folder.path(), &["theme", "check", "sunny"], "");
    assert_eq!(bad.status.code(), Some(1));
    let said = String::from_utf8(bad.stdout).unwrap();
    assert!(said.contains("door/login.html:1"), "{said}");
}
