//! Every page, one after the other, in light and dark: whom it keeps out, and what it looks like.

use innkeeper_tests::accessibility;
use innkeeper_tests::browser::Browser;
use thirtyfour::By;

use crate::demo;
use crate::journey::Guest;

/// Pages of the staff area that need nobody in particular.
const STAFF_PAGES: [&str; 27] = [
    "members/new",
    "audit",
    "audit?event=factor.enrolled",
    "audit?event=nothing",
    "users?q=nobody",
    "mails?status=failed",
    "jobs",
    "jobs?status=dead",
    "plugins",
    "settings",
    "settings/rules",
    "settings/rules/users",
    "client-groups",
    "recoveries",
    "adoption",
    "adoption?kind=staff",
    "adoption?q=nobody",
    "adoption/remind?kind=users&class=without",
    "account/security/tokens",
    "account/security/tokens/new",
    "account/profile",
    "account/email",
    "account/password",
    "account/security",
    "account/security/factors/new",
    "account/security/sessions",
    "nowhere",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_staff_page_keeps_nobody_out_in_light_and_dark() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (_demo, told) = demo::start(folder.path(), &[]);
    let guest = Guest {
        browser: &browser,
        house: &told.url,
        looks: true,
        eyes: None,
    };
    guest.open("/staff/login").await;
    guest.arrives_at("Staff sign-in", "staff-login").await;
    guest.fill("Email", &told.staff[0].email).await;
    guest.fill("Password", &told.staff[0].password).await;
    guest.press("Sign in").await;
    guest.examines("/staff", "staff-dashboard").await;
    for list in ["users", "clients", "members", "mails"] {
        guest
            .examines(&format!("/staff/{list}"), &format!("staff-{list}"))
            .await;
        let first = guest
            .first_link(&format!(
                "main a[href^='/staff/{list}/']:not([href$='/new'])"
            ))
            .await;
        guest.examines(&first, &format!("staff-{list}-one")).await;
        if list == "users" {
            guest
                .examines(&format!("{first}/disable"), "staff-confirm")
                .await;
        }
    }
    let member = guest.first_other_member().await;
    for question in ["disable", "end-sessions", "reset-password", "reset-factors"] {
        guest
            .asks(
                &format!("{member}/{question}"),
                &format!("staff-confirm-{question}"),
            )
            .await;
    }
    for page in STAFF_PAGES {
        guest
            .examines(
                &format!("/staff/{page}"),
                &format!("staff-{}", page.replace(['/', '?', '='], "-")),
            )
            .await;
    }
    guest.open("/staff/mails").await;
    let mail = guest.first_link("main a[href^='/staff/mails/']").await;
    guest.open(&format!("{mail}/html")).await;
    let source = browser.source().await.unwrap();
    accessibility::open_copy(&browser, &source, &told.url)
        .await
        .unwrap();
    let mut faults = accessibility::faults(&browser).await.unwrap();
    // The programs that show mails have the landmarks.
    faults.retain(|fault| !["landmark-one-main", "region"].contains(&fault.rule.as_str()));
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "a mail: {}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_customer_page_keeps_nobody_out_in_light_and_dark() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (_demo, told) = demo::start(folder.path(), &[]);
    let guest = Guest {
        browser: &browser,
        house: &told.url,
        looks: true,
        eyes: None,
    };
    for page in [
        "",
        "login",
        "register",
        "password/forgot",
        "login/recover",
        "password/reset?token=old",
        "nowhere",
    ] {
        let name = page.split('?').next().unwrap().replace('/', "-");
        guest
            .examines(&format!("/{page}"), &format!("door-{name}"))
            .await;
    }
    guest.open("/login").await;
    guest.fill("Email", &told.users[0].email).await;
    guest.fill("Password", &told.users[0].password).await;
    guest.press("Sign in").await;
    guest.reads("Good to see you").await;
    for page in [
        "",
        "/profile",
        "/mobile",
        "/invitations",
        "/email",
        "/password",
        "/security",
        "/security/factors/new",
        "/security/sessions",
        "/security/devices",
        "/security/tokens",
        "/security/tokens/new",
        "/mobile",
    ] {
        guest
            .examines(
                &format!("/account{page}"),
                &format!("customer{}", page.replace('/', "-")),
            )
            .await;
    }
    guest
        .examines("/clients/profile", "customer-client-profile")
        .await;
}

impl Guest<'_> {
    /// Opens a page that must be there.
    async fn examines(&self, path: &str, name: &str) {
        self.open(path).await;
        let expected = path.split('?').next().unwrap();
        assert_eq!(self.path().await, expected, "{path} leads elsewhere");
        let heading = self
            .browser
            .find(By::Css("h1"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let is_lost = heading == "Nobody lives here";
        assert_eq!(is_lost, path.ends_with("/nowhere"), "{path}");
        self.arrives_at(&heading, name).await;
    }

    /// Examines a question of the staff area, if it is one that may be asked of this person now.
    async fn asks(&self, path: &str, name: &str) {
        self.open(path).await;
        if self.path().await == path {
            self.examines(path, name).await;
        }
    }

    /// A staff member who holds a factor, so that there is something to ask.
    async fn first_other_member(&self) -> String {
        self.open("/staff/members").await;
        let first = self.first_link("main a[href^='/staff/members/']:not([href$='/new'])");
        first.await
    }

    async fn first_link(&self, css: &str) -> String {
        let link = self.browser.find(By::Css(css)).await.unwrap();
        link.attr("href").await.unwrap().unwrap()
    }
}
