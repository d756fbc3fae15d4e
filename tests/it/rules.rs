//! The rules about second factors, over HTTP, on both engines: previewed, saved, given grace and exempted from.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::app::enforcement;
use innkeeper_server::app::operator::{self, Reset};
use innkeeper_store::enforcement as graces;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const NEW: &str = "/account/security/factors/new";
const RULES: &str = "/staff/settings/rules";
const SKIP: &str = "Skip for now";

/// Previews a rule and saves it, knowing that it confines people.
async fn rules(owner: &mut Visitor, scope: &str, demand: &str, grace_days: &str) {
    let page = format!("{RULES}/{scope}");
    let fields = [
        ("demand", demand),
        ("least", "strong"),
        ("grace_days", grace_days),
    ];
    owner
        .submit(&page, &page, &fields)
        .await
        .expect(StatusCode::OK)
        .expect_text("What this rule would do");
    let mut save = fields.to_vec();
    save.extend([("step", "save"), ("understood", "yes")]);
    owner.post(&page, &save).await.expect_redirect(RULES);
}

async fn with_rule(house: &House, scope: &str, grace_days: &str) -> Visitor {
    let mut owner = staff(house, "grace@sunny.example", Role::Owner).await;
    rules(&mut owner, scope, "required", grace_days).await;
    owner
}

/// Signs in anew and says where that leads.
async fn comes_back(house: &House) -> (Visitor, Option<String>) {
    let mut ada = house.visitor();
    ada.signs_in(ADA, PASSWORD).await;
    let leads_to = ada.get("/account/profile").await.location();
    (ada, leads_to)
}

/// The id of the only client there is.
async fn only_client(owner: &mut Visitor) -> String {
    let list = owner.get("/staff/clients").await.expect(StatusCode::OK);
    let (_, rest) = list
        .body
        .split_once("class=\"cell-main\" href=\"/staff/clients/")
        .expect("a client");
    rest.split('"').next().expect("an id").to_owned()
}

/// Makes a group and returns its id.
async fn group(owner: &mut Visitor, name: &str) -> String {
    let page = "/staff/client-groups";
    owner
        .submit(page, page, &[("name", name)])
        .await
        .expect_redirect(page);
    let list = owner
        .get(page)
        .await
        .expect(StatusCode::OK)
        .expect_text(name);
    let (_, rest) = list
        .body
        .split_once("href=\"/staff/client-groups/")
        .expect("a group");
    rest.split('"').next().expect("an id").to_owned()
}

