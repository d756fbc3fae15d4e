//! What the provider set.

use innkeeper_module::{Failure, Host};

/// The provider's settings; the client secret is used by name and never read.
pub(crate) struct Settings {
    /// `https://` and the API's host.
    pub(crate) api: String,
    pub(crate) client_id: String,
}

impl Settings {
    pub(crate) fn read(host: &dyn Host) -> Result<Self, Failure> {
        let api = needed(host, "api")?.trim_end_matches('/').to_owned();
        if !api.starts_with("https://") {
            return Err(wrong("api", "must be an https address"));
        }
        let client_id = needed(host, "client-id")?;
        Ok(Self { api, client_id })
    }
}

fn needed(host: &dyn Host, name: &str) -> Result<String, Failure> {
    let setting = host.setting(name);
    let text = setting.as_ref().and_then(|setting| setting.text());
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned)
        .ok_or_else(|| wrong(name, "is missing"))
}

fn wrong(name: &str, what: &str) -> Failure {
    Failure::Misconfigured(format!("the setting `{name}` {what}"))
}
