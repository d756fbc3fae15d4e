//! An index: a list of plugins in a JSON file that anyone can host, beside the packages or elsewhere.
//!
//! It is a map, not an authority: what it says of a package is checked against the package, and who signed it
//! against the key that is pinned. Keys of a newer format are passed over, so that an index can say more.

use std::collections::BTreeSet;

use semver::Version;
use serde::Deserialize;
use url::Url;

use crate::interfaces::{self, Unserved};
use crate::manifest::Api;
use crate::quantity::Size;
use crate::signature::PublisherKey;
use crate::words::{quoted, refuse_line};
use crate::{Digest, PluginId, archive, signature};

/// Indexes are no larger than this.
pub const MOST_BYTES: Size = Size::mib(8);

const FORMAT: u64 = 1;
const MOST_PLUGINS: usize = 5000;
const MOST_VERSIONS: usize = 200;
const MOST_APIS: usize = 8;

/// A list of plugins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// What it is called.
    pub name: String,
    /// The plugins, by id.
    pub plugins: Vec<Plugin>,
}

/// A plugin of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plugin {
    /// Its id.
    pub id: PluginId,
    /// What people call it.
    pub name: String,
    /// What it does, in a line.
    pub description: String,
    /// Who publishes it.
    pub publisher: String,
    /// The key that its packages are said to be signed with.
    pub key: PublisherKey,
    /// Where statements about earlier keys are.
    pub rotations: Vec<Url>,
    /// Its versions, newest first.
    pub versions: Vec<Release>,
}

/// A version of a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Which.
    pub version: Version,
    /// Where its package is.
    pub url: Url,
    /// Where its signature is.
    pub signature: Url,
    /// The digest of its package.
    pub digest: Digest,
    /// The interfaces that it is made for.
    pub api: Vec<Api>,
    /// Whether its publisher took it back: it is offered to nobody any more.
    pub yanked: bool,
}

/// Why a file is no index.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// It is larger than indexes are.
    #[error("the index is larger than {MOST_BYTES}")]
    Large,
    /// It is no JSON of this form.
    #[error("the index is not as it should be: {0}")]
    Json(String),
    /// It is of another format.
    #[error("the index is of format {0}, this panel reads format {FORMAT}; update the panel")]
    Format(u64),
    /// Something in it is wrong.
    #[error("the index has a fault: `{at}` {what}")]
    Fault {
        /// Where: `plugins[3].versions[0].url`.
        at: String,
        /// What is wrong and what to write instead.
        what: String,
    },
}

/// The newest version that this panel can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Newest<'a> {
    /// This one.
    Found(&'a Release),
    /// There are some, but this panel can run none of them; why it cannot run the newest.
    Incompatible(Unserved),
    /// There is none that is offered.
    None,
}

#[derive(Deserialize)]
struct RawIndex {
    format: u64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    plugins: Vec<RawPlugin>,
}

#[derive(Deserialize)]
struct RawPlugin {
    id: String,
    name: String,
    description: String,
    publisher: String,
    key: String,
    #[serde(default)]
    rotations: Vec<String>,
    versions: Vec<RawRelease>,
}

#[derive(Deserialize)]
struct RawRelease {
    version: String,
    url: String,
    signature: Option<String>,
    sha256: String,
    api: Vec<String>,
    #[serde(default)]
    yanked: bool,
}

impl Index {
    /// Reads an index that was found at this address, which what it points to may be relative to.
    pub fn read(bytes: &[u8], base: &Url) -> Result<Self, IndexError> {
        if bytes.len() as u64 > MOST_BYTES.0 {
            return Err(IndexError::Large);
        }
        let raw: RawIndex = serde_json::from_slice(bytes)
            .map_err(|error| IndexError::Json(quoted_error(&error)))?;
        if raw.format != FORMAT {
            return Err(IndexError::Format(raw.format));
        }
        at_most(raw.plugins.len(), MOST_PLUGINS, "plugins")?;
        let place = Place {
            base,
            path: String::new(),
        };
        let mut ids = BTreeSet::new();
        let mut plugins = Vec::with_capacity(raw.plugins.len());
        for (number, plugin) in raw.plugins.into_iter().enumerate() {
            let place = place.inside(&format!("plugins[{number}]"));
            let plugin = place.plugin(plugin)?;
            if !ids.insert(plugin.id.clone()) {
                return Err(place.fault("id", "is there twice; put all versions under one"));
            }
            plugins.push(plugin);
        }
        plugins.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Self {
            name: place.line("name", raw.name, 100)?,
            plugins,
        })
    }

    /// The plugin of this id.
    pub fn find(&self, id: &PluginId) -> Option<&Plugin> {
        let at = self.plugins.binary_search_by(|plugin| plugin.id.cmp(id));
        at.ok().and_then(|at| self.plugins.get(at))
    }
}

