//! Brings what the tests need and the machine lacks: Debian packages through apt, Rust components through rustup.
//! Where it may not install, it stops with the line to run; it never goes on without.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::arguments::{Need, TestArguments};
use crate::{command, postgres};

/// A Debian package and how to see that what it brings is there, wherever it came from.
struct Package {
    name: &'static str,
    /// Not wanted when this is left out.
    need: Option<Need>,
    is_there: fn() -> bool,
}

const PACKAGES: [Package; 17] = [
    Package {
        name: "postgresql",
        need: Some(Need::Postgres),
        is_there: || postgres::programs().is_some(),
    },
    Package {
        name: "chromium",
        need: Some(Need::Browser),
        is_there: has_chromium,
    },
    Package {
        name: "chromium-driver",
        need: Some(Need::Browser),
        is_there: || command::exists("chromedriver"),
    },
    Package {
        name: "zbar-tools",
        need: Some(Need::Browser),
        is_there: || command::exists("zbarimg"),
    },
    Package {
        name: "oathtool",
        need: None,
        is_there: || command::exists("oathtool"),
    },
    Package {
        name: "openssl",
        need: None,
        is_there: || command::exists("openssl"),
    },
    Package {
        name: "python3-aiosmtpd",
        need: None,
        is_there: || has_module("aiosmtpd.controller"),
    },
    Package {
        name: "python3-yubiotp",
        need: None,
        is_there: || has_module("yubiotp.otp"),
    },
    Package {
        name: "kannel",
        need: None,
        is_there: || Path::new("/usr/sbin/smsbox").is_file(),
    },
    Package {
        name: "kannel-extras",
        need: None,
        is_there: || Path::new("/usr/lib/kannel/test/fakesmsc").is_file(),
    },
    // What plugins in other languages are built with.
    Package {
        name: "clang",
        need: None,
        is_there: || command::exists("clang"),
    },
    Package {
        name: "lld",
        need: None,
        is_there: || command::exists("wasm-ld"),
    },
    Package {
        name: "wasi-libc",
        need: None,
        is_there: || Path::new("/usr/include/wasm32-wasi/stdlib.h").is_file(),
    },
    Package {
        name: "libclang-rt-dev-wasm32",
        need: None,
        is_there: has_wasm_builtins,
    },
    Package {
        name: "nodejs",
        need: None,
        is_there: || command::exists("node"),
    },
    Package {
        name: "npm",
        need: None,
        is_there: || command::exists("npm"),
    },
    Package {
        name: "python3-venv",
        need: None,
        is_there: || has_module("ensurepip"),
    },
];

/// What plugins are built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Sees to it that everything the chosen tests need is installed.
pub fn bring(chosen: &TestArguments) -> anyhow::Result<()> {
    bring_components()?;
    bring_target()?;
    let missing = missing(chosen);
    if missing.is_empty() {
        return Ok(());
    }
    let Some(mut apt) = apt() else {
        bail!("{}", refusal(&missing, command::exists("apt-get")));
    };
    eprintln!("missing: {}", missing.join(", "));
    command::run(apt(&["update"]))?;
    let mut install = apt(&["install", "--yes", "--no-install-recommends"]);
    install.args(&missing);
    command::run(install)?;

    let still_missing = self::missing(chosen);
    if !still_missing.is_empty() {
        bail!(
            "apt-get has installed {}, but what they should bring is not there",
            still_missing.join(", ")
        );
    }
    Ok(())
}

fn missing(chosen: &TestArguments) -> Vec<&'static str> {
    let wanted = PACKAGES
        .iter()
        .filter(|package| package.need.is_none_or(|need| chosen.has(need)));
    wanted
        .filter(|package| !(package.is_there)())
        .map(|package| package.name)
        .collect()
}

/// A minimal Rust installation has neither; rustup adds them in seconds.
fn bring_components() -> anyhow::Result<()> {
    for component in ["rustfmt", "clippy"] {
        let program = if component == "rustfmt" {
            "fmt"
        } else {
            component
        };
        if command::succeeds(&mut command::cargo([program]), ["--version"]) {
            continue;
        }
        if !command::exists("rustup") {
            bail!("`cargo {program}` is missing; install {component} for this toolchain");
        }
        let mut rustup = Command::new("rustup");
        rustup
            .args(["component", "add", component])
            .current_dir(command::root());
        command::run(rustup)?;
    }
    Ok(())
}

/// The standard library for [`TARGET`].
fn bring_target() -> anyhow::Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let printed = rustc.current_dir(command::root()).output();
    let folder = printed.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    if folder.is_ok_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if !command::exists("rustup") {
        bail!("the standard library for {TARGET} is missing; install it for this toolchain");
    }
    let mut rustup = Command::new("rustup");
    rustup
        .args(["target", "add", TARGET])
        .current_dir(command::root());
    command::run(rustup)
}

/// How apt-get may be called here, if it may: as root, or through a sudo that asks for nothing.
fn apt() -> Option<impl FnMut(&[&str]) -> Command> {
    if !command::exists("apt-get") {
        return None;
    }
    let root = command::is_root();
    if !root && !command::succeeds(&mut Command::new("sudo"), ["-n", "true"]) {
        return None;
    }
    Some(move |arguments: &[&str]| {
        let mut apt = Command::new(if root { "env" } else { "sudo" });
        if !root {
            apt.args(["-n", "env"]);
        }
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
        // Another apt may be at work on a machine that has only just started.
        apt.args(["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"])
            .args(arguments);
        apt
    })
}

fn refusal(missing: &[&str], has_apt: bool) -> String {
    let names = missing.join(" ");
    if has_apt {
        return format!(
            "the tests need packages that this user may not install. Run\n\n    \
             sudo apt-get update && sudo apt-get install --yes --no-install-recommends {names}\n\n\
             and start again, or choose to go without: --without browser,postgres"
        );
    }
    format!(
        "the tests need what these Debian packages bring: {names}\n\
         There is no apt-get here; install their likes, or choose to go without: --without browser,postgres"
    )
}

/// They are in a folder that has clang's version in its name.
fn has_wasm_builtins() -> bool {
    let mut clang = Command::new("clang");
    clang.args(["--target=wasm32-wasi", "-print-libgcc-file-name"]);
    let printed = clang.output();
    printed.is_ok_and(|output| {
        let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Path::new(&path).is_file()
    })
}

fn has_chromium() -> bool {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .any(command::exists)
}

/// Debian's packages belong to Debian's Python, which need not be the first one on the path.
fn has_module(module: &str) -> bool {
    let import = format!("import {module}");
    ["/usr/bin/python3", "python3"]
        .into_iter()
        .any(|python| command::succeeds(&mut Command::new(python), ["-c", &import]))
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn a_refusal_gives_the_line_to_run() {
        let text = refusal(&["oathtool", "zbar-tools"], true);
        assert!(
            text.contains("apt-get install --yes --no-install-recommends oathtool zbar-tools\n"),
            "{text}"
        );
    }

    #[test]
    fn without_apt_a_refusal_names_what_is_missing() {
        let text = refusal(&["postgresql"], false);
        assert!(
            text.contains("postgresql") && !text.contains("sudo"),
            "{text}"
        );
    }
}
