//! What a component reaches for, read from its bytes before any of it runs.
//!
//! A component lists exactly what it imports, so the list is an honest one: it is held against what the
//! manifest declares, and against what this panel serves. Whether the code in it is valid is for whoever
//! compiles it.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use semver::Version;
use wasmparser::{ComponentExternName, ComponentExternalKind, Parser, Payload};

use crate::Manifest;
use crate::interfaces::{self, Capability, Hook, Unserved, Way};
use crate::manifest::Role;
use crate::words::{is_name, quoted};

/// Far more than there are interfaces.
const MOST_NAMES: usize = 128;

/// An interface as a component names it: `innkeeper:host/http@1.0.0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// `innkeeper:host`
    pub package: String,
    /// `http`
    pub interface: String,
    /// `1.0.0`
    pub version: Version,
}

/// What a component imports and exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The interfaces it calls.
    pub imports: Vec<Name>,
    /// The interfaces it has. What is exported under a name alone is called by nobody, and left out.
    pub exports: Vec<Name>,
}

/// What is wrong with a component.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComponentFault {
    /// It is a core module.
    #[error(
        "plugin.wasm is a core module and no component; `innkeeper plugin build` makes a component of one"
    )]
    Core,
    /// It is damaged, or nothing of the kind.
    #[error("plugin.wasm is no component: {0}")]
    Broken(String),
    /// It lists more than there could be.
    #[error("plugin.wasm imports or exports more than {MOST_NAMES} things")]
    Many,
    /// It imports a part of WASI.
    #[error(
        "plugin.wasm imports `{0}`, but plugins run without WASI. In Rust, build for wasm32-unknown-unknown and run `innkeeper plugin build`; in JavaScript and Python, have WASI stubbed (--backend-qjs-stub-wasi, --stub-wasi); in C, leave out the adapter"
    )]
    Wasi(String),
    /// It imports something that no panel has.
    #[error(
        "plugin.wasm imports `{0}`, which no panel has; plugins may import innkeeper:host, each interface with its version"
    )]
    Foreign(String),
    /// It imports what plugins are to export.
    #[error(
        "plugin.wasm imports `{0}`, which is for plugins to export; build for the world of what the plugin is"
    )]
    Turned(Name),
    /// It exports what the panel has.
    #[error(
        "plugin.wasm exports `{0}`, which is for plugins to import; build for the world of what the plugin is"
    )]
    Usurped(Name),
    /// It imports what its manifest does not declare.
    #[error(
        "plugin.wasm imports `{name}`, but plugin.toml does not declare it: add [capabilities.{section}] with {example}, or do not call it", section = .capability.as_str(), example = .capability.example()
    )]
    Undeclared {
        /// What it imports.
        name: Name,
        /// What it would have to declare.
        capability: Capability,
    },
    /// It lacks what its manifest says it is.
    #[error("plugin.toml says that the plugin provides `{role}`, but plugin.wasm does not export `{package}/{interface}`; export it, or take `{role}` out of `provides`", role = .role.as_str(), package = .role.package())]
    Lacking {
        /// What it says it is.
        role: Role,
        /// The interface that goes with it.
        interface: &'static str,
    },
    /// It is what its manifest does not say.
    #[error("plugin.wasm exports `{name}`, but plugin.toml does not say so: add \"{}\" to `provides`, or do not export it", .role.as_str())]
    Unsaid {
        /// What it exports.
        name: Name,
        /// What it would be.
        role: Role,
    },
    /// It exports another version than its manifest says.
    #[error("plugin.wasm exports `{name}`, but `api` in plugin.toml does not name that version; add \"{}@{}\"", .name.package, .name.version.major)]
    OtherApi {
        /// What it exports.
        name: Name,
    },
    /// It lacks what its manifest declares names for.
    #[error("plugin.toml has [capabilities.{hook}], but plugin.wasm does not export `innkeeper:hooks/{hook}`; export it, or leave out the section", hook = .0.as_str())]
    Unhooked(Hook),
    /// It has what its manifest declares no names for.
    #[error("plugin.wasm exports `innkeeper:hooks/{hook}`, but plugin.toml names nothing for it: add [capabilities.{hook}], or do not export it", hook = .0.as_str())]
    Unnamed(Hook),
    /// It is said to be hooks and declares nothing that they could do.
    #[error(
        "plugin.toml says that the plugin provides `hooks`, but nothing that they do: add [capabilities.events], [capabilities.filters] or [capabilities.slots]"
    )]
    Idle,
    /// It needs another panel.
    #[error("the plugin {0}")]
    Unserved(#[from] Unserved),
}

