//! `cargo xtask fuzz`: builds the targets of `fuzz/` with counters of what code is reached, and runs each
//! under libFuzzer for a while. All of it works on the stable compiler and needs nothing installed but a
//! C++ compiler: the counters are a pass of LLVM's, and the engine is a crate.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, bail};

use crate::command;

/// What cargo-fuzz says to the compiler, without the sanitizers, for which only the nightly one has switches.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// What `cargo xtask fuzz` was asked to do.
#[derive(Debug, Eq, PartialEq)]
pub struct FuzzArguments {
    /// For how long each target runs.
    seconds: u64,
    /// Which targets; none for all.
    targets: Vec<String>,
}

impl FuzzArguments {
    /// Reads the arguments after `fuzz`; the error is a sentence.
    pub fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut parsed = Self {
            seconds: 30,
            targets: Vec::new(),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let value = match argument.split_once('=') {
                Some(("--seconds", value)) => Some(value.to_owned()),
                None if argument == "--seconds" => {
                    Some(rest.next().cloned().ok_or("`--seconds` wants a number")?)
                }
                _ => None,
            };
            match value {
                Some(value) => {
                    parsed.seconds = value
                        .parse()
                        .map_err(|_| format!("`{value}` is no number of seconds"))?;
                }
                None if argument.starts_with('-') => {
                    return Err(format!("`{argument}` is not an option of `fuzz`"));
                }
                None => parsed.targets.push(argument.clone()),
            }
        }
        Ok(parsed)
    }
}

/// How a target's run ended.
struct Run {
    target: String,
    executions: u64,
    reached: u64,
    found: Option<PathBuf>,
}

/// Runs the chosen targets and prints what was found.
pub fn fuzz(chosen: &FuzzArguments) -> anyhow::Result<ExitCode> {
    let seeds = command::root().join("fuzz/seeds");
    let targets = targets(&seeds, chosen)?;
    let place = command::root().join("target/fuzz");
    let program = build(&place)?;
    let mut runs = Vec::new();
    for target in targets {
        println!("== {target}: {} s", chosen.seconds);
        let run = Engine {
            program: &program,
            seeds: &seeds.join(&target),
            place: &place,
            seconds: chosen.seconds,
        };
        runs.push(run.run(target)?);
    }
    print!("{}", table(&runs));
    Ok(if runs.iter().all(|run| run.found.is_none()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The names of the targets, which are those of the folders of seeds.
fn targets(seeds: &Path, chosen: &FuzzArguments) -> anyhow::Result<Vec<String>> {
    let mut known = Vec::new();
    for entry in fs::read_dir(seeds).with_context(|| seeds.display().to_string())? {
        known.push(entry?.file_name().to_string_lossy().into_owned());
    }
    known.sort();
    if chosen.targets.is_empty() {
        return Ok(known);
    }
    if let Some(unknown) = chosen.targets.iter().find(|target| !known.contains(target)) {
        bail!(
            "there is no target `{unknown}`; there are {}",
            known.join(", ")
        );
    }
    Ok(chosen.targets.clone())
}

/// Builds the targets in a place of their own, for nothing else has such flags. A named platform keeps the
/// flags away from what runs while building.
fn build(place: &Path) -> anyhow::Result<PathBuf> {
    let platform = platform()?;
    let mut cargo = command::cargo(["build", "--profile=fuzz", "--package=innkeeper-fuzz"]);
    cargo
        .args([
            "--features=engine",
            "--bin=innkeeper-fuzz",
            "--target",
            &platform,
        ])
        .arg("--target-dir")
        .arg(place)
        .env("RUSTFLAGS", COVERAGE.join(" "))
        .current_dir(command::root());
    command::run(cargo)?;
    Ok(place.join(platform).join("fuzz/innkeeper-fuzz"))
}

fn platform() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let said = String::from_utf8(output.stdout)?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say its host")?.to_owned())
}

/// One run of the engine.
struct Engine<'a> {
    program: &'a Path,
    seeds: &'a Path,
    place: &'a Path,
    seconds: u64,
}

impl Engine<'_> {
    fn run(&self, target: String) -> anyhow::Result<Run> {
        let folder = |name: &str| self.place.join(name).join(&target);
        let (corpus, found, scratch) = (folder("corpus"), folder("found"), folder("scratch"));
        for folder in [&corpus, &found, &scratch] {
            fs::create_dir_all(folder)?;
        }
        let log = folder("log").with_extension("txt");
        fs::create_dir_all(log.parent().unwrap_or(self.place))?;
        let status = Command::new(self.program)
            .args([&corpus, self.seeds])
            .arg(format!("-max_total_time={}", self.seconds))
            .arg(format!("-artifact_prefix={}/", found.display()))
            .args(["-max_len=8192", "-timeout=20", "-rss_limit_mb=1024"])
            .args(["-print_final_stats=1", "-reload=0"])
            .env("INNKEEPER_FUZZ_TARGET", &target)
            // The engine ends without tidying up.
            .env("TMPDIR", &scratch)
            .current_dir(self.place)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .status()
            .context("the engine did not start")?;
        fs::remove_dir_all(&scratch)?;
        let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        let mut run = Run {
            executions: number_after(&said, "stat::number_of_executed_units:"),
            reached: number_after(&said, " cov:"),
            target,
            found: None,
        };
        if !status.success() {
            let tail: Vec<&str> = said.lines().collect();
            let tail = tail
                .get(tail.len().saturating_sub(40)..)
                .unwrap_or_default();
            eprintln!("{}", tail.join("\n"));
            let artifact = said
                .lines()
                .find_map(|line| line.split_once("Test unit written to "));
            run.found = Some(artifact.map_or(log, |(_, path)| PathBuf::from(path)));
        }
        Ok(run)
    }
}

/// The last number that stands after the word.
fn number_after(text: &str, word: &str) -> u64 {
    let rest = text.rsplit_once(word).map(|(_, rest)| rest.trim_start());
    let number = rest.and_then(|rest| rest.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn table(runs: &[Run]) -> String {
    let mut text = format!(
        "\n{:<18}{:>14}{:>10}  found\n",
        "target", "executions", "reached"
    );
    for run in runs {
        let found = match &run.found {
            Some(path) => path.display().to_string(),
            None => "nothing".to_owned(),
        };
        let _ = writeln!(
            text,
            "{:<18}{:>14}{:>10}  {found}",
            run.target, run.executions, run.reached
        );
    }
    if runs.iter().any(|run| run.found.is_some()) {
        text.push_str(
            "\nMend it, and keep what was found as a seed: fuzz/seeds/TARGET/refused-WHAT-IT-WAS (or accepted-…).\n",
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{FuzzArguments, number_after};

    fn parse(line: &str) -> Result<FuzzArguments, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        FuzzArguments::parse(&words)
    }

    #[test]
    fn targets_and_a_time_may_be_said() {
        let said = parse("--seconds 5 cookies theme").unwrap();
        assert_eq!((said.seconds, said.targets.len()), (5, 2));
        assert_eq!(parse("--seconds=7").unwrap().seconds, 7);
        for line in ["--seconds", "--seconds soon", "--forever"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn the_last_word_of_the_engine_counts() {
        let said = "#1 cov: 3 ft: 4\n#9 cov: 12 ft: 40\nstat::number_of_executed_units: 99\n";
        assert_eq!(number_after(said, " cov:"), 12);
        assert_eq!(number_after(said, "stat::number_of_executed_units:"), 99);
        assert_eq!(number_after(said, "nothing:"), 0);
    }
}
