//! A house with a plugin of hooks in it.

use std::time::Duration;

use innkeeper_server::Panel;
use innkeeper_server::app::hooks;
use innkeeper_server::config::Plugins;
use innkeeper_tests::house::House;
use url::Url;

use crate::settling::{self, Settled, settle, settle_package};

pub struct Estate {
    pub house: House,
    plugin: Settled,
}

impl Estate {
    /// The plugin of this repository is installed, set and enabled, and may ask that server.
    pub async fn with(
        mut house: House,
        name: &str,
        settings: &[(&str, &str)],
        server: Option<&str>,
    ) -> Self {
        let id = format!("dev.innkeeper.{name}");
        let servers = server.map(|url| (id, Url::parse(url).expect("an address")));
        let plugin = Box::pin(settle(&mut house, name, settings, |config| {
            config.plugins.servers = servers.into_iter().collect();
            // The machine of a test may have much else to do.
            config.plugins.call.answer = Duration::from_secs(10);
        }));
        let plugin = plugin.await;
        Self { house, plugin }
    }

    /// The package is installed and enabled in a panel with such a configuration.
    pub async fn of(
        mut house: House,
        id: &str,
        package: &[u8],
        configure: impl FnOnce(&mut Plugins),
    ) -> Self {
        let configure =
            |config: &mut innkeeper_server::config::Config| configure(&mut config.plugins);
        let plugin = Box::pin(settle_package(&mut house, id, package, configure)).await;
        Self { house, plugin }
    }

    pub fn id(&self) -> &str {
        &self.plugin.id
    }

    pub fn panel(&self) -> &Panel {
        &self.house.panel
    }

    pub async fn sets(&self, settings: &[(&str, &str)]) {
        settling::set(self.panel(), self.id(), settings).await;
    }

    pub async fn enables(&self) {
        settling::enable(self.panel(), self.id()).await;
    }

    /// Tells the plugin what there is to tell; how many events it took.
    pub async fn tells(&self) -> usize {
        hooks::deliver(self.panel())
            .await
            .expect("plugins are told")
    }
}
