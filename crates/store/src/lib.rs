//! Every SQL statement of the panel, in the subset that SQLite and PostgreSQL share.
//!
//! A file per aggregate: its public struct is its row, its functions take a unit of work ([`Tx`]) first.
//! Only `db` knows that there are two engines. No rule lives here: what may be done is decided above,
//! except that **one row changed is the only sign of success** wherever something may be used once.

pub mod adoption;
pub mod adoption_days;
pub mod answered;
pub mod api_tokens;
pub mod audit;
pub mod audit_chain;
pub mod browser_traces;
pub mod challenges;
pub mod client_groups;
pub mod clients;
pub mod credentials;
pub mod db;
pub mod discoveries;
pub mod email_undos;
pub mod enforcement;
pub mod enrolments;
mod error;
pub mod exemptions;
pub mod hooks;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod leases;
mod lending;
pub mod mails;
mod opaque;
pub mod paging;
pub mod pending_logins;
pub mod plugin_health;
pub mod plugin_log;
pub mod plugin_settings;
pub mod plugin_store;
pub mod plugin_uploads;
pub mod plugins;
pub mod principals;
pub mod recovery;
pub mod reminders;
mod search;
pub mod sessions;
pub mod settings;
mod sql;
pub mod staff;
#[cfg(feature = "testing")]
pub mod testing;
pub mod throttles;
pub mod tokens;
pub mod tried_pairs;
pub mod trusted_devices;

pub use db::{Db, Engine, Tx};
pub use error::{Error, Result};
pub use opaque::{Body, KeyedDigest, PasswordHash, Sealed, TokenHash};
pub use paging::{Cursor, Page, Paged};
pub use sql::{Statement, registered_statements};
