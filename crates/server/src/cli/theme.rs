//! `innkeeper theme`: what theme designers need at hand.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use clap::Subcommand;

use super::output;

/// What to do with a theme.
#[derive(Subcommand)]
pub enum Theme {
    /// Draw every page and mail of a theme with samples, in every language, and say what broke.
    Check {
        /// The theme's folder; its parents are looked for beside it. The bundled theme if none is named.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

impl Theme {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Check { folder } = self;
        let report = match folder {
            Some(folder) => {
                let shown = folder.display();
                ensure!(
                    folder.is_dir(),
                    "there is no folder {shown}. Name the folder that has theme.toml in it"
                );
                innkeeper_theme::check(&folder.canonicalize()?)
            }
            None => innkeeper_theme::check_embedded(),
        };
        output::say(&report.to_string())?;
        Ok(if report.is_clean() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}
