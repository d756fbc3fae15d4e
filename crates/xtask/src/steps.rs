//! The steps of `cargo xtask test`, in order, each to its end: a failed step does not hide what the next would say.

use std::fmt::Write as _;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use crate::arguments::{Need, Step, TestArguments};
use crate::closing::{Outcome, Report};
use crate::packages::TARGET;
use crate::suite::Ended;
use crate::{command, packages, postgres, suite};

/// Runs the chosen steps and prints the summary.
pub fn test(chosen: &TestArguments) -> anyhow::Result<ExitCode> {
    packages::bring(chosen)?;
    let mut report = Report::default();
    for step in Step::ALL.into_iter().filter(|step| chosen.runs(*step)) {
        let begun = Instant::now();
        let outcome = match step {
            Step::Tests => tests(chosen),
            _ => Ok(plain(step)),
        };
        let outcome = outcome.unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", step.name());
            Outcome::Check(false)
        });
        report.add(step, outcome, begun.elapsed());
    }
    print!("{}", report.closing(chosen));
    Ok(if report.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Plugins that are not written in Rust. They are built as any author builds theirs, and only if they changed.
const IN_OTHER_LANGUAGES: [&str; 3] = [
    "plugins/hotp",
    "plugins/code-card",
    "plugins/memorable-word",
];

/// A step that either passes or fails.
fn plain(step: Step) -> Outcome {
    let is_good = commands(step).into_iter().all(|mut cargo| {
        match step {
            Step::Lock => cargo.stdout(Stdio::null()),
            Step::Docs => cargo.env("RUSTDOCFLAGS", "-D warnings"),
            _ => &mut cargo,
        };
        announce(step, &cargo, "");
        let status = cargo.stdin(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    });
    Outcome::Check(is_good)
}

/// What a step runs, one after the other. What is built for WebAssembly is a workspace of its own.
fn commands(step: Step) -> Vec<Command> {
    let workspace = |mut cargo: Command| {
        cargo.current_dir(command::root());
        cargo
    };
    let components = |mut cargo: Command| {
        cargo.current_dir(command::root().join("plugins/components"));
        cargo
    };
    let lock = || command::cargo(["metadata", "--locked", "--format-version=1"]);
    let format = || command::cargo(["fmt", "--all", "--check"]);
    match step {
        Step::Lock => vec![workspace(lock()), components(lock())],
        Step::Format => vec![workspace(format()), components(format())],
        Step::Plugins => {
            let mut lints = command::cargo(["clippy", "--release", "--target", TARGET]);
            lints.args(["--target-dir", "../../target/components"]);
            lints.args(["--", "-D", "warnings"]);
            // Without a package's name, so that what they depend on is built with the features that the other
            // steps ask for, and so built once.
            let build = command::cargo(["run", "--quiet", "--bin=innkeeper-plugin-build"]);
            let mut others = command::cargo(["run", "--quiet", "--bin=innkeeper"]);
            others.args(["--", "plugin", "build"]);
            others.args(IN_OTHER_LANGUAGES);
            vec![components(lints), workspace(build), workspace(others)]
        }
        Step::Lints => {
            let mut lints = command::cargo(["clippy", "--workspace", "--all-targets"]);
            lints.args(["--", "-D", "warnings"]);
            vec![workspace(lints)]
        }
        Step::Build | Step::Tests => {
            vec![workspace(command::cargo([
                "build",
                "--workspace",
                "--bins",
            ]))]
        }
        Step::Docs => vec![workspace(command::cargo([
            "doc",
            "--workspace",
            "--no-deps",
        ]))],
    }
}

/// The tests of the whole workspace, with the surroundings they ask for.
fn tests(chosen: &TestArguments) -> anyhow::Result<Outcome> {
    let server = if chosen.has(Need::Postgres) {
        Some(postgres::Server::start()?)
    } else {
        None
    };
    let mut cargo = command::cargo(["test", "--workspace", "--no-fail-fast"]);
    if names_a_package(&chosen.filter) {
        cargo = command::cargo(["test", "--no-fail-fast"]);
    }
    cargo.args(&chosen.filter).current_dir(command::root());
    cargo.env("INNKEEPER_TEST_WITHOUT", chosen.without().join(","));
    let mut surroundings = String::new();
    match &server {
        Some(server) => {
            cargo.env("TEST_POSTGRES_URL", &server.url);
            surroundings.push_str(" with PostgreSQL");
        }
        None => {
            cargo.env_remove("TEST_POSTGRES_URL");
        }
    }
    if !chosen.without().is_empty() {
        let _ = write!(surroundings, " without {}", chosen.without().join(", "));
    }
    announce(Step::Tests, &cargo, &surroundings);
    let ended = suite::run(cargo)?;
    drop(server);
    Ok(judge(ended))
}

/// `--workspace` would override the choice of a package.
fn names_a_package(filter: &[String]) -> bool {
    let of_cargo = filter.iter().take_while(|word| *word != "--");
    of_cargo
        .into_iter()
        .any(|word| word == "-p" || word.starts_with("-p=") || word.starts_with("--package"))
}

fn judge(mut ended: Ended) -> Outcome {
    let ignored = ended.counts.ignored;
    if ignored > 0 {
        eprintln!("tests: {ignored} ignored, and that counts as failed");
        ended.is_good = false;
    }
    Outcome::Tests(ended)
}

fn announce(step: Step, command: &Command, surroundings: &str) {
    println!(
        "\n== {}: {}{surroundings}",
        step.name(),
        command::line(command)
    );
}

#[cfg(test)]
mod tests {
    use super::names_a_package;

    #[test]
    fn a_filter_may_choose_a_package() {
        let words = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert!(names_a_package(&words("-p innkeeper-store")));
        assert!(names_a_package(&words("--package=innkeeper-store r48")));
        assert!(!names_a_package(&words("r48 -- --nocapture -p")));
    }
}
