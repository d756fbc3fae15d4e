//! J6: a third party ships a factor. It is begun, built, packed and signed at the command line; an owner sees who signed it
//! and what it asks for, installs and enables it; a customer has a new card and signs in by it; an update asks for more;
//! and in the end it is removed.

use std::fs;
use std::path::{Path, PathBuf};

use innkeeper_tests::browser::{Browser, Role};
use innkeeper_tests::process;
use thirtyfour::By;

use super::Guest;
use crate::{INNKEEPER, demo};

const PAGE: &str = "/staff/plugins/dev.acme.code-sheet";

/// What its author does; the folder of the plugin.
fn author(folder: &Path, arguments: &[&str]) -> PathBuf {
    let mut command = process::command(INNKEEPER, folder);
    let done = command.arg("plugin").args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {said}");
    folder.join("code-sheet")
}

/// Packs and signs; the package.
fn publish(folder: &Path, version: &str) -> PathBuf {
    author(folder, &["pack", "code-sheet"]);
    let package = format!("code-sheet/build/dev.acme.code-sheet-{version}.innpack");
    author(
        folder,
        &["sign", &package, "--key", "acme.key", "--no-password"],
    );
    folder.join(package)
}

impl Guest<'_> {
    async fn enters(&self, door: &str, (email, password): (&str, &str)) {
        self.open(door).await;
        self.fill("Email", email).await;
        self.fill("Password", password).await;
        self.press("Sign in").await;
    }

    /// Opens a page, with a fresh proof where the last one is too old.
    async fn opens_afresh(&self, path: &str, password: &str) {
        self.open(path).await;
        if self.path().await.ends_with("/step-up") {
            self.fill("Password", password).await;
            self.press("Continue").await;
        }
    }

    /// Chooses the files of a package.
    async fn brings(&self, package: &Path) {
        let signature = format!("{}.minisig", package.display());
        for (field, file) in [
            ("#field-package", package.to_str().unwrap()),
            ("#field-signature", &signature),
        ] {
            let field = self.browser.find(By::Css(field)).await.unwrap();
            field.send_keys(file).await.unwrap();
        }
    }

    /// The codes that the plugin's sheet shows.
    async fn reads_sheet(&self) -> Vec<String> {
        let items = By::Css("main ol[translate=no] li");
        let mut codes = Vec::new();
        for item in self.browser.find_all(items).await.unwrap() {
            codes.push(item.text().await.unwrap());
        }
        codes
    }

    async fn enrols_by_sheet(&self) -> Vec<String> {
        self.open("/account/security/factors/new").await;
        self.arrives_at("Add a second factor", "j6-cards").await;
        self.gets_started_with("Code sheet").await;
        self.arrives_at("Code sheet", "j6-enrol").await;
        let codes = self.reads_sheet().await;
        self.fill("Code number 1", &codes[0]).await;
        self.press("Continue").await;
        self.browser
            .find_by_role(Role::Heading, "Backup codes")
            .await
            .unwrap();
        self.says_codes_are_saved().await;
        codes
    }
}

#[expect(clippy::too_many_lines, reason = "one story")]
#[tokio::test(flavor = "multi_thread")]
async fn j6_a_third_party_ships_a_factor() {
    let Some([browser, hers]) = Browser::start_two().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (_demo, told) = demo::start(folder.path(), &[]);
    let work = folder.path();
    let begun = [
        "new",
        "factor",
        "code-sheet",
        "--lang",
        "c",
        "--id",
        "dev.acme.code-sheet",
    ];
    let plugin = author(work, &begun);
    author(work, &["build", "code-sheet"]);
    author(work, &["keygen", "acme.key", "--no-password"]);
    let package = publish(work, "0.1.0");
    let key = fs::read_to_string(work.join("acme.pub")).unwrap();
    let key = key.lines().nth(1).expect("the key's line");

    let guest = |browser| Guest {
        browser,
        house: &told.url,
        looks: true,
        eyes: None,
    };
    let (owner, ada) = (guest(&browser), guest(&hers));
    let (boss, password) = (&told.staff[0], told.staff[0].password.as_str());
    owner.enters("/staff/login", (&boss.email, password)).await;
    owner.reads("Dashboard").await;
    owner.open("/staff/plugins").await;
    owner.arrives_at("Plugins", "j6-plugins-none").await;
    owner.opens_afresh("/staff/plugins/install", password).await;
    owner.arrives_at("Install a plugin", "j6-install").await;
    owner.brings(&package).await;
    owner.fill("Publisher’s key (optional)", key).await;
    owner.press("Look at it").await;
    owner
        .arrives_at("Install Code sheet 0.1.0?", "j6-consent")
        .await;
    owner.reads("Nothing is known of this key yet.").await;
    owner
        .reads("Decide whether the second step of a sign-in is right")
        .await;
    owner.press("Install and allow this").await;
    owner.arrives_at("Code sheet", "j6-plugin").await;
    owner
        .opens_afresh(&format!("{PAGE}/settings"), password)
        .await;
    owner
        .arrives_at("Settings of Code sheet", "j6-settings")
        .await;
    owner.press("Test plugin").await;
    owner.reads("started and said what it is").await;
    owner
        .opens_afresh(&format!("{PAGE}/enable"), password)
        .await;
    owner.arrives_at("Enable Code sheet?", "j6-enable").await;
    owner.press("Enable").await;
    owner.reads("Code sheet is enabled.").await;

    let customer = (
        told.users[0].email.as_str(),
        told.users[0].password.as_str(),
    );
    ada.enters("/login", customer).await;
    ada.reads("Good to see you").await;
    let codes = ada.enrols_by_sheet().await;
    hers.delete_all_cookies().await.unwrap();
    ada.enters("/login", customer).await;
    ada.arrives_at("Confirm it is you", "j6-verify").await;
    ada.fill("Code number 2", &codes[1]).await;
    ada.press("Verify").await;
    ada.reads("Good to see you").await;

    let manifest = plugin.join("plugin.toml");
    let text = fs::read_to_string(&manifest)
        .unwrap()
        .replace("version = \"0.1.0\"", "version = \"0.2.0\"");
    fs::write(
        &manifest,
        text + "\n[capabilities.profile]\nemail = \"Prints it on the sheet.\"\n",
    )
    .unwrap();
    let package = publish(work, "0.2.0");
    owner.opens_afresh("/staff/plugins/install", password).await;
    owner.brings(&package).await;
    owner.press("Look at it").await;
    owner
        .arrives_at("Update Code sheet to 0.2.0?", "j6-update")
        .await;
    owner
        .reads("It asks for more than the version that is installed.")
        .await;
    owner.reads("Know people’s email addresses").await;
    owner.press("Update and allow this").await;
    owner.reads("Code sheet is 0.2.0 now.").await;

    owner
        .opens_afresh(&format!("{PAGE}/remove"), password)
        .await;
    owner.arrives_at("Remove Code sheet?", "j6-remove").await;
    owner
        .reads("One holds no other and cannot sign in without the help of staff.")
        .await;
    owner.press("Remove plugin").await;
    owner.arrives_at("Plugins", "j6-plugins-missing").await;
    owner.reads("Code sheet is removed.").await;
    owner.reads("dev.acme.code-sheet").await;
}
