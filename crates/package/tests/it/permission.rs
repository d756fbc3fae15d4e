//! Permissions: what staff are asked for, and what an update would change.

use std::time::Duration;

use innkeeper_package::Permission;
use innkeeper_package::manifest::{ProfileField, Role};
use innkeeper_package::permission::{Change, NoPermission, diff, read, write};
use innkeeper_package::quantity::Size;
use proptest::prelude::*;

use crate::fixtures::{FULL, SMALL, parse};

fn host(text: &str) -> Permission {
    Permission::Host(text.parse().unwrap())
}

#[test]
fn r127_all_that_a_manifest_asks_for_is_a_permission_with_its_reason() {
    let asked = parse(FULL).permissions();
    let permissions: Vec<Permission> = asked.iter().map(|asked| asked.permission.clone()).collect();
    let wanted = [
        Permission::Role(Role::SecondFactor),
        Permission::Role(Role::Channel),
        Permission::Role(Role::Hooks),
        host("api.acme.example"),
        host("*.acme-eu.example:8443"),
        Permission::HostOfSetting("server".into()),
        Permission::StorePerUser(Size::kib(16)),
        Permission::Profile(ProfileField::Mobile),
        Permission::Channel("email".into()),
        Permission::Event("invoice.paid".into()),
        Permission::Filter("checkout.validate".into()),
        Permission::Slot("client.home".into()),
    ];
    assert_eq!(permissions, wanted);
    assert_eq!(
        asked[3].reason.as_deref(),
        Some("Sends the code through Acme's API.")
    );
    for asked in &asked {
        assert!(Permission::KEYS.contains(&asked.permission.key()));
        assert!(
            asked
                .permission
                .args()
                .iter()
                .all(|(name, value)| !name.is_empty() && !value.is_empty())
        );
    }
}

#[test]
fn only_what_is_beyond_the_usual_limits_is_asked_for() {
    let beyond = format!("{SMALL}[limits]\nmemory = \"128 MiB\"\ncpu = \"2 s\"\ntime = \"10 s\"\n");
    let asked = parse(&beyond).permissions();
    let asked: Vec<Permission> = asked.into_iter().map(|asked| asked.permission).collect();
    let cpu = Permission::Cpu(Duration::from_secs(2));
    assert_eq!(asked[1..], [Permission::Memory(Size::mib(128)), cpu]);
}

#[test]
fn r127_an_update_that_asks_for_nothing_more_needs_no_consent() {
    let old = [
        host("api.acme.example"),
        Permission::Store(Size::mib(1)),
        Permission::Slot("client.home".into()),
    ];
    let new = [host("api.acme.example"), Permission::Store(Size::kib(64))];
    let diff = diff(&old, &new);
    assert!(!diff.needs_consent());
    assert_eq!(diff.unchanged, [old[0].clone()]);
    assert_eq!(
        diff.narrowed,
        [Change {
            from: vec![old[1].clone()],
            to: new[1].clone()
        }]
    );
    assert_eq!(diff.removed, [old[2].clone()]);
}

#[test]
fn r127_a_wildcard_over_hosts_that_were_granted_is_wider_and_needs_consent() {
    let old = [
        host("a.acme.example"),
        host("b.acme.example"),
        host("other.example"),
    ];
    let new = [host("*.acme.example"), host("other.example")];
    let wider = diff(&old, &new);
    assert!(wider.needs_consent() && wider.added.is_empty() && wider.removed.is_empty());
    assert_eq!(
        wider.widened,
        [Change {
            from: old[..2].to_vec(),
            to: new[0].clone()
        }]
    );
    let narrower = diff(&new, &old);
    assert!(!narrower.needs_consent());
    assert_eq!(narrower.narrowed.len(), 2);
    let more = diff(
        &[Permission::Memory(Size::mib(80))],
        &[Permission::Memory(Size::mib(96))],
    );
    assert!(more.needs_consent() && more.widened.len() == 1);
    let moved = diff(&[host("a.acme.example")], &[host("a.acme.example:8443")]);
    assert_eq!((moved.added.len(), moved.removed.len()), (1, 1));
}

#[test]
fn what_was_granted_is_kept_as_text_and_read_as_it_was() {
    let asked = parse(FULL).permissions();
    let granted: Vec<Permission> = asked.into_iter().map(|asked| asked.permission).collect();
    let text = write(&granted);
    assert!(text.starts_with("role second-factor\nrole channel\n"));
    assert!(text.contains(
        "\nhost *.acme-eu.example:8443\nhost-of-setting server\nstore-per-user 16 KiB\n"
    ));
    assert_eq!(read(&text), Ok(granted));
    assert_eq!(read(""), Ok(Vec::new()));
    for wrong in [
        "host",
        "host 10.0.0.1",
        "files /",
        "memory much",
        "role gateway",
        "\n",
        "cpu 0 ms",
    ] {
        assert_eq!(read(wrong), Err(NoPermission), "{wrong}");
    }
}

fn any_permission() -> impl Strategy<Value = Permission> {
    prop_oneof![
        "(\\*\\.)?([ab]\\.){0,2}a\\.b".prop_map(|text| host(&text)),
        (1..4_u64).prop_map(|n| Permission::Store(Size::kib(n))),
        (1..4_u64).prop_map(|n| Permission::StorePerUser(Size::kib(n))),
        (1..4_u64).prop_map(|n| Permission::Cpu(Duration::from_secs(n))),
        "[ab]\\.[ab]".prop_map(Permission::Event),
        "[ab]".prop_map(Permission::HostOfSetting),
    ]
}

proptest! {
    #[test]
    fn r127_whatever_needs_no_consent_allows_nothing_new(
        old in prop::collection::vec(any_permission(), 0..6),
        new in prop::collection::vec(any_permission(), 0..6),
    ) {
        let diff = diff(&old, &new);
        let nothing_new = new.iter().all(|new| old.iter().any(|old| old.covers(new)));
        prop_assert_eq!(!diff.needs_consent(), nothing_new);
        let told = diff.added.len() + diff.widened.len() + diff.narrowed.len() + diff.unchanged.len();
        prop_assert_eq!(told, new.len());
        prop_assert_eq!(read(&write(&new)), Ok(new.clone()));
        for gone in &diff.removed {
            prop_assert!(old.contains(gone) && !new.contains(gone));
        }
    }
}
