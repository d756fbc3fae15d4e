//! Requirements of the door that no other story tells, each by its number.

use axum::body::Body;
use http::{Method, StatusCode, header};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_server::web::census;
use innkeeper_tests::house::PASSWORD;
use innkeeper_tests::visitor::{Reply, Visitor};
use sha2::{Digest as _, Sha256};

use crate::houses::houses;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";
const VERIFY: &str = "/login/verify";
const SESSION: &str = "__Host-innkeeper";

/// The cookies that an answer sets, as it writes them.
fn set_cookies(reply: &Reply) -> Vec<&str> {
    let headers = reply.headers.get_all(header::SET_COOKIE).iter();
    headers.filter_map(|value| value.to_str().ok()).collect()
}

fn opens_a_session(reply: &Reply) -> bool {
    let sessions = [format!("{SESSION}="), format!("{SESSION}-staff=")];
    set_cookies(reply).iter().any(|cookie| {
        !cookie.contains("Max-Age=0") && sessions.iter().any(|name| cookie.starts_with(name))
    })
}

/// Everything that a form of the door may hold, for the account of that address.
fn every_field(email: &str) -> [(&str, &str); 8] {
    [
        ("email", email),
        ("password", PASSWORD),
        ("current_password", PASSWORD),
        ("name", "Ada Lovelace"),
        ("token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ("code", "000000"),
        ("option", "totp"),
        ("saved", "yes"),
    ]
}

/// The lines of a page that are the same for everybody.
fn without_what_differs(reply: &Reply) -> String {
    let lines = reply
        .body
        .lines()
        .filter(|line| !line.contains("csrf_token"));
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace(ADA, "")
        .replace(BOB, "")
}

async fn with_factor(
    house: &innkeeper_tests::house::House,
    email: &str,
) -> (Visitor, String, Vec<String>) {
    let mut person = house.visitor();
    person.registers(house, email).await;
    let (key, codes) = person.enables_totp(house).await;
    person.signs_out().await;
    house.wait_for_next_code();
    (person, key, codes)
}

houses! {
    async fn r1_no_route_gives_whoever_holds_a_factor_a_session_for_the_password(house) {
        with_factor(&house, ADA).await;
        let mut tried = 0;
        for route in census() {
            let path = route.path.replace("{id}", "01890000-0000-7000-8000-000000000000")
                .replace("{factor}", "totp").replace("{action}", "disable");
            for method in &route.methods {
                let mut pending = house.visitor();
                pending.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
                pending.get(VERIFY).await;
                let mut nobody = house.visitor();
                nobody.get("/login").await;
                for browser in [&mut nobody, &mut pending] {
                    let reply = if *method == Method::GET {
                        browser.get(&path).await
                    } else {
                        browser.post(&path, &every_field(ADA)).await
                    };
                    assert!(!opens_a_session(&reply), "{method} {path}");
                    tried += 1;
                }
                house.wait(chrono::TimeDelta::minutes(11));
            }
        }
        assert!(tried > 100, "{tried} tries");
    }

    async fn r20_the_second_step_takes_nobodys_word_on_who_they_are(house) {
        let (_, ada_key, _) = with_factor(&house, ADA).await;
        let (mut bob, bob_key, _) = with_factor(&house, BOB).await;
        let ada = house.person(PrincipalKind::User, ADA).await.id.to_string();
        bob.signs_in(BOB, PASSWORD).await.expect_redirect(VERIFY);
        let claims = [("email", ADA), ("user", &ada), ("principal", &ada), ("id", &ada), ("verified", "true")];
        let with = |code: &str| {
            let mut fields: Vec<_> = claims.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            fields.push(("code", code.to_owned()));
            fields
        };
        let adas = with(&house.code(&ada_key));
        let adas: Vec<_> = adas.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bob.submit(VERIFY, VERIFY, &adas).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let bobs = with(&house.code(&bob_key));
        let bobs: Vec<_> = bobs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bob.submit(VERIFY, VERIFY, &bobs).await.expect_redirect("/account");
        let profile = bob.get("/account/email").await;
        assert!(profile.body.contains(BOB) && !profile.body.contains(ADA));
    }

    async fn r25_no_lasting_cookie_comes_before_the_second_factor(house) {
        let (mut ada, _, _) = with_factor(&house, ADA).await;
        let signed_in = ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        for cookie in set_cookies(&signed_in) {
            assert!(cookie.starts_with("__Host-pending="), "{cookie}");
            assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
        }
        assert!(set_cookies(&ada.get(VERIFY).await).is_empty());
    }

    async fn r26_whether_there_is_a_factor_is_told_after_the_right_password_alone(house) {
        with_factor(&house, ADA).await;
        house.visitor().registers(&house, BOB).await;
        let mut answers = Vec::new();
        for email in [ADA, BOB, "nobody@example.org"] {
            let wrong = house.visitor().signs_in(email, "not the password at all").await;
            answers.push(without_what_differs(&wrong.expect(StatusCode::UNPROCESSABLE_ENTITY)).replace("nobody@example.org", ""));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    }

    async fn r40_a_password_guessed_in_a_session_counts_at_the_door(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        house.wait(chrono::TimeDelta::minutes(11));
        let step_up = "/account/step-up";
        for _ in 0..4 {
            ada.submit(step_up, step_up, &[("password", "not the password at all")]).await;
        }
        ada.cookies.clear();
        ada.signs_in(ADA, PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        house.visitor().signs_in(ADA, PASSWORD).await.expect_redirect("/account");
    }

    async fn r57_the_code_to_scan_is_drawn_here_and_kept_nowhere(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let begun = ada.submit("/account/security/factors/new", "/account/security/factors/totp/enrol", &[]).await;
        let page = begun.location().expect("an enrolment begins");
        let shown = ada.get(&page).await.expect(StatusCode::OK).expect_text("<svg");
        assert_eq!(shown.headers.get("cache-control").and_then(|value| value.to_str().ok()), Some("no-store"));
        let key = shown.setup_key();
        for link in shown.body.split("=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let is_link = link.starts_with('/') || link.contains("://");
            assert!(!is_link || !link.contains(&key), "{link}");
            assert!(!link.starts_with("http://") && !link.starts_with("https://") || link.contains("w3.org"), "{link}");
        }
    }

    async fn r66_backup_codes_are_counted_as_every_other_code(house) {
        let (mut ada, key, _) = with_factor(&house, ADA).await;
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let option = ada.get("/login/verify/other").await.options().pop().expect("backup codes");
        ada.post("/login/verify/other", &[("option", &option)]).await;
        for _ in 0..4 {
            ada.submit(VERIFY, VERIFY, &[("code", "00000-00000-00000-00000")]).await;
            house.wait(chrono::TimeDelta::seconds(20));
        }
        ada.submit(VERIFY, VERIFY, &[("code", "00000-00000-00000-00000")]).await.expect(StatusCode::FORBIDDEN);
        ada.get(VERIFY).await.expect_redirect("/login");
        let right = ada.post(VERIFY, &[("code", &house.code(&key))]).await;
        assert!(!opens_a_session(&right), "{}", right.status);
    }

    async fn r68_a_backup_code_is_no_password_and_a_sign_in_spends_one(house) {
        let (mut ada, _, codes) = with_factor(&house, ADA).await;
        let code = codes.first().cloned().unwrap_or_default();
        ada.signs_in(ADA, &code).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.signs_in(ADA, PASSWORD).await.expect_redirect(VERIFY);
        let option = ada.get("/login/verify/other").await.options().pop().expect("backup codes");
        ada.post("/login/verify/other", &[("option", &option)]).await;
        let joined = codes.join(" ");
        ada.submit(VERIFY, VERIFY, &[("code", &joined)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        ada.submit(VERIFY, VERIFY, &[("code", &code)]).await.expect_redirect("/account");
        ada.follow("/account").await.expect_text("9");
    }

    async fn r148_the_database_knows_a_session_by_its_hash_alone(house) {
        let mut ada = house.visitor();
        ada.registers(&house, ADA).await;
        let id = ada.cookies.get(SESSION).cloned().expect("a session");
        assert_eq!(id.len(), 43, "256 bits");
        let person = house.person(PrincipalKind::User, ADA).await;
        let mut tx = house.panel.db.read().await.expect("a unit of work");
        let rows = innkeeper_store::sessions::list_live(&mut tx, person.id, house.now()).await.expect("sessions");
        let hash = Sha256::digest(id.as_bytes()).to_vec();
        assert!(rows.iter().any(|row| row.token_hash.0 == hash));
        assert!(rows.iter().all(|row| row.token_hash.0 != id.as_bytes()));
    }

    async fn r151_an_id_that_the_house_did_not_give_out_is_never_adopted(house) {
        house.visitor().registers(&house, ADA).await;
        let mut thief = house.visitor();
        let planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        thief.cookies.insert(SESSION.to_owned(), planted.to_owned());
        thief.get("/account").await.expect_redirect("/login?next=%2Faccount");
        thief.signs_in(ADA, PASSWORD).await.expect_redirect("/account");
        assert_ne!(thief.cookies.get(SESSION).map(String::as_str), Some(planted));
    }

    async fn r167_no_header_of_a_request_gets_into_a_link(house) {
        house.visitor().registers(&house, ADA).await;
        let mut thief = house.visitor();
        let page = thief.get("/password/forgot").await;
        let token = page.field_value("csrf_token").expect("a token");
        let body = format!("csrf_token={token}&email=ada%40example.org");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "http"),
            ("forwarded", "host=evil.example;proto=http"),
            ("x-original-host", "evil.example"),
        ];
        thief.send(Method::POST, "/password/forgot", Body::from(body), &headers).await.expect(StatusCode::OK);
        house.run_jobs().await;
        house.mailed_link("reset-password", ADA).await;
        for mail in house.mails().await {
            let text = mail.text_body.map(|body| body.0).unwrap_or_default();
            let html = mail.html_body.map(|body| body.0).unwrap_or_default();
            assert!(!text.contains("evil.example") && !html.contains("evil.example"));
        }
    }
}
