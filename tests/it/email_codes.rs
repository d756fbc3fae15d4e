//! Codes by mail, over HTTP, on both engines: who gets one, how often, and what it opens.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_store::Engine;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const OTHER: &str = "/login/verify/other";

/// Registers and sets codes by mail up.
async fn ada(house: &House) -> Visitor {
    let mut ada = house.visitor();
    ada.registers(house, ADA).await;
    let cards = "/account/security/factors/new";
    let enrol = "/account/security/factors/email-code/enrol";
    let begun = ada.submit(cards, enrol, &[]).await;
    let page = begun.location().expect("an enrolment begins");
    ada.get(&page).await.expect_text("a***@example.org");
    let code = latest_code(house).await;
    let codes = ada.post(&page, &[("code", &code)]).await.location();
    let codes = codes.expect("backup codes come next");
    ada.get(&codes).await;
    ada.post(&codes, &[("saved", "yes")])
        .await
        .expect_redirect("/account/security");
    ada.signs_out().await;
    house.wait(TimeDelta::minutes(2));
    ada
}

async fn code_mails(house: &House) -> usize {
    let mails = house.mails().await;
    mails
        .iter()
        .filter(|mail| mail.line.template == "code")
        .count()
}

/// The code of the latest mail.
async fn latest_code(house: &House) -> String {
    let mails = house.mails().await;
    let mail = mails.iter().find(|mail| mail.line.template == "code");
    let mail = mail.expect("a code was mailed");
    assert_eq!(mail.line.to_address, ADA);
    let text = mail.text_body.as_ref().expect("a text").0.clone();
    let is_code = |word: &&str| word.len() == 8 && word.chars().all(|c| c.is_ascii_digit());
    let code = text
        .split_whitespace()
        .find(is_code)
        .expect("eight digits")
        .to_owned();
    assert!(
        !mail.line.subject.contains(&code),
        "r77: not in the subject"
    );
    code
}

