//! Hosts that a plugin may reach: exactly one, or all below a domain. Always HTTPS, always by name.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

const HTTPS: u16 = 443;

/// A host by name and port: `api.acme.example`, `*.acme.example`, `api.acme.example:8443`. Names of other
/// scripts are kept as the A-labels that DNS knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPattern {
    domain: String,
    below: bool,
    port: u16,
}

/// Why a text names no host that a plugin may declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// Another scheme than HTTPS.
    #[error(
        "does not begin with https://: plugins speak HTTPS only; write the host alone, like \"api.acme.example\""
    )]
    Scheme,
    /// More than a host.
    #[error("is more than a host: leave out path, query and user, and write \"api.acme.example\"")]
    More,
    /// An address.
    #[error(
        "is an address: write the host's name; for a server that each provider has for itself, declare a setting of the type host-url"
    )]
    Address,
    /// A star where none may be.
    #[error(
        "has a star where none may be: it stands for the whole first label of a domain with at least two more, like \"*.acme.example\""
    )]
    Star,
    /// A name of this machine or this network alone.
    #[error("is a name of the local network: write a public one, like \"api.acme.example\"")]
    Local,
    /// No name of a host.
    #[error("is no name of a host: write one like \"api.acme.example\"")]
    Name,
    /// No port.
    #[error(
        "has no port between 1 and 65535 after its colon: write it like \"api.acme.example:8443\""
    )]
    Port,
}

impl HostPattern {
    /// The pattern for exactly the host that this address is at.
    pub fn of(url: &Url) -> Result<Self, HostError> {
        if url.scheme() != "https" {
            return Err(HostError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(HostError::More);
        }
        Ok(Self {
            domain: domain(url.host().ok_or(HostError::Name)?)?,
            below: false,
            port: url.port_or_known_default().unwrap_or(HTTPS),
        })
    }

    /// Whether a request to this host, as it stands in an address that was parsed, is allowed by it.
    pub fn matches(&self, host: &str, port: u16) -> bool {
        port == self.port
            && if self.below {
                is_below(host, &self.domain)
            } else {
                host == self.domain
            }
    }

    /// Whether it allows all that the other one allows.
    pub fn covers(&self, other: &Self) -> bool {
        self == other
            || (self.below && self.port == other.port && is_below_or_same(other, &self.domain))
    }

    /// Whether it stands for more than one host.
    pub fn is_wildcard(&self) -> bool {
        self.below
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Whether all that the other pattern allows is below this domain.
fn is_below_or_same(other: &HostPattern, domain: &str) -> bool {
    is_below(&other.domain, domain) || (other.below && other.domain == domain)
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .and_then(|front| front.strip_suffix('.'))
        .is_some_and(|front| !front.is_empty())
}

impl FromStr for HostPattern {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let rest = text.strip_prefix("https://").unwrap_or(text);
        if rest.contains("://") {
            return Err(HostError::Scheme);
        }
        if rest.starts_with('[') {
            return Err(HostError::Address);
        }
        if rest.contains(['/', '?', '#', '@', '\\']) {
            return Err(HostError::More);
        }
        let (name, port) = match rest.split_once(':') {
            Some((name, port)) => (name, read_port(port)?),
            None => (rest, HTTPS),
        };
        let (name, below) = match name.strip_prefix("*.") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if name.contains('*') {
            return Err(HostError::Star);
        }
        if name.contains('%') {
            return Err(HostError::Name);
        }
        let host = Host::parse(name).map_err(|_| HostError::Name)?;
        match domain(host) {
            Ok(domain) => Ok(Self {
                domain,
                below,
                port,
            }),
            Err(HostError::Local) if below => Err(HostError::Star),
            Err(error) => Err(error),
        }
    }
}

/// More than digits would be read as a number too: `+1`.
fn read_port(text: &str) -> Result<u16, HostError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|port| *port != 0 && is_plain)
        .ok_or(HostError::Port)
}

fn domain<S: AsRef<str>>(host: Host<S>) -> Result<String, HostError> {
    let Host::Domain(name) = host else {
        return Err(HostError::Address);
    };
    let name = name.as_ref();
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() > 253 || !name.split('.').all(is_label) {
        return Err(HostError::Name);
    }
    let mut labels = name.rsplit('.');
    if labels.next() == Some("localhost") || labels.next().is_none() {
        return Err(HostError::Local);
    }
    Ok(name.to_owned())
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.below { "*." } else { "" };
        write!(f, "{star}{}", self.domain)?;
        match self.port {
            HTTPS => Ok(()),
            port => write!(f, ":{port}"),
        }
    }
}