houses! {
    async fn r172_r173_days_of_grace_run_from_the_first_time_and_end_in_the_enrolment(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        with_rule(&house, "users", "7").await;
        house.wait(TimeDelta::days(20));
        let (mut ada, _) = comes_back(&house).await;
        ada.get("/account").await.expect(StatusCode::OK).expect_text(SKIP).expect_text("strong second factor");
        ada.post("/account/security/later", &[("return_to", "/account/profile")]).await.expect_redirect("/account/profile");
        assert!(!ada.get("/account").await.expect(StatusCode::OK).body.contains(SKIP));
        house.wait(TimeDelta::days(6));
        let (mut ada, leads_to) = comes_back(&house).await;
        assert_eq!(leads_to, None);
        ada.get("/account").await.expect_text(SKIP);
        house.wait(TimeDelta::days(1));
        let (mut ada, leads_to) = comes_back(&house).await;
        assert_eq!(leads_to.as_deref(), Some(NEW));
        ada.get("/account/security/sessions").await.expect_redirect(NEW);
        ada.post("/account/security/later", &[]).await.expect_redirect(NEW);
        ada.enables_totp(&house).await;
        ada.get("/account/profile").await.expect(StatusCode::OK);
    }

    async fn r174_neither_signing_out_nor_switching_the_rule_nor_another_group_gives_grace_anew(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut owner = with_rule(&house, "users", "7").await;
        ada.get("/account").await.expect_text(SKIP);
        ada.signs_out().await;
        rules(&mut owner, "users", "off", "7").await;
        house.wait(TimeDelta::days(8));
        let mut owner = staff(&house, "second@sunny.example", Role::Owner).await;
        let (_, leads_to) = comes_back(&house).await;
        assert_eq!(leads_to, None, "nothing is required");
        let resellers = group(&mut owner, "Resellers").await;
        let client = only_client(&mut owner).await;
        let page = format!("/staff/clients/{client}");
        owner.submit(&page, &format!("{page}/group"), &[("group", &resellers)]).await.expect_redirect(&page);
        rules(&mut owner, &format!("group-{resellers}"), "required", "7").await;
        let (mut ada, leads_to) = comes_back(&house).await;
        assert_eq!(leads_to.as_deref(), Some(NEW), "the week is over");
        assert!(!ada.get(NEW).await.body.contains("Resellers"), "no group's name is told");
        let at_once = |tasks: usize| (0..tasks).map(|_| house.panel.clone());
        let person = house.person(PrincipalKind::User, ADA).await.id;
        for panel in at_once(8) {
            let mut tx = panel.db.begin().await.expect("a unit of work");
            assert!(!graces::begin_grace(&mut tx, person, panel.clock.now()).await.expect("asked"));
        }
    }

    async fn r174_of_many_requests_at_once_one_begins_the_grace(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        with_rule(&house, "users", "7").await;
        let tasks: Vec<_> = vec![ada; 16].into_iter().map(|mut one| tokio::spawn(async move { one.get("/account").await.status })).collect();
        for task in tasks {
            assert_eq!(task.await.expect("no task panics"), StatusCode::OK);
        }
        let person = house.person(PrincipalKind::User, ADA).await.id;
        let mut tx = house.panel.db.read().await.expect("a unit of work");
        assert!(graces::find(&mut tx, person).await.expect("a standing").grace_began_at.is_some());
    }

    async fn r172_a_rule_is_previewed_and_confines_nobody_who_was_not_counted(house) {
        house.visitor().registers(&house, ADA).await;
        let mut protected = house.visitor();
        protected.registers(&house, "bob@example.org").await;
        protected.enables_totp(&house).await;
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let page = format!("{RULES}/users");
        let fields = [("demand", "required"), ("least", "strong"), ("grace_days", "0")];
        let preview = owner.submit(&page, &page, &fields).await.expect(StatusCode::OK);
        let preview = preview.expect_text("It is about 2 people.").expect_text("1 of them does not hold");
        preview.expect_text("1 person could do nothing but set one up");
        let mut save = fields.to_vec();
        save.push(("step", "save"));
        owner.post(&page, &save).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!house.panel.settings().factor_users.demand.as_str().eq("required"));
        let own = format!("{RULES}/role-owner");
        owner.submit(&own, &own, &fields).await.expect(StatusCode::OK).expect_text("You are one of them");
        for wrong in [
            [("demand", "required-from"), ("least", "strong"), ("grace_days", "0")],
            [("demand", "inherit"), ("least", "strong"), ("grace_days", "0")],
            [("demand", "required"), ("least", "recovery"), ("grace_days", "0")],
            [("demand", "required"), ("least", "strong"), ("grace_days", "91")],
        ] {
            owner.submit(&page, &page, &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        }
        rules(&mut owner, "users", "required", "0").await;
        owner.get("/staff/audit?event=rule.").await.expect_text("encouraged").expect_text("required");
        owner.get(&format!("{RULES}/group-01890000-0000-7000-8000-000000000000")).await.expect(StatusCode::NOT_FOUND);
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        for forbidden in [RULES, page.as_str(), own.as_str()] {
            support.get(forbidden).await.expect(StatusCode::FORBIDDEN);
        }
    }

    async fn r172_a_role_may_have_a_stricter_rule_than_all_staff(house) {
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        let mut owner = with_rule(&house, "role-support", "0").await;
        support.get("/staff/users").await.expect_redirect("/staff/account/security/factors/new");
        owner.get("/staff/users").await.expect(StatusCode::OK);
        let page = format!("{RULES}/role-support");
        let inherit = [("demand", "inherit"), ("step", "save")];
        owner.submit(&page, &page, &inherit).await.expect_redirect(RULES);
        support.get("/staff/users").await.expect(StatusCode::OK);
    }

    async fn r172_a_group_of_clients_has_a_rule_that_ends_with_the_group(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let resellers = group(&mut owner, "Resellers").await;
        let page = "/staff/client-groups";
        owner.submit(page, page, &[("name", " resellers ")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        rules(&mut owner, &format!("group-{resellers}"), "required", "0").await;
        ada.get("/account").await.expect(StatusCode::OK);
        let client = format!("/staff/clients/{}", only_client(&mut owner).await);
        owner.submit(&client, &format!("{client}/group"), &[("group", &resellers)]).await.expect_redirect(&client);
        ada.get("/account").await.expect_redirect(NEW);
        let page = format!("/staff/client-groups/{resellers}");
        owner.submit(&page, &page, &[("name", "Partners")]).await.expect_redirect(&page);
        let delete = format!("{page}/delete");
        owner.get(&delete).await.expect(StatusCode::OK).expect_text("1 client is in it");
        owner.post(&delete, &[]).await.expect_redirect("/staff/client-groups");
        ada.get("/account").await.expect(StatusCode::OK);
        owner.get(&client).await.expect(StatusCode::OK);
        owner.get("/staff/audit?event=client").await.expect_text("Partners");
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        support.get("/staff/client-groups").await.expect(StatusCode::OK);
        support.post("/staff/client-groups", &[("name", "Mine")]).await.expect(StatusCode::FORBIDDEN);
    }

    async fn r176_who_is_asked_for_a_factor_makes_no_new_tokens_before(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let person = house.person(PrincipalKind::User, ADA).await;
        let may = async || enforcement::may_make_tokens(&house.panel, &person).await.expect("asked");
        assert!(may().await);
        with_rule(&house, "users", "7").await;
        assert!(!may().await, "grace is for people, not for programs");
        ada.enables_totp(&house).await;
        assert!(may().await);
    }

    async fn r177_an_exemption_has_a_name_a_reason_and_an_end(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let mut owner = with_rule(&house, "users", "0").await;
        ada.get("/account").await.expect_redirect(NEW);
        let id = house.person(PrincipalKind::User, ADA).await.id;
        let page = format!("/staff/settings/exempt/{id}");
        let until = (house.now() + TimeDelta::days(3)).format("%Y-%m-%d").to_string();
        let (late, early) = ("2099-01-01", "2020-01-01");
        let reason = "Broke both hands while skiing";
        for wrong in [[("until", late), ("reason", reason)], [("until", early), ("reason", reason)], [("until", &until), ("reason", "why not")]] {
            owner.submit(&page, &page, &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        }
        owner.submit(&page, &page, &[("until", &until), ("reason", reason)]).await.expect_redirect(RULES);
        owner.get(RULES).await.expect(StatusCode::OK).expect_text(reason).expect_text("Grace Hopper");
        owner.get(&format!("/staff/users/{id}")).await.expect_text("Exemptions");
        owner.get("/staff/audit?event=exemption.").await.expect_text(reason);
        ada.get("/account").await.expect(StatusCode::OK);
        house.wait(TimeDelta::days(3));
        let (_, leads_to) = comes_back(&house).await;
        assert_eq!(leads_to.as_deref(), Some(NEW), "it ends by itself");

        let mut owner = staff(&house, "second@sunny.example", Role::Owner).await;
        let until = (house.now() + TimeDelta::days(30)).format("%Y-%m-%d").to_string();
        owner.submit(&page, &page, &[("until", &until), ("reason", reason)]).await.expect_redirect(RULES);
        let (mut ada, leads_to) = comes_back(&house).await;
        assert_eq!(leads_to, None);
        let list = owner.get(RULES).await.expect(StatusCode::OK);
        let (_, rest) = list.body.split_once("action=\"/staff/settings/exemptions/").expect("an exemption");
        let end = format!("/staff/settings/exemptions/{}", rest.split('"').next().expect("its end"));
        owner.post(&end, &[]).await.expect_redirect(RULES);
        ada.get("/account").await.expect_redirect(NEW);
    }

    async fn r178_the_operator_clears_the_factors_of_a_staff_member_and_every_owner_hears_of_it(house) {
        staff(&house, "first@sunny.example", Role::Owner).await;
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        let address = EmailAddress::parse("support@sunny.example").expect("an address");
        let reset = operator::reset_factors(&house.panel, &address, "a test", "Lost phone and codes").await;
        assert!(matches!(reset, Ok(Reset::Done { owners: 1, .. })));
        let leads_to = support.get("/staff").await.location();
        assert!(leads_to.is_some_and(|to| to.starts_with("/staff/login")), "signed out");
        let mails = house.mails().await;
        let told = mails.iter().filter(|mail| mail.line.template == "break-glass-used");
        assert!(told.clone().any(|mail| mail.line.to_address == "first@sunny.example"));
        let mut owner = staff(&house, "second@sunny.example", Role::Owner).await;
        owner.get("/staff/audit?event=factors.reset").await.expect_text("Lost phone and codes");
    }
}
