//! Who has which second factors, over HTTP, on both engines: counted day by day, found, taken along.

use chrono::TimeDelta;
use http::StatusCode;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::CredentialState;
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::ids::{ClientGroupId, ClientId, CredentialId, PrincipalId};
use innkeeper_identity::permission::{Permissions, Role};
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::{ClientStatus, PrincipalKind, PrincipalStatus};
use innkeeper_server::app::operator;
use innkeeper_server::app::settings::Settings;
use innkeeper_server::jobs::run_recurring;
use innkeeper_store::client_groups::{self, ClientGroup};
use innkeeper_store::clients::{self, Client, Membership};
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Sealed, Tx};
use innkeeper_tests::house::House;
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;
use crate::staff::staff;

const GRACE: &str = "grace@sunny.example";
const PAGE: &str = "/staff/adoption";

/// A user of that name who holds these factors; the address is the name's.
pub(crate) async fn moves_in(house: &House, name: &str, factors: &[&str]) -> Principal {
    // One after the other, so that the list has an order.
    house.wait(TimeDelta::milliseconds(1));
    let model = house.person(PrincipalKind::Staff, GRACE).await;
    let email = format!("{}@example.org", name.replace(' ', ".").to_lowercase());
    let user = Principal {
        id: PrincipalId::new(house.now(), house.panel.random.id_bytes()),
        kind: PrincipalKind::User,
        email_key: email.clone(),
        email,
        email_confirmed_at: Some(house.now()),
        name: name.to_owned(),
        last_sign_in_at: None,
        created_at: house.now(),
        ..model
    };
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    assert!(principals::insert(&mut tx, &user).await.expect("a user"));
    for factor in factors {
        holds(&mut tx, house, user.id, factor).await;
    }
    tx.commit().await.expect("committed");
    user
}

/// Gives a person a credential which nobody can use, but which counts.
pub(crate) async fn holds(tx: &mut Tx, house: &House, person: PrincipalId, factor: &str) {
    let credential = Credential {
        id: CredentialId::new(house.now(), house.panel.random.id_bytes()),
        principal_id: person,
        factor: factor.to_owned(),
        label: factor.to_owned(),
        state: CredentialState::Active,
        class: Assurance::Strong,
        secret: Sealed(vec![0]),
        secret_version: 0,
        facts: serde_json::json!([]),
        position: 0,
        created_at: house.now(),
        last_used_at: (factor == "totp").then(|| house.now()),
        last_failed_at: None,
        removed_at: None,
        removed_by: None,
        removed_ip: None,
        identifier: None,
        mobile: None,
    };
    credentials::insert(tx, &credential)
        .await
        .expect("a credential");
}

/// Puts people into a client of a group of that name.
async fn grouped(house: &House, name: &str, people: &[PrincipalId]) -> ClientGroupId {
    let now = house.now();
    let group = ClientGroup {
        id: ClientGroupId::new(now, house.panel.random.id_bytes()),
        name: name.to_owned(),
        rule: None,
        created_at: now,
    };
    let client = Client {
        id: ClientId::new(now, house.panel.random.id_bytes()),
        name: name.to_owned(),
        status: ClientStatus::Active,
        created_at: now,
        version: 0,
    };
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    client_groups::insert(&mut tx, &group)
        .await
        .expect("a group");
    clients::insert(&mut tx, &client).await.expect("a client");
    client_groups::put_client(&mut tx, client.id, Some(group.id))
        .await
        .expect("in the group");
    for person in people {
        let membership = Membership {
            client_id: client.id,
            principal_id: *person,
            owner: true,
            permissions: Permissions::all(),
            created_at: now,
        };
        clients::add_member(&mut tx, &membership)
            .await
            .expect("a member");
    }
    tx.commit().await.expect("committed");
    group.id
}

/// Who is in the list of a page, by the part of the address before the @.
fn listed(body: &str) -> Vec<String> {
    let rows = body.split("<span class=\"sub\">").skip(1);
    let emails = rows.filter_map(|row| row.split("</span>").next());
    let names = emails.filter_map(|email| email.strip_suffix("@example.org"));
    names.map(str::to_owned).collect()
}

async fn finds(staff: &mut Visitor, query: &str) -> Vec<String> {
    let page = staff.get(&format!("{PAGE}?{query}")).await;
    let mut found = listed(&page.expect(StatusCode::OK).body);
    found.sort_unstable();
    found
}

