//! Limits, as somebody meets them who guesses.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_tests::house::PASSWORD;

use crate::houses::houses;

const ADA: &str = "ada@example.org";

houses! {
    async fn r23_five_wrong_codes_end_a_pending_login(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        for _ in 0..5 {
            door.submit("/login/verify", "/login/verify", &[("code", "000000")]).await;
            house.wait(TimeDelta::seconds(40));
        }
        let code = house.code(&key);
        let reply = door.submit("/login/verify", "/login/verify", &[("code", &code)]).await;
        assert_ne!(reply.location().as_deref(), Some("/account"));
        door.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn r35_during_a_lock_the_right_code_is_refused_too_and_the_page_says_how_long(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await;
        for _ in 0..4 {
            door.submit("/login/verify", "/login/verify", &[("code", "000000")]).await;
        }
        let code = house.code(&key);
        let locked = door.submit("/login/verify", "/login/verify", &[("code", &code)]).await;
        let locked = locked.expect(StatusCode::TOO_MANY_REQUESTS);
        assert!(locked.headers.contains_key("retry-after"), "R38: the answer says how long to wait");
        house.wait(TimeDelta::seconds(30));
        let code = house.code(&key);
        door.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn r36_a_stranger_without_the_password_cannot_lock_the_owner_out(house) {
        house.visitor().registers(&house, ADA).await;
        let mut stranger = house.visitor();
        for _ in 0..12 {
            stranger.signs_in(ADA, "not the password").await;
        }
        stranger.signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        house.visitor().signs_in(ADA, PASSWORD).await.expect_redirect("/account");
    }

    async fn r22_a_pending_login_ends_by_itself(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        house.wait(TimeDelta::minutes(11));
        let code = house.code(&key);
        door.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect(StatusCode::FORBIDDEN);
    }

    async fn r28_a_second_step_left_unfinished_is_told_to_the_owner_once(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        ada.enables_totp(&house).await;
        house.visitor().signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        house.wait(TimeDelta::minutes(4));
        innkeeper_server::app::verify::remind_unfinished(&house.panel).await.expect("reminders are written");
        innkeeper_server::app::verify::remind_unfinished(&house.panel).await.expect("reminders are written");
        let told = house.mails().await.iter().filter(|mail| mail.line.template == "sign-in-unfinished").count();
        assert_eq!(told, 1);
    }

    async fn a_phone_whose_clock_is_off_is_told_by_how_much_and_not_let_in(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait(TimeDelta::minutes(5));
        let late = house.code(&key);
        house.wait(TimeDelta::seconds(90));
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await;
        door.submit("/login/verify", "/login/verify", &[("code", &late)]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY)
            .expect_text("90 seconds");
    }
}
