//! Each story is told in a house of its own, on either engine, or at an address that a browser can go to.

use std::net::SocketAddr;

use innkeeper_store::{Engine, Page, audit};
use innkeeper_tests::browser::Browser;
use innkeeper_tests::house::{House, PASSWORD};
use tokio::net::TcpListener;

/// Runs a test in a house on each engine.
macro_rules! houses {
    ($($(#[$doc:meta])* async fn $name:ident($house:ident) $body:block)*) => {$(
        $(#[$doc])*
        async fn $name($house: innkeeper_tests::house::House) $body

        mod $name {
            use innkeeper_store::Engine;
            use innkeeper_tests::house::House;

            #[tokio::test]
            async fn sqlite() {
                if let Some(house) = House::open(Engine::Sqlite).await {
                    super::$name(house).await;
                }
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(house) = House::open(Engine::Postgres).await {
                    super::$name(house).await;
                }
            }
        }
    )*};
}
pub(crate) use houses;

/// An address of this machine for a house.
pub struct Address {
    listener: TcpListener,
    pub url: String,
}

impl Address {
    pub async fn take() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        Self {
            listener,
            url: format!("http://localhost:{port}"),
        }
    }

    /// A house that says it is there.
    pub async fn house(&self) -> Option<House> {
        House::open_with(Engine::Sqlite, &[("server.base_url", &self.url)]).await
    }

    /// Opens the door.
    pub fn serve(self, house: &House) {
        let router = innkeeper_server::web::router(house.panel.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(self.listener, service).await });
    }
}

/// Types address and password at the door of a house.
pub async fn types_password(browser: &Browser, url: &str, email: &str) {
    let login = browser.goto(format!("{url}/login")).await;
    login.expect("a page");
    for (field, text) in [("Email", email), ("Password", PASSWORD)] {
        browser.fill(field, text).await.expect("a field");
    }
    browser.press("Sign in").await.expect("a button");
}

/// Why sign-ins failed, as the audit log has it.
pub async fn failed_sign_ins(house: &House) -> Vec<String> {
    let mut tx = house.panel.db.read().await.expect("a unit of work");
    let filter = audit::Filter {
        event: Some("sign-in.failed"),
        ..audit::Filter::default()
    };
    let events = audit::list(&mut tx, filter, Page::first(100)).await;
    let rows = events.expect("the log").rows.into_iter();
    rows.map(|row| row.detail["because"].as_str().unwrap_or_default().into())
        .collect()
}
