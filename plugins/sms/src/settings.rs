//! What the provider set.

use innkeeper_module::{Failure, Host};

/// Which kind of service takes the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// Twilio, or what speaks like it.
    Twilio,
    /// A gateway.
    Gateway,
}

impl Service {
    pub(crate) fn of(host: &dyn Host) -> Result<Self, Failure> {
        match text(host, "service").as_deref() {
            Some("twilio") => Ok(Self::Twilio),
            Some("gateway") => Ok(Self::Gateway),
            _ => Err(wrong("service", "must be twilio or gateway")),
        }
    }
}

/// A setting without the space around it; an empty one is not set.
pub(crate) fn text(host: &dyn Host, name: &str) -> Option<String> {
    let setting = host.setting(name)?;
    let text = setting.text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A setting that must be there.
pub(crate) fn needed(host: &dyn Host, name: &str) -> Result<String, Failure> {
    text(host, name).ok_or_else(|| wrong(name, "is missing"))
}

pub(crate) fn wrong(name: &str, what: &str) -> Failure {
    Failure::Misconfigured(format!("the setting `{name}` {what}"))
}