/// What was found of a component that may be installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What it imports and exports.
    pub surface: Surface,
    /// What the manifest declares and the component never uses: less could be asked for.
    pub unused: Vec<Capability>,
}

impl FromStr for Name {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (path, version) = text.split_once('@').ok_or(())?;
        let (package, interface) = path.split_once('/').ok_or(())?;
        let (space, name) = package.split_once(':').ok_or(())?;
        if ![space, name, interface]
            .iter()
            .all(|part| is_name(part, 60))
            || text.len() > 200
        {
            return Err(());
        }
        Ok(Self {
            package: package.to_owned(),
            interface: interface.to_owned(),
            version: version.parse().map_err(|_| ())?,
        })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            package,
            interface,
            version,
        } = self;
        write!(f, "{package}/{interface}@{version}")
    }
}

/// Holds a component against its manifest and this panel; all that is wrong is said at once.
pub fn check(manifest: &Manifest, component: &[u8]) -> Result<Checked, Vec<ComponentFault>> {
    let surface = read(component).map_err(|fault| vec![fault])?;
    let mut faults: Vec<ComponentFault> = Vec::new();
    let unserved = manifest
        .api
        .iter()
        .filter_map(|api| interfaces::serves(api).err());
    faults.extend(unserved.map(ComponentFault::Unserved));
    let mut used = BTreeSet::new();
    for name in &surface.imports {
        match check_import(manifest, name) {
            Ok(capability) => used.extend(capability),
            Err(fault) => faults.push(fault),
        }
    }
    let exports = surface.exports.iter();
    faults.extend(exports.filter_map(|name| check_export(manifest, name).err()));
    faults.extend(lacking(manifest, &surface));
    faults.extend(unhooked(manifest, &surface));
    if !faults.is_empty() {
        return Err(faults);
    }
    let declared = [Capability::Store, Capability::Http, Capability::Channels];
    let unused = declared
        .into_iter()
        .filter(|capability| declares(manifest, *capability) && !used.contains(capability))
        .collect();
    Ok(Checked { surface, unused })
}

fn declares(manifest: &Manifest, capability: Capability) -> bool {
    let capabilities = &manifest.capabilities;
    match capability {
        Capability::Store => capabilities.store.is_some(),
        Capability::Http => capabilities.http.is_some(),
        Capability::Channels => !capabilities.channels.is_empty(),
    }
}

/// The capability that it takes, if it takes one.
fn check_import(manifest: &Manifest, name: &Name) -> Result<Option<Capability>, ComponentFault> {
    if !name.package.starts_with("innkeeper:") {
        return Err(ComponentFault::Foreign(name.to_string()));
    }
    match interfaces::find(&name.package, &name.interface, &name.version)?.way {
        Way::Types | Way::Open => Ok(None),
        Way::Granted(capability) if declares(manifest, capability) => Ok(Some(capability)),
        Way::Granted(capability) => Err(ComponentFault::Undeclared {
            name: name.clone(),
            capability,
        }),
        Way::Core(_) | Way::Extra(_) | Way::Hook(_) => Err(ComponentFault::Turned(name.clone())),
    }
}

fn check_export(manifest: &Manifest, name: &Name) -> Result<(), ComponentFault> {
    if !name.package.starts_with("innkeeper:") {
        return Ok(());
    }
    let name = name.clone();
    let role = match interfaces::find(&name.package, &name.interface, &name.version)?.way {
        Way::Types => return Ok(()),
        Way::Core(role) | Way::Extra(role) => role,
        Way::Hook(_) => Role::Hooks,
        Way::Open | Way::Granted(_) => return Err(ComponentFault::Usurped(name)),
    };
    if !manifest.provides.contains(&role) {
        return Err(ComponentFault::Unsaid { name, role });
    }
    let is_named =
        |api: &crate::manifest::Api| api.package == name.package && api.major == name.version.major;
    if !manifest.api.iter().any(is_named) {
        return Err(ComponentFault::OtherApi { name });
    }
    Ok(())
}

