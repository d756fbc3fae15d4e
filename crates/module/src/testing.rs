//! For tests of modules: a host without a world. Nothing of the panel is here, so a module is tested
//! without one.

mod host;

pub use host::FakeHost;
