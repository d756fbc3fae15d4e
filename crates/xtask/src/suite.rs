//! Runs `cargo test` and counts: its output goes to the terminal as it comes, and the results of all test
//! programs are added up, and what failed tests said is kept for the end. An ignored test is a failure, because nobody
//! would ever hear of it again.

use std::io::{BufRead, BufReader, Write};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::Context;

/// Results of tests, added up.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
    /// Tests that were not even tried.
    pub ignored: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// How the test programs ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// The results.
    pub counts: Counts,
    /// Each failed test with the first lines of what it said.
    pub failures: Vec<String>,
    /// Whether all ended well.
    pub is_good: bool,
}

/// Runs the command to its end.
pub fn run(mut command: Command) -> anyhow::Result<Ended> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cargo did not start")?;
    let output = child.stdout.take().context("no output of cargo")?;
    let mut ended = Ended::default();
    let mut is_telling = false;
    let mut terminal = std::io::stdout().lock();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        terminal.write_all(&line)?;
        terminal.write_all(b"\n")?;
        is_telling = ended.read(&String::from_utf8_lossy(&line), is_telling);
    }
    ended.is_good = child.wait()?.success();
    Ok(ended)
}

/// What is repeated at the end of what a failed test said.
const LINES: usize = 12;

impl Ended {
    /// Reads a line; says whether the next one is what a failed test said.
    fn read(&mut self, line: &str, is_telling: bool) -> bool {
        if let Some(counts) = read_result(line) {
            self.counts += counts;
        }
        let heading = line.strip_prefix("---- ");
        if let Some(name) = heading.and_then(|rest| rest.strip_suffix(" stdout ----")) {
            self.failures.push(name.to_owned());
            return true;
        }
        let is_over = ["stack backtrace:", "note: ", "failures:"]
            .iter()
            .any(|start| line.starts_with(start));
        let Some(failure) = self.failures.last_mut().filter(|_| is_telling && !is_over) else {
            return false;
        };
        if !line.trim().is_empty() {
            failure.push_str("\n    ");
            failure.push_str(line);
        }
        failure.lines().count() <= LINES
    }
}

/// Reads a line such as `test result: ok. 3 passed; 0 failed; 0 ignored; …`.
fn read_result(line: &str) -> Option<Counts> {
    let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for part in numbers.split(';') {
        let mut words = part.split_whitespace();
        let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse), words.next()) else {
            continue;
        };
        match what {
            "passed" => counts.passed = number,
            "failed" => counts.failed = number,
            "ignored" => counts.ignored = number,
            _ => {}
        }
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::{Counts, Ended, read_result};

    #[test]
    fn results_of_test_programs_are_read() {
        let ok = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.52s";
        assert_eq!(
            read_result(ok),
            Some(Counts {
                passed: 12,
                failed: 0,
                ignored: 1
            })
        );
        let bad = "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(
            read_result(bad),
            Some(Counts {
                passed: 2,
                failed: 1,
                ignored: 0
            })
        );
    }

    #[test]
    fn what_failed_tests_said_is_kept_without_where_they_were() {
        let output = [
            "test a ... FAILED",
            "failures:",
            "",
            "---- a stdout ----",
            "",
            "thread 'a' (7) panicked at tests/a.rs:1:2:",
            "a message: None",
            "stack backtrace:",
            "   0: main",
            "note: Some details are omitted",
            "",
            "---- b stdout ----",
            "Error: it is away",
            "",
            "failures:",
            "    a",
            "    b",
            "test result: FAILED. 2 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        ];
        let mut ended = Ended::default();
        let read = |is_telling, line: &&str| ended.read(line, is_telling);
        output.iter().fold(false, read);
        assert_eq!(
            ended.failures,
            [
                "a\n    thread 'a' (7) panicked at tests/a.rs:1:2:\n    a message: None",
                "b\n    Error: it is away",
            ]
        );
        assert_eq!(ended.counts.failed, 2);
        let mut ended = Ended::default();
        let mut is_telling = ended.read("---- a stdout ----", false);
        for _ in 0..100 {
            is_telling = ended.read("much", is_telling);
        }
        let kept = ended
            .failures
            .first()
            .map(|failure| failure.lines().count());
        assert_eq!(kept, Some(13));
    }

    #[test]
    fn other_lines_are_not_results() {
        assert_eq!(read_result("test store::keys::sqlite ... ok"), None);
        assert_eq!(read_result("says: test result: ok. 12 passed"), None);
    }
}
