//! The program as an operator starts it, in a folder of its own, with nothing else in its environment.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// How long a stopping panel may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, ready to be given arguments. It knows nothing but `folder`.
pub fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("HOME", folder)
        .env("PATH", "/usr/bin:/bin")
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

/// A program that runs until it is told to stop; dropping it kills it.
pub struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts it. Its standard error is the test's.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .context("the program did not start")?;
        let output = child.stdout.take().context("no pipe from the program")?;
        Ok(Self {
            child,
            lines: BufReader::new(output).lines(),
        })
    }

    /// The next line of its standard output.
    pub fn line(&mut self) -> anyhow::Result<String> {
        Ok(self.lines.next().context("the program ended")??)
    }

    /// The next line of which `pick` makes something.
    pub fn wait_for<T>(&mut self, pick: impl Fn(&str) -> Option<T>) -> anyhow::Result<T> {
        loop {
            if let Some(found) = pick(&self.line()?) {
                return Ok(found);
            }
        }
    }

    /// Tells it to stop as service managers do, and waits. Says what was left to read, and how it ended.
    pub fn stop(mut self) -> anyhow::Result<ExitStatus> {
        let id = self.child.id().to_string();
        crate::program::output(Command::new("kill").args(["-TERM", &id]))?;
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
        bail!("the program does not stop")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end, with something to read.
pub fn run(command: &mut Command, input: &str) -> anyhow::Result<Output> {
    use std::io::Write as _;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A command that reads nothing may be gone already.
        let _ = pipe.write_all(input.as_bytes());
    }
    Ok(child.wait_with_output()?)
}
