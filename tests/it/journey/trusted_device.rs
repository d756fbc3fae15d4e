//! J5: a device that is remembered, what its owner sees of that, and what ends it.

use innkeeper_tests::browser::{Browser, Role};

use super::{GREETING, Guest, House, NAME};

const REMEMBER: &str = "Remember this device for 30 days";

#[tokio::test(flavor = "multi_thread")]
async fn j5_a_remembered_device_is_asked_for_the_password_alone_until_that_ends() {
    let Some([browser, another]) = Browser::start_two().await else {
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
    let (mut phone, _) = ada.enables().await;
    ada.says_codes_are_saved().await;
    ada.follows_to_devices().await;
    ada.arrives_at("Trusted devices", "devices-none").await;
    ada.reads("Every device is asked for your second factor")
        .await;
    ada.signs_out().await;

    ada.signs_in().await;
    ada.arrives_at("Confirm it is you", "verify-remember").await;
    ada.reads("New code in").await;
    let remember = browser.find_by_role(Role::Checkbox, REMEMBER).await;
    browser.click(&remember.unwrap()).await.unwrap();
    ada.fill("Code", &phone.code().await).await;
    ada.press("Verify").await;
    ada.is_home().await;
    ada.signs_out().await;

    ada.signs_in().await;
    ada.is_home().await;
    let stranger = Guest {
        browser: &another,
        looks: false,
        ..ada
    };
    stranger.signs_in().await;
    stranger.arrives_at("Confirm it is you", "").await;

    // What is sensitive is asked for all the same.
    ada.press(NAME).await;
    ada.follow("Security").await;
    ada.proves_who_it_is(&mut phone).await;
    ada.follows_to_devices().await;
    ada.arrives_at("Trusted devices", "devices").await;
    ada.press("End trust").await;
    ada.reads("asked for the second factor again").await;
    ada.signs_out().await;
    ada.signs_in().await;
    ada.arrives_at("Confirm it is you", "verify-after-trust")
        .await;
}

impl Guest<'_> {
    async fn follows_to_devices(&self) {
        self.follow("Trusted devices Where your password alone is asked for")
            .await;
    }

    async fn is_home(&self) {
        let greeting = self.browser.find_by_role(Role::Heading, GREETING);
        greeting.await.unwrap();
    }
}
