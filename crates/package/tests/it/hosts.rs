//! Hosts: how they are written, what is refused, and what covers what.

use innkeeper_package::HostPattern;
use innkeeper_package::host_pattern::HostError;
use proptest::prelude::*;
use url::Url;

fn host(text: &str) -> HostPattern {
    text.parse()
        .unwrap_or_else(|error| panic!("{text} {error}"))
}

#[test]
fn r122_hosts_are_exact_or_all_below_a_domain() {
    for (written, kept) in [
        ("api.acme.example", "api.acme.example"),
        ("https://api.acme.example", "api.acme.example"),
        ("API.Acme.Example:443", "api.acme.example"),
        ("https://*.acme.example:8443", "*.acme.example:8443"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("*.bücher.example", "*.xn--bcher-kva.example"),
    ] {
        assert_eq!(host(written).to_string(), kept);
    }
}

#[test]
fn r122_what_could_lead_elsewhere_is_refused_with_what_to_write() {
    for (written, error) in [
        ("http://api.acme.example", HostError::Scheme),
        ("ftp://api.acme.example", HostError::Scheme),
        ("api.acme.example/v1", HostError::More),
        ("mara@api.acme.example", HostError::More),
        ("127.0.0.1", HostError::Address),
        ("0x7f.1", HostError::Address),
        ("2130706433", HostError::Address),
        ("https://[::1]", HostError::Address),
        ("::1", HostError::Port),
        ("*", HostError::Star),
        ("*.example", HostError::Star),
        ("api.*.example", HostError::Star),
        ("a*.acme.example", HostError::Star),
        ("*.*.acme.example", HostError::Star),
        ("localhost", HostError::Local),
        ("api.localhost", HostError::Local),
        ("", HostError::Name),
        ("api.acme.example.", HostError::Name),
        ("api..example", HostError::Name),
        ("-api.acme.example", HostError::Name),
        ("api_1.acme.example", HostError::Name),
        ("api%2eacme.example", HostError::Name),
        ("api.acme.example:", HostError::Port),
        ("api.acme.example:0", HostError::Port),
        ("api.acme.example:+1", HostError::Port),
        ("api.acme.example:65536", HostError::Port),
    ] {
        assert_eq!(written.parse::<HostPattern>(), Err(error), "{written}");
    }
}

#[test]
fn r122_a_star_ends_at_the_border_of_a_label() {
    let below = host("*.acme.example");
    assert!(below.matches("api.acme.example", 443));
    assert!(below.matches("v2.api.acme.example", 443));
    for elsewhere in [
        "acme.example",
        "evilacme.example",
        ".acme.example",
        "acme.example.evil",
    ] {
        assert!(!below.matches(elsewhere, 443), "{elsewhere}");
    }
    assert!(!below.matches("api.acme.example", 8443));
}

#[test]
fn a_wildcard_covers_what_is_below_it_and_nothing_beside_it() {
    let covers = |wide: &str, narrow: &str| host(wide).covers(&host(narrow));
    assert!(covers("*.acme.example", "api.acme.example"));
    assert!(covers("*.acme.example", "*.api.acme.example"));
    assert!(covers("*.acme.example", "*.acme.example"));
    assert!(!covers("*.acme.example", "acme.example"));
    assert!(!covers("*.acme.example", "api.acme.example:8443"));
    assert!(!covers("*.api.acme.example", "*.acme.example"));
    assert!(!covers("api.acme.example", "*.acme.example"));
    assert!(!covers("*.acme.example", "*.evilacme.example"));
}

#[test]
fn an_address_opens_exactly_its_host() {
    let of = |url: &str| HostPattern::of(&Url::parse(url).unwrap());
    assert_eq!(
        of("https://api.acme.example/v1?x=1"),
        Ok(host("api.acme.example"))
    );
    assert_eq!(
        of("https://api.acme.example:8443/"),
        Ok(host("api.acme.example:8443"))
    );
    assert_eq!(of("http://api.acme.example"), Err(HostError::Scheme));
    assert_eq!(
        of("https://mara:secret@api.acme.example"),
        Err(HostError::More)
    );
    assert_eq!(of("https://10.0.0.1"), Err(HostError::Address));
    assert_eq!(of("https://localhost"), Err(HostError::Local));
}

proptest! {
    #[test]
    fn no_text_at_all_breaks_it_and_what_is_printed_reads_as_itself(text in "\\PC{0,40}") {
        if let Ok(pattern) = text.parse::<HostPattern>() {
            prop_assert_eq!(pattern.to_string().parse(), Ok(pattern));
        }
    }

    #[test]
    fn what_covers_matches_whatever_the_other_matches(
        wide in pattern(), narrow in pattern(), front in "[ab]{1,2}",
    ) {
        if wide.covers(&narrow) {
            let text = narrow.to_string();
            let name = text.split(':').next().unwrap().replace('*', &front);
            prop_assert!(narrow.matches(&name, narrow.port()));
            prop_assert!(wide.matches(&name, narrow.port()));
        }
    }
}

/// Patterns that are likely to have to do with each other.
fn pattern() -> impl Strategy<Value = HostPattern> {
    ("(\\*\\.)?([ab]\\.){0,2}a\\.b", prop::bool::ANY)
        .prop_map(|(name, other)| format!("{name}{}", if other { ":8443" } else { "" }))
        .prop_map(|text| text.parse().expect("it is a pattern"))
}
