//! The store on both engines. Each test is a story told twice, to SQLite and to PostgreSQL.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a story ends where something goes wrong"
)]

mod audit;
mod audit_chain;
mod browsers;
mod door;
mod factors;
mod people;
mod plugins;
mod reading;
mod statements;
mod throttles;
mod times;
mod work;
mod world;
