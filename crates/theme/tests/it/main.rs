//! Themes as designers make them, and the bundled one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod assets;
mod bundled;
mod checking;
mod escaping;
mod loading;
mod moments;
mod reloading;
mod texts;
mod tokens;
mod workshop;
