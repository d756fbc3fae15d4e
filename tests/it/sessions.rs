//! Sessions, cookies, fresh proofs and passwords (R140-R171), as a browser meets them.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_tests::house::PASSWORD;

use crate::houses::houses;

const ADA: &str = "ada@example.org";
const OTHER_PASSWORD: &str = "a short swim in the lake";

houses! {
    async fn r149_every_step_of_trust_gives_the_browser_another_session_id(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let first = ada.cookies.get("__Host-innkeeper").cloned().expect("a session");
        ada.enables_totp(&house).await;
        let second = ada.cookies.get("__Host-innkeeper").cloned().expect("a session");
        assert_ne!(first, second);
        let mut thief = house.visitor();
        thief.cookies.insert("__Host-innkeeper".to_owned(), first);
        thief.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn r154_a_session_that_signed_out_opens_nothing_from_anywhere(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut copy = ada.clone();
        ada.signs_out().await.expect(StatusCode::OK);
        copy.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn r155_the_first_factor_ends_every_other_session_and_pending_login(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut phone = house.visitor();
        phone.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        ada.enables_totp(&house).await;
        ada.get("/account").await.expect(StatusCode::OK);
        phone.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn r156_a_disabled_person_is_out_at_once_also_between_the_two_steps(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await.expect_redirect("/login/verify");
        door.get("/login/verify").await;
        let person = house.person(PrincipalKind::User, ADA).await;
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        innkeeper_store::principals::set_status(&mut tx, person.id, innkeeper_identity::principal::PrincipalStatus::Disabled)
            .await.expect("disabled");
        tx.commit().await.expect("committed");
        let code = house.code(&key);
        door.post("/login/verify", &[("code", &code)]).await.expect(StatusCode::FORBIDDEN);
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
        house.visitor().signs_in(ADA, PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn r153_a_session_ends_when_idle_and_at_last_in_any_case(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(TimeDelta::hours(23));
        ada.get("/account").await.expect(StatusCode::OK);
        house.wait(TimeDelta::hours(25));
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
        ada.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        for _ in 0..32 {
            house.wait(TimeDelta::hours(23));
            ada.get("/account").await;
        }
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn r140_a_sensitive_page_asks_for_a_fresh_proof_and_leads_back(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(TimeDelta::minutes(11));
        let asked = ada.get("/account/security/factors/new").await.location().expect("a fresh proof is asked for");
        assert_eq!(asked, "/account/step-up?next=%2Faccount%2Fsecurity%2Ffactors%2Fnew");
        let next = "/account/security/factors/new";
        ada.submit(&asked, "/account/step-up", &[("password", "wrong"), ("next", next)]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        let before = ada.cookies.get("__Host-innkeeper").cloned();
        ada.submit(&asked, "/account/step-up", &[("password", PASSWORD), ("next", next)]).await.expect_redirect(next);
        assert_ne!(before, ada.cookies.get("__Host-innkeeper").cloned(), "R144: a step-up moves the session");
        ada.get(next).await.expect(StatusCode::OK);
    }

    async fn r142_whoever_holds_an_app_steps_up_by_its_code_and_not_by_the_password(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait(TimeDelta::minutes(11));
        let asked = ada.get("/account/password").await.location().expect("a fresh proof is asked for");
        ada.submit(&asked, "/account/step-up", &[("password", PASSWORD), ("next", "/account/password")]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        let code = house.code(&key);
        ada.submit(&asked, "/account/step-up", &[("code", &code), ("next", "/account/password")]).await
            .expect_redirect("/account/password");
        ada.get("/account/password").await.expect(StatusCode::OK);
    }

    async fn r145_five_failed_step_ups_end_the_session(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(TimeDelta::minutes(11));
        for _ in 0..5 {
            ada.submit("/account/step-up", "/account/step-up", &[("password", "wrong"), ("next", "/account")]).await;
            house.wait(TimeDelta::minutes(1));
        }
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn r166_a_reset_link_works_once_and_signs_nobody_in(house) {
        house.visitor().registers(&house, ADA).await;
        let mut door = house.visitor();
        door.submit("/password/forgot", "/password/forgot", &[("email", ADA)]).await.expect(StatusCode::OK);
        house.run_jobs().await;
        let link = house.mailed_link("reset-password", ADA).await;
        let token = link.split("token=").nth(1).expect("a token").to_owned();
        let fields = [("token", token.as_str()), ("password", OTHER_PASSWORD)];
        door.submit(&link, "/password/reset", &fields).await.expect(StatusCode::OK);
        door.get("/account").await.expect_redirect("/login?next=%2Faccount");
        door.get("/login").await;
        door.post("/password/reset", &fields).await.expect(StatusCode::GONE);
        house.visitor().signs_in(ADA, PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        house.visitor().signs_in(ADA, OTHER_PASSWORD).await.expect_redirect("/account");
    }

    async fn r168_a_reset_asks_for_the_second_factor_where_one_is_held(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (key, _) = ada.enables_totp(&house).await;
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.submit("/password/forgot", "/password/forgot", &[("email", ADA)]).await.expect(StatusCode::OK);
        house.run_jobs().await;
        let link = house.mailed_link("reset-password", ADA).await;
        let token = link.split("token=").nth(1).expect("a token").to_owned();
        let without = [("token", token.as_str()), ("password", OTHER_PASSWORD), ("code", "")];
        door.submit(&link, "/password/reset", &without).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let code = house.code(&key);
        let with = [("token", token.as_str()), ("password", OTHER_PASSWORD), ("code", code.as_str())];
        door.submit(&link, "/password/reset", &with).await.expect(StatusCode::OK);
        house.visitor().signs_in(ADA, OTHER_PASSWORD).await.expect_redirect("/login/verify");
    }

    async fn r165_known_and_unknown_addresses_get_the_same_answer(house) {
        house.visitor().registers(&house, ADA).await;
        let mut door = house.visitor();
        let known = door.submit("/password/forgot", "/password/forgot", &[("email", ADA)]).await;
        let unknown = door.submit("/password/forgot", "/password/forgot", &[("email", "bob@example.org")]).await;
        assert_eq!(known.status, unknown.status);
        let mut wrong = house.visitor();
        let known = wrong.signs_in(ADA, "nonsense and more").await;
        let unknown = wrong.signs_in("bob@example.org", "nonsense and more").await;
        assert_eq!(known.status, unknown.status);
    }

    async fn r171_a_new_address_counts_once_it_is_confirmed_and_the_old_one_hears_of_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let new = "countess@example.org";
        ada.submit("/account/email", "/account/email", &[("email", new)]).await.expect_redirect("/account/email");
        house.visitor().signs_in(new, PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let link = house.mailed_link("email-change-confirm", new).await;
        let token = link.split("token=").nth(1).expect("a token").to_owned();
        ada.submit(&link, "/account/email/confirm", &[("token", &token)]).await.expect(StatusCode::OK);
        house.visitor().signs_in(new, PASSWORD).await.expect_redirect("/account");
        let told = house.mails().await;
        assert!(told.iter().any(|mail| mail.line.template == "email-changed" && mail.line.to_address == ADA));
    }

    async fn r140_who_holds_factors_proves_themselves_afresh_to_see_them(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(TimeDelta::minutes(11));
        ada.get("/account/security").await.expect(StatusCode::OK);
        ada.signs_in(ADA, PASSWORD).await;
        ada.enables_totp(&house).await;
        ada.get("/account/security").await.expect(StatusCode::OK);
        house.wait(TimeDelta::minutes(11));
        let asked = ada.get("/account/security").await.location().unwrap_or_default();
        assert!(asked.starts_with("/account/step-up?next="), "{asked}");
    }

    async fn r171_the_owner_of_the_old_address_takes_a_change_back_for_three_days(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        // A thief at Ada's browser changes the address twice.
        let mut thief = ada.clone();
        let mut undos = Vec::new();
        for (old, new) in [(ADA, "thief@example.org"), ("thief@example.org", "other@example.org")] {
            thief.submit("/account/email", "/account/email", &[("email", new)]).await;
            let link = house.mailed_link("email-change-confirm", new).await;
            let token = link.split("token=").nth(1).expect("a token").to_owned();
            thief.submit(&link, "/account/email/confirm", &[("token", &token)]).await
                .expect(StatusCode::OK).expect_text(new);
            undos.push(house.mailed_link("email-changed", old).await);
            thief.signs_in(new, PASSWORD).await.expect_redirect("/account");
        }
        house.wait(TimeDelta::hours(71));
        let mut owner = house.visitor();
        let token = |link: &String| link.split("token=").nth(1).expect("a token").to_owned();
        owner.get(&undos[0]).await.expect(StatusCode::OK).expect_text(ADA);
        thief.signs_in("other@example.org", PASSWORD).await.expect_redirect("/account");
        owner.submit(&undos[0], "/account/email/undo", &[("token", &token(&undos[0]))]).await
            .expect(StatusCode::OK).expect_text(ADA);
        thief.get("/account").await.expect_redirect("/login?next=%2Faccount");
        house.visitor().signs_in("other@example.org", PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        house.visitor().signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        // Neither works again, and the thief's own way back is closed.
        for link in &undos {
            owner.get(link).await.expect(StatusCode::GONE);
            owner.submit("/login", "/account/email/undo", &[("token", &token(link))]).await.expect(StatusCode::GONE);
        }
    }

    async fn r12_setting_an_app_up_anew_keeps_the_old_one_until_the_new_one_is_proved(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (old, _) = ada.enables_totp(&house).await;
        let security = ada.get("/account/security").await;
        let form = security.body.split("/replace\"").next().and_then(|before| before.rsplit("action=\"").next())
            .expect("an app can be set up anew").to_owned();
        let page = ada.post(&format!("{form}/replace"), &[]).await.location().expect("an enrolment begins");
        let new = ada.get(&page).await.setup_key();
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await;
        let code = house.code(&old);
        door.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
        let code = house.code(&new);
        ada.submit(&page, &page, &[("code", &code)]).await.expect_redirect("/account/security");
        house.wait_for_next_code();
        let mut door = house.visitor();
        door.signs_in(ADA, PASSWORD).await;
        let code = house.code(&old);
        door.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let code = house.code(&new);
        door.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
    }

    async fn r13_the_last_factor_takes_its_backup_codes_along(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        ada.enables_totp(&house).await;
        let security = ada.get("/account/security").await;
        let remove = security.body.split("href=\"").filter_map(|part| part.split('"').next())
            .find(|href| href.ends_with("/remove")).expect("an app can be removed").to_owned();
        ada.submit(&remove, &remove, &[]).await.expect_redirect("/account/security");
        let person = house.person(PrincipalKind::User, ADA).await;
        let mut tx = house.panel.db.read().await.expect("a unit of work");
        let held = innkeeper_store::credentials::list_held(&mut tx, person.id).await.expect("a list");
        assert!(held.is_empty());
        drop(tx);
        house.visitor().signs_in(ADA, PASSWORD).await.expect_redirect("/account");
    }

    async fn r65_new_backup_codes_kill_the_old_ones_and_the_owner_hears_of_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let (_, old) = ada.enables_totp(&house).await;
        let begun = ada.submit("/account/security", "/account/security/factors/backup-codes/enrol", &[]).await;
        let page = begun.location().expect("an enrolment begins");
        let new = ada.get(&page).await.backup_codes();
        ada.post(&page, &[]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.post(&page, &[("saved", "yes")]).await.expect_redirect("/account/security");
        for (code, works) in [(old.first(), false), (new.first(), true)] {
            let mut door = house.visitor();
            door.signs_in(ADA, PASSWORD).await;
            let option = door.get("/login/verify/other").await.options().pop().expect("backup codes are a way");
            door.post("/login/verify/other", &[("option", &option)]).await;
            let reply = door.submit("/login/verify", "/login/verify", &[("code", code.expect("a code"))]).await;
            assert_eq!(reply.location().is_some(), works, "{}", reply.status);
        }
        let made = house.mails().await.iter().filter(|mail| mail.line.template == "backup-codes-made").count();
        assert_eq!(made, 2);
    }

    async fn r27_the_way_after_signing_in_stays_in_the_house(house) {
        house.visitor().registers(&house, ADA).await;
        for (next, leads_to) in [
            ("/account/profile", "/account/profile"),
            ("//evil.example/", "/account"),
            ("https://evil.example/", "/account"),
            ("/\\evil.example", "/account"),
        ] {
            let fields = [("email", ADA), ("password", PASSWORD), ("next", next)];
            house.visitor().submit("/login", "/login", &fields).await.expect_redirect(leads_to);
        }
    }

    async fn r175_a_second_factor_that_is_required_binds_sessions_that_began_before(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        ada.get("/account").await.expect(StatusCode::OK);
        let owner = house.person(PrincipalKind::User, ADA).await;
        let mut settings = innkeeper_server::app::settings::Settings::clone(&house.panel.settings());
        settings.factor_users.demand = innkeeper_identity::policy::Requirement::Required;
        let caller = innkeeper_server::app::Caller::default();
        innkeeper_server::app::settings::save(&house.panel, &owner, &settings, &caller).await.expect("saved");
        ada.get("/account").await.expect_redirect("/account/security/factors/new");
        ada.get("/account/profile").await.expect_redirect("/account/security/factors/new");
        ada.enables_totp(&house).await;
        ada.get("/account").await.expect(StatusCode::OK);
    }
}
