//! Plugins over their whole life, on both engines: installed, granted, enabled, used by people over HTTP, updated
//! and removed. The plugin is an authenticator app as a component; its publisher signs with keys of their own.

mod attacks;
mod index;
mod pages;
mod settings;
mod uploads;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::plugin::PluginState;
use innkeeper_package::archive::{Files, pack};
use innkeeper_package::rotation::Rotation;
use innkeeper_package::sign::SigningKey;
use innkeeper_package::trust::{Lenience, Refusal};
use innkeeper_plugin_build::build;
use innkeeper_server::Panel;
use innkeeper_server::app::Caller;
use innkeeper_server::app::plugins::{
    self, Confirmed, Entered, Installed, Refused, Removed, SetOutcome, Switched, Upload,
};
use innkeeper_server::config::Config;
use innkeeper_store::plugins::Plugin;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use crate::INNKEEPER;
use crate::houses::houses;
use crate::settling::{by, reopen};

const ID: &str = "dev.example.totp";
const ADA: &str = "ada@example.org";
const SECRET: &str = "a secret that nobody reads again";

/// The component, built once.
fn component() -> &'static [u8] {
    static COMPONENT: OnceLock<Vec<u8>> = OnceLock::new();
    COMPONENT.get_or_init(|| {
        let path = build("innkeeper-totp-component").expect("the component is built");
        std::fs::read(path).expect("the component is there")
    })
}

/// A package of that version which asks for these capabilities.
fn package(version: &str, capabilities: &str) -> Vec<u8> {
    pack(files(version, capabilities)).expect("a package")
}

fn files(version: &str, capabilities: &str) -> Files {
    let manifest = format!(
        "id = \"{ID}\"\nname = \"Codes of an app\"\nversion = \"{version}\"\n\
         description = \"Codes of an authenticator app\"\nlicence = \"MIT\"\napi = \"innkeeper:factor@1\"\n\
         provides = [\"second-factor\"]\n\n{capabilities}\n\
         [settings.window]\ntype = \"integer\"\nlabel = \"Window\"\ndefault = 1\nminimum = 0\nmaximum = 2\n\n\
         [settings.api-key]\ntype = \"secret\"\nlabel = \"API key\"\n"
    );
    [
        ("plugin.toml", manifest.into_bytes()),
        ("plugin.wasm", component().to_vec()),
        (
            "locales/en.ftl",
            include_bytes!("../../plugins/totp/locales/en.ftl").to_vec(),
        ),
        (
            "locales/de.ftl",
            include_bytes!("../../plugins/totp/locales/de.ftl").to_vec(),
        ),
    ]
    .into_iter()
    .map(|(name, file)| (name.to_owned(), file))
    .collect()
}

/// More than the first version asks for.
const MORE: &str = "[capabilities.http]\nhosts = [\"api.acme.example\"]\nreason = \"Asks Acme.\"\n";

fn publisher() -> SigningKey {
    SigningKey::generate(None).expect("a key").0
}

/// A house whose panel compiles with the program, and keeps what it compiled apart.
struct Estate {
    house: House,
    key: SigningKey,
    _cache: tempfile::TempDir,
}

impl Estate {
    async fn of(house: House) -> Self {
        Self::with(house, |_| {}).await
    }

    /// In a house with settings of the operator's.
    async fn with(mut house: House, change: impl FnOnce(&mut Config)) -> Self {
        let cache = reopen(&mut house, change).await;
        Self {
            house,
            key: publisher(),
            _cache: cache,
        }
    }

    fn panel(&self) -> &Panel {
        &self.house.panel
    }

    /// Installs what the publisher signs, with a yes to all that it asks for.
    async fn installs(&self, package: &[u8]) -> Installed {
        let signature = self.key.sign(package).expect("a signature");
        let upload = Upload {
            package,
            signature: Some(&signature),
            key: Some(self.key.public()),
            rotations: &[],
        };
        self.installs_upload(upload, Lenience::default(), true)
            .await
    }

