//! The API, over HTTP: who may ask for what, how it is answered, and what ends a key.

use std::collections::BTreeSet;

use axum::body::Body;
use chrono::TimeDelta;
use http::{Method, StatusCode};
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::app::operator;
use innkeeper_server::app::settings::Settings;
use innkeeper_server::web::api::document;
use innkeeper_store::Engine;
use innkeeper_tests::house::{House, PASSWORD};
use innkeeper_tests::leaks::{self, Kind};
use innkeeper_tests::visitor::{Reply, Visitor};
use serde_json::{Value, json};

use crate::houses::houses;
use crate::staff::staff;

const ADA: &str = "ada@example.org";
const EVERYTHING: [&str; 4] = ["read-users", "read-factors", "reset-factors", "read-audit"];

/// Makes a key in the area of that base.
async fn make_key(visitor: &mut Visitor, base: &str, scopes: &[&str]) -> Reply {
    let page = format!("{base}/account/security/tokens/new");
    let boxes: Vec<String> = scopes
        .iter()
        .map(|scope| format!("scope-{scope}"))
        .collect();
    let mut fields = vec![("name", "A script"), ("days", "90")];
    fields.extend(boxes.iter().map(|field| (field.as_str(), "yes")));
    let form = visitor.get(&page).await;
    let client = form.body.split("<option value=\"").nth(1);
    let client = client
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    fields.push(("client", client));
    visitor.post(&page, &fields).await
}

/// The key on the page that shows it.
fn shown(reply: &Reply) -> String {
    let (_, rest) = reply.body.split_once("ink_").expect("a key is shown");
    let body: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let key = format!("ink_{body}");
    leaks::keep(Kind::Shown, &key);
    key
}

async fn key(visitor: &mut Visitor, base: &str, scopes: &[&str]) -> String {
    shown(&make_key(visitor, base, scopes).await.expect(StatusCode::OK))
}

/// Asks as a program does.
async fn ask(
    house: &House,
    method: Method,
    path: &str,
    key: &str,
    body: Option<&Value>,
    headers: &[(&str, &str)],
) -> Reply {
    let bearer = format!("Bearer {key}");
    let mut all = vec![("content-type", "application/json")];
    if !key.is_empty() {
        all.push(("authorization", bearer.as_str()));
    }
    all.extend(headers);
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    house
        .visitor()
        .send(method, &format!("/api/v1{path}"), body, &all)
        .await
}

async fn get(house: &House, path: &str, key: &str) -> Reply {
    ask(house, Method::GET, path, key, None, &[]).await
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).expect("JSON")
}

fn problem(reply: &Reply) -> String {
    assert_eq!(
        reply.headers["content-type"], "application/problem+json",
        "{}",
        reply.body
    );
    let document = json_of(reply);
    assert_eq!(document["status"], reply.status.as_u16());
    let kind = document["type"].as_str().expect("a type");
    kind.trim_start_matches("urn:innkeeper:problem:").to_owned()
}

/// Every route of the document, with its method.
fn described() -> Vec<(Method, String)> {
    let document = serde_json::to_value(document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let routes = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("methods").keys();
        methods.map(move |method| {
            (
                method.to_uppercase().parse().expect("a method"),
                path.clone(),
            )
        })
    });
    routes.collect()
}

#[test]
fn the_routes_of_the_api_are_these_and_no_others() {
    let routes: BTreeSet<String> = described()
        .iter()
        .map(|(method, path)| format!("{method} {path}"))
        .collect();
    let expected = [
        "GET /account",
        "GET /account/factors",
        "GET /account/sessions",
        "GET /audit",
        "GET /users",
        "GET /users/{id}",
        "GET /users/{id}/factors",
        "POST /users/{id}/factors/reset",
    ];
    assert_eq!(routes, expected.map(str::to_owned).into());
}

