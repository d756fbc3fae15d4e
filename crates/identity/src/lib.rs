//! The door: who may come in, how often they may try, and what a proof is worth.
//!
//! Everything here is a pure function of a state, the clock and the settings; nothing awaits, reads a
//! clock, draws a random number or knows a database.

pub mod ids;
