//! Starting other programs: which, where, and with what surroundings.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// What `cargo run` told this program about its own package. Handed on, it would make build scripts that look at
/// such variables run again, once for every change between a nested and a plain `cargo`.
const OF_THIS_PACKAGE: [&str; 18] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_MANIFEST_PATH",
    "CARGO_PKG_AUTHORS",
    "CARGO_PKG_DESCRIPTION",
    "CARGO_PKG_HOMEPAGE",
    "CARGO_PKG_LICENSE",
    "CARGO_PKG_LICENSE_FILE",
    "CARGO_PKG_NAME",
    "CARGO_PKG_README",
    "CARGO_PKG_REPOSITORY",
    "CARGO_PKG_RUST_VERSION",
    "CARGO_PKG_VERSION",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
    "CARGO_PKG_VERSION_PRE",
    "CARGO_PRIMARY_PACKAGE",
];

/// The root of the checkout.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_owned()
}

/// A call of cargo as if from a shell. The folder is the caller's; see [`root`].
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut cargo = Command::new("cargo");
    for name in OF_THIS_PACKAGE {
        cargo.env_remove(name);
    }
    cargo.args(arguments);
    cargo
}

/// The line a person would type for this command.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs to the end with the output on the terminal; anything but success is an error.
pub fn run(mut command: Command) -> anyhow::Result<()> {
    eprintln!("$ {}", line(&command));
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{}` did not start", line(&command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(&command));
    }
    Ok(())
}

/// Whether a command ends with success; its output is nobody's business.
pub fn succeeds<const N: usize>(command: &mut Command, arguments: [&str; N]) -> bool {
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether a program of this name is on the path.
pub fn exists(program: &str) -> bool {
    succeeds(
        &mut Command::new("sh"),
        ["-c", "command -v \"$1\"", "sh", program],
    )
}

/// Whether this program runs as root.
pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