houses! {
    async fn every_route_of_the_api_turns_away_who_has_no_key_or_not_the_scope(house) {
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let narrow = key(&mut owner, "/staff", &["read-own-sessions"]).await;
        for (method, path) in described() {
            let path = path.replace("{id}", "01890000-0000-7000-8000-000000000000");
            for none in ["", "ink_nonsense", &narrow.replace("ink_", "ink_a")] {
                let reply = ask(&house, method.clone(), &path, none, Some(&json!({"reason": "a long reason"})), &[]).await;
                assert_eq!((reply.status, problem(&reply).as_str()), (StatusCode::UNAUTHORIZED, "unauthenticated"), "{path}");
                assert!(reply.headers.contains_key("www-authenticate"));
            }
            let reply = ask(&house, method, &path, &narrow, Some(&json!({"reason": "a long reason"})), &[]).await;
            let is_open = ["/account", "/account/sessions"].contains(&path.as_str());
            let expected = if is_open { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(reply.status, expected, "{path}: {}", reply.body);
        }
        // A browser's cookie is no key, and no other site may read the answers.
        let reply = owner.get("/api/v1/account").await.expect(StatusCode::UNAUTHORIZED);
        assert!(!reply.headers.contains_key("access-control-allow-origin"));
        assert!(!reply.headers.contains_key("set-cookie"));
        let reply = get(&house, "/nothing", &narrow).await;
        assert_eq!((reply.status, problem(&reply).as_str()), (StatusCode::NOT_FOUND, "not-found"));
    }

    async fn staff_read_users_page_by_page(house) {
        for number in 0..5 {
            house.visitor().registers(&house, &format!("guest{number}@example.org")).await;
            house.wait(TimeDelta::seconds(1));
        }
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let key = key(&mut owner, "/staff", &EVERYTHING).await;
        let (mut seen, mut path) = (Vec::new(), "/users?limit=2&search=example.org".to_owned());
        loop {
            let reply = get(&house, &path, &key).await.expect(StatusCode::OK);
            let list = json_of(&reply);
            seen.extend(list["data"].as_array().expect("data").iter().map(|user| user["email"].to_string()));
            let link = reply.headers.get("link").map(|link| link.to_str().expect("text").to_owned());
            assert_eq!(link.is_some(), list["next"].is_string());
            let Some(link) = link else { break };
            let next = link.split(['<', '>']).nth(1).expect("an address").to_owned();
            path = next.strip_prefix("/api/v1").expect("our own").to_owned();
        }
        let expected: Vec<String> = (0..5).rev().map(|number| format!("\"guest{number}@example.org\"")).collect();
        assert_eq!(seen, expected);
        for wrong in ["/users?limit=0", "/users?limit=101", "/users?limit=x", "/users?after=x"] {
            assert_eq!(problem(&get(&house, wrong, &key).await), "malformed", "{wrong}");
        }
        let lines = json_of(&get(&house, "/audit?event=token.", &key).await.expect(StatusCode::OK));
        assert_eq!(lines["data"][0]["event"], "token.made");
        assert!(!lines.to_string().contains(&key), "the log knows the key");
    }

    async fn r146_r179_a_key_made_for_it_resets_factors_once_under_one_name(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        ada.enables_totp(&house).await;
        let id = house.person(PrincipalKind::User, ADA).await.id;
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let key = key(&mut owner, "/staff", &EVERYTHING).await;
        let held = json_of(&get(&house, &format!("/users/{id}/factors"), &key).await.expect(StatusCode::OK));
        assert_eq!(held.as_array().map(Vec::len), Some(2), "{held}");
        let path = format!("/users/{id}/factors/reset");
        let reset = async |reason: &str, name: &str| {
            ask(&house, Method::POST, &path, &key, Some(&json!({ "reason": reason })), &[("idempotency-key", name)]).await
        };
        let short = reset("too short", "one").await;
        assert_eq!((short.status, problem(&short).as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
        assert_eq!(json_of(&short)["errors"][0]["field"], "reason");
        reset("Showed their passport", "one").await.expect(StatusCode::NO_CONTENT);
        reset("Showed their passport", "one").await.expect(StatusCode::NO_CONTENT);
        assert_eq!(problem(&reset("Showed another thing", "one").await), "idempotency-key-reused");
        assert_eq!(problem(&reset("Showed their passport", "two").await), "nothing-to-do");
        let lines = json_of(&get(&house, "/audit?event=factors.reset", &key).await);
        assert_eq!(lines["data"].as_array().map(Vec::len), Some(1), "{lines}");
        assert!(house.mails().await.iter().any(|mail| mail.line.template == "factors-reset"));
        ada.get("/account").await.expect_redirect("/login?next=%2Faccount");
    }

    async fn a_users_key_speaks_for_the_user_and_one_client(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let refused = make_key(&mut ada, "", &["read-users"]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let key = key(&mut ada, "", &["read-own-factors", "read-own-sessions"]).await;
        let account = json_of(&get(&house, "/account", &key).await.expect(StatusCode::OK));
        assert_eq!((&account["email"], &account["kind"]), (&json!(ADA), &json!("user")));
        assert!(account["client"].is_null() || account["client"]["owner"] == true, "{account}");
        let sessions = json_of(&get(&house, "/account/sessions", &key).await.expect(StatusCode::OK));
        assert_eq!(sessions.as_array().map(Vec::len), Some(1));
        assert_eq!(get(&house, "/users", &key).await.status, StatusCode::FORBIDDEN);
        ada.get("/account/security/tokens").await.expect(StatusCode::OK).expect_text("A script");
    }

    async fn r155_r156_a_key_ends_with_the_trust_it_was_made_in(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let first = key(&mut ada, "", &["read-own-factors"]).await;
        get(&house, "/account", &first).await.expect(StatusCode::OK);
        // One more factor is no loss of trust.
        ada.enables_totp(&house).await;
        get(&house, "/account", &first).await.expect(StatusCode::OK);
        let changed = [("current_password", PASSWORD), ("password", "another walk by the sea")];
        ada.submit("/account/password", "/account/password", &changed).await;
        get(&house, "/account", &first).await.expect(StatusCode::UNAUTHORIZED);

        let second = key(&mut ada, "", &["read-own-factors"]).await;
        let list = ada.get("/account/security/tokens").await;
        let revoke = list.body.split("action=\"").find_map(|rest| {
            rest.split('"').next().filter(|path| path.ends_with("/revoke")).map(str::to_owned)
        }).expect("a button");
        ada.post(&revoke, &[]).await.expect_redirect("/account/security/tokens");
        get(&house, "/account", &second).await.expect(StatusCode::UNAUTHORIZED);

        let third = key(&mut ada, "", &["read-own-factors"]).await;
        house.wait(TimeDelta::days(91));
        get(&house, "/account", &third).await.expect(StatusCode::UNAUTHORIZED);
    }

    async fn r173_r176_keys_wait_where_a_factor_is_due_and_none_are_made(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let key = key(&mut ada, "", &["read-own-factors"]).await;
        let require = async |requirement| {
            let settings = Settings { factor_users: Rule::of(PrincipalKind::User, requirement), ..Settings::clone(&house.panel.settings()) };
            operator::save_settings(&house.panel, &settings, "a test").await.expect("settings are saved");
        };
        require(Requirement::Required).await;
        assert_eq!(problem(&get(&house, "/account", &key).await), "factor-required");
        ada.get("/account/security/tokens/new").await.expect_redirect("/account/security/factors/new");
        ada.enables_totp(&house).await;
        get(&house, "/account", &key).await.expect(StatusCode::OK);
    }

    async fn a_role_that_shrank_shrinks_its_keys(house) {
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let key = key(&mut owner, "/staff", &EVERYTHING).await;
        get(&house, "/audit", &key).await.expect(StatusCode::OK);
        let grace = house.person(PrincipalKind::Staff, "grace@sunny.example").await.id;
        let mut tx = house.panel.db.begin().await.expect("a unit of work");
        innkeeper_store::staff::set_role(&mut tx, grace, Role::Support).await.expect("a role");
        tx.commit().await.expect("committed");
        get(&house, "/users", &key).await.expect(StatusCode::OK);
        assert_eq!(problem(&get(&house, "/audit", &key).await), "insufficient-scope");
    }

    async fn r41_the_api_tries_no_password_and_counts_whatever_else_is_tried_there(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        // Her address and her right password, as HTTP has them.
        let basic = "Basic YWRhQGV4YW1wbGUub3JnOmEgbG9uZyB3YWxrIGJ5IHRoZSByaXZlcg==";
        let mut program = house.visitor();
        for _ in 0..30 {
            let headers = [("authorization", basic)];
            let reply = program.send(Method::GET, "/api/v1/account", Body::empty(), &headers).await;
            assert_eq!((reply.status, problem(&reply).as_str()), (StatusCode::UNAUTHORIZED, "unauthenticated"));
        }
        let refused = program.send(Method::GET, "/api/v1/account", Body::empty(), &[]).await;
        assert_eq!((refused.status, problem(&refused).as_str()), (StatusCode::TOO_MANY_REQUESTS, "throttled"));
        assert!(refused.headers.contains_key("retry-after"));
        program.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        let described = serde_json::to_string(&document()).expect("JSON");
        for word in ["\"password\"", "\"code\"", "\"answers\""] {
            assert!(!described.contains(word), "the API takes a {word}");
        }
        // Whoever asks the forms for JSON has no way around the counters either.
        let json = [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let mut door = house.visitor();
        let token = door.get("/login").await.field_value("csrf_token").expect("a token");
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("csrf_token", token.as_str()), ("email", ADA), ("password", "not the password")]).finish();
        let (wrong, wait) = (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::TOO_MANY_REQUESTS);
        for status in [wrong, wrong, wrong, wait] {
            door.send(Method::POST, "/login", Body::from(form.clone()), &json).await.expect(status);
        }
        door.signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
    }

    async fn a_program_that_asks_too_often_is_told_when_to_come_back(house) {
        let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
        let key = key(&mut owner, "/staff", &["read-own-sessions"]).await;
        let reply = get(&house, "/account", &key).await.expect(StatusCode::OK);
        assert_eq!(reply.headers["ratelimit-policy"], "\"key\";q=300;w=60");
        assert_eq!(reply.headers["ratelimit"], "\"key\";r=299;t=60");
        for _ in 0..299 {
            get(&house, "/account", &key).await.expect(StatusCode::OK);
        }
        let reply = get(&house, "/account", &key).await;
        assert_eq!((reply.status, problem(&reply).as_str()), (StatusCode::TOO_MANY_REQUESTS, "throttled"));
        assert_eq!(reply.headers["retry-after"], "60");
        house.wait(TimeDelta::seconds(61));
        get(&house, "/account", &key).await.expect(StatusCode::OK);
    }
}

/// Every example of the documentation, run by the program that it names.
#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_documentation_work() {
    let house = House::open(Engine::Sqlite)
        .await
        .expect("SQLite is never left out");
    let mut ada = house.visitor();
    ada.registers(&house, ADA).await;
    ada.enables_totp(&house).await;
    let id = house.person(PrincipalKind::User, ADA).await.id;
    let mut owner = staff(&house, "grace@sunny.example", Role::Owner).await;
    let key = key(&mut owner, "/staff", &EVERYTHING).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = innkeeper_server::web::router(house.panel.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let page = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/developers/api.md"
    ))
    .expect("the page");
    let mut examples = 0;
    for example in page
        .lines()
        .filter_map(|line| line.strip_prefix("    curl "))
    {
        let here = example.replace("https://panel.example", &format!("http://{address}"));
        let output = tokio::process::Command::new("sh")
            .args([
                "-c",
                &format!("curl --fail-with-body --silent --show-error {here}"),
            ])
            .env("KEY", &key)
            .env("USER_ID", id.to_string())
            .output()
            .await
            .expect("a shell");
        assert!(output.status.success(), "{example}: {output:?}");
        examples += 1;
    }
    assert!(examples > 3, "only {examples} examples were found");
}
