//! What the provider set.

use innkeeper_module::{Failure, HeaderValue, Host};

/// The provider's settings.
pub(crate) struct Settings {
    /// The server's address, without a slash at its end.
    pub(crate) server: String,
    /// The same as phones know it.
    pub(crate) for_phones: String,
    has_token: bool,
}

impl Settings {
    pub(crate) fn read(host: &dyn Host) -> Result<Self, Failure> {
        let server = address(host, "server")?.ok_or_else(|| wrong("server", "is missing"))?;
        let for_phones = address(host, "address-for-phones")?;
        let has_token = match text(host, "access").as_deref() {
            None | Some("open") => false,
            Some("token") => true,
            Some(_) => return Err(wrong("access", "must be open or token")),
        };
        Ok(Self {
            for_phones: for_phones.unwrap_or_else(|| server.clone()),
            server,
            has_token,
        })
    }

    /// The link by which the app subscribes to a topic.
    pub(crate) fn link(&self, topic: &str) -> String {
        let host = self.for_phones.trim_start_matches("https://");
        format!("ntfy://{host}/{topic}")
    }

    /// How the panel proves itself; the panel puts the token in.
    pub(crate) fn headers(&self) -> Vec<(String, HeaderValue)> {
        let token = || ("authorization".to_owned(), HeaderValue::bearer("token"));
        self.has_token.then(token).into_iter().collect()
    }
}

fn address(host: &dyn Host, name: &str) -> Result<Option<String>, Failure> {
    let Some(text) = text(host, name) else {
        return Ok(None);
    };
    let address = text.trim_end_matches('/');
    let is_sound = address.starts_with("https://") && !address.contains(['?', '#']);
    if !is_sound {
        return Err(wrong(name, "must be an https address"));
    }
    Ok(Some(address.to_owned()))
}

/// A setting without the space around it; an empty one is not set.
fn text(host: &dyn Host, name: &str) -> Option<String> {
    let setting = host.setting(name)?;
    let text = setting.text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn wrong(name: &str, what: &str) -> Failure {
    Failure::Misconfigured(format!("the setting `{name}` {what}"))
}
