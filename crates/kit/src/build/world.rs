//! The world that a plugin is built for: what every plugin may call, and beyond that just what its manifest declares.
//! Some languages import all of a world, whether they use it or not; so it is the manifest that decides.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use innkeeper_package::Manifest;
use innkeeper_package::manifest::Role;

use crate::Folder;

/// What the world is called.
pub(super) const NAME: &str = "factor";

/// Writes the interfaces, with that world, into the `build` folder.
pub(super) fn write(folder: &Folder) -> anyhow::Result<PathBuf> {
    let path = folder.build().join("wit");
    if path.is_dir() {
        fs::remove_dir_all(&path)?;
    }
    copy(&folder.interfaces()?.join("deps"), &path.join("deps"))?;
    fs::write(path.join("world.wit"), world(&folder.manifest))?;
    Ok(path)
}

fn world(manifest: &Manifest) -> String {
    let capabilities = &manifest.capabilities;
    let declared = [
        ("store", capabilities.store.is_some()),
        ("http", capabilities.http.is_some()),
        ("messages", !capabilities.channels.is_empty()),
    ];
    let declared = declared.iter().filter(|(_, is_declared)| *is_declared);
    let open = ["log", "clock", "random", "settings", "hash", "signatures"];
    let imports = open.into_iter().chain(declared.map(|(name, _)| *name));
    let mut world = format!("package innkeeper:plugin@1.0.0;\n\nworld {NAME} {{\n");
    for name in imports {
        let _ = writeln!(world, "    import innkeeper:host/{name}@1.0.0;");
    }
    let exports = [
        (
            "factor/second-factor",
            manifest.provides.contains(&Role::SecondFactor),
        ),
        ("channel/sender", manifest.provides.contains(&Role::Channel)),
        ("hooks/events", !capabilities.events.is_empty()),
        ("hooks/filters", !capabilities.filters.is_empty()),
        ("hooks/slots", !capabilities.slots.is_empty()),
    ];
    for (name, _) in exports.iter().filter(|(_, is_one)| *is_one) {
        let _ = writeln!(world, "    export innkeeper:{name}@1.0.0;");
    }
    world.push_str("}\n");
    world
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
