//! Browsers that a person signed in with before, and the mail about a sign-in with any other (R183).

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
const BOB: &str = "bob@example.org";
const MARK: &str = "__Host-browser";
const OTHER_PASSWORD: &str = "a short swim in the lake";
const VERIFY: &str = "/login/verify";
/// As many as may try at once before any of them is known to be right.
const CROWD: usize = 3;

/// How many mails told somebody of a new browser.
async fn told(house: &House, email: &str) -> usize {
    let mails = house.mails().await.into_iter();
    mails
        .filter(|mail| mail.line.template == "new-browser" && mail.line.to_address == email)
        .count()
}

/// Signs in with the password alone, and out again.
async fn comes_in(browser: &mut Visitor, email: &str) {
    browser.cookies.remove("__Host-innkeeper");
    browser
        .signs_in(email, PASSWORD)
        .await
        .expect_redirect("/account");
    browser.signs_out().await;
}

/// Signs in with a code.
async fn comes_in_with_a_code(house: &House, browser: &mut Visitor, key: &str, trust: &str) {
    house.wait_for_next_code();
    browser
        .signs_in(ADA, PASSWORD)
        .await
        .expect_redirect(VERIFY);
    assert!(!browser.cookies.contains_key(MARK), "R25: not half-way");
    browser.get(VERIFY).await;
    let code = house.code(key);
    browser
        .post(VERIFY, &[("code", &code), ("trust_device", trust)])
        .await
        .expect_redirect("/account");
    assert!(browser.cookies.contains_key(MARK));
}

