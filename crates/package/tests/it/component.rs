//! Components: what they reach for is held against what they declare, before any of them runs.

use innkeeper_package::Manifest;
use innkeeper_package::component::{Checked, ComponentFault, check, read};
use innkeeper_package::interfaces::{Capability, SERVED, Way, serves};
use innkeeper_package::manifest::{Api, Role};
use proptest::prelude::*;

use crate::fixtures::{SMALL, parse};

/// A component with these imports and exports, and nothing in them.
fn component(imports: &[&str], exports: &[&str]) -> Vec<u8> {
    let imports: Vec<String> = imports
        .iter()
        .map(|name| format!("(import \"{name}\" (instance))"))
        .collect();
    let exports: Vec<String> = exports
        .iter()
        .enumerate()
        .map(|(n, name)| format!("(component $c{n}) (instance $i{n} (instantiate $c{n})) (export \"{name}\" (instance $i{n}))"))
        .collect();
    let text = format!("(component {} {})", imports.concat(), exports.concat());
    wat::parse_str(text).unwrap()
}

const FACTOR: &str = "innkeeper:factor/second-factor@1.0.0";

fn checked(manifest: &Manifest, imports: &[&str], exports: &[&str]) -> Result<Checked, String> {
    check(manifest, &component(imports, exports)).map_err(|faults| {
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        said.join("\n")
    })
}

fn with(section: &str) -> Manifest {
    parse(&format!("{SMALL}{section}\n"))
}

#[test]
fn a_factor_that_calls_what_everybody_may_call_is_taken() {
    let open = [
        "innkeeper:host/types@1.0.0",
        "innkeeper:host/log@1.0.0",
        "innkeeper:host/clock@1.0.0",
        "innkeeper:host/random@1.0.0",
        "innkeeper:host/settings@1.0.0",
        "innkeeper:host/hash@1.0.0",
        "innkeeper:factor/types@1.0.0",
    ];
    let exports = [
        FACTOR,
        "innkeeper:factor/discovery@1.0.0",
        "init",
        "acme:own/thing@1.0.0",
    ];
    let checked = checked(&parse(SMALL), &open, &exports).unwrap();
    assert_eq!(checked.surface.imports.len(), open.len());
    assert!(checked.unused.is_empty());
}

#[test]
fn r118_what_is_not_declared_is_refused_with_what_to_declare() {
    for (import, section, declaration) in [
        (
            "innkeeper:host/http@1.0.0",
            "[capabilities.http] with `hosts`",
            "[capabilities.http]\nhosts = \"api.acme.example\"\nreason = \"x\"",
        ),
        (
            "innkeeper:host/store@1.0.0",
            "[capabilities.store] with `quota`",
            "[capabilities.store]\nquota = \"1 KiB\"\nreason = \"x\"",
        ),
        (
            "innkeeper:host/messages@1.0.0",
            "[capabilities.channels] with",
            "[capabilities.channels]\nemail = \"x\"",
        ),
    ] {
        let said = checked(&parse(SMALL), &[import], &[FACTOR]).unwrap_err();
        assert!(said.contains(import) && said.contains(section), "{said}");
        assert!(
            checked(&with(declaration), &[import], &[FACTOR])
                .unwrap()
                .unused
                .is_empty()
        );
    }
}

#[test]
fn what_is_declared_and_never_used_is_told() {
    let manifest = with("[capabilities.channels]\nemail = \"x\"");
    let checked = checked(&manifest, &[], &[FACTOR]).unwrap();
    assert_eq!(checked.unused, [Capability::Channels]);
}

#[test]
fn nothing_but_the_panels_interfaces_is_let_through() {
    let said = |import: &str| checked(&parse(SMALL), &[import], &[FACTOR]).unwrap_err();
    assert!(said("wasi:cli/environment@0.2.3").contains("plugins run without WASI"));
    assert!(said("wasi:sockets/tcp").contains("--stub-wasi"));
    assert!(said("acme:own/thing@1.0.0").contains("which no panel has"));
    assert!(said("innkeeper:host/log").contains("each interface with its version"));
    assert!(
        said("innkeeper:host/files@1.0.0")
            .contains("needs innkeeper:host/files 1.0, this panel serves none of it")
    );
    assert!(said(FACTOR).contains("is for plugins to export"));
    let function = wat::parse_str("(component (import \"run\" (func)))").unwrap();
    assert!(matches!(read(&function), Err(ComponentFault::Foreign(name)) if name == "run"));
}

