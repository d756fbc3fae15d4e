//! `cargo xtask`: the chores of a checkout. `test` is everything a change must pass, `demo` starts a seeded
//! panel, `bench` measures what it costs, `fuzz` looks for inputs that break what reads them, `deny` checks the dependencies. What the panel itself can do belongs into `innkeeper`, not here.

mod arguments;
mod closing;
mod command;
mod fuzz;
mod packages;
mod postgres;
mod steps;
mod suite;

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use anyhow::Context;

use crate::arguments::{HELP, TestArguments};

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Vec<String>) -> anyhow::Result<ExitCode> {
    if arguments.is_empty() {
        eprint!("{HELP}");
        return Ok(ExitCode::from(2));
    }
    let chore = arguments.remove(0);
    match chore.as_str() {
        "test" => match TestArguments::parse(&arguments) {
            Ok(chosen) => steps::test(&chosen),
            Err(reason) => {
                eprintln!("xtask test: {reason}\n\n{HELP}");
                Ok(ExitCode::from(2))
            }
        },
        "fuzz" => match fuzz::FuzzArguments::parse(&arguments) {
            Ok(chosen) => fuzz::fuzz(&chosen),
            Err(reason) => {
                eprintln!("xtask fuzz: {reason}\n\n{HELP}");
                Ok(ExitCode::from(2))
            }
        },
        "demo" => demo(&arguments),
        "bench" => bench(&arguments),
        "deny" => deny(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => {
            eprintln!("xtask: there is no chore `{other}`\n\n{HELP}");
            Ok(ExitCode::from(2))
        }
    }
}

/// Builds the panel and becomes `innkeeper demo`, so that signals and the exit code are the panel's own.
fn demo(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let mut cargo = command::cargo(["run", "--bin", "innkeeper"]);
    cargo
        .arg("--manifest-path")
        .arg(command::root().join("Cargo.toml"));
    cargo.args(["--", "demo"]).args(arguments);
    Err(cargo.exec()).context("cargo did not start")
}

/// Builds the panel as it is released and becomes the program that measures it.
fn bench(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let manifest = command::root().join("Cargo.toml");
    let mut build = command::cargo(["build", "--release", "--package=innkeeper-server"]);
    build.arg("--manifest-path").arg(&manifest);
    command::run(build)?;
    let mut cargo = command::cargo(["run", "--release", "--package=innkeeper-bench"]);
    cargo.arg("--manifest-path").arg(&manifest);
    cargo.args(["--", "run"]).args(arguments);
    Err(cargo.exec()).context("cargo did not start")
}

/// Checks licences, bans and sources by `deny.toml`. It is no part of `test`: cargo-deny takes minutes to build.
fn deny() -> anyhow::Result<ExitCode> {
    if !command::succeeds(&mut Command::new("cargo-deny"), ["--version"]) {
        eprintln!("cargo-deny is missing; installing it, which takes some minutes");
        command::run(command::cargo(["install", "--locked", "cargo-deny"]))?;
    }
    let mut check = command::cargo(["deny", "check", "licenses", "bans", "sources"]);
    let status = check
        .current_dir(command::root())
        .status()
        .context("cargo deny did not start")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
