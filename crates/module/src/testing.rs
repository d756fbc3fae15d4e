//! For tests of modules: a host without a world, and the contract that every module passes, native
//! or sandboxed. Nothing of the panel is here, so a module is tested without one.

mod account;
mod channel;
mod contract;
mod enrollee;
mod form;
mod host;
mod hostile;
pub mod locales;

#[cfg(test)]
mod tests;

pub use account::account;
pub use channel::{Service, channel_contract};
pub use contract::second_factor_contract;
pub use enrollee::Enrollee;
pub use host::FakeHost;