impl Plugin {
    /// The newest version that this panel can run. What is not finished yet (`1.0.0-beta.1`) is offered where
    /// somebody asks for it.
    pub fn newest(&self, unfinished: bool) -> Newest<'_> {
        let mut why = None;
        for release in &self.versions {
            if release.yanked || (!release.version.pre.is_empty() && !unfinished) {
                continue;
            }
            match release
                .api
                .iter()
                .find_map(|api| interfaces::serves(api).err())
            {
                None => return Newest::Found(release),
                Some(unserved) => why = why.or(Some(unserved)),
            }
        }
        why.map_or(Newest::None, Newest::Incompatible)
    }
}

/// Where in the file something stands.
struct Place<'a> {
    base: &'a Url,
    path: String,
}

impl Place<'_> {
    fn inside(&self, key: &str) -> Self {
        let path = match self.path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        Self {
            base: self.base,
            path,
        }
    }

    fn fault(&self, key: &str, what: impl Into<String>) -> IndexError {
        IndexError::Fault {
            at: self.inside(key).path,
            what: what.into(),
        }
    }

    fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        key: &str,
        text: &str,
    ) -> Result<T, IndexError> {
        let read = if text.len() > 500 {
            None
        } else {
            Some(text.parse::<T>())
        };
        match read {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(self.fault(key, format!("(\"{}\") {error}", quoted(text)))),
            None => Err(self.fault(key, "is too long")),
        }
    }

    fn line(&self, key: &str, text: String, longest: usize) -> Result<String, IndexError> {
        match refuse_line(&text, longest) {
            Some(what) => Err(self.fault(key, what)),
            None => Ok(text),
        }
    }

    /// HTTPS, wherever it leads: what is found there is checked by its digest.
    fn url(&self, key: &str, text: &str) -> Result<Url, IndexError> {
        let url = (text.len() <= 1000).then(|| self.base.join(text));
        url.and_then(Result::ok)
            .filter(|url| url.scheme() == "https" || url.scheme() == self.base.scheme())
            .filter(|url| url.username().is_empty() && url.password().is_none())
            .ok_or_else(|| {
                let what = "is no address: write one that begins with https://, or one relative to the index";
                self.fault(key, what)
            })
    }

    fn plugin(&self, raw: RawPlugin) -> Result<Plugin, IndexError> {
        let id: PluginId = self.parsed("id", &raw.id)?;
        if id.is_bundled() {
            return Err(self.fault("id", "belongs to a module that comes with the panel"));
        }
        at_most(
            raw.versions.len(),
            MOST_VERSIONS,
            &self.inside("versions").path,
        )?;
        at_most(
            raw.rotations.len(),
            MOST_APIS,
            &self.inside("rotations").path,
        )?;
        let mut versions = Vec::with_capacity(raw.versions.len());
        for (number, release) in raw.versions.into_iter().enumerate() {
            let place = self.inside(&format!("versions[{number}]"));
            versions.push(place.release(&release)?);
        }
        versions.sort_by(|a: &Release, b| b.version.cmp(&a.version));
        let twice = versions.windows(2).any(|pair| match pair {
            [a, b] => a.version == b.version,
            _ => false,
        });
        if twice {
            return Err(self.fault(
                "versions",
                "has a version twice; a version is published once",
            ));
        }
        let rotations = raw.rotations.iter();
        let rotations = rotations.map(|url| self.url("rotations", url));
        Ok(Plugin {
            id,
            name: self.line("name", raw.name, 60)?,
            description: self.line("description", raw.description, 200)?,
            publisher: self.line("publisher", raw.publisher, 100)?,
            key: self.parsed("key", &raw.key)?,
            rotations: rotations.collect::<Result<_, _>>()?,
            versions,
        })
    }

    fn release(&self, raw: &RawRelease) -> Result<Release, IndexError> {
        at_most(raw.api.len(), MOST_APIS, &self.inside("api").path)?;
        let api = raw.api.iter().map(|api| self.parsed("api", api));
        let api: Vec<Api> = api.collect::<Result<_, _>>()?;
        if api.is_empty() {
            return Err(self.fault("api", "is empty; write what `api` in plugin.toml says"));
        }
        let url = self.url("url", &raw.url)?;
        if !url.path().ends_with(&format!(".{}", archive::EXTENSION)) {
            let what = format!(
                "leads to no package; its name ends with .{}",
                archive::EXTENSION
            );
            return Err(self.fault("url", what));
        }
        let mut beside = url.clone();
        beside.set_path(&format!("{}.{}", url.path(), signature::EXTENSION));
        let signature = raw.signature.as_deref();
        let signature = signature.map(|text| self.url("signature", text));
        Ok(Release {
            version: self.parsed("version", &raw.version)?,
            url,
            signature: signature.transpose()?.unwrap_or(beside),
            digest: self.parsed("sha256", &raw.sha256)?,
            api,
            yanked: raw.yanked,
        })
    }
}

fn at_most(count: usize, most: usize, at: &str) -> Result<(), IndexError> {
    if count <= most {
        return Ok(());
    }
    Err(IndexError::Fault {
        at: at.to_owned(),
        what: format!("has {count} items; {most} are allowed"),
    })
}

/// The parser's words quote what it found, of any length.
fn quoted_error(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    format!("{}: {place}", quoted(&error.to_string()))
}
