//! Duo over HTTP, on both engines, through the plugin and what stands for Duo: the way there, the way back to the page that
//! was left, and what opens nothing.

use http::StatusCode;
use innkeeper_server::clock::{Clock as _, SystemClock};
use innkeeper_store::{Page, audit};
use innkeeper_tests::accessibility;
use innkeeper_tests::browser::Browser;
use innkeeper_tests::duo::Duo;
use innkeeper_tests::house::{BASE_URL, House, PASSWORD};
use innkeeper_tests::visitor::{Reply, Visitor};
use serde_json::{Value, json};
use thirtyfour::By;

use crate::houses::{Address, failed_sign_ins, houses, types_password};
use crate::settling::{Settled, private_server, settle};

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const OTHER: &str = "/login/verify/other";
const CARDS: &str = "/account/security/factors/new";
const ENROL: &str = "/account/security/factors/dev.innkeeper.duo/enrol";
const AUTHORIZE: &str = "https://api-test.duosecurity.com/oauth/v1/authorize?";

/// A house with Duo.
struct Estate {
    house: House,
    duo: Duo,
    _plugin: Settled,
}

impl Estate {
    async fn of(mut house: House) -> Self {
        let duo = Duo::start().expect("what stands for Duo starts");
        let at = private_server(Duo::NAME, &duo.url);
        let settings = [
            ("api", "https://api-test.duosecurity.com"),
            ("client-id", Duo::CLIENT_ID),
            ("client-secret", Duo::CLIENT_SECRET),
        ];
        let settled = settle(&mut house, "duo", &settings, |config| {
            config.plugins.private_servers = vec![at];
        });
        let plugin = Box::pin(settled).await;
        let estate = Self {
            house,
            duo,
            _plugin: plugin,
        };
        estate.keeps_time();
        estate
    }

    /// Both sides sign what they say with the time: the house's clock stands still, and Duo's does not.
    fn keeps_time(&self) {
        self.house.clock.set(SystemClock.now());
    }

    /// Ada, who proves herself with Duo, signed out.
    async fn ada(&self) -> Visitor {
        let mut ada = self.house.visitor();
        ada.registers(&self.house, ADA).await;
        let page = ada.submit(CARDS, ENROL, &[]).await.location();
        let page = page.expect("an enrolment begins");
        let back = self.goes_to_duo(&mut ada, &page).await;
        ada.submit(&back, &page, &brought(&back)).await;
        ada.signs_out().await;
        ada
    }

    /// Opens a page, goes to Duo, approves, and comes back; the address of the page where that ends.
    async fn goes_to_duo(&self, who: &mut Visitor, page: &str) -> String {
        self.keeps_time();
        let shown = who.get(page).await.expect(StatusCode::OK);
        let back = self.duo.approve(&trip(&shown)).await;
        let back = back.expect("Duo sends the browser back");
        let back = back
            .strip_prefix(BASE_URL)
            .expect("to the panel")
            .to_owned();
        let to = who.get(&back).await.location();
        to.expect("on to the page that was left")
    }
}

/// Where the link on a page leads.
fn trip(page: &Reply) -> String {
    let page = page.body.replace("&amp;", "&").replace("&#x2f;", "/");
    let (_, address) = page.split_once(AUTHORIZE).expect("the page leads to Duo");
    let address = address.split('"').next().expect("an address");
    format!("{AUTHORIZE}{address}")
}

/// The hidden fields that a page has of its own address.
fn brought(address: &str) -> Vec<(&str, &str)> {
    let (_, query) = address.split_once('?').expect("there is something");
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(name, _)| name.starts_with("back."))
        .collect()
}

