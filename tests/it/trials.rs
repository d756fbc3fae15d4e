//! Trying a second factor out while signed in (R16), and putting one right whose codes are refused (R54).

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::credentials::{self, Credential};
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::oathtool;
use innkeeper_tests::visitor::{Reply, Visitor};

use crate::houses::houses;

const ADA: &str = "ada@example.org";
const TRY_IT: &str = "Try it once now, while you are signed in";

/// What Ada can use, the oldest first.
async fn held(house: &House) -> Vec<Credential> {
    let ada = house.person(PrincipalKind::User, ADA).await;
    let mut tx = house.panel.db.read_once().await.expect("a look");
    let mut held = credentials::list_active(&mut tx, ada.id)
        .await
        .expect("credentials");
    held.sort_by_key(|credential| credential.created_at);
    held
}

async fn page_of(house: &House, place: usize, name: &str) -> String {
    let held = held(house).await;
    let apps: Vec<&Credential> = held.iter().filter(|held| held.factor == "totp").collect();
    format!("/account/security/credentials/{}/{name}", apps[place].id)
}

/// What a phone shows whose clock is so many seconds ahead.
fn shown(house: &House, key: &str, ahead: i64) -> String {
    oathtool::code(key, house.now().timestamp() + ahead).expect("oathtool computes a code")
}

/// Two codes in a row of a phone whose clock is so many seconds ahead.
async fn mends(house: &House, visitor: &mut Visitor, page: &str, key: &str, ahead: i64) -> Reply {
    let (first, second) = (shown(house, key, ahead - 30), shown(house, key, ahead));
    visitor
        .submit(page, page, &[("first", &first), ("second", &second)])
        .await
}

/// A second app beside the first; its setup key.
async fn sets_up_another_app(house: &House, visitor: &mut Visitor) -> String {
    let (cards, enrol) = (
        "/account/security/factors/new",
        "/account/security/factors/totp/enrol",
    );
    let page = visitor
        .submit(cards, enrol, &[])
        .await
        .location()
        .expect("an enrolment begins");
    let key = visitor.get(&page).await.setup_key();
    let code = house.code(&key);
    visitor
        .post(&page, &[("code", &code)])
        .await
        .expect_redirect("/account/security");
    key
}

/// Signs in with the app that was set up last, or the first where there are several.
async fn signs_in(house: &House, visitor: &mut Visitor, app: usize, code: &str) -> Reply {
    visitor
        .signs_in(ADA, PASSWORD)
        .await
        .expect_redirect("/login/verify");
    let apps: Vec<Credential> = held(house)
        .await
        .into_iter()
        .filter(|held| held.factor == "totp")
        .collect();
    if apps.len() > 1 {
        let option = apps[app].id.to_string();
        visitor
            .submit(
                "/login/verify/other",
                "/login/verify/other",
                &[("option", &option)],
            )
            .await
            .expect_redirect("/login/verify");
    }
    visitor
        .submit("/login/verify", "/login/verify", &[("code", code)])
        .await
}

async fn says(visitor: &mut Visitor, path: &str, text: &str) -> bool {
    visitor
        .get(path)
        .await
        .expect(StatusCode::OK)
        .body
        .contains(text)
}

