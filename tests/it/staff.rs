//! The staff area, over HTTP, on both engines: who may do what to whom, and what it leaves behind.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::{FactorRule, Requirement};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::app::operator::{self, NewStaff};
use innkeeper_server::app::password;
use innkeeper_server::app::settings::Settings;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;

const GRACE: &str = "grace@sunny.example";
const PAGES: [&str; 10] = [
    "/staff",
    "/staff/adoption",
    "/staff/users",
    "/staff/clients",
    "/staff/members",
    "/staff/audit",
    "/staff/mails",
    "/staff/jobs",
    "/staff/plugins",
    "/staff/settings",
];

/// A staff member at work, without the second factor that these stories are not about.
pub(crate) async fn staff(house: &House, email: &str, role: Role) -> Visitor {
    let relaxed = Settings {
        factor_staff: Rule::of(PrincipalKind::Staff, Requirement::Off),
        ..Settings::clone(&house.panel.settings())
    };
    operator::save_settings(&house.panel, &relaxed, "a test")
        .await
        .expect("settings are saved");
    let new = NewStaff {
        name: PersonName::parse("Grace Hopper").expect("a name"),
        email: EmailAddress::parse(email).expect("an address"),
        role,
        password: password::normalise(PASSWORD),
    };
    operator::create_staff(&house.panel, new, "a test")
        .await
        .expect("a staff member is made");
    let mut grace = house.visitor();
    signs_in(&mut grace, email, PASSWORD).await;
    grace
}

/// Who got a mail of that kind, in order of their addresses.
async fn told(house: &House, template: &str) -> Vec<String> {
    let mails = house.mails().await.into_iter();
    let mut told: Vec<String> = mails
        .filter(|mail| mail.line.template == template)
        .map(|mail| mail.line.to_address)
        .collect();
    told.sort_unstable();
    told
}

async fn signs_in(visitor: &mut Visitor, email: &str, password: &str) {
    let fields = [("email", email), ("password", password)];
    visitor
        .submit("/staff/login", "/staff/login", &fields)
        .await
        .expect_redirect("/staff");
}

async fn page_of(house: &House, kind: PrincipalKind, email: &str) -> String {
    let id = house.person(kind, email).await.id;
    match kind {
        PrincipalKind::User => format!("/staff/users/{id}"),
        PrincipalKind::Staff => format!("/staff/members/{id}"),
    }
}

/// The class of each factor that the settings page has selected.
fn classes_on(page: &str) -> Vec<(String, String)> {
    let selects = page.split("name=\"factor_").skip(1);
    selects
        .filter_map(|select| {
            let (part, rest) = select.split_once('"')?;
            let chosen = rest.split("</select>").next()?.split(" selected").next()?;
            let class = chosen.rsplit("value=\"").next()?.split('"').next()?;
            part.ends_with("_class")
                .then(|| (format!("factor_{part}"), class.to_owned()))
        })
        .collect()
}

