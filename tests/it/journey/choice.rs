//! J2: a choice between an authenticator app and a YubiKey, both held in the end, and one picked at
//! each sign-in. The key is an independent program, the validation server a real one beside the panel.

use std::sync::Arc;

use innkeeper_server::demo::key_server::{Client, KeyServer, Validator};
use innkeeper_tests::browser::{Browser, Role};
use innkeeper_tests::yubikey::Key;
use thirtyfour::{By, Key as Press};

use super::{GREETING, Guest, House};

/// The cards as they stand on the page: what each is called, and its one line.
const CARDS: [(&str, &str); 4] = [
    (
        "Authenticator app",
        "A six-digit code from an app on your phone or computer. It works without a network.",
    ),
    (
        "Passkey",
        "Your fingerprint, face or screen lock, or a security key. It cannot be given away on a fake page, and it signs you in without a password.",
    ),
    (
        "YubiKey",
        "A small key that you plug in or hold to your phone. Touch it, and it types a long code for you.",
    ),
    (
        "Codes by e-mail",
        "An eight-digit code that we send to your e-mail address. Whoever reads your mail can use it, so an app or a passkey is safer.",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn j2_a_key_and_an_app_are_chosen_from_cards_held_together_and_picked_at_sign_in() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = KeyServer::bind().await.unwrap();
    let client = Client {
        id: "87".to_owned(),
        api_key: (1..=20).collect(),
    };
    let settings = [
        ("INNKEEPER__YUBIKEY__CLIENT_ID", "87"),
        ("INNKEEPER__YUBIKEY__API_KEY", &client.shown_key()),
        ("INNKEEPER__YUBIKEY__SERVERS", &server.verify_url()),
    ];
    let house = House::open_with(folder.path(), &settings);
    let validator = Arc::new(Validator::new(client));
    server.start(&validator, None);
    let mut key = Key::new(7);
    validator.learn(key.public_id(), key.secrets());
    let ada = Guest {
        browser: &browser,
        house: &house.url,
        looks: true,
        eyes: None,
    };

    ada.registers(&house).await;
    ada.goes_to_security().await;
    ada.follow("Enable").await;
    ada.arrives_at("Add a second factor", "cards").await;
    for (name, line) in CARDS {
        ada.reads(name).await;
        ada.reads(line).await;
    }
    ada.gets_started_with("YubiKey").await;
    ada.arrives_at("YubiKey", "enrol-yubikey").await;
    ada.touches("123456").await;
    ada.reads("That is a code of an authenticator app").await;
    let used = key.touch().unwrap();
    ada.touches(&used).await;
    ada.arrives_at("Backup codes", "codes-after-yubikey").await;
    ada.says_codes_are_saved().await;
    ada.reads("YubiKey").await;

    ada.follow("Add another").await;
    ada.arrives_at("Add a second factor", "cards-again").await;
    ada.gets_started_with("Authenticator app").await;
    ada.arrives_at("Authenticator app", "enrol-app-beside-key")
        .await;
    let mut phone = ada.scans().await;
    ada.fill("Code", &phone.code().await).await;
    ada.press("Continue").await;
    ada.reads("Authenticator app is on").await;
    ada.signs_out().await;

    ada.signs_in().await;
    ada.picks("YubiKey").await;
    ada.arrives_at("Confirm it is you", "verify-yubikey").await;
    ada.touches(&used).await;
    ada.reads("That code was not accepted").await;
    ada.touches(&key.touch().unwrap()).await;
    ada.is_greeted().await;
    ada.signs_out().await;

    ada.signs_in().await;
    ada.picks("Authenticator app").await;
    ada.fill("Code", &phone.code().await).await;
    ada.press("Verify").await;
    ada.is_greeted().await;
}

impl Guest<'_> {
    /// Presses the button of the card with that heading.
    pub(super) async fn gets_started_with(&self, factor: &str) {
        let cards = By::Css(".factor-card");
        for card in self.browser.find_all(cards).await.unwrap() {
            let heading = card.find(By::Css("h2")).await.unwrap();
            if heading.text().await.unwrap() == factor {
                let button = card.find(By::Css("button")).await.unwrap();
                return self.browser.click(&button).await.unwrap();
            }
        }
        panic!("there is no card of {factor}")
    }

    /// Types into whatever has the focus, and Enter at the end, as keys do.
    async fn touches(&self, typed: &str) {
        let focused = self.browser.active_element().await.unwrap();
        focused.send_keys(typed + Press::Enter).await.unwrap();
    }

    /// Goes to a factor from whichever one is asked first.
    async fn picks(&self, factor: &str) {
        self.follow("Try another way").await;
        self.arrives_at("Try another way", "pick").await;
        self.chooses(factor).await;
        self.press("Continue").await;
        self.arrives_at("Confirm it is you", "picked").await;
    }

    async fn is_greeted(&self) {
        let greeting = self.browser.find_by_role(Role::Heading, GREETING);
        greeting.await.unwrap();
    }
}
