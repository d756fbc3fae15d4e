//! `innkeeper demo`, as somebody who has just built it starts it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use http::StatusCode;
use innkeeper_tests::oathtool;
use innkeeper_tests::process::{self, Running};
use innkeeper_tests::visitor::Visitor;
use serde::Deserialize;

use crate::INNKEEPER;

/// What `demo --json` says first. Unknown names are faults: this is a promise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub url: String,
    pub staff: Vec<Staff>,
    pub users: Vec<User>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    pub email: String,
    pub password: String,
    pub totp_secret: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct User {
    pub email: String,
    pub password: String,
    pub totp_secret: Option<String>,
    pub backup_codes: Option<Vec<String>>,
}

fn command(folder: &Path) -> Command {
    let mut command = process::command(INNKEEPER, folder);
    command
        .args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.join("demo"));
    command
}

/// A running demonstration and how to sign in.
pub fn start(folder: &Path, more: &[&str]) -> (Running, Told) {
    let mut demo = Running::start(command(folder).args(more)).unwrap();
    let told = serde_json::from_str(&demo.line().unwrap()).unwrap();
    (demo, told)
}

/// What an authenticator app shows now.
#[expect(
    clippy::disallowed_methods,
    reason = "the program under test has the system's clock"
)]
pub fn code(key: &str, seconds_later: i64) -> String {
    oathtool::code(key, chrono::Utc::now().timestamp() + seconds_later).unwrap()
}

#[expect(clippy::too_many_lines, reason = "one story")]
#[tokio::test]
async fn the_demo_lets_everybody_in_as_it_says_and_remembers_until_reset() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, told) = start(folder.path(), &[]);
    let [ada, grace, ..] = told.users.as_slice() else {
        panic!("{told:?}")
    };
    assert!(
        ada.totp_secret.is_none() && ada.backup_codes.is_none(),
        "{ada:?}"
    );
    let (Some(key), Some(codes)) = (&grace.totp_secret, &grace.backup_codes) else {
        panic!("{grace:?}")
    };
    assert_eq!(codes.len(), 10);

    let mut visitor = Visitor::at(&told.url);
    visitor
        .signs_in(&ada.email, &ada.password)
        .await
        .expect_redirect("/account");
    visitor
        .get("/account")
        .await
        .expect(StatusCode::OK)
        .expect_text("Northwind Bakery");

    let mut visitor = Visitor::at(&told.url);
    visitor
        .signs_in(&grace.email, &grace.password)
        .await
        .expect_redirect("/login/verify");
    visitor
        .submit("/login/verify", "/login/verify", &[("code", &code(key, 0))])
        .await
        .expect_redirect("/account");

    let mut visitor = Visitor::at(&told.url);
    visitor
        .signs_in(&grace.email, &grace.password)
        .await
        .expect_redirect("/login/verify");
    let option = visitor
        .get("/login/verify/other")
        .await
        .options()
        .pop()
        .unwrap();
    visitor
        .post("/login/verify/other", &[("option", &option)])
        .await
        .expect_redirect("/login/verify");
    visitor
        .submit("/login/verify", "/login/verify", &[("code", &codes[0])])
        .await
        .expect_redirect("/account");

    let owner = &told.staff[0];
    let mut visitor = Visitor::at(&told.url);
    let fields = [
        ("email", owner.email.as_str()),
        ("password", &owner.password),
    ];
    visitor
        .submit("/staff/login", "/staff/login", &fields)
        .await
        .expect_redirect("/staff");
    visitor
        .get("/staff/mails")
        .await
        .expect(StatusCode::OK)
        .expect_text("priya@example.net");

    let began = Instant::now();
    assert!(demo.stop().unwrap().success());
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "took {:?} to stop",
        began.elapsed()
    );

    let (demo, again) = start(folder.path(), &[]);
    assert_eq!(
        (&again.staff, &again.users),
        (&told.staff, &told.users),
        "a second start keeps what is there"
    );
    assert!(demo.stop().unwrap().success());

    let (demo, anew) = start(folder.path(), &["--reset"]);
    assert_ne!(
        anew.users[1].totp_secret, told.users[1].totp_secret,
        "a reset makes new keys"
    );
    let mut visitor = Visitor::at(&anew.url);
    visitor
        .signs_in(&anew.users[0].email, &anew.users[0].password)
        .await
        .expect_redirect("/account");
    assert!(demo.stop().unwrap().success());
}

#[test]
fn the_demo_writes_for_its_owner_alone_and_only_where_nothing_else_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (demo, _) = start(folder.path(), &[]);
    assert!(demo.stop().unwrap().success());
    let data = folder.path().join("demo");
    for (name, expected) in [
        ("", 0o700),
        ("demo.json", 0o600),
        ("innkeeper.db", 0o600),
        ("keys.json", 0o600),
    ] {
        let mode = std::fs::metadata(data.join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777;
        assert_eq!(mode, expected, "{name}: {mode:o}");
    }
    std::fs::remove_file(data.join("demo.json")).unwrap();
    let refused = process::run(command(folder.path()).arg("--reset"), "").unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("--data"),
        "{refused:?}"
    );
    assert!(data.join("innkeeper.db").exists(), "nothing was removed");
}

#[tokio::test]
async fn a_plugin_is_brought_into_a_running_demonstration_whenever_it_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, told) = start(folder.path(), &[]);
    let plugin = |arguments: &[&str]| {
        let mut command = process::command(INNKEEPER, folder.path());
        process::run(command.arg("plugin").args(arguments), "").unwrap()
    };
    let dev = || plugin(&["dev", "sheet", "--demo", "demo", "--once"]);
    let begun = plugin(&[
        "new",
        "factor",
        "sheet",
        "--lang",
        "c",
        "--id",
        "dev.acme.sheet",
    ]);
    assert!(begun.status.success(), "{begun:?}");
    let brought = dev();
    assert!(brought.status.success(), "{brought:?}");

    let mut owner = Visitor::at(&told.url);
    let boss = &told.staff[0];
    let fields = [
        ("email", boss.email.as_str()),
        ("password", boss.password.as_str()),
    ];
    owner
        .submit("/staff/login", "/staff/login", &fields)
        .await
        .expect_redirect("/staff");
    let page = "/staff/plugins/dev.acme.sheet";
    owner
        .get(page)
        .await
        .expect(StatusCode::OK)
        .expect_text("Enabled");

    let manifest = folder.path().join("sheet/plugin.toml");
    let before = std::fs::read_to_string(&manifest).unwrap();
    let after = before.replace("description = \"", "description = \"Printed by hand. ");
    std::fs::write(&manifest, &after).unwrap();
    assert!(dev().status.success());
    owner
        .get(page)
        .await
        .expect(StatusCode::OK)
        .expect_text("Printed by hand.");

    std::fs::write(folder.path().join("sheet/src/plugin.c"), "no C").unwrap();
    let broken = dev();
    assert_eq!(broken.status.code(), Some(1), "{broken:?}");
    owner
        .get(page)
        .await
        .expect(StatusCode::OK)
        .expect_text("Enabled");
    assert!(demo.stop().unwrap().success());

    let alone = plugin(&["dev", "sheet", "--demo", "nowhere", "--once"]);
    let said = String::from_utf8_lossy(&alone.stderr);
    assert!(said.contains("innkeeper demo"), "{said}");
}
