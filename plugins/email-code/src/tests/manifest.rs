//! The manifest says of the module what the module says of itself.

use innkeeper_module::{Assurance, SecondFactor as _};

use crate::EMAIL_CODE;

#[test]
fn the_manifest_and_the_module_agree() {
    let manifest: toml::Table = include_str!("../../plugin.toml").parse().expect("TOML");
    let text = |key: &str| manifest.get(key).and_then(toml::Value::as_str);
    let description = EMAIL_CODE.describe();
    assert_eq!(text("id"), Some(description.id.as_str()));
    assert_eq!(text("version"), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(text("name"), Some(description.name.fallback.as_str()));
    assert_eq!(text("icon"), Some(description.icon.as_str()));
    let channels = manifest["capabilities"]["channels"].as_table();
    let channels: Vec<&String> = channels.expect("channels").keys().collect();
    assert_eq!(channels, [EMAIL_CODE.channel]);
    let lifetime = &manifest["settings"]["lifetime-minutes"];
    assert_eq!(
        lifetime["default"].as_integer(),
        Some(innkeeper_sent_code::MINUTES)
    );
}

#[test]
fn r80_one_is_held_it_is_basic_and_it_sends_messages() {
    let description = EMAIL_CODE.describe();
    assert!(!description.several && !description.together && description.sends_messages);
    assert_eq!(description.assurance, Assurance::Basic);
}