houses! {
    async fn r183_a_sign_in_with_another_browser_is_told_once_and_the_first_one_never(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        assert_eq!(told(&house, ADA).await, 0, "her first sign-in");
        let address = house.visitor_address();
        let mut elsewhere = house.visitor().from_address(address);
        comes_in(&mut elsewhere, ADA).await;
        let mail = house.mails().await.remove(0);
        assert_eq!((mail.line.template.as_str(), mail.line.to_address.as_str()), ("new-browser", ADA));
        let text = mail.text_body.expect("a text").0;
        for part in [address.to_string().as_str(), "Firefox", "/password/forgot", "/account/security/sessions"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        comes_in(&mut elsewhere, ADA).await;
        comes_in(&mut ada, ADA).await;
        assert_eq!(told(&house, ADA).await, 1);
    }

    async fn r183_neither_another_network_nor_cleared_cookies_make_a_known_browser_new(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut travelling = ada.clone().from_address(house.visitor_address());
        comes_in(&mut travelling, ADA).await;
        ada.cookies.clear();
        for _ in 0..3 {
            comes_in(&mut ada, ADA).await;
            ada.cookies.clear();
        }
        assert_eq!(told(&house, ADA).await, 0);
        travelling.cookies.clear();
        comes_in(&mut travelling, ADA).await;
        assert_eq!(told(&house, ADA).await, 1, "neither the mark nor the place is known");
    }

    async fn r183_people_who_share_a_browser_keep_its_mark_and_are_told_each_for_themselves(house) {
        let (mut ada, mut bob) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        bob.registers(&house, BOB).await;
        ada.signs_out().await;
        let mark = ada.cookies.get(MARK).cloned();
        comes_in(&mut ada, BOB).await;
        assert_eq!((told(&house, ADA).await, told(&house, BOB).await), (0, 1));
        assert_eq!(ada.cookies.get(MARK), mark.as_ref());
        let mut travelling = ada.from_address(house.visitor_address());
        comes_in(&mut travelling, ADA).await;
        comes_in(&mut travelling, BOB).await;
        assert_eq!((told(&house, ADA).await, told(&house, BOB).await), (0, 1));
    }

    async fn r183_one_mail_tells_of_one_sign_in(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, codes) = ada.enables_totp(&house).await;
        comes_in_with_a_code(&house, &mut house.visitor(), &key, "no").await;
        assert_eq!(told(&house, ADA).await, 1, "a second factor");
        comes_in_with_a_code(&house, &mut house.visitor(), &key, "yes").await;
        assert_eq!(house.mails().await.remove(0).line.template, "device-trusted");

        let mut recovering = house.visitor();
        recovering.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let option = recovering.get("/login/verify/other").await.options().pop().expect("backup codes are a way");
        recovering.post("/login/verify/other", &[("option", &option)]).await.expect_redirect(VERIFY);
        recovering.get(VERIFY).await;
        recovering.post(VERIFY, &[("code", &codes[0])]).await.expect_redirect("/account");
        assert_eq!(house.mails().await.remove(0).line.template, "backup-code-used");
        assert!(!recovering.cookies.contains_key(MARK), "a backup code opens no full session");
        assert_eq!(told(&house, ADA).await, 1, "the other mails said it");
    }

    async fn r183_who_must_set_up_a_factor_first_hears_of_it_all_the_same(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut settings = Settings::clone(&house.panel.settings());
        settings.factor_users.demand = Requirement::Required;
        operator::save_settings(&house.panel, &settings, "a test").await.expect("settings are saved");
        let mut stranger = house.visitor();
        stranger.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        stranger.get("/account").await.expect_redirect("/account/security/factors/new");
        assert_eq!(told(&house, ADA).await, 1);
        assert!(!stranger.cookies.contains_key(MARK), "R25: no factor was proved");
    }

    async fn r183_staff_hear_of_it_too_and_in_their_own_area(house) {
        let grace = "grace@sunny.example";
        let known = staff(&house, grace, Role::Owner).await;
        assert!(known.cookies.contains_key("__Host-browser-staff"));
        assert_eq!(told(&house, grace).await, 0);
        let fields = [("email", grace), ("password", PASSWORD)];
        house.visitor().submit("/staff/login", "/staff/login", &fields).await.expect_redirect("/staff");
        let link = house.mailed_link("new-browser", grace).await;
        assert_eq!(link, "/staff/password/forgot");
        house.visitor().get("/staff/account/security/sessions").await.expect(StatusCode::SEE_OTHER);
    }

    async fn r183_what_ends_other_sessions_forgets_other_browsers(house) {
        let (mut ada, mut other) = (house.visitor(), house.visitor());
        ada.registers(&house, ADA).await;
        comes_in(&mut other, ADA).await;
        assert_eq!(told(&house, ADA).await, 1);
        let fields = [("current_password", PASSWORD), ("password", OTHER_PASSWORD)];
        ada.submit("/account/password", "/account/password", &fields).await.expect(StatusCode::SEE_OTHER);
        ada.signs_out().await;
        ada.signs_in(ADA, OTHER_PASSWORD).await.expect_redirect("/account");
        assert_eq!(told(&house, ADA).await, 1, "the browser in which she changed it stays known");
        other.signs_in(ADA, OTHER_PASSWORD).await.expect_redirect("/account");
        assert_eq!(told(&house, ADA).await, 2);
    }

    async fn r183_a_browser_that_is_not_seen_for_long_is_forgotten_and_its_owner_is_not_new(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(TimeDelta::days(399));
        comes_in(&mut ada, ADA).await;
        house.wait(TimeDelta::days(399));
        comes_in(&mut ada, ADA).await;
        assert_eq!(told(&house, ADA).await, 0, "each sign-in counts");
        house.wait(TimeDelta::days(401));
        comes_in(&mut ada, ADA).await;
        assert_eq!(told(&house, ADA).await, 1);
    }

    async fn r183_of_many_sign_ins_at_once_one_is_told(house) {
        house.visitor().registers(&house, ADA).await;
        let mut door = house.visitor();
        door.get("/login").await;
        let tasks: Vec<_> = vec![door; CROWD].into_iter().map(|mut one| {
            tokio::spawn(async move {
                one.post("/login", &[("email", ADA), ("password", PASSWORD)]).await.expect_redirect("/account");
            })
        }).collect();
        for task in tasks {
            task.await.expect("everybody gets in");
        }
        assert_eq!(told(&house, ADA).await, 1);
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        let id = house.person(PrincipalKind::User, ADA).await.id;
        let kept = innkeeper_store::browser_traces::delete_beyond(&mut tx, id, 0).await.expect("traces");
        assert_eq!(kept, 2 + 1 + CROWD as u64, "a mark and a place, another place, and a mark each");
    }
}
