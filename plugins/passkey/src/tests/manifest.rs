//! The manifest says of the module what the module says of itself.

use innkeeper_module::{Assurance, SecondFactor as _};

use crate::Passkeys;

#[test]
fn the_manifest_and_the_module_agree() {
    let manifest: toml::Table = include_str!("../../plugin.toml").parse().expect("TOML");
    let text = |key: &str| manifest.get(key).and_then(toml::Value::as_str);
    let description = Passkeys.describe();
    assert_eq!(text("id"), Some(description.id.as_str()));
    assert_eq!(text("version"), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(text("name"), Some(description.name.fallback.as_str()));
    assert_eq!(text("icon"), Some(description.icon.as_str()));
    assert!(manifest.get("capabilities").is_none());
    let settings: Vec<&String> = manifest["settings"]
        .as_table()
        .expect("settings")
        .keys()
        .collect();
    assert_eq!(
        settings,
        ["model-roots", "models", "origins", "rp-id", "rp-name"]
    );
}

#[test]
fn several_passkeys_may_be_held_and_any_of_them_will_do() {
    let description = Passkeys.describe();
    assert!(description.several && description.together && !description.sends_messages);
    assert_eq!(description.assurance, Assurance::PhishingResistant);
}
