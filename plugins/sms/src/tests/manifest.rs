//! The manifest names what the module reads, and keeps from it what it must not read.

use innkeeper_module::Channel as _;

use crate::Sms;

const MANIFEST: &str = include_str!("../../plugin.toml");

#[test]
fn the_manifest_and_the_module_agree() {
    let description = Sms.describe();
    assert!(MANIFEST.contains(&format!("id = \"dev.innkeeper.{}\"\n", description.id)));
    assert!(MANIFEST.contains(&format!("version = \"{}\"\n", env!("CARGO_PKG_VERSION"))));
    assert!(MANIFEST.contains("provides = [\"channel\"]"));
}

#[test]
fn every_setting_that_is_a_key_is_secret() {
    for key in ["auth-token", "gateway-secret"] {
        let section = format!("[settings.{key}]\ntype = \"secret\"\n");
        assert!(MANIFEST.contains(&section), "{key}");
    }
}