houses! {
    async fn r54_a_phone_that_is_minutes_off_is_resynchronised_by_two_codes(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        let mend = page_of(&house, 0, "mend").await;
        assert!(says(&mut ada, "/account/security", &mend).await, "it is found where factors are");
        house.wait(TimeDelta::minutes(6));
        // A phone that is five minutes behind.
        mends(&house, &mut ada, &mend, &key, -300).await.expect_redirect("/account/security");
        ada.get("/account/security").await.expect(StatusCode::OK)
            .expect_text("clock is about 300 seconds behind");
        let spent = shown(&house, &key, -300);
        ada.signs_out().await;
        signs_in(&house, &mut ada, 0, &spent).await.expect_text("That code was already used");
        house.wait_for_next_code();
        let code = shown(&house, &key, -300);
        ada.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn r54_resynchronising_needs_a_fresh_proof_and_is_none(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait(TimeDelta::minutes(6));
        let other = sets_up_another_app(&house, &mut ada).await;
        let mend = page_of(&house, 0, "mend").await;
        house.wait(TimeDelta::minutes(11));
        let asked = ada.get(&mend).await.location().expect("a proof is asked for");
        assert!(asked.starts_with("/account/step-up?next="), "{asked}");
        let sent = ada.submit("/account/profile", &mend, &[("first", "123456"), ("second", "123456")]).await.location();
        assert!(sent.expect("a proof is asked for").starts_with("/account/step-up?next="));
        // By the app whose clock is right.
        let option = held(&house).await.last().expect("the other app").id.to_string();
        let next = [("option", &*option), ("next", &mend)];
        ada.submit("/account/step-up/other", "/account/step-up/other", &next).await;
        let code = house.code(&other);
        ada.submit("/account/step-up", "/account/step-up", &[("code", &code), ("next", &mend)]).await
            .expect_redirect(&mend);
        house.wait(TimeDelta::minutes(6));
        mends(&house, &mut ada, &mend, &key, 240).await.expect_redirect("/account/security");
        house.wait(TimeDelta::minutes(6));
        let asked = ada.get(&mend).await.location().expect("the proof was not renewed");
        assert!(asked.starts_with("/account/step-up?next="), "{asked}");
    }

    async fn r54_wrong_pairs_count_as_wrong_codes_do(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        let mend = page_of(&house, 0, "mend").await;
        house.wait_for_next_code();
        let wrong = [("first", "000000"), ("second", "000001")];
        for _ in 0..3 {
            ada.submit(&mend, &mend, &wrong).await.expect_text("not two codes in a row");
        }
        ada.submit(&mend, &mend, &wrong).await.expect(StatusCode::TOO_MANY_REQUESTS);
        mends(&house, &mut ada, &mend, &key, 300).await.expect(StatusCode::TOO_MANY_REQUESTS);
        house.wait(TimeDelta::seconds(2));
        mends(&house, &mut ada, &mend, &key, 300).await.expect_redirect("/account/security");
    }

    async fn r54_the_same_two_codes_resynchronise_once(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        let mend = page_of(&house, 0, "mend").await;
        mends(&house, &mut ada, &mend, &key, 300).await.expect_redirect("/account/security");
        mends(&house, &mut ada, &mend, &key, 300).await.expect_text("One of those codes was already used");
        let (first, second) = (shown(&house, &key, 330), shown(&house, &key, 360));
        ada.get(&mend).await;
        let fields = [("first", &*first), ("second", &*second)];
        let mut elsewhere = ada.clone();
        let (one, two) = tokio::join!(ada.post(&mend, &fields), elsewhere.post(&mend, &fields));
        let went = |reply: &Reply| reply.location().as_deref() == Some("/account/security");
        assert!(went(&one) != went(&two), "{} {}", one.status, two.status);
    }

    async fn r54_who_came_in_by_a_backup_code_may_resynchronise_and_has_the_same_choice_after(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, codes) = ada.enables_totp(&house).await;
        ada.signs_out().await;
        house.wait(TimeDelta::hours(1));
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        let others = ada.get("/login/verify/other").await.expect(StatusCode::OK);
        let option = others.options().pop().expect("backup codes are the last of the ways");
        ada.post("/login/verify/other", &[("option", &option)]).await.expect_redirect("/login/verify");
        ada.submit("/login/verify", "/login/verify", &[("code", &codes[0])]).await.expect_redirect("/account");
        let (mend, check) = (page_of(&house, 0, "mend").await, page_of(&house, 0, "check").await);
        assert!(says(&mut ada, "/account/security/recovered", &mend).await);
        ada.get(&check).await.expect_redirect("/account/security/recovered");
        mends(&house, &mut ada, &mend, &key, -120).await.expect_redirect("/account/security/recovered");
        ada.get("/account").await.expect_redirect("/account/security/recovered");
        let remove = page_of(&house, 0, "remove").await;
        ada.get(&remove).await.expect_redirect("/account/security/recovered");
    }

    async fn r16_a_factor_that_was_never_used_is_to_be_tried_within_28_days(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let other = sets_up_another_app(&house, &mut ada).await;
        assert!(!says(&mut ada, "/account", TRY_IT).await, "it has just been proved");
        house.wait(TimeDelta::days(2));
        let code = house.code(&key);
        signs_in(&house, &mut ada, 0, &code).await.expect_redirect("/account");
        let check = page_of(&house, 1, "check").await;
        assert!(says(&mut ada, "/account", TRY_IT).await);
        assert!(says(&mut ada, "/account/profile", &check).await);
        assert!(!says(&mut ada, &check, TRY_IT).await, "it is being done there");
        // It never blocks, and can be put off for a week.
        let later = format!("{check}/later");
        ada.submit("/account", &later, &[("return_to", "/account/profile")]).await.expect_redirect("/account/profile");
        assert!(!says(&mut ada, "/account", TRY_IT).await);
        for (days, asked) in [(8, true), (20, false)] {
            house.wait(TimeDelta::days(days));
            let code = house.code(&key);
            signs_in(&house, &mut ada, 0, &code).await.expect_redirect("/account");
            assert_eq!(says(&mut ada, "/account", TRY_IT).await, asked, "{days} days later");
        }
        ada.signs_out().await;
        let code = house.code(&other);
        signs_in(&house, &mut ada, 1, &code).await.expect_redirect("/account");
    }

    async fn r16_a_check_up_is_an_ordinary_challenge_that_opens_nothing(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        let check = page_of(&house, 0, "check").await;
        house.wait(TimeDelta::hours(23));
        assert!(!says(&mut ada, "/account", TRY_IT).await);
        house.wait(TimeDelta::hours(2));
        assert!(says(&mut ada, "/account", TRY_IT).await);
        let code = house.code(&key);
        ada.submit(&check, &check, &[("code", &code)]).await.expect_redirect("/account");
        ada.get("/account").await.expect_text("works.");
        assert!(!says(&mut ada, "/account", TRY_IT).await);
        assert!(held(&house).await.iter().any(|held| held.last_used_at == Some(house.now())));
        // It was no fresh proof, and its code is spent.
        ada.get("/account/security").await.expect_redirect("/account/step-up?next=%2Faccount%2Fsecurity");
        ada.submit("/account/step-up", "/account/step-up", &[("code", &code), ("next", "/account")]).await
            .expect_text("That code was already used");
    }

    async fn r16_a_sign_in_by_the_factor_is_check_up_enough(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        ada.signs_out().await;
        house.wait(TimeDelta::days(3));
        let code = house.code(&key);
        signs_in(&house, &mut ada, 0, &code).await.expect_redirect("/account");
        assert!(!says(&mut ada, "/account", TRY_IT).await);
    }

    async fn r16_check_ups_that_fail_count_but_sign_nobody_out_and_a_new_one_may_be_set_up(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        let check = page_of(&house, 0, "check").await;
        house.wait_for_next_code();
        for _ in 0..4 {
            ada.submit(&check, &check, &[("code", "000000")]).await;
            house.wait(TimeDelta::minutes(1));
        }
        let code = house.code(&key);
        ada.post(&check, &[("code", &code)]).await.expect_text("That was often enough for now.");
        let replace = page_of(&house, 0, "replace").await;
        let page = ada.get(&check).await.expect(StatusCode::OK).expect_text("often enough").expect_text(&replace);
        assert!(!page.body.contains("name=\"code\""));
        let begun = ada.post(&replace, &[]).await.location().expect("it is set up anew");
        assert!(begun.starts_with("/account/security/enrolments/"), "{begun}");
        // The old one works until then (R12), and the session's last step-up is still to be had.
        house.wait(TimeDelta::minutes(11));
        let code = house.code(&key);
        ada.submit("/account/step-up", "/account/step-up", &[("code", &code), ("next", "/account")]).await
            .expect_redirect("/account");
        house.wait_for_next_code();
        let code = house.code(&key);
        ada.submit(&check, &check, &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn nobody_tries_or_mends_what_is_anothers(house) {
        house.visitor().registers(&house, ADA).await;
        let mut ada = house.visitor();
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        ada.enables_totp(&house).await;
        let mut eve = house.visitor();
        eve.registers(&house, "eve@example.org").await;
        for name in ["check", "mend"] {
            let page = page_of(&house, 0, name).await;
            eve.get(&page).await.expect(StatusCode::NOT_FOUND);
            eve.post(&page, &[("code", "123456")]).await.expect(StatusCode::NOT_FOUND);
        }
        let later = page_of(&house, 0, "check/later").await;
        eve.post(&later, &[("return_to", "/account")]).await.expect(StatusCode::NOT_FOUND);
    }
}
