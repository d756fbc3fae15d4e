//! The modules that come with the panel declare themselves as everybody does.

use innkeeper_package::Manifest;
use innkeeper_package::id::BUNDLED;
use innkeeper_package::manifest::SettingKind;

const MANIFESTS: [&str; 6] = [
    include_str!("../../../../plugins/backup-codes/plugin.toml"),
    include_str!("../../../../plugins/email-code/plugin.toml"),
    include_str!("../../../../plugins/passkey/plugin.toml"),
    include_str!("../../../../plugins/sms-code/plugin.toml"),
    include_str!("../../../../plugins/totp/plugin.toml"),
    include_str!("../../../../plugins/yubikey/plugin.toml"),
];

#[test]
fn the_manifests_of_all_modules_that_come_with_the_panel_are_taken() {
    let ids = MANIFESTS.map(|source| {
        let manifest = Manifest::parse(source).unwrap_or_else(|error| panic!("{error}"));
        assert!(manifest.id.is_bundled());
        manifest.id.to_string()
    });
    assert_eq!(ids, BUNDLED.map(str::to_owned));
}

#[test]
fn r102_the_api_key_of_yubikeys_is_a_secret_and_its_servers_open_their_hosts() {
    let manifest = Manifest::parse(MANIFESTS[5]).unwrap();
    let kind = |name: &str| {
        let setting = manifest
            .settings
            .iter()
            .find(|setting| setting.name == name);
        &setting.unwrap().kind
    };
    assert_eq!(kind("api-key"), &SettingKind::Secret);
    let servers = kind("servers").default().unwrap();
    assert_eq!(servers.hosts(), ["api.yubico.com".parse().unwrap()]);
}
