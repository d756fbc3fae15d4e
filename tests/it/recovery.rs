//! Recovery over HTTP, on both engines (R179, R181): who may ask, what staff make of it, and what ends it.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_server::app::operator;
use innkeeper_server::app::settings::Settings;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::{Reply, Visitor};

use crate::houses::houses;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const GRACE: &str = "grace@sunny.example";
const ASK: &str = "/login/recover";
const REQUEST: &str = "/login/recover/request";
const REASON: &str = "She answered at her old number.";
const CROWD: usize = 64;

/// Ada with an app, signed out, who says that she lost it; the app's key.
async fn ada(house: &House) -> (Visitor, String) {
    let mut ada = house.visitor();
    ada.registers(house, ADA).await;
    let (key, _) = ada.enables_totp(house).await;
    ada.signs_out().await;
    (ada, key)
}

async fn asks(visitor: &mut Visitor, email: &str, password: &str) -> Reply {
    let fields = [("email", email), ("password", password)];
    visitor.submit(ASK, ASK, &fields).await
}

/// Asks and follows the link; the page of the request.
async fn requests(house: &House, ada: &mut Visitor) -> String {
    asks(ada, ADA, PASSWORD).await.expect(StatusCode::OK);
    let link = house.mailed_link("recovery-asked", ADA).await;
    ada.get(&link)
        .await
        .expect_text("We will check that it is you");
    let fields = [("token", token(&link)), ("words", "It fell into the sea.")];
    let sent = ada.submit(&link, REQUEST, &fields).await;
    sent.expect(StatusCode::OK)
        .expect_text("We are looking at it");
    link
}

fn token(link: &str) -> &str {
    link.split_once("token=").expect("a token").1
}

async fn set(house: &House, change: impl FnOnce(&mut Settings)) {
    let mut settings = Settings::clone(&house.panel.settings());
    change(&mut settings);
    let saved = operator::save_settings(&house.panel, &settings, "a test").await;
    saved.expect("settings are saved");
}

/// The address of the newest request, as staff see it.
async fn newest(staff: &mut Visitor) -> String {
    let list = staff
        .get("/staff/recoveries")
        .await
        .expect(StatusCode::OK)
        .body;
    let rest = list
        .split_once("href=\"/staff/recoveries/")
        .expect("a request")
        .1;
    format!(
        "/staff/recoveries/{}",
        rest.split('"').next().unwrap_or_default()
    )
}

async fn version(staff: &mut Visitor, page: &str) -> String {
    let page = staff.get(page).await.expect(StatusCode::OK).body;
    let rest = page
        .split_once("name=\"version\" value=\"")
        .expect("a version")
        .1;
    rest.split('"').next().unwrap_or_default().to_owned()
}

async fn decides(staff: &mut Visitor, page: &str, action: &str) -> Reply {
    let version = version(staff, page).await;
    let fields = [
        ("version", version.as_str()),
        ("check_0", "yes"),
        ("reason", REASON),
        ("refusal", REASON),
        ("words", "Please call us."),
    ];
    staff
        .submit(page, &format!("{page}/{action}"), &fields)
        .await
}

/// Whether the password alone brings Ada in.
async fn password_alone_opens(house: &House) -> bool {
    let signed_in = house.visitor().signs_in(ADA, PASSWORD).await;
    signed_in.location().as_deref() == Some("/account")
}

async fn mails_of(house: &House, template: &str) -> usize {
    let mails = house.mails().await;
    mails
        .iter()
        .filter(|mail| mail.line.template == template)
        .count()
}

