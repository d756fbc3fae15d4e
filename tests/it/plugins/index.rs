//! Installing by an index that a server of this machine hosts, as whoever writes plugins does.

use std::collections::BTreeMap;
use std::path::PathBuf;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode as Status;
use axum::routing::get;
use http::StatusCode;
use innkeeper_identity::permission::Role;
use innkeeper_identity::plugin::PluginState;
use innkeeper_package::Digest;
use innkeeper_tests::house::House;

use super::uploads::installs;
use super::{Estate, ID, package};
use crate::INNKEEPER;
use crate::houses::houses;
use crate::staff::staff;

const GRACE: &str = "grace@sunny.example";
const LIST: &str = "/staff/plugins/index";
const BRING: &str = "/staff/plugins/index/bring";
const INSTALL: &str = "/staff/plugins/install";
const CONFIRM: &str = "/staff/plugins/install/confirm";

/// Hosts files, and gives the address of the folder.
async fn hosts(files: BTreeMap<String, Vec<u8>>) -> String {
    let find = move |Path(name): Path<String>| {
        let found = files.get(&name).cloned();
        async move { found.ok_or(Status::NOT_FOUND) }
    };
    let router = Router::new().route("/{name}", get(find));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// An index of one version, which is said to have that digest.
fn index(estate: &Estate, package: &[u8], digest: Digest) -> BTreeMap<String, Vec<u8>> {
    let text = format!(
        "{{\"format\": 1, \"name\": \"Plugins of the house\", \"plugins\": [{{\"id\": \"{ID}\", \"name\": \"Codes\", \
         \"description\": \"Codes of an app\", \"publisher\": \"Example\", \"key\": \"{}\", \"versions\": \
         [{{\"version\": \"1.0.0\", \"url\": \"totp.innpack\", \"sha256\": \"{digest}\", \"api\": [\"innkeeper:factor@1\"]}}]}}]}}",
        estate.key.public()
    );
    let signature = estate.key.sign(package).expect("a signature");
    [
        ("index.json", text.into_bytes()),
        ("totp.innpack", package.to_vec()),
        ("totp.innpack.minisig", signature.into_bytes()),
        ("nothing.json", b"[]".to_vec()),
    ]
    .map(|(name, file)| (name.to_owned(), file))
    .into()
}

/// An estate where plugins are written: an index may be on this machine.
async fn workshop(house: House) -> Estate {
    let mut estate = Estate::of(house).await;
    estate
        .house
        .reopen_with(PathBuf::from(INNKEEPER), |config| config.plugins.dev = true)
        .await;
    estate
}

houses! {
    async fn a_plugin_of_an_index_is_fetched_checked_and_asked_about_like_any_other(house) {
        let estate = workshop(house).await;
        let package = package("1.0.0", "");
        let folder = hosts(index(&estate, &package, Digest::of(&package))).await;
        let address = format!("{folder}/index.json");
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        owner.submit(INSTALL, LIST, &[("index", &address)]).await.expect(StatusCode::OK)
            .expect_text("Plugins of the house").expect_text("Codes of an app").expect_text("By Example");
        owner.post(BRING, &[("index", &address), ("plugin", ID)]).await.expect_redirect(CONFIRM);
        owner.get(CONFIRM).await.expect_text("Nothing is known of this key yet.");
        assert_eq!(estate.state().await, None);
        installs(&mut owner).await.expect_redirect("/staff/plugins/dev.example.totp");
        assert_eq!(estate.state().await, Some((PluginState::Disabled, "1.0.0".to_owned())));
        owner.submit(INSTALL, LIST, &[("index", &address)]).await.expect_text("1.0.0 is installed");
    }

    async fn what_an_index_says_of_a_package_must_be_true(house) {
        let estate = workshop(house).await;
        let package = package("1.0.0", "");
        let folder = hosts(index(&estate, &package, Digest::of(b"another"))).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        let address = format!("{folder}/index.json");
        owner.submit(INSTALL, BRING, &[("index", &address), ("plugin", ID)]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("not the one that the index names");
        owner.submit(INSTALL, BRING, &[("index", &address), ("plugin", "dev.example.other")]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("The index offers no such plugin.");
        for (file, sentence) in [("nothing.json", "What is there is no index"), ("gone.json", "answers with 404")] {
            let address = format!("{folder}/{file}");
            owner.submit(INSTALL, LIST, &[("index", &address)]).await
                .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text(sentence);
        }
        owner.get(CONFIRM).await.expect_redirect(INSTALL);
    }

    async fn r122_an_index_is_asked_for_at_public_addresses_by_https_alone(house) {
        let estate = Estate::of(house).await;
        let folder = hosts(BTreeMap::new()).await;
        let mut owner = staff(&estate.house, GRACE, Role::Owner).await;
        for address in [format!("{folder}/index.json"), "ftp://plugins.example/".to_owned(), "index".to_owned()] {
            owner.submit(INSTALL, LIST, &[("index", &address)]).await
                .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("Enter a full address that begins with https://.");
        }
        for address in ["https://10.0.0.1/index.json", "https://169.254.169.254/index.json"] {
            owner.submit(INSTALL, LIST, &[("index", address)]).await
                .expect(StatusCode::UNPROCESSABLE_ENTITY).expect_text("has no address that may be asked");
        }
    }
}
