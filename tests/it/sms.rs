//! Codes by SMS over HTTP, on both engines, through the plugin and a service that stands for Twilio: who gets one, where
//! to, what it opens, and what it may cost.

mod service;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::policy::FactorRule;
use innkeeper_server::app::operator;
use innkeeper_server::app::settings::Settings;
use innkeeper_server::config::Config;
use innkeeper_store::{Engine, Page, audit};
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::kannel::Kannel;
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;
use crate::settling::{self, Settled, private_server, settle};
use service::{Message, NAME, Service, settings};

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const OTHER: &str = "/login/verify/other";
const CARDS: &str = "/account/security/factors/new";
const ENROL: &str = "/account/security/factors/sms-code/enrol";
const NUMBER: &str = "+4915123456789";

/// A house whose messages go to a service.
struct Estate {
    house: House,
    service: Service,
    plugin: Settled,
}

impl Estate {
    async fn of(house: House) -> Self {
        Self::with(house, |_| {}).await
    }

    async fn with(mut house: House, change: impl FnOnce(&mut Config)) -> Self {
        let service = Service::open().await;
        let at = private_server(NAME, &service.url);
        let settings = settings();
        let plugin = settle(&mut house, "sms", &settings, |config| {
            config.plugins.private_servers = vec![at];
            config.sms.countries = BTreeSet::from(["DE".to_owned()]);
            change(config);
        });
        let plugin = plugin.await;
        Self {
            house,
            service,
            plugin,
        }
    }

    /// A customer with an authenticator app and a mobile in Germany; the key of the app.
    async fn ada(&self) -> (Visitor, String) {
        let mut ada = self.house.visitor();
        ada.registers(&self.house, ADA).await;
        gives(&mut ada, "DE", "01512 3456789").await;
        let (key, _) = ada.enables_totp(&self.house).await;
        (ada, key)
    }

    /// The same, who set codes by SMS up and signed out.
    async fn ada_with_codes(&self) -> (Visitor, String) {
        let (mut ada, key) = self.ada().await;
        let page = ada.submit(CARDS, ENROL, &[]).await.location();
        let page = page.expect("an enrolment begins");
        let code = self.service.latest().code();
        ada.submit(&page, &page, &[("code", &code)])
            .await
            .expect_redirect("/account/security");
        ada.signs_out().await;
        self.house.wait(TimeDelta::minutes(2));
        (ada, key)
    }

    /// Begins a sign-in, and picks the code by SMS.
    async fn asks(&self, ada: &mut Visitor) -> Option<Message> {
        let before = self.service.taken().len();
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let option = sms_option(&ada.get(OTHER).await.body);
        ada.post(OTHER, &[("option", &option)])
            .await
            .expect_redirect(VERIFY);
        self.service.taken().get(before).cloned()
    }

    async fn events(&self, name: &str) -> usize {
        let mut tx = self.house.panel.db.read().await.expect("a unit of work");
        let filter = audit::Filter {
            event: Some(name),
            ..audit::Filter::default()
        };
        let events = audit::list(&mut tx, filter, Page::first(100)).await;
        events.expect("the log").rows.len()
    }
}

async fn gives(visitor: &mut Visitor, country: &str, number: &str) {
    let typed = [("country", country), ("mobile", number)];
    visitor
        .submit("/account/mobile", "/account/mobile", &typed)
        .await
        .expect_redirect("/account/profile");
}

/// The value of the option that says *Send SMS code*.
fn sms_option(page: &str) -> String {
    let (before, _) = page
        .split_once("Send SMS code")
        .expect("the page offers it");
    let (_, value) = before
        .rsplit_once("name=\"option\" value=\"")
        .expect("an option");
    value.split('"').next().expect("a value").to_owned()
}

