//! The runtime with real components: good ones, and one that does everything that is forbidden.

mod asking;
mod bench;
mod channel;
mod checks;
mod company;
mod contract;
mod loading;
mod misbehaviour;
