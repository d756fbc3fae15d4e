//! What a page costs in statements: bounded, however much there is to show.

use http::StatusCode;

use crate::houses::houses;

houses! {
    async fn a_page_costs_a_bounded_number_of_statements(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        ada.enables_totp(&house).await;
        let mut nobody = house.visitor();
        for (path, most) in [("/", 0), ("/login", 0), ("/register", 0)] {
            nobody.get(path).await;
            let before = house.panel.db.statements_run();
            nobody.get(path).await.expect(StatusCode::OK);
            let ran = house.panel.db.statements_run() - before;
            assert!(ran <= most, "{path} ran {ran} statements for a visitor");
        }
        for (path, most) in [
            ("/account", 1), ("/account/profile", 1), ("/account/password", 2), ("/account/security", 3),
            ("/account/security/sessions", 3), ("/account/security/devices", 3),
            ("/account/security/factors/new", 4),
            ("/clients/team", 4), ("/clients/team/invite", 2),
        ] {
            ada.get(path).await.expect(StatusCode::OK);
            let before = house.panel.db.statements_run();
            ada.get(path).await.expect(StatusCode::OK);
            let ran = house.panel.db.statements_run() - before;
            assert!(ran <= most, "{path} ran {ran} statements");
        }
    }
}
