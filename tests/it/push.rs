//! Approving on the phone over HTTP, on both engines, through the plugin and a server that stands for ntfy: setting a phone
//! up, a page that waits, the number that opens, the ones that do not, and how often a phone is asked.

mod ntfy;

use std::time::Duration;

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_tests::accessibility;
use innkeeper_tests::browser::{Browser, Role};
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::{Reply, Visitor};
use thirtyfour::By;

use crate::houses::{Address, failed_sign_ins, houses, types_password};
use crate::settling::{Settled, private_server, settle};
use ntfy::{NAME, Ntfy, settings};

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const OTHER: &str = "/login/verify/other";
const CARDS: &str = "/account/security/factors/new";
const ENROL: &str = "/account/security/factors/dev.innkeeper.push/enrol";
const REFUSE: &str = "It is not me";

/// A house whose notifications go to a server.
struct Estate {
    house: House,
    ntfy: Ntfy,
    _plugin: Settled,
}

/// Somebody with an authenticator app and a phone.
struct Ada {
    browser: Visitor,
    /// What the phone subscribed to.
    topic: String,
    /// The key of the app.
    key: String,
}

impl Estate {
    async fn of(mut house: House) -> Self {
        let ntfy = Ntfy::open().await;
        let at = private_server(NAME, &ntfy.url);
        let settings = settings();
        let settled = settle(&mut house, "push", &settings, |config| {
            config.plugins.private_servers = vec![at];
        });
        let plugin = settled.await;
        Self {
            house,
            ntfy,
            _plugin: plugin,
        }
    }

    /// Ada, with an app and a phone, signed out.
    async fn ada(&self) -> Ada {
        let mut browser = self.house.visitor();
        browser.registers(&self.house, ADA).await;
        let (key, _) = browser.enables_totp(&self.house).await;
        let page = browser.submit(CARDS, ENROL, &[]).await.location();
        let page = page.expect("an enrolment begins");
        let topic = topic(&browser.get(&page).await);
        browser.post(&page, &[]).await.expect_redirect(&page);
        let number = number(&browser.get(&page).await);
        self.ntfy.tap(&topic, &number).await;
        browser
            .post(&page, &[])
            .await
            .expect_redirect("/account/security");
        browser.signs_out().await;
        self.house.wait(TimeDelta::minutes(2));
        Ada {
            browser,
            topic,
            key,
        }
    }
}

impl Ada {
    /// Begins a sign-in, and picks the phone; the page that waits.
    async fn asks(&mut self) -> Reply {
        let begun = self.browser.signs_in(ADA, PASSWORD).await;
        begun.expect_redirect(VERIFY);
        self.picks_the_phone().await.expect_redirect(VERIFY);
        self.browser.get(VERIFY).await
    }

    async fn picks_the_phone(&mut self) -> Reply {
        let ways = self.browser.get(OTHER).await;
        let option = option(&ways.body, "Approve on the phone");
        self.browser.post(OTHER, &[("option", &option)]).await
    }

    /// What the page hears when it asks again.
    async fn checks_again(&mut self) -> Reply {
        self.browser.post(VERIFY, &[]).await
    }
}

/// The value of the option of that name.
fn option(page: &str, name: &str) -> String {
    let (before, _) = page.split_once(name).expect("the page offers it");
    let option = before.rsplit_once("name=\"option\" value=\"");
    let (_, value) = option.expect("an option");
    value.split('"').next().expect("a value").to_owned()
}

/// The topic that a page shows.
fn topic(page: &Reply) -> String {
    let mut words = page.body.split(['"', '<', '>']);
    let topic = words.find(|word| word.starts_with("innkeeper-ask-"));
    topic.expect("the page shows a topic").to_owned()
}

/// The number that a page shows.
fn number(page: &Reply) -> String {
    number_in(&page.body)
}

