//! The manifest says of the module what the module says of itself.

use innkeeper_module::{Assurance, SecondFactor as _};

use crate::BackupCodes;

#[test]
fn the_manifest_and_the_module_agree() {
    let manifest: toml::Table = include_str!("../../plugin.toml").parse().expect("TOML");
    let text = |key: &str| manifest.get(key).and_then(toml::Value::as_str);
    let description = BackupCodes.describe();
    assert_eq!(text("id"), Some(description.id.as_str()));
    assert_eq!(text("version"), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(text("name"), Some(description.name.fallback.as_str()));
    assert_eq!(text("icon"), Some(description.icon.as_str()));
    assert!(manifest.get("capabilities").is_none());
}

#[test]
fn there_is_one_set_and_it_only_gets_a_person_back_in() {
    let description = BackupCodes.describe();
    assert!(!description.several && !description.together && !description.sends_messages);
    assert_eq!(description.assurance, Assurance::Recovery);
}
