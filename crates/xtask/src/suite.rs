//! Runs `cargo test` and counts: its output goes to the terminal as it comes, and the results of all test
//! programs are added up. An ignored test is a failure, because nobody would ever hear of it again.

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

/// Runs the command to its end; the flag tells whether it ended well.
pub fn run(mut command: Command) -> anyhow::Result<(Counts, bool)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cargo did not start")?;
    let output = child.stdout.take().context("no output of cargo")?;
    let mut counts = Counts::default();
    let mut terminal = std::io::stdout().lock();
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        terminal.write_all(&line)?;
        terminal.write_all(b"\n")?;
        if let Some(result) = read_result(&String::from_utf8_lossy(&line)) {
            counts += result;
        }
    }
    let status = child.wait()?;
    Ok((counts, status.success()))
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
    use super::{Counts, read_result};

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
    fn other_lines_are_not_results() {
        assert_eq!(read_result("test store::keys::sqlite ... ok"), None);
        assert_eq!(read_result("says: test result: ok. 12 passed"), None);
    }
}
