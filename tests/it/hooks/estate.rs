//! A house with a plugin of this repository in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use innkeeper_package::archive::{Files, pack};
use innkeeper_package::trust::Lenience;
use innkeeper_plugin_build::build;
use innkeeper_server::Panel;
use innkeeper_server::app::plugins::{
    self, By, Confirmed, Entered, Installed, SetOutcome, Switched, Upload, Who,
};
use innkeeper_server::app::{Caller, hooks};
use innkeeper_server::config::Plugins;
use innkeeper_tests::house::House;
use url::Url;

use crate::INNKEEPER;

pub struct Estate {
    pub house: House,
    pub id: String,
    _cache: tempfile::TempDir,
}

pub fn by(caller: &Caller) -> By<'_> {
    By {
        who: Who::Operator("a test"),
        caller,
    }
}

/// The package of a plugin in `plugins/<name>`.
pub fn package(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../plugins")
        .join(name);
    let read = |path: PathBuf| {
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let component = build(&format!("innkeeper-{name}")).expect("the component is built");
    let mut files: Files = [
        ("plugin.toml".to_owned(), read(folder.join("plugin.toml"))),
        ("plugin.wasm".to_owned(), read(component)),
    ]
    .into_iter()
    .collect();
    for locale in ["en", "de"] {
        let name = format!("locales/{locale}.ftl");
        files.insert(name.clone(), read(folder.join(name)));
    }
    pack(files).expect("a package")
}

impl Estate {
    /// The plugin is installed, set and enabled, and may ask that server.
    pub async fn with(
        house: House,
        name: &str,
        settings: &[(&str, &str)],
        server: Option<&str>,
    ) -> Self {
        let id = format!("dev.innkeeper.{name}");
        let servers = server.map(|url| (id.clone(), Url::parse(url).expect("an address")));
        let package = package(name);
        let estate = Self::of(house, &id, &package, |plugins| {
            plugins.servers = servers.into_iter().collect();
            // The machine of a test may have much else to do.
            plugins.answer = Duration::from_secs(10);
        });
        let estate = estate.await;
        estate.sets(settings).await;
        estate
    }

    /// The package is installed and enabled in a panel with such a configuration.
    pub async fn of(
        mut house: House,
        id: &str,
        package: &[u8],
        configure: impl FnOnce(&mut Plugins),
    ) -> Self {
        let cache = tempfile::TempDir::new().expect("a folder");
        let folder = cache.path().join("compiled");
        house
            .reopen_with(PathBuf::from(INNKEEPER), |config| {
                config.plugins.cache = folder;
                configure(&mut config.plugins);
            })
            .await;
        let estate = Self {
            house,
            id: id.to_owned(),
            _cache: cache,
        };
        estate.installs(package).await;
        estate.enables().await;
        estate
    }

    pub fn panel(&self) -> &Panel {
        &self.house.panel
    }

    async fn installs(&self, package: &[u8]) {
        let lenience = Lenience {
            unsigned: true,
            older: false,
        };
        let upload = Upload {
            package,
            ..Upload::default()
        };
        let found = plugins::inspect(self.panel(), upload, lenience)
            .await
            .unwrap();
        let confirmed = Confirmed {
            consent: Some(found.expect("it is a package").consent),
            lenience,
        };
        let caller = Caller::default();
        match plugins::install(self.panel(), upload, &confirmed, by(&caller))
            .await
            .unwrap()
        {
            Installed::Done(_) => {}
            Installed::Waits(_) => panic!("it waits"),
            Installed::Refused(refused) => panic!("{refused}"),
        }
    }

    pub async fn sets(&self, settings: &[(&str, &str)]) {
        let entered = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Entered::Value((*value).to_owned())));
        let entered: BTreeMap<_, _> = entered.collect();
        let caller = Caller::default();
        let set = plugins::set(self.panel(), &self.id, &entered, by(&caller))
            .await
            .unwrap();
        assert_eq!(set, SetOutcome::Done);
    }

    pub async fn enables(&self) {
        let caller = Caller::default();
        let switched = plugins::enable(self.panel(), &self.id, by(&caller))
            .await
            .unwrap();
        assert_eq!(switched, Switched::Done);
    }

    /// Tells the plugin what there is to tell; how many events it took.
    pub async fn tells(&self) -> usize {
        hooks::deliver(self.panel())
            .await
            .expect("plugins are told")
    }
}
