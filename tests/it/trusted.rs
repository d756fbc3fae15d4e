//! Trusted devices (R130-R139): what spares a browser the second factor, and what ends that.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::app::operator;
use innkeeper_server::app::settings::Settings;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const TRUSTED: &str = "__Host-trusted";

/// Ada with an app, in a browser that she trusts, signed out; and the setup key.
async fn trusting(house: &House) -> (Visitor, String) {
    let mut ada = house.visitor();
    ada.registers(house, ADA).await;
    let (key, _) = ada.enables_totp(house).await;
    ada.signs_out().await;
    trusts(house, &mut ada, &key).await;
    ada.signs_out().await;
    (ada, key)
}

/// Signs in with a code and the wish not to be asked again here.
async fn trusts(house: &House, browser: &mut Visitor, key: &str) {
    house.wait_for_next_code();
    browser
        .signs_in(ADA, PASSWORD)
        .await
        .expect_redirect(VERIFY);
    browser
        .get(VERIFY)
        .await
        .expect_text("name=\"trust_device\"");
    let code = house.code(key);
    browser
        .post(VERIFY, &[("code", &code), ("trust_device", "yes")])
        .await
        .expect_redirect("/account");
    assert!(browser.cookies.contains_key(TRUSTED));
}

async fn set(house: &House, change: impl FnOnce(&mut Settings)) {
    let mut settings = Settings::clone(&house.panel.settings());
    change(&mut settings);
    operator::save_settings(&house.panel, &settings, "a test")
        .await
        .expect("settings are saved");
}

