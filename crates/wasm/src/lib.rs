//! The sandboxed runtime of plugins.
//!
//! A component runs in a fresh instance for each call, reaches nothing but the `Host` it is handed, and is
//! stopped when it takes too much of anything. What it says is checked before the panel sees it. A factor
//! that is a component is a [`WasmFactor`], a channel a [`WasmChannel`]: the panel cannot tell them from native ones.
//! What hears of events is [`WasmHooks`].
//!
//! Here is no database, no manifest and no trust: which plugins are installed, what they are granted and
//! whose signature they bear is decided elsewhere, and whether a panel serves what a component imports is said
//! in plain words by `innkeeper-package` before it comes here. The interfaces are in `plugins/wit`.

mod artifact;
mod bindings;
mod breaker;
mod call;
mod channel;
mod check;
mod engine;
mod factor;
mod fault;
mod from_guest;
mod health;
mod hooks;
mod imports;
mod lane;
mod limits;
mod plugin;
mod running;
mod to_guest;

pub use artifact::{ArtifactKey, Forged, compatibility, compile};
pub use breaker::{Breaker, State};
pub use channel::WasmChannel;
pub use engine::{Code, Runtime};
pub use factor::WasmFactor;
pub use fault::{Fault, Unfit};
pub use health::Health;
pub use hooks::WasmHooks;
pub use limits::{Limits, PoolLimits, Terms};
