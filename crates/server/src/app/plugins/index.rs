//! Plugins by an index: a list that anyone can host, read through the panel's own way out. The index is a map and no
//! authority: what it leads to is held against the digest that it says, and then looked at as any other package.

use std::time::Duration;

use innkeeper_module::HttpRequest;
use innkeeper_package::archive::MOST_PACKED;
use innkeeper_package::index::{self, Index, Newest, Release};
use innkeeper_package::rotation::Rotation;
use innkeeper_package::{Digest, PluginId};
use url::Url;

use super::{Brought, By};
use crate::Panel;
use crate::outbound::{Grant, Limits};

/// Signatures and statements about keys are a few hundred bytes.
const MOST_TEXT: usize = 8 * 1024;
/// A package may come from far away.
const PATIENCE: Duration = Duration::from_mins(1);

/// Why nothing was brought.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// The address is none that may be asked.
    #[error("the address must begin with https://")]
    Address,
    /// Nobody answered, or not with a file.
    #[error("{0}")]
    Server(String),
    /// What answered is no index.
    #[error("{0}")]
    Index(String),
    /// The index has no such plugin.
    #[error("the index has no plugin of that id")]
    Unknown,
    /// This panel can run none of its versions; why.
    #[error("this panel can run no version of it: {0}")]
    Incompatible(String),
    /// What it says of the publisher's keys is nothing that an old key said.
    #[error("a statement about a new key {0}")]
    Broken(String),
    /// What was found is not what the index says.
    #[error("the package is not the one that the index names: one of the two was changed")]
    Changed,
}

/// Reads the index at an address. Over plain HTTP only this machine is asked, and only for the operator, and for
/// staff where plugins are written.
///
/// # Errors
/// Says why there is none.
pub async fn read_index(panel: &Panel, url: &str, by: By<'_>) -> Result<Index, Unreached> {
    let url = Url::parse(url.trim()).map_err(|_| Unreached::Address)?;
    let takes_plain = by.is_operator() || panel.config.plugins.dev;
    let fits = url.scheme() == "https" || (url.scheme() == "http" && takes_plain);
    if !fits {
        return Err(Unreached::Address);
    }
    let most = usize::try_from(index::MOST_BYTES.0).unwrap_or(usize::MAX);
    let bytes = get(panel, &url, most).await?;
    Index::read(&bytes, &url).map_err(|error| Unreached::Index(error.to_string()))
}

/// Brings the newest version of a plugin that this panel can run, with its signature and what old keys say of the
/// publisher's.
///
/// # Errors
/// Says why it could not be brought.
pub async fn bring_from(panel: &Panel, index: &Index, id: &PluginId) -> Result<Brought, Unreached> {
    let plugin = index.find(id).ok_or(Unreached::Unknown)?;
    let Release {
        url,
        signature,
        digest,
        ..
    } = match plugin.newest(false) {
        Newest::Found(release) => release,
        Newest::Incompatible(why) => return Err(Unreached::Incompatible(why.to_string())),
        Newest::None => return Err(Unreached::Unknown),
    };
    let most = usize::try_from(MOST_PACKED.0).unwrap_or(usize::MAX);
    let package = get(panel, url, most).await?;
    if Digest::of(&package) != *digest {
        return Err(Unreached::Changed);
    }
    let signature = text(panel, signature).await?;
    let mut rotations = Vec::new();
    for rotation in &plugin.rotations {
        let text = text(panel, rotation).await?;
        if let Err(error) = text.parse::<Rotation>() {
            return Err(Unreached::Broken(error.to_string()));
        }
        rotations.push(text);
    }
    Ok(Brought {
        package,
        signature: Some(signature),
        key: Some(plugin.key),
        rotations,
    })
}

async fn text(panel: &Panel, url: &Url) -> Result<String, Unreached> {
    let bytes = get(panel, url, MOST_TEXT).await?;
    String::from_utf8(bytes).map_err(|_| Unreached::Server(format!("{url} is no text")))
}

/// The file at an address. There are no redirects, and nothing that is longer than its bound is taken.
async fn get(panel: &Panel, url: &Url, most: usize) -> Result<Vec<u8>, Unreached> {
    let servers = [url.clone()];
    let grant = Grant {
        servers: &servers,
        hosts: &[],
        allow_private: false,
    };
    let request = HttpRequest {
        method: "GET".to_owned(),
        url: url.to_string(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    let limits = Limits {
        total: PATIENCE,
        // One more than is taken: what fills it was cut off.
        body: most.saturating_add(1),
        ..Limits::default()
    };
    let answer = panel.outbound.within(limits).send(grant, request).await;
    let answer = answer.map_err(|fault| Unreached::Server(fault.to_string()))?;
    let failed = |what: String| Err(Unreached::Server(format!("{url} {what}")));
    match answer.status {
        200 if answer.body.len() > most => failed(format!("is larger than {most} bytes")),
        200 => Ok(answer.body),
        301 | 302 | 303 | 307 | 308 => {
            let to = answer.headers.iter().find(|(name, _)| name == "location");
            let to = to.map_or("elsewhere", |(_, to)| to.as_str());
            failed(format!("leads to {to}: give that address instead"))
        }
        status => failed(format!("answers with {status}")),
    }
}
