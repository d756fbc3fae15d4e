//! Hardware keys over HTTP, on both engines: what they open, and what does not open.

use std::path::Path;
use std::sync::Arc;

use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_server::demo::key_server::{Client, KeyServer, Validator};
use innkeeper_store::Engine;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::process::{self, Running};
use innkeeper_tests::visitor::{Reply, Visitor};
use innkeeper_tests::yubikey::Key;
use tokio::task::JoinHandle;

use crate::INNKEEPER;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const OTHER: &str = "/login/verify/other";
const CARDS: &str = "/account/security/factors/new";
const ENROL: &str = "/account/security/factors/yubikey/enrol";
const CROWD: usize = 64;

/// A house beside a validation server.
struct Estate {
    house: House,
    validator: Arc<Validator>,
    server: JoinHandle<()>,
}

impl Estate {
    async fn open(engine: Engine) -> Option<Self> {
        let server = KeyServer::bind().await.expect("a free port");
        let client = Client {
            id: "87".to_owned(),
            api_key: (1..=20).collect(),
        };
        let settings = [
            ("yubikey.client_id", "87"),
            ("yubikey.api_key", &client.shown_key()),
            ("yubikey.servers", &server.verify_url()),
        ];
        let house = House::open_with(engine, &settings).await?;
        let validator = Arc::new(Validator::new(client));
        let server = server.start(&validator, None);
        Some(Self {
            house,
            validator,
            server,
        })
    }

    /// A key that the server knows.
    fn key(&self, number: u8) -> Key {
        let key = Key::new(number);
        self.validator.learn(key.public_id(), key.secrets());
        key
    }

    /// A customer who set that key up, and signed out; the backup codes.
    async fn ada(&self, key: &mut Key) -> (Visitor, Vec<String>) {
        let mut ada = self.house.visitor();
        ada.registers(&self.house, ADA).await;
        let page = begins(&mut ada).await;
        ada.get(&page)
            .await
            .expect(StatusCode::OK)
            .expect_text("touch");
        let codes_page = ada.post(&page, &[("otp", &touched(key))]).await.location();
        let codes_page = codes_page.expect("backup codes come next");
        let codes = ada.get(&codes_page).await.backup_codes();
        ada.post(&codes_page, &[("saved", "yes")])
            .await
            .expect_redirect("/account/security");
        ada.get("/account/security")
            .await
            .expect_text(&key.public_id());
        ada.signs_out().await;
        (ada, codes)
    }

    /// Somebody with the password, in front of the second step.
    async fn door(&self) -> Visitor {
        let mut door = self.house.visitor();
        door.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        door.get(VERIFY).await.expect(StatusCode::OK);
        door
    }
}

fn touched(key: &mut Key) -> String {
    key.touch().expect("yubiotp works it out")
}

async fn begins(person: &mut Visitor) -> String {
    let begun = person.submit(CARDS, ENROL, &[]).await;
    begun.location().expect("an enrolment begins")
}

/// Everybody sends the same at the same moment; how many got in.
async fn storm(crowd: Vec<Visitor>, otp: &str) -> usize {
    let tasks: Vec<_> = crowd
        .into_iter()
        .map(|mut one| {
            let otp = otp.to_owned();
            tokio::spawn(async move { one.post(VERIFY, &[("otp", &otp)]).await })
        })
        .collect();
    let mut got_in = 0;
    for task in tasks {
        let reply: Reply = task.await.expect("no task panics");
        assert!(!reply.status.is_server_error(), "{}", reply.body);
        got_in += usize::from(reply.location().as_deref() == Some("/account"));
    }
    got_in
}