houses! {
    async fn an_owner_sees_every_page_and_support_only_its_own(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        for page in PAGES {
            owner.get(page).await.expect(StatusCode::OK);
        }
        owner.get(&ada).await.expect(StatusCode::OK).expect_text("ada@example.org").expect_text("/reset-password");
        owner.get("/staff/audit?event=user.&from=2026-11-22&to=2026-11-22&actor=ada@example.org")
            .await.expect(StatusCode::OK).expect_text("user.registered").expect_text(">Registered</span>");

        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        for page in PAGES {
            let may = ["/staff", "/staff/adoption", "/staff/users", "/staff/clients", "/staff/mails"].contains(&page);
            support.get(page).await.expect(if may { StatusCode::OK } else { StatusCode::FORBIDDEN });
        }
        let shown = support.get(&ada).await.expect(StatusCode::OK).body;
        for action in ["disable", "reset-password", "reset-factors"] {
            assert!(!shown.contains(&format!("{ada}/{action}\"")), "a button for {action}");
            let form = support.get(&format!("{ada}/{action}")).await;
            assert_eq!(form.status, StatusCode::FORBIDDEN, "{action}");
            let done = support.post(&format!("{ada}/{action}"), &[]).await;
            assert_eq!(done.status, StatusCode::FORBIDDEN, "{action}");
        }
        for link in ["/staff/members", "/staff/audit", "/staff/settings"] {
            assert!(!shown.contains(&format!("href=\"{link}\"")), "a link to {link}");
            assert!(!support.get("/staff").await.body.contains(&format!("href=\"{link}\"")), "a link to {link}");
        }
    }

    async fn r156_a_disabled_user_is_out_at_once_and_comes_back_only_when_enabled(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let disable = format!("{ada}/disable");
        owner.get(&disable).await.expect(StatusCode::OK);
        customer.get("/account").await.expect(StatusCode::OK);
        owner.post(&disable, &[]).await.expect_redirect(&ada);
        customer.get("/account").await.expect(StatusCode::SEE_OTHER);
        customer.signs_in("ada@example.org", PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        owner.get(&ada).await.expect_text("person.disabled").expect_text("Grace Hopper");
        owner.post(&disable, &[]).await.expect_redirect(&ada);
        owner.submit(&format!("{ada}/enable"), &format!("{ada}/enable"), &[]).await.expect_redirect(&ada);
        customer.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/account");
    }

    async fn r157_staff_sign_a_user_out_everywhere(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut support = staff(&house, GRACE, Role::Support).await;
        let end = format!("{ada}/end-sessions");
        support.submit(&end, &end, &[]).await.expect_redirect(&ada);
        customer.get("/account").await.expect(StatusCode::SEE_OTHER);
    }

    async fn r170_staff_send_a_link_and_never_see_a_password(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut billing = staff(&house, GRACE, Role::Billing).await;
        let send = format!("{ada}/reset-password");
        let asked = billing.get(&send).await.expect(StatusCode::OK);
        assert!(!asked.body.contains("type=\"password\""));
        billing.post(&send, &[]).await.expect_redirect(&ada);
        let link = house.mailed_link("reset-password", "ada@example.org").await;
        let token = link.split("token=").nth(1).unwrap_or_default().to_owned();
        let chosen = [("token", token.as_str()), ("password", "another walk in the hills")];
        house.visitor().submit(&link, "/password/reset", &chosen).await.expect(StatusCode::OK);
        house.visitor().signs_in("ada@example.org", "another walk in the hills").await.expect_redirect("/account");
    }

    async fn r37_staff_clear_the_locks_of_a_user(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        customer.signs_out().await;
        for _ in 0..6 {
            customer.signs_in("ada@example.org", "not her password").await;
        }
        customer.signs_in("ada@example.org", PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut support = staff(&house, GRACE, Role::Support).await;
        let clear = format!("{ada}/clear-locks");
        support.get(&ada).await.expect_text(&clear).expect_text("Locks");
        support.submit(&clear, &clear, &[]).await.expect_redirect(&ada);
        customer.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/account");
    }

    async fn r179_factors_are_reset_with_a_reason_and_their_owner_hears_of_it(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        customer.enables_totp(&house).await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut billing = staff(&house, GRACE, Role::Billing).await;
        let reset = format!("{ada}/reset-factors");
        billing.submit(&reset, &reset, &[("reason", "lost it")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        customer.get("/account").await.expect(StatusCode::OK);
        billing.post(&reset, &[("reason", "Lost phone, called back")]).await.expect_redirect(&ada);
        billing.get(&ada).await.expect_text("factors.reset");
        customer.get("/account").await.expect(StatusCode::SEE_OTHER);
        customer.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/account");
        assert!(house.mails().await.iter().any(|mail| mail.line.template == "factors-reset"));
    }

    async fn r179_a_reset_is_told_to_every_address_that_is_known(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        customer.submit("/account/email", "/account/email", &[("email", "thief@example.org")]).await;
        let link = house.mailed_link("email-change-confirm", "thief@example.org").await;
        let token = link.split("token=").nth(1).unwrap_or_default().to_owned();
        customer.submit(&link, "/account/email/confirm", &[("token", &token)]).await.expect(StatusCode::OK);
        customer.signs_in("thief@example.org", PASSWORD).await.expect_redirect("/account");
        customer.enables_totp(&house).await;
        let mut billing = staff(&house, GRACE, Role::Billing).await;
        let ada = page_of(&house, PrincipalKind::User, "thief@example.org").await;
        let reset = format!("{ada}/reset-factors");
        let reason = [("reason", "Somebody called, says the phone is lost")];
        billing.submit(&reset, &reset, &reason).await.expect_redirect(&ada);
        assert_eq!(told(&house, "factors-reset").await, ["ada@example.org", "thief@example.org"]);

        // Once the change cannot be taken back, the address of old is nobody's.
        customer.signs_in("thief@example.org", PASSWORD).await.expect_redirect("/account");
        customer.enables_totp(&house).await;
        house.wait(TimeDelta::hours(73));
        signs_in(&mut billing, GRACE, PASSWORD).await;
        billing.submit(&reset, &reset, &reason).await.expect_redirect(&ada);
        assert_eq!(
            told(&house, "factors-reset").await,
            ["ada@example.org", "thief@example.org", "thief@example.org"]
        );
    }

    async fn an_action_that_nobody_knows_is_not_found(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let mine = page_of(&house, PrincipalKind::Staff, GRACE).await;
        for page in [
            format!("{ada}/bless"),
            "/staff/users/nobody".to_owned(),
            mine.replace("members", "users"),
            ada.replace("users", "members"),
            format!("{}/disable", mine.replace("members", "users")),
        ] {
            let reply = owner.get(&page).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{page}");
        }
    }

    async fn a_staff_member_is_asked_in_and_chooses_a_password(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let new = [("name", "Katherine Johnson"), ("email", "kate@sunny.example"), ("role", "support")];
        let made = owner.submit("/staff/members/new", "/staff/members/new", &new).await;
        let kate = page_of(&house, PrincipalKind::Staff, "kate@sunny.example").await;
        let made = made.expect_redirect(&kate);
        assert_eq!(made.status, StatusCode::SEE_OTHER);
        owner.post("/staff/members/new", &new).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let link = house.mailed_link("welcome-staff", "kate@sunny.example").await;
        let token = link.split("token=").nth(1).unwrap_or_default().to_owned();
        let chosen = [("token", token.as_str()), ("password", PASSWORD)];
        let mut katherine = house.visitor();
        katherine.submit(&link, "/staff/password/reset", &chosen).await.expect(StatusCode::OK);
        signs_in(&mut katherine, "kate@sunny.example", PASSWORD).await;
        katherine.get("/staff/members").await.expect(StatusCode::FORBIDDEN);

        owner.submit(&kate, &kate, &[("role", "owner")]).await.expect_redirect(&kate);
        katherine.get("/staff").await.expect(StatusCode::SEE_OTHER);
        signs_in(&mut katherine, "kate@sunny.example", PASSWORD).await;
        katherine.get("/staff/members").await.expect(StatusCode::OK);
    }

    async fn r180_owners_do_not_act_on_owners_nor_anybody_on_themselves(house) {
        let mut grace = staff(&house, GRACE, Role::Owner).await;
        staff(&house, "other@sunny.example", Role::Owner).await;
        let mine = page_of(&house, PrincipalKind::Staff, GRACE).await;
        let other = page_of(&house, PrincipalKind::Staff, "other@sunny.example").await;
        for page in [&mine, &other] {
            for action in ["disable", "end-sessions", "reset-password", "reset-factors"] {
                let reply = grace.submit(page, &format!("{page}/{action}"), &[("reason", "long enough")]).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{page}/{action}");
            }
        }
        grace.submit(&mine, &mine, &[("role", "support")]).await.expect(StatusCode::FORBIDDEN);
        // An owner can be made less, and can then be acted on.
        grace.submit(&other, &other, &[("role", "billing")]).await.expect_redirect(&other);
        let disable = format!("{other}/disable");
        grace.submit(&disable, &disable, &[]).await.expect_redirect(&other);
    }

    async fn r140_a_change_takes_a_fresh_proof(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let ada = page_of(&house, PrincipalKind::User, "ada@example.org").await;
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        owner.get(&ada).await.expect(StatusCode::OK);
        house.wait(TimeDelta::minutes(6));
        for page in [format!("{ada}/disable"), "/staff/members/new".to_owned(), "/staff/settings".to_owned()] {
            let shown = owner.get(&page).await.location().unwrap_or_default();
            assert!(shown.starts_with("/staff/account/step-up?next="), "{page} {shown}");
            owner.get(&ada).await;
            let sent = owner.post(&page, &[]).await.location().unwrap_or_default();
            assert!(sent.starts_with("/staff/account/step-up?next="), "{page} {sent}");
        }
        customer.get("/account").await.expect(StatusCode::OK);
    }

    async fn settings_hold_from_the_moment_they_are_saved(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let page = owner.get("/staff/settings").await.expect(StatusCode::OK);
        let classes = classes_on(&page.body);
        assert!(classes.iter().any(|(field, class)| field == "factor_totp_class" && class == "strong"));
        let mut saved = vec![
            ("brand_name", "Sunny Höst"),
            ("support_email", "help@sunny.example"),
            ("locale", "de"),
            ("time_zone", "Europe/Berlin"),
            ("password_min_length", "15"),
            ("password_min_length_alone", "16"),
            ("recovery_second_approver", "yes"),
            ("recovery_wait_hours", "24"),
            ("recovery_checklist", "A call.\n\nAn invoice."),
            ("factor_totp_users", "yes"),
        ];
        saved.extend(classes.iter().map(|(field, class)| (field.as_str(), class.as_str())));
        owner.submit("/staff/settings", "/staff/settings", &saved).await.expect_redirect("/staff/settings");
        owner.get("/staff/settings").await.expect_text("Sunny Höst").expect_text("value=\"15\"");
        let recovery = house.panel.settings().recovery.clone();
        assert!(recovery.second_approver && recovery.wait_hours == 24);
        assert_eq!(recovery.checklist, ["A call.", "An invoice."]);
        house.visitor().get("/login").await.expect_text("Sunny Höst");
        let mut visitor = house.visitor();
        visitor.get("/login").await;
        visitor.post("/register", &[]).await.expect(StatusCode::FORBIDDEN);
        owner.get("/staff/audit?event=settings.").await.expect_text("registration.open");

        let wrong = [("brand_name", ""), ("support_email", "nobody"), ("locale", "xx"), ("password_min_length", "3")];
        let refused = owner.submit("/staff/settings", "/staff/settings", &wrong).await;
        let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["brand_name", "support_email", "locale", "time_zone", "password_min_length", "recovery_wait_hours"] {
            assert!(refused.body.contains(&format!("field-{field}-error")), "{field}");
        }
        owner.submit("/staff/settings", "/staff/settings/test-mail", &[]).await.expect_redirect("/staff/settings");
        assert!(house.mails().await.iter().any(|mail| mail.line.template == "test-mail"));
    }

    async fn r17_r80_r126_staff_say_who_may_use_a_factor_and_what_it_is_worth(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let cards = "/account/security/factors/new";
        ada.get(cards).await.expect_text("factors/email-code/enrol");
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let staff_cards = owner.get("/staff/account/security/factors/new").await.expect(StatusCode::OK);
        assert!(!staff_cards.body.contains("factors/email-code/enrol"), "codes by mail are off for staff");
        owner.submit("/staff/account/security/factors/new", "/staff/account/security/factors/email-code/enrol", &[])
            .await.expect(StatusCode::NOT_FOUND);

        let rule = |users, class| FactorRule { users, staff: true, class };
        let rules = [("email-code", rule(false, Assurance::Basic)), ("totp", rule(true, Assurance::Basic))];
        let set = Settings {
            factor_rules: rules.map(|(id, rule)| (id.to_owned(), rule)).into(),
            ..Settings::clone(&house.panel.settings())
        };
        operator::save_settings(&house.panel, &set, "a test").await.expect("settings are saved");
        let shown = ada.get(cards).await.expect(StatusCode::OK);
        assert!(!shown.body.contains("factors/email-code/enrol"), "switched off for users");
        owner.get("/staff/account/security/factors/new").await.expect_text("factors/email-code/enrol");
        ada.enables_totp(&house).await;
        let ada = house.person(PrincipalKind::User, "ada@example.org").await;
        let mut tx = house.panel.db.read().await.expect("a unit of work");
        let sessions = innkeeper_store::sessions::list_live(&mut tx, ada.id, house.now()).await.expect("sessions");
        assert!(sessions.iter().all(|session| session.class == Some(Assurance::Basic)), "{sessions:?}");
    }

    async fn r157_staff_sign_everybody_out_but_themselves(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let page = "/staff/settings/sign-out";
        support.get(page).await.expect(StatusCode::FORBIDDEN);
        owner.submit(page, page, &[]).await.expect_redirect("/staff/settings");
        assert!(ada.get("/account").await.location().is_some_and(|to| to.starts_with("/login")));
        support.get("/staff").await.expect(StatusCode::OK);
        owner.submit(page, page, &[("staff", "yes")]).await.expect_redirect("/staff/settings");
        assert!(support.get("/staff").await.location().is_some_and(|to| to.starts_with("/staff/login")));
        owner.get("/staff").await.expect(StatusCode::OK);
        owner.get("/staff/audit?event=sessions.").await.expect_text("sessions.everybody-ended");
    }

    async fn r9_a_factor_that_is_switched_off_opens_nothing(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        ada.enables_totp(&house).await;
        ada.signs_out().await;
        let off = FactorRule { users: false, staff: false, class: Assurance::Strong };
        let set = Settings {
            factor_rules: ["totp", "backup-codes"].map(|id| (id.to_owned(), off)).into(),
            ..Settings::clone(&house.panel.settings())
        };
        operator::save_settings(&house.panel, &set, "a test").await.expect("settings are saved");
        ada.signs_in("ada@example.org", PASSWORD).await.expect(StatusCode::FORBIDDEN);
    }

    async fn a_mail_is_read_by_those_who_may_and_its_html_is_shut_in(house) {
        let mut customer = house.visitor();
        customer.registers(&house, "ada@example.org").await;
        let mail = house.mails().await.pop().expect("a mail");
        let page = format!("/staff/mails/{}", mail.line.id);
        let link = house.mailed_link("confirm-email", "ada@example.org").await;
        let token = link.split("token=").nth(1).unwrap_or_default();

        let mut owner = staff(&house, GRACE, Role::Owner).await;
        owner.get("/staff/mails?status=caught").await.expect(StatusCode::OK).expect_text("confirm-email");
        owner.get(&page).await.expect(StatusCode::OK).expect_text(token);
        let html = owner.get(&format!("{page}/html")).await.expect(StatusCode::OK);
        let policy = html.headers.get("content-security-policy").and_then(|value| value.to_str().ok());
        let policy = policy.expect("a policy");
        assert!(policy.contains("sandbox") && policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"), "{policy}");
        owner.get("/staff/audit?event=mail.read").await.expect_text(&mail.line.id.to_string());

        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        let shown = support.get(&page).await.expect(StatusCode::OK);
        assert!(!shown.body.contains(token), "support reads a link");
        support.get(&format!("{page}/html")).await.expect(StatusCode::FORBIDDEN);
    }

    async fn lists_go_on_where_they_stopped_and_cost_the_same_for_many_rows(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        let model = house.person(PrincipalKind::Staff, GRACE).await;
        for number in 0_u8..60 {
            let email = format!("user{number:02}@example.org");
            let user = innkeeper_store::principals::Principal {
                id: innkeeper_identity::ids::PrincipalId::new(house.now(), [number; 10]),
                kind: PrincipalKind::User,
                email_key: email.clone(),
                email,
                name: format!("User {number:02}"),
                ..model.clone()
            };
            innkeeper_store::principals::insert(&mut tx, &user).await.expect("a user is added");
        }
        tx.commit().await.expect("committed");
        let before = house.panel.db.statements_run();
        let first = owner.get("/staff/users").await.expect(StatusCode::OK);
        let cost = house.panel.db.statements_run() - before;
        assert!(cost <= 5, "{cost} statements");
        assert_eq!(first.body.matches("@example.org").count(), 50);
        let (_, rest) = first.body.split_once("/staff/users?after=").expect("a way on");
        let after = rest.split('"').next().unwrap_or_default();
        let second = owner.get(&format!("/staff/users?after={after}")).await.expect(StatusCode::OK);
        assert_eq!(second.body.matches("@example.org").count(), 10);
        owner.get("/staff/users?q=USER%2007").await.expect_text("user07@example.org");
        owner.get("/staff/users?q=nobody").await.expect(StatusCode::OK);
        owner.get("/staff/users?after=nonsense").await.expect(StatusCode::BAD_REQUEST);
    }
}
