//! `plugin.toml`: what a plugin says of itself, and all that it will ever be allowed.
//!
//! Nothing is guessed: an unknown key is a fault, and so is whatever is longer or more than its bound.

mod capabilities;
mod fault;
mod limits;
mod section;
mod settings;
mod value;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use semver::Version;
use toml::de::DeTable;
use url::Url;

pub use capabilities::{Capabilities, Http, ProfileField, Store};
pub use fault::{Fault, ManifestError};
pub use limits::Limits;
pub use settings::{Setting, SettingKind};
pub use value::{Value, Wrong};

use crate::words::{is_name, one_of, quoted, suggest};
use crate::{Digest, PluginId};
use fault::Faults;
use section::{Entry, Section};

/// Manifests are no longer than this.
pub const MOST_BYTES: usize = 64 * 1024;

const MOST_AUTHORS: usize = 16;

/// What a plugin says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Its name among all plugins, for good.
    pub id: PluginId,
    /// What people call it.
    pub name: String,
    /// Its version; a version is published once.
    pub version: Version,
    /// What it does, in a line.
    pub description: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// Under which terms it may be used.
    pub licence: String,
    /// Where more is to be read.
    pub homepage: Option<Url>,
    /// How it is drawn.
    pub icon: Option<Icon>,
    /// The interfaces that it is made for.
    pub api: Vec<Api>,
    /// What it is.
    pub provides: BTreeSet<Role>,
    /// What it wants to be allowed, and why.
    pub capabilities: Capabilities,
    /// What staff set, in the order in which it is asked for.
    pub settings: Vec<Setting>,
    /// What it would like to use; the provider's ceilings win.
    pub limits: Limits,
    /// The SHA-256 of its component, which packing writes.
    pub component: Option<Digest>,
}

/// What a plugin can be to the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// People prove with it that it is them.
    SecondFactor,
    /// Messages leave through it.
    Channel,
    /// It hears of events, answers filters and fills slots.
    Hooks,
}

/// How a plugin is drawn where it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Icon {
    /// By an icon of the theme's.
    OfTheme(String),
    /// By a file of the package.
    File(IconFile),
}

/// The file of an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconFile {
    /// `icon.svg`
    Svg,
    /// `icon.png`
    Png,
}

impl IconFile {
    /// Its name in the package.
    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "icon.svg",
            Self::Png => "icon.png",
        }
    }
}

/// An interface that a plugin is made for: `innkeeper:factor@1`, or `innkeeper:factor@1.2` if it needs what
/// came with 1.2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Api {
    /// `innkeeper:factor`
    pub package: String,
    /// Versions of another major are something else.
    pub major: u64,
    /// It or a later one of the same major.
    pub minor: u64,
}

/// A text names no interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("names no interface: write package and major version, like \"innkeeper:factor@1\"")]
pub struct NoApi;

impl Role {
    /// All there are today.
    pub const ALL: [Self; 3] = [Self::SecondFactor, Self::Channel, Self::Hooks];

    /// Names that are kept for what is to come.
    const RESERVED: [&'static str; 2] = ["gateway", "provisioner"];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
            Self::Channel => "channel",
            Self::Hooks => "hooks",
        }
    }

    /// The package of the interface that it is spoken to by.
    pub fn package(self) -> &'static str {
        match self {
            Self::SecondFactor => "innkeeper:factor",
            Self::Channel => "innkeeper:channel",
            Self::Hooks => "innkeeper:hooks",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if Self::RESERVED.contains(&text) {
            return Err(format!(
                "is not served yet, its name is only kept; a plugin can be {}",
                one_of(&Self::ALL.map(Self::as_str))
            ));
        }
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| {
            format!(
                "is nothing that a plugin can be; {}",
                suggest(text, &Self::ALL.map(Self::as_str))
            )
        })
    }
}

impl FromStr for Icon {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text {
            "icon.svg" => Ok(Self::File(IconFile::Svg)),
            "icon.png" => Ok(Self::File(IconFile::Png)),
            name if is_name(name, 40) => Ok(Self::OfTheme(name.to_owned())),
            _ => Err(
                "is no icon: write \"icon.svg\" or \"icon.png\" for a file of the package, or the name of an icon of the theme's",
            ),
        }
    }
}

impl FromStr for Api {
    type Err = NoApi;

    fn from_str(text: &str) -> Result<Self, NoApi> {
        let (package, version) = text.split_once('@').ok_or(NoApi)?;
        let (space, name) = package.split_once(':').ok_or(NoApi)?;
        if !is_name(space, 40) || !is_name(name, 40) {
            return Err(NoApi);
        }
        let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
        let number = |text: &str| {
            let is_plain = text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u64>().ok().filter(|_| is_plain).ok_or(NoApi)
        };
        Ok(Self {
            package: package.to_owned(),
            major: number(major)?,
            minor: number(minor)?,
        })
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            package,
            major,
            minor,
        } = self;
        match minor {
            0 => write!(f, "{package}@{major}"),
            minor => write!(f, "{package}@{major}.{minor}"),
        }
    }
}