fn number_in(page: &str) -> String {
    let (_, after) = page.split_once("Tap ").expect("the page says it");
    let digits = after.chars().filter(char::is_ascii_digit).take(2);
    digits.collect()
}

houses! {
    async fn a_page_waits_until_its_number_is_tapped_on_the_phone(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.ada().await;
        let page = ada.asks().await.expect_text("data-wait=\"3\"").expect_text("Check again");
        let number = number(&page);
        assert!(estate.ntfy.numbers(&ada.topic).contains(&number));
        for _ in 0..8 {
            ada.checks_again().await.expect(StatusCode::OK).expect_text("data-wait=\"3\"");
        }
        assert_eq!(failed_sign_ins(&estate.house).await, [""; 0], "whoever waits makes no mistake");
        estate.ntfy.tap(&ada.topic, &number).await;
        ada.checks_again().await.expect_redirect("/account");
    }

    async fn setting_a_phone_up_shows_server_and_topic_and_tries_the_phone(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut browser = estate.house.visitor();
        browser.registers(&estate.house, ADA).await;
        browser.get(CARDS).await.expect_text("Approve on the phone");
        let page = browser.submit(CARDS, ENROL, &[]).await.location().expect("an enrolment begins");
        let shown = browser.get(&page).await.expect_text("https://ntfy.example.com").expect_text("<svg");
        let topic = topic(&shown);
        assert_eq!(estate.ntfy.notifications(&topic).len(), 0, "nobody is asked yet");
        browser.post(&page, &[]).await.expect_redirect(&page);
        let number = number(&browser.get(&page).await);
        browser.post(&page, &[]).await.expect_text("Nothing was tapped on the phone yet");
        estate.ntfy.tap(&topic, &number).await;
        let codes = browser.post(&page, &[]).await.location();
        assert!(codes.is_some_and(|codes| codes != page), "backup codes come next");
    }

    async fn a_wrong_number_counts_once_and_the_right_one_comes_too_late(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.ada().await;
        let right = number(&ada.asks().await);
        let numbers = estate.ntfy.numbers(&ada.topic);
        let wrong = numbers.iter().find(|number| **number != right).expect("another");
        estate.ntfy.tap(&ada.topic, wrong).await;
        let page = ada.checks_again().await.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("Another number");
        assert!(!page.body.contains("data-wait"), "what was refused is not waited for");
        estate.ntfy.tap(&ada.topic, &right).await;
        for _ in 0..8 {
            ada.checks_again().await.expect_text("was answered already");
        }
        assert_eq!(failed_sign_ins(&estate.house).await, ["push-wrong"]);
        estate.house.wait(TimeDelta::minutes(1));
        ada.picks_the_phone().await.expect_redirect(VERIFY);
        let right = number(&ada.browser.get(VERIFY).await);
        estate.ntfy.tap(&ada.topic, &right).await;
        ada.checks_again().await.expect_redirect("/account");
    }

    async fn the_owner_refuses_the_sign_in_of_somebody_else(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.ada().await;
        let right = number(&ada.asks().await);
        estate.ntfy.tap(&ada.topic, REFUSE).await;
        estate.ntfy.tap(&ada.topic, &right).await;
        ada.checks_again().await.expect_text("was refused on the phone");
        ada.checks_again().await.expect_text("was answered already");
        assert_eq!(failed_sign_ins(&estate.house).await, ["push-refused"]);
        ada.browser.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn a_notification_is_good_for_two_minutes_and_one_sign_in(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.ada().await;
        let right = number(&ada.asks().await);
        estate.house.wait(TimeDelta::minutes(2));
        estate.ntfy.tap(&ada.topic, &right).await;
        ada.checks_again().await.expect_text("too old");
        assert_eq!(failed_sign_ins(&estate.house).await, [""; 0]);
        ada.picks_the_phone().await.expect_redirect(VERIFY);
        let right = number(&ada.browser.get(VERIFY).await);
        estate.ntfy.tap(&ada.topic, &right).await;
        let mut other = ada.browser.clone();
        ada.checks_again().await.expect_redirect("/account");
        other.post(VERIFY, &[]).await.expect(StatusCode::FORBIDDEN);
    }

    async fn a_phone_is_asked_once_a_minute_and_five_times_an_hour(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.ada().await;
        let asked = |estate: &Estate, ada: &Ada| estate.ntfy.notifications(&ada.topic).len() / 2;
        ada.asks().await;
        assert_eq!(asked(&estate, &ada), 2, "the one that tried the phone, and this one");
        ada.picks_the_phone().await;
        assert_eq!(asked(&estate, &ada), 2, "that was too soon");
        for _ in 0..6 {
            estate.house.wait(TimeDelta::minutes(2));
            ada.browser.submit(VERIFY, "/login/cancel", &[]).await;
            ada.browser.signs_in(ADA, PASSWORD).await;
            ada.picks_the_phone().await;
        }
        assert_eq!(asked(&estate, &ada), 5);
    }

    async fn a_server_that_refuses_is_nobodys_fault_and_leaves_other_ways(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.ada().await;
        ada.asks().await;
        estate.ntfy.forgets_the_token();
        ada.checks_again().await.expect_redirect(OTHER);
        assert_eq!(failed_sign_ins(&estate.house).await, [""; 0]);
        let app = option(&ada.browser.get(OTHER).await.body, "Authenticator app");
        ada.browser.post(OTHER, &[("option", &app)]).await.expect_redirect(VERIFY);
        let code = estate.house.code(&ada.key);
        ada.browser.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
    }
}

/// Signs in by the phone in a browser; the number that its page shows.
async fn signs_in_by_phone(browser: &Browser, house: &str) -> String {
    types_password(browser, house, ADA).await;
    browser.follow("Try another way").await.expect("a link");
    let ways = browser.list_by_role(Role::Radio).await.expect("ways");
    let phone = |(_, name): &&(_, String)| name.starts_with("Approve on the phone");
    let (way, _) = ways.iter().find(phone).expect("the way by phone");
    browser.click(way).await.expect("it is chosen");
    browser.press("Continue").await.expect("a button");
    browser
        .wait_for_text("Waiting for your phone")
        .await
        .expect("it waits");
    let body = browser.find(By::Tag("body")).await.expect("a page");
    number_in(&body.text().await.expect("text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_waits_asks_by_itself_and_stays_as_it_is_until_there_is_an_answer() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let address = Address::take().await;
    let Some(house) = address.house().await else {
        return;
    };
    let estate = Estate::of(house).await;
    let ada = estate.ada().await;
    let url = address.url.clone();
    address.serve(&estate.house);

    let number = signs_in_by_phone(&browser, &url).await;
    accessibility::assert_none(&browser).await;
    let marked = browser.execute("document.title = 'as it was'", Vec::new());
    marked.await.expect("a script");
    tokio::time::sleep(Duration::from_secs(5)).await;
    let title = browser.title().await.expect("a title");
    assert_eq!(title, "as it was", "the page was not drawn anew");
    estate.ntfy.tap(&ada.topic, &number).await;
    let greeting = browser.wait_for_text("Good to see you").await;
    greeting.expect("it goes on by itself");
    let at = browser.current_url().await.expect("an address");
    assert_eq!(at.path(), "/account");

    browser.delete_all_cookies().await.expect("a new start");
    estate.house.wait(TimeDelta::minutes(2));
    signs_in_by_phone(&browser, &url).await;
    estate.ntfy.tap(&ada.topic, REFUSE).await;
    let refused = browser.wait_for_text("was refused on the phone").await;
    refused.expect("the page says so");
    tokio::time::sleep(Duration::from_secs(5)).await;
    let refused = browser.wait_for_text("was refused on the phone").await;
    refused.expect("and asks no more");
    assert_eq!(failed_sign_ins(&estate.house).await, ["push-refused"]);
}
