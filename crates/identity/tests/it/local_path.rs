//! Redirect targets, judged by the URL Standard's own parser.

use innkeeper_identity::local_path::LocalPath;
use proptest::prelude::*;
use url::Url;

const BASE: &str = "https://panel.example/login/verify";

fn stays(path: &LocalPath) -> bool {
    let base = Url::parse(BASE).unwrap();
    base.join(path.as_str())
        .is_ok_and(|target| target.origin() == base.origin() && target.username().is_empty())
}

#[test]
fn r27_paths_of_this_site_are_taken() {
    for text in [
        "/",
        "/account",
        "/account/security?tab=2#codes",
        "/a/b/",
        "/a.b/..c/...",
        "/a%20b",
        "/clients/1?next=https://elsewhere.example//",
        "/a:b@c",
        "/account/security/",
    ] {
        let path = LocalPath::parse(text).unwrap_or_else(|| panic!("{text} was refused"));
        assert_eq!(path.as_str(), text);
        assert!(stays(&path), "{text}");
    }
}

#[test]
fn r27_targets_elsewhere_are_refused() {
    for text in [
        "",
        "account",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "javascript:alert(1)",
        "/a//evil.example",
        "/./",
        "/..//evil.example",
        "/.//evil.example",
        "/%2e//evil.example",
        "/%2E%2e/x",
        "/a/../../x",
        "/a\\b",
        "/a\0",
        "/a\r\nSet-Cookie: x=y",
        "/é",
        "/\u{2215}x",
        "?next",
        "#x",
        "data:text/html,x",
        "http:/evil.example",
        "http:evil.example",
    ] {
        assert_eq!(LocalPath::parse(text), None, "{text:?}");
    }
    assert!(LocalPath::parse(&format!("/{}", "a".repeat(2047))).is_some());
    assert!(LocalPath::parse(&format!("/{}", "a".repeat(2048))).is_none());
}

#[test]
fn a_refused_target_gives_way_to_the_default() {
    assert_eq!(
        LocalPath::or_default("//evil.example", "/account").as_str(),
        "/account"
    );
    assert_eq!(LocalPath::or_default("/a", "/account").as_str(), "/a");
    assert_eq!(LocalPath::or_default("", "evil").as_str(), "/");
}

#[test]
fn the_path_has_neither_query_nor_fragment() {
    for (text, path) in [
        ("/a/b?c=/d#e", "/a/b"),
        ("/a#b/c?d", "/a"),
        ("/#/", "/"),
        ("/a", "/a"),
    ] {
        assert_eq!(LocalPath::parse(text).unwrap().path(), path, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn r27_no_taken_path_leaves_the_site(
        text in "/(/|\\\\|\\.|%2e|%2F|%5C|\\?|#|@|:|\t|\n|\r| |\0|;|https?:|evil\\.example|[a-z]|\\PC){0,12}"
    ) {
        if let Some(path) = LocalPath::parse(&text) {
            prop_assert!(stays(&path), "{}", path);
        }
    }

    #[test]
    fn r27_no_text_at_all_leaves_the_site(text in any::<String>()) {
        if let Some(path) = LocalPath::parse(&text) {
            prop_assert!(stays(&path), "{}", path);
        }
    }
}
