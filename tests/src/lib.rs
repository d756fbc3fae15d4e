//! Fixtures: the world around the panel as tests need it, from programs that others wrote. Tests themselves are in
//! `it/`. Every program started here ends with the test process, however that ends.

pub mod accessibility;
pub mod browser;
pub mod duo;
pub mod house;
pub mod kannel;
pub mod leaks;
pub mod oathtool;
pub mod process;
pub mod program;
pub mod smtp;
pub mod surroundings;
pub mod tree;
pub mod visitor;
pub mod wire;
pub mod yubikey;
pub mod zbar;
