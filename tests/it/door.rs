//! Signing in, over HTTP, on both engines.

use http::StatusCode;
use innkeeper_tests::house::PASSWORD;

use crate::houses::houses;

houses! {
    async fn j1_an_authenticator_app_with_backup_codes_from_registration_to_sign_in(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (key, codes) = ada.enables_totp(&house).await;
        assert_eq!(codes.len(), 10);
        ada.get("/account/security").await.expect(StatusCode::OK).expect_text("10");
        ada.signs_out().await.expect(StatusCode::OK);

        house.wait_for_next_code();
        ada.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
        let code = house.code(&key);
        ada.submit("/login/verify", "/login/verify", &[("code", &code)]).await.expect_redirect("/account");
        ada.get("/account").await.expect(StatusCode::OK).expect_text("Ada Lovelace");
    }

    async fn r67_a_backup_code_opens_nothing_but_the_choice_what_to_do_about_it(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (_, codes) = ada.enables_totp(&house).await;
        ada.signs_out().await;
        ada.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
        let others = ada.get("/login/verify/other").await.expect(StatusCode::OK);
        let option = others.options().pop().expect("backup codes are the last of the ways");
        ada.post("/login/verify/other", &[("option", &option)]).await.expect_redirect("/login/verify");
        let code = codes.first().cloned().unwrap_or_default();
        ada.submit("/login/verify", "/login/verify", &[("code", &code.to_lowercase())]).await.expect_redirect("/account");
        ada.get("/account").await.expect_redirect("/account/security/recovered");
        ada.get("/account/profile").await.expect_redirect("/account/security/recovered");
        ada.submit("/account/security/recovered", "/account/security/recovered", &[]).await
            .expect_redirect("/account");
        ada.get("/account").await.expect(StatusCode::OK);
    }
}
