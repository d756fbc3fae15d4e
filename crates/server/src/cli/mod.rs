//! The command line. A command that changes data calls the same use cases as the pages.
//!
//! Exit codes: 0 done, 1 failed, 2 not understood. Results go to standard output, everything else to
//! standard error.

mod audit;
mod author;
mod demo;
mod dev;
mod doctor;
mod init;
mod keys;
mod migrate;
mod output;
mod plugin;
mod question;
mod serve;
mod staff;
mod theme;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Sources};
use crate::plugins::compiler::{self, COMMAND as COMPILE};
use crate::telemetry::start_logging;
use crate::web::api::document;
use crate::{Migrate, Panel};

/// The hosting panel.
#[derive(Parser)]
#[command(name = "innkeeper", version, max_term_width = 100)]
struct Cli {
    /// The configuration file; innkeeper.toml of the working directory if there is one.
    #[arg(long, global = true, env = "INNKEEPER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the panel: pages, jobs and mails.
    Serve(serve::Serve),
    /// Run a panel with sample data, to look around or to try a program against.
    Demo(demo::Demo),
    /// Set a new panel up: database, keys, brand, and an owner's account.
    Init(init::Init),
    /// Bring the database up to date.
    Migrate(migrate::Migrations),
    /// Staff accounts, also when nobody can sign in.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// The keys that seal secrets in the database.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Plugins: write them; look at packages, install, set, switch and remove them.
    #[command(subcommand)]
    Plugin(Plugins),
    /// Compiles a plugin; started by the panel itself.
    #[command(name = COMPILE, hide = true)]
    CompilePlugin {
        /// MiB of memory.
        memory: u64,
        /// Seconds of processor time.
        seconds: u64,
    },
    /// Whether the audit log is as it was written.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Print the description of the API, for programs.
    Openapi,
    /// What theme designers need.
    #[command(subcommand)]
    Theme(theme::Theme),
    /// Check the installation, or print every setting.
    Doctor(doctor::Doctor),
}

/// What is done with plugins, by those who write them and by those who have them.
#[derive(Subcommand)]
enum Plugins {
    #[command(flatten)]
    Author(author::Author),
    #[command(flatten)]
    Provider(plugin::Plugin),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Command::CompilePlugin { memory, seconds } = cli.command {
        // Before there are threads, which would count as memory.
        return compiler::main(memory, seconds);
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&anyhow::Error::new(error).context("cannot start"));
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(run(cli));
    // Whatever is still under way was given its time; do not wait for it twice.
    runtime.shutdown_background();
    match result {
        Ok(code) => code,
        Err(error) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let sources = Sources::of_process(cli.config.as_deref());
    match cli.command {
        Command::Serve(command) => command.run(sources).await,
        Command::Demo(command) => Box::pin(command.run(sources)).await,
        Command::Doctor(command) => command.run(&sources).await,
        Command::Init(command) => command.run(load(&sources)?).await,
        Command::Migrate(command) => command.run(load(&sources)?).await,
        Command::Staff(command) => command.run(load(&sources)?).await,
        Command::Keys(command) => command.run(load(&sources)?).await,
        Command::Plugin(Plugins::Author(command)) => command.run(sources).await,
        Command::Plugin(Plugins::Provider(command)) => command.run(load(&sources)?).await,
        Command::CompilePlugin { memory, seconds } => Ok(compiler::main(memory, seconds)),
        Command::Audit(command) => command.run(load(&sources)?).await,
        Command::Openapi => {
            output::json(&document())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Theme(command) => command.run(),
    }
}

/// The settings of a command that is no server: it logs what is worth a warning.
fn load(sources: &Sources) -> anyhow::Result<Config> {
    let config = Config::load(sources)?;
    let mut log = config.log.clone();
    if log.level == "info" {
        "warn".clone_into(&mut log.level);
    }
    start_logging(&log);
    Ok(config)
}

/// The panel of a command that works beside a server, or without one.
async fn open(config: Config) -> anyhow::Result<Panel> {
    Panel::builder(config).migrate(Migrate::Refuse).open().await
}
