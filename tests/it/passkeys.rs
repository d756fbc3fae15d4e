//! Passkeys in a real browser, whose authenticator is the browser's own make.

use http::StatusCode;
use innkeeper_identity::permission::Role as PermissionRole;
use innkeeper_store::Engine;
use innkeeper_tests::accessibility;
use innkeeper_tests::browser::{Browser, Role, Settings};
use innkeeper_tests::house::House;
use innkeeper_tests::visitor::Visitor;
use serde_json::{Value, json};
use thirtyfour::By;

use crate::demo::{self, User};
use crate::houses::houses;
use crate::staff::staff;

/// An authenticator in this computer, which verifies its person and keeps passkeys.
struct Authenticator<'a> {
    browser: &'a Browser,
    id: Value,
}

impl<'a> Authenticator<'a> {
    async fn plug_in(browser: &'a Browser) -> Self {
        browser
            .devtools("WebAuthn.enable", json!({}))
            .await
            .unwrap();
        let options = json!({ "options": {
            "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true,
        } });
        let added = browser.devtools("WebAuthn.addVirtualAuthenticator", options);
        let id = added.await.unwrap()["authenticatorId"].clone();
        Self { browser, id }
    }

    /// From now on it recognises its person, or does not.
    async fn recognises(&self, its_person: bool) {
        let who = json!({ "authenticatorId": self.id, "isUserVerified": its_person });
        let set = self.browser.devtools("WebAuthn.setUserVerified", who);
        set.await.unwrap();
    }
}

/// Somebody at a demonstration's door.
struct Guest<'a> {
    browser: &'a Browser,
    house: &'a str,
    user: &'a User,
}

impl Guest<'_> {
    async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.house);
        self.browser.goto(url).await.unwrap();
    }

    async fn press(&self, name: &str) {
        self.browser.press(name).await.unwrap();
    }

    async fn arrives_at(&self, heading: &str) {
        let heading = self.browser.find_by_role(Role::Heading, heading);
        heading.await.unwrap();
        accessibility::assert_none(self.browser).await;
    }

    async fn is_home(&self) {
        let greeting = self.browser.wait_for_text("Good to see you, Ada");
        greeting.await.unwrap();
    }

    async fn signs_in(&self) {
        self.open("/login").await;
        let (email, password) = (&self.user.email, &self.user.password);
        self.browser.fill("Email", email).await.unwrap();
        self.browser.fill("Password", password).await.unwrap();
        self.press("Sign in").await;
    }

    async fn signs_out(&self) {
        self.press("Ada Novak").await;
        self.press("Sign out").await;
        let out = self.browser.wait_for_text("You are signed out");
        out.await.unwrap();
    }

    async fn enrols(&self) {
        self.open("/account/security/factors/new").await;
        let begin = By::Css("form[action$='/factors/passkey/enrol'] button");
        let begin = self.browser.find(begin).await.unwrap();
        self.browser.click(&begin).await.unwrap();
        self.arrives_at("Passkey").await;
        self.browser
            .fill("Name for it (optional)", "My laptop")
            .await
            .unwrap();
        self.press("Create passkey").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_set_up_and_signs_in_with_and_without_the_password() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (_demo, told) = demo::start(folder.path(), &[]);
    let authenticator = Authenticator::plug_in(&browser).await;
    let ada = Guest {
        browser: &browser,
        house: &told.url,
        user: &told.users[0],
    };

    ada.signs_in().await;
    ada.is_home().await;
    ada.enrols().await;
    ada.arrives_at("Backup codes").await;
    let saved = browser.find_by_role(Role::Checkbox, "I have saved them");
    browser.click(&saved.await.unwrap()).await.unwrap();
    ada.press("Continue").await;
    ada.arrives_at("Security").await;
    for text in ["My laptop", "Signs you in without a password"] {
        browser.wait_for_text(text).await.unwrap();
    }

    browser
        .wait_for_text("bound to one device and is lost with it")
        .await
        .unwrap();

    // The browser knows from what is excluded that there is one already.
    ada.enrols().await;
    let exists = "has a passkey for this account already";
    browser.wait_for_text(exists).await.unwrap();
    ada.open("/account").await;

    ada.signs_out().await;
    ada.signs_in().await;
    ada.arrives_at("Confirm it is you").await;
    ada.press("Use passkey").await;
    ada.is_home().await;

    ada.signs_out().await;
    ada.open("/login?next=/account/profile").await;
    ada.press("Sign in with a passkey").await;
    ada.arrives_at("Sign in with a passkey").await;
    authenticator.recognises(false).await;
    ada.press("Use passkey").await;
    browser.wait_for_text("Your browser stopped").await.unwrap();
    authenticator.recognises(true).await;
    ada.press("Use passkey").await;
    ada.arrives_at("Profile").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn r117_without_a_script_the_page_says_so_and_leads_back() {
    let settings = Settings {
        scripts: false,
        ..Settings::default()
    };
    let Some([browser]) = Browser::start_all([settings]).await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (_demo, told) = demo::start(folder.path(), &[]);
    browser.goto(format!("{}/login", told.url)).await.unwrap();
    browser.press("Sign in with a passkey").await.unwrap();
    let hint = "Passkeys need JavaScript";
    browser.wait_for_text(hint).await.unwrap();
    browser.follow("Back to sign-in").await.unwrap();
    let heading = browser.find_by_role(Role::Heading, "Sign in");
    heading.await.unwrap();
}

/// Well-formed, and of nobody.
const STRANGER: &str = r#"{"id":"AAEC","rawId":"AAEC","type":"public-key","clientExtensionResults":{},
    "response":{"clientDataJSON":"e30","authenticatorData":"AAEC","signature":"AAEC","userHandle":"AAEC"}}"#;

