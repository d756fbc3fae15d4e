//! The journeys of people, click by click, in a real browser: controls are found by role and name, codes
//! come from `oathtool`, QR codes are read off the screen, mails come through a real server.

mod app;
mod choice;
mod plugin;
mod recovery;
mod team;
mod trusted_device;

use std::path::Path;

use chrono::TimeDelta;
use innkeeper_tests::accessibility;
use innkeeper_tests::browser::{Browser, ColourScheme, Role};
use innkeeper_tests::process::{self, Running};
use innkeeper_tests::smtp::SmtpServer;
use innkeeper_tests::{oathtool, surroundings, zbar};
use serde_json::json;
use thirtyfour::By;
use url::Url;

use crate::INNKEEPER;

const NAME: &str = "Ada Lovelace";
const GREETING: &str = "Good to see you, Ada Lovelace";
const EMAIL: &str = "ada@example.org";
const PASSWORD: &str = "a long walk by the river";

/// A panel as an operator runs it, and the mail server that it sends through.
struct House {
    _serve: Running,
    mail: SmtpServer,
    url: String,
}

impl House {
    fn open(folder: &Path) -> Self {
        Self::open_with(folder, &[])
    }

    /// With these settings too, as the environment gives them.
    fn open_with(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mail = SmtpServer::start().unwrap();
        let mut serve = process::command(INNKEEPER, folder);
        serve
            .env("INNKEEPER__MAIL__TRANSPORT", "smtp")
            .env("INNKEEPER__MAIL__PORT", mail.port.to_string())
            .env("INNKEEPER__MAIL__USERNAME", SmtpServer::USER)
            .env("INNKEEPER__MAIL__PASSWORD", SmtpServer::PASSWORD)
            .env("INNKEEPER__MAIL__CA_FILE", mail.certificate())
            .env("INNKEEPER__BRAND__NAME", "Sunny Hosting")
            .env("INNKEEPER__LOG__LEVEL", "warn")
            .envs(settings.iter().copied())
            .args(["serve", "--listen", "127.0.0.1:0"]);
        let mut serve = Running::start(&mut serve).unwrap();
        let url = serve
            .wait_for(|line| line.strip_prefix("Innkeeper is at ").map(str::to_owned))
            .unwrap();
        Self {
            _serve: serve,
            mail,
            url,
        }
    }

    /// The link in the latest mail to Ada.
    async fn mailed_link(&self) -> String {
        let mail = self
            .mail
            .wait_for(|mail| mail.receivers == [EMAIL])
            .await
            .unwrap();
        let text = mail.text.unwrap_or_default();
        let link = text
            .split_whitespace()
            .find(|word| word.starts_with(&self.url));
        link.unwrap_or_else(|| panic!("no link in {text}"))
            .to_owned()
    }
}

/// An authenticator app. It never shows a code twice, for the panel takes none twice.
struct Phone {
    key: String,
    last: i64,
}

impl Phone {
    fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            last: 0,
        }
    }

    /// A code that was not shown before. The next one is good a little early.
    async fn code(&mut self) -> String {
        let step = (self.last + 1).max(now() / 30);
        while step > now() / 30 + 1 {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        self.last = step;
        oathtool::code(&self.key, step * 30).unwrap()
    }

    /// What it shows while its clock is off.
    fn code_off_by(&self, seconds: i64) -> String {
        oathtool::code(&self.key, now() + seconds).unwrap()
    }

    /// The same and the one before it, which came first.
    fn codes_off_by(&self, seconds: i64) -> [String; 2] {
        let at = now() + seconds;
        [at - 30, at].map(|at| oathtool::code(&self.key, at).unwrap())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program under test has the system's clock"
)]
fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// What a person does on the way; each step insists that it worked.
pub(crate) struct Guest<'a> {
    pub(crate) browser: &'a Browser,
    pub(crate) house: &'a str,
    /// Whether pages are examined and pictured.
    pub(crate) looks: bool,
    /// Where copies of pages are examined, if scripts are off here.
    pub(crate) eyes: Option<&'a Browser>,
}

