//! Compiling a component, in a process of its own: what a stranger wrote may make a compiler use up everything,
//! and then it is that process which ends. It has nothing of the panel's: no settings, no keys, no database.

use std::io::{Read as _, Write as _};
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Resource, Rlimit, nice, setrlimit};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::Panel;

/// The command by which the program compiles. It is in no help text.
pub const COMMAND: &str = "__compile-plugin";

/// Compilers that ended by themselves say why in no more than this.
const LONGEST_COMPLAINT: usize = 2000;

/// Compiles in a child process.
///
/// # Errors
/// Says why the component cannot be compiled, or what limit it met.
pub(super) async fn compile(panel: &Panel, component: &[u8]) -> anyhow::Result<Vec<u8>> {
    let _one_at_a_time = panel.plugins.compiling.lock().await;
    let program = match &panel.plugins.program {
        Some(program) => program.clone(),
        None => std::env::current_exe().context("cannot find this program, to compile with")?,
    };
    let limits = &panel.config.plugins;
    let mut child = Command::new(&program)
        .arg(COMMAND)
        .arg(limits.compile_memory.to_string())
        .arg(limits.compile_time.as_secs().to_string())
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {} to compile a plugin", program.display()))?;
    let mut stdin = child.stdin.take().context("a compiler without input")?;
    let given = async {
        // A compiler that gives up early says why by itself.
        let _ = stdin.write_all(component).await;
        drop(stdin);
    };
    // It is limited by the processor time it uses; waiting for nothing must end as well.
    let patience = limits.compile_time.saturating_mul(4) + Duration::from_secs(10);
    let both = async { tokio::join!(given, child.wait_with_output()).1 };
    let Ok(output) = timeout(patience, both).await else {
        bail!("compiling took longer than {} s", patience.as_secs());
    };
    let output = output?;
    if !output.status.success() {
        bail!(complaint(output.status, &output.stderr));
    }
    Ok(output.stdout)
}

fn complaint(status: ExitStatus, stderr: &[u8]) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    if let Some(signal) = status.signal() {
        return format!(
            "the component could not be compiled within the limits of time and memory (signal {signal})"
        );
    }
    let said = String::from_utf8_lossy(stderr);
    let said: String = said.trim().chars().take(LONGEST_COMPLAINT).collect();
    if said.is_empty() {
        format!("the component could not be compiled ({status})")
    } else {
        said
    }
}

/// The child: limits itself, reads a component and writes what it compiles to.
pub(crate) fn main(memory_mib: u64, seconds: u64) -> ExitCode {
    match work(memory_mib, seconds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(memory_mib: u64, seconds: u64) -> anyhow::Result<()> {
    let limit = |most: u64| Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(Resource::As, limit(memory_mib.saturating_mul(1 << 20)))?;
    setrlimit(Resource::Cpu, limit(seconds))?;
    setrlimit(Resource::Core, limit(0))?;
    // Whoever signs in meanwhile goes first.
    let _ = nice(10);
    let mut component = Vec::new();
    std::io::stdin().read_to_end(&mut component)?;
    let compiled = innkeeper_wasm::compile(&component)?;
    std::io::stdout().write_all(&compiled)?;
    Ok(())
}
