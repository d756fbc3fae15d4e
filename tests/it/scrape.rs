//! No secret that the run makes is found in its logs, its pages or its mails, but for the one place that is
//! there to show it. Every house of every test is under the same watch; here is one whole story, and the
//! proof that the watch sees.

use innkeeper_tests::house::PASSWORD;
use innkeeper_tests::leaks;

use crate::houses::houses;

houses! {
    async fn r14_r77_r161_no_secret_is_in_any_log_page_or_mail(house) {
        let before = leaks::lines();
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let (key, _) = ada.enables_totp(&house).await;
        ada.signs_out().await;
        house.wait_for_next_code();
        ada.signs_in("ada@example.org", PASSWORD).await;
        let code = house.code(&key);
        ada.submit("/login/verify", "/login/verify", &[("code", &code)]).await;
        for path in ["/account", "/account/profile", "/account/security", "/account/security/sessions", "/account/password"] {
            let page = ada.get(path).await.body;
            assert!(!page.contains(&key) && !page.contains(PASSWORD), "{path}");
        }
        house.mails().await;
        assert!(leaks::lines() > before, "the log is under watch");
        assert_eq!(leaks::found(), Vec::<String>::new());
    }
}
