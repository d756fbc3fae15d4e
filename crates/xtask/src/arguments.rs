//! What may be said on the command line. Choices are names, and a name nobody knows is an error: a test run that
//! quietly leaves something out is worse than none.

/// The help text.
pub const HELP: &str = "\
Usage: cargo xtask <CHORE>

Chores:
  test [--without WHAT] [--only STEP] [-- FILTER…]
                   everything a change must pass; installs what it needs through apt where it may
  demo [ARGUMENT…] build the panel and start it with sample data; arguments go to `innkeeper demo`
  bench [--rounds N] [--database URL]
                   measure what the panel costs, beside what the machine could do; see benches/README.md
  fuzz [--seconds N] [TARGET…]
                   look for inputs that break what reads them, N seconds (30) for each target of fuzz/
  deny             check licences, bans and sources of the dependencies (installs cargo-deny)

Options of test, each a list with commas, each repeatable:
  --without WHAT   leave out what needs: browser, postgres. The last line of the output repeats the choice
  --only STEP      run these steps alone: lock, format, plugins, lints, build, tests, docs
  -- FILTER…       handed to `cargo test`; implies `--only tests`
";

/// A part of the surroundings that tests need and a developer may choose to do without.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Need {
    /// Chromium and its driver.
    Browser,
    /// A PostgreSQL server.
    Postgres,
}

impl Need {
    const ALL: [Self; 2] = [Self::Browser, Self::Postgres];

    /// The name on the command line and in `INNKEEPER_TEST_WITHOUT`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Postgres => "postgres",
        }
    }
}

/// A step of `cargo xtask test`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// `Cargo.lock` fits the manifests.
    Lock,
    /// The code is formatted.
    Format,
    /// The components of `plugins/components` build.
    Plugins,
    /// Clippy has nothing to say.
    Lints,
    /// The programs build.
    Build,
    /// Every test passes.
    Tests,
    /// The documentation builds without a warning.
    Docs,
}

impl Step {
    /// All steps, cheap ones first.
    pub const ALL: [Self; 7] = [
        Self::Lock,
        Self::Format,
        Self::Plugins,
        Self::Lints,
        Self::Build,
        Self::Tests,
        Self::Docs,
    ];

    /// The name on the command line and in the summary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Format => "format",
            Self::Plugins => "plugins",
            Self::Lints => "lints",
            Self::Build => "build",
            Self::Tests => "tests",
            Self::Docs => "docs",
        }
    }
}

/// What `cargo xtask test` was asked to do.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct TestArguments {
    without: Vec<Need>,
    only: Vec<Step>,
    /// Arguments for `cargo test`.
    pub filter: Vec<String>,
}

impl TestArguments {
    /// Reads the arguments after `test`; the error is a sentence.
    pub fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut parsed = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (option, value) = match argument.split_once('=') {
                Some((option, value)) => (option, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            match option {
                "--" => parsed.filter.extend(rest.by_ref().cloned()),
                "--without" => parsed.leave_out(&value_of(option, value, &mut rest)?)?,
                "--only" => parsed.choose(&value_of(option, value, &mut rest)?)?,
                _ => {
                    return Err(format!(
                        "`{argument}` is not an option; a filter for tests goes after `--`"
                    ));
                }
            }
        }
        if !parsed.filter.is_empty() {
            if parsed.only.iter().any(|step| *step != Step::Tests) {
                return Err("a filter goes with `--only tests` only".to_owned());
            }
            parsed.only = vec![Step::Tests];
        }
        Ok(parsed)
    }

    /// Whether the tests may count on it.
    pub fn has(&self, need: Need) -> bool {
        !self.without.contains(&need)
    }

    /// Whether the step is to run.
    pub fn runs(&self, step: Step) -> bool {
        self.only.is_empty() || self.only.contains(&step)
    }

    /// The names of what is left out, in a fixed order.
    pub fn without(&self) -> Vec<&'static str> {
        Need::ALL
            .into_iter()
            .filter(|need| !self.has(*need))
            .map(Need::name)
            .collect()
    }

    /// The names of the only steps to run, in their order; none if all run.
    pub fn only(&self) -> Vec<&'static str> {
        Step::ALL
            .into_iter()
            .filter(|step| self.only.contains(step))
            .map(Step::name)
            .collect()
    }

    fn leave_out(&mut self, names: &str) -> Result<(), String> {
        for name in names.split(',') {
            let need = Need::ALL.into_iter().find(|need| need.name() == name);
            self.without.push(
                need.ok_or_else(|| {
                    format!("`{name}` cannot be left out; browser and postgres can")
                })?,
            );
        }
        Ok(())
    }

    fn choose(&mut self, names: &str) -> Result<(), String> {
        for name in names.split(',') {
            let step = Step::ALL.into_iter().find(|step| step.name() == name);
            let known = Step::ALL.map(Step::name).join(", ");
            self.only
                .push(step.ok_or_else(|| format!("there is no step `{name}`; there are {known}"))?);
        }
        Ok(())
    }
}

fn value_of<'a>(
    option: &str,
    value: Option<String>,
    rest: &mut impl Iterator<Item = &'a String>,
) -> Result<String, String> {
    value
        .or_else(|| rest.next().cloned())
        .ok_or_else(|| format!("`{option}` wants a name"))
}

#[cfg(test)]
mod tests {
    use super::{Need, Step, TestArguments};

    fn parse(line: &str) -> Result<TestArguments, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        TestArguments::parse(&words)
    }

    #[test]
    fn nothing_said_means_everything() {
        let all = parse("").unwrap();
        assert!(Step::ALL.into_iter().all(|step| all.runs(step)));
        assert!(all.has(Need::Browser) && all.has(Need::Postgres));
        assert_eq!(all.without(), Vec::<&str>::new());
    }

    #[test]
    fn lists_may_be_written_with_commas_or_repeated() {
        for line in [
            "--without browser,postgres",
            "--without=postgres --without browser",
        ] {
            assert_eq!(
                parse(line).unwrap().without(),
                ["browser", "postgres"],
                "{line}"
            );
        }
        assert_eq!(
            parse("--only tests,format").unwrap().only(),
            ["format", "tests"]
        );
    }

    #[test]
    fn a_filter_runs_the_tests_alone() {
        let filtered = parse("-- --package innkeeper-store r48").unwrap();
        assert_eq!(filtered.filter, ["--package", "innkeeper-store", "r48"]);
        assert_eq!(filtered.only(), ["tests"]);
    }

    #[test]
    fn what_nobody_knows_is_an_error() {
        for line in [
            "--without tests",
            "--only everything",
            "--quick",
            "r48",
            "--without",
            "--only docs -- r48",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