houses! {
    async fn r83_j3_a_customer_with_a_mobile_signs_in_by_send_sms_code_instead_of_the_app(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let (mut ada, key) = estate.ada().await;
        ada.get(CARDS).await.expect_text("factors/sms-code/enrol").expect_text("can be taken over");
        let page = ada.submit(CARDS, ENROL, &[]).await.location().expect("an enrolment begins");
        let shown = ada.get(&page).await.expect_text("***89").expect_text("SIM card");
        let message = estate.service.latest();
        assert_eq!(message.to, NUMBER);
        let code = message.code();
        assert!(message.text.ends_with(&format!("\n\n@panel.example #{code}")), "{}", message.text);
        assert!(!shown.body.contains(&code) && !shown.body.contains("3456"), "r77, r86");
        ada.post(&page, &[("code", &code)]).await.expect_redirect("/account/security");
        ada.signs_out().await;
        estate.house.wait(TimeDelta::minutes(2));

        let code = estate.asks(&mut ada).await.expect("a message").code();
        let shown = ada.get(VERIFY).await.expect_text("***89");
        assert!(!shown.body.contains(&code) && !shown.body.contains("3456"), "r77, r86");
        ada.post(VERIFY, &[("code", "00000000")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        assert_eq!(estate.events("message.sent").await, 2);
        ada.signs_out().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let ways = ada.get(OTHER).await.options();
        let sms = sms_option(&ada.get(OTHER).await.body);
        let app = ways.iter().find(|way| **way != sms).expect("the app");
        ada.post(OTHER, &[("option", app)]).await.expect_redirect(VERIFY);
        let code = estate.house.code(&key);
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        ada.get("/account/security").await.expect_text("***89");
    }

    async fn r83_without_a_number_the_way_leads_to_where_it_is_given(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        ada.submit(CARDS, ENROL, &[]).await.expect_redirect("/account/mobile");
        ada.get("/account/mobile").await.expect_text("Enter your mobile number first");
        assert_eq!(estate.service.taken(), []);
    }

    async fn r83_where_nothing_stronger_is_offered_codes_by_sms_are_not_either(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        gives(&mut ada, "DE", "01512 3456789").await;
        let off = FactorRule { users: false, staff: true, class: Assurance::Strong };
        let strong = ["totp", "passkey"].map(|id| (id.to_owned(), off));
        let set = Settings { factor_rules: strong.into(), ..Settings::clone(&estate.house.panel.settings()) };
        operator::save_settings(&estate.house.panel, &set, "a test").await.expect("settings are saved");
        let cards = ada.get(CARDS).await.expect_text("factors/email-code/enrol");
        assert!(!cards.body.contains("factors/sms-code/enrol"));
        ada.post(ENROL, &[]).await.expect(StatusCode::NOT_FOUND);
        assert_eq!(estate.service.taken(), []);
    }

    async fn r84_codes_go_to_the_number_that_was_proved_whatever_the_profile_says(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let (mut ada, _) = estate.ada_with_codes().await;
        let code = estate.asks(&mut ada).await.expect("a message").code();
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        let mut tx = estate.house.panel.db.begin().await.expect("a unit of work");
        tx.execute("UPDATE principals SET mobile = '+4915199999999'", ()).await.expect("it changes");
        tx.commit().await.expect("it is kept");
        ada.signs_out().await;
        estate.house.wait(TimeDelta::minutes(2));
        let message = estate.asks(&mut ada).await.expect("a message");
        assert_eq!(message.to, NUMBER);
    }

    async fn r85_only_countries_of_the_list_get_messages(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        gives(&mut ada, "GB", "07400 123456").await;
        ada.submit(CARDS, ENROL, &[]).await.expect_redirect(CARDS);
        ada.get(CARDS).await.expect_text("no messages to the country");
        assert_eq!(estate.service.taken(), []);
    }

    async fn r85_a_day_costs_no_more_than_the_provider_says(house) {
        let estate = Estate::with(house, |config| config.sms.country_day = 2).await;
        let (mut ada, key) = estate.ada_with_codes().await;
        assert!(estate.asks(&mut ada).await.is_some());
        ada.submit(VERIFY, "/login/cancel", &[]).await;
        estate.house.wait(TimeDelta::minutes(2));
        assert_eq!(estate.asks(&mut ada).await, None, "the day is used up");
        ada.get(VERIFY).await;
        assert_eq!(estate.events("factor.unavailable").await, 1, "staff are told");
        let code = estate.house.code(&key);
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        ada.signs_out().await;
        estate.house.wait(TimeDelta::hours(25));
        assert!(estate.asks(&mut ada).await.is_some(), "another day");
    }

    async fn r85_one_number_gets_ten_messages_a_day_whoever_asks(house) {
        let estate = Box::pin(Estate::of(house)).await;
        for person in 0..12 {
            let mut visitor = estate.house.visitor();
            visitor.registers(&estate.house, &format!("person-{person}@example.org")).await;
            gives(&mut visitor, "DE", "01512 3456789").await;
            visitor.submit(CARDS, ENROL, &[]).await;
        }
        assert_eq!(estate.service.taken().len(), 10);
    }

    async fn r87_a_code_by_sms_is_no_fresh_proof_beside_something_better(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let strong = FactorRule { users: true, staff: true, class: Assurance::Strong };
        let set = Settings {
            factor_rules: [("sms-code".to_owned(), strong)].into(),
            ..Settings::clone(&estate.house.panel.settings())
        };
        operator::save_settings(&estate.house.panel, &set, "a test").await.expect("settings are saved");
        let (mut ada, _) = estate.ada_with_codes().await;
        let code = estate.asks(&mut ada).await.expect("a message").code();
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        ada.get("/account/password").await.expect_redirect("/account/step-up?next=%2Faccount%2Fpassword");
        let ways = ada.get("/account/step-up/other").await;
        assert!(!ways.body.contains("Send SMS code"), "{}", ways.body);
    }

    async fn a_service_that_fails_is_nobodys_fault_costs_nothing_and_leaves_other_ways(house) {
        let estate = Estate::with(house, |config| config.sms.day = 2).await;
        let (mut ada, _) = estate.ada_with_codes().await;
        for (status, code) in [(StatusCode::BAD_REQUEST, 21610), (StatusCode::SERVICE_UNAVAILABLE, 0)] {
            estate.service.refuses(Some((status, code)));
            assert_eq!(estate.asks(&mut ada).await, None);
            ada.get(VERIFY).await.expect_text("Authenticator app");
            ada.submit(VERIFY, "/login/cancel", &[]).await;
            estate.house.wait(TimeDelta::minutes(2));
        }
        estate.service.refuses(None);
        let code = estate.asks(&mut ada).await.expect("a message").code();
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn r9_without_the_channel_the_factor_is_gone_and_the_account_stays_protected(house) {
        let estate = Box::pin(Estate::of(house)).await;
        let mut ada = estate.house.visitor();
        ada.registers(&estate.house, ADA).await;
        gives(&mut ada, "DE", "01512 3456789").await;
        let page = ada.submit(CARDS, ENROL, &[]).await.location().expect("an enrolment begins");
        let code = estate.service.latest().code();
        ada.submit(&page, &page, &[("code", &code)]).await;
        ada.signs_out().await;
        settling::switch_off(&estate.house.panel, &estate.plugin.id).await;
        assert!(estate.house.panel.modules().second_factor("sms-code").is_none());
        let answer = ada.signs_in(ADA, PASSWORD).await;
        assert_ne!(answer.location().as_deref(), Some("/account"));
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }
}

#[tokio::test]
async fn without_countries_nobody_is_offered_codes_by_sms() {
    let Some(house) = House::open(Engine::Sqlite).await else {
        return;
    };
    let estate = Estate::with(house, |config| config.sms.countries.clear()).await;
    let modules = estate.house.panel.modules();
    assert_eq!(modules.channels().len(), 1, "the channel is there");
    assert!(modules.second_factor("sms-code").is_none());
}

#[tokio::test]
async fn codes_reach_a_mobile_company_through_kannel() {
    let Some(mut house) = House::open(Engine::Sqlite).await else {
        return;
    };
    let kannel = Kannel::start().expect("a gateway");
    let at = private_server("kannel.example.com", &kannel.url);
    let headers = format!(
        "X-Kannel-Username: {} | X-Kannel-Password: {{secret}} | X-Kannel-To: {{to}} | X-Kannel-From: {{from}}",
        Kannel::USER
    );
    let settings = [
        ("service", "gateway"),
        ("sender", "Acme"),
        ("gateway", "https://kannel.example.com/cgi-bin/sendsms"),
        ("gateway-format", "text"),
        ("gateway-headers", &headers),
        ("gateway-secret", Kannel::PASSWORD),
        ("gateway-taken", "0: Accepted"),
    ];
    let settled = settle(&mut house, "sms", &settings, |config| {
        config.plugins.private_servers = vec![at];
        config.sms.countries = BTreeSet::from(["DE".to_owned()]);
    });
    let plugin = settled.await;
    let mut ada = house.visitor();
    ada.registers(&house, ADA).await;
    gives(&mut ada, "DE", "01512 3456789").await;
    let page = ada.submit(CARDS, ENROL, &[]).await.location();
    let page = page.expect("an enrolment begins");
    let delivered = kannel.delivered().expect("a message");
    assert!(
        delivered.starts_with("Acme +4915123456789 text "),
        "{delivered}"
    );
    let code = Message {
        to: String::new(),
        text: delivered,
    }
    .code();
    let next = ada
        .submit(&page, &page, &[("code", &code)])
        .await
        .location();
    assert!(next.is_some_and(|next| next != page), "the code is right");
    ada.signs_out().await;

    house.wait(TimeDelta::minutes(2));
    settling::set(&house.panel, &plugin.id, &[("gateway-secret", "another")]).await;
    ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    ada.get(VERIFY).await.expect_redirect(OTHER);
}
