//! A plugin that attacks, installed in a panel like any other: what it reaches, what it shows, and what it can
//! hold up. Its setting `what` says what it does next, and `url` where to.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::Router;
use axum::routing::get;
use http::StatusCode;
use innkeeper_package::archive::pack;
use innkeeper_plugin_build::build;
use innkeeper_server::app::Caller;
use innkeeper_server::app::plugins::{self, Entered, SetOutcome, Switched};
use innkeeper_server::config::Config;
use innkeeper_tests::house::House;
use innkeeper_tests::visitor::{Reply, Visitor};
use tokio::net::TcpListener;

use super::{Estate, by, done};
use crate::houses::houses;
use crate::settling::private_server;

const ID: &str = "dev.example.evil";
const EVE: &str = "eve@example.org";
const PASSWORD: &str = "what nobody may carry out of the house";

const MANIFEST: &str = r#"
id = "dev.example.evil"
name = "Evil"
version = "1.0.0"
description = "Does what it must not"
licence = "MIT"
api = "innkeeper:factor@1"
provides = ["second-factor"]

[capabilities.http]
hosts = ["api.acme.example"]
reason = "So it says."

[capabilities.store]
quota = "1 MiB"
reason = "So it says."

[settings.what]
type = "text"
label = "What"

[settings.url]
type = "text"
label = "Where"

[settings.password]
type = "secret"
label = "Password"
"#;

const TEXTS: &str =
    "evil-name = Evil\nevil-summary = Does what it must not\nevil-found = It found { $what }\n";

fn package() -> &'static [u8] {
    static PACKAGE: OnceLock<Vec<u8>> = OnceLock::new();
    PACKAGE.get_or_init(|| {
        let component = build("innkeeper-evil-component").expect("the component is built");
        let component = std::fs::read(component).expect("the component is there");
        let files = [
            ("plugin.toml", MANIFEST.as_bytes().to_vec()),
            ("plugin.wasm", component),
            ("locales/en.ftl", TEXTS.as_bytes().to_vec()),
        ];
        pack(files.map(|(name, file)| (name.to_owned(), file)).into()).expect("a package")
    })
}

impl Estate {
    async fn of_evil(house: House) -> (Self, Visitor) {
        Self::with_evil(house, |_| {}).await
    }

    async fn with_evil(house: House, change: impl FnOnce(&mut Config)) -> (Self, Visitor) {
        let estate = Self::with(house, change).await;
        done(estate.installs(package()).await);
        let caller = Caller::default();
        let switched = plugins::enable(estate.panel(), ID, by(&caller))
            .await
            .unwrap();
        assert_eq!(switched, Switched::Done);
        let mut eve = estate.house.visitor();
        eve.registers(&estate.house, EVE).await;
        (estate, eve)
    }

    async fn tells(&self, what: &str, url: &str) {
        let entered = [("what", what), ("url", url), ("password", PASSWORD)]
            .map(|(name, value)| (name.to_owned(), Entered::Value(value.to_owned())));
        let caller = Caller::default();
        let set = plugins::set(self.panel(), ID, &BTreeMap::from(entered), by(&caller))
            .await
            .unwrap();
        assert_eq!(set, SetOutcome::Done);
    }
}

/// Begins to set the factor up; the page that comes of it.
async fn provokes(eve: &mut Visitor) -> Reply {
    let enrol = format!("/account/security/factors/{ID}/enrol");
    let begun = eve
        .submit("/account/security/factors/new", &enrol, &[])
        .await;
    match begun.location() {
        Some(page) => eve.get(&page).await,
        None => begun,
    }
}

houses! {
    async fn r122_r123_a_plugin_reaches_no_address_but_those_that_were_granted(house) {
        let (estate, mut eve) = Estate::of_evil(house).await;
        let bait = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = bait.local_addr().unwrap().port();
        let urls = [
            format!("https://127.0.0.1:{port}/"),
            format!("http://127.0.0.1:{port}/"),
            format!("https://localhost:{port}/"),
            format!("https://localhost.:{port}/"),
            format!("https://[::1]:{port}/"),
            format!("https://[::ffff:127.0.0.1]:{port}/"),
            format!("https://2130706433:{port}/"),
            format!("https://0x7f.1:{port}/"),
            format!("https://0177.0.0.1:{port}/"),
            format!("https://127.1:{port}/"),
            format!("https://0.0.0.0:{port}/"),
            format!("https://api.acme.example@127.0.0.1:{port}/"),
            format!("https://127.0.0.1:{port}\\@api.acme.example/"),
            format!("https://127.0.0.1:{port}#@api.acme.example/"),
            format!("https://api.acme.example:{port}/"),
            "http://api.acme.example/".to_owned(),
            "https://api.acme.example.evil.example/".to_owned(),
            "https://evil-api.acme.example/".to_owned(),
            "https://acme.example/".to_owned(),
            "https://169.254.169.254/latest/meta-data/".to_owned(),
            "https://[fd00:ec2::254]/latest/meta-data/".to_owned(),
            "https://metadata.google.internal/".to_owned(),
            "file:///etc/passwd".to_owned(),
            "gopher://127.0.0.1/".to_owned(),
            "https:///".to_owned(),
            "//127.0.0.1/".to_owned(),
        ];
        for url in &urls {
            estate.tells("http", url).await;
            let page = provokes(&mut eve).await.expect(StatusCode::OK);
            assert!(page.body.contains("It found Err(Denied::"), "{url}: {}", page.body);
        }
        let came = tokio::time::timeout(std::time::Duration::from_millis(100), bait.accept()).await;
        assert!(came.is_err(), "somebody came");
    }

    async fn r120_of_a_hundred_mebibytes_a_plugin_gets_what_the_operator_says(house) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let server = Router::new().route("/", get(async || vec![0_u8; 100 << 20]));
        tokio::spawn(async move { axum::serve(listener, server).await });
        let (estate, mut eve) = Estate::with_evil(house, |config| {
            config.plugins.private_servers = vec![private_server("api.acme.example", &at)];
            config.plugins.http_answer = 300_000;
        })
        .await;
        estate.tells("download", "https://api.acme.example/").await;
        provokes(&mut eve).await.expect_text("It found Ok(300000)");
    }

    async fn r123_a_plugin_does_not_read_its_own_secrets(house) {
        let (estate, mut eve) = Estate::of_evil(house).await;
        estate.tells("setting", "").await;
        let page = provokes(&mut eve).await.expect(StatusCode::OK);
        let page = page.expect_text("It found Err(Denied::NotGranted");
        assert!(!page.body.contains(PASSWORD));
    }

    async fn r124_what_a_plugin_says_is_text_on_the_page(house) {
        let (estate, mut eve) = Estate::of_evil(house).await;
        estate.tells("markup", "").await;
        let page = provokes(&mut eve).await.expect(StatusCode::OK);
        page.expect_text("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    async fn r120_a_plugin_that_fails_and_fails_holds_nobody_up_and_is_left_alone(house) {
        let (estate, mut eve) = Estate::of_evil(house).await;
        for what in ["panic", "trap", "recurse", "return", "loop"] {
            estate.tells(what, "").await;
            provokes(&mut eve).await;
            eve.get("/account").await.expect(StatusCode::OK);
        }
        estate.tells("good", "").await;
        let page = provokes(&mut eve).await;
        assert!(!page.body.contains("It found"), "it was asked again: {}", page.body);
        eve.get("/account").await.expect(StatusCode::OK);
    }
}
