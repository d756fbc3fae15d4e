//! Manifests: what is read, and what is said of whatever cannot be.

use std::time::Duration;

use innkeeper_package::Manifest;
use innkeeper_package::manifest::{Icon, IconFile, ProfileField, Role};
use innkeeper_package::quantity::Size;
use proptest::prelude::*;

use crate::fixtures::{FULL, SMALL, fault, parse};

#[test]
fn everything_that_can_be_said_is_read() {
    let manifest = parse(FULL);
    assert_eq!(manifest.id.as_str(), "dev.acme.sms-code");
    assert_eq!(manifest.version.to_string(), "1.2.0");
    assert_eq!(manifest.authors, ["Acme <dev@acme.example>"]);
    assert_eq!(
        manifest.homepage.as_ref().unwrap().as_str(),
        "https://acme.example/sms"
    );
    assert_eq!(manifest.icon, Some(Icon::File(IconFile::Svg)));
    assert_eq!(manifest.provides, Role::ALL.into());
    let capabilities = &manifest.capabilities;
    let hosts = &capabilities.http.as_ref().unwrap().hosts;
    let hosts: Vec<String> = hosts.iter().map(ToString::to_string).collect();
    assert_eq!(hosts, ["api.acme.example", "*.acme-eu.example:8443"]);
    let store = capabilities.store.as_ref().unwrap();
    assert_eq!((store.whole, store.per_user), (None, Some(Size::kib(16))));
    assert_eq!(store.reason, "Remembers delivery ids.");
    assert!(capabilities.profile.contains_key(&ProfileField::Mobile));
    assert_eq!(capabilities.channels.len(), 1);
    assert_eq!(capabilities.events["invoice.paid"], "Thanks by SMS.");
    assert!(capabilities.filters.contains_key("checkout.validate"));
    assert!(capabilities.slots.contains_key("client.home"));
    assert_eq!(manifest.limits.memory, Some(Size::mib(32)));
    assert_eq!(manifest.limits.cpu, Some(Duration::from_millis(250)));
    assert_eq!(manifest.limits.time, Some(Duration::from_secs(10)));
    assert_eq!(manifest.file_name(), "dev.acme.sms-code-1.2.0.innpack");
}

#[test]
fn settings_keep_the_order_in_which_they_are_asked_for() {
    let names: Vec<String> = parse(FULL).settings.into_iter().map(|s| s.name).collect();
    let written = [
        "api-key",
        "server",
        "sender",
        "tries",
        "flash",
        "route",
        "help-page",
    ];
    assert_eq!(names, written);
}

#[test]
fn little_need_be_said() {
    let manifest = parse(SMALL);
    assert!(manifest.authors.is_empty() && manifest.settings.is_empty());
    assert_eq!(
        manifest.capabilities,
        innkeeper_package::manifest::Capabilities::default()
    );
}

/// The small manifest with a line more, or another where one begins alike.
fn small(line: &str) -> String {
    let key = line.split('=').next().unwrap();
    let kept = SMALL.lines().filter(|other| !other.starts_with(key));
    kept.chain([line]).collect::<Vec<_>>().join("\n")
}

/// Lines and what is said of them.
const WRONG: &[(&str, &str)] = &[
    (
        "id = \"sms\"",
        "`id` (\"sms\") is no id: short ones belong to the panel",
    ),
    ("id = \"acme.sms\"", "short ones belong to the panel"),
    ("id = \"Dev.Acme.SMS\"", "small letters, digits and hyphens"),
    ("name = \"\"", "`name` is empty"),
    ("name = \" Dice\"", "begins or ends with a space"),
    (
        "name = \"Dice\\u202Eecid\"",
        "contains U+202E, which nobody sees",
    ),
    ("name = 7", "`name` is a whole number; write text in quotes"),
    ("version = \"1.0\"", "is no version: write three numbers"),
    ("version = \"1.0.0+build.7\"", "leave out the +"),
    ("licence = \"\"", "`licence` is empty"),
    (
        "license = \"MIT\"",
        "`license` is no key that is known here; did you mean `licence`?",
    ),
    (
        "homepage = \"http://acme.example\"",
        "is no address of a page",
    ),
    ("icon = \"../icon.svg\"", "is no icon: write \"icon.svg\""),
    (
        "api = \"innkeeper:factor\"",
        "names no interface: write package and major version",
    ),
    ("api = []", "`api` is empty; write at least one"),
    (
        "api = \"innkeeper:host@1\"",
        "`api` lacks the interface of `second-factor`; add \"innkeeper:factor@1\"",
    ),
    (
        "api = [\"innkeeper:factor@1\", \"innkeeper:hooks@1\"]",
        "`provides` lacks what `innkeeper:hooks@1` is for; add \"hooks\"",
    ),
    (
        "api = [\"innkeeper:factor@1\", \"acme:factor@1\"]",
        "which no panel serves",
    ),
    (
        "provides = \"gateway\"",
        "is not served yet, its name is only kept",
    ),
    ("provides = \"provisioner\"", "is not served yet"),
    (
        "provides = \"second-facter\"",
        "did you mean `second-factor`?",
    ),
    (
        "provides = [\"second-factor\", \"second-factor\"]",
        "names something twice",
    ),
    ("author = \"Acme\"", "did you mean `authors`?"),
    (
        "colour = \"red\"",
        "`colour` is no key that is known here; write",
    ),
];