houses! {
    async fn r71_a_mailed_code_signs_in_once_and_the_page_never_shows_it(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let code = latest_code(&house).await;
        let page = ada.get(VERIFY).await.expect_text("a***@example.org");
        assert!(!page.body.contains(&code) && !page.body.contains(ADA), "r78");
        ada.post(VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        ada.signs_out().await;
        house.wait(TimeDelta::minutes(2));
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn r72_a_code_works_in_the_sign_in_that_asked_for_it_alone(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let first = latest_code(&house).await;
        house.wait(TimeDelta::minutes(2));
        let mut thief = house.visitor();
        thief.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        thief.submit(VERIFY, VERIFY, &[("code", &first)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.submit(VERIFY, VERIFY, &[("code", &first)]).await.expect_redirect("/account");
    }

    async fn r73_a_new_code_replaces_the_old_one(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let old = latest_code(&house).await;
        house.wait(TimeDelta::seconds(61));
        let option = ada.get(VERIFY).await.options().pop().expect("a button for a new code");
        ada.post(OTHER, &[("option", &option)]).await.expect_redirect(VERIFY);
        let new = latest_code(&house).await;
        assert_ne!(old, new);
        ada.submit(VERIFY, VERIFY, &[("code", &old)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.submit(VERIFY, VERIFY, &[("code", &new)]).await.expect_redirect("/account");
    }

    async fn r34_r74_asking_for_a_new_code_forgives_no_wrong_one(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        for _ in 0..3 {
            ada.submit(VERIFY, VERIFY, &[("code", "00000000")]).await;
        }
        house.wait(TimeDelta::seconds(61));
        let option = ada.get(VERIFY).await.options().pop().expect("a button for a new code");
        ada.post(OTHER, &[("option", &option)]).await.expect_redirect(VERIFY);
        let code = latest_code(&house).await;
        ada.submit(VERIFY, VERIFY, &[("code", "00000000")]).await;
        house.wait(TimeDelta::seconds(30));
        let last = ada.submit(VERIFY, VERIFY, &[("code", "00000000")]).await;
        assert_eq!(last.status, StatusCode::FORBIDDEN, "the fifth wrong code ends the sign-in");
        let after = ada.submit(VERIFY, VERIFY, &[("code", &code)]).await;
        assert!(after.location().is_none_or(|to| to == "/login"), "{:?}", after.location());
    }

    async fn r75_a_minute_lies_between_two_codes_and_an_hour_has_five(house) {
        let mut ada = ada(&house).await;
        let before = code_mails(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let page = ada.get(VERIFY).await;
        assert_eq!(page.options(), Vec::<String>::new(), "there is no button yet");
        let option = ada.get(OTHER).await.options().first().cloned().expect("a way");
        ada.post(OTHER, &[("option", &option)]).await.expect_redirect(VERIFY);
        ada.get(VERIFY).await.expect_text("on its way already");
        assert_eq!(code_mails(&house).await, before + 1);
        for _ in 0..8 {
            house.wait(TimeDelta::seconds(61));
            ada.submit(OTHER, OTHER, &[("option", &option)]).await;
        }
        // One went out when the factor was set up.
        assert_eq!(code_mails(&house).await, 5, "five in the hour");
    }

    async fn r75_fifty_requests_at_once_send_one_code(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        house.wait(TimeDelta::seconds(61));
        let option = ada.get(VERIFY).await.options().pop().expect("a button for a new code");
        let before = code_mails(&house).await;
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (mut one, option) = (ada.clone(), option.clone());
            asking.spawn(async move { one.post(OTHER, &[("option", &option)]).await.status });
        }
        while let Some(status) = asking.join_next().await {
            assert_eq!(status.expect("an answer"), StatusCode::SEE_OTHER);
        }
        assert_eq!(code_mails(&house).await, before + 1);
    }

    async fn looking_at_a_page_sends_nobody_a_code(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let code = latest_code(&house).await;
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        house.wait(TimeDelta::minutes(15));
        let before = code_mails(&house).await;
        let step_up = ada.get("/account/password").await.location().expect("a fresh proof is due");
        ada.get(&step_up).await.location().expect("the ways to give it");
        ada.submit("/password/forgot", "/password/forgot", &[("email", ADA)]).await;
        house.run_jobs().await;
        let link = house.mailed_link("reset-password", ADA).await;
        ada.get(&link).await.expect(StatusCode::OK);
        assert_eq!(code_mails(&house).await, before);
    }

    async fn r142_a_mailed_code_alone_is_no_fresh_proof(house) {
        let mut ada = ada(&house).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let code = latest_code(&house).await;
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        house.wait(TimeDelta::minutes(15));
        let step_up = "/account/step-up";
        let ways = ada.get("/account/step-up/other").await;
        let option = ways.options().first().cloned().expect("codes by mail");
        ada.post("/account/step-up/other", &[("option", &option)]).await;
        let code = latest_code(&house).await;
        let alone = ada.submit(step_up, step_up, &[("code", &code)]).await;
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        let both = [("code", code.as_str()), ("password", PASSWORD), ("next", "/account/password")];
        ada.submit(step_up, step_up, &both).await.expect_redirect("/account/password");
    }

    async fn r16_looking_at_a_check_up_sends_no_code_and_asking_for_one_does(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let enrol = "/account/security/factors/email-code/enrol";
        let page = ada.submit("/account/security/factors/new", enrol, &[]).await.location().expect("it begins");
        let code = latest_code(&house).await;
        ada.submit(&page, &page, &[("code", &code)]).await.location().expect("backup codes come next");
        house.wait(TimeDelta::minutes(2));
        let security = ada.get("/account/security").await.body;
        let check = security.split('"').find(|text| text.ends_with("/check")).expect("a link").to_owned();
        let send = format!("{check}/send");
        let before = code_mails(&house).await;
        ada.get(&check).await.expect(StatusCode::OK).expect_text(&send);
        assert_eq!(code_mails(&house).await, before);
        ada.submit(&check, &send, &[]).await.expect_redirect(&check);
        assert_eq!(code_mails(&house).await, before + 1);
        ada.post(&send, &[]).await.expect_redirect(&check);
        assert_eq!(code_mails(&house).await, before + 1, "no second one within a minute");
        let code = latest_code(&house).await;
        ada.submit(&check, &check, &[("code", &code)]).await.expect_redirect("/account");
    }
}

#[tokio::test]
async fn r71_a_code_works_no_longer_than_the_provider_says() {
    let settings = [("security.email_code_lifetime", "3m")];
    let Some(house) = House::open_with(Engine::Sqlite, &settings).await else {
        return;
    };
    let mut ada = ada(&house).await;
    ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
    let code = latest_code(&house).await;
    house.wait(TimeDelta::minutes(4));
    ada.submit(VERIFY, VERIFY, &[("code", &code)])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}
