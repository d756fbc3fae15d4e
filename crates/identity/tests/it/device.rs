//! Browser and system names.

use innkeeper_identity::device::{Device, MAX_USER_AGENT, bounded_user_agent, describe_user_agent};

#[test]
fn browsers_are_told_apart_from_those_they_imitate() {
    let table = [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox",
            "Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Chrome",
            "Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge",
            "Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Safari",
            "macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari",
            "iOS",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
            "Chrome",
            "iPadOS",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
            "Chrome",
            "Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet",
            "Android",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Chrome",
            "ChromeOS",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0",
            "Opera",
            "Linux",
        ),
    ];
    for (header, browser, os) in table {
        let expected = Device {
            browser: Some(browser),
            os: Some(os),
        };
        assert_eq!(describe_user_agent(header), expected, "{header}");
    }
}

#[test]
fn what_is_not_known_has_no_name() {
    assert_eq!(describe_user_agent(""), Device::default());
    assert_eq!(
        describe_user_agent("<script>alert(1)</script>"),
        Device::default()
    );
    let curl = Device {
        browser: Some("curl"),
        os: None,
    };
    assert_eq!(describe_user_agent("curl/8.5.0"), curl);
}

#[test]
fn a_header_is_kept_short_and_on_one_line() {
    let header = bounded_user_agent(&format!("a\r\nb\0{}", "ü".repeat(10_000)));
    assert!(header.starts_with("abü"));
    assert_eq!(header.chars().count(), MAX_USER_AGENT);
}