const WRONG_CAPABILITIES: &[(&str, &str)] = &[
    (
        "limits.memory = \"1 GiB\"",
        "is no size: write a whole number and B, KiB or MiB",
    ),
    ("limits.memory = \"512 MiB\"", "ask for at most \"128 MiB\""),
    ("limits.cpu = \"1 min\"", "is no length of time"),
    ("limits.cpu = \"1 h\"", "write a whole number and ms or s"),
    ("limits.time = \"90 s\"", "ask for at most \"60 s\""),
    ("component.sha256 = \"abc\"", "is no SHA-256"),
    (
        "capabilities.http.hosts = [\"10.0.0.1\"]",
        "is an address: write the host's name",
    ),
    (
        "capabilities.http.hosts = [\"api.acme.example\"]",
        "`capabilities.http.reason` is missing",
    ),
    (
        "capabilities.http.reason = \"For all.\"",
        "`capabilities.http.hosts` is missing",
    ),
    (
        "capabilities.http = { hosts = [\"a.b.example\", \"*.b.example\"], reason = \"x\" }",
        "leave one out",
    ),
    (
        "capabilities.http = { hosts = [], reason = \"x\" }",
        "`capabilities.http.hosts` is empty",
    ),
    (
        "capabilities.store = { quota = \"much\", reason = \"x\" }",
        "is no quota",
    ),
    (
        "capabilities.store = { quota = \"11 MiB\", reason = \"x\" }",
        "at most \"10 MiB\"",
    ),
    (
        "capabilities.store = { quota = \"2 MiB/user\", reason = \"x\" }",
        "at most \"1 MiB/user\"",
    ),
    (
        "capabilities.store = { quota = [\"1 MiB\", \"2 MiB\"], reason = \"x\" }",
        "one for the plugin and one for each user",
    ),
    (
        "capabilities.store = { quota = [], reason = \"x\" }",
        "`capabilities.store.quota` is empty",
    ),
    (
        "capabilities.profile.phone = \"To call.\"",
        "is nothing that plugins are told",
    ),
    ("capabilities.profile.mobile = true", "write text in quotes"),
    (
        "capabilities.channels.email = \"\"",
        "`capabilities.channels.email` is empty",
    ),
    (
        "capabilities.channels.SMS = \"x\"",
        "is no name that could be granted",
    ),
    (
        "capabilities.events.\"invoice.paid\" = \"x\"",
        "is for hooks; add \"hooks\" to `provides`",
    ),
    (
        "capabilities.files.root = \"x\"",
        "`capabilities.files` is no key that is known here",
    ),
];

#[test]
fn every_fault_names_its_key_and_says_what_to_write() {
    for (line, said) in WRONG.iter().chain(WRONG_CAPABILITIES) {
        let fault = fault(&small(line));
        assert!(fault.contains(said), "{line}\n{fault}");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once_with_its_line() {
    let source = "id = \"x\"\nname = 3\n\n[limits]\nmemory = 1\n";
    let error = Manifest::parse(source).unwrap_err();
    let lines: Vec<_> = error
        .0
        .iter()
        .map(|fault| (fault.line, fault.key.as_str()))
        .collect();
    for wanted in [
        (Some(1), "id"),
        (Some(2), "name"),
        (Some(5), "limits.memory"),
    ] {
        assert!(lines.contains(&wanted), "{lines:?}");
    }
    for missing in ["version", "description", "licence", "api", "provides"] {
        assert!(lines.iter().any(|(_, key)| *key == missing), "{missing}");
    }
    assert!(error.to_string().starts_with("plugin.toml, line 1: `"));
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    assert!(fault("id = \"a\"\nname\n").starts_with("plugin.toml, line 2: is not TOML"));
}

/// So many pieces in a row.
fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

#[test]
fn everything_has_a_bound() {
    assert!(fault(&"#".repeat(64 * 1024 + 1)).contains("65536 are allowed"));
    assert!(fault(&small(&format!("name = \"{}\"", "x".repeat(61)))).contains("60 are allowed"));
    let hosts: Vec<String> = (0..33).map(|n| format!("\"h{n}.acme.example\"")).collect();
    let http = format!(
        "capabilities.http = {{ hosts = [{}], reason = \"x\" }}",
        hosts.join(",")
    );
    assert!(fault(&small(&http)).contains("has 33 items; 32 are allowed"));
    let settings = each(65, |n| {
        format!("[settings.s{n}]\ntype = \"text\"\nlabel = \"S\"\n")
    });
    assert!(fault(&format!("{SMALL}{settings}")).contains("64 settings are allowed"));
    let channels = each(65, |n| format!("c{n} = \"x\"\n"));
    let channels = format!("{SMALL}[capabilities.channels]\n{channels}");
    assert!(fault(&channels).contains("64 are allowed"));
    let wrong = each(100, |n| format!("wrong{n} = 1\n"));
    assert_eq!(Manifest::parse(&wrong).unwrap_err().0.len(), 20);
}

proptest! {
    #[test]
    fn no_text_at_all_breaks_it_and_every_refusal_has_words(text in "\\PC{0,200}") {
        if let Err(error) = Manifest::parse(&text) {
            prop_assert!(!error.0.is_empty() && error.0.len() <= 20);
        }
    }

    #[test]
    fn no_change_of_a_few_bytes_breaks_it(
        at in 0..FULL.len(), gone in 0..8_usize, new in "\\PC{0,8}|[\\[\\]{}=\".\n#]{0,4}",
    ) {
        let mut source = FULL.as_bytes().to_vec();
        let end = (at + gone).min(source.len());
        source.splice(at..end, new.bytes());
        if let Ok(source) = String::from_utf8(source)
            && let Err(error) = Manifest::parse(&source)
        {
            prop_assert!(!error.0.is_empty());
        }
    }
}
