//! The end of the output: a table of the steps, what failed tests said, the sum of all tests and checks on a line of its
//! own, and, last, whatever was left out.

use std::fmt::Write as _;
use std::time::Duration;

use crate::arguments::{Step, TestArguments};
use crate::suite::{Counts, Ended};

/// How a step ended.
#[derive(Debug)]
pub enum Outcome {
    /// A check that passed or did not.
    Check(bool),
    /// Tests; not good also if a test program did not build or was ended from outside.
    Tests(Ended),
}

/// The steps that have ended.
#[derive(Debug, Default)]
pub struct Report {
    steps: Vec<(Step, Outcome, Duration)>,
}

impl Report {
    /// Takes the result of a step in.
    pub fn add(&mut self, step: Step, outcome: Outcome, took: Duration) {
        self.steps.push((step, outcome, took));
    }

    /// Whether every step ended well.
    pub fn is_good(&self) -> bool {
        self.steps.iter().all(|(_, outcome, _)| outcome.is_good())
    }

    /// The closing lines.
    pub fn closing(&self, chosen: &TestArguments) -> String {
        let mut text = String::from("\n== summary\n");
        let mut total = Counts::default();
        for (step, outcome, took) in &self.steps {
            let word = if outcome.is_good() { "ok" } else { "FAILED" };
            let counted = outcome.counts();
            let detail = match outcome {
                Outcome::Check(_) => String::new(),
                Outcome::Tests(Ended { counts, .. }) => {
                    format!("{} passed, {} failed", counts.passed, counts.failed)
                }
            };
            let line = format!(
                "{:<8}{word:<8}{:>7.1} s  {detail}",
                step.name(),
                took.as_secs_f64()
            );
            let _ = writeln!(text, "{}", line.trim_end());
            total += counted;
        }
        let failures = self
            .steps
            .iter()
            .flat_map(|(_, outcome, _)| outcome.failures());
        for failure in failures {
            let _ = writeln!(text, "\nFAILED {failure}");
        }
        let _ = writeln!(text, "\n{} passed, {} failed", total.passed, total.failed);
        let word = if self.is_good() { "passed" } else { "failed" };
        if let Some(choice) = choice(chosen) {
            let _ = writeln!(text, "{word} {choice}");
        }
        text
    }
}

impl Outcome {
    fn is_good(&self) -> bool {
        match self {
            Self::Check(is_good) | Self::Tests(Ended { is_good, .. }) => *is_good,
        }
    }

    fn failures(&self) -> &[String] {
        match self {
            Self::Check(_) => &[],
            Self::Tests(ended) => &ended.failures,
        }
    }

    /// A check counts as one, so that the sum is zero failures only if all is well.
    fn counts(&self) -> Counts {
        match self {
            Self::Check(is_good) => Counts {
                passed: u64::from(*is_good),
                failed: u64::from(!*is_good),
                ..Counts::default()
            },
            Self::Tests(ended) => {
                let failed = ended.counts.failed + ended.counts.ignored;
                Counts {
                    failed: if ended.is_good { failed } else { failed.max(1) },
                    ..ended.counts
                }
            }
        }
    }
}

/// What the developer chose to leave out, in words.
fn choice(chosen: &TestArguments) -> Option<String> {
    let mut parts = Vec::new();
    if !chosen.without().is_empty() {
        parts.push(format!("WITHOUT {}", chosen.without().join(", ")));
    }
    if !chosen.filter.is_empty() {
        parts.push(format!("ONLY tests {}", chosen.filter.join(" ")));
    } else if !chosen.only().is_empty() {
        parts.push(format!("ONLY {}", chosen.only().join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Outcome, Report};
    use crate::arguments::{Step, TestArguments};
    use crate::suite::{Counts, Ended};

    fn closing(outcomes: impl IntoIterator<Item = (Step, Outcome)>, line: &str) -> Vec<String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let mut report = Report::default();
        for (step, outcome) in outcomes {
            report.add(step, outcome, Duration::from_millis(1234));
        }
        report
            .closing(&TestArguments::parse(&words).unwrap())
            .lines()
            .map(str::to_owned)
            .collect()
    }

    fn tests(passed: u64, ignored: u64, is_good: bool) -> (Step, Outcome) {
        let ended = Ended {
            counts: Counts {
                passed,
                failed: 0,
                ignored,
            },
            failures: Vec::new(),
            is_good,
        };
        (Step::Tests, Outcome::Tests(ended))
    }

    fn good() -> (Step, Outcome) {
        tests(41, 0, true)
    }

    #[test]
    fn a_whole_run_ends_with_the_sum_of_tests_and_checks() {
        let lines = closing([(Step::Format, Outcome::Check(true)), good()], "");
        assert_eq!(lines.last().unwrap(), "42 passed, 0 failed");
    }

    #[test]
    fn the_last_line_repeats_what_was_left_out() {
        let lines = closing([good()], "--without postgres,browser");
        assert_eq!(
            lines[lines.len() - 2..],
            ["41 passed, 0 failed", "passed WITHOUT browser, postgres"]
        );
        let lines = closing([good()], "--without browser -- r48");
        assert_eq!(
            lines.last().unwrap(),
            "passed WITHOUT browser; ONLY tests r48"
        );
    }

    #[test]
    fn a_failure_of_any_kind_is_counted() {
        assert_eq!(
            closing([(Step::Lints, Outcome::Check(false))], "")
                .last()
                .unwrap(),
            "0 passed, 1 failed"
        );
        assert_eq!(
            closing([tests(0, 0, false)], "").last().unwrap(),
            "0 passed, 1 failed"
        );
        assert_eq!(
            closing([tests(1, 2, false)], "").last().unwrap(),
            "1 passed, 2 failed"
        );
    }

    #[test]
    fn what_failed_tests_said_is_repeated_before_the_sum() {
        let ended = Ended {
            counts: Counts {
                passed: 3,
                failed: 1,
                ignored: 0,
            },
            failures: vec!["a\n    thread 'a' panicked".to_owned()],
            is_good: false,
        };
        let lines = closing([(Step::Tests, Outcome::Tests(ended))], "");
        let told = [
            "FAILED a",
            "    thread 'a' panicked",
            "",
            "3 passed, 1 failed",
        ];
        assert_eq!(lines[lines.len() - 4..], told);
    }
}
