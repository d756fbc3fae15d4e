//! Every route and its guard. A new route is in the census by being a route; what its guard promises is
//! tried here.

use std::collections::BTreeSet;

use axum::body::Body;
use http::{Method, StatusCode};
use innkeeper_server::web::{Guard, Route, census};
use innkeeper_tests::house::PASSWORD;

use crate::houses::houses;

fn path_of(route: &Route) -> String {
    route
        .path
        .replace("{id}", "01890000-0000-7000-8000-000000000000")
        .replace("{device}", "01890000-0000-7000-8000-000000000000")
        .replace("{factor}", "totp")
        .replace("{action}", "disable")
        .replace("{scope}", "users")
}

fn is_refusal(status: StatusCode, location: Option<&str>) -> bool {
    status == StatusCode::FORBIDDEN || location.is_some_and(|to| to.contains("/login"))
}

#[test]
fn the_public_routes_are_these_and_no_others() {
    let public: BTreeSet<&str> = census()
        .iter()
        .filter(|route| route.guard == Guard::Public)
        .map(|route| route.path)
        .collect();
    let mut expected = BTreeSet::from([
        "/",
        "/invitation",
        "/register",
        "/register/confirm",
        "/login/recover",
        "/login/recover/request",
    ]);
    for path in [
        "/login",
        "/login/cancel",
        "/login/passkey",
        "/login/passkey/answer",
        "/logout",
        "/password/forgot",
        "/password/reset",
        "/preferences",
        "/return",
        "/account/email/confirm",
        "/account/email/undo",
    ] {
        expected.insert(path);
        expected.insert(Box::leak(format!("/staff{path}").into_boxed_str()));
    }
    assert_eq!(public, expected);
}

houses! {
    async fn every_guarded_route_turns_a_visitor_away(house) {
        for route in census().iter().filter(|route| route.guard != Guard::Public) {
            for method in &route.methods {
                let mut nobody = house.visitor();
                nobody.get("/login").await;
                let reply = if *method == Method::GET {
                    nobody.get(&path_of(route)).await
                } else {
                    nobody.post(&path_of(route), &[]).await
                };
                assert!(is_refusal(reply.status, reply.location().as_deref()), "{method} {}: {}", route.path, reply.status);
            }
        }
    }

    async fn r21_with_only_a_pending_login_every_other_route_is_as_for_a_visitor(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        ada.enables_totp(&house).await;
        let mut door = house.visitor();
        door.signs_in("ada@example.org", PASSWORD).await.expect_redirect("/login/verify");
        let open = [Guard::Public, Guard::Pending];
        for route in census().iter().filter(|route| !open.contains(&route.guard)) {
            let mut half = door.clone();
            let reply = if route.methods.contains(&Method::GET) {
                half.get(&path_of(route)).await
            } else {
                half.get("/login/verify").await;
                half.post(&path_of(route), &[]).await
            };
            assert!(is_refusal(reply.status, reply.location().as_deref()), "{}: {}", route.path, reply.status);
        }
    }

    async fn r159_no_form_is_taken_without_its_token_or_from_another_site(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        for route in census().iter().filter(|route| route.methods.contains(&Method::POST)) {
            let mut one = ada.clone();
            let reply = one.post_with_token(&path_of(route), &[], "forged").await;
            assert!(is_refusal(reply.status, reply.location().as_deref()), "{}: {}", route.path, reply.status);
            let foreign = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
            let reply = one.send(Method::POST, &path_of(route), Body::empty(), &foreign).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", route.path);
        }
    }

    async fn r139_a_customers_session_is_nobodys_in_the_staff_area(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        for route in census().iter().filter(|route| route.path.starts_with("/staff") && route.guard != Guard::Public) {
            if route.methods.contains(&Method::GET) {
                let reply = ada.get(&path_of(route)).await;
                assert!(is_refusal(reply.status, reply.location().as_deref()), "{}: {}", route.path, reply.status);
            }
        }
    }

    async fn r160_every_answer_carries_the_headers_that_keep_a_page_to_itself(house) {
        let mut nobody = house.visitor();
        for path in ["/", "/login", "/staff/login", "/no-such-page", "/account"] {
            let reply = nobody.get(path).await;
            let header = |name: &str| reply.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(header("cache-control"), "no-store", "{path}");
            assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        }
    }
}
