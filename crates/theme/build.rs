//! New files of the default theme are embedded without touching a Rust file.

fn main() {
    println!("cargo::rerun-if-changed=../../themes/default");
}
