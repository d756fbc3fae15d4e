//! The kit with its tools: plugins of this repository and plugins fresh from the templates, built and tested.

mod bundled;
mod golden;
mod packing;
mod reference;
mod templates;
