//! The door: who may come in, how often they may try, and what a proof is worth.
//!
//! Everything here is a pure function of a state, the clock and the settings; nothing awaits, reads a
//! clock, draws a random number or knows a database. The requirements (R…) that a rule implements are
//! named beside it.

pub mod api;
pub mod assurance;
pub mod browser;
pub mod check_up;
pub mod credential;
pub mod demand;
pub mod device;
pub mod email;
pub mod enforcement;
pub mod ids;
pub mod local_path;
pub mod mobile;
pub mod names;
pub mod password;
pub mod permission;
pub mod plugin;
pub mod policy;
pub mod principal;
pub mod recovery;
pub mod reminder;
pub mod removal;
pub mod session;
pub mod sign_in;
pub mod step_up;
pub mod team;
mod text_enum;
pub mod throttle;
pub mod token;
pub mod trusted_device;

pub use text_enum::UnknownWord;
