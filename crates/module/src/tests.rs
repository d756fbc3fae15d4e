//! Tests of the plain data on the border.

mod fake_host;
mod prompts;
mod secrecy;
