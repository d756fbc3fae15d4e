//! What the panel costs, measured from outside on the program as it is released, beside what the same machine
//! does in the same minutes without the panel around it. `benches/README.md` says what each figure means.

mod bare;
mod browser;
mod component;
mod figures;
mod handler;
mod house;
mod load;
mod plugins;
mod program;
mod report;
mod sandbox;
mod statistics;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::figures::Bench;

/// Measures the panel. `cargo xtask bench` builds everything and starts it.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Measures and prints the table.
    Run {
        /// The panel's program; the one beside this one if nothing is said.
        #[arg(long)]
        program: Option<PathBuf>,
        /// An empty PostgreSQL database, instead of a SQLite file.
        #[arg(long)]
        database: Option<String>,
        /// How often each figure is taken; the table has the median.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
    },
    /// Serves one page from memory: what a page costs without a panel behind it. For `run`.
    Handler {
        /// What is on the page, as JSON.
        #[arg(long)]
        page: String,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("no runtime")?;
    match Arguments::parse().chore {
        Chore::Run {
            program,
            database,
            rounds,
        } => {
            let beside = std::env::current_exe()?.with_file_name("innkeeper");
            let program = program.unwrap_or(beside);
            let bench = runtime.block_on(Bench::prepare(program, database, rounds.max(1)))?;
            let report = runtime.block_on(bench.run())?;
            print!("{report}");
        }
        Chore::Handler { page } => runtime.block_on(handler::serve(&page))?,
    }
    Ok(ExitCode::SUCCESS)
}
