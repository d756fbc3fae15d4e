//! What a factor has beside the conversation is found by looking at what its component exports.

use innkeeper_module::SecondFactor as _;
use innkeeper_module::testing::FakeHost;
use innkeeper_wasm::Terms;

use crate::bench::{code, factor_on};
use crate::contract::TOTP;

const YUBIKEY: &str = "innkeeper-yubikey-component";

#[tokio::test]
async fn a_factor_with_servers_can_be_tried_and_one_without_cannot() {
    let host = FakeHost::default()
        .with_setting("client-id", "87")
        .with_setting("api-key", "ZG9ub3RwYXRoc3RyaW5n")
        .with_setting(
            "servers",
            "https://one.example.com/verify,https://two.example.com/verify",
        );
    let yubikey = factor_on(YUBIKEY, Terms::default()).await;
    assert!(yubikey.has_checks());
    let findings = yubikey.check(&host).await.expect("findings");
    assert_eq!(findings.len(), 2);
    assert_eq!(host.requests().len(), 2);
    let native = innkeeper_yubikey::YubiKey.check(&host).await;
    assert_eq!(native.expect("findings"), findings);

    let totp = factor_on(TOTP, Terms::default()).await;
    assert!(!totp.has_checks());
    assert_eq!(totp.check(&host).await.expect("none"), []);
}

#[test]
fn a_component_that_asks_servers_says_so_in_its_imports() {
    let imports = code(YUBIKEY).imports();
    assert!(imports.contains(&"innkeeper:host/http@1.0.0".to_owned()));
    assert!(!imports.iter().any(|name| name.contains("store")));
}
