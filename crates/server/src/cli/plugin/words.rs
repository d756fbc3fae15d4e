//! What a plugin may do and what was found of a package, in sentences for whoever is at the command line.

use innkeeper_package::Permission;
use innkeeper_package::permission::Diff;
use innkeeper_package::trust::TrustDecision;

use crate::Panel;
use crate::app::plugins::Inspection;
use crate::plugins::sentence_of;

/// The language of the command line.
const LANGUAGE: &str = "en";

/// A permission as a sentence, the same as on the staff area's pages.
pub(super) fn sentence(panel: &Panel, permission: &Permission) -> String {
    let translator = panel.theme.translator();
    translator.say(LANGUAGE, &sentence_of(permission))
}

/// Everything about a package that whoever installs it should read.
pub(super) fn report(panel: &Panel, found: &Inspection) -> String {
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
    lines.push("If you let it, it may:".to_owned());
    for asked in &found.asked {
        let reason = asked.reason.as_ref();
        let reason = reason.map_or_else(String::new, |reason| format!(" (it says: {reason})"));
        lines.push(format!(
            "  - {}{reason}",
            sentence(panel, &asked.permission)
        ));
    }
    if found.installed.is_some() {
        lines.extend(changes(panel, &found.diff));
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

fn changes(panel: &Panel, diff: &Diff) -> Vec<String> {
    let mut lines = Vec::new();
    let mut list = |title: &str, permissions: Vec<&Permission>| {
        if !permissions.is_empty() {
            lines.push(format!("\n{title}:"));
            let sentences = permissions.into_iter();
            let sentences = sentences.map(|permission| sentence(panel, permission));
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