    async fn installs_upload(
        &self,
        upload: Upload<'_>,
        lenience: Lenience,
        says_yes: bool,
    ) -> Installed {
        let found = plugins::inspect(self.panel(), upload, lenience)
            .await
            .unwrap();
        let consent = found.ok().map(|found| found.consent).filter(|_| says_yes);
        let confirmed = Confirmed { consent, lenience };
        let caller = Caller::default();
        plugins::install(self.panel(), upload, &confirmed, by(&caller))
            .await
            .unwrap()
    }

    async fn enabled(&self, package: &[u8]) {
        done(self.installs(package).await);
        self.enables().await;
    }

    async fn enables(&self) {
        let caller = Caller::default();
        let switched = plugins::enable(self.panel(), ID, by(&caller))
            .await
            .unwrap();
        assert_eq!(switched, Switched::Done);
    }

    async fn state(&self) -> Option<(PluginState, String)> {
        let listed = plugins::find(self.panel(), ID).await.unwrap()?;
        Some((listed.plugin.state, listed.plugin.version))
    }

    /// A customer who set the plugin's factor up, and signed out; the key of her app.
    async fn ada(&self) -> (Visitor, String) {
        let mut ada = self.house.visitor();
        ada.registers(&self.house, ADA).await;
        let enrol = format!("/account/security/factors/{ID}/enrol");
        let begun = ada
            .submit("/account/security/factors/new", &enrol, &[])
            .await;
        let page = begun.location().expect("an enrolment begins");
        let key = ada.get(&page).await.setup_key();
        let code = self.house.code(&key);
        let codes_page = ada.post(&page, &[("code", &code)]).await.location();
        let codes_page = codes_page.expect("backup codes come next");
        ada.get(&codes_page).await;
        ada.post(&codes_page, &[("saved", "yes")])
            .await
            .expect_redirect("/account/security");
        ada.signs_out().await;
        self.house.wait_for_next_code();
        (ada, key)
    }
}

fn done(outcome: Installed) -> Plugin {
    match outcome {
        Installed::Done(plugin) => plugin,
        Installed::Waits(offered) => panic!("{} waits", offered.version),
        Installed::Refused(refused) => panic!("{refused}"),
    }
}

fn refused(outcome: Installed) -> Refused {
    match outcome {
        Installed::Refused(refused) => refused,
        Installed::Done(_) | Installed::Waits(_) => panic!("it was taken"),
    }
}