/// The number and the share on the card that leads to that level.
fn figure(body: &str, level: &str) -> (String, String) {
    let link = format!("href=\"{PAGE}?kind=users&amp;class={level}\">");
    let (_, rest) = body.split_once(&link).expect("a figure");
    let (count, rest) = rest.split_once("</a>").expect("a number");
    let (_, rest) = rest.split_once("<span class=\"share\">").expect("a share");
    (
        count.to_owned(),
        rest.split('<')
            .next()
            .unwrap_or_default()
            .replace('\u{a0}', " "),
    )
}

pub(crate) async fn require(house: &House, rule: Rule) {
    let settings = Settings {
        factor_users: rule,
        ..Settings::clone(&house.panel.settings())
    };
    let saved = operator::save_settings(&house.panel, &settings, "a test").await;
    saved.expect("settings are saved");
}

pub(crate) async fn disable(house: &House, person: PrincipalId) {
    let mut tx = house.panel.db.begin().await.expect("a unit of work");
    principals::set_status(&mut tx, person, PrincipalStatus::Disabled)
        .await
        .expect("disabled");
    tx.commit().await.expect("committed");
}

/// Everybody of the list, page after page.
async fn all_pages(staff: &mut Visitor, query: &str) -> (Vec<String>, usize) {
    let (mut path, mut all, mut pages) = (format!("{PAGE}?{query}"), Vec::new(), 0);
    loop {
        let body = staff.get(&path).await.expect(StatusCode::OK).body;
        all.extend(listed(&body));
        pages += 1;
        match link(&body, "next") {
            Some(next) => path = next,
            None => return (all, pages),
        }
    }
}

fn link(body: &str, side: &str) -> Option<String> {
    let (before, _) = body.split_once(&format!("\" rel=\"{side}\""))?;
    Some(before.rsplit('"').next()?.replace("&amp;", "&"))
}

