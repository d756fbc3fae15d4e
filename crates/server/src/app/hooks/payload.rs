//! What a plugin is told of a line of the audit log: nothing secret, no id of the panel's, and of the person only
//! what the provider granted (R121).

use innkeeper_identity::ids::PrincipalId;
use innkeeper_module::Event;
use innkeeper_package::manifest::ProfileField;
use innkeeper_store::audit::AuditEntry;
use innkeeper_store::principals;
use serde_json::{Map, Value};

use crate::Panel;
use crate::plugins::Loaded;

/// The version of what is told.
const VERSION: u32 = 1;

/// Facts that say nothing about who it is. What is not in this list stays here: free words of people, names,
/// addresses and ids among them.
const TOLD: [&str; 25] = [
    "area",
    "because",
    "class",
    "count",
    "demanded",
    "expires",
    "factor",
    "holders",
    "kind",
    "kinds",
    "methods",
    "minutes",
    "new_browser",
    "people",
    "plugin",
    "removed",
    "restriction",
    "role",
    "scope",
    "sessions",
    "settings",
    "sole",
    "stage",
    "until",
    "version",
];

/// The fact that is a network.
const NETWORK: &str = "network";

/// The event for a plugin.
///
/// # Errors
/// Where the database is away.
pub(super) async fn event(
    panel: &Panel,
    loaded: &Loaded,
    entry: &AuditEntry,
) -> anyhow::Result<Event> {
    let profile = &loaded.granted.profile;
    let person = person(entry);
    let id = loaded.manifest.id.as_str();
    let mut attributes = vec![("actor", entry.actor_kind.as_str().to_owned())];
    if let Some(network) = entry
        .ip
        .clone()
        .filter(|_| profile.contains(&ProfileField::Network))
    {
        attributes.push(("network", network));
    }
    let named = [ProfileField::Email, ProfileField::Name];
    if let Some(person) = person.filter(|_| named.iter().any(|field| profile.contains(field))) {
        let mut tx = panel.db.read_once().await?;
        if let Some(found) = principals::find(&mut tx, person).await? {
            let known = [
                (ProfileField::Email, "email", found.email),
                (ProfileField::Name, "name", found.name),
            ];
            let known = known
                .into_iter()
                .filter(|(field, ..)| profile.contains(field));
            attributes.extend(known.map(|(_, name, value)| (name, value)));
        }
    }
    let knows_network = profile.contains(&ProfileField::Network);
    Ok(Event {
        id: entry.id.to_string(),
        name: entry.event.clone(),
        version: VERSION,
        at: entry.at,
        subject: person.map(|person| panel.keys.pseudonym(id, person)),
        detail: told(&entry.detail, knows_network).to_string(),
        attributes: attributes
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    })
}

/// Whom it happened to.
pub(super) fn person(entry: &AuditEntry) -> Option<PrincipalId> {
    let is_person = entry.subject_kind.as_deref() == Some("principal");
    entry.subject_id.filter(|_| is_person).map(PrincipalId)
}

/// The facts that may be told.
fn told(detail: &Value, knows_network: bool) -> Value {
    let may_be = |name: &str| TOLD.contains(&name) || (knows_network && name == NETWORK);
    let facts = detail.as_object().into_iter().flatten();
    let facts = facts.filter(|(name, _)| may_be(name));
    let facts: Map<String, Value> = facts
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Value::Object(facts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::told;

    #[test]
    fn r121_free_words_and_names_stay_in_the_panel() {
        let detail = json!({
            "factor": "totp", "label": "Ada's phone", "reason": "She called", "name": "Ada", "network": "192.0.2.0/24",
            "credential": "0198…", "by": "carol",
        });
        assert_eq!(told(&detail, false), json!({"factor": "totp"}));
        let knowing = told(&detail, true);
        assert_eq!(
            knowing,
            json!({"factor": "totp", "network": "192.0.2.0/24"})
        );
        assert_eq!(told(&json!(null), true), json!({}));
    }
}