houses! {
    async fn r118_r127_a_plugin_is_installed_enabled_and_lets_a_person_in(house) {
        let estate = Estate::of(house).await;
        let installed = done(estate.installs(&package("1.0.0", "")).await);
        assert_eq!(installed.state, PluginState::Disabled);
        assert!(estate.panel().modules().second_factor(ID).is_none(), "it works before it is enabled");
        estate.enables().await;
        let (mut ada, key) = estate.ada().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        ada.submit("/login/verify", "/login/verify", &[("code", "000000")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let code = estate.house.code(&key);
        ada.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
        ada.get("/account").await.expect(StatusCode::OK).expect_text("Ada Lovelace");
    }

    async fn r127_an_update_that_asks_for_more_waits_while_the_old_version_works(house) {
        let estate = Estate::of(house).await;
        estate.enabled(&package("1.0.0", "")).await;
        let newer = package("1.1.0", MORE);
        let signature = estate.key.sign(&newer).expect("a signature");
        let upload = Upload { package: &newer, signature: Some(&signature), key: None, rotations: &[] };
        let outcome = estate.installs_upload(upload, Lenience::default(), false).await;
        assert!(matches!(outcome, Installed::Waits(offered) if offered.version == "1.1.0"));
        assert_eq!(estate.state().await, Some((PluginState::Enabled, "1.0.0".to_owned())));

        let caller = Caller::default();
        let other = plugins::grant(estate.panel(), ID, "something else", by(&caller)).await.unwrap();
        assert_eq!(refused(other), Refused::NotConfirmed);
        let shown = plugins::inspect_offered(estate.panel(), ID).await.unwrap().expect("it waits");
        assert!(shown.diff.needs_consent());
        done(plugins::grant(estate.panel(), ID, &shown.consent, by(&caller)).await.unwrap());
        assert_eq!(estate.state().await, Some((PluginState::Enabled, "1.1.0".to_owned())));
        assert!(plugins::inspect_offered(estate.panel(), ID).await.unwrap().is_none());
    }

    async fn r127_what_was_not_confirmed_exactly_is_not_installed(house) {
        let estate = Estate::of(house).await;
        let package = package("1.0.0", MORE);
        let signature = estate.key.sign(&package).expect("a signature");
        let upload = Upload {
            package: &package, signature: Some(&signature), key: Some(estate.key.public()), rotations: &[],
        };
        let outcome = estate.installs_upload(upload, Lenience::default(), false).await;
        assert_eq!(refused(outcome), Refused::NotConfirmed);
        assert_eq!(estate.state().await, None);
    }

    async fn r127_no_other_key_no_dropped_signature_and_no_older_version_takes_the_place(house) {
        let estate = Estate::of(house).await;
        done(estate.installs(&package("1.1.0", "")).await);
        let (newer, older, thief) = (package("1.2.0", ""), package("1.0.0", ""), publisher());
        let signature = thief.sign(&newer).expect("a signature");
        let theirs = Upload {
            package: &newer, signature: Some(&signature), key: Some(thief.public()), rotations: &[],
        };
        let outcome = estate.installs_upload(theirs, Lenience::default(), true).await;
        assert!(matches!(refused(outcome), Refused::Untrusted(Refusal::KeyChanged { .. })));

        let bare = Upload { package: &newer, ..Upload::default() };
        let lenient = Lenience { unsigned: true, older: true };
        let outcome = estate.installs_upload(bare, lenient, true).await;
        assert!(matches!(refused(outcome), Refused::Untrusted(Refusal::SignatureDropped { .. })));

        let outcome = estate.installs(&older).await;
        assert!(matches!(refused(outcome), Refused::Untrusted(Refusal::Downgrade { .. })));
        let signature = estate.key.sign(&older).expect("a signature");
        let upload = Upload { package: &older, signature: Some(&signature), key: None, rotations: &[] };
        let forced = Lenience { unsigned: false, older: true };
        assert_eq!(done(estate.installs_upload(upload, forced, true).await).version, "1.0.0");

        let rotation: Rotation = estate.key.rotate(ID.parse().unwrap(), thief.public()).unwrap().parse().unwrap();
        let rotated = Upload { rotations: std::slice::from_ref(&rotation), ..theirs };
        assert_eq!(done(estate.installs_upload(rotated, Lenience::default(), true).await).version, "1.2.0");
    }

    async fn r9_r125_whoever_holds_the_factor_of_a_plugin_that_is_gone_is_not_let_in(house) {
        let estate = Estate::of(house).await;
        estate.enabled(&package("1.0.0", "")).await;
        let (mut ada, key) = estate.ada().await;
        let held = plugins::holding(estate.panel(), ID).await.unwrap();
        assert_eq!((held.holders, held.sole), (1, 1));
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");

        let caller = Caller::default();
        plugins::disable(estate.panel(), ID, by(&caller)).await.unwrap();
        let code = estate.house.code(&key);
        let answer = ada.submit("/login/verify", "/login/verify", &[("code", &code)]).await;
        assert_ne!(answer.location().as_deref(), Some("/account"), "a disabled plugin let somebody in");
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");

        let listed = plugins::find(estate.panel(), ID).await.unwrap().expect("it is there");
        let stale = plugins::remove(estate.panel(), ID, listed.plugin.row_version + 1, by(&caller)).await.unwrap();
        assert_eq!(stale, Removed::Changed);
        let removed = plugins::remove(estate.panel(), ID, listed.plugin.row_version, by(&caller)).await.unwrap();
        assert_eq!(removed, Removed::Done(held));
        let mut again = estate.house.visitor();
        let answer = again.signs_in(ADA, PASSWORD).await;
        assert_ne!(answer.location().as_deref(), Some("/account"));
        again.get("/account").await.expect_redirect("/login?next=%2Faccount");

        done(estate.installs(&package("1.0.0", "")).await);
        estate.enables().await;
        estate.house.wait(TimeDelta::minutes(20));
        let mut back = estate.house.visitor();
        back.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        let code = estate.house.code(&key);
        back.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn a_step_of_one_version_is_gone_under_another(house) {
        let estate = Estate::of(house).await;
        estate.enabled(&package("1.0.0", "")).await;
        let (mut ada, key) = estate.ada().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        ada.get("/login/verify").await.expect(StatusCode::OK);
        done(estate.installs(&package("1.0.1", "")).await);
        let code = estate.house.code(&key);
        let answer = ada.post("/login/verify", &[("code", &code)]).await;
        assert_ne!(answer.location().as_deref(), Some("/account"), "the old step was answered");
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
        let mut again = estate.house.visitor();
        again.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        again.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn two_nodes_see_what_either_changes(house) {
        let estate = Estate::of(house).await;
        let other = Panel::builder(estate.panel().config.clone())
            .clock(estate.house.clock.clone())
            .program(PathBuf::from(INNKEEPER))
            .open().await.unwrap();
        estate.enabled(&package("1.0.0", "")).await;
        assert!(other.modules().second_factor(ID).is_none());
        other.refresh_plugins().await.unwrap();
        let there = other.modules().second_factor(ID).expect("the other node follows");
        let here = estate.panel().modules().second_factor(ID).expect("it works here");
        assert_eq!(there.edition, here.edition);
        let caller = Caller::default();
        plugins::disable(&other, ID, by(&caller)).await.unwrap();
        estate.panel().refresh_plugins().await.unwrap();
        assert!(estate.panel().modules().second_factor(ID).is_none());
    }

    async fn a_compiler_that_is_stopped_by_its_limits_installs_nothing(house) {
        let mut estate = Estate::of(house).await;
        estate.house.reopen_with(PathBuf::from(INNKEEPER), |config| config.plugins.compile_memory = 16).await;
        let why = refused(estate.installs(&package("1.0.0", "")).await);
        assert!(matches!(why, Refused::CannotRun(_)), "{why}");
        assert_eq!(estate.state().await, None);
    }

    async fn a_secret_setting_is_sealed_and_never_shown_again(house) {
        let estate = Estate::of(house).await;
        estate.enabled(&package("1.0.0", "")).await;
        let caller = Caller::default();
        let entered = BTreeMap::from([
            ("api-key".to_owned(), Entered::Value(SECRET.to_owned())),
            ("window".to_owned(), Entered::Value("2".to_owned())),
        ]);
        let set = plugins::set(estate.panel(), ID, &entered, by(&caller)).await.unwrap();
        assert_eq!(set, SetOutcome::Done);
        let shown = plugins::list_settings(estate.panel(), ID).await.unwrap().expect("it is there");
        let api_key = shown.iter().find(|shown| shown.setting.name == "api-key").expect("it is listed");
        assert!(api_key.is_set && api_key.value.is_none());
        let loaded = estate.panel().plugins.find(ID).expect("it is loaded");
        assert_eq!(loaded.settings["api-key"].text(), Some(SECRET));
        assert_eq!(loaded.settings["window"].text(), Some("2"));
        let wrong = BTreeMap::from([
            ("window".to_owned(), Entered::Value("9".to_owned())),
            ("colour".to_owned(), Entered::Value("red".to_owned())),
        ]);
        let SetOutcome::Wrong(wrong) = plugins::set(estate.panel(), ID, &wrong, by(&caller)).await.unwrap() else {
            panic!("it was taken");
        };
        assert_eq!(wrong.len(), 2);
        let mut tx = estate.panel().db.begin().await.unwrap();
        let (rows,): (i64,) = tx.one("SELECT COUNT(*) FROM plugin_settings WHERE sealed IS NOT NULL AND value IS NULL", ())
            .await.unwrap();
        assert_eq!(rows, 1);
    }
}
