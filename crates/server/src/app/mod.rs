//! Use cases: every change of data is one function here, called alike by pages, jobs and the command
//! line.
//!
//! Each loads, decides (by a rule of `identity`), saves, records and commits. Slow work such as
//! hashing happens before the writing unit begins, for SQLite has one writer.

pub mod adoption;
pub mod api_tokens;
pub mod audit;
mod browsers;
pub mod challenges;
pub mod client_groups;
pub mod conversation;
pub mod discovery;
pub mod email;
pub mod enforcement;
pub mod enrolments;
pub mod events;
pub mod exemptions;
pub mod factors;
pub mod hooks;
mod leaked;
pub mod links;
pub mod messages;
pub mod mobile;
pub mod notices;
pub mod operator;
pub mod password;
pub mod people;
pub mod plugins;
pub mod profile;
pub mod recovery;
pub mod registration;
pub mod reset;
pub mod rules;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod staff;
pub mod step_up;
pub mod stuffing;
pub mod team;
pub mod throttling;
pub mod trials;
pub mod trusted_devices;
pub mod verify;

use std::net::IpAddr;

use sessions::Token;

/// Who asks, as far as the log and the mails tell.
#[derive(Clone, Default)]
pub struct Caller {
    /// The client's address; none for the command line and jobs.
    pub ip: Option<IpAddr>,
    /// What the browser calls itself, cut to a sane length.
    pub user_agent: Option<String>,
    /// The mark that the browser keeps in the area, if it was given one there (R183).
    pub browser: Option<Token>,
    /// The request's id.
    pub request_id: Option<String>,
}
