//! The one way out for modules: an HTTP client that goes to granted servers only, and to addresses that
//! were looked at.
//!
//! Each request has a connection of its own to an address that was checked before; nothing looks a name up
//! a second time. There are no redirects, no proxies and no cookies here, on purpose.

mod addresses;
#[cfg(test)]
mod tests;

use std::future::{Future, pending};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use innkeeper_module::{HttpRequest, HttpResponse};
use innkeeper_package::HostPattern;
use rustls_native_certs::load_native_certs;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Position, Url};

use crate::config::Config;
use addresses::{Resolve, SystemResolver};

/// After how long without an answer the next address of a name is tried beside those before it.
const STAGGER: Duration = Duration::from_millis(250);

/// How many addresses of a name are tried.
const ADDRESSES: usize = 8;

/// Headers that are the client's to write.
const RESERVED: [HeaderName; 9] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Where one module may go.
#[derive(Clone, Copy)]
pub struct Grant<'a> {
    /// Servers whose scheme, host and port it may ask.
    pub servers: &'a [Url],
    /// Hosts that it may ask by https, one by one or all below a domain.
    pub hosts: &'a [HostPattern],
    /// Whether the operator said that they may be on this machine's own networks.
    pub allow_private: bool,
}

impl Config {
    /// Where the module of that id may go; None for the many that go nowhere.
    pub fn grant(&self, module: &str) -> Option<Grant<'_>> {
        match module {
            "yubikey" => self.yubikey.as_ref().map(|settings| Grant {
                servers: &settings.servers,
                hosts: &[],
                allow_private: settings.allow_private,
            }),
            _ => None,
        }
    }
}

/// How long and how large a conversation may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until everything is there.
    pub total: Duration,
    /// Bytes of an answer's body; the rest is cut off.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            total: Duration::from_secs(8),
            body: 64 * 1024,
        }
    }
}

