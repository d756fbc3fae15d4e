//! The panel's own address, of which every link in a mail is made (R167): never a header of a request.

use url::{Host, Url};

/// An origin: scheme, host and port, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Takes an origin.
    ///
    /// # Errors
    /// Says what is wrong and what to write.
    pub fn parse(text: &str, allow_insecure: bool) -> Result<Self, String> {
        let example = "such as \"https://panel.example.com\"";
        let url = Url::parse(text).map_err(|error| {
            format!("is \"{text}\", which is no URL ({error}); write an address {example}")
        })?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(format!(
                "is \"{text}\", but it takes an http or https address {example}"
            ));
        }
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty();
        if !is_bare {
            return Err(format!(
                "is \"{text}\", but it takes scheme, host and port only {example}; the panel needs a host name of its own"
            ));
        }
        let base = Self(url);
        if !base.is_secure() && !base.is_loopback() && !allow_insecure {
            return Err(format!(
                "is \"{text}\": without https, passwords and cookies would travel in the clear. Use https (a reverse proxy may \
                 provide it), or, if this network is truly private, set `server.allow_insecure = true`"
            ));
        }
        Ok(base)
    }

    /// The address of this machine on a port.
    pub fn local(port: u16) -> Self {
        let mut url = Url::parse("http://localhost").expect("a constant URL");
        // Fails only for URLs without a host.
        let _ = url.set_port(Some(port));
        Self(url)
    }

    /// Scheme, host and port as browsers write them in `Origin`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether cookies can be `Secure`.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host name or address.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The host name; none where there is an address in numbers.
    pub fn domain(&self) -> Option<&str> {
        self.0.domain()
    }

    /// The address of a page; `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Whether a URL names this machine by its own name: `localhost`, or an address that leads nowhere else.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// The address of a server that the panel asks: https, or plain http on this very machine.
///
/// # Errors
/// What is wrong with it, beginning with "has".
pub(super) fn server_url(text: &str, example: &str) -> Result<Url, String> {
    let example = format!("such as \"{example}\"");
    let url = Url::parse(text).map_err(|error| {
        format!("has \"{text}\", which is no URL ({error}); write an address {example}")
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(format!(
            "has \"{text}\", but it takes https addresses {example}"
        ));
    }
    let is_bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && !url.path().contains(',');
    if !is_bare {
        return Err(format!(
            "has \"{text}\", but it takes scheme, host and path only, {example}"
        ));
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err(format!(
            "has \"{text}\": without https, anybody on the way could answer in the server's place. Use https; plain http is for a \
             server on this very machine"
        ));
    }
    Ok(url)
}