/// The roles that the manifest says and the component does not fill. Of a role that this panel has no
/// interface for, it is the panel that lacks, and that was said.
fn lacking(manifest: &Manifest, surface: &Surface) -> Vec<ComponentFault> {
    let exports = |row: &interfaces::Interface| {
        let is_it = |name: &Name| name.package == row.package && name.interface == row.name;
        surface.exports.iter().any(is_it)
    };
    let mut faults = Vec::new();
    for role in &manifest.provides {
        let mut rows = interfaces::SERVED
            .iter()
            .filter(|row| row.way == Way::Core(*role));
        let interface = rows.clone().next().map(|row| row.name);
        if let Some(interface) = interface
            && !rows.any(exports)
        {
            faults.push(ComponentFault::Lacking {
                role: *role,
                interface,
            });
        }
    }
    faults
}

/// What hooks declare and what they export are the same.
fn unhooked(manifest: &Manifest, surface: &Surface) -> Vec<ComponentFault> {
    if !manifest.provides.contains(&Role::Hooks) {
        return Vec::new();
    }
    let package = Role::Hooks.package();
    let exports = |hook: Hook| {
        let is_it = |name: &Name| name.package == package && name.interface == hook.as_str();
        surface.exports.iter().any(is_it)
    };
    if !Hook::ALL.into_iter().any(|hook| names(manifest, hook)) {
        return vec![ComponentFault::Idle];
    }
    let odd =
        Hook::ALL
            .into_iter()
            .filter_map(|hook| match (names(manifest, hook), exports(hook)) {
                (true, false) => Some(ComponentFault::Unhooked(hook)),
                (false, true) => Some(ComponentFault::Unnamed(hook)),
                _ => None,
            });
    odd.collect()
}

/// Whether the manifest names something for it.
fn names(manifest: &Manifest, hook: Hook) -> bool {
    match hook {
        Hook::Events => !manifest.capabilities.events.is_empty(),
        Hook::Filters => !manifest.capabilities.filters.is_empty(),
        Hook::Slots => !manifest.capabilities.slots.is_empty(),
    }
}

/// Reads what a component imports and exports.
pub fn read(component: &[u8]) -> Result<Surface, ComponentFault> {
    if Parser::is_core_wasm(component) {
        return Err(ComponentFault::Core);
    }
    let broken =
        |error: wasmparser::BinaryReaderError| ComponentFault::Broken(quoted(&error.to_string()));
    let mut surface = Surface::default();
    // What is nested in a component is its own affair; its border is at depth 1.
    let mut depth = 0_usize;
    let mut count = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload.map_err(broken)? {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    let import = import.map_err(broken)?;
                    count += 1;
                    surface
                        .imports
                        .push(imported(&import.name, import.ty.kind())?);
                    within(count)?;
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    let export = export.map_err(broken)?;
                    count += 1;
                    surface.exports.extend(exported(&export.name, export.kind)?);
                    within(count)?;
                }
            }
            _ => {}
        }
    }
    Ok(surface)
}

fn within(count: usize) -> Result<(), ComponentFault> {
    if count > MOST_NAMES {
        return Err(ComponentFault::Many);
    }
    Ok(())
}

/// Every import is an interface with a version, or is refused: what is not understood is not let through.
fn imported(
    name: &ComponentExternName<'_>,
    kind: ComponentExternalKind,
) -> Result<Name, ComponentFault> {
    if name.name.starts_with("wasi:") {
        return Err(ComponentFault::Wasi(quoted(name.name)));
    }
    let foreign = || ComponentFault::Foreign(quoted(name.name));
    if !is_plain(name) || kind != ComponentExternalKind::Instance {
        return Err(foreign());
    }
    name.name.parse().map_err(|()| foreign())
}

/// Exports under a name alone (`init`) are left behind by some tools and called by nobody.
fn exported(
    name: &ComponentExternName<'_>,
    kind: ComponentExternalKind,
) -> Result<Option<Name>, ComponentFault> {
    let odd = || {
        ComponentFault::Broken(format!(
            "it exports `{}` in an unknown way",
            quoted(name.name)
        ))
    };
    if !is_plain(name) {
        return Err(odd());
    }
    match name.name.parse() {
        Ok(name) if kind == ComponentExternalKind::Instance => Ok(Some(name)),
        _ if name.name.starts_with("innkeeper:") => Err(odd()),
        _ => Ok(None),
    }
}

/// Newer notations put more beside a name than a name.
fn is_plain(name: &ComponentExternName<'_>) -> bool {
    name.implements.is_none() && name.version_suffix.is_none() && name.external_id.is_none()
}
