//! What a plugin may do and what was found of a package, in sentences for whoever is at the command line.

use innkeeper_package::Permission;
use innkeeper_package::manifest::{ProfileField, Role};
use innkeeper_package::permission::Diff;
use innkeeper_package::trust::TrustDecision;

use crate::app::events::EventName;
use crate::app::plugins::Inspection;

/// A permission as a sentence.
pub(super) fn sentence(permission: &Permission) -> String {
    match permission {
        Permission::Role(Role::SecondFactor) => {
            "decide whether a second step of a sign-in is right".to_owned()
        }
        Permission::Role(Role::Channel) => "deliver messages to people".to_owned(),
        Permission::Role(Role::Hooks) => "hear of what happens in the panel".to_owned(),
        Permission::Host(host) if host.is_wildcard() => format!("ask every server at {host}"),
        Permission::Host(host) => format!("ask the server {host}"),
        Permission::HostOfSetting(setting) => {
            format!("ask the servers that you enter in its setting `{setting}`")
        }
        Permission::Store(size) => format!("keep up to {size} for itself"),
        Permission::StorePerUser(size) => format!("keep up to {size} for each person"),
        Permission::Profile(ProfileField::Mobile) => "know people's mobile numbers".to_owned(),
        Permission::Profile(ProfileField::Email) => "know people's e-mail addresses".to_owned(),
        Permission::Profile(ProfileField::Name) => "know people's names".to_owned(),
        Permission::Profile(ProfileField::Network) => {
            "know the network addresses that people come from".to_owned()
        }
        Permission::Channel(channel) => format!("send people messages by `{channel}`"),
        Permission::Event(event) if EventName::find(event).is_none() => {
            format!("hear of `{event}`, which never happens in this panel")
        }
        Permission::Event(event) => format!("hear of each `{event}`, without who it was"),
        Permission::Filter(filter) => format!("answer `{filter}`"),
        Permission::Slot(slot) => format!("fill the place `{slot}` of pages"),
        Permission::Memory(size) => format!("use up to {size} of memory for a call"),
        Permission::Cpu(time) => {
            format!("compute for up to {} ms for a call", time.as_millis())
        }
        Permission::Time(time) => {
            format!("take up to {} ms for a call", time.as_millis())
        }
    }
}

/// Everything about a package that whoever installs it should read.
pub(super) fn report(found: &Inspection) -> String {
    let package = found.offer.package();
    let manifest = &package.manifest;
    let mut lines = vec![
        format!("{} ({}) {}", manifest.name, manifest.id, manifest.version),
        manifest.description.clone(),
        format!("Package:    SHA-256 {}", package.digest),
        format!("Publisher:  {}", publisher(found)),
    ];
    if let Some(installed) = &found.installed {
        lines.push(format!(
            "Installed:  {}, {}",
            installed.version, installed.state
        ));
    }
    lines.push(String::new());
    lines.push("It may then:".to_owned());
    for asked in &found.asked {
        let reason = asked.reason.as_ref();
        let reason = reason.map_or_else(String::new, |reason| format!(" (it says: {reason})"));
        lines.push(format!("  - {}{reason}", sentence(&asked.permission)));
    }
    if found.installed.is_some() {
        lines.extend(changes(&found.diff));
    }
    if let Err(refusal) = &found.trust {
        lines.push(format!("\nIt cannot be installed: {refusal}."));
    }
    if !found.faults.is_empty() {
        lines.push("\nIt cannot be installed:".to_owned());
        lines.extend(found.faults.iter().map(|fault| format!("  - {fault}")));
    }
    lines.join("\n")
}

fn publisher(found: &Inspection) -> String {
    match (&found.trust, found.offer.signer()) {
        (Ok(TrustDecision::SameKey), Some(key)) => {
            format!("{}, as before", key.fingerprint())
        }
        (Ok(TrustDecision::Rotated { from, to }), _) => format!(
            "{}, a new key; the old one ({}) says so",
            to.fingerprint(),
            from.fingerprint()
        ),
        (_, Some(key)) => format!(
            "{}; compare this with what the publisher says",
            key.fingerprint()
        ),
        (_, None) => "NOBODY SIGNED THIS PACKAGE".to_owned(),
    }
}

fn changes(diff: &Diff) -> Vec<String> {
    let mut lines = Vec::new();
    let mut list = |title: &str, permissions: Vec<&Permission>| {
        if !permissions.is_empty() {
            lines.push(format!("\n{title}:"));
            let sentences = permissions.into_iter().map(sentence);
            lines.extend(sentences.map(|sentence| format!("  - {sentence}")));
        }
    };
    list("New", diff.added.iter().collect());
    list(
        "More than before",
        diff.widened.iter().map(|change| &change.to).collect(),
    );
    list(
        "Less than before",
        diff.narrowed.iter().map(|change| &change.to).collect(),
    );
    list("No longer", diff.removed.iter().collect());
    lines
}
