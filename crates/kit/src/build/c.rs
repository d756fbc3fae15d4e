//! C: what stands between C and the interfaces is generated here, clang makes a module of it and of the plugin,
//! and a component is made of that.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use innkeeper_plugin_build::encode;
use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::Resolve;

use super::world;
use crate::{Folder, Progress, tool};

const BRINGS: &str = "Install clang: `apt-get install clang lld wasi-libc libclang-rt-dev-wasm32`.";

/// What plugins in C are written with.
pub(super) const HEADER: &str = include_str!("../../guest/c/innkeeper.h");

pub(super) fn build(folder: &Folder, progress: Progress<'_>) -> anyhow::Result<()> {
    let bindings = folder.build().join("bindings");
    let mut generated = generate(&world::write(folder)?, &bindings)?;
    generated.retain(|path| path.extension().is_some_and(|end| end == "c" || end == "o"));
    let sources = folder.sources()?;
    let ours = sources.into_iter().filter(|(name, _)| {
        name.starts_with("src/") && Path::new(name).extension().is_some_and(|end| end == "c")
    });
    let module = folder.build().join("module.wasm");
    progress("clang");
    let mut clang = Command::new("clang");
    clang
        .args([
            "--target=wasm32-wasi",
            "-std=c11",
            "-Os",
            "-Wall",
            "-Wextra",
        ])
        .args([
            "-mexec-model=reactor",
            "-Wl,--strip-all",
            "-Wl,-z,stack-size=65536",
        ])
        .arg("-I")
        .arg(&bindings)
        .args(ours.map(|(_, path)| path))
        .args(generated)
        .arg("-o")
        .arg(&module);
    tool::run(&mut clang, BRINGS).map_err(|error| {
        let said = format!("{error:#}");
        let lacks = ["stdlib.h", "wasm-ld", "libclang_rt", "crt1-reactor"];
        if lacks.iter().any(|part| said.contains(part)) {
            return error.context(BRINGS);
        }
        error
    })?;
    progress("making a component of it");
    fs::write(folder.component(), encode(&fs::read(&module)?)?)?;
    Ok(())
}

/// Writes what is generated from the interfaces, and the header that makes it short to use.
fn generate(interfaces: &Path, into: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(interfaces)?;
    let world = resolve.select_world(&[package], Some(world::NAME))?;
    let mut files = Files::default();
    let mut generator = wit_bindgen_c::Opts::default().build();
    generator.generate(&mut resolve, world, &mut files)?;
    fs::create_dir_all(into)?;
    fs::write(into.join("innkeeper.h"), HEADER)?;
    let mut paths = Vec::new();
    for (name, content) in files.iter() {
        let path = into.join(name);
        fs::write(&path, content).with_context(|| path.display().to_string())?;
        paths.push(path);
    }
    Ok(paths)
}
