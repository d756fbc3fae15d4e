//! A plugin of this repository settles in a house, as its publisher and the house's staff would have it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use innkeeper_package::Manifest;
use innkeeper_package::archive::{Files, pack};
use innkeeper_package::sign::SigningKey;
use innkeeper_package::trust::Lenience;
use innkeeper_plugin_build::build;
use innkeeper_server::Panel;
use innkeeper_server::app::Caller;
use innkeeper_server::app::plugins::{
    self, By, Confirmed, Entered, Installed, SetOutcome, Switched, Upload, Who,
};
use innkeeper_server::config::{Config, PrivateServer};
use innkeeper_tests::house::House;
use innkeeper_tests::surroundings::root;
use tempfile::TempDir;

use crate::INNKEEPER;

/// A plugin in a house.
pub struct Settled {
    /// Its id.
    pub id: String,
    _cache: TempDir,
}

pub fn by(caller: &Caller) -> By<'_> {
    By {
        who: Who::Operator("a test"),
        caller,
    }
}

/// The package of `plugins/NAME`.
fn package(name: &str) -> (Manifest, Vec<u8>) {
    let folder = root().join("plugins").join(name);
    let read = |file: &str| fs::read(folder.join(file)).expect("it is there");
    // A plugin is a component as it is, or a library with one beside it.
    let beside = folder.join("component").is_dir().then_some("-component");
    let component = build(&format!("innkeeper-{name}{}", beside.unwrap_or_default()));
    let component = component.expect("the component is built");
    let manifest = String::from_utf8(read("plugin.toml")).expect("text");
    let files: Files = [
        ("plugin.toml", manifest.clone().into_bytes()),
        ("plugin.wasm", fs::read(component).expect("the component")),
        ("locales/en.ftl", read("locales/en.ftl")),
        ("locales/de.ftl", read("locales/de.ftl")),
    ]
    .into_iter()
    .map(|(name, file)| (name.to_owned(), file))
    .collect();
    let manifest = Manifest::parse(&manifest).expect("a manifest");
    (manifest, pack(files).expect("a package"))
}

/// Opens the house anew with settings of the operator's, installs the plugin with a yes to all that it asks for, sets it
/// and enables it.
pub async fn settle(
    house: &mut House,
    name: &str,
    settings: &[(&str, &str)],
    change: impl FnOnce(&mut Config),
) -> Settled {
    let cache = reopen(house, change).await;
    let (manifest, package) = package(name);
    let id = manifest.id.to_string();
    install(&house.panel, &package).await;
    set(&house.panel, &id, settings).await;
    enable(&house.panel, &id).await;
    Settled { id, _cache: cache }
}

/// The same with a package that is at hand, and no settings.
pub async fn settle_package(
    house: &mut House,
    id: &str,
    package: &[u8],
    change: impl FnOnce(&mut Config),
) -> Settled {
    let cache = reopen(house, change).await;
    install(&house.panel, package).await;
    enable(&house.panel, id).await;
    Settled {
        id: id.to_owned(),
        _cache: cache,
    }
}

/// Opens the house anew: it compiles with the program, and keeps what it compiled in a folder of its own.
pub async fn reopen(house: &mut House, change: impl FnOnce(&mut Config)) -> TempDir {
    let cache = TempDir::new().expect("a folder");
    let folder = cache.path().join("compiled");
    let reopened = house.reopen_with(PathBuf::from(INNKEEPER), |config| {
        config.plugins.cache = folder;
        change(config);
    });
    reopened.await;
    cache
}

/// Switches a plugin on.
pub async fn enable(panel: &Panel, id: &str) {
    let caller = Caller::default();
    let switched = plugins::enable(panel, id, by(&caller)).await;
    assert_eq!(switched.expect("the database"), Switched::Done);
    panel.refresh_plugins().await.expect("it is loaded");
}

async fn install(panel: &Panel, package: &[u8]) {
    let (key, _) = SigningKey::generate(None).expect("a key");
    let signature = key.sign(package).expect("a signature");
    let upload = Upload {
        package,
        signature: Some(&signature),
        key: Some(key.public()),
        rotations: &[],
    };
    let found = plugins::inspect(panel, upload, Lenience::default()).await;
    let found = found.expect("the database").expect("it can be installed");
    let confirmed = Confirmed {
        consent: Some(found.consent),
        lenience: Lenience::default(),
    };
    let caller = Caller::default();
    let installed = plugins::install(panel, upload, &confirmed, by(&caller)).await;
    assert!(
        matches!(installed, Ok(Installed::Done(_))),
        "it is installed"
    );
}

/// Sets a plugin as staff do.
pub async fn set(panel: &Panel, id: &str, settings: &[(&str, &str)]) {
    let entered = settings.iter();
    let entered: BTreeMap<String, Entered> = entered
        .map(|(name, value)| ((*name).to_owned(), Entered::Value((*value).to_owned())))
        .collect();
    let caller = Caller::default();
    let set = plugins::set(panel, id, &entered, by(&caller)).await;
    assert_eq!(set.expect("the database"), SetOutcome::Done);
    panel.refresh_plugins().await.expect("it is loaded");
}

/// Switches a plugin off.
pub async fn switch_off(panel: &Panel, id: &str) {
    let caller = Caller::default();
    plugins::disable(panel, id, by(&caller))
        .await
        .expect("the database");
}

/// A server of this machine that plugins ask by a name.
pub fn private_server(name: &str, at: &str) -> PrivateServer {
    PrivateServer {
        name: name.parse().expect("a name"),
        at: at.parse().expect("an address"),
    }
}