#[test]
fn a_component_is_what_its_manifest_says_it_is() {
    let small = parse(SMALL);
    let said = |exports: &[&str]| checked(&small, &[], exports).unwrap_err();
    assert!(said(&[]).contains("does not export `innkeeper:factor/second-factor`"));
    assert!(said(&["innkeeper:factor/discovery@1.0.0"]).contains("does not export"));
    let sender = "innkeeper:channel/sender@1.0.0";
    assert!(said(&[FACTOR, sender]).contains("add \"channel\" to `provides`"));
    assert!(said(&[FACTOR, "innkeeper:host/log@1.0.0"]).contains("is for plugins to import"));
    let all = said(&[sender, "innkeeper:host/log@1.0.0"]);
    assert_eq!(all.lines().count(), 3, "everything is said at once: {all}");
}

#[test]
fn a_plugin_for_another_panel_is_told_which() {
    let newer = SMALL.replace("factor@1", "factor@1.2");
    let said = checked(&parse(&newer), &[], &[FACTOR]).unwrap_err();
    assert_eq!(
        said,
        "the plugin needs innkeeper:factor 1.2, this panel serves 1.0; update the panel"
    );
    let said = checked(&parse(SMALL), &["innkeeper:host/http@1.3.0"], &[FACTOR]).unwrap_err();
    assert!(
        said.contains("needs innkeeper:host/http 1.3, this panel serves 1.0; update the panel")
    );
    let old = "innkeeper:factor/second-factor@0.9.0";
    let said = checked(&parse(SMALL), &[], &[old]).unwrap_err();
    assert!(
        said.contains("take a newer version of the plugin"),
        "{said}"
    );
    // Corrections change nothing that is called.
    assert!(checked(&parse(SMALL), &["innkeeper:host/log@1.0.7"], &[FACTOR]).is_ok());
}

#[test]
fn every_role_that_is_served_has_one_interface_that_makes_it() {
    for role in [Role::SecondFactor, Role::Channel] {
        let cores = SERVED.iter().filter(|row| row.way == Way::Core(role));
        assert_eq!(cores.count(), 1, "{role:?}");
        let api: Api = format!("{}@1", role.package()).parse().unwrap();
        assert_eq!(serves(&api), Ok(()));
    }
    assert!(serves(&"innkeeper:factor@2".parse().unwrap()).is_err_and(|error| error.is_newer()));
}

#[test]
fn what_is_nested_in_a_component_is_its_own_affair() {
    let nested = "(component (component (import \"wasi:cli/run@0.2.0\" (instance))) (core module (import \"wasi\" \"x\" (func))))";
    assert!(
        read(&wat::parse_str(nested).unwrap())
            .unwrap()
            .imports
            .is_empty()
    );
}

#[test]
fn what_is_no_component_is_told_apart() {
    assert_eq!(
        read(&wat::parse_str("(module)").unwrap()),
        Err(ComponentFault::Core)
    );
    assert!(matches!(read(b"hello"), Err(ComponentFault::Broken(_))));
    assert!(matches!(read(b""), Err(ComponentFault::Broken(_))));
    let names: Vec<String> = (0..200)
        .map(|n| format!("innkeeper:host/x{n}@1.0.0"))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(read(&component(&names, &[])), Err(ComponentFault::Many));
}

proptest! {
    #[test]
    fn no_change_of_a_few_bytes_breaks_the_reader(at in 0..400_usize, new in any::<[u8; 3]>()) {
        let mut bytes = component(&["innkeeper:host/log@1.0.0"], &[FACTOR]);
        let at = at % bytes.len();
        let end = (at + new.len()).min(bytes.len());
        bytes.splice(at..end, new);
        let _ = read(&bytes);
    }
}

/// The published interfaces, as authors build against them.
const PUBLISHED: [&str; 5] = [
    include_str!("../../../../plugins/wit/1.0/deps/host-1.0.0/host.wit"),
    include_str!("../../../../plugins/wit/1.0/deps/host-1.0.0/types.wit"),
    include_str!("../../../../plugins/wit/1.0/deps/factor-1.0.0/factor.wit"),
    include_str!("../../../../plugins/wit/1.0/deps/channel-1.0.0/channel.wit"),
    include_str!("../../../../plugins/wit/1.0/deps/hooks-1.0.0/hooks.wit"),
];

#[test]
fn the_table_has_every_interface_that_is_published_and_no_other() {
    let mut published = Vec::new();
    for file in PUBLISHED {
        let between = |start: &'static str, end: &'static str| {
            let lines = file
                .lines()
                .filter_map(move |line| line.strip_prefix(start));
            lines.filter_map(move |rest| rest.strip_suffix(end))
        };
        let (package, version) = between("package ", ";")
            .next()
            .unwrap()
            .split_once('@')
            .unwrap();
        assert_eq!(version, "1.0.0");
        published.extend(between("interface ", " {").map(|name| format!("{package}/{name}")));
    }
    let mut served = SERVED
        .map(|row| format!("{}/{}", row.package, row.name))
        .to_vec();
    published.sort();
    served.sort();
    assert_eq!(served, published);
}