houses! {
    async fn r181_a_reviewed_request_resets_the_factors_and_the_password_is_still_needed(house) {
        let (mut ada, _) = ada(&house).await;
        let link = requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Billing).await;
        let page = newest(&mut grace).await;
        let shown = grace.get(&page).await.expect(StatusCode::OK);
        shown.expect_text("It fell into the sea.");
        decides(&mut grace, &page, "approve").await.expect_redirect(&page);
        grace.get(&page).await.expect_text(REASON).expect_text("I called back");
        assert!(password_alone_opens(&house).await);
        assert_eq!(house.visitor().signs_in(ADA, "not the password").await.location(), None);
        assert_eq!(mails_of(&house, "factors-reset").await, 1);
        ada.get(&link).await.expect(StatusCode::OK).expect_text("were removed");
        let late = [("version", "9"), ("reason", REASON)];
        grace.submit(&page, &format!("{page}/approve"), &late).await.expect_redirect(&page);
        grace.get(&page).await.expect_text("changed elsewhere");
    }

    async fn r181_the_answer_is_the_same_for_every_address_and_password(house) {
        let (mut ada, _) = ada(&house).await;
        let right = asks(&mut ada, ADA, PASSWORD).await.expect(StatusCode::OK);
        let mut plain = house.visitor();
        plain.registers(&house, "bob@example.org").await;
        plain.signs_out().await;
        for (email, password) in [
            (ADA, "not the password"), ("nobody@example.org", PASSWORD), ("bob@example.org", PASSWORD), ("no address", "x"),
        ] {
            let other = asks(&mut house.visitor(), email, password).await.expect(StatusCode::OK);
            let said = |reply: &Reply| reply.body.split_once("<h1>").map(|(_, rest)| rest.split("</main>").next().unwrap_or_default().to_owned());
            assert_eq!(said(&other), said(&right), "{email}");
        }
        assert_eq!(mails_of(&house, "recovery-asked").await, 1);
        for _ in 0..5 {
            asks(&mut ada, ADA, PASSWORD).await.expect(StatusCode::OK);
        }
        assert_eq!(mails_of(&house, "recovery-asked").await, 3, "three an hour for one address");
    }

    async fn r181_a_link_that_was_not_followed_in_time_asks_nobody(house) {
        let (mut ada, _) = ada(&house).await;
        asks(&mut ada, ADA, PASSWORD).await;
        let link = house.mailed_link("recovery-asked", ADA).await;
        house.wait(TimeDelta::hours(1));
        ada.get(&link).await.expect(StatusCode::GONE);
        let mut grace = staff(&house, GRACE, Role::Owner).await;
        grace.get("/staff/recoveries").await.expect_text("Nobody has asked for recovery.");
    }

    async fn r181_two_must_approve_where_the_provider_says_so(house) {
        set(&house, |settings| settings.recovery.second_approver = true).await;
        let (mut ada, _) = ada(&house).await;
        requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Billing).await;
        let mut alan = staff(&house, "alan@sunny.example", Role::Owner).await;
        let page = newest(&mut grace).await;
        decides(&mut grace, &page, "approve").await.expect_redirect(&page);
        assert!(!password_alone_opens(&house).await);
        decides(&mut grace, &page, "approve").await.expect_redirect(&page);
        grace.get(&page).await.expect_text("must be another person");
        assert!(!password_alone_opens(&house).await);
        decides(&mut alan, &page, "approve").await.expect_redirect(&page);
        assert!(password_alone_opens(&house).await);
    }

    async fn r181_the_owner_calls_it_off_while_the_waiting_time_runs(house) {
        set(&house, |settings| settings.recovery.wait_hours = 24).await;
        let (mut ada, _) = ada(&house).await;
        requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Billing).await;
        let page = newest(&mut grace).await;
        decides(&mut grace, &page, "approve").await.expect_redirect(&page);
        let link = house.mailed_link("recovery-approved", ADA).await;
        let mut elsewhere = house.visitor();
        elsewhere.get(&link).await.expect_text("will be removed");
        let fields = [("token", token(&link)), ("cancel", "yes")];
        elsewhere.submit(&link, REQUEST, &fields).await.expect_text("called off");
        house.wait(TimeDelta::hours(25));
        house.run_jobs().await;
        assert!(!password_alone_opens(&house).await);
        assert_eq!(mails_of(&house, "recovery-ended").await, 1);
    }

    async fn r181_when_the_waiting_time_is_over_the_factors_are_reset_once(house) {
        set(&house, |settings| settings.recovery.wait_hours = 24).await;
        let (mut ada, _) = ada(&house).await;
        requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Billing).await;
        let page = newest(&mut grace).await;
        decides(&mut grace, &page, "approve").await.expect_redirect(&page);
        house.run_jobs().await;
        assert!(!password_alone_opens(&house).await);
        house.wait(TimeDelta::hours(24));
        house.run_jobs().await;
        house.run_jobs().await;
        assert!(password_alone_opens(&house).await);
        assert_eq!(mails_of(&house, "factors-reset").await, 1);
    }

    async fn r181_what_is_at_hand_was_not_lost(house) {
        set(&house, |settings| settings.recovery.wait_hours = 24).await;
        let (mut ada, key) = ada(&house).await;
        requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Billing).await;
        let page = newest(&mut grace).await;
        decides(&mut grace, &page, "approve").await.expect_redirect(&page);
        house.wait_for_next_code();
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        let code = house.code(&key);
        ada.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
        house.wait(TimeDelta::hours(25));
        house.run_jobs().await;
        assert!(!password_alone_opens(&house).await);
    }

    async fn r181_a_refusal_tells_the_person_and_changes_nothing(house) {
        let (mut ada, _) = ada(&house).await;
        let link = requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Billing).await;
        let page = newest(&mut grace).await;
        decides(&mut grace, &page, "refuse").await.expect_redirect(&page);
        ada.get(&link).await.expect_text("could not help you this way");
        let mails = house.mails().await;
        let told = mails.iter().find(|mail| mail.line.template == "recovery-ended").expect("a mail");
        assert!(told.text_body.as_ref().expect("a text").0.contains("Please call us."));
        assert!(!password_alone_opens(&house).await);
    }

    async fn r179_a_reason_is_due_and_support_may_not_review(house) {
        let (mut ada, _) = ada(&house).await;
        requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Owner).await;
        let page = newest(&mut grace).await;
        let version = version(&mut grace, &page).await;
        for reason in ["", "lost"] {
            let fields = [("version", version.as_str()), ("reason", reason)];
            let refused = grace.submit(&page, &format!("{page}/approve"), &fields).await;
            refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let mut alan = staff(&house, "alan@sunny.example", Role::Support).await;
        for path in ["/staff/recoveries", &page] {
            alan.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        assert!(!password_alone_opens(&house).await);
    }

    async fn r181_of_many_who_decide_at_once_one_does(house) {
        let (mut ada, _) = ada(&house).await;
        let link = requests(&house, &mut ada).await;
        let mut grace = staff(&house, GRACE, Role::Owner).await;
        let page = newest(&mut grace).await;
        let version = version(&mut grace, &page).await;
        let mut crowd = Vec::new();
        for number in 0..CROWD {
            let mut visitor = if number % 2 == 0 { grace.clone() } else { ada.clone() };
            let (page, link, version) = (page.clone(), link.clone(), version.clone());
            crowd.push(tokio::spawn(async move {
                if number % 2 == 0 {
                    let fields = [("version", version.as_str()), ("reason", REASON)];
                    visitor.post(&format!("{page}/approve"), &fields).await;
                } else {
                    visitor.post(REQUEST, &[("token", token(&link)), ("cancel", "yes")]).await;
                }
            }));
        }
        for one in crowd {
            one.await.expect("nobody panics");
        }
        let (reset, ended) = (mails_of(&house, "factors-reset").await, mails_of(&house, "recovery-ended").await);
        assert_eq!(reset + ended, 1, "{reset} resets, {ended} calls off");
        assert_eq!(password_alone_opens(&house).await, reset == 1);
    }
}
