//! Programs that run beside a test and end with it. A shell keeps each in a process group of its own, bound to the
//! test by a pipe: when the pipe closes, because the value was dropped or the test process died, the group ends.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use anyhow::{Context, bail};

/// Starts the program (which reads from nothing, as background jobs do), waits for the end of its own input, asks
/// the whole group to end, and after five seconds does not ask.
const KEEPER: &str = r#"
"$@" &
program=$!
exec >/dev/null
cat
trap '' TERM
kill -TERM 0
tries=0
while kill -0 "$program" 2>/dev/null && [ "$tries" -lt 50 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -KILL 0
"#;

/// How long a program may take until it says that it is ready.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running program; dropping it ends it.
pub struct Program {
    keeper: Child,
    pipe: Option<ChildStdin>,
    lines: Receiver<String>,
    name: String,
}

impl Program {
    /// Starts the program. Its standard output is read line by line, its standard error is the test's.
    pub fn start(command: &Command) -> anyhow::Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut keeper = Command::new("sh");
        keeper
            .args(["-c", KEEPER, "keeper"])
            .arg(command.get_program())
            .args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => keeper.env(key, value),
                None => keeper.env_remove(key),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            keeper.current_dir(folder);
        }
        keeper
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut keeper = keeper
            .spawn()
            .with_context(|| format!("{name} did not start"))?;
        let pipe = keeper.stdin.take();
        let output = keeper.stdout.take().context("no pipe from the program")?;
        let (sender, lines) = mpsc::channel();
        // The thread goes on reading when nobody listens, so that the program never waits for a reader.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Ok(Self {
            keeper,
            pipe,
            lines,
            name,
        })
    }

    /// The next line of output that `pick` makes something of.
    pub fn wait_for<T>(&self, pick: impl Fn(&str) -> Option<T>) -> anyhow::Result<T> {
        let mut heard = String::new();
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                bail!("{} did not get ready; it said:\n{heard}", self.name);
            };
            if let Some(found) = pick(&line) {
                return Ok(found);
            }
            heard.push_str(&line);
            heard.push('\n');
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let _ = self.keeper.wait();
    }
}

/// The output of a program that ends by itself; anything but success is an error with what it said.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{name} did not start"))?;
    if !output.status.success() {
        bail!(
            "{name} failed ({}): {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("{name} did not answer in text"))
}