impl Guest<'_> {
    pub(crate) async fn open(&self, path: &str) {
        self.browser
            .goto(format!("{}{path}", self.house))
            .await
            .unwrap();
    }

    pub(crate) async fn press(&self, name: &str) {
        self.browser.press(name).await.unwrap();
    }

    async fn follow(&self, name: &str) {
        self.browser.follow(name).await.unwrap();
    }

    pub(crate) async fn fill(&self, name: &str, text: &str) {
        self.browser.fill(name, text).await.unwrap();
    }

    pub(crate) async fn reads(&self, text: &str) {
        self.browser.wait_for_text(text).await.unwrap();
    }

    async fn body(&self) -> String {
        self.browser
            .find(By::Tag("body"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    pub(crate) async fn path(&self) -> String {
        self.browser.current_url().await.unwrap().path().to_owned()
    }

    /// Waits for a heading, then examines the page in both schemes and takes pictures of it.
    pub(crate) async fn arrives_at(&self, heading: &str, name: &str) {
        self.browser
            .find_by_role(Role::Heading, heading)
            .await
            .unwrap();
        if let Some(eyes) = self.eyes {
            let source = self.browser.source().await.unwrap();
            accessibility::open_copy(eyes, &source, self.house)
                .await
                .unwrap();
            accessibility::assert_none(eyes).await;
        }
        if self.looks {
            accessibility::assert_none(self.browser).await;
            portray(self.browser, name).await;
        }
    }

    async fn registers(&self, house: &House) {
        self.open("/").await;
        self.arrives_at("Welcome to Sunny Hosting", "home").await;
        self.follow("Sign in").await;
        self.arrives_at("Sign in", "login").await;
        self.follow("Register").await;
        self.arrives_at("Create an account", "register").await;
        self.fill("Name", NAME).await;
        self.fill("Email", EMAIL).await;
        self.fill("Password", PASSWORD).await;
        self.press("Register").await;
        self.arrives_at("Check your mail", "check-mail").await;
        self.browser.goto(house.mailed_link().await).await.unwrap();
        self.arrives_at("Confirm your address", "confirm").await;
        self.press("Confirm address").await;
        self.arrives_at("Your address is confirmed", "confirmed")
            .await;
        self.signs_in().await;
        self.arrives_at(GREETING, "account").await;
    }

    async fn signs_in(&self) {
        self.open("/login").await;
        self.fill("Email", EMAIL).await;
        self.fill("Password", PASSWORD).await;
        self.press("Sign in").await;
    }

    async fn signs_out(&self) {
        self.press(NAME).await;
        self.press("Sign out").await;
        self.reads("You are signed out").await;
    }

    async fn goes_to_security(&self) {
        self.press(NAME).await;
        self.follow("Security").await;
        self.browser
            .find_by_role(Role::Heading, "Two-factor authentication")
            .await
            .unwrap();
    }

    /// Photographs the QR code and checks it against the setup key that is shown.
    async fn scans(&self) -> Phone {
        self.reads("Setup key").await;
        let picture = self.browser.picture("qr").await.unwrap();
        let scanned = Url::parse(&zbar::read(&picture).unwrap()).unwrap();
        assert_eq!(
            (scanned.scheme(), scanned.host_str()),
            ("otpauth", Some("totp"))
        );
        let key = scanned
            .query_pairs()
            .find(|(name, _)| name == "secret")
            .expect("a key")
            .1
            .into_owned();
        let shown: String = self.body().await.split_whitespace().collect();
        assert!(
            shown.contains(&key),
            "the setup key to type is that of the QR code"
        );
        assert!(shown.contains(EMAIL), "the account name to type is shown");
        Phone::new(&key)
    }

    /// From the security page to backup codes that are saved.
    async fn enables(&self) -> (Phone, Vec<String>) {
        self.goes_to_security().await;
        self.arrives_at("Security", "security-off").await;
        self.follow("Enable").await;
        self.arrives_at("Add a second factor", "factors").await;
        self.press("Get started").await;
        self.arrives_at("Authenticator app", "enrol").await;
        let mut phone = self.scans().await;
        self.fill("Code", &phone.code_off_by(-95)).await;
        self.press("Continue").await;
        self.reads("seconds behind").await;
        self.fill("Code", &phone.code().await).await;
        self.press("Continue").await;
        self.arrives_at("Backup codes", "backup-codes").await;
        self.reads("Authenticator app is on").await;
        let items = self
            .browser
            .find_all(By::Css("main ol[translate=no] li"))
            .await
            .unwrap();
        let mut codes = Vec::new();
        for item in items {
            codes.push(item.text().await.unwrap());
        }
        assert_eq!(codes.len(), 10, "{codes:?}");
        (phone, codes)
    }

    async fn says_codes_are_saved(&self) {
        let saved = self
            .browser
            .find_by_role(Role::Checkbox, "I have saved them")
            .await
            .unwrap();
        self.browser.click(&saved).await.unwrap();
        self.press("Continue").await;
        self.arrives_at("Security", "security-on").await;
        self.reads("10 codes left").await;
    }

    async fn signs_in_with_code(&self, phone: &mut Phone) {
        self.signs_in().await;
        self.arrives_at("Confirm it is you", "verify").await;
        self.fill("Code", &phone.code_off_by(-95)).await;
        self.press("Verify").await;
        self.reads("seconds behind").await;
        self.fill("Code", &phone.code().await).await;
        self.press("Verify").await;
        self.browser
            .find_by_role(Role::Heading, GREETING)
            .await
            .unwrap();
    }
}

/// Pictures in both schemes, and as a phone shows it.
async fn portray(browser: &Browser, name: &str) {
    let folder = surroundings::root().join("target/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    browser.prefer(ColourScheme::Dark).await.unwrap();
    browser
        .screenshot(&folder.join(format!("{name}-dark.png")))
        .await
        .unwrap();
    browser.prefer(ColourScheme::Light).await.unwrap();
    browser
        .screenshot(&folder.join(format!("{name}-light.png")))
        .await
        .unwrap();
    let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
    browser
        .devtools("Emulation.setDeviceMetricsOverride", phone)
        .await
        .unwrap();
    browser
        .screenshot(&folder.join(format!("{name}-narrow.png")))
        .await
        .unwrap();
    let wide = "return document.documentElement.scrollWidth <= window.innerWidth";
    let fits = browser.execute(wide, Vec::new()).await.unwrap();
    assert_eq!(fits.json(), &json!(true), "{name} is wider than a phone");
    browser
        .devtools("Emulation.clearDeviceMetricsOverride", json!({}))
        .await
        .unwrap();
}

impl Guest<'_> {
    async fn press_or_follow(&self, name: &str) {
        let buttons = self.browser.list_by_role(Role::Button).await.unwrap();
        match buttons.into_iter().find(|(_, label)| label == name) {
            Some((button, _)) => self.browser.click(&button).await.unwrap(),
            None => self.follow(name).await,
        }
    }

    /// What the first whole file in the folder says.
    async fn first_download(&self, folder: &Path) -> String {
        for _ in 0..100 {
            let mut files = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path());
            if let Some(path) = files.find(|path| path.extension().is_some_and(|end| end == "txt"))
            {
                return std::fs::read_to_string(path).unwrap();
            }
            tokio::time::sleep(TimeDelta::milliseconds(100).to_std().unwrap()).await;
        }
        panic!("nothing was downloaded")
    }

    /// Chooses the option whose name begins so.
    async fn chooses(&self, name: &str) {
        let options = self.browser.list_by_role(Role::Radio).await.unwrap();
        let option = options
            .into_iter()
            .find(|(_, label)| label.starts_with(name))
            .expect("the option is there");
        self.browser.click(&option.0).await.unwrap();
    }

    /// A sensitive step may ask for a fresh proof first.
    async fn proves_if_asked(&self, phone: &mut Phone) {
        self.proves_who_it_is(phone).await;
        if self.path().await.ends_with("/account/security") {
            self.press("Set up again: Authenticator app").await;
        }
    }

    /// What a person holds is shown after a fresh proof only.
    async fn proves_who_it_is(&self, phone: &mut Phone) {
        if self.path().await.ends_with("/step-up") {
            self.arrives_at("Confirm it is you", "step-up").await;
            self.fill("Code", &phone.code().await).await;
            self.press("Verify").await;
        }
    }
}