/// Runs a test in an estate on each engine.
macro_rules! estates {
    ($($(#[$lint:meta])* async fn $name:ident($estate:ident) $body:block)*) => {$(
        $(#[$lint])*
        async fn $name($estate: Estate) $body

        mod $name {
            use super::{Engine, Estate};

            #[tokio::test]
            async fn sqlite() {
                if let Some(estate) = Estate::open(Engine::Sqlite).await {
                    super::$name(estate).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(estate) = Estate::open(Engine::Postgres).await {
                    super::$name(estate).await;
                }
            }
        }
    )*};
}

estates! {
    async fn j2_a_key_is_set_up_by_a_touch_and_signs_in_by_a_touch(estate) {
        let mut key = estate.key(1);
        estate.ada(&mut key).await;
        let mut door = estate.door().await;
        let typed = format!("{}\n", touched(&mut key).to_uppercase());
        door.post(VERIFY, &[("otp", &typed)]).await.expect_redirect("/account");
        door.get("/account").await.expect(StatusCode::OK).expect_text("Ada Lovelace");
    }

    async fn r6_r97_no_code_of_a_key_works_twice(estate) {
        let mut key = estate.key(1);
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        let page = begins(&mut ada).await;
        let enrolling = touched(&mut key);
        let codes = ada.submit(&page, &page, &[("otp", &enrolling)]).await.location().expect("backup codes");
        ada.get(&codes).await;
        ada.post(&codes, &[("saved", "yes")]).await.expect_redirect("/account/security");

        let mut door = estate.door().await;
        door.post(VERIFY, &[("otp", &enrolling)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let (skipped, otp) = (touched(&mut key), touched(&mut key));
        door.post(VERIFY, &[("otp", &otp)]).await.expect_redirect("/account");
        let mut again = estate.door().await;
        for old in [&otp, &skipped] {
            let refused = again.post(VERIFY, &[("otp", old)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!refused.body.contains(old.as_str()), "what was typed does not come back");
        }
    }

    async fn r99_a_validation_server_that_forgot_opens_nothing_by_an_old_code(estate) {
        let mut key = estate.key(1);
        estate.ada(&mut key).await;
        let old = touched(&mut key);
        estate.door().await.post(VERIFY, &[("otp", &old)]).await.expect_redirect("/account");
        estate.validator.forget();
        let mut door = estate.door().await;
        door.post(VERIFY, &[("otp", &old)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        key.plug_in_again();
        door.post(VERIFY, &[("otp", &touched(&mut key))]).await.expect_redirect("/account");
    }

    async fn r99_one_code_of_a_key_opens_one_session_however_many_browsers_send_it(estate) {
        let mut key = estate.key(1);
        estate.ada(&mut key).await;
        let mut crowd = Vec::new();
        for _ in 0..CROWD {
            crowd.push(estate.door().await);
        }
        let validator = Arc::clone(&estate.validator);
        // A server that calls every one of them new.
        let forgets = tokio::spawn(async move {
            loop {
                validator.forget();
                tokio::task::yield_now().await;
            }
        });
        assert_eq!(storm(crowd, &touched(&mut key)).await, 1);
        forgets.abort();
    }

    async fn r91_another_persons_key_opens_nothing_and_any_of_ones_own_does(estate) {
        let (mut mine, mut second, mut foreign) = (estate.key(1), estate.key(2), estate.key(3));
        let (mut ada, _) = estate.ada(&mut mine).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        ada.submit(VERIFY, VERIFY, &[("otp", &touched(&mut mine))]).await.expect_redirect("/account");
        let page = begins(&mut ada).await;
        let twice = ada.submit(&page, &page, &[("otp", &touched(&mut mine))]).await;
        twice.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("already");
        ada.post(&page, &[("otp", &touched(&mut second))]).await.expect_redirect("/account/security");

        let mut door = estate.door().await;
        let refused = door.post(VERIFY, &[("otp", &touched(&mut foreign))]).await;
        refused.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("not set up for this account");
        door.post(VERIFY, &[("otp", &touched(&mut second))]).await.expect_redirect("/account");

        let mut bob = estate.house.visitor();
        bob.registers(&estate.house, "bob@example.org").await;
        let page = begins(&mut bob).await;
        let shared = bob.submit(&page, &page, &[("otp", &touched(&mut mine))]).await;
        assert!(shared.location().is_some(), "two people may share a key");
    }

    async fn r12_a_key_can_be_set_up_again_in_its_own_place(estate) {
        let mut key = estate.key(1);
        let (mut ada, _) = estate.ada(&mut key).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        ada.submit(VERIFY, VERIFY, &[("otp", &touched(&mut key))]).await.expect_redirect("/account");
        let security = ada.get("/account/security").await.body;
        let replace = security.split('"').find(|text| text.ends_with("/replace")).expect("a button");
        let page = ada.post(replace, &[]).await.location().expect("an enrolment begins");
        ada.submit(&page, &page, &[("otp", &touched(&mut key))]).await.expect_redirect("/account/security");
        let mut door = estate.door().await;
        door.post(VERIFY, &[("otp", &touched(&mut key))]).await.expect_redirect("/account");
    }

    async fn r16_of_several_keys_the_one_that_is_tried_out_must_answer(estate) {
        let (mut first, mut second) = (estate.key(1), estate.key(2));
        let (mut ada, _) = estate.ada(&mut first).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        ada.submit(VERIFY, VERIFY, &[("otp", &touched(&mut first))]).await.expect_redirect("/account");
        estate.house.wait(chrono::TimeDelta::seconds(5));
        let page = begins(&mut ada).await;
        ada.submit(&page, &page, &[("otp", &touched(&mut second))]).await.expect_redirect("/account/security");
        let security = ada.get("/account/security").await.body;
        let checks: Vec<&str> = security.split('"').filter(|text| text.ends_with("/check")).collect();
        assert_eq!(checks.len(), 2);
        let newest = checks.iter().max().expect("a link to the latest");
        let other = ada.submit(newest, newest, &[("otp", &touched(&mut first))]).await;
        other.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("not set up for this account");
        ada.submit(newest, newest, &[("otp", &touched(&mut second))]).await.expect_redirect("/account");
    }

    async fn r98_while_no_server_answers_other_ways_are_offered_and_nothing_is_counted(estate) {
        let mut key = estate.key(1);
        let (_, codes) = estate.ada(&mut key).await;
        estate.server.abort();
        let _ = (&mut { estate.server }).await;
        let mut door = {
            let mut door = estate.house.visitor();
            door.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
            door
        };
        let otp = touched(&mut key);
        for _ in 0..12 {
            door.submit(VERIFY, VERIFY, &[("otp", &otp)]).await.expect_redirect(OTHER);
        }
        let option = door.get(OTHER).await.options().pop().expect("backup codes are a way");
        door.post(OTHER, &[("option", &option)]).await.expect_redirect(VERIFY);
        let code = codes.first().expect("there are backup codes");
        door.submit(VERIFY, VERIFY, &[("code", code)]).await.expect_redirect("/account");
    }

    async fn r102_staff_try_the_validation_servers_from_the_settings_page(estate) {
        let mut grace = staff(&estate.house, "grace@sunny.example", Role::Owner).await;
        let settings = grace.get("/staff/settings").await.expect(StatusCode::OK);
        assert!(settings.body.contains("Test YubiKey") && !settings.body.contains("Test Passkey"));
        let test = "/staff/settings/factors/yubikey/test";
        let tried = grace.submit("/staff/settings", test, &[]).await.expect(StatusCode::OK);
        tried.expect_text("signed with your API key");
        estate.server.abort();
        let tried = grace.submit("/staff/settings", test, &[]).await.expect(StatusCode::OK);
        tried.expect_text("does not answer as it should");
        let nothing = grace.submit("/staff/settings", "/staff/settings/factors/totp/test", &[]).await;
        nothing.expect(StatusCode::NOT_FOUND);
    }

    async fn r9_who_holds_a_key_is_not_let_in_without_it_when_keys_are_switched_off(estate) {
        let mut key = estate.key(1);
        estate.ada(&mut key).await;
        let mut house = estate.house;
        house.reopen(|config| config.yubikey = None).await;
        let mut ada = house.visitor();
        let door = ada.signs_in(ADA, PASSWORD).await;
        assert_ne!(door.location().as_deref(), Some("/account"));
        let mut bob = house.visitor();
        bob.registers(&house, "bob@example.org").await;
        let cards = bob.get(CARDS).await.expect(StatusCode::OK);
        assert!(!cards.body.contains("yubikey"), "{}", cards.body);
    }
}

/// A running demonstration: where it is, where its virtual key is, and the first customer's password.
fn demonstration(folder: &Path) -> (Running, String, String, String) {
    let mut command = process::command(INNKEEPER, folder);
    command.args(["demo", "--listen", "127.0.0.1:0", "--data", "demo"]);
    let mut demo = Running::start(&mut command).unwrap();
    let columns = |line: &str| Some(line.strip_prefix("ada@example.com")?.trim().to_owned());
    let row = demo.wait_for(columns).unwrap();
    let password = row.split("  ").next().unwrap().to_owned();
    let key = |line: &str| {
        Some(
            line.split_once("virtual YubiKey")?
                .1
                .split_once(": ")?
                .1
                .to_owned(),
        )
    };
    let key = demo.wait_for(key).unwrap();
    let at = |line: &str| line.strip_prefix("Innkeeper is at ").map(str::to_owned);
    let url = demo.wait_for(at).unwrap();
    (demo, url, key, password)
}

/// Touches the virtual key by its button.
async fn pressed(key: &mut Visitor) -> String {
    key.post("/touch", &[]).await.expect_redirect("/");
    let page = key.get("/").await.expect(StatusCode::OK).body;
    let shown = page
        .split_once("<output>")
        .and_then(|(_, rest)| rest.split_once('<'));
    shown.expect("the page shows a code").0.to_owned()
}

#[tokio::test]
async fn the_demonstration_brings_a_virtual_key_and_remembers_it() {
    let folder = tempfile::tempdir().unwrap();
    let (demo, url, key, password) = demonstration(folder.path());
    let (mut ada, mut key) = (Visitor::at(&url), Visitor::at(&key));
    key.get("/")
        .await
        .expect(StatusCode::OK)
        .expect_text("for development");
    let email = "ada@example.com";
    ada.signs_in(email, &password)
        .await
        .expect_redirect("/account");
    let page = begins(&mut ada).await;
    let otp = pressed(&mut key).await;
    let codes = ada.submit(&page, &page, &[("otp", &otp)]).await.location();
    let codes = codes.expect("backup codes come next");
    ada.get(&codes).await;
    ada.post(&codes, &[("saved", "yes")])
        .await
        .expect_redirect("/account/security");
    assert!(demo.stop().unwrap().success());

    let (_demo, url, key, password) = demonstration(folder.path());
    let (mut ada, mut key) = (Visitor::at(&url), Visitor::at(&key));
    ada.signs_in(email, &password).await.expect_redirect(VERIFY);
    let otp = pressed(&mut key).await;
    ada.submit(VERIFY, VERIFY, &[("otp", &otp)])
        .await
        .expect_redirect("/account");
}
