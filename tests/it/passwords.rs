//! Passwords that were stolen elsewhere, asked of a real service on a socket.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::get;
use http::StatusCode;
use innkeeper_store::Engine;
use innkeeper_tests::house::{House, PASSWORD};

/// What the service was asked: the digits, and whether it should fill its answer up.
type Asked = Arc<Mutex<Vec<(String, bool)>>>;

/// A service that knows one hash; its address.
async fn service(known: &'static str, asked: Asked) -> String {
    let answer =
        async move |State(asked): State<Asked>, Path(prefix): Path<String>, headers: HeaderMap| {
            let padded = headers.contains_key("add-padding");
            asked
                .lock()
                .expect("no test panics here")
                .push((prefix.clone(), padded));
            let (start, rest) = known.split_at(5);
            if prefix == start {
                format!("{rest}:42\r\n")
            } else {
                String::new()
            }
        };
    let router = Router::new()
        .route("/range/{prefix}", get(answer))
        .with_state(asked);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/range/")
}

async fn registers(house: &House, password: &str) -> StatusCode {
    let fields = [
        ("name", "Ada Lovelace"),
        ("email", "ada@example.org"),
        ("password", password),
    ];
    house
        .visitor()
        .submit("/register", "/register", &fields)
        .await
        .status
}

#[tokio::test]
async fn r163_a_password_that_was_stolen_elsewhere_is_refused_and_five_digits_leave_the_house() {
    let asked = Asked::default();
    // SHA-1 of "stolen from a library".
    let url = service("85E87681FCC26D2F6F3AC3661A5121D02B59D675", asked.clone()).await;
    let settings = [("security.leaked_passwords", url.as_str())];
    let house = House::open_with(Engine::Sqlite, &settings)
        .await
        .expect("SQLite is always there");
    assert_eq!(
        registers(&house, "stolen from a library").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(registers(&house, PASSWORD).await, StatusCode::OK);
    let asked = asked.lock().expect("no test panics here").clone();
    assert_eq!(asked.len(), 2);
    assert!(
        asked
            .iter()
            .all(|(prefix, padded)| prefix.len() == 5 && *padded),
        "{asked:?}"
    );
}

#[tokio::test]
async fn r163_nobody_is_kept_out_because_the_service_is_away() {
    let settings = [("security.leaked_passwords", "http://127.0.0.1:9/range/")];
    let house = House::open_with(Engine::Sqlite, &settings)
        .await
        .expect("SQLite is always there");
    assert_eq!(registers(&house, PASSWORD).await, StatusCode::OK);
}