/// Why there is no answer. It names a server and never what was asked, which may be secret.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The request does not say where to and what, or says it in a way that is not taken.
    #[error("the request is not sound: {0}")]
    Unsound(&'static str),
    /// Nobody granted that server.
    #[error("{0} is no server that this module may ask")]
    NotGranted(String),
    /// The name leads to no address that may be asked.
    #[error("{0} has no address that may be asked: {1}")]
    Address(String, &'static str),
    /// The name could not be looked up.
    #[error("{0} cannot be looked up: {1}")]
    Lookup(String, io::Error),
    /// No connection, or none that is protected.
    #[error("cannot connect to {0}: {1}")]
    Connect(String, io::Error),
    /// The conversation broke.
    #[error("the conversation with {0} broke: {1}")]
    Broken(String, hyper::Error),
    /// It took too long.
    #[error("{0} took too long")]
    Slow(String),
}

/// The client.
pub struct Outbound {
    limits: Limits,
    resolver: Arc<dyn Resolve>,
    /// Made when the first server by https is asked: most panels never ask one.
    tls: Arc<OnceLock<TlsConnector>>,
}

impl Default for Outbound {
    fn default() -> Self {
        Self::new(Limits::default(), Arc::new(SystemResolver))
    }
}

impl Outbound {
    fn new(limits: Limits, resolver: Arc<dyn Resolve>) -> Self {
        Self {
            limits,
            resolver,
            tls: Arc::default(),
        }
    }

    /// The same way out for a conversation of another size.
    #[must_use]
    pub fn within(&self, limits: Limits) -> Self {
        Self {
            limits,
            resolver: Arc::clone(&self.resolver),
            tls: Arc::clone(&self.tls),
        }
    }

    /// Asks a server that the grant names.
    ///
    /// # Errors
    /// [`Fault`] says what was not granted or what went wrong, without what was asked.
    pub async fn send(
        &self,
        grant: Grant<'_>,
        request: HttpRequest,
    ) -> Result<HttpResponse, Fault> {
        let url = granted(grant, &request.url)?;
        let server = shown(&url);
        let asked = prepare(&url, request)?;
        let conversation = self.converse(grant, &url, &server, asked);
        match timeout(self.limits.total, conversation).await {
            Ok(answer) => answer,
            Err(_) => Err(Fault::Slow(server)),
        }
    }

    async fn converse(
        &self,
        grant: Grant<'_>,
        url: &Url,
        server: &str,
        asked: Request<Full<Bytes>>,
    ) -> Result<HttpResponse, Fault> {
        let addresses = self.addresses(grant, url, server).await?;
        let not_connected = |error| Fault::Connect(server.to_owned(), error);
        let plain = self.in_time(connect(&addresses), server).await?;
        let plain = plain.map_err(not_connected)?;
        if url.scheme() == "http" {
            return self.exchange(plain, server, asked).await;
        }
        let name = url.host_str().unwrap_or_default();
        let name = name.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(name).map_err(|_| Fault::Unsound("the host's name"))?;
        let protected = self.tls().connect(name, plain);
        let protected = self.in_time(protected, server).await?;
        self.exchange(protected.map_err(not_connected)?, server, asked)
            .await
    }

    async fn in_time<T>(&self, step: impl Future<Output = T>, server: &str) -> Result<T, Fault> {
        let done = timeout(self.limits.connect, step).await;
        done.map_err(|_| Fault::Slow(server.to_owned()))
    }

    /// The addresses that may be asked; a connection goes to one of them and to no other.
    async fn addresses(
        &self,
        grant: Grant<'_>,
        url: &Url,
        server: &str,
    ) -> Result<Vec<SocketAddr>, Fault> {
        let port = url.port_or_known_default().unwrap_or_default();
        let found = match url.host() {
            Some(url::Host::Ipv4(ip)) => vec![ip.into()],
            Some(url::Host::Ipv6(ip)) => vec![ip.into()],
            Some(url::Host::Domain(name)) => self
                .resolver
                .resolve(name)
                .await
                .map_err(|error| Fault::Lookup(server.to_owned(), error))?,
            None => return Err(Fault::Unsound("a URL without a host")),
        };
        // What is known by a pattern alone is on the internet, whatever else was granted.
        let is_known = grant
            .servers
            .iter()
            .any(|known| known.origin() == url.origin());
        let (fits, why) = addresses::rule(url, grant.allow_private && is_known);
        let addresses: Vec<SocketAddr> = found
            .into_iter()
            .filter(|ip| fits(*ip))
            .take(ADDRESSES)
            .map(|ip| SocketAddr::new(ip, port))
            .collect();
        if addresses.is_empty() {
            return Err(Fault::Address(server.to_owned(), why));
        }
        Ok(addresses)
    }

    fn tls(&self) -> &TlsConnector {
        self.tls.get_or_init(|| connector(system_roots()))
    }

    /// One question and its answer.
    async fn exchange(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send,
        server: &str,
        asked: Request<Full<Bytes>>,
    ) -> Result<HttpResponse, Fault> {
        let broken = |error| Fault::Broken(server.to_owned(), error);
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(64 * 1024)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        let answer = async {
            let response = sender.send_request(asked).await.map_err(broken)?;
            read(response, self.limits.body).await.map_err(broken)
        };
        let carry = async {
            // What breaks the connection breaks the answer too, and is told there. An answer outlives the
            // connection that brought it.
            let _ = connection.await;
            pending().await
        };
        tokio::select! {
            answer = answer => answer,
            never = carry => never,
        }
    }
}

/// The URL, if its server is granted.
fn granted(grant: Grant<'_>, url: &str) -> Result<Url, Fault> {
    let url = Url::parse(url).map_err(|_| Fault::Unsound("no absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Fault::Unsound("neither https nor http"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Fault::Unsound("a URL with a user's name"));
    }
    let known = |server: &Url| server.origin() == url.origin();
    let port = url.port_or_known_default().unwrap_or_default();
    let host = match url.host() {
        Some(url::Host::Domain(name)) if url.scheme() == "https" => Some(name),
        _ => None,
    };
    let fits = |pattern: &HostPattern| host.is_some_and(|host| pattern.matches(host, port));
    if grant.servers.iter().any(known) || grant.hosts.iter().any(fits) {
        Ok(url)
    } else {
        Err(Fault::NotGranted(shown(&url)))
    }
}

/// Scheme, host and port: what logs may show of a URL.
fn shown(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn prepare(url: &Url, request: HttpRequest) -> Result<Request<Full<Bytes>>, Fault> {
    if !matches!(request.method.as_str(), "GET" | "POST" | "PUT") {
        return Err(Fault::Unsound("a method other than GET, POST and PUT"));
    }
    let mut builder = Request::builder()
        .method(request.method.as_str())
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(
            header::HOST,
            &url[Position::BeforeHost..Position::AfterPort],
        )
        .header(header::CONNECTION, "close")
        .header(
            header::USER_AGENT,
            concat!("Innkeeper/", env!("CARGO_PKG_VERSION")),
        );
    for (name, value) in request.headers {
        let name = HeaderName::try_from(name).map_err(|_| Fault::Unsound("a header's name"))?;
        let innkeeper_module::HeaderValue::Text(value) = value else {
            return Err(Fault::Unsound("a header that names a setting"));
        };
        let value = HeaderValue::try_from(value).map_err(|_| Fault::Unsound("a header's value"))?;
        if RESERVED.contains(&name) {
            return Err(Fault::Unsound("a header that is the client's to write"));
        }
        builder = builder.header(name, value);
    }
    let body = Full::new(Bytes::from(request.body));
    builder
        .body(body)
        .map_err(|_| Fault::Unsound("the request"))
}

/// Connects to whichever address answers first. The next is tried when one fails, or is slow.
async fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut waiting = addresses.iter();
    let mut tries = FuturesUnordered::new();
    loop {
        let answer = match waiting.next() {
            Some(address) => {
                tries.push(TcpStream::connect(address));
                timeout(STAGGER, tries.next()).await
            }
            None => Ok(tries.next().await),
        };
        match answer {
            Ok(Some(Ok(stream))) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Ok(Some(Err(error))) => failed = error,
            Ok(None) => return Err(failed),
            Err(_slow) => {}
        }
    }
}

async fn read(response: Response<Incoming>, limit: usize) -> Result<HttpResponse, hyper::Error> {
    let (head, mut incoming) = response.into_parts();
    let headers = head.headers.iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let headers = headers.collect();
    let mut body = Vec::new();
    while body.len() < limit {
        let Some(frame) = incoming.frame().await.transpose()? else {
            break;
        };
        if let Some(data) = frame.data_ref() {
            body.extend_from_slice(data);
        }
    }
    body.truncate(limit);
    Ok(HttpResponse {
        status: head.status.as_u16(),
        headers,
        body,
    })
}

/// The authorities that this system trusts. Without any, nothing that is asked by https answers.
fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let found = load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "a certificate that this system trusts cannot be read");
    }
    let (taken, _) = roots.add_parsable_certificates(found.certs);
    if taken == 0 {
        tracing::error!("this system trusts no certificates: install its ca-certificates");
    }
    roots
}

fn connector(roots: RootCertStore) -> TlsConnector {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring can do what TLS 1.2 and 1.3 ask for")
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}
