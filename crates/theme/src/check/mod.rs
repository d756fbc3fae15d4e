//! `theme check`: draws everything there is and says what broke, where.

mod samples;

pub use samples::{Drawn, draw_samples};
