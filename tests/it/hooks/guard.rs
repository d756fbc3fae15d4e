//! `geo-guard` asks for more at a sign-in from a network that is new for the person, and learns from those that came to
//! their end.

use http::StatusCode;
use innkeeper_server::app::{Caller, plugins};
use innkeeper_store::Page;
use innkeeper_store::audit::{self, AuditEntry};
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use super::estate::Estate;
use crate::houses::houses;
use crate::settling::by;

const ADA: &str = "ada@example.org";
const VERIFY: &str = "/login/verify";
const OTHER: &str = "/login/verify/other";

/// Where nobody comes from.
const ELSEWHERE: [u8; 4] = [203, 0, 113, 7];

/// The house is guarded; what its people do is told at once.
async fn guarded(house: House, class: &str) -> Estate {
    Estate::with(house, "geo-guard", &[("class", class)], None).await
}

/// Ada with an app and codes by mail, signed out in her usual network; the key of her app.
async fn ada(estate: &Estate) -> (Visitor, String, Vec<String>) {
    let house = &estate.house;
    let mut ada = house.visitor();
    ada.registers(house, ADA).await;
    let (key, codes) = ada.enables_totp(house).await;
    enables_mail(house, &mut ada).await;
    ada.signs_out().await;
    estate.tells().await;
    house.wait_for_next_code();
    (ada, key, codes)
}

async fn enables_mail(house: &House, ada: &mut Visitor) {
    let cards = "/account/security/factors/new";
    let enrol = "/account/security/factors/email-code/enrol";
    let begun = ada.submit(cards, enrol, &[]).await;
    let page = begun.location().expect("an enrolment begins");
    ada.get(&page).await;
    let mails = house.mails().await;
    let mail = mails.iter().find(|mail| mail.line.template == "code");
    let text = mail.and_then(|mail| mail.text_body.as_ref());
    let text = text.expect("a code was mailed").0.clone();
    let is_code = |word: &&str| word.len() == 8 && word.chars().all(|c| c.is_ascii_digit());
    let code = text.split_whitespace().find(is_code).expect("eight digits");
    ada.post(&page, &[("code", code)])
        .await
        .expect_redirect("/account/security");
}

/// Comes in with a code of the app, and trusts the browser.
async fn proves(house: &House, browser: &mut Visitor, key: &str) {
    browser
        .signs_in(ADA, PASSWORD)
        .await
        .expect_redirect(VERIFY);
    house.wait_for_next_code();
    let code = house.code(key);
    let answer = [("code", code.as_str()), ("trust_device", "yes")];
    browser
        .submit(VERIFY, VERIFY, &answer)
        .await
        .expect_redirect("/account");
}

/// The latest event of that name.
async fn latest(house: &House, event: &str) -> AuditEntry {
    let mut tx = house.panel.db.read().await.unwrap();
    let filter = audit::Filter {
        event: Some(event),
        ..audit::Filter::default()
    };
    let events = audit::list(&mut tx, filter, Page::first(1)).await.unwrap();
    events.rows.into_iter().next().expect("it happened")
}

houses! {
    async fn a_trusted_device_counts_in_a_known_network_and_not_in_a_new_one(house) {
        let estate = guarded(house, "strong").await;
        let (mut ada, key, _) = ada(&estate).await;
        proves(&estate.house, &mut ada, &key).await;
        ada.signs_out().await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        ada.signs_out().await;

        let mut travelling = ada.from_address(ELSEWHERE);
        travelling.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let because = latest(&estate.house, "sign-in.pending").await.detail;
        assert_eq!(because["demanded"], "strong");
        assert_eq!(because["plugin"], "dev.innkeeper.geo-guard");
        estate.house.wait_for_next_code();
        let code = estate.house.code(&key);
        travelling.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        travelling.signs_out().await;
        travelling.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);

        estate.tells().await;
        travelling.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        travelling.signs_out().await;
        let mut neighbour = travelling.from_address([203, 0, 113, 250]);
        neighbour.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
    }

    async fn in_a_new_network_the_lesser_factor_is_no_way_in_at_any_step(house) {
        let estate = guarded(house, "strong").await;
        let (mut ada, key, _) = ada(&estate).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        assert!(latest(&estate.house, "sign-in.pending").await.detail.get("demanded").is_none());
        let known = ada.get(OTHER).await.options();
        assert_eq!(known.len(), 3, "app, mail and backup codes");

        let mut travelling = estate.house.visitor().from_address(ELSEWHERE);
        travelling.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let left = travelling.get(OTHER).await.options();
        assert_eq!(left.len(), 2, "{left:?}");
        let mail = known.iter().find(|option| !left.contains(option)).expect("one is missing");
        let caller = Caller::default();
        plugins::disable(estate.panel(), estate.id(), by(&caller)).await.unwrap();
        assert_eq!(travelling.get(OTHER).await.options(), left, "what was demanded of a sign-in stays");
        travelling.post(OTHER, &[("option", mail)]).await.expect(StatusCode::BAD_REQUEST);
        estate.house.wait_for_next_code();
        let code = estate.house.code(&key);
        travelling.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn who_has_nothing_of_the_class_is_asked_for_what_they_have(house) {
        let estate = guarded(house, "phishing-resistant").await;
        let (_, key, _) = ada(&estate).await;
        let mut travelling = estate.house.visitor().from_address(ELSEWHERE);
        travelling.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        assert_eq!(travelling.get(OTHER).await.options().len(), 3);
        assert_eq!(latest(&estate.house, "sign-in.pending").await.detail["demanded"], "phishing-resistant");
        estate.house.wait_for_next_code();
        let code = estate.house.code(&key);
        travelling.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");

        let bob = "bob@example.org";
        estate.house.visitor().registers(&estate.house, bob).await;
        estate.tells().await;
        let mut bob_travelling = estate.house.visitor().from_address(ELSEWHERE);
        bob_travelling.signs_in(bob, PASSWORD).await.expect_redirect("/account");
        bob_travelling.get("/account").await.expect(StatusCode::OK);
    }

    async fn a_sign_in_by_a_backup_code_or_none_at_all_makes_no_network_known(house) {
        let estate = guarded(house, "strong").await;
        let (_, _, codes) = ada(&estate).await;
        let mut thief = estate.house.visitor().from_address(ELSEWHERE);
        thief.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        estate.tells().await;
        let option = thief.get(OTHER).await.options().pop().expect("backup codes are the last of the ways");
        thief.post(OTHER, &[("option", &option)]).await.expect_redirect(VERIFY);
        let code = codes.first().cloned().unwrap_or_default();
        thief.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        let restriction = latest(&estate.house, "sign-in.succeeded").await.detail["restriction"].clone();
        assert_eq!(restriction, "recovery");
        estate.tells().await;
        let mut again = estate.house.visitor().from_address(ELSEWHERE);
        again.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        assert_eq!(latest(&estate.house, "sign-in.pending").await.detail["demanded"], "strong");
    }

    async fn each_person_has_networks_of_their_own(house) {
        let estate = guarded(house, "strong").await;
        let bob = "bob@example.org";
        let mut first = estate.house.visitor().from_address(ELSEWHERE);
        first.registers(&estate.house, bob).await;
        estate.tells().await;
        ada(&estate).await;
        let mut travelling = estate.house.visitor().from_address(ELSEWHERE);
        travelling.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        assert_eq!(latest(&estate.house, "sign-in.pending").await.detail["demanded"], "strong");
    }
}