houses! {
    async fn r107_a_question_to_whoever_it_may_be_takes_one_answer_from_one_browser(house) {
        let mut one = house.visitor();
        one.get("/login").await;
        one.post("/login/passkey", &[]).await.expect_redirect("/login/passkey");
        one.get("/login/passkey").await.expect(StatusCode::OK).expect_text("panel.example");

        let mut other = house.visitor();
        other.get("/login").await;
        other.get("/login/passkey").await.expect_redirect("/login");
        other.post("/login/passkey/answer", &[("passkey", STRANGER)]).await.expect_redirect("/login");

        let refused = one.post("/login/passkey/answer", &[("passkey", STRANGER)]).await;
        refused.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("cannot sign you in here");
        one.post("/login/passkey/answer", &[("passkey", STRANGER)]).await.expect_redirect("/login");
    }

    async fn r107_a_question_ends_after_five_minutes(house) {
        let mut visitor = house.visitor();
        visitor.get("/login").await;
        visitor.post("/login/passkey", &[]).await.expect_redirect("/login/passkey");
        house.wait(chrono::TimeDelta::minutes(5));
        visitor.get("/login/passkey").await.expect_redirect("/login");
    }

    async fn r42_a_network_begins_thirty_sign_ins_without_a_password_a_minute(house) {
        let mut visitor = house.visitor();
        visitor.get("/login").await;
        for _ in 0..30 {
            visitor.post("/login/passkey", &[]).await.expect_redirect("/login/passkey");
        }
        let reply = visitor.post("/login/passkey", &[]).await;
        assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

/// What the browser is asked about the authenticator when that person sets a passkey up.
async fn attestation_asked(person: &mut Visitor, base: &str) -> String {
    let cards = format!("{base}/account/security/factors/new");
    let enrol = format!("{base}/account/security/factors/passkey/enrol");
    let begun = person.submit(&cards, &enrol, &[]).await;
    let page = begun.location().expect("an enrolment begins");
    let body = person.get(&page).await.expect(StatusCode::OK).body;
    let asked = body.split("&quot;attestation&quot;:&quot;").nth(1);
    let asked = asked.and_then(|rest| rest.split('&').next());
    asked.unwrap_or("none").to_owned()
}

#[tokio::test]
async fn r116_the_list_of_models_is_for_staff_and_not_for_customers() {
    let settings = [(
        "security.staff_passkey_models",
        "fa2b99dc-9e39-4257-8f92-4a30d23c4118",
    )];
    let Some(house) = House::open_with(Engine::Sqlite, &settings).await else {
        return;
    };
    let mut ada = house.visitor();
    ada.registers(&house, "ada@example.org").await;
    assert_eq!(attestation_asked(&mut ada, "").await, "none");
    let mut grace = staff(&house, "grace@sunny.example", PermissionRole::Owner).await;
    assert_eq!(attestation_asked(&mut grace, "/staff").await, "direct");
}