houses! {
    async fn j5_a_trusted_browser_is_asked_for_the_password_alone(house) {
        let (mut ada, _) = trusting(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        ada.get("/account/security/devices").await.expect(StatusCode::OK);
        assert!(house.mails().await.iter().any(|mail| mail.line.template == "device-trusted"));
        let mut elsewhere = house.visitor();
        elsewhere.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        ada.signs_out().await;
        ada.signs_in(ADA, "not the password at all").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn r133_a_cookie_of_somebody_elses_does_nothing_and_stays(house) {
        let (mut ada, _) = trusting(&house).await;
        let mut bob = house.visitor();
        bob.registers(&house, "bob@example.org").await;
        bob.enables_totp(&house).await;
        let cookie = ada.cookies.get(TRUSTED).cloned().expect("a cookie");
        bob.cookies.clear();
        bob.cookies.insert(TRUSTED.to_owned(), cookie.clone());
        bob.signs_in("bob@example.org", PASSWORD).await.expect_redirect(VERIFY);
        assert_eq!(bob.cookies.get(TRUSTED), Some(&cookie));
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
    }

    async fn r134_trust_ends_after_thirty_days_however_often_it_was_used(house) {
        let (mut ada, _) = trusting(&house).await;
        for _ in 0..29 {
            house.wait(TimeDelta::days(1));
            ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
            ada.signs_out().await;
        }
        house.wait(TimeDelta::days(1));
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    }

    async fn r135_an_old_copy_ends_trust_and_the_owner_hears_of_it(house) {
        let (mut ada, _) = trusting(&house).await;
        let mut thief = house.visitor();
        let copy = ada.cookies.get(TRUSTED).cloned().expect("a cookie");
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        ada.signs_out().await;
        assert_ne!(ada.cookies.get(TRUSTED), Some(&copy), "each use changes the secret");
        thief.cookies.insert(TRUSTED.to_owned(), copy);
        thief.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        assert!(house.mails().await.iter().any(|mail| mail.line.template == "device-stolen"));
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    }

    async fn r135_two_tabs_at_once_are_no_theft(house) {
        let (mut ada, _) = trusting(&house).await;
        let mut tab = ada.clone();
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        house.wait(TimeDelta::seconds(9));
        tab.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        assert!(house.mails().await.iter().all(|mail| mail.line.template != "device-stolen"));
    }

    async fn r136_what_ends_other_sessions_ends_trust(house) {
        let (mut ada, key) = trusting(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        ada.submit("/account", "/logout/everywhere", &[]).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        trusts(&house, &mut ada, &key).await;
        ada.enables_another_app(&house).await;
        ada.signs_out().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    }

    async fn r137_the_owner_sees_and_ends_each(house) {
        let (mut ada, key) = trusting(&house).await;
        house.wait_for_next_code();
        let mut elsewhere = house.visitor();
        elsewhere.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let code = house.code(&key);
        elsewhere.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        let page = "/account/security/devices";
        let shown = elsewhere.get(page).await.expect(StatusCode::OK);
        let cookie = ada.cookies.get(TRUSTED).cloned().expect("a cookie");
        let (series, secret) = cookie.split_once('.').expect("a series and a secret");
        assert!(shown.body.contains(series) && !shown.body.contains(secret));
        let end = format!("/account/security/devices/{series}/distrust");
        elsewhere.post(&end, &[]).await.expect_redirect(page);
        elsewhere.submit(page, &end, &[]).await.expect(StatusCode::NOT_FOUND);
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    }

    async fn r137_staff_see_a_users_devices_and_end_one(house) {
        let (mut ada, key) = trusting(&house).await;
        let mut tablet = house.visitor();
        trusts(&house, &mut tablet, &key).await;
        tablet.signs_out().await;
        let user = format!("/staff/users/{}", house.person(PrincipalKind::User, ADA).await.id);
        let mut support = staff(&house, "grace@sunny.example", Role::Support).await;
        let page = support.get(&user).await.expect_text("Trusted devices");
        // The latest comes first: that is the tablet.
        let ends: Vec<String> = page.body.split('"')
            .filter(|part| part.ends_with("/distrust"))
            .map(str::to_owned)
            .collect();
        let [latest, _] = ends.as_slice() else { panic!("two devices: {ends:?}") };
        support.get(latest).await.expect(StatusCode::OK);
        tablet.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        tablet.signs_out().await;
        support.submit(latest, latest, &[]).await.expect_redirect(&user);
        support.get(&user).await.expect_text("A device of");
        tablet.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        // It is gone, and nobody is told that it ended twice.
        support.submit(latest, latest, &[]).await.expect_redirect(&user);
        let mut owner = staff(&house, "olivia@sunny.example", Role::Owner).await;
        let log = owner.get("/staff/audit").await;
        assert_eq!(log.body.matches(">device.distrusted<").count(), 1);
    }

    async fn r138_a_trusted_browser_is_no_fresh_proof(house) {
        let (mut ada, _) = trusting(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        let asked = ada.get("/account/password").await.location().unwrap_or_default();
        assert!(asked.starts_with("/account/step-up?next="), "{asked}");
    }

    async fn r130_switched_off_or_under_a_requirement_no_browser_is_trusted(house) {
        let (mut ada, _) = trusting(&house).await;
        set(&house, |settings| settings.trusted_devices = false).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let page = ada.get(VERIFY).await;
        assert!(!page.body.contains("name=\"trust_device\""));
        set(&house, |settings| {
            settings.trusted_devices = true;
            settings.factor_users.demand = Requirement::Required;
        }).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    }

    async fn r131_a_backup_code_trusts_nothing(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (_, codes) = ada.enables_totp(&house).await;
        ada.signs_out().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let option = ada.get("/login/verify/other").await.options().pop().expect("backup codes");
        ada.post("/login/verify/other", &[("option", &option)]).await;
        let page = ada.get(VERIFY).await;
        assert!(!page.body.contains("name=\"trust_device\""));
        let code = codes.first().cloned().unwrap_or_default();
        ada.post(VERIFY, &[("code", &code), ("trust_device", "yes")]).await.expect_redirect("/account");
        assert!(!ada.cookies.contains_key(TRUSTED));
    }
}
