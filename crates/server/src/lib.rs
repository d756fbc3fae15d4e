//! The program `innkeeper`: configuration, use cases, web, jobs, mail and the command line.
//!
//! Everything that the program knows at run time is a [`Panel`]; rules live in `innkeeper_identity`,
//! SQL in `innkeeper_store`, pages and mails in `innkeeper_theme`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod hashing;
pub mod health;
pub mod host;
pub mod jobs;
pub mod keys;
pub mod mail;
pub mod modules;
pub mod outbound;
mod panel;
pub mod plugins;
pub mod random;
pub mod telemetry;
#[cfg(test)]
mod testing;
mod time_server;
pub mod web;

pub use panel::{Migrate, Panel, PanelBuilder, open_database, open_keys, open_theme};