houses! {
    async fn people_are_counted_by_the_best_that_they_can_use(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        owner.get(PAGE).await.expect(StatusCode::OK).expect_text("Nobody has registered yet.");
        moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &["totp", "backup-codes", "email-code"]).await;
        moves_in(&house, "Cleo", &["email-code"]).await;
        moves_in(&house, "Dora", &["backup-codes"]).await;
        moves_in(&house, "Emil", &["a-module-that-is-gone"]).await;
        moves_in(&house, "Fay", &["passkey"]).await;
        let gone = moves_in(&house, "Gus", &["totp"]).await;
        disable(&house, gone.id).await;
        let page = owner.get(PAGE).await.expect(StatusCode::OK)
            .expect_text("1 of those without a second factor has backup codes");
        for (level, count, share) in [("strong", "2", "33 %"), ("basic", "1", "17 %"), ("without", "3", "50 %")] {
            assert_eq!(figure(&page.body, level), (count.to_owned(), share.to_owned()), "{level}");
        }
        assert_eq!(listed(&page.body), ["fay", "emil", "dora", "cleo", "bob", "ada"], "newest first, who may sign in");
        let factors = page.body.split("id=\"adoption-list\"").next().unwrap_or_default();
        let apps = factors.split("factor=totp").nth(1).expect("a line for the app");
        let cells: Vec<&str> = apps.split("<span>").skip(1).take(3).filter_map(|cell| cell.split('<').next()).collect();
        assert_eq!(cells.iter().map(|cell| cell.replace('\u{a0}', " ")).collect::<Vec<_>>(), ["1", "17 %", "1"]);
        let staff_page = owner.get("/staff/adoption?kind=staff").await.expect(StatusCode::OK);
        staff_page.expect_text(GRACE).expect_text("/staff/members/");
    }

    async fn each_day_is_counted_and_days_that_were_not_are_gaps(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let chart = |body: &str| body.split("id=\"adoption-chart\"").nth(1).unwrap_or_default().split("</section>").next().unwrap_or_default().to_owned();
        let empty = owner.get(PAGE).await.expect(StatusCode::OK);
        assert!(!empty.body.contains("<svg class=\"chart-picture\""), "a chart of nobody");
        let ada = moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &["totp"]).await;
        run_recurring(&house.panel).await.expect("recurring work");
        house.wait(TimeDelta::days(1));
        run_recurring(&house.panel).await.expect("recurring work");
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        holds(&mut tx, &house, ada.id, "email-code").await;
        tx.commit().await.expect("committed");
        house.wait(TimeDelta::days(2));
        let mut owner = staff(&house, "other@sunny.example", Role::Owner).await;
        let shown = chart(&owner.get(PAGE).await.expect(StatusCode::OK).body);
        let days: Vec<&str> = shown.split("<th scope=\"row\"><time datetime=\"").skip(1).filter_map(|row| row.split('"').next()).collect();
        assert_eq!(days, ["2026-11-25", "2026-11-23", "2026-11-22"], "the first visit counts today, nobody counted the 24th");
        assert!(shown.contains("87 days were not counted and are gaps."), "{shown}");
        assert!(shown.contains("50 % had a strong factor, 50 % a basic one only, and 0 % none"), "{shown}");
        let strong = shown.split("class=\"chart-strong\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an area");
        assert_eq!(strong.matches('M').count(), 2, "two runs of days: {strong}");
        assert!(!shown.contains("style="), "a style that the policy would block");
        let year = chart(&owner.get("/staff/adoption?days=365").await.expect(StatusCode::OK).body);
        assert!(year.contains("362 days were not counted"), "{year}");
        let staff_chart = chart(&owner.get("/staff/adoption?kind=staff").await.expect(StatusCode::OK).body);
        assert!(staff_chart.contains("<time datetime=\"2026-11-22\""), "staff are counted too");
    }

    async fn filters_find_exactly_those_who_fit(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let ada = moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &["totp", "backup-codes"]).await;
        moves_in(&house, "Cleo", &["email-code"]).await;
        moves_in(&house, "Dora", &["backup-codes"]).await;
        let fay = moves_in(&house, "Fay", &["passkey"]).await;
        let group = grouped(&house, "Resellers", &[ada.id, fay.id]).await;
        for (query, found) in [
            ("", &["ada", "bob", "cleo", "dora", "fay"][..]),
            ("factor=totp", &["bob"]),
            ("factor=backup-codes", &["bob", "dora"]),
            ("factor=none", &["ada"]),
            ("class=phishing-resistant", &["fay"]),
            ("class=strong", &["bob", "fay"]),
            ("class=basic", &["cleo"]),
            ("class=without", &["ada", "dora"]),
            (&format!("group={group}"), &["ada", "fay"]),
            (&format!("group={group}&class=strong"), &["fay"]),
            ("q=CLEO%40", &["cleo"]),
            ("q=%25", &[]),
            ("rule=free", &["ada", "bob", "cleo", "dora", "fay"]),
            ("rule=confined", &[]),
        ] {
            assert_eq!(finds(&mut owner, query).await, found, "{query}");
        }
        let nobody = owner.get("/staff/adoption?q=nobody").await.expect(StatusCode::OK);
        nobody.expect_text("Nothing matches.").expect_text("href=\"/staff/adoption?kind=users\"");
        for query in ["kind=guests", "class=great", "rule=broken", "group=x", "after=x"] {
            owner.get(&format!("{PAGE}?{query}")).await.expect(StatusCode::BAD_REQUEST);
        }
    }

    async fn the_list_says_how_people_stand_to_the_rules_and_until_when(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let ada = moves_in(&house, "Ada", &[]).await;
        moves_in(&house, "Bob", &["totp"]).await;
        moves_in(&house, "Cleo", &["email-code"]).await;
        let graced = Rule {
            least: Assurance::Strong,
            grace_days: 7,
            ..Rule::of(PrincipalKind::User, Requirement::Required)
        };
        require(&house, graced).await;
        assert_eq!(finds(&mut owner, "rule=due").await, ["ada", "cleo"]);
        assert_eq!(finds(&mut owner, "rule=met").await, ["bob"]);
        owner.get(PAGE).await.expect_text("Grace begins at the next sign-in");
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        innkeeper_store::enforcement::begin_grace(&mut tx, ada.id, house.now()).await.expect("grace");
        tx.commit().await.expect("committed");
        owner.get("/staff/adoption?q=ada").await.expect_text("2026-11-29T12:00:00Z");
        house.wait(TimeDelta::days(7));
        let mut owner = staff(&house, "other@sunny.example", Role::Owner).await;
        assert_eq!(finds(&mut owner, "rule=confined").await, ["ada"]);
        assert_eq!(finds(&mut owner, "rule=due").await, ["cleo"]);
    }

    async fn the_list_goes_on_where_it_stopped_and_costs_the_same_for_many(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        moves_in(&house, "First", &["totp"]).await;
        owner.get(PAGE).await.expect(StatusCode::OK);
        for number in 0..60 {
            let factors: &[&str] = if number % 2 == 0 { &["totp"] } else { &[] };
            moves_in(&house, &format!("User {number:02}"), factors).await;
        }
        let before = house.panel.db.statements_run();
        owner.get(PAGE).await.expect(StatusCode::OK);
        let cost = house.panel.db.statements_run() - before;
        assert!(cost <= 10, "{cost} statements");
        let (all, pages) = all_pages(&mut owner, "").await;
        assert_eq!((all.len(), pages), (61, 2));
        require(&house, Rule::of(PrincipalKind::User, Requirement::Required)).await;
        for number in 60..180 {
            moves_in(&house, &format!("User {number:03}"), &[]).await;
        }
        let (confined, pages) = all_pages(&mut owner, "rule=confined").await;
        assert_eq!((confined.len(), pages), (150, 3));
        let (met, pages) = all_pages(&mut owner, "rule=met").await;
        assert_eq!((met.len(), pages), (31, 1));
        let first = owner.get("/staff/adoption?rule=confined").await.expect(StatusCode::OK).body;
        let second = owner.get(&link(&first, "next").expect("a next page")).await.expect(StatusCode::OK).body;
        let back = owner.get(&link(&second, "prev").expect("a way back")).await.expect(StatusCode::OK).body;
        assert_eq!(listed(&back), listed(&first));
        assert_eq!(link(&back, "prev"), None);
    }

    async fn staff_see_whom_they_may_see_and_only_who_may_act_takes_the_list_along(house) {
        let mut support = staff(&house, "support@sunny.example", Role::Support).await;
        let mut billing = staff(&house, GRACE, Role::Billing).await;
        moves_in(&house, "Ada", &[]).await;
        for visitor in [&mut support, &mut billing] {
            let page = visitor.get(PAGE).await.expect(StatusCode::OK);
            assert!(!page.body.contains("kind=staff"), "a tab for staff");
            visitor.get("/staff/adoption?kind=staff").await.expect(StatusCode::FORBIDDEN);
        }
        assert!(!support.get(PAGE).await.body.contains("/staff/adoption/export"));
        support.post("/staff/adoption/export", &[]).await.expect(StatusCode::FORBIDDEN);
        billing.get(PAGE).await.expect_text("/staff/adoption/export");
        billing.post("/staff/adoption/export", &[("kind", "staff")]).await.expect(StatusCode::FORBIDDEN);
    }

    async fn r140_the_list_is_taken_along_after_a_fresh_proof_as_a_file_that_runs_nothing(house) {
        let mut owner = staff(&house, GRACE, Role::Owner).await;
        let evil = moves_in(&house, "Eve", &[]).await;
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        let formula = "=HYPERLINK(\"https://evil.example\";\"Ada, please look\")";
        assert!(principals::set_name(&mut tx, evil.id, formula).await.expect("a name"));
        tx.commit().await.expect("committed");
        for number in 0..230 {
            moves_in(&house, &format!("User {number:03}"), &[]).await;
        }
        moves_in(&house, "Bob", &["totp", "backup-codes"]).await;
        let export = "/staff/adoption/export";
        let none = [("kind", "users"), ("class", "without")];
        let file = owner.submit(PAGE, export, &none).await.expect(StatusCode::OK);
        let header = |name: &str| file.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!(header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(header("content-disposition"), "attachment; filename=\"second-factors-users-2026-11-22.csv\"");
        assert_eq!(header("cache-control"), "no-store");
        let lines: Vec<&str> = file.body.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 232, "everybody whom the filter finds, and the first line");
        assert!(lines[0].starts_with("id,kind,name,email,factors,best_class,"), "{}", lines[0]);
        let formula = ",\"'=HYPERLINK(\"\"https://evil.example\"\";\"\"Ada, please look\"\")\",eve@example.org,,none,,free,,2026-11-22T12:00:00Z";
        assert!(lines[231].ends_with(formula), "{}", lines[231]);
        assert!(!file.body.contains("bob@example.org"));
        let bob = owner.post(export, &[("q", "bob@")]).await.expect(StatusCode::OK);
        bob.expect_text(",users,Bob,bob@example.org,backup-codes totp,strong,,free,,");
        owner.get("/staff/audit?event=adoption.exported").await.expect(StatusCode::OK)
            .expect_text("filter: kind=users&amp;class=without").expect_text("people: 231");
        house.wait(TimeDelta::minutes(6));
        let asked = owner.post(export, &none).await;
        asked.expect_redirect("/staff/account/step-up?next=%2Fstaff%2Fadoption%3Fkind%3Dusers%26class%3Dwithout");
    }
}
