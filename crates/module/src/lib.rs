//! The border between the panel and its modules.
//!
//! What a module *gives* is one small trait per extension point ([`SecondFactor`], [`Channel`], [`Hooks`]); what it
//! *gets* is [`Host`] and nothing else, first-party modules included. Everything that crosses is plain
//! data, so the same module can be native or a sandboxed component. There is no HTML here, no session,
//! no person: the panel owns those.

mod blocks;
mod channel;
mod factor;
pub mod form;
mod header;
mod hooks;
mod host;
mod phrase;
mod plain;
mod prompt;
mod secret;
#[cfg(any(test, feature = "signatures"))]
pub mod signatures;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

#[cfg(test)]
mod tests;

pub use blocks::{Block, Level, View};
pub use channel::{Channel, ChannelDescription, ChannelMessage, Handover, Receipt, TEL};
pub use factor::{
    Acceptance, Account, Assurance, ChallengeOutcome, Description, Enrolled, EnrolmentOutcome,
    Fact, Failure, Finding, Held, Notice, Rejection, SecondFactor, Spent, Step,
};
pub use header::HeaderValue;
pub use hooks::{Demand, Event, Hooks, SignIn};
pub use host::{
    Delivery, Denied, Host, HttpRequest, HttpResponse, KeyedHash, LogLevel, OutboundMessage, Scope,
    Store,
};
pub use phrase::Phrase;
pub use plain::{PlainItem, PlainPrompt, Unreadable};
pub use prompt::{Answers, BROUGHT, Choice, InputKind, Prompt, Text};
pub use secret::Secret;
