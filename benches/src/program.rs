//! Programs under test, each in a process of its own, and what the kernel says of them.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};

/// What `/proc` counts in: a hundredth of a second, on every Linux of today.
const TICK: Duration = Duration::from_millis(10);

/// A running program; dropping it ends it.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Program {
    /// Starts it and waits until it says where it listens: the last word of a line of its output is an
    /// address of this machine.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("the program did not start")?;
        let output = child.stdout.take().context("no pipe from the program")?;
        for line in BufReader::new(output).lines() {
            if let Some((_, port)) = line?.rsplit_once("http://localhost:") {
                let address = SocketAddr::from(([127, 0, 0, 1], port.trim().parse()?));
                return Ok(Self { child, address });
            }
        }
        bail!("the program ended before it listened")
    }

    /// How much of a processor it has used since it began.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name stands in brackets and may have anything in it.
        let (_, fields) = stat.rsplit_once(") ").context("/proc/PID/stat")?;
        let ticks = fields
            .split(' ')
            .skip(11)
            .take(2)
            .map(str::parse::<u32>)
            .sum::<Result<u32, _>>()?;
        Ok(TICK * ticks)
    }

    /// How much memory it has in use, in MiB; `VmHWM` is the most it ever had.
    pub fn memory(&self, kind: &str) -> anyhow::Result<f64> {
        memory(&self.child.id().to_string(), kind)
    }

    /// Begins to count the most memory anew.
    pub fn forget_peak(&self) -> anyhow::Result<()> {
        Ok(fs::write(
            format!("/proc/{}/clear_refs", self.child.id()),
            "5",
        )?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How much of a processor the calling thread has used.
pub fn cpu_of_this_thread() -> anyhow::Result<Duration> {
    cpu_of(Path::new("/proc/thread-self"))
}

fn cpu_of(thread: &Path) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(thread.join("schedstat"))?;
    let nanos = stat.split(' ').next().context("schedstat is empty")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

/// How much of a processor the threads of this program have used that there are now.
pub fn cpu_of_this_process() -> anyhow::Result<Duration> {
    let mut sum = Duration::ZERO;
    for thread in fs::read_dir("/proc/self/task")? {
        sum += cpu_of(&thread?.path())?;
    }
    Ok(sum)
}

/// How much memory this program has in use, in MiB.
pub fn memory_of_this_process() -> anyhow::Result<f64> {
    memory("self", "VmRSS")
}

fn memory(process: &str, kind: &str) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(kind)?.strip_prefix(':'));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.context("/proc/PID/status")?.parse::<f64>()? / 1024.0)
}
