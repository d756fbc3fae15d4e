//! `[yubikey]`: who checks what hardware keys type.

use data_encoding::BASE64;
use innkeeper_module::Secret;
use url::Url;

use super::ConfigError;
use super::base_url::server_url;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "yubikey.client_id",
        Kind::Text,
        "\"\"",
        "The number that came with the API key, from https://upgrade.yubico.com/getapikey. Not set: YubiKeys are not\n\
         offered, and whoever holds one needs another way in.",
    ),
    Key::new(
        "yubikey.api_key",
        Kind::Secret,
        "\"\"",
        "The API key, as it was given: base 64.",
    ),
    Key::new(
        "yubikey.servers",
        Kind::List,
        "[\"https://api.yubico.com/wsapi/2.0/verify\"]",
        "Full addresses of validation servers that are synchronised with each other; all are asked at once.",
    ),
    Key::new(
        "yubikey.sync_level",
        Kind::Text,
        "\"\"",
        "How many percent of its peers a server asks before it answers: \"1\" to \"100\", \"fast\" or \"secure\".\n\
         Not set: as the server likes.",
    ),
    Key::new(
        "yubikey.allow_private",
        Kind::Boolean,
        "false",
        "Permits servers on private networks.",
    ),
];

/// Who checks what hardware keys type.
#[derive(Clone)]
pub struct YubiKey {
    /// The client's number.
    pub client_id: String,
    /// The API key in base 64.
    pub api_key: Secret,
    /// Whom to ask.
    pub servers: Vec<Url>,
    /// How many of its peers a server asks.
    pub sync_level: Option<String>,
    /// Whether servers may be on private networks.
    pub allow_private: bool,
}

impl YubiKey {
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        let servers = servers(values)?;
        let sync_level = sync_level(values)?;
        let allow_private = values.boolean("yubikey.allow_private")?;
        let client_id = values.optional_text("yubikey.client_id")?;
        let (client_id, api_key) = match (client_id, values.secret("yubikey.api_key")?) {
            (None, None) => return Ok(None),
            (Some(client_id), Some(api_key)) => (client_id, api_key),
            (Some(_), None) => {
                return Err(values.invalid(
                    "yubikey.client_id",
                    "is set, but yubikey.api_key and yubikey.api_key_file are not",
                ));
            }
            (None, Some(_)) => {
                return Err(
                    values.invalid("yubikey.api_key", "is set, but yubikey.client_id is not")
                );
            }
        };
        if client_id.len() > 20 || !client_id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(values.invalid("yubikey.client_id", "takes a number, in quotes"));
        }
        if !matches!(BASE64.decode(api_key.bytes()), Ok(key) if !key.is_empty()) {
            return Err(values.invalid(
                "yubikey.api_key",
                "takes the API key as it was given: base 64, with the signs = at its end",
            ));
        }
        Ok(Some(Self {
            client_id,
            api_key,
            servers,
            sync_level,
            allow_private,
        }))
    }

    /// The servers as the module reads them.
    pub fn server_list(&self) -> String {
        let servers: Vec<&str> = self.servers.iter().map(Url::as_str).collect();
        servers.join(",")
    }
}

fn servers(values: &Values) -> Result<Vec<Url>, ConfigError> {
    const KEY: &str = "yubikey.servers";
    const EXAMPLE: &str = "https://api.yubico.com/wsapi/2.0/verify";
    let servers = values.list(KEY)?;
    if !(1..=10).contains(&servers.len()) {
        return Err(values.invalid(KEY, "takes one server to ten"));
    }
    let parsed = servers.iter().map(|text| server_url(text, EXAMPLE));
    parsed
        .collect::<Result<Vec<Url>, String>>()
        .map_err(|message| values.invalid(KEY, message))
}

fn sync_level(values: &Values) -> Result<Option<String>, ConfigError> {
    const KEY: &str = "yubikey.sync_level";
    let level = values.optional_text(KEY)?;
    let is_level = |level: &String| {
        let percent = level
            .parse()
            .is_ok_and(|percent: u8| (1..=100).contains(&percent));
        percent || matches!(level.as_str(), "fast" | "secure")
    };
    match level {
        Some(level) if !is_level(&level) => Err(values.invalid(
            KEY,
            format!("is \"{level}\", but it takes \"1\" to \"100\", \"fast\" or \"secure\""),
        )),
        level => Ok(level),
    }
}
