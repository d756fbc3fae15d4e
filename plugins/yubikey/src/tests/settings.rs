//! What the provider may set, and what stops the factor.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Failure, LogLevel, SecondFactor as _};

use super::{API_KEY, account, host};
use crate::YubiKey;
use crate::settings::{self, SyncLevel, YUBICO};

fn with(name: &str, value: &str) -> FakeHost {
    host().with_setting(name, value)
}

#[test]
fn r100_without_a_list_yubicos_servers_are_asked() {
    for host in [host(), with("servers", ""), with("servers", "  ")] {
        let settings = settings::read(&host).expect("sound settings");
        assert_eq!(settings.servers, [YUBICO]);
        assert_eq!(settings.sync_level, None);
    }
}

#[test]
fn a_list_of_servers_is_taken_apart() {
    let list = " https://a.example/verify,https://b.example/v ,\n,https://a.example/verify";
    let settings = settings::read(&with("servers", list)).expect("sound settings");
    let servers = ["https://a.example/verify", "https://b.example/v"];
    assert_eq!(settings.servers, servers);
}

#[test]
fn levels_are_percents_or_names() {
    let level = |text: &str| {
        let settings = settings::read(&with("sync-level", text));
        settings.map(|settings| settings.sync_level).ok().flatten()
    };
    assert_eq!(level("1"), Some(SyncLevel::Percent(1)));
    assert_eq!(level("100"), Some(SyncLevel::Percent(100)));
    assert_eq!(level("fast"), Some(SyncLevel::Fast));
    assert_eq!(level("secure"), Some(SyncLevel::Secure));
}

#[tokio::test]
async fn r96_without_a_key_the_factor_is_not_there() {
    let hosts = [
        FakeHost::default(),
        FakeHost::default().with_setting("client-id", "87"),
        FakeHost::default().with_setting("api-key", API_KEY),
        with("api-key", " "),
        with("client-id", ""),
    ];
    for host in hosts {
        let begun = YubiKey.begin_enrolment(&host, &account(), &[]).await;
        assert!(matches!(begun, Err(Failure::Misconfigured(_))));
        assert!(
            host.logs()
                .iter()
                .all(|(level, _)| *level == LogLevel::Error)
        );
        assert_eq!(host.logs().len(), 1);
    }
}

#[test]
fn nonsense_stops_the_factor_and_is_not_repeated() {
    let wrong = [
        ("client-id", "eighty-seven"),
        ("client-id", "87&sl=1"),
        ("api-key", "not base 64!"),
        ("api-key", "AQIDBAUGBwgJCgsMDQ4PEBESExQ"),
        ("servers", "api.yubico.com"),
        ("servers", "ftp://example.net/verify"),
        ("servers", "https://example.net/verify?id=1"),
        ("servers", "https://example.net/#verify"),
        ("servers", "https://example.net/ver ify"),
        ("servers", ","),
        ("sync-level", "0"),
        ("sync-level", "101"),
        ("sync-level", "-1"),
        ("sync-level", "quick"),
    ];
    for (name, value) in wrong {
        let host = with(name, value);
        let Err(Failure::Misconfigured(why)) = settings::read(&host) else {
            unreachable!("{name} = {value}")
        };
        assert!(why.contains(name), "{why}");
        assert!(host.logs().iter().all(|(_, line)| *line == why));
        assert!(
            value == "," || value == "0" || !why.contains(value),
            "{why}"
        );
    }
}
