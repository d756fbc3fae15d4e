//! Indexes: what they list, and what is said of one that is wrong.

use innkeeper_package::Index;
use innkeeper_package::index::{IndexError, Newest};
use proptest::prelude::*;
use serde_json::{Value, json};
use url::Url;

const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

fn release(version: &str, api: &str) -> Value {
    json!({
        "version": version,
        "url": format!("packages/dev.acme.sms-code-{version}.innpack"),
        "sha256": "ab".repeat(32),
        "api": [api],
        "size": 40_000,
    })
}

fn index() -> Value {
    json!({
        "format": 1,
        "name": "Acme's plugins",
        "plugins": [{
            "id": "dev.acme.sms-code",
            "name": "SMS codes (Acme)",
            "description": "Codes by SMS, sent through Acme",
            "publisher": "Acme",
            "key": KEY,
            "rotations": ["keys/2026.rotation"],
            "versions": [
                release("1.2.0", "innkeeper:factor@1"),
                release("1.10.0", "innkeeper:factor@1"),
                release("2.0.0", "innkeeper:factor@2"),
                release("1.11.0-beta.1", "innkeeper:factor@1"),
            ],
        }],
    })
}

fn read(index: &Value) -> Result<Index, IndexError> {
    let base = Url::parse("https://plugins.acme.example/v1/index.json").unwrap();
    Index::read(&serde_json::to_vec(index).unwrap(), &base)
}

/// What is said of the index with another value at that place.
fn said(at: &str, value: Value) -> String {
    let mut index = index();
    *index.pointer_mut(at).unwrap() = value;
    read(&index).unwrap_err().to_string()
}

#[test]
fn the_newest_version_that_this_panel_can_run_is_picked() {
    let index = read(&index()).unwrap();
    let plugin = index.find(&"dev.acme.sms-code".parse().unwrap()).unwrap();
    let Newest::Found(release) = plugin.newest(false) else {
        panic!("there is one");
    };
    assert_eq!(release.version.to_string(), "1.10.0");
    let package = "https://plugins.acme.example/v1/packages/dev.acme.sms-code-1.10.0.innpack";
    assert_eq!(release.url.as_str(), package);
    assert_eq!(release.signature.as_str(), format!("{package}.minisig"));
    let Newest::Found(unfinished) = plugin.newest(true) else {
        panic!("there is one");
    };
    assert_eq!(unfinished.version.to_string(), "1.11.0-beta.1");
    assert!(index.find(&"dev.acme.other".parse().unwrap()).is_none());
}

#[test]
fn what_this_panel_cannot_run_is_told_with_what_it_needs() {
    let mut index = index();
    index["plugins"][0]["versions"] = json!([
        release("2.0.0", "innkeeper:factor@2"),
        release("3.0.0", "innkeeper:factor@3.1")
    ]);
    let read_index = read(&index).unwrap();
    let Newest::Incompatible(why) = read_index.plugins[0].newest(false) else {
        panic!("none can be run");
    };
    assert_eq!(
        why.to_string(),
        "needs innkeeper:factor 3.1, this panel serves 1.0; update the panel"
    );
    index["plugins"][0]["versions"][0]["yanked"] = json!(true);
    index["plugins"][0]["versions"][1]["yanked"] = json!(true);
    assert_eq!(read(&index).unwrap().plugins[0].newest(true), Newest::None);
}

#[test]
fn a_wrong_index_says_where_and_what_to_write() {
    let plugin = "/plugins/0";
    for (at, value, wanted) in [
        (
            "/format",
            json!(2),
            "is of format 2, this panel reads format 1; update the panel",
        ),
        ("/name", json!(""), "`name` is empty"),
        (
            "/plugins/0/id",
            json!("sms"),
            "`plugins[0].id` (\"sms\") is no id",
        ),
        ("/plugins/0/id", json!("totp"), "comes with the panel"),
        (
            "/plugins/0/key",
            json!("abc"),
            "`plugins[0].key` (\"abc\") is no public key",
        ),
        ("/plugins/0/name", json!("a\u{202E}b"), "which nobody sees"),
        (
            "/plugins/0/versions/1/version",
            json!("1.2"),
            "`plugins[0].versions[1].version`",
        ),
        (
            "/plugins/0/versions/1/version",
            json!("1.2.0"),
            "has a version twice",
        ),
        (
            "/plugins/0/versions/0/url",
            json!("http://acme.example/x.innpack"),
            "begins with https://",
        ),
        (
            "/plugins/0/versions/0/url",
            json!("file:///etc/x.innpack"),
            "begins with https://",
        ),
        (
            "/plugins/0/versions/0/url",
            json!("x.tar.gz"),
            "its name ends with .innpack",
        ),
        (
            "/plugins/0/versions/0/sha256",
            json!("abc"),
            "is no SHA-256",
        ),
        (
            "/plugins/0/versions/0/api",
            json!([]),
            "write what `api` in plugin.toml says",
        ),
        (
            "/plugins/0/versions/0/api",
            json!(["x"]),
            "names no interface",
        ),
        (plugin, json!({}), "missing field `id`"),
        ("/plugins", json!(7), "the index is not as it should be"),
    ] {
        let said = said(at, value);
        assert!(said.contains(wanted), "{at}\n{said}");
    }
    let mut twice = index();
    let same = twice["plugins"][0].clone();
    twice["plugins"].as_array_mut().unwrap().push(same);
    assert!(
        read(&twice)
            .unwrap_err()
            .to_string()
            .contains("`plugins[1].id` is there twice")
    );
}

#[test]
fn everything_has_a_bound() {
    let base = Url::parse("https://acme.example/").unwrap();
    let large = vec![b' '; 8 * 1024 * 1024 + 1];
    assert_eq!(Index::read(&large, &base), Err(IndexError::Large));
    let many: Vec<Value> = (0..201)
        .map(|n| release(&format!("1.0.{n}"), "innkeeper:factor@1"))
        .collect();
    assert!(said("/plugins/0/versions", json!(many)).contains("has 201 items; 200 are allowed"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(
        Index::read(deep.as_bytes(), &base),
        Err(IndexError::Json(_))
    ));
}

proptest! {
    #[test]
    fn no_change_of_a_few_bytes_breaks_it(at in any::<prop::sample::Index>(), new in "\\PC{0,6}") {
        let mut bytes = serde_json::to_vec(&index()).unwrap();
        let at = at.index(bytes.len());
        let end = (at + new.len()).min(bytes.len());
        bytes.splice(at..end, new.bytes());
        let base = Url::parse("https://acme.example/").unwrap();
        if let Err(error) = Index::read(&bytes, &base) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
