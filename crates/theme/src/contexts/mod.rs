//! The values that templates see, one type per template. This is the contract with theme designers:
//! fields are added freely, changed or removed only together with [`CONTRACT`](crate::CONTRACT).
//!
//! Instants are RFC 3339 strings in a template; the filters `datetime`, `date` and `ago` draw them.
//! Nothing here knows a row of the database.

mod account;
mod door;
mod error;
mod factor;
mod form;
mod frame;
mod listing;
mod mail;
mod message;
mod notice;
mod prompt;
mod recovery;
pub mod samples;
mod security;
mod slots;
mod staff_adoption;
mod staff_clients;
mod staff_factor_check;
mod staff_members;
mod staff_outbox;
mod staff_people;
mod staff_plugin_install;
mod staff_plugin_settings;
mod staff_plugins;
mod staff_remind;
mod staff_rules;
mod staff_system;
mod team;
mod tokens;
mod trial;

pub use account::*;
pub use door::*;
pub use error::*;
pub use factor::*;
pub use form::*;
pub use frame::*;
pub use listing::*;
pub use mail::*;
pub use message::*;
pub use notice::*;
pub use prompt::*;
pub use recovery::*;
pub use security::*;
pub use slots::*;
pub use staff_adoption::*;
pub use staff_clients::*;
pub use staff_factor_check::*;
pub use staff_members::*;
pub use staff_outbox::*;
pub use staff_people::*;
pub use staff_plugin_install::*;
pub use staff_plugin_settings::*;
pub use staff_plugins::*;
pub use staff_remind::*;
pub use staff_rules::*;
pub use staff_system::*;
pub use team::*;
pub use tokens::*;
pub use trial::*;
