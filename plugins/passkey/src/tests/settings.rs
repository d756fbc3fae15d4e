//! R106: the domain and the origins are the provider's, and nonsense there stops the factor.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Failure, LogLevel, SecondFactor as _};

use super::authenticator::Authenticator;
use super::{account, enrols};
use crate::Passkeys;

fn configured(id: &str, origins: &str) -> FakeHost {
    FakeHost::default()
        .with_setting("rp-id", id)
        .with_setting("origins", origins)
}

#[tokio::test]
async fn r106_every_configured_origin_works_and_no_other() {
    let origins = "https://panel.example.com, https://pay.panel.example.com:8443";
    for (origin, works) in [
        ("https://panel.example.com", true),
        ("https://pay.panel.example.com:8443", true),
        ("https://pay.panel.example.com", false),
        ("https://panel.example.com:8443", false),
    ] {
        let mut authenticator = Authenticator::new(7);
        authenticator.origin = origin.into();
        let host = configured("panel.example.com", origins);
        let enrolled = enrols(&host, &mut authenticator).await;
        assert_eq!(enrolled.is_ok(), works, "{origin}");
    }
}

#[tokio::test]
async fn at_home_plain_http_is_enough() {
    let mut authenticator = Authenticator::new(7);
    authenticator.origin = "http://localhost:8080".into();
    let host = configured("localhost", "http://localhost:8080");
    assert!(enrols(&host, &mut authenticator).await.is_ok());
}

#[tokio::test]
async fn r106_settings_that_mean_nothing_stop_the_factor() {
    let wrong = [
        ("", "https://panel.example.com"),
        ("panel.example.com", ""),
        ("panel.example.com", "panel.example.com"),
        ("panel.example.com", "http://panel.example.com"),
        ("panel.example.com", "https://example.com"),
        ("panel.example.com", "https://evilpanel.example.com"),
        ("panel.example.com", "https://panel.example.com/path"),
        ("panel.example.com", "https://panel.example.com,"),
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("0.0.1", "http://127.0.0.1:8080"),
    ];
    for (id, origins) in wrong {
        let host = configured(id, origins);
        let begun = Passkeys.begin_enrolment(&host, &account(), &[]).await;
        let failure = begun.err().expect("it stops");
        assert!(
            matches!(failure, Failure::Misconfigured(_)),
            "{id} {origins}"
        );
        assert!(Passkeys.begin_discovery(&host).await.is_err());
        let logs = host.logs();
        assert!(logs.iter().all(|(level, _)| *level == LogLevel::Error));
        assert_eq!(logs.len(), 2);
    }
}
