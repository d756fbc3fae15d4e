//! SMS as a channel: through Twilio and what speaks like it, or through a gateway that takes messages by HTTP.
//!
//! It hands one message over and says what the service said. Whom the panel writes to, how often and what about is
//! not its business, and the provider's keys are put into requests by the panel: it never sees them.

mod answer;
mod encode;
mod gateway;
mod settings;
mod template;
#[cfg(test)]
mod tests;
mod texts;
mod twilio;

use async_trait::async_trait;
use innkeeper_module::{
    Channel, ChannelDescription, ChannelMessage, Failure, Handover, Host, LogLevel, TEL,
};

pub use texts::TEXTS;

use settings::{Service, text};

/// The channel.
pub struct Sms;

#[async_trait]
impl Channel for Sms {
    fn describe(&self) -> ChannelDescription {
        ChannelDescription {
            id: "sms".into(),
            name: texts::NAME.text(),
            summary: texts::SUMMARY.text(),
            address: TEL.into(),
        }
    }

    async fn send(&self, host: &dyn Host, message: &ChannelMessage) -> Result<Handover, Failure> {
        if !is_number(&message.to) {
            return Ok(Handover::Undeliverable("that is no number in E.164".into()));
        }
        let sent = match Service::of(host) {
            Ok(Service::Twilio) => twilio::send(host, message).await,
            Ok(Service::Gateway) => gateway::send(host, message).await,
            Err(failure) => Err(failure),
        };
        sent.inspect_err(|failure| host.log(LogLevel::Warn, &failure.to_string()))
    }
}

/// A plus and up to fifteen digits, of which the first is no zero.
fn is_number(address: &str) -> bool {
    let digits = address.strip_prefix('+').unwrap_or_default();
    (3..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Who the message is from, as far as the provider said.
fn sender(host: &dyn Host) -> Option<String> {
    text(host, "sender")
}
