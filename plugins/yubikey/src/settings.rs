//! What the provider set: whom to ask, by which name, and the key that signs both ways.

use data_encoding::BASE64;
use innkeeper_module::{Failure, Host, LogLevel, Secret};

/// Yubico's own servers, behind one address. The numbered ones of old were retired.
pub const YUBICO: &str = "https://api.yubico.com/wsapi/2.0/verify";

/// How many servers are asked at once at most.
const SERVERS: usize = 10;

/// The provider's settings, all of them sound.
pub(crate) struct Settings {
    /// Names the client to the servers.
    pub(crate) client_id: String,
    /// The key itself, not its base 64.
    pub(crate) api_key: Secret,
    /// Full addresses of servers that are synchronised with each other.
    pub(crate) servers: Vec<String>,
    /// How many of its peers a server must have asked.
    pub(crate) sync_level: Option<SyncLevel>,
}

/// How many of its peers a server must have asked before it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SyncLevel {
    /// So many percent.
    Percent(u8),
    /// As few as the server calls fast.
    Fast,
    /// As many as the server calls secure.
    Secure,
}

impl SyncLevel {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "fast" => Some(Self::Fast),
            "secure" => Some(Self::Secure),
            // Servers refuse 0.
            _ => text
                .parse()
                .ok()
                .filter(|percent| (1..=100).contains(percent))
                .map(Self::Percent),
        }
    }

    /// As the protocol writes it.
    pub(crate) fn to_parameter(self) -> String {
        match self {
            Self::Percent(percent) => percent.to_string(),
            Self::Fast => "fast".to_owned(),
            Self::Secure => "secure".to_owned(),
        }
    }

    /// The least level of a good answer. What fast and secure come to is the server's to say.
    pub(crate) fn least(self) -> u8 {
        match self {
            Self::Percent(percent) => percent,
            Self::Fast | Self::Secure => 0,
        }
    }
}

/// Reads the settings. Without a key nothing can be proved, so the factor is not there.
pub(crate) fn read(host: &dyn Host) -> Result<Settings, Failure> {
    let settings = parse(host);
    settings.map_err(|reason| {
        host.log(LogLevel::Error, reason);
        Failure::Misconfigured(reason.to_owned())
    })
}

fn parse(host: &dyn Host) -> Result<Settings, &'static str> {
    let client_id = text(host, "client-id").ok_or("the setting `client-id` is missing")?;
    if client_id.len() > 20 || !client_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("the setting `client-id` must be a number");
    }
    let servers = servers(&text(host, "servers").unwrap_or_else(|| YUBICO.to_owned()))?;
    let sync_level = text(host, "sync-level")
        .map(|level| SyncLevel::parse(&level))
        .map(|level| level.ok_or("the setting `sync-level` must be 1 to 100, fast or secure"))
        .transpose()?;
    Ok(Settings {
        client_id,
        api_key: api_key(host)?,
        servers,
        sync_level,
    })
}

/// A setting without the space around it; an empty one is not set.
fn text(host: &dyn Host, name: &str) -> Option<String> {
    let setting = host.setting(name)?;
    let text = setting.text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn api_key(host: &dyn Host) -> Result<Secret, &'static str> {
    let missing = "the setting `api-key` is missing";
    let encoded = host.setting("api-key").ok_or(missing)?;
    let encoded = encoded.bytes().trim_ascii();
    if encoded.is_empty() {
        return Err(missing);
    }
    let key = BASE64
        .decode(encoded)
        .map_err(|_| "the setting `api-key` must be base 64")?;
    Ok(Secret::new(key))
}

fn servers(list: &str) -> Result<Vec<String>, &'static str> {
    let mut servers: Vec<String> = Vec::new();
    for server in list.split(',').map(str::trim).filter(|s| !s.is_empty()) {
        let sound = (server.starts_with("https://") || server.starts_with("http://"))
            && !server.contains(['?', '#'])
            && server.bytes().all(|byte| byte.is_ascii_graphic());
        if !sound {
            return Err("the setting `servers` must be full addresses, separated by commas");
        }
        // Twice the same would answer itself that the request was replayed.
        if !servers.iter().any(|known| known == server) {
            servers.push(server.to_owned());
        }
    }
    match servers.len() {
        0 => Err("the setting `servers` names no server"),
        1..=SERVERS => Ok(servers),
        _ => Err("the setting `servers` names too many servers"),
    }
}
