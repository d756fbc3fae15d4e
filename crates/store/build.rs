//! Rebuilds the store when a migration is added: the compiler sees changed files by itself, new ones not.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
