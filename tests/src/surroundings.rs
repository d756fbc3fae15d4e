//! Where the tests are, and what `cargo xtask test` says about the machine. Databases are the store's to find: see
//! `innkeeper_store::testing`.

use std::path::{Path, PathBuf};

/// Whether the developer chose to go without a browser. Nothing else is a reason for a test to do nothing.
#[expect(
    clippy::disallowed_methods,
    reason = "tests have no configuration file; this is their one place"
)]
pub fn is_without_browser() -> bool {
    let left_out = std::env::var("INNKEEPER_TEST_WITHOUT").unwrap_or_default();
    left_out.split(',').any(|name| name.trim() == "browser")
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// A file that is part of the tests.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}
