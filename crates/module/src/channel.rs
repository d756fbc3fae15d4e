//! A channel: a way to hand a message to a person, such as SMS.
//!
//! The panel chooses whom to write to, writes the text, and keeps the limits on what is spent; a channel only hands
//! one message over. Every name here is mirrored by the interface that sandboxed plugins get.

use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::{Failure, Host, Secret, Text};

/// The kind of address that is a telephone number in E.164: `+4915123456789`.
pub const TEL: &str = "tel";

/// What the panel must know of a channel before it sends anything. Pure: the same for the same version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelDescription {
    /// The module's id, such as `sms`.
    pub id: String,
    /// What people call it: "SMS".
    pub name: Text,
    /// One line for staff.
    pub summary: Text,
    /// What kind of address it writes to: [`TEL`], `email`, or a name of its own.
    pub address: String,
}

/// One message to one address.
#[derive(Clone)]
pub struct ChannelMessage {
    /// The address, of the kind that the description names.
    pub to: String,
    /// What it says, in the person's language, with the code if it carries one.
    pub text: Secret,
    /// The code, for services that want it apart.
    pub code: Option<Secret>,
    /// The language of the text, as a BCP 47 tag.
    pub locale: String,
    /// The same for every try to send this one message: a service that was told once need not send twice.
    pub idempotency_key: String,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// The service has it.
    Taken(Receipt),
    /// It can never reach this address, for the reason given; it is not tried again.
    Undeliverable(String),
}

/// What a service said when it took a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What the service calls the message, for its records and ours.
    pub reference: Option<String>,
    /// What else it said, by name, such as `segments`; for staff.
    pub attributes: BTreeMap<String, String>,
}

/// One way for messages.
///
/// Implementations hold no state between calls, and write neither text, code nor address to the log.
#[async_trait]
pub trait Channel: Send + Sync {
    /// What the panel shows staff of it.
    fn describe(&self) -> ChannelDescription;

    /// Hands one message to the service. After [`Failure::Unavailable`] the panel may try again with the same key;
    /// after [`Failure::Misconfigured`] staff must mend something first.
    async fn send(&self, host: &dyn Host, message: &ChannelMessage) -> Result<Handover, Failure>;
}
