//! A plugin that is asked what a sign-in needs, and answers as it should not: the sign-in goes on by the rules, and it is
//! held against the plugin (R120).

use std::time::Duration;

use innkeeper_package::archive::pack;
use innkeeper_plugin_build::build;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use super::estate::Estate;
use crate::houses::houses;

const ID: &str = "dev.example.evil-hooks";
const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";

const MANIFEST: &str = r#"
id = "dev.example.evil-hooks"
name = "Evil"
version = "1.0.0"
description = "Answers as it must not"
licence = "MIT"
api = "innkeeper:hooks@1"
provides = ["hooks"]

[capabilities.filters]
"sign-in.assess" = "So it says."

[settings.what]
type = "text"
label = "What"

[capabilities.slots]
"staff.person" = "So it says."
"#;

/// A place more, on a page that customers see whenever they are signed in.
pub const HOME: &str = "\"customer.home\" = \"So it says.\"\n";

fn package(more: &str) -> Vec<u8> {
    let component = build("innkeeper-evil-hooks-component").expect("the component is built");
    let component = std::fs::read(component).expect("the component is there");
    let files = [
        ("plugin.toml", format!("{MANIFEST}{more}").into_bytes()),
        ("plugin.wasm", component),
        (
            "locales/en.ftl",
            b"evil-said = It said { $said }\n".to_vec(),
        ),
    ];
    pack(files.map(|(name, file)| (name.to_owned(), file)).into()).expect("a package")
}

/// The plugin is installed, waits for so long, and fills these places more.
pub async fn asked(house: House, answer: Duration, more: &str) -> Estate {
    Estate::of(house, ID, &package(more), |plugins| {
        plugins.call.answer = answer;
    })
    .await
}

/// How often it failed so far.
pub fn failures(estate: &Estate) -> u64 {
    let loaded = estate.panel().plugins.find(ID).expect("it is loaded");
    let health = loaded.hooks().expect("it has hooks").health();
    health.faults.values().sum()
}

/// Signs in with nothing but the password.
async fn comes_in(browser: &mut Visitor) {
    browser
        .signs_in(ADA, PASSWORD)
        .await
        .expect_redirect("/account");
    browser.signs_out().await;
}

houses! {
    async fn r120_what_is_no_answer_keeps_nobody_out_and_is_counted(house) {
        let estate = asked(house, Duration::from_secs(10), "").await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        ada.signs_out().await;
        assert_eq!(failures(&estate), 0);
        for (failed, what) in ["odd", "recovery", "huge", "fail"].into_iter().enumerate() {
            estate.sets(&[("what", what)]).await;
            comes_in(&mut ada).await;
            assert_eq!(failures(&estate), failed as u64 + 1, "{what}");
        }
        estate.sets(&[("what", "trap")]).await;
        comes_in(&mut ada).await;
        estate.sets(&[("what", "strong")]).await;
        comes_in(&mut ada).await;
        assert_eq!(failures(&estate), 5, "one that rests is not asked");
    }

    async fn r120_one_that_is_slow_holds_nobody_up(house) {
        let estate = asked(house, Duration::from_millis(50), "").await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        ada.signs_out().await;
        estate.sets(&[("what", "loop")]).await;
        let before = failures(&estate);
        comes_in(&mut ada).await;
        assert_eq!(failures(&estate), before + 1);
    }

    async fn a_demand_that_means_something_is_made(house) {
        let estate = asked(house, Duration::from_secs(10), "").await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        let (key, _) = ada.enables_totp(&estate.house).await;
        ada.signs_out().await;
        estate.house.wait_for_next_code();
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let code = estate.house.code(&key);
        let answer = [("code", code.as_str()), ("trust_device", "yes")];
        ada.submit(VERIFY, VERIFY, &answer).await.expect_redirect("/account");
        ada.signs_out().await;
        comes_in(&mut ada).await;
        estate.sets(&[("what", "distrust")]).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        estate.sets(&[("what", "")]).await;
        comes_in(&mut ada).await;
    }

    async fn r121_it_hears_of_a_network_only_if_that_was_granted(house) {
        let estate = asked(house, Duration::from_secs(10), "").await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        ada.enables_totp(&estate.house).await;
        ada.signs_out().await;
        estate.sets(&[("what", "network")]).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let mut tx = estate.panel().db.read().await.unwrap();
        let demanded = "SELECT COUNT(*) FROM pending_logins WHERE demanded IS NOT NULL";
        let (demanded,): (i64,) = tx.one(demanded, ()).await.unwrap();
        assert_eq!(demanded, 0);
    }
}
