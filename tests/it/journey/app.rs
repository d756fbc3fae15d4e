//! J1 and J4: an authenticator app, from the first scan to the day it is turned off.

use innkeeper_tests::browser::{Browser, Settings};
use serde_json::json;

use super::{GREETING, Guest, House, NAME, Phone};

#[tokio::test(flavor = "multi_thread")]
async fn j1_and_j4_an_authenticator_app_is_set_up_used_replaced_and_turned_off() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(folder.path());
    let ada = Guest {
        browser: &browser,
        house: &house.url,
        looks: true,
        eyes: None,
    };
    ada.registers(&house).await;
    let (mut phone, codes) = ada.enables().await;

    let saved = browser.downloads();
    ada.press_or_follow("Download").await;
    let file = ada.first_download(&saved).await;
    assert!(codes.iter().all(|code| file.contains(code)), "{file}");
    ada.press("Copy").await;
    ada.reads("Copied").await;
    browser
        .execute(
            "window.print = () => { document.body.dataset.printed = 'yes' }",
            Vec::new(),
        )
        .await
        .unwrap();
    ada.press("Print").await;
    let printed = browser
        .execute("return document.body.dataset.printed", Vec::new())
        .await
        .unwrap();
    assert_eq!(printed.json(), &json!("yes"));
    ada.says_codes_are_saved().await;
    ada.signs_out().await;

    ada.signs_in_with_code(&mut phone).await;
    ada.signs_out().await;

    ada.signs_in().await;
    ada.follow("Try another way").await;
    ada.arrives_at("Try another way", "another-way").await;
    ada.chooses("Backup codes").await;
    ada.press("Continue").await;
    ada.arrives_at("Confirm it is you", "verify-backup-code")
        .await;
    ada.fill("Backup code", &codes[0].to_lowercase()).await;
    ada.press("Verify").await;
    ada.arrives_at("You are back in", "recovered").await;
    ada.press("Keep my factors").await;
    ada.press(NAME).await;
    ada.follow("Security").await;
    ada.proves_who_it_is(&mut phone).await;
    ada.arrives_at("Security", "security-after-backup-code")
        .await;
    ada.reads("9 codes left").await;

    // Another phone: the old one works until the new one is proved.
    ada.press("Set up again: Authenticator app").await;
    ada.proves_if_asked(&mut phone).await;
    ada.arrives_at("Authenticator app", "enrol-again").await;
    let mut new_phone = ada.scans().await;
    assert_ne!(new_phone.key, phone.key);
    ada.fill("Code", &new_phone.code().await).await;
    ada.press("Continue").await;
    ada.reads("is set up anew").await;
    ada.signs_out().await;
    ada.signs_in_with_code(&mut new_phone).await;

    ada.tries_out(&mut new_phone).await;
    ada.resynchronises(&new_phone).await;
    ada.follow("Remove Authenticator app").await;
    ada.arrives_at("Turn off two-factor authentication?", "turn-off")
        .await;
    ada.press("Turn off").await;
    ada.reads("was removed").await;
    ada.signs_out().await;
    ada.signs_in().await;
    ada.arrives_at(GREETING, "account-after").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r189_j1_works_without_scripts() {
    let settings = Settings {
        scripts: false,
        ..Settings::default()
    };
    let Some([browser, eyes]) = Browser::start_all([settings, Settings::default()]).await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(folder.path());
    let ada = Guest {
        browser: &browser,
        house: &house.url,
        looks: false,
        eyes: Some(&eyes),
    };
    ada.registers(&house).await;
    let (mut phone, _) = ada.enables().await;
    ada.says_codes_are_saved().await;
    ada.signs_out().await;
    ada.signs_in_with_code(&mut phone).await;
}

impl Guest<'_> {
    /// Tries the app out while signed in.
    async fn tries_out(&self, phone: &mut Phone) {
        self.goes_to_security().await;
        self.follow("Try it: Authenticator app").await;
        self.arrives_at("Try it out", "check-up").await;
        self.fill("Code", &phone.code().await).await;
        self.press("Try it").await;
        self.reads("Authenticator app works.").await;
    }

    /// The phone's clock goes wrong: two codes in a row put that right.
    async fn resynchronises(&self, phone: &Phone) {
        self.goes_to_security().await;
        self.follow("Codes refused? Authenticator app").await;
        self.arrives_at("Codes refused?", "mend").await;
        let [first, next] = phone.codes_off_by(240);
        self.fill("First code", &first).await;
        self.fill("Next code", &next).await;
        self.press("Resynchronise").await;
        self.reads("seconds ahead. Its codes work again").await;
    }
}
