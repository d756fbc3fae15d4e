//! The store on both engines. Each test is a story told twice, to SQLite and to PostgreSQL.

mod people;
mod statements;
