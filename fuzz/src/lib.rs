//! What strangers send, thrown at whatever reads it. A target takes bytes, hands them to the panel's own
//! code by its public door, and asserts what must hold whatever they are.
//!
//! `cargo xtask fuzz` runs the targets under libFuzzer, guided by coverage. The ordinary tests replay the
//! seeds (`fuzz/seeds/TARGET`), among them whatever once broke a target.

mod codes;
mod operator;
mod package;
mod passkey;
mod people;
mod web;
mod yubikey;

use futures_util::FutureExt as _;
use innkeeper_module::testing::account;
use innkeeper_module::{Answers, Secret};

/// What became of the bytes. Seeds say by their names which it is to be, so that a target whose every
/// input is turned away at the door is found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They were what the reader takes.
    Accepted,
    /// They were not.
    Refused,
}

/// A reader of strangers' bytes, with what must hold of it.
pub struct Target {
    /// Its name, which is also that of its folder of seeds.
    pub name: &'static str,
    /// Reads the bytes; panics where something does not hold.
    pub run: fn(&[u8]) -> Outcome,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    target("backup-code", codes::backup_code),
    target("client-address", web::client_address),
    target("configuration", operator::configuration),
    target("cookies", web::cookies),
    target("email-address", people::email_address),
    target("email-code", codes::email_code),
    target("local-path", people::local_path),
    target("names", people::names),
    target("otpauth", codes::otpauth),
    target("passkey-created", passkey::created),
    target("passkey-json", passkey::json),
    target("passkey-signed", passkey::signed),
    target("plugin-archive", package::archive),
    target("plugin-component", package::component),
    target("plugin-index", package::index),
    target("plugin-manifest", package::manifest),
    target("plugin-rotation", package::rotation),
    target("plugin-signature", package::signature),
    target("request", web::request),
    target("session", web::session),
    target("theme", operator::theme),
    target("totp-code", codes::totp_code),
    target("trusted-device", web::trusted_device),
    target("user-agent", people::user_agent),
    target("yubikey-otp", yubikey::otp),
    target("yubikey-reply", yubikey::reply),
];

const fn target(name: &'static str, run: fn(&[u8]) -> Outcome) -> Target {
    Target { name, run }
}

/// The target of that name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// Some are UTF-8 before anything else looks at them.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The answers of somebody who typed this into that field.
fn typed(field: &str, text: &str) -> Answers {
    Answers::new([(field.to_owned(), Secret::from(text))])
}

/// The result of a module's method, which with a host in memory never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    future
        .now_or_never()
        .expect("a host in memory answers at once")
}
