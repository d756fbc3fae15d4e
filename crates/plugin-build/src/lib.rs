//! Builds plugins that are written in Rust: cargo makes the code, and this makes a component of it. The tests
//! and `cargo xtask` build the same way, and find what was built in the same place.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;
use wit_component::ComponentEncoder;

/// What plugins are built for: WebAssembly with no system around it.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The packages in `plugins/components` that become components.
pub const COMPONENTS: [&str; 9] = [
    "innkeeper-geo-guard",
    "innkeeper-chat-notify",
    "innkeeper-totp-component",
    "innkeeper-yubikey-component",
    "innkeeper-duo-component",
    "innkeeper-push-component",
    "innkeeper-sms-component",
    "innkeeper-evil-component",
    "innkeeper-evil-hooks-component",
];

/// Builds a package of `plugins/components` and returns the path of its component.
///
/// # Errors
/// What cargo or the encoder found wrong; cargo's own words are on the terminal.
pub fn build(package: &str) -> anyhow::Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = root.ancestors().nth(2).unwrap_or(root);
    let target = root.join("target/components");
    let mut cargo = Command::new("cargo");
    cargo
        .args([
            "build",
            "--quiet",
            "--release",
            "--locked",
            "--target",
            TARGET,
        ])
        .args(["--package", package])
        .args(without_paths(root))
        .arg("--target-dir")
        .arg(&target)
        .current_dir(root.join("plugins/components"))
        .stdin(Stdio::null());
    let status = cargo.status().context("cargo did not start")?;
    if !status.success() {
        bail!("{package} was not built; `rustup target add {TARGET}` brings what it may lack");
    }
    let name = package.replace('-', "_");
    let code = target.join(TARGET).join("release").join(name);
    componentize(
        &code.with_extension("wasm"),
        &target.join(package).with_extension("wasm"),
    )
}

/// Arguments by which what cargo makes says nothing of the machine that made it: messages of panics name files. `own`
/// is the folder of the sources, from which their names begin.
#[expect(
    clippy::disallowed_methods,
    reason = "where cargo is at home is its own setting"
)]
pub fn without_paths(own: &Path) -> [String; 2] {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let of_home = home.map(|home| (home, "cargo"));
    let flags = [Some((own.to_owned(), ".")), of_home].map(|remap| {
        let remap = remap.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
        remap.map(|flag| format!("{flag:?}")).unwrap_or_default()
    });
    let flags = flags.join(",");
    [
        "--config".into(),
        format!("target.{TARGET}.rustflags=[{flags}]"),
    ]
}

/// Makes a component of a module.
fn componentize(module: &Path, component: &Path) -> anyhow::Result<PathBuf> {
    let code = fs::read(module).with_context(|| module.display().to_string())?;
    let bytes = encode(&code).with_context(|| module.display().to_string())?;
    // Several threads and programs may do this at once, and whoever reads must see all of it or nothing.
    let folder = component.parent().unwrap_or(Path::new("."));
    let mut unfinished = NamedTempFile::new_in(folder)?;
    unfinished.write_all(&bytes)?;
    unfinished.persist(component)?;
    Ok(component.to_owned())
}

/// Makes a component of a module's bytes.
///
/// # Errors
/// What is no module, or was not built for one of the worlds of `plugins/wit`.
pub fn encode(module: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = ComponentEncoder::default();
    encoder.validate(true).module(module)?.encode()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;

    use tempfile::TempDir;

    use super::componentize;

    #[test]
    fn many_who_make_the_same_component_at_once_all_find_it_whole() {
        let folder = TempDir::new().expect("a folder");
        let module = folder.path().join("empty.wasm");
        fs::write(&module, b"\0asm\x01\0\0\0").expect("a module without anything in it");
        let component = folder.path().join("component.wasm");
        let first = componentize(&module, &component).expect("a component");
        let whole = fs::read(first).expect("it is there");
        thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| {
                    let made = componentize(&module, &component).expect("a component");
                    assert_eq!(fs::read(made).expect("it is there"), whole);
                });
            }
        });
        let left = fs::read_dir(folder.path()).expect("the folder").count();
        assert_eq!(left, 2, "nothing unfinished is left");
    }
}
