//! The standing notes above pages: who is told what, and where it is left unsaid.

use http::StatusCode;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::MailId;
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::app::operator;
use innkeeper_server::app::settings::Settings;
use innkeeper_store::credentials::{self, Use};
use innkeeper_store::mails::{self, MailStatus};
use innkeeper_tests::house::House;
use innkeeper_tests::visitor::Visitor;
use serde_json::json;

use crate::houses::houses;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const ADD_A_FACTOR: &str = "A second factor keeps your account yours.";
const NO_CODES: &str = "You have no backup codes left.";

/// Whether a page says that.
async fn says(visitor: &mut Visitor, path: &str, text: &str) -> bool {
    visitor
        .get(path)
        .await
        .expect(StatusCode::OK)
        .body
        .contains(text)
}

/// Leaves a person that many backup codes.
async fn leave_codes(house: &House, left: u32) {
    let ada = house.person(PrincipalKind::User, ADA).await;
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    let held = credentials::list_held(&mut tx, ada.id)
        .await
        .expect("credentials");
    let codes = held
        .iter()
        .find(|held| held.class == Assurance::Recovery)
        .expect("backup codes are held");
    let facts = json!([{
        "name": "remaining", "value": left.to_string(), "text": { "key": "remaining", "fallback": "" },
        "warning": left <= 3,
    }]);
    let used = Use {
        id: codes.id,
        principal_id: ada.id,
        seen_version: codes.secret_version,
        secret: &codes.secret,
        facts: &facts,
        now: house.now(),
    };
    assert!(credentials::spend(&mut tx, used).await.expect("spent"));
    tx.commit().await.expect("committed");
}

async fn change_settings(house: &House, change: impl FnOnce(&mut Settings)) {
    let mut settings = Settings::clone(&house.panel.settings());
    change(&mut settings);
    operator::save_settings(&house.panel, &settings, "a test")
        .await
        .expect("settings are saved");
}

houses! {
    async fn whoever_holds_no_factor_is_led_to_one_unless_nobody_wants_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        assert!(says(&mut ada, "/account", ADD_A_FACTOR).await);
        assert!(says(&mut ada, "/account/profile", "href=\"/account/security/factors/new\"").await);
        for its_own in ["/account/security", "/account/security/factors/new"] {
            assert!(!says(&mut ada, its_own, ADD_A_FACTOR).await, "{its_own}");
        }
        change_settings(&house, |settings| settings.factor_users.demand = Requirement::Off).await;
        assert!(!says(&mut ada, "/account", ADD_A_FACTOR).await);
        change_settings(&house, |settings| settings.factor_users.demand = Requirement::Encouraged).await;
        ada.enables_totp(&house).await;
        assert!(!says(&mut ada, "/account", ADD_A_FACTOR).await);
    }

    async fn whoever_must_set_up_a_factor_is_told_so_on_the_way(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        change_settings(&house, |settings| settings.factor_users.demand = Requirement::Required).await;
        let must = "Until then you can do nothing else here.";
        let new = "/account/security/factors/new";
        assert!(!says(&mut ada, new, must).await, "the page has a sentence of its own");
        let enrolment = ada.post("/account/security/factors/totp/enrol", &[]).await.location().expect("it begins");
        assert!(says(&mut ada, &enrolment, must).await);
    }

    async fn r15_few_backup_codes_and_none_are_told_of_on_every_page(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        ada.enables_totp(&house).await;
        let few = "You have 2 backup codes left.";
        for (left, is_few, is_none) in [(10, false, false), (2, true, false), (0, false, true)] {
            leave_codes(&house, left).await;
            for page in ["/account", "/account/security"] {
                assert_eq!(says(&mut ada, page, few).await, is_few, "{left} on {page}");
                assert_eq!(says(&mut ada, page, NO_CODES).await, is_none, "{left} on {page}");
            }
            let link = "href=\"/account/security#recovery-title\"";
            assert_eq!(says(&mut ada, "/account", link).await, left < 4);
        }
        assert!(!says(&mut ada, "/account/security/sessions", NO_CODES).await);
    }

    async fn mails_that_failed_are_a_matter_for_owners(house) {
        house.visitor().registers(&house, ADA).await;
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        let link = "/staff/mails?status=failed";
        let text = "1 mail could not be sent.";
        assert!(!says(&mut owner, "/staff/users", text).await);
        let mut mail = house.mails().await.remove(0);
        mail.line.id = MailId::new(house.now(), [7; 10]);
        mail.line.status = MailStatus::Failed;
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        mails::insert(&mut tx, &mail).await.expect("a mail");
        tx.commit().await.expect("committed");
        assert!(says(&mut owner, "/staff/users", text).await);
        assert!(says(&mut owner, "/staff/account/profile", link).await);
        assert!(!says(&mut support, "/staff/users", text).await);
        let dashboard = owner.get("/staff").await.expect(StatusCode::OK).body;
        assert_eq!(dashboard.matches(text).count(), 1, "the dashboard says it itself");
        assert!(!says(&mut owner, "/staff/mails", text).await);
        house.wait(chrono::TimeDelta::days(8));
        let fields = [("email", "grace@sunny.example"), ("password", innkeeper_tests::house::PASSWORD)];
        owner.submit("/staff/login", "/staff/login", &fields).await.expect_redirect("/staff");
        assert!(!says(&mut owner, "/staff/users", text).await);
    }

    async fn a_demonstration_says_that_it_is_one(house) {
        let mut nobody = house.visitor();
        assert!(!says(&mut nobody, "/", "This is a demo.").await);
        change_settings(&house, |settings| settings.demo = true).await;
        for page in ["/", "/login", "/staff/login"] {
            assert!(says(&mut nobody, page, "This is a demo.").await, "{page}");
        }
    }
}
