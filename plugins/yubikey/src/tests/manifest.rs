//! The manifest says of the module what the module says of itself.

use innkeeper_module::{Assurance, SecondFactor as _};

use crate::{YUBICO, YubiKey};

fn manifest() -> toml::Table {
    include_str!("../../plugin.toml").parse().expect("TOML")
}

#[test]
fn the_manifest_and_the_module_agree() {
    let manifest = manifest();
    let text = |key: &str| manifest.get(key).and_then(toml::Value::as_str);
    let description = YubiKey.describe();
    assert_eq!(text("id"), Some(description.id.as_str()));
    assert_eq!(text("version"), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(text("name"), Some(description.name.fallback.as_str()));
    assert_eq!(text("icon"), Some(description.icon.as_str()));
    let settings = manifest["settings"].as_table().expect("settings");
    let names: Vec<&str> = settings.keys().map(String::as_str).collect();
    assert_eq!(names, ["api-key", "client-id", "servers", "sync-level"]);
}

#[test]
fn r100_the_only_server_by_default_is_yubicos() {
    let default = &manifest()["settings"]["servers"]["default"];
    assert_eq!(default.as_str(), Some(YUBICO));
    assert_eq!(YUBICO, "https://api.yubico.com/wsapi/2.0/verify");
}

#[test]
fn r102_the_api_key_is_a_secret_setting() {
    let kind = &manifest()["settings"]["api-key"]["type"];
    assert_eq!(kind.as_str(), Some("secret"));
}

#[test]
fn several_keys_may_be_held_and_any_of_them_answers() {
    let description = YubiKey.describe();
    assert!(description.several && description.together && !description.sends_messages);
    assert_eq!(description.assurance, Assurance::Strong);
}
