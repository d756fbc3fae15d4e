//! The whole program from outside, and the house rules. One test binary, so that it links once.

// Each is marked although nothing here is ever built otherwise: only so does Clippy see that they are tests.
#[cfg(test)]
mod adoption;
#[cfg(test)]
mod api;
#[cfg(test)]
mod arrows;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod browsers;
#[cfg(test)]
mod census;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod door;
#[cfg(test)]
mod duo;
#[cfg(test)]
mod email_codes;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod houses;
#[cfg(test)]
mod journey;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod passkeys;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod plugins;
#[cfg(test)]
mod program;
#[cfg(test)]
mod push;
#[cfg(test)]
mod races;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod requirements;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod scrape;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod settling;
#[cfg(test)]
mod sms;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod stuffing;
#[cfg(test)]
mod team;
#[cfg(test)]
mod throttles;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod trials;
#[cfg(test)]
mod trusted;
#[cfg(test)]
mod yubikey;

/// The program under test.
#[cfg(test)]
const INNKEEPER: &str = env!("CARGO_BIN_EXE_innkeeper-under-test");
