//! What no page of ours sends: every answer is a clear 4xx, and nothing is half written.

use axum::body::Body;
use http::{Method, StatusCode};
use innkeeper_server::web::census;
use innkeeper_tests::house::PASSWORD;
use innkeeper_tests::visitor::Visitor;

use crate::houses::houses;

const FIELDS: &[&str] = &[
    "email",
    "password",
    "current_password",
    "name",
    "code",
    "next",
    "token",
    "label",
    "option",
    "client",
    "locale",
    "time_zone",
    "scheme",
    "return_to",
    "saved",
    "role",
    "reason",
    "country",
    "mobile",
    "invitation",
    "answer",
];

fn nasty() -> Vec<String> {
    vec![
        String::new(),
        " ".to_owned(),
        "x".repeat(15_000),
        "١٢٣٤٥٦".to_owned(),
        "🔑\u{202e}<script>alert(1)</script>".to_owned(),
        "' OR 1=1 --".to_owned(),
        "//evil.example/".to_owned(),
        "-1".to_owned(),
        "\r\nSet-Cookie: a=b".to_owned(),
    ]
}

async fn is_unharmed(visitor: &mut Visitor, method: Method, path: &str, body: Body, kind: &str) {
    let headers = [("content-type", kind), ("sec-fetch-site", "same-origin")];
    let reply = visitor.send(method.clone(), path, body, &headers).await;
    assert!(
        !reply.status.is_server_error(),
        "{method} {path}: {} {}",
        reply.status,
        reply.body
    );
}

houses! {
    async fn nonsense_in_any_field_of_any_form_is_never_a_fault_of_ours(house) {
        let mut ada = house.visitor();
        ada.registers(&house, "ada@example.org").await;
        for route in census().iter().filter(|route| route.methods.contains(&Method::POST)) {
            if route.path.ends_with("/logout") || route.path.ends_with("/everywhere") {
                continue;
            }
            for value in nasty() {
                let fields: Vec<(&str, &str)> = FIELDS.iter().map(|field| (*field, value.as_str())).collect();
                for id in ["not-an-id", "01890000-0000-7000-8000-000000000000"] {
                    let path = route.path.replace("{id}", id).replace("{factor}", id).replace("{action}", "disable");
                    // In a browser of its own, for a form may end the session; at an address of its own,
                    // for a form may be limited by address.
                    let mut one = ada.clone().from_address(house.visitor_address());
                    one.get("/account").await;
                    let reply = one.post(&path, &fields).await;
                    assert!(!reply.status.is_server_error(), "{path} {value:.20}: {} {}", reply.status, reply.body);
                    assert!(!reply.body.contains("<script>alert"), "{path}");
                    if let Some(to) = reply.location() {
                        assert!(to.starts_with('/') && !to.starts_with("//"), "{path} leads to {to}");
                    }
                }
            }
        }
        house.visitor().signs_in("ada@example.org", PASSWORD).await.expect_redirect("/account");
    }

    async fn bodies_that_are_no_forms_are_refused_in_words(house) {
        let mut nobody = house.visitor();
        nobody.get("/login").await;
        let form = "application/x-www-form-urlencoded";
        let token = nobody.get("/login").await.field_value("csrf_token").unwrap_or_default();
        for (body, kind, status) in [
            (format!("csrf_token={token}&email=a&email=b"), form, StatusCode::BAD_REQUEST),
            (format!("csrf_token={token}&email=%00"), form, StatusCode::BAD_REQUEST),
            (format!("csrf_token={token}&email=%ff%fe"), form, StatusCode::BAD_REQUEST),
            ("x".repeat(200_000), form, StatusCode::PAYLOAD_TOO_LARGE),
            ("{\"email\":\"a\"}".to_owned(), "application/json", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("email=a".to_owned(), "text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ] {
            let headers = [("content-type", kind), ("sec-fetch-site", "same-origin")];
            let reply = nobody.send(Method::POST, "/login", Body::from(body), &headers).await;
            assert_eq!(reply.status, status, "{}", reply.body);
            assert!(reply.body.contains("<h1"), "an error is a page of ours");
        }
    }

    async fn strange_paths_and_queries_are_pages_of_ours(house) {
        let mut nobody = house.visitor();
        for path in [
            "/no-such-page", "/%00", "/%ff", "/..%2f..%2fetc%2fpasswd", "/login?next=%ff", "/login?next=a&next=b",
            "/register/confirm", "/register/confirm?token=%00", "/password/reset?token=", "/assets/../../etc/passwd",
            "/account/security/enrolments/nonsense", "/staff/users?after=nonsense",
        ] {
            is_unharmed(&mut nobody, Method::GET, path, Body::empty(), "text/plain").await;
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            is_unharmed(&mut nobody, method, "/login", Body::empty(), "text/plain").await;
        }
    }

    async fn a_program_that_asks_for_json_gets_a_problem_document(house) {
        let mut program = house.visitor();
        let reply = program.send(Method::GET, "/no-such-page", Body::empty(), &[("accept", "application/json")]).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert_eq!(reply.headers.get("content-type").and_then(|value| value.to_str().ok()), Some("application/problem+json"));
        reply.expect_text("\"status\":404");
    }
}
