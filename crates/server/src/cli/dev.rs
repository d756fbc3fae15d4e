//! `innkeeper plugin dev`: builds a plugin whenever a file of it is saved, and puts it into a demonstration that
//! runs beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use innkeeper_identity::plugin::PluginState;
use innkeeper_kit::build::build;
use innkeeper_kit::parcel::{self, Packed};
use innkeeper_kit::{Folder, folder};
use innkeeper_package::trust::Lenience;
use innkeeper_store::plugins::Plugin;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::plugin::told;
use super::{demo, open, output};
use crate::Panel;
use crate::app::Caller;
use crate::app::plugins::{self, By, Confirmed, Installed, Switched, Upload, Who};
use crate::config::Sources;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(300);

/// Who does it, for the demonstration's audit log.
const BY: &str = "plugin dev";

/// Options of `plugin dev`.
#[derive(Args)]
pub struct Dev {
    /// The folder of the plugin.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Where the data of the demonstration is.
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    demo: PathBuf,
    /// Do it once and stop.
    #[arg(long)]
    once: bool,
}

impl Dev {
    pub async fn run(self, process: Sources) -> anyhow::Result<ExitCode> {
        let panel = open(demo::config_of(&self.demo, process)?).await.context(
            "cannot open the demonstration. If another version of Innkeeper made it, start it once with this one: `innkeeper demo`",
        )?;
        loop {
            // Looked at first: what is saved while it is built is built again.
            let seen = folder::saved(&self.folder)?;
            match self.bring(&panel).await {
                Ok(()) => {}
                Err(error) if self.once => return Err(error),
                Err(error) => output::complain(&error),
            }
            if self.once {
                panel.db.close().await;
                return Ok(ExitCode::SUCCESS);
            }
            output::note("Waiting for a change; stop with Ctrl-C.");
            while folder::saved(&self.folder)? == seen {
                sleep(EVERY).await;
            }
        }
    }

    /// Builds, packs, installs and enables.
    async fn bring(&self, panel: &Panel) -> anyhow::Result<()> {
        let folder = self.folder.clone();
        let packed = spawn_blocking(move || make(&folder)).await??;
        let plugin = install(panel, &fs::read(&packed.path)?).await?;
        if plugin.state == PluginState::Enabled {
            return told(&plugin.id, Switched::Done, "in the demonstration");
        }
        match plugins::enable(panel, &plugin.id, by(&Caller::default())).await? {
            // It waits for somebody to fill its settings in, and is there until then.
            Switched::Missing(missing) => output::say(&format!(
                "{} is in the demonstration, and needs settings before it can be enabled: {}. They are on its page at \
                 /staff/plugins.",
                plugin.id,
                missing.join(", ")
            ))?,
            switched => told(&plugin.id, switched, "in the demonstration")?,
        }
        Ok(())
    }
}

fn make(path: &Path) -> anyhow::Result<Packed> {
    let folder = Folder::open(path)?;
    let id = folder.manifest.id.clone();
    build(&folder, &mut |what| {
        output::note(&format!("{id}: {what} …"));
    })?;
    parcel::pack(&folder)
}

/// Whoever has the folder of a demonstration may do there what they like: nothing is signed, nothing is asked.
async fn install(panel: &Panel, package: &[u8]) -> anyhow::Result<Plugin> {
    let upload = Upload {
        package,
        signature: None,
        key: None,
        rotations: &[],
    };
    let lenience = Lenience {
        unsigned: true,
        older: true,
    };
    let found = plugins::inspect(panel, upload, lenience).await??;
    if let Some(installed) = found.installed
        && installed.digest == found.offer.package().digest.to_string()
    {
        return Ok(installed);
    }
    let confirmed = Confirmed {
        consent: Some(found.consent),
        lenience,
    };
    match plugins::install(panel, upload, &confirmed, by(&Caller::default())).await? {
        Installed::Done(plugin) => Ok(plugin),
        Installed::Refused(refused) => Err(refused.into()),
        Installed::Waits(offered) => {
            bail!("{} asks for more than was granted", offered.plugin_id)
        }
    }
}

fn by(caller: &Caller) -> By<'_> {
    By {
        who: Who::Operator(BY),
        caller,
    }
}
