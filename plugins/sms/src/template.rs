//! Templates of the provider's, filled in with a message. What is filled in is never read as a template itself.

use innkeeper_module::{ChannelMessage, HeaderValue};

/// The setting with the secret.
const SECRET: &str = "gateway-secret";

const SECRET_MARK: &str = "{secret}";

/// What can be filled in.
pub(crate) struct Values<'a> {
    pub(crate) message: &'a ChannelMessage,
    pub(crate) from: &'a str,
}

impl Values<'_> {
    fn find(&self, name: &str) -> Option<&str> {
        let message = self.message;
        Some(match name {
            "to" => message.to.as_str(),
            "digits" => message.to.trim_start_matches('+'),
            "from" => self.from,
            "text" => message.text.text().unwrap_or_default(),
            "code" => message
                .code
                .as_ref()
                .and_then(|code| code.text())
                .unwrap_or_default(),
            "locale" => &message.locale,
            "key" => &message.idempotency_key,
            _ => return None,
        })
    }

    /// A template with its marks filled in, or the name that there is nothing for.
    pub(crate) fn fill(&self, template: &str) -> Result<String, String> {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let value = self.find(name).ok_or_else(|| name.to_owned())?;
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// `NAME=VALUE&…`, filled in.
    pub(crate) fn parameters(&self, template: &str) -> Result<Vec<(String, String)>, String> {
        let pairs = template.split('&').filter(|pair| !pair.trim().is_empty());
        pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').ok_or_else(|| pair.to_owned())?;
                Ok((name.trim().to_owned(), self.fill(value.trim())?))
            })
            .collect()
    }

    /// `NAME: VALUE | …`, filled in; a secret is left to the panel. Neither text nor code goes into a header.
    pub(crate) fn headers(&self, template: &str) -> Result<Vec<(String, HeaderValue)>, String> {
        let lines = template.split('|').filter(|line| !line.trim().is_empty());
        lines
            .map(|line| {
                let (name, value) = line.split_once(':').ok_or_else(|| line.to_owned())?;
                Ok((name.trim().to_ascii_lowercase(), self.header(value.trim())?))
            })
            .collect()
    }

    fn header(&self, value: &str) -> Result<HeaderValue, String> {
        let hidden = ["{text}", "{code}"]
            .into_iter()
            .find(|mark| value.contains(mark));
        if let Some(mark) = hidden {
            return Err(mark.trim_matches(['{', '}']).to_owned());
        }
        let Some(prefix) = value.strip_suffix(SECRET_MARK) else {
            return Ok(HeaderValue::Text(self.fill(value)?));
        };
        let user = prefix
            .strip_prefix("Basic ")
            .and_then(|user| user.strip_suffix(':'));
        Ok(match user {
            Some(user) => HeaderValue::Basic {
                user: self.fill(user)?,
                password: SECRET.into(),
            },
            None => HeaderValue::Setting {
                prefix: self.fill(prefix)?,
                name: SECRET.into(),
            },
        })
    }
}
