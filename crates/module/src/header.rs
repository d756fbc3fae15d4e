//! Values of request headers, which may use a setting by name, and URLs that are one: who sends a request need not
//! know the key that goes with it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Denied, Host, HttpRequest, Secret};

/// What stands before the name of a setting in the place of a URL.
const OF_SETTING: &str = "setting:";

/// The value of a request's header.
#[derive(Clone)]
pub enum HeaderValue {
    /// As it is.
    Text(String),
    /// A prefix, such as `Bearer ` or nothing, and the setting that follows it.
    Setting {
        /// What stands before the setting's value.
        prefix: String,
        /// The setting's name.
        name: String,
    },
    /// Basic authentication.
    Basic {
        /// The user's name.
        user: String,
        /// The name of the setting with the password.
        password: String,
    },
}

impl HeaderValue {
    /// `Bearer`, and the setting of that name.
    pub fn bearer(setting: impl Into<String>) -> Self {
        Self::Setting {
            prefix: "Bearer ".into(),
            name: setting.into(),
        }
    }

    fn filled_in(self, host: &dyn Host) -> Result<String, Denied> {
        Ok(match self {
            Self::Text(text) => text,
            Self::Setting { prefix, name } => prefix + text(&setting(host, &name)?, &name)?,
            Self::Basic { user, password } => {
                let setting = setting(host, &password)?;
                let pair = format!("{user}:{}", text(&setting, &password)?);
                format!("Basic {}", STANDARD.encode(pair))
            }
        })
    }
}

impl From<&str> for HeaderValue {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for HeaderValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl HttpRequest {
    /// The request with its settings filled in, for the host that sends it.
    ///
    /// # Errors
    /// [`Denied::Failed`] where a setting is not set.
    pub fn filled_in(mut self, host: &dyn Host) -> Result<Self, Denied> {
        let headers = std::mem::take(&mut self.headers).into_iter();
        let filled = headers.map(|(name, value)| Ok((name, value.filled_in(host)?.into())));
        self.headers = filled.collect::<Result<_, Denied>>()?;
        if let Some(name) = self.url.strip_prefix(OF_SETTING) {
            self.url = text(&setting(host, name)?, name)?.to_owned();
        }
        Ok(self)
    }
}

fn setting(host: &dyn Host, name: &str) -> Result<Secret, Denied> {
    let missing = || Denied::Failed(format!("the setting `{name}` is not set"));
    host.setting(name).ok_or_else(missing)
}

fn text<'a>(value: &'a Secret, name: &str) -> Result<&'a str, Denied> {
    let odd = || Denied::Failed(format!("the setting `{name}` is no text"));
    value.text().ok_or_else(odd)
}
