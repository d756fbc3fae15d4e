//! `[server]`: where the panel listens and how the world reaches it.

use std::net::SocketAddr;
use std::time::Duration;

use innkeeper_module::Secret;
use ipnet::IpNet;

use super::reference::{Key, Kind};
use super::values::Values;
use super::{BaseUrl, ConfigError};

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "server.listen",
        Kind::Text,
        "\"127.0.0.1:8080\"",
        "Address and port of the panel.",
    ),
    Key::new(
        "server.base_url",
        Kind::Text,
        "\"\"",
        "The address people type, of which links in mails are made. It needs https unless it is this machine.\n\
         Not set: http://localhost with the port of `server.listen`.",
    ),
    Key::new(
        "server.allow_insecure",
        Kind::Boolean,
        "false",
        "Permits a base_url without https on a private network.",
    ),
    Key::new(
        "server.trusted_proxies",
        Kind::List,
        "[]",
        "Addresses or networks of reverse proxies whose X-Forwarded-For is believed.",
    ),
    Key::new(
        "server.metrics_listen",
        Kind::Text,
        "\"\"",
        "Address and port of a second listener for /metrics. Not set: see metrics_token.",
    ),
    Key::new(
        "server.metrics_token",
        Kind::Secret,
        "\"\"",
        "A bearer token that opens /metrics on the panel's own listener. Not set: /metrics is not there.",
    ),
    Key::new(
        "server.request_timeout",
        Kind::Duration,
        "\"30s\"",
        "How long one request may take.",
    ),
    Key::new(
        "server.shutdown_timeout",
        Kind::Duration,
        "\"10s\"",
        "How long a stopping panel waits for requests and jobs under way.",
    ),
    Key::new(
        "server.time_server",
        Kind::Text,
        "\"pool.ntp.org:123\"",
        "The time server that the clock is compared with, at the start and every six hours. Empty: none.",
    ),
];

/// Where the panel listens and how the world reaches it.
#[derive(Clone)]
pub struct Server {
    /// The socket.
    pub listen: SocketAddr,
    /// The address people type.
    pub base_url: BaseUrl,
    /// Whether the operator chose the base URL; otherwise it follows the socket.
    pub base_url_is_set: bool,
    /// Whose proxy headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// A second socket, for metrics.
    pub metrics_listen: Option<SocketAddr>,
    /// What opens the metrics on the main socket.
    pub metrics_token: Option<Secret>,
    /// The longest request.
    pub request_timeout: Duration,
    /// The longest stop.
    pub shutdown_timeout: Duration,
    /// The time server, host and port, that the clock is compared with.
    pub time_server: Option<String>,
}

impl Server {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let address = "an address and a port, such as \"127.0.0.1:8080\" or \"[::]:8080\"";
        let listen: SocketAddr = values.parsed("server.listen", address)?;
        let allow_insecure = values.boolean("server.allow_insecure")?;
        let chosen = values.optional_text("server.base_url")?;
        let base_url = match &chosen {
            Some(text) => BaseUrl::parse(text, allow_insecure)
                .map_err(|message| values.invalid("server.base_url", message))?,
            None => BaseUrl::local(listen.port()),
        };
        let metrics_listen = match values.optional_text("server.metrics_listen")? {
            Some(_) => Some(values.parsed("server.metrics_listen", address)?),
            None => None,
        };
        Ok(Self {
            listen,
            base_url,
            base_url_is_set: chosen.is_some(),
            trusted_proxies: trusted_proxies(values)?,
            metrics_listen,
            metrics_token: values.secret("server.metrics_token")?,
            request_timeout: values.duration("server.request_timeout", "1s", "10m")?,
            shutdown_timeout: values.duration("server.shutdown_timeout", "0s", "5m")?,
            time_server: values.optional_text("server.time_server")?,
        })
    }

    /// Follows the socket that was bound: a port of 0 in the settings means "any free one".
    pub fn bound_to(&mut self, address: SocketAddr) {
        self.listen = address;
        if !self.base_url_is_set {
            self.base_url = BaseUrl::local(address.port());
        }
    }
}

fn trusted_proxies(values: &Values) -> Result<Vec<IpNet>, ConfigError> {
    let key = "server.trusted_proxies";
    let parse = |text: &String| {
        let network = text
            .parse()
            .or_else(|_| text.parse().map(|ip: std::net::IpAddr| IpNet::from(ip)));
        network.map_err(|_| values.invalid(key, format!("has \"{text}\", which is neither an address nor a network such as \"10.0.0.0/8\"")))
    };
    values.list(key)?.iter().map(parse).collect()
}
