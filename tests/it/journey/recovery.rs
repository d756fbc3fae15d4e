//! J4, when everything is lost: asked for at the door, proved by the mailbox, reviewed by staff, and back
//! in with the password and a new factor to set up.

use innkeeper_tests::browser::{Browser, Role};

use thirtyfour::By;

use super::Guest;
use crate::demo;

#[tokio::test(flavor = "multi_thread")]
async fn j4_who_lost_everything_is_checked_by_staff_and_comes_back_with_the_password() {
    let Some([browser, desk]) = Browser::start_two().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (_demo, told) = demo::start(folder.path(), &[]);
    let (customer, owner) = (&told.users[1], &told.staff[0]);
    let lost = Guest {
        browser: &browser,
        house: &told.url,
        looks: true,
        eyes: None,
    };
    let staff = Guest {
        browser: &desk,
        ..lost
    };

    lost.gives_password("/login", (&customer.email, &customer.password))
        .await;
    lost.arrives_at("Confirm it is you", "recovery-verify")
        .await;
    lost.follow("Try another way").await;
    lost.follow("I have lost all of this").await;
    lost.arrives_at("Recover your account", "recovery-ask")
        .await;
    lost.fill("Email", &customer.email).await;
    lost.fill("Password", &customer.password).await;
    lost.press("Send the link").await;
    lost.arrives_at("Check your mail", "recovery-sent").await;

    staff
        .gives_password("/staff/login", (&owner.email, &owner.password))
        .await;
    staff.reads("Dashboard").await;
    staff.open("/staff/mails").await;
    staff.opens_first("/staff/mails/").await;
    staff.reads("/login/recover/request?token=").await;
    let mail = staff.body().await;
    let is_link = |word: &&str| word.contains("/login/recover/request?token=");
    let link = mail.split_whitespace().find(is_link).unwrap().to_owned();

    browser.goto(&link).await.unwrap();
    lost.arrives_at("Ask for recovery", "recovery-request")
        .await;
    lost.fill(
        "Anything that we should know? (optional)",
        "My bag was stolen.",
    )
    .await;
    lost.press("Ask for recovery").await;
    lost.arrives_at("We are looking at it", "recovery-open")
        .await;

    staff.follow("Recovery").await;
    staff.arrives_at("Recovery", "staff-recoveries-open").await;
    staff.opens_first("/staff/recoveries/").await;
    staff.reads("My bag was stolen.").await;
    staff.arrives_at("The request", "staff-recovery").await;
    let called = "I called back at a number that we had before this request.";
    let called = desk.find_by_role(Role::Checkbox, called).await.unwrap();
    desk.click(&called).await.unwrap();
    staff
        .fill("Reason", "She answered at her old number.")
        .await;
    staff.press("Approve").await;
    staff.reads("All second factors are removed").await;
    staff.arrives_at("The request", "staff-recovery-done").await;

    browser.goto(&link).await.unwrap();
    lost.arrives_at("Your second factors were removed", "recovery-done")
        .await;
    lost.gives_password("/login", (&customer.email, &customer.password))
        .await;
    lost.reads("Good to see you").await;
}

impl Guest<'_> {
    /// Opens the newest line of a list, whose links lead to pages below that path.
    async fn opens_first(&self, path: &str) {
        let link = By::Css(format!("td a[href^='{path}']"));
        let link = self.browser.find(link).await.unwrap();
        self.browser.click(&link).await.unwrap();
    }

    async fn gives_password(&self, door: &str, (email, password): (&str, &str)) {
        self.open(door).await;
        self.fill("Email", email).await;
        self.fill("Password", password).await;
        self.press("Sign in").await;
    }
}