impl Manifest {
    /// Reads a `plugin.toml`.
    pub fn parse(source: &str) -> Result<Self, ManifestError> {
        let faults = Faults::new(source);
        if source.len() > MOST_BYTES {
            faults.add(
                "",
                0,
                format!("has {} bytes; {MOST_BYTES} are allowed", source.len()),
            );
            return faults.unless(None);
        }
        let table = match DeTable::parse(source) {
            Ok(table) => table,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                faults.add("", at, format!("is not TOML: {}", error.message()));
                return faults.unless(None);
            }
        };
        let manifest = read(Section::new(&faults, table.get_ref()));
        faults.unless(manifest)
    }

    /// What a file of this package is called: `dev.acme.sms-code-1.2.0.innpack`.
    pub fn file_name(&self) -> String {
        format!("{}-{}.{}", self.id, self.version, crate::archive::EXTENSION)
    }
}

/// Reads everything before it gives up, so that everything that is wrong is told at once.
fn read(mut top: Section<'_>) -> Option<Manifest> {
    let id = top.need("id", "\"dev.acme.sms-code\"");
    let id = id.and_then(|entry| entry.parsed());
    let name = top.need_line("name", 60, "\"SMS codes (Acme)\"");
    let version = top.need("version", "\"1.0.0\"");
    let version = version.and_then(|entry| entry.read(read_version));
    let description = top.need_line("description", 200, "\"Codes by SMS, sent through Acme\"");
    let authors = read_authors(&mut top);
    let licence = top.need_line("licence", 100, "\"MIT\"");
    let homepage = top.get("homepage").and_then(|entry| entry.read(read_page));
    let icon = top.get("icon").and_then(|entry| entry.parsed());
    let api = read_all(top.need("api", "\"innkeeper:factor@1\""), 8);
    let provides = read_all(top.need("provides", "[\"second-factor\"]"), 8);
    let provides: BTreeSet<Role> = provides.into_iter().collect();
    check_roles(&top, &api, &provides);
    let settings = settings::read(top.section("settings"));
    let capabilities = capabilities::read(&mut top, &provides, &settings);
    let limits = limits::read(top.section("limits"));
    let component = top.section("component").and_then(read_component);
    top.finish();
    Some(Manifest {
        id: id?,
        name: name?,
        version: version?,
        description: description?,
        authors,
        licence: licence?,
        homepage,
        icon,
        api,
        provides,
        capabilities,
        settings,
        limits,
        component,
    })
}

fn read_authors(top: &mut Section<'_>) -> Vec<String> {
    let Some(authors) = top.get("authors") else {
        return Vec::new();
    };
    let authors = authors.items(MOST_AUTHORS);
    authors
        .iter()
        .filter_map(|author| author.line(100))
        .collect()
}

fn read_component(mut section: Section<'_>) -> Option<Digest> {
    let digest = section.need("sha256", "the digest that packing writes");
    let digest = digest.and_then(|entry| entry.parsed());
    section.finish();
    digest
}

/// A list in which nothing stands twice.
fn read_all<T: FromStr<Err: fmt::Display> + PartialEq>(
    entry: Option<Entry<'_>>,
    most: usize,
) -> Vec<T> {
    let mut all = Vec::new();
    let Some(entry) = entry else {
        return all;
    };
    let items = entry.items(most);
    for item in &items {
        match item.parsed() {
            Some(value) if all.contains(&value) => {
                item.fault("names something twice; leave one out");
            }
            Some(value) => all.push(value),
            None => {}
        }
    }
    if items.is_empty() {
        entry.fault("is empty; write at least one");
    }
    all
}

/// Versions go into file names and signatures, where build metadata would make two of one.
fn read_version(text: &str) -> Result<Version, &'static str> {
    let version = Version::parse(text).ok().filter(|_| text.len() <= 40);
    match version {
        Some(version) if version.build.is_empty() => Ok(version),
        Some(_) => Err(
            "has build metadata, which no version of a package has; leave out the + and what follows",
        ),
        None => Err("is no version: write three numbers, like \"1.2.0\" or \"1.2.0-beta.1\""),
    }
}

fn read_page(text: &str) -> Result<Url, &'static str> {
    const WRONG: &str =
        "is no address of a page: write a full one, like \"https://acme.example/sms\"";
    if text.len() > 300 {
        return Err("has more than 300 characters; shorten it");
    }
    let url = Url::parse(text).map_err(|_| WRONG)?;
    let is_page = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    is_page.then_some(url).ok_or(WRONG)
}

/// What a plugin is and which interfaces it is made for are said twice, for people and for the panel.
fn check_roles(top: &Section<'_>, api: &[Api], provides: &BTreeSet<Role>) {
    for role in provides {
        let package = role.package();
        if !api.is_empty() && !api.iter().any(|api| api.package == package) {
            let role = role.as_str();
            top.fault(
                "api",
                format!("lacks the interface of `{role}`; add \"{package}@1\""),
            );
        }
    }
    for api in api {
        let is_host = api.package == "innkeeper:host";
        let is_provided = provides.iter().any(|role| role.package() == api.package);
        if is_host || provides.is_empty() || is_provided {
            continue;
        }
        match Role::ALL.iter().find(|role| role.package() == api.package) {
            Some(role) => top.fault(
                "provides",
                format!("lacks what `{api}` is for; add \"{}\"", role.as_str()),
            ),
            None => top.fault(
                "api",
                format!(
                    "names \"{}\", which no panel serves; there are {}",
                    quoted(&api.to_string()),
                    one_of(&Role::ALL.map(Role::package))
                ),
            ),
        }
    }
}