houses! {
    async fn who_comes_back_from_duo_is_in_once_their_own_form_was_sent(house) {
        let estate = Estate::of(house).await;
        let mut ada = estate.ada().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let page = ada.get(VERIFY).await.expect_text("Go to Duo");
        assert!(!page.body.contains("Verify</button>"), "there is nothing to send yet");
        let back = estate.goes_to_duo(&mut ada, VERIFY).await;
        assert!(back.starts_with("/login/verify?back."), "{back}");
        let page = ada.get(&back).await.expect_text("You are back").expect_text("Continue");
        for (name, value) in brought(&back) {
            assert!(page.body.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name}");
        }
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
        let mut other = ada.clone();
        ada.post(VERIFY, &brought(&back)).await.expect_redirect("/account");
        other.post(VERIFY, &brought(&back)).await.expect(StatusCode::FORBIDDEN);
        assert_eq!(failed_sign_ins(&estate.house).await, [""; 0]);
    }

    async fn a_code_opens_once_and_only_what_it_was_asked_for(house) {
        let estate = Estate::of(house).await;
        let mut ada = estate.ada().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let mut thief = estate.house.visitor();
        thief.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        thief.get(VERIFY).await.expect_text("Go to Duo");
        let back = estate.goes_to_duo(&mut ada, VERIFY).await;
        thief.post(VERIFY, &brought(&back)).await.expect_text("not the answer to this question");
        assert_eq!(failed_sign_ins(&estate.house).await, ["duo-foreign"]);
        ada.post(VERIFY, &brought(&back)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let back = estate.goes_to_duo(&mut ada, VERIFY).await;
        ada.post(VERIFY, &brought(&back)).await.expect_redirect("/account");
    }

    async fn what_duo_says_must_be_signed_and_about_this_trip(house) {
        let estate = Estate::of(house).await;
        let mut ada = estate.ada().await;
        let lies: [Value; 5] = [
            json!({ "sign_with": "another secret" }),
            json!({ "alg": "none" }),
            json!({ "id_token": { "nonce": "another" } }),
            json!({ "id_token": { "preferred_username": "bob@example.org" } }),
            json!({ "status": 503 }),
        ];
        for lie in lies {
            ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
            let back = estate.goes_to_duo(&mut ada, VERIFY).await;
            estate.duo.lie(&lie).await.expect("it will");
            ada.post(VERIFY, &brought(&back)).await.expect_redirect(OTHER);
            ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
        }
        assert_eq!(failed_sign_ins(&estate.house).await, [""; 0], "nobody made a mistake but Duo");
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let back = estate.goes_to_duo(&mut ada, VERIFY).await;
        estate.duo.lie(&json!({ "auth_result": "deny" })).await.expect("it will");
        ada.post(VERIFY, &brought(&back)).await.expect_text("Duo did not let you in");
        assert_eq!(failed_sign_ins(&estate.house).await, ["duo-refused"]);
    }

    async fn a_trip_ends_on_the_page_where_it_began(house) {
        let estate = Estate::of(house).await;
        let mut ada = estate.ada().await;
        ada.signs_in(ADA, PASSWORD).await;
        let back = estate.goes_to_duo(&mut ada, VERIFY).await;
        ada.post(VERIFY, &brought(&back)).await.expect_redirect("/account");
        estate.house.wait(chrono::TimeDelta::minutes(20));
        let page = ada.get("/account/security").await.location().expect("a fresh proof first");
        estate.keeps_time();
        let back = estate.goes_to_duo(&mut ada, &page).await;
        assert!(back.starts_with(&page) && page.contains("next="), "{back}");
        ada.get(&back).await.expect_text("You are back");
        let fields = |password| [&brought(&back)[..], &[("next", "/account/security"), ("password", password)]].concat();
        let again = ada.post("/account/step-up", &fields("not it")).await;
        again.expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("You are back").expect_text("back.duo_code");
        ada.post("/account/step-up", &fields(PASSWORD)).await.expect_redirect("/account/security");
        let security = ada.get("/account/security").await;
        let check = security.body.replace("&#x2f;", "/");
        let (before, _) = check.split_once("/check\"").expect("it can be tried out");
        let (_, page) = before.rsplit_once("href=\"").expect("a link");
        let page = format!("{page}/check");
        let back = estate.goes_to_duo(&mut ada, &page).await;
        assert!(back.starts_with(&format!("{page}?back.")), "{back}");
        ada.submit(&back, &page, &brought(&back)).await.expect_redirect("/account");
    }

    async fn nobody_is_sent_to_a_duo_that_does_not_answer(house) {
        let estate = Estate::of(house).await;
        let mut ada = estate.ada().await;
        estate.duo.lie(&json!({ "status": 503 })).await.expect("it will");
        ada.signs_in(ADA, PASSWORD).await;
        ada.get(VERIFY).await.expect_redirect(OTHER);
        let mut tx = estate.house.panel.db.read().await.expect("a unit of work");
        let filter = audit::Filter { event: Some("factor.unavailable"), ..audit::Filter::default() };
        let told = audit::list(&mut tx, filter, Page::first(10)).await.expect("the log");
        assert_eq!(told.rows.len(), 1, "staff hear of it");
    }

    async fn a_return_from_nowhere_and_one_made_up_open_nothing(house) {
        let estate = Estate::of(house).await;
        let mut nobody = estate.house.visitor();
        nobody.get("/return?state=a&duo_code=b").await.expect_redirect(VERIFY);
        nobody.get("/staff/return?state=a").await.expect_redirect("/staff/login/verify");
        let mut ada = estate.ada().await;
        ada.signs_in(ADA, PASSWORD).await;
        ada.get(VERIFY).await.expect_text("Go to Duo");
        let back = ada.get("/return?state=%22%3E%3Cscript%3E&duo_code=b&csrf_token=c").await.location();
        let back = back.expect("on to the page");
        let page = ada.get(&back).await.expect(StatusCode::OK);
        assert!(!page.body.contains("\"><script>"), "it is shown as what it is");
        ada.post(VERIFY, &[("back.state", "\"><script>"), ("back.duo_code", "b")]).await.expect_text("not the answer");
        ada.cookies.insert("__Host-away".into(), "aHR0cHM6Ly9ldmlsLmV4YW1wbGU".into());
        ada.get("/return?state=a").await.expect_redirect(VERIFY);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_goes_to_duo_and_is_signed_in_when_it_comes_back() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let address = Address::take().await;
    let Some(house) = address.house().await else {
        return;
    };
    let estate = Estate::of(house).await;
    let url = address.url.clone();
    address.serve(&estate.house);
    // The name of what stands for Duo is nobody's: the link leads to where it is.
    let here = format!(
        "for (const link of document.querySelectorAll('a[href^=\"https://{name}\"]')) link.href = link.href.replace('https://{name}', '{at}')",
        name = Duo::NAME,
        at = estate.duo.url,
    );

    let mut ada = estate.house.visitor();
    ada.registers(&estate.house, ADA).await;
    ada.signs_out().await;
    types_password(&browser, &url, ADA).await;
    browser.wait_for_text("Good to see you").await.expect("in");
    browser.goto(format!("{url}{CARDS}")).await.expect("a page");
    let card = By::Css("form[action$='dev.innkeeper.duo/enrol'] button");
    let button = browser.find(card).await.expect("a card");
    button.click().await.expect("a button");
    browser.wait_for_text("Go to Duo").await.expect("a link");
    accessibility::assert_none(&browser).await;
    browser.execute(&*here, Vec::new()).await.expect("a script");
    browser.follow("Go to Duo").await.expect("a link");
    browser.press("Approve").await.expect("a button");
    let codes = browser.wait_for_text("backup codes").await;
    codes.expect("whoever is back goes on without a button");
}
